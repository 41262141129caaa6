/** FEEL dates over core/calendar: reading, writing, properties (OMG DMN 1.5, table 65). */
import { dayOf, formatDay, parseDay } from '@plimsoll/core/calendar';
import type { FeelDate, FeelValue } from './value.ts';

/** Reads `YYYY-MM-DD`; null when it is no such day. Years 0001–9999. */
export function parseDate(text: string): FeelDate | null {
  const day = parseDay(text);
  return day === null ? null : { kind: 'date', day };
}

/** The day of year, month and date of the month; null when there is no such day. */
export function dateOf(year: number, month: number, date: number): FeelDate | null {
  const isPossible = year >= 1 && year <= 9999 && month >= 1 && month <= 12 && date >= 1 && date <= 31;
  if (!isPossible) return null;
  const day = dayOf(year, month, date);
  return partsOfDate({ kind: 'date', day }).date === date ? { kind: 'date', day } : null;
}

export function formatDate(date: FeelDate): string {
  return formatDay(date.day);
}

export function partsOfDate(value: FeelDate): {
  readonly year: number;
  readonly month: number;
  readonly date: number;
} {
  const [year, month, date] = formatDay(value.day).split('-').map(Number) as [number, number, number];
  return { year, month, date };
}

/** `.year`, `.month`, `.day`, `.weekday` (Monday is 1); undefined for any other name. */
export function dateProperty(value: FeelDate, name: string): FeelValue | undefined {
  const parts = partsOfDate(value);
  switch (name) {
    case 'year':
      return parts.year;
    case 'month':
      return parts.month;
    case 'day':
      return parts.date;
    case 'weekday':
      return weekday(value);
    default:
      return undefined;
  }
}

/** Monday is 1, Sunday 7. 1970-01-01 was a Thursday. */
export function weekday(value: FeelDate): number {
  return ((((value.day + 3) % 7) + 7) % 7) + 1;
}
