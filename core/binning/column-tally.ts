/**
 * All that outcomes say about one column: goods and bads of each distinct value or level, and of each reason for
 * a value that isn't there. Bins are made of it alone, so a column is read and sorted once however often it is cut.
 * A `BinningBench` is the same in a few hundred cells of plain numbers: what a browser holds while a person moves
 * edges, so that evidence and information value follow without the rows.
 */
import { assert } from '@plimsoll/core/base';
import type { CategoricalColumn, Column, NumericColumn } from '@plimsoll/core/table';
import { sortedValues } from './order.ts';
import { type BinSample, countBelow, isSameTally, sumOf, type Tally, tallyOf } from './tally.ts';

/** The most cells of a bench: its JSON stays below 100 kB. */
export const MAX_BENCH_CELLS = 1000;

/** Rows without a value, for one declared reason. */
export type AbsentTally = Tally & { readonly reason: string };

/** `starts` are the distinct values, ascending; cell k holds values in [starts[k], starts[k+1]), the last the rest. */
export type NumericTally = {
  readonly kind: 'numeric';
  readonly name: string;
  readonly starts: ArrayLike<number>;
  readonly goods: ArrayLike<number>;
  readonly bads: ArrayLike<number>;
  readonly absent: readonly AbsentTally[];
};

/** Levels that occur with a weight above zero; `goods[k]` and `bads[k]` are of `levels[k]`. */
export type CategoricalTally = {
  readonly kind: 'categorical';
  readonly name: string;
  readonly levels: readonly string[];
  readonly goods: ArrayLike<number>;
  readonly bads: ArrayLike<number>;
  readonly absent: readonly AbsentTally[];
};

export type ColumnTally = NumericTally | CategoricalTally;

type Plain<T> = { readonly [key in keyof T]: T[key] extends ArrayLike<number> ? readonly number[] : T[key] };

/** A tally as JSON. `isExact`: each cell is one value, so any edge can be counted; else only cell starts can. */
export type BinningBench = (Plain<NumericTally> | Plain<CategoricalTally>) & { readonly isExact: boolean };

/** Counts a column. Asserts an outcome for each row, one good and one bad at least. O(n log n) for numbers at worst. */
export function tallyColumn(column: Column, sample: BinSample): ColumnTally {
  assert(column.marks.length === sample.outcomes.length, 'an outcome for each row');
  const totals = tallyOf(sample);
  const absent = absentTallies(column, sample);
  const tally =
    column.kind === 'numeric'
      ? { kind: column.kind, name: column.name, ...numericCells(column, sample), absent }
      : { kind: column.kind, name: column.name, ...levelCells(column, sample), absent };
  assert(isSameTally(totals, totalsOf(tally)), 'the tally holds every row once');
  return tally;
}

/** Goods and bads of the cells `from` up to, not including, `to`. */
export function cellsBetween(tally: Pick<ColumnTally, 'goods' | 'bads'>, from: number, to: number): Tally {
  let goods = 0;
  let bads = 0;
  for (let cell = from; cell < to; cell += 1) {
    goods += tally.goods[cell] as number;
    bads += tally.bads[cell] as number;
  }
  return { goods, bads };
}

/** Goods and bads of the whole sample a tally was made of. */
export function totalsOf(tally: ColumnTally): Tally {
  return sumOf([cellsBetween(tally, 0, tally.goods.length), ...tally.absent]);
}

/**
 * The bench of a column: its distinct values when they are few, else cells of about equally many rows, cut at each
 * of `keep` (the edges that bins have now) and anywhere else at observed values. Levels are kept as they are.
 */
export function benchOf(tally: ColumnTally, keep: readonly number[] = []): BinningBench {
  if (tally.kind === 'categorical') return { ...tally, ...plainCells(tally), isExact: true };
  const length = tally.starts.length;
  if (length <= MAX_BENCH_CELLS)
    return { ...tally, ...plainCells(tally), starts: [...toNumbers(tally.starts)], isExact: true };
  const present = cellsBetween(tally, 0, length);
  const share =
    (present.goods + present.bads) / (MAX_BENCH_CELLS - Math.min(keep.length, MAX_BENCH_CELLS / 2));
  const kept = new Set(keep.map((edge) => countBelow(tally.starts, edge)));
  const firsts: number[] = [];
  let rows = 0;
  for (let cell = 0; cell < length; cell += 1) {
    if (cell === 0 || rows >= share || kept.has(cell)) {
      firsts.push(cell);
      rows = 0;
    }
    rows += (tally.goods[cell] as number) + (tally.bads[cell] as number);
  }
  const cells = firsts.map((first, at) => cellsBetween(tally, first, firsts[at + 1] ?? length));
  // A kept edge between two observed values is itself the start of its cell, so that no edge moves by being benched.
  const edgeAt = new Map(keep.map((edge) => [countBelow(tally.starts, edge), edge]));
  return {
    ...tally,
    starts: firsts.map((first) => edgeAt.get(first) ?? (tally.starts[first] as number)),
    goods: cells.map((cell) => cell.goods),
    bads: cells.map((cell) => cell.bads),
    isExact: false,
  };
}

function plainCells(tally: ColumnTally): {
  readonly goods: readonly number[];
  readonly bads: readonly number[];
} {
  return { goods: [...toNumbers(tally.goods)], bads: [...toNumbers(tally.bads)] };
}

