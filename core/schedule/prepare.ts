/** Terms made ready once per version: rates as whole numbers, holidays as days, fractions of a whole period. */
import { assert } from '@plimsoll/core/base';
import { type BusinessCalendar, type Day, parseDay, yearDays } from '@plimsoll/core/calendar';
import { type Rate, rateOf } from '@plimsoll/core/money';
import type { LoanTerms } from './terms.ts';

const MONTHS_OF_YEAR = 12;
const DAYS_OF_WEEK = 7;
const USUAL_YEAR_DAYS = 365;
const USUAL_MONTH_DAYS = 30;

export type PreparedTerms = {
  readonly terms: LoanTerms;
  readonly rateAnnual: Rate;
  readonly calendar: BusinessCalendar;
  /** A whole period as a part of the year. */
  readonly wholePeriod: { readonly numerator: number; readonly denominator: number };
  /** The period that an annuity of usual periods reckons with. */
  readonly usualPeriod: { readonly numerator: number; readonly denominator: number };
};

/** Makes terms ready. Asserts that they came through `readTerms`. */
export function prepareTerms(terms: LoanTerms): PreparedTerms {
  const holidays = new Set(terms.holiday.days.map(dayOfText));
  return {
    terms,
    rateAnnual: rateOf(terms.rateAnnual),
    calendar: { holidays, weekend: new Set(terms.holiday.weekend) },
    wholePeriod: wholePeriodOf(terms),
    usualPeriod: usualPeriodOf(terms),
  };
}

/** The rate of an instalment: of its promotion, of its interest-free grace, or the loan's. */
export function rateOfInstalment(prepared: PreparedTerms, instalment: number, rateAnnual: Rate): Rate {
  const { grace, promotions } = prepared.terms;
  if (instalment <= grace.interestFree) return rateOf(0);
  for (const promotion of promotions)
    if (instalment >= promotion.fromInstalment && instalment <= promotion.toInstalment)
      return rateOf(promotion.rateAnnual);
  return rateAnnual;
}

function wholePeriodOf({ period, dayCount }: LoanTerms): PreparedTerms['wholePeriod'] {
  if (period.unit === 'month') return { numerator: period.every, denominator: MONTHS_OF_YEAR };
  const days = period.every * (period.unit === 'week' ? DAYS_OF_WEEK : 1);
  return { numerator: days, denominator: yearDays(dayCount) ?? USUAL_YEAR_DAYS };
}

function usualPeriodOf(terms: LoanTerms): PreparedTerms['usualPeriod'] {
  if (terms.accrual === 'period') return wholePeriodOf(terms);
  const { every, unit } = terms.period;
  const days = every * (unit === 'month' ? USUAL_MONTH_DAYS : unit === 'week' ? DAYS_OF_WEEK : 1);
  return { numerator: days, denominator: yearDays(terms.dayCount) ?? USUAL_YEAR_DAYS };
}

function dayOfText(text: string): Day {
  const day = parseDay(text);
  assert(day !== null, 'a day');
  return day;
}
