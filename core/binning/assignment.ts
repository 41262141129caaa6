/**
 * Which frozen bin a row falls into: training, batch, replay and one row alone go through here. A value's kind of
 * storage (double, single, whole number) is not looked at; a reason for absence is looked up by its name.
 */
import { assert } from '@plimsoll/core/base';
import type { Column } from '@plimsoll/core/table';
import { type Bin, type Binning, NO_RECORD } from './binning.ts';
import { intervalOf } from './tally.ts';

/** The bins and kind are all that assignment needs, so a card's characteristic will do. */
export type FrozenBins = { readonly kind: Binning['kind']; readonly bins: readonly Pick<Bin, 'cell'>[] };

/** The bin of each row of a column, as indices of `binning.bins`; the column may hold levels and reasons never seen. */
export function assignBins(binning: FrozenBins, column: Column): Uint8Array {
  assert(column.kind === binning.kind, `column ${column.name} is of the kind that was binned`);
  const absent = binOfMarks(binning, column);
  const rows = column.marks.length;
  const bins = new Uint8Array(rows);
  if (column.kind === 'numeric') {
    const edges = Float64Array.from(edgesOf(binning));
    for (let row = 0; row < rows; row += 1) {
      const mark = column.marks[row] as number;
      const value = column.values[row] as number;
      bins[row] = mark === 0 && !Number.isNaN(value) ? intervalOf(edges, value) : (absent[mark] as number);
    }
    return bins;
  }
  const binOfLevel = levelLookup(binning);
  const binOfCode = column.levels.map(binOfLevel);
  for (let row = 0; row < rows; row += 1) {
    const code = column.codes[row] as number;
    bins[row] = code < 0 ? (absent[column.marks[row] as number] as number) : (binOfCode[code] as number);
  }
  return bins;
}

/**
 * The bin of one value: a number for a numeric binning, a text for a categorical one, null with its reason (any; an
 * unknown one is missing) for none. Asserts the kind: a number written as text is no number here.
 */
export function binOfValue(binning: FrozenBins): (value: number | string | null, reason?: string) => number {
  const edges = Float64Array.from(edgesOf(binning));
  const binOfLevel = levelLookup(binning);
  return (value, reason = NO_RECORD) => {
    if (value === null || Number.isNaN(value)) return absentBin(binning, reason);
    if (binning.kind === 'numeric') {
      assert(typeof value === 'number', 'a numeric binning is asked about numbers');
      return intervalOf(edges, value);
    }
    assert(typeof value === 'string', 'a categorical binning is asked about texts');
    return binOfLevel(value);
  };
}

/** The weight of evidence of each row. */
export function woeColumn(binning: Binning, column: Column): Float64Array {
  const woe = Float64Array.from(binning.bins, (bin) => bin.woe);
  return Float64Array.from(assignBins(binning, column), (bin) => woe[bin] ?? Number.NaN);
}

/** The inner edges of a numeric binning, ascending. */
export function edgesOf(binning: Pick<FrozenBins, 'bins'>): readonly number[] {
  return binning.bins.flatMap((bin) =>
    bin.cell.kind === 'range' && bin.cell.from !== null ? [bin.cell.from] : [],
  );
}

/** The bin of each mark: its own where the reason has one, else the missing bin. */
function binOfMarks(binning: FrozenBins, column: Column): readonly number[] {
  return [NO_RECORD, ...column.markNames].map((reason) => absentBin(binning, reason));
}

function absentBin({ bins }: FrozenBins, reason: string): number {
  const own = bins.findIndex((bin) => bin.cell.kind === 'special' && bin.cell.reason === reason);
  const at = own < 0 ? bins.findIndex((bin) => bin.cell.kind === 'missing') : own;
  assert(at >= 0, 'there is a bin for missing');
  return at;
}

function levelLookup({ bins }: FrozenBins): (level: string) => number {
  const unseen = bins.findIndex((bin) => bin.cell.kind === 'unseen');
  const known = new Map(
    bins.flatMap(({ cell }, at) =>
      cell.kind === 'levels' ? cell.levels.map((level): [string, number] => [level, at]) : [],
    ),
  );
  return (level) => known.get(level) ?? unseen;
}
