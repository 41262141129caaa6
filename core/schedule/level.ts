/**
 * The level payment (等额本息): the balance after all periods, grown at their rates, over the value then of one unit
 * paid at the end of each. Periods of grace only grow the balance by nothing, since their interest is paid.
 */
import { mulDiv, type Minor, minor, RATE_SCALE, type Rate, roundMinor } from '@plimsoll/core/money';
import { periodRate } from './interest.ts';
import type { InterestPeriod } from './period.ts';
import { type PreparedTerms, rateOfInstalment } from './prepare.ts';

export type Annuity = {
  readonly balanceMinor: number;
  /** Kept back for the last instalment. */
  readonly balloonMinor: number;
  /** The periods that repay. */
  readonly periods: readonly InterestPeriod[];
  readonly rateAnnual: Rate;
};

/** Beyond it all that grows is scaled down: 10,000 % a year over 520 instalments would leave the doubles otherwise. */
const MOST_GROWTH = 2 ** 500;

/** The level payment of an annuity, rounded to the terms' multiple. */
export function levelPayment(prepared: PreparedTerms, annuity: Annuity): Minor {
  let growth = 1;
  let worth = 0;
  // What one unit at the end comes to; below 1 only where rates are so high that growth has to be scaled down.
  let unit = 1;
  for (const period of annuity.periods) {
    const rate = rateOfPeriod(prepared, period, annuity.rateAnnual);
    growth *= 1 + rate;
    worth = unit + worth * (1 + rate);
    if (growth < MOST_GROWTH) continue;
    growth /= MOST_GROWTH;
    worth /= MOST_GROWTH;
    unit /= MOST_GROWTH;
  }
  const payment = (annuity.balanceMinor * growth - annuity.balloonMinor * unit) / worth;
  return toMultiple(prepared, payment);
}

/** An amount rounded to the multiple that instalments have. */
export function toMultiple({ terms }: PreparedTerms, amount: number): Minor {
  const { multipleMinor, multipleMode, mode } = terms.rounding;
  if (multipleMinor === 1) return roundMinor(amount, mode);
  return minor(roundMinor(amount / multipleMinor, multipleMode) * multipleMinor);
}

/** The n-th part of an amount, rounded to the multiple. */
export function evenPart(prepared: PreparedTerms, amountMinor: number, count: number): Minor {
  const { multipleMinor, multipleMode, mode } = prepared.terms.rounding;
  if (multipleMinor === 1) return mulDiv(amountMinor, { numerator: 1, denominator: count }, mode);
  const parts = mulDiv(amountMinor, { numerator: 1, denominator: count * multipleMinor }, multipleMode);
  return minor(parts * multipleMinor);
}

function rateOfPeriod(prepared: PreparedTerms, period: InterestPeriod, rateAnnual: Rate): number {
  const rate = rateOfInstalment(prepared, period.n, rateAnnual);
  if (prepared.terms.annuity === 'periods') return periodRate(prepared, period, rate);
  const { numerator, denominator } = prepared.usualPeriod;
  return (rate * numerator) / (denominator * RATE_SCALE);
}
