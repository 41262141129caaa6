/** What projections read of an end of day: that it began, how far each partition has come, that it is over. */
import { assert, canonicalize, type JsonObject } from '@plimsoll/core/base';
import { parseDay } from '@plimsoll/core/calendar';
import { type PostedAmount, readPostings } from './projected-loan.ts';

export type DayRefusal = { readonly loan: string; readonly code: string; readonly problem: string };

export type DayChange =
  | { readonly kind: 'started'; readonly day: number; readonly startedAtMs: number }
  | { readonly kind: 'closed'; readonly day: number; readonly closedAtMs: number }
  | {
      readonly kind: 'advanced';
      readonly day: number;
      readonly partition: number;
      readonly upTo: string | null;
      readonly pages: number;
      readonly loans: number;
      readonly changed: number;
      readonly refused: number;
      readonly accrued: string;
      readonly refusals: readonly DayRefusal[];
      readonly postings: readonly PostedAmount[];
    };

type Source = { readonly kind: string; readonly bookedAtMs: number; readonly body: JsonObject };

/** Reads an event of an end of day; null for any other kind. Asserts on a body that is not of its kind. */
export function parseDayChange({ kind, bookedAtMs, body }: Source): DayChange | null {
  if (!kind.startsWith('day.')) return null;
  const day = typeof body['day'] === 'string' ? parseDay(body['day']) : null;
  assert(day !== null, 'an end of day has a day');
  if (kind === 'day.started') return { kind: 'started', day, startedAtMs: bookedAtMs };
  if (kind === 'day.closed') return { kind: 'closed', day, closedAtMs: bookedAtMs };
  const upTo = body['upTo'] ?? null;
  assert(upTo === null || typeof upTo === 'string', 'the last loan of the page');
  const refusals = body['refusals'];
  assert(Array.isArray(refusals), 'the loans that refused');
  return {
    kind: 'advanced',
    day,
    partition: count(body, 'partition'),
    upTo,
    pages: count(body, 'pages'),
    loans: count(body, 'loans'),
    changed: count(body, 'changed'),
    refused: count(body, 'refused'),
    accrued: canonicalize(body['accrued'] ?? {}),
    refusals: refusals as unknown as readonly DayRefusal[],
    postings: readPostings(body['postings'] ?? null),
  };
}

function count(body: JsonObject, name: string): number {
  const value = body[name];
  assert(Number.isSafeInteger(value) && (value as number) >= 0, `a count ${name}`);
  return value as number;
}
