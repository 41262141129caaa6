/**
 * How good a model is on rows whose outcomes are not known yet, from its calibrated probabilities alone (confidence-based
 * performance estimation, as NannyML does): if a row of PD p turns bad with chance p, the expected AUC and bad rate follow,
 * and so does how far those that ripen will stray from them. What the interval does not hold: a wrong calibration, and
 * risks that strike all rows together. That is what `vintage.ts` tests for once outcomes are there.
 * The variance is the first-order one of the ratio of pairs, outcomes independent (delta method).
 */
import { assert } from '@plimsoll/core/base';
import { normalQuantile } from '@plimsoll/core/stats';
import { BAND_LEVEL } from './stability.ts';

export type Estimate = {
  readonly value: number;
  readonly standardError: number;
  readonly low: number;
  readonly high: number;
};

export type EstimatedPerformance = {
  readonly rows: number;
  /** Null where the PDs leave no pair of a good and a bad to be ranked. */
  readonly auc: Estimate | null;
  readonly badRate: Estimate;
};

/** Expected AUC and bad rate of rows with these PDs, in [0, 1], ranked by them. Asserts one row, and one PD above 0. O(n log n). */
export function estimatePerformance(pds: ArrayLike<number>): EstimatedPerformance {
  const rows = pds.length;
  assert(rows > 0, 'a row to estimate from');
  const sorted = Float64Array.from(pds).sort();
  assert(
    sorted.every((pd) => pd >= 0 && pd <= 1),
    'PDs are probabilities',
  );
  let bads = 0;
  let spread = 0;
  for (const pd of sorted) {
    bads += pd;
    spread += pd * (1 - pd);
  }
  assert(bads > 0, 'some PD is above zero');
  const badRate = estimated(bads / rows, Math.sqrt(spread) / rows);
  return { rows, auc: estimatedAuc(sorted, bads, spread), badRate };
}

/** `sorted` ascends; `bads` is its sum, `spread` that of p(1 − p). */
function estimatedAuc(sorted: Float64Array, bads: number, spread: number): Estimate | null {
  const goods = sorted.length - bads;
  // A row makes no pair with itself.
  const pairs = bads * goods - spread;
  if (!(pairs > 0)) return null;
  let ranked = 0;
  let goodsBelow = 0;
  for (const { from, to, pd } of tiesOf(sorted)) {
    const tied = to - from;
    ranked += tied * pd * (goodsBelow + (tied * (1 - pd)) / 2);
    goodsBelow += tied * (1 - pd);
  }
  const value = (ranked - spread / 2) / pairs;
  let variance = 0;
  let badsAbove = bads;
  goodsBelow = 0;
  for (const { from, to, pd } of tiesOf(sorted)) {
    const tied = to - from;
    const good = 1 - pd;
    badsAbove -= tied * pd;
    const rankedSlope = goodsBelow + (tied * good - good) / 2 - (badsAbove + (tied * pd - pd) / 2);
    const pairsSlope = goods - good - (bads - pd);
    const slope = (rankedSlope - value * pairsSlope) / pairs;
    variance += tied * slope * slope * pd * good;
    goodsBelow += tied * good;
  }
  return estimated(value, Math.sqrt(variance));
}

function* tiesOf(
  sorted: Float64Array,
): Generator<{ readonly from: number; readonly to: number; readonly pd: number }> {
  for (let from = 0, to = 0; from < sorted.length; from = to) {
    const pd = sorted[from] as number;
    while (to < sorted.length && sorted[to] === pd) to += 1;
    yield { from, to, pd };
  }
}

/** An estimate with its interval, kept inside [0, 1]. */
function estimated(value: number, standardError: number): Estimate {
  const half = normalQuantile((1 + BAND_LEVEL) / 2) * standardError;
  return { value, standardError, low: Math.max(0, value - half), high: Math.min(1, value + half) };
}
