/**
 * Goods and bads: of one bin, of one value, of the whole sample. Counts, or sums of weights where rows are weighted.
 */
import { assert } from '@plimsoll/core/base';
import type { Outcomes } from '@plimsoll/core/stats';

/** Goods and bads of one value, pre-bin, bin or sample. */
export type Tally = { readonly goods: number; readonly bads: number };

/** What a column is binned against: 1 = bad; a weight a row (finite, ≥ 0), one each when left out. */
export type BinSample = { readonly outcomes: Outcomes; readonly weights?: ArrayLike<number> };

/** Sums of weights may differ in the last bits with the order they are added in. */
const WEIGHT_TOLERANCE = 1e-9;

/** The sum of tallies. */
export function sumOf(tallies: Iterable<Tally>): Tally {
  let goods = 0;
  let bads = 0;
  for (const tally of tallies) {
    goods += tally.goods;
    bads += tally.bads;
  }
  return { goods, bads };
}

/** Goods and bads of a whole sample; asserts outcomes of 0 and 1 with one of each at least, and sound weights. */
export function tallyOf({ outcomes, weights }: BinSample): Tally {
  assert(weights === undefined || weights.length === outcomes.length, 'a weight for each outcome');
  let goods = 0;
  let bads = 0;
  for (let row = 0; row < outcomes.length; row += 1) {
    const outcome = outcomes[row];
    const weight = weights === undefined ? 1 : (weights[row] ?? Number.NaN);
    assert(outcome === 0 || outcome === 1, 'outcomes are 0 or 1');
    assert(weight >= 0 && weight < Number.POSITIVE_INFINITY, 'weights are finite and not negative');
    if (outcome === 1) bads += weight;
    else goods += weight;
  }
  assert(goods > 0 && bads > 0, 'at least one good and one bad');
  return { goods, bads };
}

/** Negative when the left bad rate is lower, exactly for counts: cross-multiplied integers, no division. */
export function compareRates(left: Tally, right: Tally): number {
  return left.bads * (right.goods + right.bads) - right.bads * (left.goods + left.bads);
}

/** Whether two tallies hold the same rows: exactly for counts, up to rounding for weights. */
export function isSameTally(left: Tally, right: Tally): boolean {
  const tolerance = WEIGHT_TOLERANCE * (left.goods + left.bads);
  const isNear = (a: number, b: number): boolean =>
    a === b || (!Number.isSafeInteger(b) && Math.abs(a - b) <= tolerance);
  return isNear(left.goods, right.goods) && isNear(left.bads, right.bads);
}

/** Which interval a value falls into: the number of edges at or below it. O(log n). */
export function intervalOf(edges: ArrayLike<number>, value: number): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((edges[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many of ascending values are below an edge: a cell that starts at the edge lies above it. */
export function countBelow(starts: ArrayLike<number>, edge: number): number {
  const at = intervalOf(starts, edge);
  return at > 0 && starts[at - 1] === edge ? at - 1 : at;
}
