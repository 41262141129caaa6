/**
 * What bins say: weight of evidence, information value, Jensen–Shannon divergence, Gini, and whether two bins are
 * told apart by more than chance.
 */
import { twoSidedP } from '@plimsoll/core/stats';
import { compareRates, type Tally } from './tally.ts';

/** Weight of evidence ln((goods/G)/(bads/B)): positive is safer than the sample (Siddiqi 2006, ch. 6). */
export function woeOf(bin: Tally, totals: Tally): number {
  return Math.log((bin.goods * totals.bads) / (bin.bads * totals.goods));
}

/** The bin's part of information value, (goods/G − bads/B)·WOE; infinite when one side of the bin is empty. */
export function ivOf(bin: Tally, totals: Tally): number {
  return (bin.goods / totals.goods - bin.bads / totals.bads) * woeOf(bin, totals);
}

/** Jensen–Shannon divergence of goods and bads over the bins, in nats: between 0 and ln 2, empty bins allowed. */
export function jsOf(bins: readonly Tally[], totals: Tally): number {
  const part = (share: number, middle: number): number =>
    share === 0 ? 0 : share * Math.log(share / middle);
  let sum = 0;
  for (const bin of bins) {
    const goods = bin.goods / totals.goods;
    const bads = bin.bads / totals.bads;
    const middle = (goods + bads) / 2;
    sum += (part(goods, middle) + part(bads, middle)) / 2;
  }
  return sum;
}

/** Gini of the bins as a score, ordered by their bad rate: 2·AUC − 1, rows of one bin tied. Empty bins have no rate. */
export function giniOf(bins: readonly Tally[], totals: Tally): number {
  let goodsBefore = 0;
  let twiceU = 0;
  for (const bin of bins.filter((each) => each.goods + each.bads > 0).sort(compareRates)) {
    twiceU += bin.bads * (2 * goodsBefore + bin.goods);
    goodsBefore += bin.goods;
  }
  return twiceU / (totals.goods * totals.bads) - 1;
}

/** The bad rate of a bin; NaN when it is empty. */
export function rateOf(bin: Tally): number {
  return bin.bads / (bin.goods + bin.bads);
}

/**
 * The chance that two bins of one true bad rate differ as these do: two-sided z test of two proportions with a
 * pooled rate. 1 where both hold goods or bads alone.
 */
export function differenceP(left: Tally, right: Tally): number {
  const leftRows = left.goods + left.bads;
  const rightRows = right.goods + right.bads;
  const pooled = (left.bads + right.bads) / (leftRows + rightRows);
  const variance = pooled * (1 - pooled) * (1 / leftRows + 1 / rightRows);
  return variance > 0 ? twoSidedP((rateOf(left) - rateOf(right)) / Math.sqrt(variance)) : 1;
}
