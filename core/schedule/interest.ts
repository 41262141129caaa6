/** Interest as exact fractions that are rounded later, once. */
import { yearFractions, type Day } from '@plimsoll/core/calendar';
import {
  approximate,
  type Minor,
  minor,
  RATE_SCALE,
  type Rate,
  roundSum,
  type Term,
} from '@plimsoll/core/money';
import type { InterestPeriod } from './period.ts';
import type { PreparedTerms } from './prepare.ts';

export type Stretch = {
  /** Within the period: from a day (included) to a day (excluded). */
  readonly from: Day;
  readonly to: Day;
  readonly balanceMinor: number;
  readonly rateAnnual: Rate;
};

/** Adds the interest of a stretch of days of one balance to a list of fractions. */
export function addInterest(
  into: Term[],
  prepared: PreparedTerms,
  { period, stretch }: { readonly period: InterestPeriod; readonly stretch: Stretch },
): void {
  const { from, to, balanceMinor, rateAnnual } = stretch;
  if (to <= from || balanceMinor === 0 || rateAnnual === 0) return;
  const { terms, wholePeriod } = prepared;
  if (terms.accrual === 'period') {
    const days = to - from;
    const { numerator, denominator } = wholePeriod;
    into.push(
      days === period.wholeDays
        ? { a: balanceMinor, b: rateAnnual, c: numerator, d: denominator * RATE_SCALE }
        : {
            a: balanceMinor,
            b: rateAnnual,
            c: numerator * days,
            d: denominator * period.wholeDays * RATE_SCALE,
          },
    );
    return;
  }
  for (const { numerator, denominator } of yearFractions(from, to, terms))
    into.push({ a: balanceMinor, b: rateAnnual, c: numerator, d: denominator * RATE_SCALE });
}

/** Rounds interest as the terms say: at once, or each stretch by itself. */
export function roundInterest(prepared: PreparedTerms, interest: readonly Term[]): Minor {
  const { mode, point } = prepared.terms.rounding;
  if (point === 'instalment' || interest.length < 2) return roundSum(interest, mode);
  let sum = 0;
  for (const term of interest) sum += roundSum([term], mode);
  return minor(sum);
}

/** The interest of 1 over a whole period, as a double: for annuities. */
export function periodRate(prepared: PreparedTerms, period: InterestPeriod, rateAnnual: Rate): number {
  const terms: Term[] = [];
  const stretch = { from: period.from, to: period.to, balanceMinor: 1, rateAnnual };
  addInterest(terms, prepared, { period, stretch });
  return approximate(terms);
}
