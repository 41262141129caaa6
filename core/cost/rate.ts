/**
 * Rates of return of flows: a period (IRR), a year with dates (XIRR), a year with times in years (EU APR). A rate is given
 * only when it is the only one above −100 % at which the flows are worth nothing; otherwise every one found is in the refusal.
 */
import { ok, refuse, type Result } from '@plimsoll/core/base';
import type { Day } from '@plimsoll/core/calendar';
import { findForces } from './root-search.ts';
import { countSignChanges, netTerms, type ValueTerm } from './value-term.ts';

/** Money on a day, seen from one side: what is received has one sign, what is paid the other. Any one unit of money. */
export type DatedFlow = { readonly day: Day; readonly amount: number };

/** Money at a time in years from some start. */
export type TimedFlow = { readonly years: number; readonly amount: number };

const DAYS_OF_A_YEAR = 365;
/** Beyond this the rate is no figure that anyone can read; its logarithm was still found exactly. */
const MAX_RATE = 1e100;

/** The rate a period of flows at 0, 1, 2 … periods, as a fraction. */
export function irr(amounts: readonly number[]): Result<number> {
  return rateOf(amounts.map((amount, periods) => ({ amount, periods, fraction: 0 })));
}

/** IRR × 12: the rate a month of monthly flows, times twelve, as a fraction a year. */
export function irrMonthly12(amounts: readonly number[]): Result<number> {
  const monthly = irr(amounts);
  return monthly.ok ? ok(monthly.value * 12) : monthly;
}

/**
 * The effective rate a year of dated flows, actual days / 365 from the earliest. Order does not matter, and flows of one
 * day count as their sum.
 */
export function xirr(flows: readonly DatedFlow[]): Result<number> {
  const days = flows.map(({ day }) => day);
  if (days.some((day) => !Number.isSafeInteger(day)))
    return refuse('cost_input_refused', 'CST-2', { problem: 'a flow has no day' });
  const start = days.reduce((least, day) => Math.min(least, day), Number.POSITIVE_INFINITY);
  return rateOf(
    flows.map(({ day, amount }) => ({ amount, periods: (day - start) / DAYS_OF_A_YEAR, fraction: 0 })),
  );
}

/**
 * The annual percentage rate of charge of Directive 2008/48/EC Annex I (and 87/102/EEC Annex III before it), as a fraction:
 * the effective rate a year at which drawdowns and payments are worth the same. How years are counted is the caller's.
 */
export function aprEffective(flows: readonly TimedFlow[]): Result<number> {
  return rateOf(flows.map(({ years, amount }) => ({ amount, periods: years, fraction: 0 })));
}

/** The only rate a period of the terms. Refuses: no such rate, more than one, none that the search could vouch for. */
export function rateOf(given: readonly ValueTerm[]): Result<number> {
  const netted = netTerms(given);
  if (!netted.ok) return netted;
  const terms = netted.value;
  if (countSignChanges(terms) === 0)
    return refuse('rate_impossible', 'CST-4', {
      problem: 'the flows never change sign',
      flows: terms.length,
    });
  const { forces, touching, isComplete } = findForces(terms);
  const rates = forces.map(Math.expm1);
  if (rates.length > 1 || touching) return refuse('rate_ambiguous', 'CST-5', { rates, touching, isComplete });
  const rate = rates[0];
  if (!isComplete)
    return refuse('rate_impossible', 'CST-6', { problem: 'there may be a rate outside the domain', rates });
  if (rate === undefined)
    return refuse('rate_impossible', 'CST-4', { problem: 'no rate makes the flows worth nothing' });
  if (rate <= -1 || rate > MAX_RATE)
    return refuse('rate_impossible', 'CST-6', {
      problem: 'the rate is beyond any figure',
      logarithm: forces[0] ?? 0,
    });
  return ok(rate);
}
