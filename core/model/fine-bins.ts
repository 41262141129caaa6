/**
 * A characteristic cut finely for a smoothed fit, and merged again afterwards: many bins at first, so that the fit can
 * find the shape; in the end as few as the shape needs. At any time the bins are frozen bins of core/binning.
 * A code that stands far off the other values (98 among small counts) is a bin of its own that holds no neighbour.
 */
import { assert } from '@plimsoll/core/base';
import {
  assignBins,
  type Bin,
  type Binning,
  type BinSample,
  binTally,
  type CategoricalTally,
  type ColumnTally,
  type FixedTrend,
  MAX_PREBINS,
  type NumericTally,
  prebinNumeric,
  tallyColumn,
} from '@plimsoll/core/binning';
import type { Table } from '@plimsoll/core/table';
import { type Characteristic, columnFor } from './characteristic.ts';
import { shapeOf } from './shape.ts';

export type FineSettings = {
  /** The most ranges of a number. */
  readonly maxRanges: number;
  /** A level with fewer rows is counted as unseen, and so are the rarest beyond `maxLevels`. */
  readonly minLevelRows: number;
  readonly maxLevels: number;
  /** Missing, special and unseen rows with fewer goods or bads are not measured: they take the worst effect. */
  readonly minMeasured: number;
};

export type FineTerm = {
  readonly characteristic: Characteristic;
  readonly tally: ColumnTally;
  readonly binning: Binning;
  /** The bin of each row. */
  readonly cells: Uint8Array;
  /** Values far off the rest, which stand alone. */
  readonly codes: readonly number[];
  readonly trend: FixedTrend;
  /** Bins without neighbours (codes, missing, special) whose effect was found to contradict their own evidence. */
  readonly neutral: readonly number[];
};

/** Significant digits of an edge where that many still tell the ranges apart. */
const EDGE_DIGITS = 4;
/** Rows of one value before it can be a code. */
const MIN_CODE_ROWS = 5;
/** A code lies further from the other values than they lie from each other, this many times. */
const CODE_DISTANCE = 2;
/** The most codes at one end of a column. */
const MAX_CODES = 4;
const CODE_TEXT = /^(9+[6-9]?|-9+[6-9]?|-1)$/;

/** Cuts a characteristic finely; null where no bin has both outcomes, `one_bin` where rows fall into one bin alone. */
export function fineTerm(
  sample: BinSample & { readonly table: Table },
  characteristic: Characteristic,
  settings: FineSettings,
): FineTerm | 'not_measurable' | 'one_bin' {
  const column = columnFor(sample.table, characteristic.source);
  const tally = tallyColumn(column, sample);
  // A trend that was asked for holds everywhere, far-off values included.
  const codes = tally.kind === 'numeric' && characteristic.trend === 'auto' ? codesOf(tally) : [];
  const binning =
    tally.kind === 'numeric'
      ? binned(tally, { edges: fineEdges(tally, codes, settings) }, settings)
      : binned(tally, { groups: commonLevels(tally, settings) }, settings);
  if (binning === null) return 'not_measurable';
  if (binning.bins.filter(hasRows).length < 2) return 'one_bin';
  const cells = assignBins(binning, column);
  const term = { characteristic, tally, binning, cells, codes, trend: 'free' as const, neutral: [] };
  return { ...term, trend: trendOf(term) };
}

/** The bins whose neighbours hold one another, in order: ranges, codes left out. */
export function chainOf({ binning, codes }: Pick<FineTerm, 'binning' | 'codes'>): readonly number[] {
  return binning.bins.flatMap(({ cell }, at) => {
    if (cell.kind !== 'range') return [];
    const isCode = codes.some((code) => code >= (cell.from ?? -Infinity) && code < (cell.to ?? Infinity));
    return isCode ? [] : [at];
  });
}

/** The bins of levels, and that of levels too rare to stand alone. */
export function exchangeableOf({ binning }: Pick<FineTerm, 'binning'>): readonly number[] {
  return binning.bins.flatMap(({ cell }, at) =>
    cell.kind === 'levels' || cell.kind === 'unseen' ? [at] : [],
  );
}

/** A term whose bins are merged, and where each old bin went. `groups` are bins of ranges (neighbours) or of levels. */
export function mergedTerm(
  term: FineTerm,
  groups: readonly (readonly number[])[],
  settings: FineSettings,
): { readonly term: FineTerm; readonly mapped: readonly number[] } {
  const { binning, tally } = term;
  const firsts = new Set(groups.map((group) => Math.min(...group)));
  const members = new Set(groups.flat());
  const edges = binning.bins.flatMap(({ cell }, at) =>
    cell.kind === 'range' && cell.from !== null && (firsts.has(at) || !members.has(at)) ? [cell.from] : [],
  );
  const levels = (bins: readonly number[]): readonly string[] =>
    bins.flatMap((at) => {
      const cell = binning.bins[at]?.cell;
      return cell?.kind === 'levels' ? cell.levels : [];
    });
  const merged =
    tally.kind === 'numeric'
      ? binned(tally, { edges }, settings)
      : binned(tally, { groups: groups.map(levels) }, settings);
  assert(merged !== null, 'merged bins are measured where their parts were');
  const mapped = binning.bins.map(({ cell }, at) => {
    const group = groups.findIndex((each) => each.includes(at));
    if (cell.kind === 'levels') return group;
    if (cell.kind === 'range')
      return merged.bins.findIndex(
        (each) => each.cell.kind === 'range' && (cell.from ?? -Infinity) < (each.cell.to ?? Infinity),
      );
    return merged.bins.findIndex((each) => JSON.stringify(each.cell) === JSON.stringify(cell));
  });
  const lookup = Uint8Array.from(mapped);
  const cells = term.cells.map((bin) => lookup[bin] ?? 0);
  const neutral = term.neutral.map((bin) => mapped[bin] ?? 0);
  return { term: { ...term, binning: merged, cells, neutral }, mapped };
}

