/**
 * Which characteristics a card keeps: those measurable and informative enough, then backward elimination on the
 * weights of evidence. A characteristic whose coefficient has the wrong sign would reward what its own bins call
 * risky (its evidence is already carried by others), so it goes first; then the least significant, one at a time.
 */
import { assert, ok, type Result, refuse } from '@plimsoll/core/base';
import { type Binning, type BinSettings, binColumn, woeColumn } from '@plimsoll/core/binning';
import { type Outcomes, twoSidedP } from '@plimsoll/core/stats';
import type { Table } from '@plimsoll/core/table';
import { type Characteristic, columnFor } from './characteristic.ts';
import { fitLogistic, type LogisticFit } from './logistic.ts';

/** The most candidates one card may be chosen from. */
export const MAX_CANDIDATES = 500;

export type ModelSample = {
  readonly table: Table;
  readonly outcomes: Outcomes;
  /** How many applicants each row stands for; one each when left out. */
  readonly weights?: ArrayLike<number>;
};

export type SelectionSettings = {
  readonly bins: Omit<BinSettings, 'trend'>;
  /** Candidates below this information value are noise (Siddiqi 2006 calls < 0.02 unpredictive). */
  readonly minIv: number;
  readonly maxP: number;
  readonly ridge: number;
};

/** Evidence as alike as this says nothing of its own, and would leave the best fit without a single answer. */
const TWIN_CORRELATION = 0.9999;

export type DropReason =
  | 'not_measurable'
  | 'one_bin'
  | 'low_information'
  | 'repeats_another'
  | 'wrong_sign'
  | 'not_significant';

export type Chosen = {
  readonly characteristic: Characteristic;
  readonly binning: Binning;
  /** Of each bin on the log-odds of bad; left out where it is coefficient · woe. */
  readonly effects?: readonly number[];
  readonly coefficient: number;
  readonly standardError: number;
  readonly pValue: number;
};

export type Selection = {
  readonly intercept: number;
  readonly chosen: readonly Chosen[];
  readonly dropped: readonly {
    readonly name: string;
    readonly why: DropReason;
    readonly iv: number | null;
  }[];
};

type Candidate = {
  readonly characteristic: Characteristic;
  readonly binning: Binning;
  readonly woe: Float64Array;
};

/** Bins the candidates, fits, and drops until all that stay have the right sign and p ≤ `maxP`. */
export function selectCharacteristics(
  sample: ModelSample,
  candidates: readonly Characteristic[],
  settings: SelectionSettings,
): Result<Selection> {
  assert(candidates.length <= MAX_CANDIDATES, 'candidates are bounded');
  const dropped: { name: string; why: DropReason; iv: number | null }[] = [];
  let kept: Candidate[] = [];
  for (const characteristic of candidates) {
    const candidate = measure(sample, characteristic, settings);
    if (typeof candidate !== 'string') kept.push(candidate);
    else dropped.push({ name: characteristic.name, why: candidate, iv: null });
  }
  for (const weak of kept.filter((each) => each.binning.iv < settings.minIv))
    dropped.push({ name: weak.characteristic.name, why: 'low_information', iv: weak.binning.iv });
  kept = kept.filter((each) => each.binning.iv >= settings.minIv);
  const twins = twinsOf(kept);
  for (const twin of twins)
    dropped.push({ name: twin.characteristic.name, why: 'repeats_another', iv: twin.binning.iv });
  kept = kept.filter((each) => !twins.includes(each));
  for (let round = 0; round <= candidates.length; round += 1) {
    if (kept.length === 0) break;
    const fitted = fitLogistic({
      columns: kept.map((each) => each.woe),
      outcomes: sample.outcomes,
      ridge: settings.ridge,
    });
    if (!fitted.ok) return fitted;
    const chosen = kept.map((each, at) => chosenOf(each, fitted.value, at));
    const worst = worstOf(chosen, settings.maxP);
    if (worst === null) return ok({ intercept: fitted.value.intercept, chosen, dropped });
    const name = worst.chosen.characteristic.name;
    dropped.push({ name, why: worst.why, iv: worst.chosen.binning.iv });
    kept = kept.filter((each) => each.characteristic.name !== name);
  }
  return refuse('model_not_fitted', 'MOD-5', {
    problem: 'no characteristic is left',
    candidates: candidates.length,
  });
}

function measure(
  sample: ModelSample,
  characteristic: Characteristic,
  settings: SelectionSettings,
): Candidate | 'not_measurable' | 'one_bin' {
  const column = columnFor(sample.table, characteristic.source);
  const binning = binColumn(column, sample.outcomes, { ...settings.bins, trend: characteristic.trend });
  if (binning === null) return 'not_measurable';
  if (binning.bins.filter((bin) => bin.measured).length < 2) return 'one_bin';
  return { characteristic, binning, woe: woeColumn(binning, column) };
}

/** Of candidates whose evidence is the same, all but the one of most information (the first, when equal). */
function twinsOf(candidates: readonly Candidate[]): readonly Candidate[] {
  const kept: Candidate[] = [];
  for (const candidate of [...candidates].sort((left, right) => right.binning.iv - left.binning.iv))
    if (!kept.some((each) => correlation(each.woe, candidate.woe) > TWIN_CORRELATION)) kept.push(candidate);
  return candidates.filter((each) => !kept.includes(each));
}

/** Pearson's correlation of two columns; both vary. */
export function correlation(left: Float64Array, right: Float64Array): number {
  const leftMean = meanOf(left);
  const rightMean = meanOf(right);
  let both = 0;
  let leftSquares = 0;
  let rightSquares = 0;
  for (let row = 0; row < left.length; row += 1) {
    const a = (left[row] as number) - leftMean;
    const b = (right[row] as number) - rightMean;
    both += a * b;
    leftSquares += a * a;
    rightSquares += b * b;
  }
  return both / Math.sqrt(leftSquares * rightSquares);
}

function meanOf(values: Float64Array): number {
  let sum = 0;
  for (let row = 0; row < values.length; row += 1) sum += values[row] as number;
  return sum / values.length;
}

function chosenOf(candidate: Candidate, fit: LogisticFit, at: number): Chosen {
  const coefficient = fit.coefficients[at] ?? Number.NaN;
  const standardError = fit.standardErrors[at] ?? Number.NaN;
  const { characteristic, binning } = candidate;
  return {
    characteristic,
    binning,
    coefficient,
    standardError,
    pValue: twoSidedP(coefficient / standardError),
  };
}

/** The event is bad and a high weight of evidence is safe, so a sound coefficient is below zero. */
function worstOf(
  chosen: readonly Chosen[],
  maxP: number,
): { readonly chosen: Chosen; readonly why: DropReason } | null {
  const wrong = chosen
    .filter((each) => each.coefficient >= 0)
    .sort((a, b) => b.coefficient - a.coefficient)[0];
  if (wrong !== undefined) return { chosen: wrong, why: 'wrong_sign' };
  const weak = chosen.filter((each) => each.pValue > maxP).sort((a, b) => b.pValue - a.pValue)[0];
  return weak === undefined ? null : { chosen: weak, why: 'not_significant' };
}
