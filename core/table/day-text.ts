/**
 * Dates as files write them, year first (the only order that can't be mistaken): `2026-01-31`, `2026/1/31`, each with
 * or without a time of day behind it, which is not used. The value is the day of core/calendar.
 */
import { dayOf, partsOfDay } from '@plimsoll/core/calendar';

const DATE =
  /^(\d{4})([-/])(\d{1,2})\2(\d{1,2})(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;

/** Days since 1970-01-01; NaN when the text is no date that exists. */
export function dayOfText(text: string): number {
  const match = DATE.exec(text);
  if (match === null) return Number.NaN;
  const [year, month, date] = [Number(match[1]), Number(match[3]), Number(match[4])];
  if (month < 1 || month > 12) return Number.NaN;
  const day = dayOf(year, month, date);
  const parts = partsOfDay(day);
  return parts.month === month && parts.date === date ? day : Number.NaN;
}
