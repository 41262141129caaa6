/** The days between which interest runs, and the days on which instalments fall due. */
import { assert } from '@plimsoll/core/base';
import { addPeriods, adjustDay, type Day, dayOfMonth, partsOfDay } from '@plimsoll/core/calendar';
import type { PreparedTerms } from './prepare.ts';

export type InterestPeriod = {
  /** The number of the instalment, from 1. */
  readonly n: number;
  /** Interest runs from this day (included)… */
  readonly from: Day;
  /** …to this one (excluded). */
  readonly to: Day;
  /** The day the instalment falls due: `to`, or where a holiday moves it. */
  readonly due: Day;
  /** Days of the whole period that this one is, or is a part of. */
  readonly wholeDays: number;
};

/**
 * From where due days are reckoned: `steps` periods after a day, or a date of each month. So a 31st stays a 31st after
 * a short month.
 */
export type DueAnchor =
  | { readonly kind: 'day'; readonly day: Day; readonly steps: number }
  | { readonly kind: 'date'; readonly year: number; readonly month: number; readonly date: number };

export type PeriodStart = {
  /** Interest of the first period runs from here. */
  readonly from: Day;
  readonly anchor: DueAnchor;
  /** The number of the first instalment. */
  readonly n: number;
  readonly count: number;
};

/** The months looked ahead for a first due day: more than the least days of any first period ask for. */
const MAX_MONTHS_AHEAD = 4;

/** The periods of a loan paid out on a day. */
export function periodsOf(prepared: PreparedTerms, disbursedOn: Day): readonly InterestPeriod[] {
  const { instalments } = prepared.terms;
  return periodsFrom(prepared, {
    from: disbursedOn,
    anchor: firstAnchor(prepared, disbursedOn),
    n: 1,
    count: instalments,
  });
}

/** Consecutive periods: the first to the first due day, however long that is, the rest whole ones. */
export function periodsFrom(prepared: PreparedTerms, start: PeriodStart): readonly InterestPeriod[] {
  const { holiday, firstPeriod } = prepared.terms;
  const anchor = datedAnchor(prepared, start.anchor);
  const periods: InterestPeriod[] = [];
  let { from } = start;
  for (let index = 0; index < start.count; index++) {
    const plain = dueAt(prepared, anchor, index);
    const due = holiday.rule === 'none' ? plain : adjustDay(plain, holiday.rule, prepared.calendar);
    const to = holiday.movesInterest ? due : plain;
    assert(to > from, 'days in order');
    const isOdd = index === 0 && firstPeriod.interest === 'actual';
    const wholeDays = isOdd ? plain - dueAt(prepared, anchor, -1) : to - from;
    periods.push({ n: start.n + index, from, to, due, wholeDays });
    from = to;
  }
  return periods;
}

/** The same anchor as a date of the month where periods are months, so that its parts are taken once. */
function datedAnchor({ terms }: PreparedTerms, anchor: DueAnchor): DueAnchor {
  if (anchor.kind === 'date' || terms.period.unit !== 'month') return anchor;
  const { year, month, date } = partsOfDay(anchor.day);
  return { kind: 'date', year, month: month + anchor.steps * terms.period.every, date };
}

/** The due day `index` periods after the first. */
export function dueAt({ terms }: PreparedTerms, anchor: DueAnchor, index: number): Day {
  const { period, monthEnd } = terms;
  if (anchor.kind === 'day') return addPeriods(anchor.day, { count: anchor.steps + index, period, monthEnd });
  const month = anchor.month + index * period.every;
  return dayOfMonth({ year: anchor.year, month }, anchor.date, monthEnd);
}

/** From where the due days of a loan paid out on a day are reckoned. */
export function firstAnchor({ terms }: PreparedTerms, disbursedOn: Day): DueAnchor {
  const { period, monthEnd, firstPeriod } = terms;
  const { dueDayOfMonth: date, minDays } = firstPeriod;
  if (date === null || period.unit !== 'month') return { kind: 'day', day: disbursedOn, steps: 1 };
  const { year, month } = partsOfDay(disbursedOn);
  for (let ahead = 0; ahead <= MAX_MONTHS_AHEAD; ahead++) {
    const due = dayOfMonth({ year, month: month + ahead }, date, monthEnd);
    if (due > disbursedOn && due - disbursedOn >= minDays)
      return { kind: 'date', year, month: month + ahead, date };
  }
  throw new Error('assertion failed: a due day within a few months');
}
