/**
 * Two columns binned together, for pairs whose risk is in the combination. Each column is cut finely on its own (at
 * most 10 pre-bins), and the grid of both is divided into rectangles by straight cuts through whole rectangles, again
 * and again: of all such divisions that obey the bounds the one of most information value, exactly, by dynamic
 * programming over rectangles and numbers of bins. Divisions that no sequence of whole cuts makes (pinwheels) are not
 * looked at, and no trend is asked. Rows in which a value is missing, special or unseen have bins apart.
 */
import { assert } from '@plimsoll/core/base';
import type { Column } from '@plimsoll/core/table';
import { assignBins } from './assignment.ts';
import { type Bin, type Binning, binTally, type BinSettings } from './binning.ts';
import { type ColumnTally, tallyColumn } from './column-tally.ts';
import { giniOf, ivOf, jsOf, woeOf } from './evidence.ts';
import { divisionOf, type Rectangle } from './pair-division.ts';
import { prebinCategorical, prebinNumeric, type PrebinSettings } from './prebin.ts';
import { type BinSample, isSameTally, sumOf, type Tally, tallyOf } from './tally.ts';

/** The most pre-bins a column of a pair is cut into: the search grows with the fifth power. */
export const MAX_PAIR_PREBINS = 10;

/** The most bins of a pair. */
export const MAX_PAIR_BINS = 20;

export type PairSettings = Omit<PrebinSettings, 'keepEdges'> & {
  readonly minGoods: number;
  readonly minBads: number;
  /** Of the rows in which both values are there. */
  readonly minShare: number;
  readonly maxBins: number;
};

/** A rectangle runs over bins of `x` and `y`, first and last included; `absent` holds rows without a value. */
export type PairCell = Rectangle | { readonly kind: 'absent'; readonly of: 'x' | 'y' | 'both' };

export type PairBin = Omit<Bin, 'cell' | 'label'> & { readonly cell: PairCell };

export type PairBinning = {
  /** The fine cuts that span the grid. */
  readonly x: Binning;
  readonly y: Binning;
  readonly bins: readonly PairBin[];
  readonly iv: number;
  readonly js: number;
  readonly gini: number;
};

/** Bins a pair. Null when a column can't be cut or nothing obeys the bounds. */
export function binPair(
  columns: { readonly x: Column; readonly y: Column },
  sample: BinSample,
  settings: PairSettings,
): PairBinning | null {
  assert(settings.maxPrebins <= MAX_PAIR_PREBINS && settings.maxBins <= MAX_PAIR_BINS, 'a pair is bounded');
  const totals = tallyOf(sample);
  const x = axisOf(tallyColumn(columns.x, sample), settings);
  const y = axisOf(tallyColumn(columns.y, sample), settings);
  if (x === null || y === null) return null;
  const { grid, absent } = countGrid({ x, y }, columns, sample);
  const width = cutCount(x);
  const height = cutCount(y);
  const division = divisionOf({ grid, width, height }, totals, settings);
  if (division === null) return null;
  const known = division.map(
    ({ rectangle, tally }): PairBin => ({
      cell: rectangle,
      ...tally,
      woe: woeOf(tally, totals),
      iv: ivOf(tally, totals),
      measured: true,
    }),
  );
  const worst = Math.min(...known.map((bin) => bin.woe));
  const bins = [
    ...known,
    ...(['x', 'y', 'both'] as const).map((of): PairBin => {
      const tally = absent[of];
      const isMeasured =
        tally.goods > 0 &&
        tally.bads > 0 &&
        tally.goods >= settings.minGoods &&
        tally.bads >= settings.minBads;
      return {
        cell: { kind: 'absent', of },
        ...tally,
        woe: isMeasured ? woeOf(tally, totals) : worst,
        iv: isMeasured ? ivOf(tally, totals) : 0,
        measured: isMeasured,
      };
    }),
  ];
  assert(isSameTally(totals, sumOf(bins)), 'the bins of a pair hold every row once');
  const iv = bins.reduce((sum, bin) => sum + bin.iv, 0);
  return { x, y, bins, iv, js: jsOf(bins, totals), gini: giniOf(bins, totals) };
}

/** The bin of each row, as indices of `pair.bins`. */
export function assignPair(
  pair: PairBinning,
  columns: { readonly x: Column; readonly y: Column },
): Uint8Array {
  assert(columns.x.marks.length === columns.y.marks.length, 'the columns of a pair have one length');
  const width = cutCount(pair.x);
  const height = cutCount(pair.y);
  const absentBin = (of: 'x' | 'y' | 'both'): number =>
    pair.bins.findIndex(({ cell }) => cell.kind === 'absent' && cell.of === of);
  const absent = { x: absentBin('x'), y: absentBin('y'), both: absentBin('both') };
  const binOfCell = new Uint8Array(width * height);
  for (const [bin, { cell }] of pair.bins.entries())
    if (cell.kind === 'rectangle')
      for (let x = cell.x.first; x <= cell.x.last; x += 1)
        binOfCell.fill(bin, x * height + cell.y.first, x * height + cell.y.last + 1);
  const yBins = assignBins(pair.y, columns.y);
  return assignBins(pair.x, columns.x).map((x, row) => {
    const y = yBins[row] as number;
    if (x >= width) return y >= height ? absent.both : absent.x;
    return y >= height ? absent.y : (binOfCell[x * height + y] as number);
  });
}

/** A fine cut with no search: every pre-bin is a bin. */
function axisOf(tally: ColumnTally, settings: PairSettings): Binning | null {
  const base: BinSettings = { ...settings, trend: 'free' };
  return tally.kind === 'numeric'
    ? binTally(tally, { ...base, edges: prebinNumeric(tally, settings).edges })
    : binTally(tally, { ...base, groups: prebinCategorical(tally, settings).groups });
}

/** Bins of values; those of missing, special and unseen rows come after them. */
function cutCount({ bins }: Binning): number {
  return bins.filter(({ cell }) => cell.kind === 'range' || cell.kind === 'levels').length;
}

function countGrid(
  axes: { readonly x: Binning; readonly y: Binning },
  columns: { readonly x: Column; readonly y: Column },
  { outcomes, weights }: BinSample,
): { readonly grid: readonly Tally[]; readonly absent: { readonly [of in 'x' | 'y' | 'both']: Tally } } {
  const width = cutCount(axes.x);
  const height = cutCount(axes.y);
  const cells = width * height;
  const goods = new Float64Array(cells + 3);
  const bads = new Float64Array(cells + 3);
  const xBins = assignBins(axes.x, columns.x);
  const yBins = assignBins(axes.y, columns.y);
  for (let row = 0; row < xBins.length; row += 1) {
    const x = xBins[row] as number;
    const y = yBins[row] as number;
    const absent = (x >= width ? 1 : 0) + (y >= height ? 2 : 0);
    const cell = absent === 0 ? x * height + y : cells + absent - 1;
    const side = outcomes[row] === 1 ? bads : goods;
    side[cell] = (side[cell] as number) + (weights === undefined ? 1 : (weights[row] as number));
  }
  const at = (cell: number): Tally => ({ goods: goods[cell] as number, bads: bads[cell] as number });
  return {
    grid: Array.from({ length: cells }, (_, cell) => at(cell)),
    absent: { x: at(cells), y: at(cells + 1), both: at(cells + 2) },
  };
}
