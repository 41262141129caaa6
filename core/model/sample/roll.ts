/**
 * Roll rates: from the state of each loan in each month, how many move from bucket to bucket from one month to the
 * next, and from which bucket on most never come back. Source of the practice: Siddiqi, "Intelligent Credit
 * Scoring" (2017), ch. 4: the definition of bad is where a majority rolls on.
 * Invariant: a row of counts holds every loan that was seen in both months once.
 */
import { assert } from '@plimsoll/core/base';

export const MAX_BUCKETS = 20;
/** A loan that is not seen in a month: not yet open, closed, written off, unknown. */
const UNSEEN = 255;
/** A bucket that fewer loans reached says nothing of how loans go on. */
const MIN_REACHED = 30;

export type MonthlyStates = {
  /** From the best (current) to the worst. */
  readonly buckets: readonly string[];
  readonly monthCount: number;
  /** Loan by loan, month by month from the oldest: index of the bucket, 255 where the loan is not seen. */
  readonly states: Uint8Array;
};

/** One bucket, over all steps from month to month. */
export type RollRow = {
  readonly bucket: string;
  /** Loans seen in it with a next month, and where they were then, by bucket. */
  readonly count: number;
  readonly to: readonly number[];
  /** Shares of `count`: to the best bucket, to another better one, the same, worse. Null where nobody was in it. */
  readonly shares: {
    readonly cured: number;
    readonly better: number;
    readonly same: number;
    readonly worse: number;
  } | null;
};

/** Counts by step (month to next month), from bucket, to bucket. Asserts that the states fit the buckets. */
export function rollCounts(monthly: MonthlyStates): readonly (readonly Float64Array[])[] {
  const { buckets, monthCount, states } = monthly;
  checkStates(monthly);
  const steps = Array.from({ length: Math.max(0, monthCount - 1) }, () =>
    buckets.map(() => new Float64Array(buckets.length)),
  );
  for (let first = 0; first < states.length; first += monthCount)
    for (let month = 0; month + 1 < monthCount; month++) {
      const to = steps[month]?.[states[first + month] ?? UNSEEN];
      const next = states[first + month + 1] as number;
      if (to !== undefined && next !== UNSEEN) to[next] = (to[next] as number) + 1;
    }
  return steps;
}

/** All steps together, with the shares that cure, stay and roll on. */
export function rollTable(monthly: MonthlyStates): readonly RollRow[] {
  const steps = rollCounts(monthly);
  return monthly.buckets.map((bucket, from) => {
    const to = monthly.buckets.map((_, next) =>
      steps.reduce((sum, step) => sum + (step[from]?.[next] ?? 0), 0),
    );
    const sumOf = (has: (next: number) => boolean): number =>
      to.reduce((sum, count, next) => sum + (has(next) ? count : 0), 0);
    const count = sumOf(() => true);
    const shares = {
      cured: sumOf((next) => next === 0 && from > 0) / count,
      better: sumOf((next) => next > 0 && next < from) / count,
      same: sumOf((next) => next === from) / count,
      worse: sumOf((next) => next > from) / count,
    };
    return { bucket, count, to, shares: count === 0 ? null : shares };
  });
}

export type BadDefinition = {
  /** The first bucket from which at least `threshold` never come back; null when there is none. */
  readonly bucket: string | null;
  readonly threshold: number;
  /**
   * By bucket: loans that reached it with `followMonths` to watch, and of them the share that never was current
   * again in these months, and the share that went further. Null where fewer than 30 loans reached it.
   */
  readonly evidence: readonly {
    readonly bucket: string;
    readonly reached: number;
    readonly neverBack: number | null;
    readonly rolledOn: number | null;
  }[];
};

/**
 * Suggests the definition of bad: the mildest bucket from which at least `threshold` of the loans that reach it for
 * the first time are never current again in the `followMonths` that follow, all worse buckets with evidence alike.
 */
export function suggestBad(
  monthly: MonthlyStates,
  { threshold, followMonths }: { readonly threshold: number; readonly followMonths: number },
): BadDefinition {
  checkStates(monthly);
  assert(threshold > 0 && threshold <= 1, 'a threshold is a share');
  assert(Number.isInteger(followMonths) && followMonths > 0, 'loans are followed for whole months');
  const evidence = monthly.buckets.map((bucket, level) => {
    const { reached, neverBack, rolledOn } = followFrom(monthly, level, followMonths);
    const isEnough = reached >= MIN_REACHED;
    return {
      bucket,
      reached,
      neverBack: isEnough ? neverBack / reached : null,
      rolledOn: isEnough ? rolledOn / reached : null,
    };
  });
  const holds = (level: number): boolean =>
    evidence.slice(level).every(({ neverBack }) => neverBack === null || neverBack >= threshold);
  const found = evidence.findIndex(({ neverBack }, level) => level > 0 && neverBack !== null && holds(level));
  return { bucket: evidence[found]?.bucket ?? null, threshold, evidence };
}

/** Loans that reach the bucket or a worse one for the first time, and what the months after show. */
function followFrom(
  { monthCount, states }: MonthlyStates,
  level: number,
  followMonths: number,
): { readonly reached: number; readonly neverBack: number; readonly rolledOn: number } {
  const found = { reached: 0, neverBack: 0, rolledOn: 0 };
  for (let first = 0; first < states.length; first += monthCount) {
    const months = states.subarray(first, first + monthCount);
    const at = months.findIndex((state) => state !== UNSEEN && state >= level);
    if (at < 0 || at + followMonths >= monthCount || months[at] !== level) continue;
    const after = months.subarray(at + 1, at + 1 + followMonths);
    // A loan that leaves sight was repaid or sold: unknown, so it doesn't count.
    if (after.includes(UNSEEN)) continue;
    found.reached += 1;
    if (!after.includes(0)) found.neverBack += 1;
    if (after.some((state) => state > level)) found.rolledOn += 1;
  }
  return found;
}

function checkStates({ buckets, monthCount, states }: MonthlyStates): void {
  assert(buckets.length > 1 && buckets.length <= MAX_BUCKETS, 'a few buckets');
  assert(Number.isInteger(monthCount) && monthCount > 0, 'whole months');
  assert(states.length % monthCount === 0, 'every loan has a state for every month');
  assert(
    states.every((state) => state < buckets.length || state === UNSEEN),
    'a state is a bucket or unseen',
  );
}
