export { ABSENT_TEXTS } from './absence.ts';
export { checkColumns } from './column-check.ts';
export { csvLines } from './csv-writing.ts';
export { MAX_CSV_CELLS, parseCsv, parseCsvRows } from './csv.ts';
export type { CsvText } from './csv.ts';
export type { Encoding } from './encoding.ts';
export type { Finding, FindingCode } from './finding.ts';
export type { Separator } from './header.ts';
export { readParquet } from './parquet.ts';
export type { ParquetFile, ParquetOptions } from './parquet.ts';
export { createTableReader } from './reader.ts';
export type { ReadOptions, ReadTable, TableReader } from './reader.ts';
export { inferTable, readSample, sampleOf } from './sample.ts';
export type { CsvSource, ReadSample, SampleRequest } from './sample.ts';
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
export { createRowStream, streamColumnsOf, UNREADABLE_REASON, UNSEEN_REASON } from './stream.ts';
export type { RowStream, RowStreamOptions, StreamColumn } from './stream.ts';
export { targetOf } from './target.ts';
