/**
 * Cross-validation on given folds. Everything that looks at an outcome (cut points, weights of evidence, choice
 * of characteristics, coefficients) is learnt inside the training part of each fold and judged on the rest.
 */
import { assert, ok, type Result } from '@plimsoll/core/base';
import { auc, brier, gini, ks, logLoss } from '@plimsoll/core/stats';
import { takeRows } from '@plimsoll/core/table';
import type { Characteristic } from './characteristic.ts';
import { fitLogistic } from './logistic.ts';
import { type PointScaling, probabilityOf, type Recalibration, scaleScorecard } from './scorecard.ts';
import { scoreRows } from './card-scorer.ts';
import { type ModelSample, selectCharacteristics, type SelectionSettings } from './selection.ts';

/** The most folds a sample may be split into. */
export const MAX_FOLDS = 20;

export type Metrics = {
  readonly auc: number;
  readonly gini: number;
  readonly ks: number;
  readonly brier: number;
  readonly logLoss: number;
};

export type FoldMetrics = Metrics & {
  readonly fold: number;
  readonly rows: number;
  readonly bads: number;
  readonly characteristics: readonly string[];
};

export type CrossValidation = {
  readonly folds: readonly FoldMetrics[];
  readonly mean: Metrics;
  /** The score of each row by the card that never saw it. */
  readonly heldOutScores: Int32Array;
};

export type CardSettings = SelectionSettings & { readonly scaling: PointScaling };

/** Fits a card on all folds but one, scores that one, for each in turn. `folds[row]` is the fold of a row. */
export function crossValidate(
  sample: ModelSample & { readonly folds: Uint8Array },
  candidates: readonly Characteristic[],
  settings: CardSettings,
): Result<CrossValidation> {
  assert(sample.folds.length === sample.table.rowCount, 'a fold for each row');
  const names = [...new Set(sample.folds)].sort((left, right) => left - right);
  assert(names.length >= 2 && names.length <= MAX_FOLDS, 'folds are bounded');
  const heldOutScores = new Int32Array(sample.table.rowCount);
  const folds: FoldMetrics[] = [];
  for (const fold of names) {
    const train = part(sample, (each) => each !== fold);
    const test = part(sample, (each) => each === fold);
    const selection = selectCharacteristics(train, candidates, settings);
    if (!selection.ok) return selection;
    const card = scaleScorecard(selection.value, settings.scaling);
    const scores = scoreRows(card, test.table);
    for (const [at, row] of test.rows.entries()) heldOutScores[row] = scores[at] ?? Number.NaN;
    folds.push({
      fold,
      rows: test.rows.length,
      bads: test.outcomes.reduce((sum, outcome) => sum + outcome, 0),
      characteristics: card.characteristics.map((each) => each.name),
      ...metricsOf(card, scores, test.outcomes),
    });
  }
  return ok({ folds, mean: meanOf(folds), heldOutScores });
}

/** Discrimination and accuracy of scores (points: higher is safer). */
export function metricsOf(
  card: { readonly offset: number; readonly factor: number },
  scores: Int32Array,
  outcomes: Uint8Array,
): Metrics {
  const risk = Float64Array.from(scores, (score) => -score);
  const probabilities = Float64Array.from(scores, (score) => probabilityOf(card, score));
  return {
    auc: auc(risk, outcomes),
    gini: gini(risk, outcomes),
    ks: ks(risk, outcomes),
    brier: brier(probabilities, outcomes),
    logLoss: logLoss(probabilities, outcomes),
  };
}

/**
 * How held-out scores must be straightened so that their odds come true (Cox 1958): the slope is below 1 when the
 * cards were surer than they had a right to be.
 */
export function recalibrate(
  scores: Int32Array,
  outcomes: ArrayLike<number>,
  scale: { readonly offset: number; readonly factor: number },
): Result<Recalibration> {
  const logOdds = Float64Array.from(scores, (score) => (scale.offset - score) / scale.factor);
  const fitted = fitLogistic({ columns: [logOdds], outcomes });
  if (!fitted.ok) return fitted;
  return ok({ intercept: fitted.value.intercept, slope: fitted.value.coefficients[0] ?? Number.NaN });
}

type Part = ModelSample & { readonly rows: Int32Array; readonly outcomes: Uint8Array };

function part(sample: ModelSample & { readonly folds: Uint8Array }, keep: (fold: number) => boolean): Part {
  const rows = Int32Array.from(sample.folds.keys()).filter((row) => keep(sample.folds[row] ?? 0));
  const outcomes = Uint8Array.from(rows, (row) => sample.outcomes[row] ?? 0);
  return { rows, outcomes, table: takeRows(sample.table, rows) };
}

function meanOf(folds: readonly FoldMetrics[]): Metrics {
  const mean = (pick: (each: Metrics) => number): number =>
    folds.reduce((sum, each) => sum + pick(each), 0) / folds.length;
  return {
    auc: mean((each) => each.auc),
    gini: mean((each) => each.gini),
    ks: mean((each) => each.ks),
    brier: mean((each) => each.brier),
    logLoss: mean((each) => each.logLoss),
  };
}
