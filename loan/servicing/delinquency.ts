/**
 * How late a loan is. Days past due (DPD) are the days from the oldest unpaid due day to the day asked, less the days of
 * grace and the days inside pauses. Buckets are ranges of days: M0 … M6+ unless a portfolio has its own.
 */
import type { Day } from '@plimsoll/core/calendar';
import { type Book, type Pause, unpaidRow } from './book.ts';

/** A range of days past due, both ends included; null: no end. */
export type Bucket = { readonly name: string; readonly from: number; readonly to: number | null };

/** M0: not late; M1: 1–30 days … M6+: more than 150. */
export const usualBuckets: readonly Bucket[] = [
  { name: 'M0', from: 0, to: 0 },
  { name: 'M1', from: 1, to: 30 },
  { name: 'M2', from: 31, to: 60 },
  { name: 'M3', from: 61, to: 90 },
  { name: 'M4', from: 91, to: 120 },
  { name: 'M5', from: 121, to: 150 },
  { name: 'M6+', from: 151, to: null },
];

export type Delinquency = {
  readonly oldestUnpaid: Day | null;
  /** Days since the oldest unpaid due day, whatever grace and pauses say. */
  readonly pastDueDays: number;
  /** The oldest unpaid due day and the days of grace. */
  readonly lateFrom: Day | null;
  /** Days past due: after grace, without paused days. */
  readonly dpd: number;
  /** All that is past due. */
  readonly overdueMinor: number;
};

/** How late the loan is on a day. */
export function delinquencyOf(book: Book, day: Day): Delinquency {
  let oldest: Day | null = null;
  let overdueMinor = 0;
  for (const row of book.rows) {
    if (row.due >= day || !row.isClosed) continue;
    const unpaid = unpaidRow(row);
    if (unpaid <= 0) continue;
    overdueMinor += unpaid;
    if (oldest === null || row.due < oldest) oldest = row.due;
  }
  if (oldest === null) return { oldestUnpaid: null, pastDueDays: 0, lateFrom: null, dpd: 0, overdueMinor: 0 };
  const lateFrom = (oldest + book.prepared.terms.grace.lateDays) as Day;
  const late = Math.max(0, day - lateFrom);
  const dpd = Math.max(0, late - pausedDays(book.pauses, lateFrom, day));
  return { oldestUnpaid: oldest, pastDueDays: day - oldest, lateFrom, dpd, overdueMinor };
}

/** Days within pauses after a day (excluded) up to another (included); a day in two pauses counts once. */
export function pausedDays(pauses: readonly Pause[], after: Day, upTo: Day): number {
  let count = 0;
  let counted = after as number;
  for (const { from, to } of pauses.toSorted((left, right) => left.from - right.from)) {
    const start = Math.max(from, counted);
    const end = Math.min(to, upTo);
    if (end > start) count += end - start;
    counted = Math.max(counted, end);
  }
  return count;
}

/** The bucket of a number of days; the last one where none fits. */
export function bucketOf(days: number, buckets: readonly Bucket[] = usualBuckets): string {
  const bucket = buckets.find(({ from, to }) => days >= from && (to === null || days <= to));
  return bucket?.name ?? 'M0';
}
