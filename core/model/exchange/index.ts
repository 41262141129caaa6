export type { Imported, ImportedTrees, ImportNote } from './grown.ts';
export { importModel } from './import.ts';
