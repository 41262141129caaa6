export { allocate, MAX_PARTS } from './allocate.ts';
export { approximate, mulDiv, roundSum } from './exact.ts';
export type { Term } from './exact.ts';
export { minor, roundMinor } from './minor.ts';
export type { Minor, Money, RoundingMode } from './minor.ts';
export { isRate, MAX_RATE, RATE_SCALE, rateOf } from './rate.ts';
export type { Rate } from './rate.ts';
