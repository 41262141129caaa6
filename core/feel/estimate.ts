/**
 * Estimates of decimals: a sum of two doubles and a bound on its error, about 30 digits (T. J. Dekker, "A
 * floating-point technique for extending the available precision", 1971). They tell, nearly always and without BigInt,
 * how a decimal rounds and whether 15 digits hold it.
 * Invariant: the decimal lies within `error` of `high + low`, and `high` is the double nearest to that sum. Whoever
 * asks gets an answer that is certain, or null and has to compute the decimal itself.
 */
import type { Rounding } from './rounding.ts';

export type Estimate = { readonly high: number; readonly low: number; readonly error: number };

/** Powers of ten that doubles hold exactly. */
const EXACT_POWERS = [
  1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
  1e20, 1e21, 1e22,
] as const;
const MAX_WHOLE = 1e15;
/** The sizes that estimates are made of: 15 digits of them need at most 10^22 to become whole. */
const LEAST_SIZE = 1e-7;
const MOST_SIZE = 1e15;
const POWERS_FROM_LEAST = [1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1] as const;
/** 2^27 + 1 splits a double into halves whose products are exact. */
const SPLITTER = 134_217_729;
/** What an operation may lose, as a share of its size: some bits more than it does, and than 34 digits do. */
const LOSS = 2 ** -96;
/** Slack of a comparison in doubles near a whole number or its half. */
const SLACK = 1e-12;

/** What `left * right` lost when it was rounded to `product`. */
function productRest(left: number, right: number, product: number): number {
  const leftShift = SPLITTER * left;
  const leftHigh = leftShift - (leftShift - left);
  const leftLow = left - leftHigh;
  const rightShift = SPLITTER * right;
  const rightHigh = rightShift - (rightShift - right);
  const rightLow = right - rightHigh;
  return leftLow * rightLow - (product - leftHigh * rightHigh - leftLow * rightHigh - leftHigh * rightLow);
}

/** Digits after the point at which a number has 15 digits, from 0 to 21; −1 for sizes without estimate. */
function scaleOfSize(size: number): number {
  if (!(size >= LEAST_SIZE && size < MOST_SIZE)) return -1;
  const guess = Math.floor(Math.log10(size));
  const exponent = size < powerAt(guess) ? guess - 1 : size >= powerAt(guess + 1) ? guess + 1 : guess;
  return 14 - exponent;
}

function powerAt(exponent: number): number {
  return (exponent < 0 ? POWERS_FROM_LEAST[exponent + 7] : EXACT_POWERS[exponent]) ?? 0;
}

/** `whole / 10^scale`, at most 15 digits. */
type Scaled = { readonly whole: number; readonly scale: number };

/** A plain number (see number.ts) as a whole of at most 15 digits; null when its size is out of bounds. */
function scaledOf(value: number): Scaled | null {
  if (Number.isSafeInteger(value)) return { whole: value, scale: 0 };
  const scale = scaleOfSize(Math.abs(value));
  if (scale < 0) return null;
  const power = EXACT_POWERS[scale] as number;
  const whole = Math.round(value * power);
  return Math.abs(whole) <= MAX_WHOLE && whole / power === value ? { whole, scale } : null;
}

/** The estimate of the decimal that a plain number stands for; null when its size is out of bounds. */
export function estimateOf(value: number): Estimate | null {
  if (Number.isSafeInteger(value)) return { high: value, low: 0, error: 0 };
  const scaled = scaledOf(value);
  if (scaled === null) return null;
  const power = EXACT_POWERS[scaled.scale] as number;
  const product = value * power;
  const low = (scaled.whole - product - productRest(value, power, product)) / power;
  return { high: value, low, error: Math.abs(value) * LOSS };
}

function joined(high: number, low: number, error: number): Estimate {
  const sum = high + low;
  return { high: sum, low: low - (sum - high), error };
}

export function addEstimates(left: Estimate, right: Estimate): Estimate {
  const sum = left.high + right.high;
  const moved = sum - left.high;
  const rest = left.high - (sum - moved) + (right.high - moved);
  const error = left.error + right.error + (Math.abs(left.high) + Math.abs(right.high)) * LOSS;
  return joined(sum, rest + (left.low + right.low), error);
}

export function multiplyEstimates(left: Estimate, right: Estimate): Estimate {
  const product = left.high * right.high;
  const rest = productRest(left.high, right.high, product);
  const passed = Math.abs(left.high) * right.error + Math.abs(right.high) * left.error;
  return joined(
    product,
    rest + (left.high * right.low + left.low * right.high),
    2 * passed + Math.abs(product) * LOSS,
  );
}

