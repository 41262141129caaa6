export { exportTable } from './export-table.ts';
export { addressOf } from './grid.ts';
export type { MergedArea, SheetCell, SheetGrid } from './grid.ts';
export { importTable } from './import-table.ts';
export type { ImportAnswer, ImportedTable } from './import-table.ts';
export type { ImportOptions } from './import-work.ts';
export type { SheetRemark } from './remark.ts';
export { holdsTable, makePolicy, putTable } from './write-policy.ts';
