export { minor, roundMinor } from './minor.ts';
export type { Minor, Money, RoundingMode } from './minor.ts';
