/**
 * A calendar day without a time zone: whole days since 1970-01-01 in the proleptic Gregorian calendar.
 * Source of the conversion: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms" (2013), civil_from_days.
 */
import { assert, type Brand } from '@plimsoll/core/base';

/** Days since 1970-01-01; 0001-01-01 … 9999-12-31. */
export type Day = Brand<number, 'Day'>;

const HYPHEN = 45;
const ZERO = 48;

/** Reads `YYYY-MM-DD`; null when the text is no such day (2026-02-29 is none). */
export function parseDay(text: string): Day | null {
  if (text.length !== 10 || text.charCodeAt(4) !== HYPHEN || text.charCodeAt(7) !== HYPHEN) return null;
  const year = digitsAt(text, 0, 4);
  const month = digitsAt(text, 5, 7);
  const date = digitsAt(text, 8, 10);
  if (year < 0 || month < 1 || month > 12 || date < 1 || date > 31) return null;
  const day = dayOf(year, month, date);
  return date <= 28 || partsOfDay(day).date === date ? day : null;
}

/** A whole number of digits only; −1 when there is something else. Without a pattern, since folds read days by the million. */
function digitsAt(text: string, from: number, to: number): number {
  let value = 0;
  for (let index = from; index < to; index++) {
    const digit = text.charCodeAt(index) - ZERO;
    if (digit < 0 || digit > 9) return -1;
    value = 10 * value + digit;
  }
  return value;
}

/** Writes `YYYY-MM-DD`. */
export function formatDay(day: Day): string {
  const { year, month, date } = partsOfDay(day);
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`;
}

/** Year, month (1–12) and date of the month; any whole number of days that is a safe integer. */
export function partsOfDay(day: Day): {
  readonly year: number;
  readonly month: number;
  readonly date: number;
} {
  const shifted = day + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const date = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return { year, month, date };
}

/** The day of a year, month (1–12) and date; out-of-range dates roll over as in civil arithmetic. */
export function dayOf(year: number, month: number, date: number): Day {
  assert(Number.isInteger(year) && Number.isInteger(month) && Number.isInteger(date), 'whole numbers');
  const shiftedYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(shiftedYear / 400);
  const yearOfEra = shiftedYear - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + date - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return (era * 146_097 + dayOfEra - 719_468) as Day;
}
