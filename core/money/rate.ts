/**
 * A rate as a whole number of hundred-millionths (1e-8), so that 9.4822 % a year is exactly 9,482,200. The period it
 * counts for is in the name of the variable that holds it: `rateAnnual` is of a year.
 */
import { assert, type Brand } from '@plimsoll/core/base';

/** Hundred-millionths; 12 % is 12,000,000. 0 … 100 (ten thousand per cent). */
export type Rate = Brand<number, 'Rate'>;

/** How many make 1. */
export const RATE_SCALE = 100_000_000;
/** The highest rate there is: 10,000 % of the period. */
export const MAX_RATE = 100;

/** Whether a decimal fraction is a rate: 0 … 100 with at most eight decimals. */
export function isRate(fraction: number): boolean {
  if (!(fraction >= 0 && fraction <= MAX_RATE)) return false;
  const scaled = fraction * RATE_SCALE;
  return Math.abs(scaled - Math.round(scaled)) < 1e-5 * Math.max(1, fraction);
}

/** The rate of a decimal fraction such as 0.094822. Asserts `isRate`. */
export function rateOf(fraction: number): Rate {
  assert(isRate(fraction), `a rate of 0 to ${MAX_RATE} with at most eight decimals, got ${fraction}`);
  return Math.round(fraction * RATE_SCALE) as Rate;
}
