export { MAX_CSV_CELLS, parseCsv, parseCsvRows } from './csv.ts';
export type { CsvText } from './csv.ts';
export {
  byCodeUnit,
  categoricalColumn,
  columnOf,
  MAX_MARKS,
  numericColumn,
  numericColumnOf,
  tableFromCsv,
  tableOf,
  takeRows,
} from './table.ts';
export type { AbsentTexts, CategoricalColumn, Column, ColumnSpec, NumericColumn, Table } from './table.ts';
