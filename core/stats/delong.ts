/**
 * How sure an AUC is: variance and covariance by placements (DeLong, DeLong & Clarke-Pearson 1988), each placement by
 * binary search among the sorted scores of the other side, so O(n log n) as in Sun & Xu 2014, not O(goods · bads).
 * An AUC of 0 or 1 has no variance by this method: the interval is then a point and says nothing (`isDegenerate`).
 */
import { assert } from '@plimsoll/core/base';
import { auc, type Outcomes } from './discrimination.ts';
import { normalQuantile, twoSidedP } from './normal.ts';
import { splitByOutcome } from './split.ts';

/** The level of an interval when none is given. */
export const DEFAULT_LEVEL = 0.95;

export type AucInterval = {
  readonly auc: number;
  readonly standardError: number;
  readonly low: number;
  readonly high: number;
  readonly level: number;
  /** True at an AUC of 0 or 1: the width of the interval means nothing. */
  readonly isDegenerate: boolean;
};

export type AucComparison = {
  readonly first: AucInterval;
  readonly second: AucInterval;
  /** First less second. */
  readonly difference: number;
  readonly standardError: number;
  readonly low: number;
  readonly high: number;
  /** Of the two estimates over samples such as this one; 0 where one is degenerate. */
  readonly correlation: number;
  /** NaN-free: 0 and 1 where the two rank alike. */
  readonly z: number;
  readonly pValue: number;
};

type Placements = { readonly auc: number; readonly ofBads: Float64Array; readonly ofGoods: Float64Array };

/** AUC with its interval on the plain scale, cut at 0 and 1. Asserts two goods and two bads at least. */
export function aucInterval(
  scores: ArrayLike<number>,
  outcomes: Outcomes,
  level: number = DEFAULT_LEVEL,
): AucInterval {
  const placed = placementsOf(scores, outcomes);
  return intervalOf(placed.auc, Math.sqrt(covarianceOf(placed, placed)), level);
}

/** Two scores on the same rows: is one better than chance would have it? Two-sided, paired. */
export function compareAucs(
  scores: { readonly first: ArrayLike<number>; readonly second: ArrayLike<number> },
  outcomes: Outcomes,
  level: number = DEFAULT_LEVEL,
): AucComparison {
  const first = placementsOf(scores.first, outcomes);
  const second = placementsOf(scores.second, outcomes);
  const [one, other] = [covarianceOf(first, first), covarianceOf(second, second)];
  const shared = covarianceOf(first, second);
  const difference = first.auc - second.auc;
  // Rounding may leave a variance a hair off zero where the two rank alike.
  const variance = one + other - 2 * shared;
  const standardError = variance > 1e-15 * (one + other) ? Math.sqrt(variance) : 0;
  const z = standardError > 0 ? difference / standardError : 0;
  const half = normalQuantile((1 + level) / 2) * standardError;
  return {
    first: intervalOf(first.auc, Math.sqrt(one), level),
    second: intervalOf(second.auc, Math.sqrt(other), level),
    difference,
    standardError,
    low: difference - half,
    high: difference + half,
    correlation: one > 0 && other > 0 ? shared / Math.sqrt(one * other) : 0,
    z,
    pValue: standardError > 0 ? twoSidedP(z) : 1,
  };
}

function intervalOf(area: number, standardError: number, level: number): AucInterval {
  assert(level > 0 && level < 1, 'a level lies between 0 and 1');
  const half = normalQuantile((1 + level) / 2) * standardError;
  return {
    auc: area,
    standardError,
    low: Math.max(0, area - half),
    high: Math.min(1, area + half),
    level,
    isDegenerate: standardError === 0,
  };
}

/** The share of the other side that each row beats, ties half; in the order of the rows within each side. */
function placementsOf(scores: ArrayLike<number>, outcomes: Outcomes): Placements {
  const { goods, bads } = splitByOutcome(scores, outcomes);
  assert(goods.length > 1 && bads.length > 1, 'two goods and two bads at least');
  const sortedGoods = goods.slice().sort();
  const sortedBads = bads.slice().sort();
  return {
    auc: auc(scores, outcomes),
    ofBads: bads.map((score) => shareBelow(sortedGoods, score)),
    ofGoods: goods.map((score) => 1 - shareBelow(sortedBads, score)),
  };
}

function shareBelow(sorted: Float64Array, score: number): number {
  return (firstAtLeast(sorted, score) + firstAbove(sorted, score)) / (2 * sorted.length);
}

function firstAtLeast(sorted: Float64Array, score: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) < score) low = middle + 1;
    else high = middle;
  }
  return low;
}

function firstAbove(sorted: Float64Array, score: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) <= score) low = middle + 1;
    else high = middle;
  }
  return low;
}

function covarianceOf(left: Placements, right: Placements): number {
  const ofBads = sampleCovariance(left.ofBads, right.ofBads) / left.ofBads.length;
  return ofBads + sampleCovariance(left.ofGoods, right.ofGoods) / left.ofGoods.length;
}

function sampleCovariance(left: Float64Array, right: Float64Array): number {
  const [leftMean, rightMean] = [meanOf(left), meanOf(right)];
  let sum = 0;
  for (let at = 0; at < left.length; at += 1)
    sum += ((left[at] as number) - leftMean) * ((right[at] as number) - rightMean);
  return sum / (left.length - 1);
}

function meanOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
