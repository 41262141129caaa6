/**
 * Stepwise choice on columns of evidence: backward, forward or both, by p-value, AIC or BIC. A characteristic whose
 * coefficient has the wrong sign would reward what its own bins call risky (its evidence is already carried by others):
 * going backward it is dropped first, going forward it never enters. Each step is written down.
 * Sources: Siddiqi (2006), ch. 6; Akaike (1974) and Schwarz (1978) for the criteria.
 */
import { assert, ok, type Result } from '@plimsoll/core/base';
import { type Outcomes, twoSidedP } from '@plimsoll/core/stats';
import { choleskyOf, inverseDiagonal } from './linear-system.ts';
import { fitLogistic, type LogisticFit } from './logistic.ts';

export type StepwiseSettings = {
  /** Backward when left out. */
  readonly direction?: 'backward' | 'forward' | 'both';
  /** What decides a step; the p-value when left out. */
  readonly criterion?: 'p' | 'aic' | 'bic';
  readonly maxP: number;
  readonly ridge: number;
};

/** One column to choose from: evidence a row, where high means safe. */
export type StepwiseColumn = { readonly name: string; readonly woe: Float64Array };

export type StepReason = 'wrong_sign' | 'not_significant' | 'improves';

/** One step of the history. `pValue` is the characteristic's own; `criterion` that of the model after the step, by AIC or BIC. */
export type SelectionStep = {
  readonly step: number;
  readonly action: 'drop' | 'add';
  readonly name: string;
  readonly why: StepReason;
  readonly pValue: number | null;
  readonly criterion: number | null;
};

export type Stepwise = {
  /** Indices of the columns that stay, in their order. */
  readonly kept: readonly number[];
  /** Of the columns kept; null when none is. */
  readonly fit: LogisticFit | null;
  readonly steps: readonly SelectionStep[];
};

type Sample = {
  readonly outcomes: Outcomes;
  readonly weights?: ArrayLike<number>;
  readonly columns: readonly StepwiseColumn[];
};

/** A model of some of the columns, judged. `value` is what a step must lower: 0 where p-values decide. */
type Model = {
  readonly kept: readonly number[];
  readonly fit: LogisticFit | null;
  readonly value: number;
  readonly pValues: readonly number[];
};

/** Chooses. Refuses what the regression refuses. O(columns²) fits forward, O(columns) backward by p-value. */
export function chooseStepwise(sample: Sample, settings: StepwiseSettings): Result<Stepwise> {
  const direction = settings.direction ?? 'backward';
  const all = sample.columns.map((_, at) => at);
  const first = modelOf(sample, direction === 'backward' ? all : [], settings);
  if (!first.ok) return first;
  let model = first.value;
  const steps: SelectionStep[] = [];
  // Forward and back again could in principle go round: a column that was dropped doesn't enter a second time.
  const spent = new Set<number>();
  for (let round = 0; round < 2 * all.length + 1; round += 1) {
    const down = direction === 'forward' ? ok(null) : dropped(sample, model, settings);
    if (!down.ok) return down;
    const up =
      down.value !== null || direction === 'backward' ? ok(null) : added(sample, { model, spent }, settings);
    if (!up.ok) return up;
    const move = down.value ?? up.value;
    if (move === null) break;
    if (move.action === 'drop') spent.add(move.at);
    model = move.model;
    steps.push({
      step: steps.length + 1,
      action: move.action,
      name: sample.columns[move.at]?.name ?? '',
      why: move.why,
      pValue: Number.isFinite(move.pValue) ? move.pValue : null,
      criterion: (settings.criterion ?? 'p') === 'p' ? null : move.model.value,
    });
  }
  return ok({ kept: model.kept, fit: model.fit, steps });
}

type Move = {
  readonly action: SelectionStep['action'];
  readonly at: number;
  readonly why: StepReason;
  readonly pValue: number;
  readonly model: Model;
};

