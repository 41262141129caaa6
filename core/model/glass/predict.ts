/** What a glass box says of rows: the intercept, then every shape, then every pair, added up in that order, in rows and columns alike. */
import { assert } from '@plimsoll/core/base';
import type { TreeInput } from '@plimsoll/core/model/trees';
import type { Column, Table } from '@plimsoll/core/table';
import { cellCount, type GlassModel, type PairAxis, type Shape } from './glass.ts';

/** What each input adds to a row, beside the intercept; a pair's part is shared by halves. */
export type Effects = {
  readonly baseline: number;
  readonly effects: readonly { readonly input: string; readonly effect: number }[];
};

export type PreparedGlass = {
  /** Log-odds of bad, by row. Asserts that the table has the inputs, of their kind. */
  readonly margins: (table: Table) => Float64Array;
  /** Of one row, by input of `shapes`: values, or codes of the shape's levels; NaN or −1 is missing, a code beyond the levels unseen. */
  readonly marginOf: (row: ArrayLike<number>) => number;
  /** Why the row at `row` of a table has its margin. */
  readonly effectsOf: (table: Table, row: number) => Effects;
};

export function prepareGlass(model: GlassModel): PreparedGlass {
  const at = new Map(model.shapes.map(({ input }, place) => [input.name, place]));
  const pairs = model.pairs.map((pair) => ({
    ...pair,
    firstAt: at.get(pair.first.input.name) ?? -1,
    secondAt: at.get(pair.second.input.name) ?? -1,
  }));
  assert(
    pairs.every((pair) => pair.firstAt >= 0 && pair.secondAt >= 0),
    'inputs of pairs have shapes',
  );
  const pairOf = (pair: (typeof pairs)[number], row: ArrayLike<number>): number =>
    pair.values[cellOf(pair.first, row[pair.firstAt] as number)]?.[
      cellOf(pair.second, row[pair.secondAt] as number)
    ] as number;
  const marginOf = (row: ArrayLike<number>): number => {
    let margin = model.intercept;
    for (const [place, shape] of model.shapes.entries()) margin += valueAt(shape, row[place] as number);
    for (const pair of pairs) margin += pairOf(pair, row);
    return margin;
  };
  const rowsOf = (table: Table): ((row: number) => Float64Array) => {
    const readers = model.shapes.map(({ input }) => readerOf(input, table));
    const buffer = new Float64Array(readers.length);
    return (row) => {
      for (const [place, read] of readers.entries()) buffer[place] = read(row);
      return buffer;
    };
  };
  return {
    marginOf,
    margins: (table) => {
      const rowOf = rowsOf(table);
      return Float64Array.from({ length: table.rowCount }, (_, row) => marginOf(rowOf(row)));
    },
    effectsOf: (table, row) => {
      const values = rowsOf(table)(row);
      const effects = model.shapes.map((shape, place) => valueAt(shape, values[place] as number));
      for (const pair of pairs) {
        const half = pairOf(pair, values) / 2;
        effects[pair.firstAt] = (effects[pair.firstAt] as number) + half;
        effects[pair.secondAt] = (effects[pair.secondAt] as number) + half;
      }
      return {
        baseline: model.intercept,
        effects: model.shapes.map(({ input }, place) => ({
          input: input.name,
          effect: effects[place] as number,
        })),
      };
    },
  };
}

/** What a shape gives for a value or a code. */
export function valueAt(shape: Shape, value: number): number {
  if (Number.isNaN(value) || (shape.input.kind === 'categorical' && value < 0)) return shape.missing;
  if (shape.input.kind === 'categorical') return shape.values[value] ?? shape.unseen;
  return shape.values[edgesBelow(shape.edges, value)] as number;
}

/** The cell of an axis for a value or a code; the last one is that of missing and unseen. */
export function cellOf(axis: PairAxis, value: number): number {
  const last = cellCount(axis);
  if (Number.isNaN(value)) return last;
  if (axis.input.kind === 'numeric') return edgesBelow(axis.edges, value);
  return value >= 0 && value < last ? value : last;
}

/** How many edges are ≤ the value. */
function edgesBelow(edges: readonly number[], value: number): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((edges[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Reads an input of a table: its value, or the code that the input gives its level; one past the levels for an unseen one. */
export function readerOf(input: TreeInput, table: Table): (row: number) => number {
  const column: Column | undefined = table.columns.find(({ name }) => name === input.name);
  assert(column !== undefined && column.kind === input.kind, `the table has ${input.name}, ${input.kind}`);
  if (column.kind === 'numeric') return (row) => column.values[row] as number;
  const codeOf = new Map(input.levels.map((level, code) => [level, code]));
  const codes = column.levels.map((level) => codeOf.get(level) ?? input.levels.length);
  return (row) => {
    const code = column.codes[row] as number;
    return code < 0 ? Number.NaN : (codes[code] as number);
  };
}
