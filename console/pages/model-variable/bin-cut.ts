/** Between a binning and what is kept of it (edges or groups), and where a bin is best split: pure. */
import {
  type Bin,
  type Binning,
  type BinningBench,
  binTally,
  type BinSettings,
  edgesOf,
} from '@plimsoll/core/binning';
import type { HandCut } from '../../model/index.ts';

/** The cut points or the groups of a binning: all that is needed to make it again from the same rows. */
export function cutOf(binning: Binning): HandCut {
  if (binning.kind === 'numeric') return { cuts: edgesOf(binning) };
  return { groups: binning.bins.flatMap(({ cell }) => (cell.kind === 'levels' ? [cell.levels] : [])) };
}

/** The binning of a kept cut; null when it doesn't fit the bench or measures nothing. */
export function binningOf(bench: BinningBench, settings: BinSettings, cut: HandCut): Binning | null {
  if ('cuts' in cut)
    return bench.kind === 'numeric' && areAscending(cut.cuts)
      ? binTally(bench, { ...settings, edges: cut.cuts })
      : null;
  const levels = cut.groups.flat();
  return bench.kind === 'categorical' && new Set(levels).size === levels.length
    ? binTally(bench, { ...settings, groups: cut.groups })
    : null;
}

export function isSameCut(a: HandCut, b: HandCut): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** The value that halves the rows of an interval; null when it holds one value only. */
export function middleOf(bench: BinningBench, { cell }: Pick<Bin, 'cell'>): number | null {
  if (bench.kind !== 'numeric' || cell.kind !== 'range') return null;
  const { from, to } = cell;
  const cells = bench.starts.flatMap((start, at) =>
    (from === null || start >= from) && (to === null || start < to)
      ? [{ start, rows: (bench.goods[at] ?? 0) + (bench.bads[at] ?? 0) }]
      : [],
  );
  const half = cells.reduce((sum, { rows }) => sum + rows, 0) / 2;
  let passed = 0;
  for (const [at, { start, rows }] of cells.entries()) {
    if (at > 0 && passed + rows / 2 >= half) return start;
    passed += rows;
  }
  return cells.length > 1 ? (cells.at(-1)?.start ?? null) : null;
}

/** How often the bad rate turns from rising to falling or back, along the intervals. */
export function countTurns(binning: Binning): number {
  const rates = binning.bins.flatMap(({ cell, goods, bads }) =>
    cell.kind === 'range' && goods + bads > 0 ? [bads / (goods + bads)] : [],
  );
  const signs = rates
    .slice(1)
    .map((rate, at) => Math.sign(rate - (rates[at] ?? 0)))
    .filter((sign) => sign !== 0);
  return signs.slice(1).filter((sign, at) => sign !== signs[at]).length;
}

function areAscending(cuts: readonly number[]): boolean {
  return cuts.every((cut, at) => Number.isFinite(cut) && (at === 0 || cut > (cuts[at - 1] ?? cut)));
}
