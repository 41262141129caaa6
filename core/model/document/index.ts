export {
  MAX_INPUTS,
  MAX_PARITY_ROWS,
  MODEL_SCHEMA,
  modelHash,
  writeModel,
} from './document.ts';
export type {
  InputValue,
  InputValues,
  ModelBody,
  ModelDocument,
  ModelInput,
  ModelLineage,
  ModelTarget,
  ParityRow,
} from './document.ts';
export { columnSpecsOf } from './input.ts';
export { MAX_MODEL_CHARS, readModel } from './read.ts';
export { prepareModel } from './scorer.ts';
export type { ColumnScores, RowReasons, RowScore, Scorer } from './scorer.ts';
