/**
 * Points: a logistic model on weights of evidence, scaled so that a person can add it up. At `baseScore` points
 * goods and bads stand at `baseOdds` to 1, and each `pdo` points more double those odds (Siddiqi 2006, ch. 6).
 * The worst bin of each characteristic is worth 0 points, so no points are negative and what an applicant lost
 * against the best bin is a difference of two whole numbers.
 */
import { assert } from '@plimsoll/core/base';
import { assignBins, type Bin } from '@plimsoll/core/binning';
import type { Table } from '@plimsoll/core/table';
import { type Characteristic, columnFor } from './characteristic.ts';
import { logistic } from './logistic.ts';
import type { Selection } from './selection.ts';

export type PointScaling = { readonly baseScore: number; readonly baseOdds: number; readonly pdo: number };

/** Straightens the model's log-odds before scaling: intercept + slope · log-odds. {0, 1} leaves them. */
export type Recalibration = { readonly intercept: number; readonly slope: number };

export type ScoredBin = Bin & { readonly points: number; readonly pointsLost: number };

export type ScoredCharacteristic = Characteristic & {
  readonly kind: 'numeric' | 'categorical';
  readonly fittedTrend: string;
  readonly iv: number;
  /** Of the weight of evidence, on the log-odds of bad, before recalibration. */
  readonly coefficient: number;
  readonly standardError: number;
  readonly pValue: number;
  readonly bins: readonly ScoredBin[];
};

export type Scorecard = {
  readonly scaling: PointScaling;
  /** score = offset + factor · ln(odds of good). */
  readonly offset: number;
  readonly factor: number;
  readonly intercept: number;
  readonly recalibration: Recalibration;
  readonly basePoints: number;
  readonly minScore: number;
  readonly maxScore: number;
  readonly characteristics: readonly ScoredCharacteristic[];
};

/** Turns a selection into points. Asserts pdo, odds and slope above zero. */
export function scaleScorecard(
  selection: Selection,
  scaling: PointScaling,
  recalibration: Recalibration = { intercept: 0, slope: 1 },
): Scorecard {
  assert(scaling.pdo > 0 && scaling.baseOdds > 0 && recalibration.slope > 0, 'the scale grows with safety');
  const factor = scaling.pdo / Math.LN2;
  const offset = scaling.baseScore - factor * Math.log(scaling.baseOdds);
  const perWoe = (coefficient: number): number => -factor * recalibration.slope * coefficient;
  let atWorst = offset - factor * (recalibration.intercept + recalibration.slope * selection.intercept);
  const characteristics = selection.chosen.map((chosen): ScoredCharacteristic => {
    const worst = Math.min(...chosen.binning.bins.map((bin) => bin.woe));
    const best = Math.max(...chosen.binning.bins.map((bin) => bin.woe));
    const pointsOf = (woe: number): number => Math.round(perWoe(chosen.coefficient) * (woe - worst));
    atWorst += perWoe(chosen.coefficient) * worst;
    return {
      ...chosen.characteristic,
      kind: chosen.binning.kind,
      fittedTrend: chosen.binning.trend,
      iv: chosen.binning.iv,
      coefficient: chosen.coefficient,
      standardError: chosen.standardError,
      pValue: chosen.pValue,
      bins: chosen.binning.bins.map((bin) => ({
        ...bin,
        points: pointsOf(bin.woe),
        pointsLost: pointsOf(best) - pointsOf(bin.woe),
      })),
    };
  });
  const basePoints = Math.round(atWorst);
  const reach = characteristics.reduce(
    (sum, each) => sum + Math.max(...each.bins.map((bin) => bin.points)),
    0,
  );
  return {
    scaling,
    offset,
    factor,
    intercept: selection.intercept,
    recalibration,
    basePoints,
    minScore: basePoints,
    maxScore: basePoints + reach,
    characteristics,
  };
}

/** The score of each row of a table of facts: base points plus the points of the bin it falls into, once each. */
export function scoreRows(card: Scorecard, table: Table): Int32Array {
  const scores = new Int32Array(table.rowCount).fill(card.basePoints);
  for (const characteristic of card.characteristics) {
    const bins = assignBins(characteristic, columnFor(table, characteristic.source));
    for (const [row, bin] of bins.entries())
      scores[row] = (scores[row] ?? 0) + (characteristic.bins[bin]?.points ?? Number.NaN);
  }
  return scores;
}

/** The probability of default that a score stands for. */
export function probabilityOf(card: Pick<Scorecard, 'offset' | 'factor'>, score: number): number {
  return logistic((card.offset - score) / card.factor);
}
