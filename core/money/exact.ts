/**
 * Sums of fractions, rounded once. A double holds the sum to about fifteen digits; only where that leaves the rounding
 * in doubt (near a whole number or near a half) is the sum done again in exact integers. So the usual case costs a few
 * multiplications and no case is wrong by the double's last digit.
 */
import { assert } from '@plimsoll/core/base';
import { type Minor, minor, type RoundingMode } from './minor.ts';

/** `a × b × c / d`, all safe integers, d > 0: for interest, balance × rate × days / (scale × days of the year). */
export type Term = { readonly a: number; readonly b: number; readonly c: number; readonly d: number };

/** Relative error that a sum of doubles is sure to stay within: 16 terms of 4 operations at 2^-53 each, and a margin. */
const DOUBT = 1e-13;

/** The sum of terms as a double, near enough for showing and for rates; never for booking. */
export function approximate(terms: readonly Term[]): number {
  let sum = 0;
  for (const { a, b, c, d } of terms) sum += (a * b * c) / d;
  return sum;
}

/** The sum of terms rounded to whole minor units, exactly, at this one point. */
export function roundSum(terms: readonly Term[], mode: RoundingMode): Minor {
  let sum = 0;
  let size = 1;
  for (const { a, b, c, d } of terms) {
    const term = (a * b * c) / d;
    sum += term;
    size += Math.abs(term);
  }
  const doubled = 2 * sum;
  const isSure = Math.abs(doubled - Math.round(doubled)) > 4 * DOUBT * size * (terms.length + 1);
  return isSure ? roundSure(sum, mode) : roundExactly(terms, mode);
}

/** `amount × numerator / denominator` rounded exactly. All safe integers, denominator > 0. */
export function mulDiv(
  amount: number,
  { numerator, denominator }: { readonly numerator: number; readonly denominator: number },
  mode: RoundingMode,
): Minor {
  return roundSum([{ a: amount, b: numerator, c: 1, d: denominator }], mode);
}

/** The value is far from every whole number and every half. */
function roundSure(value: number, mode: RoundingMode): Minor {
  switch (mode) {
    case 'up':
      return minor(value < 0 ? Math.floor(value) : Math.ceil(value));
    case 'down':
      return minor(Math.trunc(value));
    default:
      return minor(Math.round(value));
  }
}

function roundExactly(terms: readonly Term[], mode: RoundingMode): Minor {
  let numerator = 0n;
  let denominator = 1n;
  for (const { a, b, c, d } of terms) {
    assert(Number.isSafeInteger(a) && Number.isSafeInteger(b) && Number.isSafeInteger(c), 'whole numbers');
    assert(Number.isSafeInteger(d) && d > 0, 'a denominator above 0');
    const below = BigInt(d);
    const above = BigInt(a) * BigInt(b) * BigInt(c);
    if (below === denominator) numerator += above;
    else {
      numerator = numerator * below + above * denominator;
      denominator *= below;
    }
  }
  return roundQuotient(numerator, denominator, mode);
}

function roundQuotient(numerator: bigint, denominator: bigint, mode: RoundingMode): Minor {
  const isNegative = numerator < 0n;
  const magnitude = isNegative ? -numerator : numerator;
  const floor = magnitude / denominator;
  const twice = 2n * (magnitude - floor * denominator);
  const isAway =
    mode === 'up'
      ? twice > 0n
      : mode === 'down'
        ? false
        : twice > denominator || (twice === denominator && (mode === 'halfUp' || floor % 2n === 1n));
  const rounded = Number(isAway ? floor + 1n : floor);
  return minor(isNegative ? -rounded : rounded);
}
