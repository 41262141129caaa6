/**
 * FEEL numbers: a plain number where that is exact, else a `Decimal` of up to 34 digits.
 * Invariant: a plain number stands for the decimal that its shortest text shows, and that decimal has at most 15
 * significant digits or is a safe integer; −0, NaN and infinities don't occur. So 0.1 + 0.2 = 0.3, sums of cents
 * never drift, and `===` is equality between plain numbers.
 * Fast path: scale both operands to integers below 2^53, work there, divide once; the quotient of two exact
 * integers is the nearest double to the exact decimal. What 15 digits surely can't hold keeps an estimate and waits:
 * few exact decimals are ever asked for. Everything else goes through BigInt (about 1 µs).
 */
import {
  addParts,
  compareParts,
  type Decimal,
  divideParts,
  formatParts,
  MAX_DECIMAL_EXPONENT,
  multiplyParts,
  type Parts,
  type Pending,
  parseParts,
  roundParts,
  digitCount,
  trim,
} from './decimal.ts';
import {
  addEstimates,
  divideEstimates,
  type Estimate,
  estimateOf,
  isSurelyLong,
  isSurelyNearest,
  keepDigits,
  multiplyEstimates,
  roundEstimate,
  roundPlain,
  shortQuotient,
} from './estimate.ts';
import type { Rounding } from './rounding.ts';

export type FeelNumber = number | Decimal;

const POWERS = [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15] as const;
const MAX_EXACT = 1e15;
/** The range in which shortest double texts of 15 digits are safe to use. */
const MAX_PLAIN_EXPONENT = 290;
/** Doubles of two decimals that differ by more than this share surely order as the decimals do. */
const APPROXIMATE_SHARE = 1e-13;
/** Operations that may wait within each other for someone to ask for their exact result. */
const MAX_PENDING_DEPTH = 32;

export function isFeelNumber(value: unknown): value is FeelNumber {
  return (
    typeof value === 'number' ||
    (typeof value === 'object' && value !== null && (value as Decimal).kind === 'decimal')
  );
}

/** The FEEL number that a double's shortest text shows; null for NaN and infinities. */
export function fromDouble(value: number): FeelNumber | null {
  if (Number.isSafeInteger(value)) return value === 0 ? 0 : value;
  if (!Number.isFinite(value)) return null;
  return scaleOf(value) >= 0 ? value : parseNumber(String(value));
}

/** Reads a numeral; null when it is none or beyond decimal128. */
export function parseNumber(text: string): FeelNumber | null {
  const parts = parseParts(text);
  return parts === null ? null : normalise(parts);
}

/** Brings parts into the one form of their value; null when beyond decimal128. */
export function normalise(parts: Parts): FeelNumber | null {
  const { coefficient, exponent } = trim(parts);
  if (coefficient === 0n) return 0;
  const digits = digitCount(coefficient);
  const size = digits + exponent;
  if (size > MAX_DECIMAL_EXPONENT) return null;
  if (size < -MAX_DECIMAL_EXPONENT) return 0;
  if (digits <= 15 && size < MAX_PLAIN_EXPONENT && size > -MAX_PLAIN_EXPONENT)
    return nearestDouble({ coefficient, exponent });
  if (exponent >= 0 && size <= 16) {
    const whole = nearestDouble({ coefficient, exponent });
    if (Number.isSafeInteger(whole)) return whole;
  }
  return {
    kind: 'decimal',
    approximate: approximateDouble({ coefficient, exponent }),
    estimate: null,
    exact: { coefficient, exponent },
  };
}

/** Correctly rounded: one division of exact doubles where both are, else by way of text. */
function nearestDouble({ coefficient, exponent }: Parts): number {
  const whole = Number(coefficient);
  if (exponent <= 0 && exponent >= -15 && Math.abs(whole) <= MAX_EXACT)
    return whole / (POWERS[-exponent] as number);
  return Number(`${coefficient}e${exponent}`);
}

/** Within a few units in the last place. */
function approximateDouble(parts: Parts): number {
  const { coefficient, exponent } = parts;
  return exponent < 0 && exponent > -MAX_PLAIN_EXPONENT
    ? Number(coefficient) / 10 ** -exponent
    : nearestDouble(parts);
}

/** The exact decimal in parts. */
export function partsOf(value: FeelNumber): Parts {
  if (typeof value !== 'number') return exactOf(value);
  if (Number.isSafeInteger(value)) return { coefficient: BigInt(value), exponent: 0 };
  return parseParts(String(value)) as Parts;
}

function exactOf(value: Decimal): Parts {
  const { exact } = value;
  if ('coefficient' in exact) return exact;
  const [left, right] = [partsOf(exact.left), partsOf(exact.right)];
  value.exact = trim(calculateParts(exact.operator, left, right));
  return value.exact;
}

