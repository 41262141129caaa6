/**
 * The fine cut that comes before the optimal one: at most 20 intervals of a number, or groups of categories.
 * Cut points are quantiles of a mixed weight, half of it spread over all rows and half over the bads alone, so
 * that a thin tail which carries the risk is cut as finely as the crowd (a share of rows alone would hide it);
 * or the leaves of a decision tree (`tree-prebin.ts`).
 */
import { assert } from '@plimsoll/core/base';
import { byCodeUnit } from '@plimsoll/core/table';
import { type CategoricalTally, cellsBetween, type NumericTally, totalsOf } from './column-tally.ts';
import { compareRates, countBelow, sumOf, type Tally } from './tally.ts';
import { treeEdges } from './tree-prebin.ts';

/** The most pre-bins the exact search is asked to order: its work grows with their cube. */
export const MAX_PREBINS = 20;

/** A leaf of the tree holds at least this share of all rows, unless told otherwise: optbinning's own. */
export const TREE_LEAF_SHARE = 0.05;

/** Edges are where a new interval starts: interval k is [edges[k−1], edges[k]), open to both infinities. */
export type NumericPrebins = { readonly edges: readonly number[]; readonly tallies: readonly Tally[] };
export type CategoricalPrebins = {
  readonly groups: readonly (readonly string[])[];
  readonly tallies: readonly Tally[];
};

export type PrebinSettings = {
  readonly maxPrebins: number;
  /** Significant digits of an edge; null keeps observed values. */
  readonly edgeDigits: number | null;
  /** How a number is cut finely; quantiles when left out. */
  readonly prebinning?: 'quantile' | 'tree';
  /** For a tree: the least share of all rows in a leaf. */
  readonly minPrebinShare?: number;
  /** For a tree: pre-bins of goods or bads alone are merged away before the search, as optbinning does. */
  readonly dropsPurePrebins?: boolean;
  /** Edges that must be among those of the pre-bins, and then of the bins. */
  readonly keepEdges?: readonly number[];
  /** Levels of fewer rows are ordered as one: a rate over a handful of rows is noise, and ordering noise leaks. */
  readonly minLevelRows?: number;
};

/**
 * Cuts a numeric column. `edgeDigits` rounds every edge to so many significant digits (a table that a person reads
 * wants 5200000, not 5187312); null keeps observed values. Absent rows are not counted here.
 */
export function prebinNumeric(tally: NumericTally, settings: PrebinSettings): NumericPrebins {
  const { maxPrebins, edgeDigits, keepEdges = [] } = settings;
  assert(maxPrebins >= 1 && maxPrebins <= MAX_PREBINS, 'pre-bins are bounded');
  assert(keepEdges.length < maxPrebins, 'fewer edges are kept than pre-bins allowed');
  const room = maxPrebins - keepEdges.length;
  const found = settings.prebinning === 'tree' ? treeCut(tally, room, settings) : quantileCut(tally, room);
  const first = tally.starts[0] ?? 0;
  const rounded = found.map((edge) => (edgeDigits === null ? edge : Number(edge.toPrecision(edgeDigits))));
  const free = [...new Set(rounded)].filter((edge) => edge > first && !keepEdges.includes(edge));
  const edges = keepEdges.length === 0 ? free : [...free, ...keepEdges].sort((left, right) => left - right);
  const prebins = { edges, tallies: countBetween(tally, edges) };
  return settings.prebinning === 'tree' && settings.dropsPurePrebins === true
    ? withoutPure(prebins, keepEdges)
    : prebins;
}

/** Goods and bads of the intervals between edges. Values of a cell count where the cell starts. */
export function countBetween(tally: NumericTally, edges: readonly number[]): readonly Tally[] {
  const length = tally.starts.length;
  const tallies: Tally[] = [];
  let from = 0;
  for (const edge of edges) {
    const to = countBelow(tally.starts, edge);
    tallies.push(cellsBetween(tally, from, to));
    from = Math.max(from, to);
  }
  return [...tallies, cellsBetween(tally, from, length)];
}

