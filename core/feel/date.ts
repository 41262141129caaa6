/** FEEL dates over core/calendar: reading, writing, parts (OMG DMN 1.5, 10.3.2.3.5). Years −999,999,999 to 999,999,999. */
import { dayOf, partsOfDay } from '@plimsoll/core/calendar';
import type { FeelDate } from './value.ts';

const MAX_YEAR = 999_999_999;
const LEAST_DAY = dayOf(-MAX_YEAR, 1, 1);
const MOST_DAY = dayOf(MAX_YEAR, 12, 31);
/** As XML Schema writes it: four digits, more only without a leading zero; there is no year −0. */
export const DATE_PATTERN = '(-?(?:[1-9]\\d{4,8}|\\d{4}))-(\\d{2})-(\\d{2})';
const ISO_DATE = new RegExp(`^${DATE_PATTERN}$`);

/** Reads `YYYY-MM-DD`; null when it is no such day. */
export function parseDate(text: string): FeelDate | null {
  const match = ISO_DATE.exec(text);
  return match === null ? null : readDateParts(match);
}

/** The date of a match of `DATE_PATTERN`, whose groups are 1 to 3. */
export function readDateParts(match: RegExpExecArray): FeelDate | null {
  const [, year = '', month, date] = match;
  return year === '-0000' ? null : dateOf(Number(year), Number(month), Number(date));
}

/** The day of year, month and date of the month; null when there is no such day. */
export function dateOf(year: number, month: number, date: number): FeelDate | null {
  const isPossible =
    Math.abs(year) <= MAX_YEAR && month >= 1 && month <= 12 && date >= 1 && date <= daysIn(year, month);
  return isPossible ? { kind: 'date', day: dayOf(year, month, date) } : null;
}

function daysIn(year: number, month: number): number {
  const [nextYear, nextMonth] = month === 12 ? [year + 1, 1] : [year, month + 1];
  return dayOf(nextYear, nextMonth, 1) - dayOf(year, month, 1);
}

/** The date of a whole number of days since 1970-01-01; null beyond the years of FEEL. */
export function dateOfDay(day: number): FeelDate | null {
  return day >= LEAST_DAY && day <= MOST_DAY ? { kind: 'date', day: day as FeelDate['day'] } : null;
}

/** Months later (or earlier); a day that the month doesn't have becomes its last. Null beyond the years of FEEL. */
export function addMonths(date: FeelDate, months: number): FeelDate | null {
  const parts = partsOfDate(date);
  const index = parts.year * 12 + (parts.month - 1) + months;
  const year = Math.floor(index / 12);
  const month = index - year * 12 + 1;
  return Math.abs(year) > MAX_YEAR ? null : dateOf(year, month, Math.min(parts.date, daysIn(year, month)));
}

export function formatDate(date: FeelDate): string {
  const { year, month, date: day } = partsOfDate(date);
  const sign = year < 0 ? '-' : '';
  return `${sign}${String(Math.abs(year)).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(day)}`;
}

export function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

export function partsOfDate(value: FeelDate): {
  readonly year: number;
  readonly month: number;
  readonly date: number;
} {
  return partsOfDay(value.day);
}

/** Monday is 1, Sunday 7. 1970-01-01 was a Thursday. */
export function weekday(value: FeelDate): number {
  return ((((value.day + 3) % 7) + 7) % 7) + 1;
}

/** From 1 to 366. */
export function dayOfYear(value: FeelDate): number {
  return value.day - dayOf(partsOfDate(value).year, 1, 1) + 1;
}

/** The week of ISO 8601: the one that holds its year's first Thursday is the first. */
export function weekOfYear(value: FeelDate): number {
  const thursday = { kind: 'date', day: (value.day + 4 - weekday(value)) as FeelDate['day'] } as const;
  return Math.floor((dayOfYear(thursday) - 1) / 7) + 1;
}
