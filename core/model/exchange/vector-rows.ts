/** Rows of a vector file as a table: null is missing, a category is text. */
import { categoricalColumn, numericColumn, type Table, tableOf } from '@plimsoll/core/table';
import type { TreeInput } from '@plimsoll/core/model/trees';

export type Cell = number | string | null;

/** The table of rows whose cells stand in the order of the inputs. */
export function tableOfRows(inputs: readonly TreeInput[], rows: readonly (readonly Cell[])[]): Table {
  return tableOf(
    inputs.map((input, at) =>
      input.kind === 'numeric'
        ? numericColumn(
            input.name,
            rows.map((row) => (typeof row[at] === 'number' ? row[at] : Number.NaN)),
          )
        : categoricalColumn(
            input.name,
            rows.map((row) => (typeof row[at] === 'string' ? row[at] : null)),
          ),
    ),
  );
}
