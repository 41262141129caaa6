export { trainTrees } from './train.ts';
export type { BoostedTrees, BoostPort, BoostSample } from './train.ts';
export { BOOST_DEFAULTS, MAX_BINS, MAX_DEPTH, MAX_LEAVES, MAX_ROUNDS } from './settings.ts';
export type { BoostSettings, LevelSettings, Trend } from './settings.ts';
export type { Ignored, LabelledRows } from './matrix.ts';
export { autoSettings } from './auto.ts';
export type { FixedSettings } from './auto.ts';