/** Orders the levels seen by bad rate (equal rates by name), then packs neighbours into pre-bins. */
export function prebinCategorical(tally: CategoricalTally, settings: PrebinSettings): CategoricalPrebins {
  const { maxPrebins, minLevelRows = 0 } = settings;
  assert(maxPrebins >= 1 && maxPrebins <= MAX_PREBINS, 'pre-bins are bounded');
  const levels = tally.levels.map((level, at) => ({
    levels: [level],
    goods: tally.goods[at] as number,
    bads: tally.bads[at] as number,
  }));
  const isRare = (each: Tally): boolean => each.goods + each.bads < minLevelRows;
  const rare = levels.filter(isRare);
  const pooled = { levels: rare.flatMap((each) => each.levels), ...sumOf(rare) };
  const seen = [...levels.filter((each) => !isRare(each)), ...(rare.length > 0 ? [pooled] : [])];
  seen.sort(
    (left, right) => compareRates(left, right) || byCodeUnit(left.levels[0] ?? '', right.levels[0] ?? ''),
  );
  const counted = { goods: seen.map((each) => each.goods), bads: seen.map((each) => each.bads) };
  const starts = [0, ...quantileStarts(counted, maxPrebins)];
  const packs = starts.map((start, pack) => seen.slice(start, starts[pack + 1] ?? seen.length));
  return {
    groups: packs.map((pack) => pack.flatMap((each) => each.levels)),
    tallies: packs.map((pack) => sumOf(pack)),
  };
}

function quantileCut(tally: NumericTally, maxPrebins: number): readonly number[] {
  return quantileStarts(tally, maxPrebins).map((at) => tally.starts[at] ?? 0);
}

function treeCut(tally: NumericTally, maxLeaves: number, settings: PrebinSettings): readonly number[] {
  const all = totalsOf(tally);
  const share = settings.minPrebinShare ?? TREE_LEAF_SHARE;
  return treeEdges(tally, { maxLeaves, minLeafRows: Math.ceil(share * (all.goods + all.bads)) });
}

/** Merges pre-bins of one outcome alone with their right neighbour (the last with its left) until none is left. */
function withoutPure(prebins: NumericPrebins, keepEdges: readonly number[]): NumericPrebins {
  let { edges, tallies } = prebins;
  for (let round = 0; round < MAX_PREBINS; round += 1) {
    const isPure = tallies.map((each) => each.goods === 0 || each.bads === 0);
    if (!isPure.includes(true)) break;
    const last = edges.length - 1;
    const isDropped = edges.map(
      (edge, at) =>
        (isPure[at] === true || (at === last && isPure[last + 1] === true)) && !keepEdges.includes(edge),
    );
    if (!isDropped.includes(true)) break;
    const merged: Tally[] = [];
    let open: Tally[] = [];
    for (const [at, tally] of tallies.entries()) {
      open.push(tally);
      if (isDropped[at] === true) continue;
      merged.push(sumOf(open));
      open = [];
    }
    edges = edges.filter((_, at) => isDropped[at] !== true);
    tallies = merged;
  }
  return { edges, tallies };
}

/** Indices, above 0, at which a new pre-bin starts: every point when they are few, else the weighted quantiles. */
function quantileStarts(
  points: { readonly goods: ArrayLike<number>; readonly bads: ArrayLike<number> },
  maxPrebins: number,
): readonly number[] {
  const length = points.goods.length;
  if (length <= maxPrebins) return Array.from({ length: Math.max(0, length - 1) }, (_, at) => at + 1);
  const all = cellsBetween(points, 0, length);
  const rows = all.goods + all.bads;
  const starts: number[] = [];
  let passed = 0;
  for (let at = 0; at < length; at += 1) {
    const goods = points.goods[at] as number;
    const bads = points.bads[at] as number;
    if (at > 0 && starts.length < maxPrebins - 1 && passed * maxPrebins >= starts.length + 1) starts.push(at);
    passed += (goods + bads) / rows / 2 + (all.bads === 0 ? 0 : bads / all.bads / 2);
  }
  return starts;
}
