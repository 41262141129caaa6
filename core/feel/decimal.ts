/**
 * Exact decimals of at most 34 significant digits, half-even: the numbers of FEEL (OMG DMN 1.5, 10.3.2.3.1: IEEE 754-2008
 * decimal128). This file is the slow, exact path over BigInt; `number.ts` decides when it is needed.
 * Invariant: a `Decimal` has no trailing zero in its coefficient and never holds a value that a plain number can
 * (see `number.ts`), so equal values have equal parts.
 */
import type { Estimate } from './estimate.ts';
import type { Rounding } from './rounding.ts';

/** A number that 15 digits can't hold. */
export type Decimal = {
  readonly kind: 'decimal';
  /** A double within a few units of its last place, for quick comparisons. */
  readonly approximate: number;
  /** Null when only the parts are known. */
  readonly estimate: Estimate | null;
  /** The exact value, or how it is made: it is computed when it is first asked for and kept here. */
  exact: Parts | Pending;
};

/** An operation whose exact result nobody has asked for yet. */
export type Pending = {
  readonly operator: '+' | '*' | '/';
  readonly left: number | Decimal;
  readonly right: number | Decimal;
  /** How many operations wait within each other here. */
  readonly depth: number;
};

/** A decimal in parts, before it is normalised. */
export type Parts = { readonly coefficient: bigint; readonly exponent: number };

/** Significant digits of decimal128. */
export const DECIMAL_DIGITS = 34;
/** The largest adjusted exponent of decimal128. */
export const MAX_DECIMAL_EXPONENT = 6144;

const NUMERAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,5}))?$/;

/** Reads a numeral such as `12`, `-0.5`, `.5`, `1.5e-3`; null when the text is none. */
export function parseParts(text: string): Parts | null {
  const match = NUMERAL.exec(text);
  if (match === null) return null;
  const [, sign, whole = '', fraction = '', power] = match;
  if (whole === '' && fraction === '') return null;
  const digits = BigInt(whole + fraction);
  return { coefficient: sign === '-' ? -digits : digits, exponent: Number(power ?? 0) - fraction.length };
}

/** Powers that come up in arithmetic of 34 digits; made once, because each costs a BigInt power. */
const POWERS: readonly bigint[] = Array.from(
  { length: 3 * DECIMAL_DIGITS },
  (_, exponent) => 10n ** BigInt(exponent),
);

/** How many decimal digits an integer has; 0 has one. The double nearby guesses, the powers decide. */
export function digitCount(value: bigint): number {
  const magnitude = value < 0n ? -value : value;
  if (magnitude < 10n) return 1;
  const guess = Math.floor(Math.log10(Number(magnitude)));
  if (guess >= POWERS.length - 2) return magnitude.toString().length;
  if (magnitude < powerOfTen(guess)) return guess;
  return magnitude < powerOfTen(guess + 1) ? guess + 1 : guess + 2;
}

export function powerOfTen(exponent: number): bigint {
  return POWERS[exponent] ?? 10n ** BigInt(exponent);
}

/** Divides by 10^count and rounds to an integer. */
export function dropDigits(coefficient: bigint, count: number, rounding: Rounding): bigint {
  if (count <= 0) return coefficient * powerOfTen(-count);
  const divisor = powerOfTen(count);
  return roundQuotient(coefficient, divisor, rounding);
}

/** `dividend / divisor` as an integer, rounded; the divisor is positive. */
export function roundQuotient(dividend: bigint, divisor: bigint, rounding: Rounding): bigint {
  const quotient = dividend / divisor;
  const rest = dividend - quotient * divisor;
  if (rest === 0n) return quotient;
  const away = dividend < 0n ? -1n : 1n;
  const twice = (rest < 0n ? -rest : rest) * 2n;
  return roundsAway(rounding, twice < divisor ? -1 : twice > divisor ? 1 : 0, {
    isNegative: dividend < 0n,
    isOdd: quotient % 2n !== 0n,
  })
    ? quotient + away
    : quotient;
}

function roundsAway(
  rounding: Rounding,
  half: -1 | 0 | 1,
  value: { isNegative: boolean; isOdd: boolean },
): boolean {
  switch (rounding) {
    case 'halfEven':
      return half > 0 || (half === 0 && value.isOdd);
    case 'halfUp':
      return half >= 0;
    case 'halfDown':
      return half > 0;
    case 'up':
      return true;
    case 'down':
      return false;
    case 'floor':
      return value.isNegative;
    case 'ceiling':
      return !value.isNegative;
    default:
      return rounding satisfies never;
  }
}

