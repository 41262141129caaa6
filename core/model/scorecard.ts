/**
 * Points: a logistic model on weights of evidence, scaled so that a person can add it up. At `baseScore` points
 * goods and bads stand at `baseOdds` to 1, and each `pdo` points more double those odds (Siddiqi 2006, ch. 6).
 * The worst bin of each characteristic is worth 0 points, so no points are negative and what an applicant lost
 * against the best bin is a difference of two whole numbers.
 */
import { assert } from '@plimsoll/core/base';
import type { Bin } from '@plimsoll/core/binning';
import type { Characteristic } from './characteristic.ts';
import { logistic } from './logistic.ts';
import type { Selection } from './selection.ts';

export type PointScaling = { readonly baseScore: number; readonly baseOdds: number; readonly pdo: number };

/** Straightens the model's log-odds before scaling: intercept + slope · log-odds. {0, 1} leaves them. */
export type Recalibration = { readonly intercept: number; readonly slope: number };

/** `effect` is on the log-odds of bad, before recalibration; left out where it is coefficient · woe. */
export type ScoredBin = Bin & {
  readonly points: number;
  readonly pointsLost: number;
  readonly effect?: number;
};

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
  const perLogOdds = factor * recalibration.slope;
  let atWorst = offset - factor * (recalibration.intercept + recalibration.slope * selection.intercept);
  const characteristics = selection.chosen.map((chosen): ScoredCharacteristic => {
    const { points, worst } =
      chosen.effects === undefined ? byWoe(chosen, perLogOdds) : byEffect(chosen.effects, perLogOdds);
    const most = Math.max(...points);
    atWorst += worst;
    return {
      ...chosen.characteristic,
      kind: chosen.binning.kind,
      fittedTrend: chosen.binning.trend,
      iv: chosen.binning.iv,
      coefficient: chosen.coefficient,
      standardError: chosen.standardError,
      pValue: chosen.pValue,
      bins: chosen.binning.bins.map((bin, at) => ({
        ...bin,
        points: points[at] ?? Number.NaN,
        pointsLost: most - (points[at] ?? Number.NaN),
        ...(chosen.effects === undefined ? {} : { effect: chosen.effects[at] ?? Number.NaN }),
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

/** Whole points of each bin above the worst, and the unrounded points that the worst bin takes. */
type BinPoints = { readonly points: readonly number[]; readonly worst: number };

function byWoe({ coefficient, binning }: Selection['chosen'][number], perLogOdds: number): BinPoints {
  const perWoe = -perLogOdds * coefficient;
  const lowest = Math.min(...binning.bins.map((bin) => bin.woe));
  return {
    points: binning.bins.map((bin) => Math.round(perWoe * (bin.woe - lowest))),
    worst: perWoe * lowest,
  };
}

function byEffect(effects: readonly number[], perLogOdds: number): BinPoints {
  const riskiest = Math.max(...effects);
  return {
    points: effects.map((effect) => Math.round(perLogOdds * (riskiest - effect))),
    worst: -perLogOdds * riskiest,
  };
}

/** The probability of default that a score stands for. */
export function probabilityOf(card: Pick<Scorecard, 'offset' | 'factor'>, score: number): number {
  return logistic((card.offset - score) / card.factor);
}

/** The score, not yet whole, that a probability of default strictly between 0 and 1 stands for: the way back. */
export function scoreOf(card: Pick<Scorecard, 'offset' | 'factor'>, probability: number): number {
  assert(probability > 0 && probability < 1, 'a probability strictly between 0 and 1 has a score');
  return card.offset + card.factor * Math.log((1 - probability) / probability);
}
