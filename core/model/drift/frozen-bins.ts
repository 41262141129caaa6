/**
 * Bins of a column for the watch alone, frozen on the sample the model was made of: intervals of about equally many rows,
 * one bin a level, one for each reason for absence that was met, one for missing, one for levels never met. A model that has
 * bins of its own, as a card has, is watched on those: `countBins` counts them.
 */
import { assert } from '@plimsoll/core/base';
import { assignBins, type BinCell, type FrozenBins, NO_RECORD } from '@plimsoll/core/binning';
import type { Outcomes } from '@plimsoll/core/stats';
import type { CategoricalColumn, Column, NumericColumn } from '@plimsoll/core/table';
import type { ExpectedBins } from './stability.ts';

/** The most bands of a score, or intervals of a number. */
export const MAX_BANDS = 50;

/** Levels, and reasons, with a bin each: the largest. Other levels share a bin, other reasons are missing. */
export const MAX_APART = 60;

/** Intervals are cut at observed values, fewer where values are tied. Asserts 2 … `MAX_BANDS` bands. O(rows · log rows). */
export function freezeBins(column: Column, outcomes: Outcomes, bands = 10): ExpectedBins {
  assert(bands >= 2 && bands <= MAX_BANDS, 'bands are bounded');
  const cells = column.kind === 'numeric' ? rangesOf(column, bands) : levelsOf(column);
  const missing: readonly BinCell[] = [{ kind: 'missing' }];
  const unseen: readonly BinCell[] = column.kind === 'numeric' ? [] : [{ kind: 'unseen' }];
  const all = [...cells, ...reasonsOf(column), ...missing, ...unseen];
  return countBins({ kind: column.kind, bins: all.map((cell) => ({ cell })) }, column, outcomes);
}

/** The goods and bads of a column in bins that are there already. Asserts the kind and one outcome a row. */
export function countBins(frozen: FrozenBins, column: Column, outcomes: Outcomes): ExpectedBins {
  assert(outcomes.length === column.marks.length, 'one outcome a row');
  const goods = frozen.bins.map(() => 0);
  const bads = frozen.bins.map(() => 0);
  for (const [row, bin] of assignBins(frozen, column).entries()) {
    const side = outcomes[row] === 1 ? bads : goods;
    side[bin] = (side[bin] as number) + 1;
  }
  return {
    name: column.name,
    kind: frozen.kind,
    bins: frozen.bins.map(({ cell }, at) => ({ cell, goods: goods[at] as number, bads: bads[at] as number })),
  };
}

function rangesOf(column: NumericColumn, bands: number): readonly BinCell[] {
  const present = Float64Array.from(column.values)
    .filter((value, row) => (column.marks[row] ?? 0) === 0 && Number.isFinite(value))
    .sort();
  const edges: number[] = [];
  for (let band = 1; band < bands && present.length > 0; band += 1) {
    const edge = present[Math.floor((band * present.length) / bands)] as number;
    if (edge > (edges.at(-1) ?? present[0] ?? edge)) edges.push(edge);
  }
  return [null, ...edges].map((from, at) => ({ kind: 'range', from, to: edges[at] ?? null }));
}

function levelsOf(column: CategoricalColumn): readonly BinCell[] {
  const counts = countsOf(column.codes, column.levels.length);
  const used = column.levels.filter((_, code) => (counts[code] ?? 0) > 0);
  const kept = largest(column.levels, counts);
  const others = used.filter((level) => !kept.has(level));
  const cells: BinCell[] = used
    .filter((level) => kept.has(level))
    .map((level) => ({ kind: 'levels', levels: [level] }));
  return others.length === 0 ? cells : [...cells, { kind: 'levels', levels: others }];
}

function reasonsOf(column: Column): readonly BinCell[] {
  const names = ['', ...column.markNames];
  const counts = countsOf(column.marks, names.length).map((count, mark) =>
    mark === 0 || names[mark] === NO_RECORD ? 0 : count,
  );
  return [...largest(names, counts)].map((reason) => ({ kind: 'special', reason }));
}

function countsOf(codes: ArrayLike<number>, size: number): readonly number[] {
  const counts = Array.from({ length: size }, () => 0);
  for (let row = 0; row < codes.length; row += 1) {
    const code = codes[row] as number;
    if (code >= 0) counts[code] = (counts[code] ?? 0) + 1;
  }
  return counts;
}

/** The names with the largest counts above 0, at most `MAX_APART`; the earlier of two alike. */
function largest(names: readonly string[], counts: readonly number[]): ReadonlySet<string> {
  return new Set(
    names
      .map((name, at) => ({ name, count: counts[at] ?? 0 }))
      .filter(({ count }) => count > 0)
      .toSorted((left, right) => right.count - left.count)
      .slice(0, MAX_APART)
      .map(({ name }) => name),
  );
}