/** The column to drop next: the most wrongly signed, else the one the model is better without; null when all may stay. */
function dropped(sample: Sample, model: Model, settings: StepwiseSettings): Result<Move | null> {
  const signs = model.fit?.coefficients ?? [];
  const wrong = signs.reduce(
    (worst, each, at) => (each >= 0 && each > (signs[worst] ?? -1) ? at : worst),
    -1,
  );
  if (wrong >= 0) return without(sample, { model, place: wrong, why: 'wrong_sign' }, settings);
  if ((settings.criterion ?? 'p') === 'p') {
    const weakest = model.pValues.reduce(
      (worst, each, at) => (each > settings.maxP && each > (model.pValues[worst] ?? -1) ? at : worst),
      -1,
    );
    return weakest < 0
      ? ok(null)
      : without(sample, { model, place: weakest, why: 'not_significant' }, settings);
  }
  let best: Move | null = null;
  for (const place of model.kept.keys()) {
    const tried = without(sample, { model, place, why: 'not_significant' }, settings);
    if (!tried.ok) return tried;
    if (tried.value.model.value < (best?.model ?? model).value) best = tried.value;
  }
  return ok(best);
}

function without(
  sample: Sample,
  from: { readonly model: Model; readonly place: number; readonly why: StepReason },
  settings: StepwiseSettings,
): Result<Move> {
  const { model, place, why } = from;
  const next = modelOf(sample, model.kept.toSpliced(place, 1), settings);
  if (!next.ok) return next;
  const pValue = model.pValues[place] ?? Number.NaN;
  return ok({ action: 'drop', at: model.kept[place] ?? -1, why, pValue, model: next.value });
}

/** The column that improves the model most and leaves every sign right; null when none does. */
function added(
  sample: Sample,
  from: { readonly model: Model; readonly spent: ReadonlySet<number> },
  settings: StepwiseSettings,
): Result<Move | null> {
  let best: Move | null = null;
  for (const at of sample.columns.keys()) {
    if (from.model.kept.includes(at) || from.spent.has(at)) continue;
    const kept = [...from.model.kept, at].sort((left, right) => left - right);
    const next = modelOf(sample, kept, settings);
    // A column that repeats those already in has nothing to add; it is no reason to refuse the sample.
    if (!next.ok || next.value.fit === null || next.value.fit.coefficients.some((each) => each >= 0))
      continue;
    const pValue = next.value.pValues[kept.indexOf(at)] ?? 1;
    const move: Move = { action: 'add', at, why: 'improves', pValue, model: next.value };
    const isBetter =
      (settings.criterion ?? 'p') === 'p'
        ? pValue <= settings.maxP && pValue < (best?.pValue ?? Number.POSITIVE_INFINITY)
        : next.value.value < (best?.model ?? from.model).value;
    if (isBetter) best = move;
  }
  return ok(best);
}

function modelOf(sample: Sample, kept: readonly number[], settings: StepwiseSettings): Result<Model> {
  const { criterion = 'p', ridge } = settings;
  const fitted = fitLogistic({
    outcomes: sample.outcomes,
    ...(sample.weights === undefined ? {} : { weights: sample.weights }),
    columns: kept.map((at) => sample.columns[at]?.woe ?? new Float64Array()),
    ridge,
  });
  if (!fitted.ok) return fitted;
  const fit = fitted.value;
  const price = criterion === 'bic' ? Math.log(sample.outcomes.length) : 2;
  return ok({
    kept,
    fit: kept.length === 0 ? null : fit,
    value: criterion === 'p' ? 0 : price * (kept.length + 1) - 2 * fit.logLikelihood,
    pValues: fit.coefficients.map((each, at) => twoSidedP(each / (fit.standardErrors[at] ?? Number.NaN))),
  });
}

/**
 * Variance inflation of each column: 1/(1 − R²) of its regression on the others, infinite where they make it up. The
 * diagonal of the inverse of the correlations.
 */
export function inflationOf(
  columns: readonly Float64Array[],
  correlation: (left: Float64Array, right: Float64Array) => number,
): readonly number[] {
  const size = columns.length;
  const matrix = new Float64Array(size * size);
  for (const [i, left] of columns.entries())
    for (const [j, right] of columns.entries())
      if (j <= i) matrix[i * size + j] = i === j ? 1 : correlation(left, right);
  const root = choleskyOf(matrix, size);
  if (root === null) return columns.map(() => Number.POSITIVE_INFINITY);
  const inflation = [...inverseDiagonal(root)];
  assert(inflation.length === size, 'one for each column');
  return inflation;
}