function calculateParts(operator: Pending['operator'], left: Parts, right: Parts): Parts {
  switch (operator) {
    case '+':
      return addParts(left, right);
    case '*':
      return multiplyParts(left, right);
    case '/':
      return divideParts(left, right);
    default:
      return operator satisfies never;
  }
}

/** The result of an operation: as a decimal that waits when its estimate says that it surely is one. */
function settled(
  operator: Pending['operator'],
  [left, right]: readonly [FeelNumber, FeelNumber],
  estimate: Estimate | null,
): FeelNumber | null {
  const depth = 1 + Math.max(depthOf(left), depthOf(right));
  if (estimate === null || depth > MAX_PENDING_DEPTH || !isSurelyLong(estimate))
    return normalise(calculateParts(operator, partsOf(left), partsOf(right)));
  const exact = { operator, left, right, depth };
  return { kind: 'decimal', approximate: estimate.high, estimate, exact };
}

function depthOf(value: FeelNumber): number {
  return typeof value === 'number' || 'coefficient' in value.exact ? 0 : value.exact.depth;
}

function estimated(value: FeelNumber): Estimate | null {
  return typeof value === 'number' ? estimateOf(value) : value.estimate;
}

/** The nearest double. */
export function toDouble(value: FeelNumber): number {
  if (typeof value === 'number') return value;
  const { estimate } = value;
  return estimate !== null && isSurelyNearest(estimate) ? estimate.high : nearestDouble(exactOf(value));
}

/** Digits after the point if the value times 10^digits is an integer of at most 15 digits; −1 when not. */
function scaleOf(value: number): number {
  for (let scale = 0; scale <= 15; scale += 1) {
    const power = POWERS[scale] as number;
    const whole = Math.round(value * power);
    if (Math.abs(whole) > MAX_EXACT) return -1;
    if (whole / power === value) return scale;
  }
  return -1;
}

export function addNumbers(left: FeelNumber, right: FeelNumber): FeelNumber | null {
  if (typeof left === 'number' && typeof right === 'number') {
    const sum = left + right;
    if (Number.isSafeInteger(left) && Number.isSafeInteger(right) && Number.isSafeInteger(sum)) return sum;
    const scale = commonScale(left, right);
    if (scale >= 0) {
      const power = POWERS[scale] as number;
      const whole = Math.round(left * power) + Math.round(right * power);
      if (Math.abs(whole) <= MAX_EXACT) return whole === 0 ? 0 : whole / power;
    }
  }
  const [one, other] = [estimated(left), estimated(right)];
  return settled('+', [left, right], one === null || other === null ? null : addEstimates(one, other));
}

function commonScale(left: number, right: number): number {
  const leftScale = scaleOf(left);
  if (leftScale < 0) return -1;
  const rightScale = scaleOf(right);
  if (rightScale < 0) return -1;
  const scale = Math.max(leftScale, rightScale);
  const power = POWERS[scale] as number;
  return Math.abs(left * power) <= MAX_EXACT && Math.abs(right * power) <= MAX_EXACT ? scale : -1;
}

export function negateNumber(value: FeelNumber): FeelNumber {
  if (typeof value === 'number') return value === 0 ? 0 : -value;
  const { estimate } = value;
  const depth = 1 + depthOf(value);
  return {
    kind: 'decimal',
    approximate: -value.approximate,
    estimate: estimate === null ? null : { high: -estimate.high, low: -estimate.low, error: estimate.error },
    exact:
      depth === 1 || depth > MAX_PENDING_DEPTH
        ? multiplyParts({ coefficient: -1n, exponent: 0 }, exactOf(value))
        : { operator: '*', left: -1, right: value, depth },
  };
}

export function subtractNumbers(left: FeelNumber, right: FeelNumber): FeelNumber | null {
  return addNumbers(left, negateNumber(right));
}

export function multiplyNumbers(left: FeelNumber, right: FeelNumber): FeelNumber | null {
  if (typeof left === 'number' && typeof right === 'number') {
    const leftScale = scaleOf(left);
    const rightScale = leftScale < 0 ? -1 : scaleOf(right);
    if (rightScale >= 0 && leftScale + rightScale <= 15) {
      const whole =
        Math.round(left * (POWERS[leftScale] as number)) * Math.round(right * (POWERS[rightScale] as number));
      if (Math.abs(whole) <= MAX_EXACT)
        return whole === 0 ? 0 : whole / (POWERS[leftScale + rightScale] as number);
    }
  }
  const [one, other] = [estimated(left), estimated(right)];
  return settled('*', [left, right], one === null || other === null ? null : multiplyEstimates(one, other));
}

