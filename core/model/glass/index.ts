export type { GlassModel, PairAxis, Shape, ShapePair } from './glass.ts';
export { MAX_PAIRS, MAX_SHAPES } from './glass.ts';
export { readGlass } from './read-glass.ts';
export { prepareGlass } from './predict.ts';
export type { Effects, PreparedGlass } from './predict.ts';
export { GLASS_DEFAULTS, trainGlass } from './train.ts';
export type { GlassSettings, TrainedGlass } from './train.ts';
