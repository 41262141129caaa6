/** How late the loan of a case is: as a whole, and instalment by instalment. */
import type { JsonObject, JsonValue } from '@plimsoll/core/base';
import { type Day, formatDay, parseDay } from '@plimsoll/core/calendar';
import { type Bucket, bucketOf, foldLoan, type LoanState, pausedDays } from '@plimsoll/loan/servicing';
import { compareFields, type Difference, type Snapshot } from './case-compare.ts';
import { isObject, textOf } from './case-outcome.ts';
import { conventionsOf, eventsOf, minorOf } from './case-terms.ts';

const NONE = 'NO_DELINQUENCY';

/** Compares the loan's or its instalments' lateness. */
export function compareDelinquency(
  snapshot: Snapshot,
  field: string,
  expected: JsonValue,
): readonly Difference[] {
  const buckets = bucketsOf(snapshot);
  if (field === 'loan_delinquency') return compareLoan(snapshot, expected, buckets);
  const got = JSON.stringify(instalmentRanges(snapshot, buckets));
  const rows = Array.isArray(expected) ? (expected as JsonObject[]) : [];
  const stated = JSON.stringify(rows.map((row) => [row['range'], minorOf(row['amount'])]));
  return stated === got
    ? []
    : [`instalments late on ${formatDay(snapshot.day)}: expected ${stated}, got ${got}`];
}

function compareLoan(
  { state, ...snapshot }: Snapshot,
  expected: JsonValue,
  buckets: readonly Bucket[],
): readonly Difference[] {
  const { delinquency } = state;
  return compareFields('loan_delinquency', expected, {
    range: rangeAt({ ...snapshot, state }, buckets),
    delinquent_amount: delinquency.overdueMinor,
    delinquent_date: delinquency.lateFrom === null ? null : formatDay(delinquency.lateFrom),
    delinquent_days: 100 * delinquency.dpd,
    past_due_days: 100 * delinquency.pastDueDays,
  });
}

/** The range as the last end of day outside a pause left it: the source classifies then and only then. */
function rangeAt(snapshot: Snapshot, buckets: readonly Bucket[]): string {
  const last = lastClassified(snapshot);
  return last === null ? NONE : nameOf(last.delinquency.dpd, buckets);
}

/** The loan at the last end of day that was not within a pause. */
function lastClassified({ testCase, life, step }: Snapshot): LoanState | null {
  let last: LoanState | null = null;
  eventsOf(testCase)
    .slice(0, step)
    .forEach((event, index) => {
      const day = parseDay(textOf(event['date'], ''));
      if (event['type'] !== 'end_of_day_processing' || day === null) return;
      const state = foldLoan(life.steps[index + 1] ?? [], day);
      if (state !== null && !state.pauses.some(({ from, to }) => from <= day && day <= to)) last = state;
    });
  return last;
}

/**
 * By range, what is unpaid of late instalments, once the loan as a whole is late. The source takes all paused days off
 * each instalment, whenever they were.
 */
function instalmentRanges(
  snapshot: Snapshot,
  buckets: readonly Bucket[],
): readonly (readonly [string, number])[] {
  const state = lastClassified(snapshot);
  if (state === null || state.delinquency.dpd === 0) return [];
  const sums = new Map<string, number>();
  const paused = pausedDays(state.pauses, 0 as Day, state.asOf);
  for (const row of state.instalments) {
    if (row.due >= state.asOf || row.outstandingMinor === 0) continue;
    const range = nameOf(state.asOf - row.due - paused, buckets);
    if (range !== NONE) sums.set(range, (sums.get(range) ?? 0) + row.outstandingMinor);
  }
  return buckets.flatMap(({ name }) => (sums.has(name) ? [[name, sums.get(name) ?? 0] as const] : []));
}

function nameOf(days: number, buckets: readonly Bucket[]): string {
  return days < 1 ? NONE : bucketOf(days, buckets);
}

function bucketsOf({ testCase }: Snapshot): readonly Bucket[] {
  const given = conventionsOf(testCase).all['buckets_days'];
  if (!isObject(given)) return [];
  return Object.entries(given).map(([name, range]) => {
    const [from, to] = Array.isArray(range) ? (range as (number | null)[]) : [];
    return { name, from: from ?? 0, to: to ?? null };
  });
}
