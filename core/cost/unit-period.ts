/**
 * Unit-periods of 12 CFR 1026 Appendix J (b)(4) and (b)(5): how many whole ones and what fraction of one lie between two
 * days. Months are measured back from the later day, to the same date or the last of a shorter month.
 */
import { type Day, dayOf, partsOfDay } from '@plimsoll/core/calendar';
import { assert, ok, refuse, type Result } from '@plimsoll/core/base';

/** A month, week or day and multiples of them; half a month; a year is twelve months or one year. */
export type UnitPeriod = {
  readonly every: number;
  readonly unit: 'day' | 'week' | 'half_month' | 'month' | 'year';
};

export type PeriodCount = { readonly full: number; readonly fraction: number };

const DAYS_OF = { day: 1, week: 7, half_month: 15, month: 30 } as const;
const DAYS_OF_A_YEAR = 365;
/** A unit-period is at most a year: (b)(4)(i). */
const MOST = { day: 365, week: 52, half_month: 1, month: 12, year: 1 } as const;

/** Refuses a unit-period that the regulation does not know. */
export function checkUnitPeriod({ every, unit }: UnitPeriod): Result<UnitPeriod> {
  if (!Object.hasOwn(MOST, unit) || !Number.isInteger(every) || every < 1 || every > MOST[unit])
    return refuse('cost_input_refused', 'CST-8', {
      problem: 'no unit-period',
      every: String(every),
      unit,
    });
  return ok({ every, unit });
}

/** Unit-periods a year: 365 days, 52 weeks, 24 half months, 12 months; 365/7 is not used for weeks: (b)(6). */
export function periodsPerYear({ every, unit }: UnitPeriod): number {
  const units = { day: 365, week: 52, half_month: 24, month: 12, year: 1 }[unit];
  return units / every;
}

/** From `from` to `to`, which is not before it. Asserts their order. */
export function countUnitPeriods(from: Day, to: Day, { every, unit }: UnitPeriod): PeriodCount {
  assert(from <= to, 'unit-periods are counted forwards');
  switch (unit) {
    case 'day':
    case 'week':
      return splitDays(to - from, DAYS_OF[unit] * every);
    case 'half_month':
      return splitDays(thirties(from, to), DAYS_OF.half_month);
    case 'month':
      if (every === 1) return countMonths(from, to);
      // (b)(5)(v): twelve months are a year.
      return every === 12 ? countYears(from, to) : splitDays(thirties(from, to), DAYS_OF.month * every);
    case 'year':
      return countYears(from, to);
    default:
      return unit satisfies never;
  }
}

function splitDays(days: number, length: number): PeriodCount {
  const full = Math.floor(days / length);
  return { full, fraction: (days - full * length) / length };
}

/** Thirty days for each whole month and the days that remain: (b)(5)(iii). */
function thirties(from: Day, to: Day): number {
  const { months, days } = monthsAndDays(from, to);
  return months * DAYS_OF.month + days;
}

/** (b)(5)(ii). Thirty remaining days, before a month of 31, are a whole period. */
function countMonths(from: Day, to: Day): PeriodCount {
  const { months, days } = monthsAndDays(from, to);
  const rest = splitDays(days, DAYS_OF.month);
  return { full: months + rest.full, fraction: rest.fraction };
}

/** (b)(5)(v): what remains of a year is months/12 where it is whole months, else days/365. */
function countYears(from: Day, to: Day): PeriodCount {
  const { months, days } = monthsAndDays(from, to);
  const full = Math.floor(months / 12);
  if (days === 0) return { full, fraction: (months % 12) / 12 };
  const start = monthsBefore(to, full * 12);
  const rest = splitDays(start - from, DAYS_OF_A_YEAR);
  return { full: full + rest.full, fraction: rest.fraction };
}

/**
 * Whole months measured back from `to`, and the days from `from` to where they begin. The last day of a shorter month is
 * the same date as `from` when that month has no such date (31 January to 28 February is one month).
 */
function monthsAndDays(from: Day, to: Day): { readonly months: number; readonly days: number } {
  const [start, end] = [partsOfDay(from), partsOfDay(to)];
  const most = (end.year - start.year) * 12 + end.month - start.month;
  if (monthsBefore(from, -most) === to) return { months: most, days: 0 };
  const months = monthsBefore(to, most) >= from ? most : most - 1;
  return { months, days: monthsBefore(to, months) - from };
}

/** The same date so many months earlier (later when negative), or the last day of that month when it is shorter. */
function monthsBefore(day: Day, months: number): Day {
  const { year, month, date } = partsOfDay(day);
  const inMonth = (at: number, dateThere: number) => dayOf(Math.floor(at / 12), (at % 12) + 1, dateThere);
  const target = year * 12 + month - 1 - months;
  const last = partsOfDay((inMonth(target + 1, 1) - 1) as Day).date;
  return inMonth(target, Math.min(date, last));
}
