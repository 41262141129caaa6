/**
 * A characteristic cut into bins that never move again: half-open intervals [from, to) or groups of categories,
 * one bin for missing, and for categories one for levels never seen. Every row falls into exactly one bin.
 * A bin with too few goods or bads to be measured takes the evidence of the worst measured bin: not knowing is
 * never read as safe.
 */
import { assert } from '@plimsoll/core/base';
import type { Outcomes } from '@plimsoll/core/stats';
import type { CategoricalColumn, Column, NumericColumn } from '@plimsoll/core/table';
import { bestPartition, type BinBounds, type FixedTrend, ivOf, type Trend, woeOf } from './optimum.ts';
import { intervalOf, prebinCategorical, prebinNumeric, sumOf, type Tally } from './prebin.ts';

/** What a bin holds. `from` null is −∞, `to` null is +∞. */
export type BinCell =
  | { readonly kind: 'range'; readonly from: number | null; readonly to: number | null }
  | { readonly kind: 'levels'; readonly levels: readonly string[] }
  | { readonly kind: 'missing' }
  | { readonly kind: 'unseen' };

/** `woe` is ln of the share of goods over the share of bads; `measured` is false where it was borrowed. */
export type Bin = Tally & {
  readonly cell: BinCell;
  readonly woe: number;
  readonly iv: number;
  readonly measured: boolean;
};

export type Binning = {
  readonly name: string;
  readonly kind: 'numeric' | 'categorical';
  readonly trend: FixedTrend;
  readonly bins: readonly Bin[];
  readonly iv: number;
};

export type BinSettings = BinBounds & {
  readonly trend: Trend;
  readonly maxPrebins: number;
  /** Significant digits of an edge; null keeps observed values. */
  readonly edgeDigits: number | null;
};

/**
 * Cuts a column against outcomes (1 = bad). Null when no bin can meet the bounds: the column then says nothing
 * that could be measured. Categories ignore `trend`: they are ordered by bad rate, so they ascend.
 */
export function binColumn(column: Column, outcomes: Outcomes, settings: BinSettings): Binning | null {
  assert(column.marks.length === outcomes.length, 'an outcome for each row');
  const totals = tallyOf(outcomes);
  const cut =
    column.kind === 'numeric'
      ? cutNumeric(column, outcomes, settings)
      : cutCategorical(column, outcomes, settings);
  const best = bestPartition(cut.tallies, totals, {
    ...settings,
    trend: column.kind === 'numeric' ? settings.trend : 'ascending',
  });
  if (best === null) return null;
  const known = best.starts.map((start, bin) => {
    const end = best.starts[bin + 1] ?? cut.tallies.length;
    return measuredBin(cut.cellOf(start, end), sumOf(cut.tallies.slice(start, end)), totals);
  });
  const worst = Math.min(...known.map((bin) => bin.woe));
  const missing = missingTally(column, outcomes);
  const isMeasured =
    missing.goods >= Math.max(1, settings.minGoods) && missing.bads >= Math.max(1, settings.minBads);
  const bins: Bin[] = [
    ...known,
    isMeasured
      ? measuredBin({ kind: 'missing' }, missing, totals)
      : { cell: { kind: 'missing' }, ...missing, woe: worst, iv: 0, measured: false },
  ];
  if (column.kind === 'categorical')
    bins.push({ cell: { kind: 'unseen' }, goods: 0, bads: 0, woe: worst, iv: 0, measured: false });
  const counted = sumOf(bins);
  assert(counted.goods === totals.goods && counted.bads === totals.bads, 'the bins hold every row once');
  const iv = bins.reduce((sum, bin) => sum + bin.iv, 0);
  return { name: column.name, kind: column.kind, trend: best.trend, bins, iv };
}

/** The bin of each row of a column, as indices of `binning.bins`; the column may hold levels never seen. */
export function assignBins(binning: Pick<Binning, 'bins' | 'kind'>, column: Column): Uint8Array {
  assert(column.kind === binning.kind, `column ${column.name} is of the kind that was binned`);
  const missing = binning.bins.findIndex((bin) => bin.cell.kind === 'missing');
  const unseen = binning.bins.findIndex((bin) => bin.cell.kind === 'unseen');
  if (column.kind === 'numeric') {
    const edges = edgesOf(binning);
    return Uint8Array.from(column.values, (value) =>
      Number.isNaN(value) ? missing : intervalOf(edges, value),
    );
  }
  const binOfLevel = column.levels.map((level) => {
    const at = binning.bins.findIndex((bin) => bin.cell.kind === 'levels' && bin.cell.levels.includes(level));
    return at < 0 ? unseen : at;
  });
  return Uint8Array.from(column.codes, (code) => binOfLevel[code] ?? missing);
}

/** The weight of evidence of each row. */
export function woeColumn(binning: Binning, column: Column): Float64Array {
  return Float64Array.from(assignBins(binning, column), (bin) => binning.bins[bin]?.woe ?? Number.NaN);
}

/** Goods and bads of a whole sample; asserts outcomes of 0 and 1 with one of each at least. */
export function tallyOf(outcomes: Outcomes): Tally {
  let bads = 0;
  for (let row = 0; row < outcomes.length; row += 1) {
    const outcome = outcomes[row];
    assert(outcome === 0 || outcome === 1, 'outcomes are 0 or 1');
    bads += outcome;
  }
  const goods = outcomes.length - bads;
  assert(goods > 0 && bads > 0, 'at least one good and one bad');
  return { goods, bads };
}

type Cut = {
  readonly tallies: readonly Tally[];
  readonly cellOf: (start: number, end: number) => BinCell;
};

function cutNumeric(column: NumericColumn, outcomes: Outcomes, settings: BinSettings): Cut {
  const { edges, tallies } = prebinNumeric(column, outcomes, {
    maxPrebins: settings.maxPrebins,
    digits: settings.edgeDigits,
  });
  return {
    tallies,
    cellOf: (start, end) => ({ kind: 'range', from: edges[start - 1] ?? null, to: edges[end - 1] ?? null }),
  };
}

function cutCategorical(column: CategoricalColumn, outcomes: Outcomes, settings: BinSettings): Cut {
  const { groups, tallies } = prebinCategorical(column, outcomes, settings.maxPrebins);
  return { tallies, cellOf: (start, end) => ({ kind: 'levels', levels: groups.slice(start, end).flat() }) };
}

function measuredBin(cell: BinCell, tally: Tally, totals: Tally): Bin {
  return { cell, ...tally, woe: woeOf(tally, totals), iv: ivOf(tally, totals), measured: true };
}

function missingTally(column: Column, outcomes: Outcomes): Tally {
  let goods = 0;
  let bads = 0;
  for (let row = 0; row < outcomes.length; row += 1) {
    if (column.marks[row] === 0) continue;
    if (outcomes[row] === 1) bads += 1;
    else goods += 1;
  }
  return { goods, bads };
}

function edgesOf(binning: Pick<Binning, 'bins'>): readonly number[] {
  return binning.bins.flatMap((bin) =>
    bin.cell.kind === 'range' && bin.cell.from !== null ? [bin.cell.from] : [],
  );
}