/** Rounds to 34 digits and strips trailing zeros. */
export function trim(parts: Parts): Parts {
  let { coefficient, exponent } = parts;
  if (coefficient === 0n) return { coefficient: 0n, exponent: 0 };
  const excess = digitCount(coefficient) - DECIMAL_DIGITS;
  if (excess > 0) {
    coefficient = dropDigits(coefficient, excess, 'halfEven');
    exponent += excess;
  }
  if (coefficient % 10n !== 0n) return { coefficient, exponent };
  const text = coefficient.toString();
  let zeros = 0;
  while (text.charCodeAt(text.length - 1 - zeros) === 48) zeros += 1;
  return { coefficient: coefficient / powerOfTen(zeros), exponent: exponent + zeros };
}

export function addParts(left: Parts, right: Parts): Parts {
  const exponent = Math.min(left.exponent, right.exponent);
  const distance = Math.abs(left.exponent - right.exponent);
  if (distance > 4 * DECIMAL_DIGITS && left.coefficient !== 0n && right.coefficient !== 0n) {
    return largerOf(left, right);
  }
  return { coefficient: scaled(left, exponent) + scaled(right, exponent), exponent };
}

/** When one addend lies far below the last digit of the other, the sum is the other. */
function largerOf(left: Parts, right: Parts): Parts {
  const leftSize = left.exponent + digitCount(left.coefficient);
  const rightSize = right.exponent + digitCount(right.coefficient);
  return leftSize >= rightSize ? left : right;
}

function scaled(parts: Parts, exponent: number): bigint {
  if (parts.coefficient === 0n) return 0n;
  return parts.coefficient * powerOfTen(parts.exponent - exponent);
}

export function multiplyParts(left: Parts, right: Parts): Parts {
  return { coefficient: left.coefficient * right.coefficient, exponent: left.exponent + right.exponent };
}

/** The quotient to 34 digits, half-even. The divisor isn't 0. */
export function divideParts(left: Parts, right: Parts): Parts {
  const shift = Math.max(
    0,
    DECIMAL_DIGITS + 2 + digitCount(right.coefficient) - digitCount(left.coefficient),
  );
  const dividend = left.coefficient * powerOfTen(shift);
  let quotient = dividend / right.coefficient;
  const isExact = quotient * right.coefficient === dividend;
  let exponent = left.exponent - right.exponent - shift;
  if (!isExact) {
    // A sticky digit behind the last one keeps half-even right when the quotient was cut.
    quotient = quotient * 10n + (left.coefficient < 0n === right.coefficient < 0n ? 1n : -1n);
    exponent -= 1;
  }
  return { coefficient: quotient, exponent };
}

/** −1, 0 or 1. */
export function compareParts(left: Parts, right: Parts): number {
  const difference = addParts(left, {
    coefficient: -right.coefficient,
    exponent: right.exponent,
  }).coefficient;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** Rounds to a number of digits after the point (negative: before it). */
export function roundParts(parts: Parts, scale: number, rounding: Rounding): Parts {
  const excess = -parts.exponent - scale;
  if (excess <= 0) return parts;
  const distance = digitCount(parts.coefficient) + 1;
  const cut = Math.min(excess, distance);
  const coefficient = dropDigits(parts.coefficient, cut, rounding);
  return excess === cut
    ? { coefficient, exponent: -scale }
    : { coefficient: roundTiny(parts, rounding), exponent: -scale };
}

/** A value that lies wholly behind the last kept digit becomes 0 or one unit, as the mode says. */
function roundTiny(parts: Parts, rounding: Rounding): bigint {
  return roundQuotient(parts.coefficient < 0n ? -1n : parts.coefficient === 0n ? 0n : 1n, 1000n, rounding);
}

/** Plain digits without an exponent, as FEEL's string() wants them. */
export function formatParts(parts: Parts): string {
  const negative = parts.coefficient < 0n;
  const digits = (negative ? -parts.coefficient : parts.coefficient).toString();
  const sign = negative ? '-' : '';
  if (parts.exponent >= 0) return sign + digits + '0'.repeat(parts.coefficient === 0n ? 0 : parts.exponent);
  const point = digits.length + parts.exponent;
  return point > 0
    ? `${sign}${digits.slice(0, point)}.${digits.slice(point)}`
    : `${sign}0.${'0'.repeat(-point)}${digits}`;
}
