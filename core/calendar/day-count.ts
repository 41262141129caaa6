/**
 * What part of a year lies between two days, as exact fractions. Source: ISDA 2006 definitions, section 4.16: (f)
 * 30/360, (g) 30E/360, (d) act/365 fixed, (e) act/360, (b) act/act (each calendar year by its own length).
 */
import { assert, assertNever } from '@plimsoll/core/base';
import { type Day, dayOf, partsOfDay } from './day.ts';
import { isLeapYear } from './step.ts';

export const dayCounts = ['30/360', '30E/360', 'act/360', 'act/364', 'act/365', 'act/act'] as const;
export type DayCount = (typeof dayCounts)[number];
/** Whether 29 February bears interest. */
export type LeapDay = 'counted' | 'ignored';

/** `numerator / denominator` of a year; both whole, denominator above 0. */
export type YearFraction = { readonly numerator: number; readonly denominator: number };

/** Days of the year that a convention divides by, where it is the same every year; null for act/act. */
export function yearDays(dayCount: DayCount): number | null {
  switch (dayCount) {
    case '30/360':
    case '30E/360':
    case 'act/360':
      return 360;
    case 'act/364':
      return 364;
    case 'act/365':
      return 365;
    case 'act/act':
      return null;
    default:
      return assertNever(dayCount);
  }
}

/**
 * The part of a year from a day (included) to a later one (excluded), as one fraction, or for act/act one for each
 * calendar year. Asserts that `to` is not before `from`.
 */
export function yearFractions(
  from: Day,
  to: Day,
  { dayCount, leapDay }: { readonly dayCount: DayCount; readonly leapDay: LeapDay },
): readonly YearFraction[] {
  assert(to >= from, 'days in order');
  switch (dayCount) {
    case '30/360':
      return [{ numerator: thirties(from, to, false), denominator: 360 }];
    case '30E/360':
      return [{ numerator: thirties(from, to, true), denominator: 360 }];
    case 'act/360':
    case 'act/364':
    case 'act/365': {
      const skipped = leapDay === 'ignored' ? leapDaysBetween(from, to) : 0;
      return [{ numerator: to - from - skipped, denominator: yearDays(dayCount) ?? 1 }];
    }
    case 'act/act':
      return yearByYear(from, to);
    default:
      return assertNever(dayCount);
  }
}

function thirties(from: Day, to: Day, isEuropean: boolean): number {
  const start = partsOfDay(from);
  const end = partsOfDay(to);
  const startDate = Math.min(start.date, 30);
  const endDate = end.date === 31 && (isEuropean || startDate === 30) ? 30 : end.date;
  return Math.max(0, 360 * (end.year - start.year) + 30 * (end.month - start.month) + endDate - startDate);
}

function yearByYear(from: Day, to: Day): readonly YearFraction[] {
  const fractions: YearFraction[] = [];
  let start = from;
  while (start < to) {
    const { year } = partsOfDay(start);
    const next = dayOf(year + 1, 1, 1);
    const end = to < next ? to : next;
    fractions.push({ numerator: end - start, denominator: isLeapYear(year) ? 366 : 365 });
    start = end;
  }
  return fractions.length === 0 ? [{ numerator: 0, denominator: 365 }] : fractions;
}

function leapDaysBetween(from: Day, to: Day): number {
  let count = 0;
  for (let { year } = partsOfDay(from); dayOf(year, 1, 1) < to; year++) {
    if (!isLeapYear(year)) continue;
    const leap = dayOf(year, 2, 29);
    if (leap >= from && leap < to) count += 1;
  }
  return count;
}
