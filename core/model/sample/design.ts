/**
 * The sample designer: which loans are old enough to be judged, which are good or bad, which belong to the test out
 * of time; and of every loan that is left out, why. A loan younger than the performance window is out even when it
 * is already bad: keeping its bads and not its goods would make the recent months look worse than they are.
 * Invariant: kept and dropped loans together are all loans.
 */
import { assert, ok, type Result, refuse } from '@plimsoll/core/base';

/** In the order in which they are asked: a loan is counted under the first that holds. */
export const DROP_REASONS = [
  'no_start',
  'outside_window',
  'excluded',
  'immature',
  'not_followed',
  'indeterminate',
] as const;

export type DropReason = (typeof DROP_REASONS)[number];

/** By loan; NaN where there is no such day. */
export type LoanDays = {
  /** The observation point: the day of the decision. What is known later may not enter a variable. */
  readonly decided: ArrayLike<number>;
  /** The first day on which the loan met the definition of bad. */
  readonly bad: ArrayLike<number>;
  /** The last day on which the loan was watched, where that ended before `asOf` (sold, lost); repaid loans are watched. */
  readonly lastWatched?: ArrayLike<number>;
};

export type SampleDesign = {
  /** Days of the first and last decision to take, both included. */
  readonly fromDay: number;
  readonly toDay: number;
  /** Length of the performance window. */
  readonly performanceDays: number;
  /** The day up to which performance is known. */
  readonly asOfDay: number;
  /** Decisions from this day on are the test out of time; null: none. */
  readonly outOfTimeDay: number | null;
  /** Loans to leave out, each group with its name (fraud, staff, other products). */
  readonly exclusions?: readonly { readonly name: string; readonly isOut: (row: number) => boolean }[];
  /** Neither good nor bad by definition (a little late). */
  readonly isIndeterminate?: (row: number) => boolean;
};

export type DesignedSample = {
  /** Rows of the loans, in their order. */
  readonly development: Int32Array;
  readonly outOfTime: Int32Array;
  /** By loan of all: 1 = bad within the window; of a dropped loan 0 and without meaning. */
  readonly outcomes: Uint8Array;
  /** Every reason, also those with none; exclusions by their names. */
  readonly dropped: readonly {
    readonly reason: DropReason;
    readonly name: string | null;
    readonly count: number;
    readonly bads: number;
  }[];
  /** The last day on which a loan could be decided and be judged today. */
  readonly lastMatureDay: number;
};

/**
 * Designs the sample. Refuses (`sample_unfit`, SMP-5) a window that no loan can pass: turned round, or so recent that
 * none is mature; and a part without a good or without a bad.
 */
export function designSample(loans: LoanDays, design: SampleDesign): Result<DesignedSample> {
  const { performanceDays, asOfDay, fromDay, toDay, outOfTimeDay } = design;
  const rowCount = loans.decided.length;
  assert(loans.bad.length === rowCount, 'every loan has its days');
  assert(performanceDays > 0, 'a performance window has a length');
  const lastMatureDay = asOfDay - performanceDays;
  if (fromDay > toDay || fromDay > lastMatureDay)
    return refuse('sample_unfit', 'SMP-5', {
      problem:
        fromDay > toDay ? 'the observation window is turned round' : 'no loan of the window is mature yet',
      fromDay,
      toDay,
      lastMatureDay,
    });
  const tally = new Map<
    string,
    { readonly reason: DropReason; readonly name: string | null; count: number; bads: number }
  >();
  for (const reason of DROP_REASONS) {
    if (reason !== 'excluded') tally.set(reason, { reason, name: null, count: 0, bads: 0 });
    else for (const { name } of design.exclusions ?? []) tally.set(name, { reason, name, count: 0, bads: 0 });
  }
  const outcomes = new Uint8Array(rowCount);
  const parts: { readonly development: number[]; readonly outOfTime: number[] } = {
    development: [],
    outOfTime: [],
  };
  for (let row = 0; row < rowCount; row++) {
    const isBad = (loans.bad[row] as number) - (loans.decided[row] as number) <= performanceDays;
    const reason = dropReason(loans, design, row);
    const entry = reason === null ? undefined : tally.get(reason);
    if (entry !== undefined) {
      entry.count += 1;
      if (isBad) entry.bads += 1;
      continue;
    }
    outcomes[row] = isBad ? 1 : 0;
    const isLate = outOfTimeDay !== null && (loans.decided[row] as number) >= outOfTimeDay;
    parts[isLate ? 'outOfTime' : 'development'].push(row);
  }
  const oneSided = oneSidedPart(parts, outcomes, outOfTimeDay !== null);
  if (oneSided !== null)
    return refuse('sample_unfit', 'SMP-5', { problem: 'a part has no bad or no good loan', part: oneSided });
  return ok({
    development: Int32Array.from(parts.development),
    outOfTime: Int32Array.from(parts.outOfTime),
    outcomes,
    dropped: [...tally.values()],
    lastMatureDay,
  });
}

/** Why a loan is left out; null when it is kept. The name of an exclusion stands for it. */
function dropReason(loans: LoanDays, design: SampleDesign, row: number): string | null {
  const decided = loans.decided[row] as number;
  if (!Number.isFinite(decided)) return 'no_start';
  if (decided < design.fromDay || decided > design.toDay) return 'outside_window';
  const exclusion = design.exclusions?.find(({ isOut }) => isOut(row));
  if (exclusion !== undefined) return exclusion.name;
  if (decided + design.performanceDays > design.asOfDay) return 'immature';
  const isBad = (loans.bad[row] as number) - decided <= design.performanceDays;
  const last = loans.lastWatched?.[row] ?? Number.NaN;
  if (!isBad && last < decided + design.performanceDays) return 'not_followed';
  return !isBad && design.isIndeterminate?.(row) === true ? 'indeterminate' : null;
}

function oneSidedPart(
  parts: { readonly development: readonly number[]; readonly outOfTime: readonly number[] },
  outcomes: Uint8Array,
  hasOutOfTime: boolean,
): string | null {
  const isOneSided = (rows: readonly number[]): boolean =>
    !rows.some((row) => outcomes[row] === 1) || !rows.some((row) => outcomes[row] === 0);
  if (isOneSided(parts.development)) return 'development';
  return hasOutOfTime && isOneSided(parts.outOfTime) ? 'out of time' : null;
}
