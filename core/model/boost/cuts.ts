/**
 * Where the values of a feature are cut into bins. Bin 0 is "missing"; a number is in bin 1 + (edges ≤ it), so bins are
 * [a, b); a level has the bin of its code, rare levels share one. Edges lie between neighbouring values that occur, at quantiles by
 * weight; a value with the weight of a whole bin has one to itself (the rule of LightGBM's GreedyFindBin).
 */
import { createRandom } from '@plimsoll/core/base';
import type { CategoricalColumn, Column, NumericColumn } from '@plimsoll/core/table';

/** Above so many rows, edges come from a draw of as many, one row from each equal stretch. */
const EDGE_ROWS = 100_000;

export type NumericCuts = { readonly kind: 'numeric'; readonly edges: Float64Array };
/** `binOf[code]`; `levels` are the names those codes had. */
export type LevelCuts = {
  readonly kind: 'categorical';
  readonly levels: readonly string[];
  readonly binOf: Uint8Array;
  readonly binCount: number;
};
export type Cuts = NumericCuts | LevelCuts;

/** What cutting needs of the settings, and the weights of rows, if they differ. */
export type CutRequest = {
  readonly binsMax: number;
  readonly levelRowsMin: number;
  /** Rows that edges come from (see `drawEdgeRows`); null: all. */
  readonly rows: Int32Array | null;
  readonly weights: Float64Array | null;
};

/** Why a column can't be split on. */
export type IgnoredReason = 'all_missing' | 'constant';

/** The cuts of a column; a reason when every row would be in one bin; null when a value is infinite. */
export function cutColumn(column: Column, request: CutRequest): Cuts | IgnoredReason | null {
  return column.kind === 'numeric' ? cutNumbers(column, request) : cutLevels(column, request);
}

/** Bins of a feature, "missing" included. */
export function binCountOf(cuts: Cuts): number {
  return cuts.kind === 'numeric' ? cuts.edges.length + 2 : cuts.binCount;
}

function cutNumbers(column: NumericColumn, request: CutRequest): Cuts | IgnoredReason | null {
  const { values } = column;
  const rowCount = values.length;
  let present = 0;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < rowCount; row++) {
    const value = values[row] as number;
    if (Number.isNaN(value)) continue;
    present += 1;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (present === 0) return 'all_missing';
  if (!Number.isFinite(low) || !Number.isFinite(high)) return null;
  if (low === high) return present === rowCount ? 'constant' : { kind: 'numeric', edges: new Float64Array() };
  const { distinct, weights } = countValues(column.values, request.rows, request.weights);
  // The last bin of the byte is left for "missing", which is bin 0.
  return { kind: 'numeric', edges: edgesOf(distinct, weights, request.binsMax - 1) };
}

/** The rows that edges come from, one of each equal stretch; null where there are few. */
export function drawEdgeRows(rowCount: number, seed: string): Int32Array | null {
  if (rowCount <= EDGE_ROWS) return null;
  const random = createRandom(`${seed}/edges`);
  const stretch = rowCount / EDGE_ROWS;
  return Int32Array.from({ length: EDGE_ROWS }, (_, at) => Math.floor((at + random.next()) * stretch));
}

type Counted = { readonly distinct: Float64Array; readonly weights: Float64Array };