function toNumbers(values: ArrayLike<number>): readonly number[] {
  return Array.from({ length: values.length }, (_, at) => values[at] as number);
}

type Cells = Pick<NumericTally, 'starts' | 'goods' | 'bads'>;

/** Goods and bads are sorted apart and merged, which is quicker than carrying rows along; weights need the rows. */
function numericCells(column: NumericColumn, { outcomes, weights }: BinSample): Cells {
  if (weights !== undefined) return weightedCells(column, { outcomes, weights });
  const present = presentOf(column, outcomes);
  const goods = sortedValues(present.goods);
  const bads = sortedValues(present.bads);
  const cells = emptyCells(goods.length + bads.length);
  let cell = 0;
  let good = 0;
  let bad = 0;
  while (good < goods.length || bad < bads.length) {
    const nextGood = good < goods.length ? (goods[good] as number) : Number.POSITIVE_INFINITY;
    const nextBad = bad < bads.length ? (bads[bad] as number) : Number.POSITIVE_INFINITY;
    const value = nextGood < nextBad ? nextGood : nextBad;
    const goodFrom = good;
    const badFrom = bad;
    while (good < goods.length && goods[good] === value) good += 1;
    while (bad < bads.length && bads[bad] === value) bad += 1;
    cells.starts[cell] = value;
    cells.goods[cell] = good - goodFrom;
    cells.bads[cell] = bad - badFrom;
    cell += 1;
  }
  return firstCells(cells, cell);
}

/** The values that are there, of goods and of bads. */
function presentOf(
  { marks, values }: NumericColumn,
  outcomes: BinSample['outcomes'],
): { readonly goods: Float64Array; readonly bads: Float64Array } {
  const length = marks.length;
  const both = new Float64Array(length);
  let goods = 0;
  let bads = 0;
  // Goods from the front, bads from the back: one array holds both.
  for (let row = 0; row < length; row += 1) {
    if (marks[row] !== 0) continue;
    if (outcomes[row] === 1) {
      bads += 1;
      both[length - bads] = values[row] as number;
    } else {
      both[goods] = values[row] as number;
      goods += 1;
    }
  }
  return { goods: both.subarray(0, goods), bads: both.subarray(length - bads) };
}

function weightedCells(
  { marks, values }: NumericColumn,
  { outcomes, weights }: { readonly outcomes: BinSample['outcomes']; readonly weights: ArrayLike<number> },
): Cells {
  const order = Uint32Array.from({ length: marks.length }, (_, row) => row)
    .filter((row) => marks[row] === 0)
    .sort((left, right) => (values[left] as number) - (values[right] as number));
  const cells = emptyCells(order.length);
  let cell = -1;
  for (const row of order) {
    const value = (values[row] as number) + 0;
    if (cell < 0 || value !== cells.starts[cell]) {
      cell += 1;
      cells.starts[cell] = value;
    }
    const side = outcomes[row] === 1 ? cells.bads : cells.goods;
    side[cell] = (side[cell] as number) + (weights[row] as number);
  }
  return firstCells(cells, cell + 1);
}

type WrittenCells = { readonly [part in keyof Cells]: Float64Array };

function emptyCells(length: number): WrittenCells {
  return {
    starts: new Float64Array(length),
    goods: new Float64Array(length),
    bads: new Float64Array(length),
  };
}

function firstCells({ starts, goods, bads }: WrittenCells, length: number): Cells {
  return {
    starts: starts.subarray(0, length),
    goods: goods.subarray(0, length),
    bads: bads.subarray(0, length),
  };
}

function levelCells(
  column: CategoricalColumn,
  { outcomes, weights }: BinSample,
): Pick<CategoricalTally, 'levels' | 'goods' | 'bads'> {
  const goods = new Float64Array(column.levels.length);
  const bads = new Float64Array(column.levels.length);
  for (let row = 0; row < column.codes.length; row += 1) {
    const code = column.codes[row] as number;
    if (code < 0) continue;
    const side = outcomes[row] === 1 ? bads : goods;
    side[code] = (side[code] as number) + (weights === undefined ? 1 : (weights[row] as number));
  }
  const seen = column.levels.flatMap((_, code) =>
    (goods[code] as number) + (bads[code] as number) > 0 ? [code] : [],
  );
  return {
    levels: seen.map((code) => column.levels[code] as string),
    goods: seen.map((code) => goods[code] as number),
    bads: seen.map((code) => bads[code] as number),
  };
}

function absentTallies(column: Column, { outcomes, weights }: BinSample): readonly AbsentTally[] {
  const goods = column.markNames.map(() => 0);
  const bads = column.markNames.map(() => 0);
  for (let row = 0; row < column.marks.length; row += 1) {
    const reason = (column.marks[row] as number) - 1;
    if (reason < 0) continue;
    assert(reason < goods.length, `a mark of ${column.name} has a name`);
    const side = outcomes[row] === 1 ? bads : goods;
    side[reason] = (side[reason] as number) + (weights === undefined ? 1 : (weights[row] as number));
  }
  return column.markNames.map((reason, at) => ({
    reason,
    goods: goods[at] as number,
    bads: bads[at] as number,
  }));
}
