/**
 * The fine cut that comes before the optimal one: at most 20 intervals of a number, or groups of categories.
 * Cut points are quantiles of a mixed weight, half of it spread over all rows and half over the bads alone, so
 * that a thin tail which carries the risk is cut as finely as the crowd (a share of rows alone would hide it).
 */
import { assert } from '@plimsoll/core/base';
import { byCodeUnit, type CategoricalColumn, type NumericColumn } from '@plimsoll/core/table';
import type { Outcomes } from '@plimsoll/core/stats';

/** The most pre-bins the exact search is asked to order: its work grows with their cube. */
export const MAX_PREBINS = 20;

/** Goods and bads of one pre-bin or bin. */
export type Tally = { readonly goods: number; readonly bads: number };

/** Edges are where a new interval starts: interval k is [edges[k−1], edges[k]), open to both infinities. */
export type NumericPrebins = { readonly edges: readonly number[]; readonly tallies: readonly Tally[] };
export type CategoricalPrebins = {
  readonly groups: readonly (readonly string[])[];
  readonly tallies: readonly Tally[];
};

type Weighted = Tally & { readonly value: number };

/**
 * Cuts a numeric column. `digits` rounds every edge to so many significant digits (a table that a person reads
 * wants 5200000, not 5187312); null keeps observed values. Absent rows are not counted here.
 */
export function prebinNumeric(
  column: NumericColumn,
  outcomes: Outcomes,
  options: { readonly maxPrebins: number; readonly digits: number | null },
): NumericPrebins {
  const points = pointsOf(column, outcomes);
  const first = points[0]?.value ?? 0;
  const rounded = startsOf(points, options.maxPrebins).map((at) => {
    const value = points[at]?.value ?? 0;
    return options.digits === null ? value : Number(value.toPrecision(options.digits));
  });
  const edges = [...new Set(rounded)].filter((edge) => edge > first);
  const tallies = Array.from({ length: edges.length + 1 }, () => ({ goods: 0, bads: 0 }));
  for (const point of points) {
    const tally = tallies[intervalOf(edges, point.value)];
    assert(tally !== undefined, 'every value falls into an interval');
    tally.goods += point.goods;
    tally.bads += point.bads;
  }
  return { edges, tallies };
}

/** Orders the levels seen by bad rate (equal rates by name), then packs neighbours into pre-bins. */
export function prebinCategorical(
  column: CategoricalColumn,
  outcomes: Outcomes,
  maxPrebins: number,
): CategoricalPrebins {
  const tallies = column.levels.map((level) => ({ level, goods: 0, bads: 0 }));
  for (let row = 0; row < column.codes.length; row += 1) {
    const tally = tallies[column.codes[row] ?? -1];
    if (tally === undefined) continue;
    if (outcomes[row] === 1) tally.bads += 1;
    else tally.goods += 1;
  }
  const seen = tallies
    .filter((tally) => tally.goods + tally.bads > 0)
    .sort((left, right) => compareRates(left, right) || byCodeUnit(left.level, right.level));
  const starts = [0, ...startsOf(seen, maxPrebins)];
  const packs = starts.map((start, pack) => seen.slice(start, starts[pack + 1] ?? seen.length));
  return {
    groups: packs.map((pack) => pack.map((each) => each.level)),
    tallies: packs.map((pack) => sumOf(pack)),
  };
}

/** Which interval a value falls into: the number of edges at or below it. O(log n). */
export function intervalOf(edges: readonly number[], value: number): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((edges[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Negative when the left bad rate is lower, exactly: cross-multiplied integers, no division. */
export function compareRates(left: Tally, right: Tally): number {
  return left.bads * (right.goods + right.bads) - right.bads * (left.goods + left.bads);
}

/** The sum of tallies. */
export function sumOf(tallies: readonly Tally[]): Tally {
  let goods = 0;
  let bads = 0;
  for (const tally of tallies) {
    goods += tally.goods;
    bads += tally.bads;
  }
  return { goods, bads };
}

/** Distinct present values in order, with their tallies. Plain numeric sorts: no comparator is called. */
function pointsOf(column: NumericColumn, outcomes: Outcomes): readonly Weighted[] {
  const all = column.values.filter((_, row) => column.marks[row] === 0).sort();
  const bad = column.values.filter((_, row) => column.marks[row] === 0 && outcomes[row] === 1).sort();
  const points: Weighted[] = [];
  let badsBefore = 0;
  for (let start = 0, end = 0; start < all.length; start = end) {
    const value = all[start] ?? Number.NaN;
    while (end < all.length && all[end] === value) end += 1;
    const badsFrom = badsBefore;
    while (badsBefore < bad.length && bad[badsBefore] === value) badsBefore += 1;
    const bads = badsBefore - badsFrom;
    points.push({ value, goods: end - start - bads, bads });
  }
  return points;
}

/** Indices, above 0, at which a new pre-bin starts: every point when they are few, else the weighted quantiles. */
function startsOf(points: readonly Tally[], maxPrebins: number): readonly number[] {
  assert(maxPrebins >= 1 && maxPrebins <= MAX_PREBINS, 'pre-bins are bounded');
  if (points.length <= maxPrebins) return points.map((_, at) => at).slice(1);
  const all = sumOf(points);
  const rows = all.goods + all.bads;
  const starts: number[] = [];
  let passed = 0;
  for (const [at, point] of points.entries()) {
    if (at > 0 && starts.length < maxPrebins - 1 && passed * maxPrebins >= starts.length + 1) starts.push(at);
    passed += (point.goods + point.bads) / rows / 2 + (all.bads === 0 ? 0 : point.bads / all.bads / 2);
  }
  return starts;
}