function countValues(
  values: ArrayLike<number>,
  rows: Int32Array | null,
  weights: Float64Array | null,
): Counted {
  const count = rows?.length ?? values.length;
  const sorted = new Float64Array(count);
  let size = 0;
  for (let at = 0; at < count; at++) {
    const value = values[rows === null ? at : (rows[at] as number)] as number;
    // Zero has one sign here: −0 and 0 are the same value.
    if (!Number.isNaN(value)) sorted[size++] = value + 0;
  }
  const ordered = sorted.subarray(0, size).sort();
  let distinctCount = 0;
  const distinct = new Float64Array(size);
  const sums = new Float64Array(size);
  for (let at = 0; at < size; at++) {
    const value = ordered[at] as number;
    if (distinctCount === 0 || value !== distinct[distinctCount - 1]) distinct[distinctCount++] = value;
    sums[distinctCount - 1] = (sums[distinctCount - 1] as number) + 1;
  }
  const found = { distinct: distinct.subarray(0, distinctCount), weights: sums.subarray(0, distinctCount) };
  if (weights === null) return found;
  found.weights.fill(0);
  for (let at = 0; at < count; at++) {
    const row = rows === null ? at : (rows[at] as number);
    const value = values[row] as number;
    if (Number.isNaN(value)) continue;
    const place = binOf(found.distinct, value) - 1;
    found.weights[place] = (found.weights[place] as number) + (weights[row] as number);
  }
  return found;
}

/** Edges between sorted distinct values, at most `binsMax` − 1 of them. */
function edgesOf(distinct: Float64Array, weights: Float64Array, binsMax: number): Float64Array {
  const count = distinct.length;
  const edges: number[] = [];
  const addEdge = (after: number): void => {
    const below = distinct[after] as number;
    const above = distinct[after + 1] as number;
    const middle = below / 2 + above / 2;
    edges.push(middle > below && middle <= above ? middle : above);
  };
  if (count <= binsMax) {
    for (let at = 0; at + 1 < count; at++) addEdge(at);
    return Float64Array.from(edges);
  }
  let rest = 0;
  for (const weight of weights) rest += weight;
  const heavy = rest / binsMax;
  let restBins = binsMax;
  for (const weight of weights)
    if (weight >= heavy) {
      rest -= weight;
      restBins -= 1;
    }
  let target = rest / Math.max(1, restBins);
  let held = 0;
  for (let at = 0; at + 1 < count && edges.length + 1 < binsMax; at++) {
    const weight = weights[at] as number;
    const isHeavy = weight >= heavy;
    if (!isHeavy) rest -= weight;
    held += weight;
    const isNextHeavy = (weights[at + 1] as number) >= heavy;
    if (!isHeavy && held < target && !(isNextHeavy && held >= target / 2)) continue;
    addEdge(at);
    held = 0;
    if (!isHeavy) {
      restBins -= 1;
      target = rest / Math.max(1, restBins);
    }
  }
  return Float64Array.from(edges);
}

/** How many of the sorted numbers are ≤ the value: its bin, less the one for "missing". */
export function binOf(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function cutLevels(column: CategoricalColumn, request: CutRequest): Cuts | IgnoredReason {
  const counts = new Float64Array(column.levels.length);
  let missing = 0;
  for (const code of column.codes)
    if (code < 0) missing += 1;
    else counts[code] = (counts[code] as number) + 1;
  const seen = [...counts.keys()].filter((code) => (counts[code] as number) > 0);
  if (seen.length === 0) return 'all_missing';
  if (seen.length === 1 && missing === 0) return 'constant';
  // Most rows first; levels are sorted by code unit, so equal counts keep an order that no machine changes.
  const ordered = seen.sort((a, b) => (counts[b] as number) - (counts[a] as number) || a - b);
  const frequent = ordered.filter((code) => (counts[code] as number) >= request.levelRowsMin);
  const isAll = frequent.length === ordered.length && frequent.length < request.binsMax;
  const own = isAll ? frequent : frequent.slice(0, request.binsMax - 2);
  const binOfLevel = new Uint8Array(column.levels.length);
  for (const code of seen) binOfLevel[code] = own.length + 1;
  for (const [at, code] of own.entries()) binOfLevel[code] = at + 1;
  const binCount = 1 + own.length + (own.length < seen.length ? 1 : 0);
  if (binCount === 2 && missing === 0) return 'constant';
  return { kind: 'categorical', levels: column.levels, binOf: binOfLevel, binCount };
}
