/**
 * The room of overview over HTTP: what was decided over a range of time, from sums by the hour, so that it costs the
 * same over a thousand applications and over a hundred million.
 */
import type { Overview } from '@plimsoll/api/overview';
import type { LocalText } from '@plimsoll/loan/origination';
import { readLogSize } from '@plimsoll/server/store';
import type pg from 'pg';
import { answer, type RoomHandlers, type ShellRefusal } from './call.ts';
import type { LatencyHistogram } from './latency.ts';
import { fieldProblem } from './request/field-problem.ts';

export type OverviewPorts = {
  readonly pool: pg.Pool;
  readonly decisionLatency: LatencyHistogram;
  /** The words of a reason. */
  readonly reasonText: (code: string) => LocalText;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
};

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const USUAL_RANGE_MS = 30 * DAY_MS;
/** The longest range: a year and a day, so that a year can be compared with its last. */
const RANGE_LIMIT_MS = 366 * DAY_MS;
const REASON_LIMIT = 100;

type Outcome = 'approve' | 'refer' | 'decline';
type Counts = { approve: number; refer: number; decline: number };
type Cell = Readonly<Record<'count' | 'good' | 'bad', number>> & {
  readonly outcome: Outcome;
  readonly grade: string | null;
  readonly score_band: number | null;
};
type Range = { readonly from: Date; readonly to: Date };

/** The handlers of the room. */
export function createOverviewHandlers(ports: OverviewPorts): RoomHandlers<'overview'> {
  const { pool, decisionLatency, reasonText, clock } = ports;
  return {
    readOverview: async ({ query }) => {
      const nowMs = clock();
      const range = readRange(query, nowMs);
      if ('ok' in range) return range;
      const [hours, cells, reasons, logEvents] = await Promise.all([
        readHours(pool, range),
        readCells(pool, range),
        readReasons(pool, range),
        readLogSize(pool),
      ]);
      const latency = decisionLatency.read();
      const overview: Overview = {
        from: range.from.toISOString(),
        to: range.to.toISOString(),
        ...totals(cells),
        byHour: byHour(hours),
        byScoreBand: byScoreBand(cells),
        byGrade: byGrade(cells),
        reasons: reasons.map((row) => ({ ...row, text: { ...reasonText(row.code) } })),
        unscored: cells.reduce((sum, cell) => sum + (cell.score_band === null ? cell.count : 0), 0),
        decisionLatency: { ...latency, buckets: [...latency.buckets] },
        logEvents,
        today: new Date(nowMs).toISOString().slice(0, 10),
      };
      return answer(overview);
    },
  };
}

/** Whole hours: the one in which `from` lies is counted whole, as is the one in which `to` lies. */
function readRange(
  query: { readonly from?: string; readonly to?: string },
  nowMs: number,
): Range | ShellRefusal {
  const toMs = Math.ceil((query.to === undefined ? nowMs + 1 : Date.parse(query.to)) / HOUR_MS) * HOUR_MS;
  const askedFromMs = query.from === undefined ? toMs - USUAL_RANGE_MS : Date.parse(query.from);
  const fromMs = Math.floor(askedFromMs / HOUR_MS) * HOUR_MS;
  if (fromMs >= toMs) return wrongRange('开始须早于结束', '`from` must be before `to`');
  if (toMs - fromMs > RANGE_LIMIT_MS)
    return wrongRange('范围不得超过 366 天', 'the range may be 366 days at most');
  return { from: new Date(fromMs), to: new Date(toMs) };
}

function wrongRange(zh: string, en: string): ShellRefusal {
  return { ok: false, code: 'invalid_query', fields: [fieldProblem('/from', [zh, en])] };
}

async function readHours(pool: pg.Pool, { from, to }: Range) {
  const { rows } = await pool.query<{ hour: Date; outcome: Outcome; count: number }>({
    name: 'overview_hours',
    text: `SELECT hour, outcome, sum(count)::int8 AS count FROM decision_hour
           WHERE hour >= $1 AND hour < $2 GROUP BY hour, outcome ORDER BY hour`,
    values: [from, to],
  });
  return rows;
}

async function readCells(pool: pg.Pool, { from, to }: Range): Promise<readonly Cell[]> {
  const { rows } = await pool.query<Cell>({
    name: 'overview_cells',
    text: `SELECT outcome, grade, score_band, sum(count)::int8 AS count, sum(good_count)::int8 AS good,
             sum(bad_count)::int8 AS bad
           FROM decision_hour WHERE hour >= $1 AND hour < $2
           GROUP BY outcome, grade, score_band ORDER BY score_band, grade, outcome`,
    values: [from, to],
  });
  return rows;
}

async function readReasons(pool: pg.Pool, { from, to }: Range) {
  const { rows } = await pool.query<{ code: string; outcome: string; count: number }>({
    name: 'overview_reasons',
    text: `SELECT reason AS code, outcome, sum(count)::int8 AS count FROM reason_hour
           WHERE hour >= $1 AND hour < $2 GROUP BY reason, outcome
           ORDER BY sum(count) DESC, reason, outcome LIMIT ${REASON_LIMIT}`,
    values: [from, to],
  });
  return rows;
}

function totals(
  cells: readonly Cell[],
): Counts & { readonly count: number; readonly approvalRate: number | null } {
  const counts = noCounts();
  for (const { outcome, count } of cells) counts[outcome] += count;
  const count = counts.approve + counts.refer + counts.decline;
  return { count, ...counts, approvalRate: count === 0 ? null : counts.approve / count };
}

function byHour(rows: Awaited<ReturnType<typeof readHours>>): Overview['byHour'] {
  const groups = Map.groupBy(rows, ({ hour }) => hour.toISOString());
  return [...groups].map(([hour, found]) => ({ hour, ...countOutcomes(found) }));
}

function byScoreBand(cells: readonly Cell[]): Overview['byScoreBand'] {
  const groups = Map.groupBy(cells, (cell) => cell.score_band);
  return [...groups].flatMap(([scoreMin, found]) =>
    scoreMin === null ? [] : [{ scoreMin, ...countOutcomes(found), ...performance(found) }],
  );
}

function byGrade(cells: readonly Cell[]): Overview['byGrade'] {
  const groups = Map.groupBy(cells, ({ grade }) => grade);
  return [...groups]
    .flatMap(([grade, found]) =>
      grade === null ? [] : [{ grade, ...countOutcomes(found), ...performance(found) }],
    )
    .toSorted((left, right) => (left.grade < right.grade ? -1 : 1));
}

function countOutcomes(rows: readonly { readonly outcome: Outcome; readonly count: number }[]): Counts {
  const counts = noCounts();
  for (const { outcome, count } of rows) counts[outcome] += count;
  return counts;
}

function performance(cells: readonly Cell[]): { readonly good: number; readonly bad: number } {
  return {
    good: cells.reduce((sum, { good }) => sum + good, 0),
    bad: cells.reduce((sum, { bad }) => sum + bad, 0),
  };
}

function noCounts(): Counts {
  return { approve: 0, refer: 0, decline: 0 };
}
