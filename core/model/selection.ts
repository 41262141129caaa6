/**
 * Which characteristics a card keeps: those measurable, informative and different enough, then a stepwise choice on their
 * weights of evidence (`stepwise.ts`). Each that is dropped says why, in the order in which they went.
 */
import { assert, ok, type Result, refuse } from '@plimsoll/core/base';
import { type Binning, type BinSettings, binColumn, woeColumn } from '@plimsoll/core/binning';
import { type Outcomes, twoSidedP } from '@plimsoll/core/stats';
import type { Table } from '@plimsoll/core/table';
import { type Characteristic, columnFor } from './characteristic.ts';
import type { LogisticFit } from './logistic.ts';
import { chooseStepwise, inflationOf, type SelectionStep, type StepwiseSettings } from './stepwise.ts';

/** The most candidates one card may be chosen from. */
export const MAX_CANDIDATES = 500;

export type ModelSample = {
  readonly table: Table;
  readonly outcomes: Outcomes;
  /** How many applicants each row stands for; one each when left out. */
  readonly weights?: ArrayLike<number>;
};

/** Bins that a person cut, by characteristic: edges of a number or groups of a category. The bounds are not asked. */
export type HandCuts = { readonly [characteristic: string]: Pick<BinSettings, 'edges' | 'groups'> };

export type SelectionSettings = {
  readonly bins: Omit<BinSettings, 'trend'>;
  /** Candidates below this information value are noise (Siddiqi 2006 calls < 0.02 unpredictive). */
  readonly minIv: number;
  readonly maxP: number;
  readonly ridge: number;
  /** How characteristics are chosen; backward by p-value when left out. */
  readonly direction?: NonNullable<StepwiseSettings['direction']>;
  readonly criterion?: NonNullable<StepwiseSettings['criterion']>;
  /** Of two whose evidence goes together more than this, the less informative goes. No limit when left out. */
  readonly maxCorrelation?: number;
  /** The most inflated goes while its variance inflation is above this. No limit when left out. */
  readonly maxInflation?: number;
  readonly cuts?: HandCuts;
};

/** Evidence as alike as this says nothing of its own, and would leave the best fit without a single answer. */
const TWIN_CORRELATION = 0.9999;

export type DropReason =
  | 'not_measurable'
  | 'one_bin'
  | 'low_information'
  | 'repeats_another'
  | 'correlated'
  | 'inflated'
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
  /** Every step of the choice, in order. */
  readonly history?: readonly SelectionStep[];
};

type Candidate = {
  readonly characteristic: Characteristic;
  readonly binning: Binning;
  readonly woe: Float64Array;
};

/** Bins the candidates and chooses: all that stay have the right sign, and by p-value p ≤ `maxP`. */
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
  const drop = (gone: readonly Candidate[], why: DropReason): void => {
    for (const each of gone) dropped.push({ name: each.characteristic.name, why, iv: each.binning.iv });
    kept = kept.filter((each) => !gone.includes(each));
  };
  drop(alikeOf(kept, TWIN_CORRELATION), 'repeats_another');
  if (settings.maxCorrelation !== undefined) drop(alikeOf(kept, settings.maxCorrelation), 'correlated');
  if (settings.maxInflation !== undefined) drop(inflatedOf(kept, settings.maxInflation), 'inflated');
  const found = chooseStepwise(
    { ...sample, columns: kept.map((each) => ({ name: each.characteristic.name, woe: each.woe })) },
    settings,
  );
  if (!found.ok) return found;
  const { fit, steps } = found.value;
  const stays = kept.filter((_, at) => found.value.kept.includes(at));
  for (const each of departures(kept, stays, steps)) drop([each.candidate], each.why);
  if (fit === null)
    return refuse('model_not_fitted', 'MOD-5', {
      problem: 'no characteristic is left',
      candidates: candidates.length,
    });
  return ok({
    intercept: fit.intercept,
    chosen: kept.map((each, at) => chosenOf(each, fit, at)),
    dropped,
    history: steps,
  });
}

function measure(
  sample: ModelSample,
  characteristic: Characteristic,
  settings: SelectionSettings,
): Candidate | 'not_measurable' | 'one_bin' {
  const column = columnFor(sample.table, characteristic.source);
  const binning = binColumn(column, sample.outcomes, {
    ...settings.bins,
    trend: characteristic.trend,
    ...settings.cuts?.[characteristic.name],
  });
  if (binning === null) return 'not_measurable';
  if (binning.bins.filter((bin) => bin.measured).length < 2) return 'one_bin';
  return { characteristic, binning, woe: woeColumn(binning, column) };
}

/** Candidates that are not in the model, in the order of the steps that left them out; those never added come last. */
function departures(
  candidates: readonly Candidate[],
  stays: readonly Candidate[],
  steps: readonly SelectionStep[],
): readonly { readonly candidate: Candidate; readonly why: DropReason }[] {
  const gone = candidates.filter((each) => !stays.includes(each));
  const lastDrop = (each: Candidate): SelectionStep | undefined =>
    steps.findLast((step) => step.action === 'drop' && step.name === each.characteristic.name);
  const order = (each: Candidate): number => lastDrop(each)?.step ?? Number.POSITIVE_INFINITY;
  return gone
    .toSorted((left, right) => (order(left) === order(right) ? 0 : order(left) - order(right)))
    .map((candidate) => ({
      candidate,
      why: lastDrop(candidate)?.why === 'wrong_sign' ? 'wrong_sign' : 'not_significant',
    }));
}

/** Candidates to drop, one after another, until no variance inflation is above the limit. */
function inflatedOf(candidates: readonly Candidate[], limit: number): readonly Candidate[] {
  const kept = [...candidates];
  while (kept.length > 1) {
    const inflation = inflationOf(
      kept.map((each) => each.woe),
      correlation,
    );
    const most = Math.max(...inflation);
    if (!(most > limit)) break;
    // Of those equally inflated, the least informative.
    const worst = kept
      .filter((_, at) => (inflation[at] ?? 0) >= most)
      .reduce((least, each) => (each.binning.iv < least.binning.iv ? each : least));
    kept.splice(kept.indexOf(worst), 1);
  }
  return candidates.filter((each) => !kept.includes(each));
}

/** Of candidates whose evidence goes together more than the limit, all but the one of most information. */
function alikeOf(candidates: readonly Candidate[], limit: number): readonly Candidate[] {
  const kept: Candidate[] = [];
  for (const candidate of [...candidates].sort((left, right) => right.binning.iv - left.binning.iv))
    if (!kept.some((each) => correlation(each.woe, candidate.woe) > limit)) kept.push(candidate);
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
