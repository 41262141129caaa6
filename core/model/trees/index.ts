export {
  MAX_ENSEMBLE_NODES,
  MAX_INPUT_LEVELS,
  MAX_TREE_INPUTS,
  MAX_TREE_NODES,
  MAX_TREES,
  ZERO_BAND,
} from './ensemble.ts';
export type { Tree, TreeEnsemble, TreeInput } from './ensemble.ts';
export { readEnsemble } from './read-ensemble.ts';
