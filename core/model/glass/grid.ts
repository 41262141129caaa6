/** A coarse grid over one input: cells of about equal numbers of rows, or its most frequent levels, and one for missing. */
import type { TreeInput } from '@plimsoll/core/model/trees';
import type { Table } from '@plimsoll/core/table';
import { cellOf, readerOf } from './predict.ts';

const CELLS = 8;

export type Cells = { readonly cells: Uint8Array; readonly count: number };

/** Inner edges at quantiles of the values that are there; none for a category. */
export function edgesAmong(table: Table, input: TreeInput): readonly number[] {
  if (input.kind === 'categorical') return [];
  const read = readerOf(input, table);
  const values = Float64Array.from({ length: table.rowCount }, (_, row) => read(row))
    .filter((value) => !Number.isNaN(value))
    .sort();
  const cuts = Array.from(
    { length: CELLS - 1 },
    (_, at) => values[Math.floor(((at + 1) * values.length) / CELLS)] ?? 0,
  );
  return [...new Set(cuts)].filter((edge) => edge > (values[0] ?? 0));
}

/** The cell of every row. Levels beyond the first few share one. */
export function readCells(table: Table, input: TreeInput, edges: readonly number[]): Cells {
  const read = readerOf(input, table);
  const last = input.kind === 'numeric' ? edges.length + 1 : Math.min(input.levels.length, CELLS);
  const cells = Uint8Array.from({ length: table.rowCount }, (_, row) => {
    const value = read(row);
    if (input.kind === 'categorical') return Number.isNaN(value) ? last : Math.min(value, last - 1);
    return cellOf({ input, edges }, value);
  });
  return { cells, count: last + 1 };
}