/** Null when the divisor is 0. */
export function divideNumbers(left: FeelNumber, right: FeelNumber): FeelNumber | null {
  if (right === 0) return null;
  if (left === 0) return 0;
  if (typeof left === 'number' && typeof right === 'number') {
    const scale = Number.isSafeInteger(left) && Number.isSafeInteger(right) ? 0 : commonScale(left, right);
    const power = POWERS[scale];
    const quotient =
      power === undefined ? null : shortQuotient(Math.round(left * power), Math.round(right * power));
    if (quotient !== null) return quotient;
  }
  const [one, other] = [estimated(left), estimated(right)];
  return settled('/', [left, right], one === null || other === null ? null : divideEstimates(one, other));
}

/** Integer powers are exact to 34 digits; others are the double power to 15 digits. Null when undefined. */
export function powerNumbers(base: FeelNumber, exponent: FeelNumber): FeelNumber | null {
  if (typeof exponent === 'number' && Number.isInteger(exponent) && Math.abs(exponent) <= 999_999_999) {
    if (base === 0) return exponent > 0 ? 0 : exponent === 0 ? 1 : null;
    const positive = integerPower(base, Math.abs(exponent));
    return positive === null ? null : exponent < 0 ? divideNumbers(1, positive) : positive;
  }
  if (exponent === 0.5) return rootNumber(base);
  return fromFunction(toDouble(base) ** toDouble(exponent));
}

function integerPower(base: FeelNumber, exponent: number): FeelNumber | null {
  let result: FeelNumber | null = 1;
  let square: FeelNumber | null = base;
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (square === null) return null;
    if (rest % 2 === 1) result = multiplyNumbers(result, square);
    if (result === null) return null;
    if (rest > 1) square = multiplyNumbers(square, square);
  }
  return result;
}

/** The square root to 34 digits, half-even; null below 0. Integer square root by Newton's iteration. */
export function rootNumber(value: FeelNumber): FeelNumber | null {
  const { coefficient, exponent } = partsOf(value);
  if (coefficient < 0n) return null;
  if (coefficient === 0n) return 0;
  // An even exponent and 2 × 36 digits under the root leave 36 digits of it.
  const shift = Math.max(0, 72 - digitCount(coefficient));
  const even = (exponent - shift) % 2 === 0 ? shift : shift + 1;
  const radicand = coefficient * 10n ** BigInt(even);
  const root = integerRoot(radicand);
  const half = (exponent - even) / 2;
  return root * root === radicand
    ? normalise({ coefficient: root, exponent: half })
    : normalise({ coefficient: root * 10n + 1n, exponent: half - 1 });
}

function integerRoot(radicand: bigint): bigint {
  let guess = 10n ** BigInt(Math.ceil(digitCount(radicand) / 2));
  for (;;) {
    const next = (guess + radicand / guess) / 2n;
    if (next >= guess) return guess;
    guess = next;
  }
}

/** A double that came out of a transcendental function, kept to 15 digits so that engines agree. */
export function fromFunction(value: number): FeelNumber | null {
  return Number.isFinite(value) ? (keepDigits(value) ?? parseNumber(value.toPrecision(15))) : null;
}

/** −1, 0 or 1. */
export function compareNumbers(left: FeelNumber, right: FeelNumber): number {
  if (left === right) return 0;
  if (typeof left === 'number' && typeof right === 'number') return left < right ? -1 : left > right ? 1 : 0;
  const leftDouble = typeof left === 'number' ? left : left.approximate;
  const rightDouble = typeof right === 'number' ? right : right.approximate;
  const gap = leftDouble - rightDouble;
  if (Math.abs(gap) > Math.abs(leftDouble) * APPROXIMATE_SHARE) return gap < 0 ? -1 : 1;
  return compareParts(partsOf(left), partsOf(right));
}

/** Rounds to `scale` digits after the point (negative: before it). */
export function roundNumber(value: FeelNumber, scale: number, rounding: Rounding): FeelNumber | null {
  if (scale >= 0 && Number.isSafeInteger(value)) return value;
  if (typeof value === 'number') {
    const rounded = scale >= -15 && scale <= 15 ? roundPlain(value, scale, rounding) : null;
    if (rounded !== null) return rounded;
  } else if (value.estimate !== null && scale >= 0 && scale <= 15) {
    const rounded = roundEstimate(value.estimate, scale, rounding);
    if (rounded !== null) return rounded;
  }
  return normalise(roundParts(partsOf(value), scale, rounding));
}

export function formatNumber(value: FeelNumber): string {
  return typeof value === 'number' && Number.isSafeInteger(value)
    ? String(value)
    : formatParts(partsOf(value));
}

/** An integer that plain arithmetic can index with; null when the number is fractional or too large. */
export function toInteger(value: FeelNumber): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : null;
}