/** The divisor's error is small beside it; null when it isn't. */
export function divideEstimates(left: Estimate, right: Estimate): Estimate | null {
  const size = Math.abs(right.high);
  if (!(right.error < size * 1e-20)) return null;
  const quotient = left.high / right.high;
  const product = quotient * right.high;
  const rest =
    left.high - product - productRest(quotient, right.high, product) + (left.low - quotient * right.low);
  const passed = (left.error + Math.abs(quotient) * right.error) / size;
  return joined(quotient, rest / right.high, 2 * passed + Math.abs(quotient) * LOSS);
}

/** Whether 15 digits surely can't hold it. */
export function isSurelyLong({ high, low, error }: Estimate): boolean {
  const scale = scaleOfSize(Math.abs(high));
  if (scale < 0) return false;
  const power = EXACT_POWERS[scale] as number;
  const product = high * power;
  const rest = product - Math.round(product) + productRest(high, power, product) + low * power;
  return Math.abs(rest) > SLACK + 2 * power * error;
}

/** Whether `high` surely is the nearest double. */
export function isSurelyNearest({ high, low, error }: Estimate): boolean {
  return high + (low + 2 * error) === high && high + (low - 2 * error) === high;
}

/** `left / right` of safe integers when that has at most 15 digits; null when it hasn't, or may not have. */
export function shortQuotient(left: number, right: number): number | null {
  const quotient = left / right;
  const scaled = scaledOf(quotient);
  if (scaled === null) return null;
  const power = EXACT_POWERS[scaled.scale] as number;
  // Both products to their last bit.
  const there = left * power;
  const back = scaled.whole * right;
  return there === back && productRest(left, power, there) === productRest(scaled.whole, right, back)
    ? quotient
    : null;
}

/** A double kept to 15 digits, as `toPrecision(15)` does; null when that isn't certain. */
export function keepDigits(value: number): number | null {
  const scale = scaleOfSize(Math.abs(value));
  if (scale < 0) return null;
  const power = EXACT_POWERS[scale] as number;
  const product = value * power;
  const whole = Math.round(product);
  const rest = product - whole + productRest(value, power, product);
  return Math.abs(rest) < 0.5 - SLACK && Math.abs(whole) <= MAX_WHOLE ? whole / power : null;
}

/** Rounds to `scale` digits after the point, from 0 to 15; null when the answer isn't certain or is long. */
export function roundEstimate(
  { high, low, error }: Estimate,
  scale: number,
  rounding: Rounding,
): number | null {
  const power = EXACT_POWERS[scale] as number;
  const product = high * power;
  if (!(Math.abs(product) < MAX_WHOLE - 1)) return null;
  const near = Math.round(product);
  const rest = product - near + productRest(high, power, product) + low * power;
  const slack = SLACK + 2 * power * error;
  if (rounding === 'halfEven' || rounding === 'halfUp' || rounding === 'halfDown') {
    if (Math.abs(Math.abs(rest) - 0.5) <= slack) return null;
    return wholeOver(rest > 0.5 ? near + 1 : rest < -0.5 ? near - 1 : near, power);
  }
  if (Math.abs(rest) <= slack) return null;
  const below = rest < 0 ? near - 1 : near;
  const isUp = rounding === 'ceiling' || (rounding === 'up' && high > 0) || (rounding === 'down' && high < 0);
  return wholeOver(isUp ? below + 1 : below, power);
}

/** Rounds a plain number exactly, to −15 … 15 digits after the point; null when its size is out of bounds. */
export function roundPlain(value: number, scale: number, rounding: Rounding): number | null {
  const scaled = scaledOf(value);
  if (scaled === null) return null;
  const excess = scaled.scale - scale;
  if (excess <= 0) return value;
  const unit = EXACT_POWERS[excess];
  if (unit === undefined) return null;
  const rest = scaled.whole % unit;
  const cut = (scaled.whole - rest) / unit;
  const rounded = rest !== 0 && isAway(cut, rest / unit, rounding) ? cut + Math.sign(rest) : cut;
  if (scale >= 0) return wholeOver(rounded, EXACT_POWERS[scale] as number);
  const whole = rounded * (EXACT_POWERS[-scale] as number);
  return Math.abs(whole) <= MAX_WHOLE ? wholeOver(whole, 1) : null;
}

/** Whether what was cut off moves the number away from zero. A share of exactly a half is one in doubles too. */
function isAway(cut: number, share: number, rounding: Rounding): boolean {
  const half = Math.abs(share);
  switch (rounding) {
    case 'halfEven':
      return half > 0.5 || (half === 0.5 && cut % 2 !== 0);
    case 'halfUp':
      return half >= 0.5;
    case 'halfDown':
      return half > 0.5;
    case 'up':
      return true;
    case 'down':
      return false;
    case 'floor':
      return share < 0;
    case 'ceiling':
      return share > 0;
    default:
      return rounding satisfies never;
  }
}

function wholeOver(whole: number, power: number): number {
  return whole === 0 ? 0 : whole / power;
}
