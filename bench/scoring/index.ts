export { makeCard, makeScoringSample } from './sample.ts';
export type { ScoringSample } from './sample.ts';
