export { importForeign, isOwnDocument } from './foreign-document.ts';
export type { ForeignFile } from './foreign-document.ts';
export type { Imported, ImportedTrees, ImportNote } from './grown.ts';
export { importModel } from './import.ts';
export { importPmml } from './import-pmml.ts';
export type { ImportedCard } from './import-pmml.ts';
export { exportJavascript } from './javascript.ts';
/** Made models and rows, for tests that need a database. */
export { makeModels, makeValues } from './made-models.ts';
export { exportPmml } from './pmml-scorecard.ts';
export { exportSql } from './sql.ts';
export type { ExportedModel } from './sql.ts';
export { widenThresholds } from './widened.ts';
