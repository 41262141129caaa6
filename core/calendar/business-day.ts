/** Days on which money moves: weekends and holidays, and where a day that is none of them goes instead. */
import { assertNever } from '@plimsoll/core/base';
import { type Day, partsOfDay } from './day.ts';

export type HolidayRule = 'none' | 'following' | 'modified_following' | 'preceding';

export type BusinessCalendar = {
  /** Days of the week that are none, 1 Monday … 7 Sunday. */
  readonly weekend: ReadonlySet<number>;
  readonly holidays: ReadonlySet<Day>;
};

/** The longest row of days without business that is stepped over. */
export const MAX_CLOSED_DAYS = 60;

/** 1 Monday … 7 Sunday. 1970-01-01 was a Thursday. */
export function dayOfWeek(day: Day): number {
  const fromMonday = (((day + 3) % 7) + 7) % 7;
  return fromMonday + 1;
}

/** Whether money moves that day. */
export function isBusinessDay(day: Day, calendar: BusinessCalendar): boolean {
  return !calendar.weekend.has(dayOfWeek(day)) && !calendar.holidays.has(day);
}

/** The day itself, or where the rule moves it. Asserts that at most `MAX_CLOSED_DAYS` follow each other. */
export function adjustDay(day: Day, rule: HolidayRule, calendar: BusinessCalendar): Day {
  switch (rule) {
    case 'none':
      return day;
    case 'following':
      return walk(day, 1, calendar);
    case 'preceding':
      return walk(day, -1, calendar);
    case 'modified_following': {
      const next = walk(day, 1, calendar);
      return partsOfDay(next).month === partsOfDay(day).month ? next : walk(day, -1, calendar);
    }
    default:
      return assertNever(rule);
  }
}

function walk(day: Day, step: 1 | -1, calendar: BusinessCalendar): Day {
  for (let moved = 0; moved <= MAX_CLOSED_DAYS; moved++) {
    const candidate = (day + step * moved) as Day;
    if (isBusinessDay(candidate, calendar)) return candidate;
  }
  throw new Error(`assertion failed: at most ${MAX_CLOSED_DAYS} closed days in a row`);
}