/** Bins that no neighbour holds: codes, and rows without a value where they were measured. */
export function looseOf(term: Pick<FineTerm, 'binning' | 'codes'>): readonly number[] {
  const held = new Set([...chainOf(term), ...exchangeableOf(term)]);
  return term.binning.bins.flatMap((bin, at) => (bin.measured && !held.has(at) ? [at] : []));
}

export function hasRows(bin: Bin): boolean {
  return bin.goods + bin.bads > 0;
}

function binned(
  tally: ColumnTally,
  cut: { readonly edges: readonly number[] } | { readonly groups: readonly (readonly string[])[] },
  { minMeasured }: FineSettings,
): Binning | null {
  return binTally(tally, {
    ...cut,
    trend: 'free',
    minGoods: minMeasured,
    minBads: minMeasured,
    minShare: 0,
    maxBins: MAX_PREBINS,
    maxPrebins: MAX_PREBINS,
    edgeDigits: null,
    specialApart: 'each',
  });
}

/** The direction asked for, or the simplest shape that the bad rates of the ranges have. */
function trendOf(term: FineTerm): FixedTrend {
  const asked = term.characteristic.trend;
  if (asked !== 'auto') return asked;
  const bins = chainOf(term).flatMap((at) => term.binning.bins[at] ?? []);
  return shapeOf({
    values: bins.map((bin) => Math.log((bin.bads + 0.5) / (bin.goods + 0.5))),
    weights: bins.map((bin) => ((bin.bads + 0.5) * (bin.goods + 0.5)) / (bin.bads + bin.goods + 1)),
  });
}

function fineEdges(
  tally: NumericTally,
  codes: readonly number[],
  { maxRanges }: FineSettings,
): readonly number[] {
  const keepEdges = [...new Set(codes.flatMap((code) => borders(tally, code)))].sort((a, b) => a - b);
  const maxPrebins = Math.min(MAX_PREBINS, Math.max(2, maxRanges) + keepEdges.length);
  const exact = prebinNumeric(tally, { maxPrebins, edgeDigits: null, keepEdges });
  const rounded = prebinNumeric(tally, { maxPrebins, edgeDigits: EDGE_DIGITS, keepEdges });
  return rounded.edges.length === exact.edges.length ? rounded.edges : exact.edges;
}

/** The edges that set a code apart: where it starts, and where what follows it does. */
function borders({ starts }: NumericTally, code: number): readonly number[] {
  const at = Array.prototype.indexOf.call(starts, code);
  return [code, starts[at + 1]].filter(
    (edge): edge is number => edge !== undefined && edge > (starts[0] ?? 0),
  );
}

/** Codes at either end of a column: they look like one, are common enough, and lie far off. */
function codesOf(tally: NumericTally): readonly number[] {
  const { starts } = tally;
  const count = starts.length;
  const found: number[] = [];
  for (const isTop of [true, false])
    for (let depth = 1; depth <= MAX_CODES && depth < count - 1; depth += 1) {
      const first = isTop ? count - depth : depth - 1;
      const code = starts[first] as number;
      if (!CODE_TEXT.test(String(code))) break;
      const [inner, other] = isTop ? [first - 1, 0] : [first + 1, count - 1];
      const nearest = starts[inner] as number;
      const span = Math.abs(nearest - (starts[other] as number));
      const rows = (tally.goods[first] as number) + (tally.bads[first] as number);
      const isFar = Math.abs(code - nearest) > CODE_DISTANCE * span && span > 0;
      if (!isFar || rows < MIN_CODE_ROWS) continue;
      // Codes further out than this one stand as far off as it does.
      for (let at = first; isTop ? at < count : at >= 0; at += isTop ? 1 : -1)
        if (!found.includes(starts[at] as number)) found.push(starts[at] as number);
    }
  return found.sort((left, right) => left - right);
}

function commonLevels(
  tally: CategoricalTally,
  { minLevelRows, maxLevels }: FineSettings,
): readonly (readonly string[])[] {
  const rows = tally.levels.map((level, at) => ({
    level,
    rows: (tally.goods[at] as number) + (tally.bads[at] as number),
  }));
  return rows
    .filter((each) => each.rows >= minLevelRows)
    .sort((left, right) => right.rows - left.rows)
    .slice(0, maxLevels)
    .map((each) => [each.level]);
}
