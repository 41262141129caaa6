/**
 * How many of the thresholds of one input a value has reached: with ranks, every comparison of a tree is a comparison of two
 * small whole numbers. A grid over the values finds the few thresholds near a value, so that a rank costs a multiplication and
 * a step or two instead of a search. Credit amounts are skewed, so the grid may lie on the bits of the number (even steps of
 * its logarithm) instead of the number itself: whichever spreads the thresholds better.
 */

const GRID_CELLS = 1024;
/** The high word of a double, as bytes lie on every machine that Node runs on (little-endian). */
const HIGH_WORD = 1;

export type Ranker = {
  /** Ascending, distinct. */
  readonly thresholds: Float64Array;
  readonly isOnBits: boolean;
  /** A value's place on the grid is (place − from) · perUnit. */
  readonly from: number;
  readonly perUnit: number;
  /** Thresholds in the cells before each cell. */
  readonly before: Int32Array;
};

const double = new Float64Array(1);
const words = new Int32Array(double.buffer);

/** Lays the grid over ascending, distinct thresholds. */
export function prepareRanker(thresholds: Float64Array): Ranker {
  const plain = gridOver(thresholds, false);
  const onBits = gridOver(thresholds, true);
  return crowdOf(onBits) < crowdOf(plain) ? onBits : plain;
}

/** The number of thresholds that are at most `value`; `value` is not NaN. Steps within a cell are binary. */
export function rankOf(ranker: Ranker, value: number): number {
  const { thresholds, before } = ranker;
  const cell = cellOf(ranker, value);
  let low = before[cell] as number;
  let high = before[cell + 1] as number;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((thresholds[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Cell 0 holds what lies below the first threshold's cell, the last cell what lies above: both without thresholds inside. */
function cellOf(ranker: Ranker, value: number): number {
  const at = ((ranker.isOnBits ? orderedBits(value) : value) - ranker.from) * ranker.perUnit;
  if (!(at >= 0)) return 0;
  return at >= GRID_CELLS ? GRID_CELLS + 1 : (at | 0) + 1;
}

/** A whole number that grows with the value: its sign, exponent and first 20 bits. */
function orderedBits(value: number): number {
  // Adding 0 makes −0 the same as 0, as comparisons do.
  double[0] = value + 0;
  const high = words[HIGH_WORD] as number;
  return high ^ ((high >> 31) & 0x7fffffff);
}

function gridOver(thresholds: Float64Array, isOnBits: boolean): Ranker {
  const placeOf = (value: number): number => (isOnBits ? orderedBits(value) : value);
  const from = placeOf(thresholds[0] ?? 0);
  const width = placeOf(thresholds[thresholds.length - 1] ?? 0) - from;
  const scale = GRID_CELLS / width;
  // A scale that isn't finite (one threshold, or a width beyond doubles) puts everything at or above `from` in one cell.
  const perUnit = Number.isFinite(scale) && scale > 0 ? scale : 0;
  const before = new Int32Array(GRID_CELLS + 3);
  const ranker = { thresholds, isOnBits, from, perUnit, before };
  for (const threshold of thresholds) {
    const cell = cellOf(ranker, threshold);
    before[cell + 1] = (before[cell + 1] ?? 0) + 1;
  }
  for (let cell = 1; cell < before.length; cell += 1)
    before[cell] = (before[cell] ?? 0) + (before[cell - 1] ?? 0);
  return ranker;
}

/** The thresholds that share a cell with a threshold, summed: what searching costs. */
function crowdOf(ranker: Ranker): number {
  let crowd = 0;
  for (let cell = 1; cell < ranker.before.length; cell += 1) {
    const inside = (ranker.before[cell] ?? 0) - (ranker.before[cell - 1] ?? 0);
    crowd += inside * inside;
  }
  return crowd;
}
