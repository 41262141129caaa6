/**
 * Decimal numbers straight from bytes. Digits of at most 15 places with a power of ten of at most 22 are exact doubles
 * on both sides of one division, so the quotient is the nearest double (Clinger, "How to Read Floating Point Numbers
 * Accurately", PLDI 1990); anything longer goes through `Number`. Grammar: sign, digits, point, exponent; no spaces.
 */
import type { Cell } from './dictionary.ts';

/** A cell with the number that was read from it. */
export type DecimalCell = Cell & { value: number };

const MAX_EXACT_DIGITS = 15;
const POWERS = Float64Array.from({ length: 23 }, (_, power) => 10 ** power);
const DECIMAL = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;

/**
 * Reads the plain number that begins at `start`, sets `end` behind it and `value`; returns false, with nothing set,
 * where it needs the long way or is none. The bytes end with one that is no digit.
 */
export function readPlainDecimal(cell: DecimalCell): boolean {
  const { bytes, start } = cell;
  let at = start;
  const sign = bytes[at] as number;
  if (sign === 45 || sign === 43) at += 1;
  const first = at;
  let mantissa = 0;
  let digit = (bytes[at] as number) - 48;
  while (digit >= 0 && digit <= 9) {
    mantissa = mantissa * 10 + digit;
    at += 1;
    digit = (bytes[at] as number) - 48;
  }
  let digits = at - first;
  let places = 0;
  if (digit === -2) {
    const point = at;
    at += 1;
    digit = (bytes[at] as number) - 48;
    while (digit >= 0 && digit <= 9) {
      mantissa = mantissa * 10 + digit;
      at += 1;
      digit = (bytes[at] as number) - 48;
    }
    places = at - point - 1;
    digits += places;
  }
  if (digits === 0 || digits > MAX_EXACT_DIGITS || digit === 53 || digit === 21) return false;
  const size = places === 0 ? mantissa : mantissa / (POWERS[places] as number);
  cell.end = at;
  cell.value = sign === 45 ? 0 - size : size;
  return true;
}

/** The number that the text is, ±Infinity where it is too large or says so, NaN where it is none. */
export function decimalOf(text: string): number {
  if (DECIMAL.test(text)) return Number(text) + 0;
  return INFINITE.has(text.toLowerCase())
    ? text.startsWith('-')
      ? Number.NEGATIVE_INFINITY
      : Number.POSITIVE_INFINITY
    : Number.NaN;
}

const INFINITE = new Set(['inf', '+inf', '-inf', 'infinity', '+infinity', '-infinity', '1.#inf', '-1.#inf']);
