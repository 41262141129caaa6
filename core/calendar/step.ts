/**
 * Steps of days, weeks and months. A date that a month does not have (31 April) is clamped to the month's last day, or
 * rolls over into the next month, as the contract says; it is always reckoned from the anchor, so that 31 January leads
 * to 28 February and then to 31 March.
 */
import { assert } from '@plimsoll/core/base';
import { type Day, dayOf, partsOfDay } from './day.ts';

export type PeriodUnit = 'day' | 'week' | 'month';
export type Period = { readonly every: number; readonly unit: PeriodUnit };
/** What becomes of a date that the month does not have. */
export type MonthEnd = 'clamp' | 'roll';

const DAYS_OF_WEEK = 7;
const SHORTEST_MONTH = 28;

/** The last day of the month, 28 … 31. */
export function daysOfMonth(year: number, month: number): number {
  return dayOf(year, month + 1, 1) - dayOf(year, month, 1);
}

/** The day `count` months after the anchor, or before it. */
export function addMonths(anchor: Day, count: number, monthEnd: MonthEnd): Day {
  assert(Number.isInteger(count), 'whole months');
  const { year, month, date } = partsOfDay(anchor);
  return dayOfMonth({ year, month: month + count }, date, monthEnd);
}

/** The day of that date in a month; months past 12 belong to later years. */
export function dayOfMonth(
  { year, month }: { readonly year: number; readonly month: number },
  date: number,
  monthEnd: MonthEnd,
): Day {
  const index = year * 12 + (month - 1);
  const wholeYear = Math.floor(index / 12);
  const wholeMonth = index - wholeYear * 12 + 1;
  // Every month has 28 days: only later dates need its length.
  const isSure = date <= SHORTEST_MONTH || monthEnd === 'roll';
  const last = isSure ? date : Math.min(date, daysOfMonth(wholeYear, wholeMonth));
  return dayOf(wholeYear, wholeMonth, last);
}

/** The day `count` periods after the anchor. */
export function addPeriods(
  anchor: Day,
  {
    count,
    period,
    monthEnd,
  }: { readonly count: number; readonly period: Period; readonly monthEnd: MonthEnd },
): Day {
  const steps = count * period.every;
  if (period.unit === 'month') return addMonths(anchor, steps, monthEnd);
  return (anchor + steps * (period.unit === 'week' ? DAYS_OF_WEEK : 1)) as Day;
}

/** Whether the year has a 29 February. */
export function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}
