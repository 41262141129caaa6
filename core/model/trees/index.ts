export {
  MAX_ENSEMBLE_NODES,
  MAX_INPUT_LEVELS,
  MAX_TREE_DEPTH,
  MAX_TREE_INPUTS,
  MAX_TREE_NODES,
  MAX_TREES,
  ZERO_BAND,
} from './ensemble.ts';
export type { Tree, TreeEnsemble, TreeInput } from './ensemble.ts';
export { readEnsemble } from './read-ensemble.ts';
export { prepareTrees } from './predict.ts';
export type { PreparedTrees } from './predict.ts';
export { prepareShap, shapValues } from './shap.ts';
export type { PreparedShap } from './shap.ts';
export { nextAbove, nextBelow } from './adjacent.ts';
export { proveInteractions } from './interactions.ts';
export type { InteractionProof } from './interactions.ts';
export { proveMonotone } from './monotone.ts';
export type { CounterExample, Direction, MonotoneProof } from './monotone.ts';
