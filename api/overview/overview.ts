/** What the first page shows: volume, approval, scores, reasons, latency. */
import Type, { type Static } from 'typebox';
import { CalendarDay, Instant, shape, Text } from '@plimsoll/api/primitive';

const Count = Type.Integer({ minimum: 0 });
const outcomes = { approve: Count, refer: Count, decline: Count };

export const OverviewQuery = shape({
  from: Type.Optional(Instant),
  to: Type.Optional(Instant),
});

export const Overview = shape({
  from: Instant,
  to: Instant,
  count: Count,
  ...outcomes,
  approvalRate: Type.Union([Type.Number(), Type.Null()], { description: 'Approved ÷ all; null with none' }),
  byHour: Type.Array(shape({ hour: Instant, ...outcomes })),
  byScoreBand: Type.Array(
    shape({
      scoreMin: Type.Integer({ description: 'Lower edge; a band is 20 points wide' }),
      ...outcomes,
      good: Count,
      bad: Count,
    }),
  ),
  byGrade: Type.Array(shape({ grade: Type.String(), ...outcomes, good: Count, bad: Count })),
  reasons: Type.Array(shape({ code: Type.String(), text: Text, outcome: Type.String(), count: Count })),
  unscored: Count,
  decisionLatency: shape({
    count: Count,
    p50Ms: Type.Union([Type.Number(), Type.Null()]),
    p99Ms: Type.Union([Type.Number(), Type.Null()]),
    buckets: Type.Array(shape({ upToMs: Type.Number(), count: Count })),
    since: Instant,
  }),
  logEvents: Count,
  today: CalendarDay,
});
export type Overview = Static<typeof Overview>;
