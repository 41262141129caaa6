export { makeBenchSample, readBorrowers } from './sample.ts';
export type { BenchSample } from './sample.ts';
