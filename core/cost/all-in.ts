/**
 * What a loan costs its borrower over every payee: interest, guarantee, service, membership, insurance and whatever else
 * has to be paid. From the flows of an offer or of a real loan, in one shape. A charge kept back from the money paid out
 * (砍头息) is a charge on that day, so that only what was really received counts as lent.
 */
import { ok, refuse, type Result } from '@plimsoll/core/base';
import type { Day } from '@plimsoll/core/calendar';
import { minor, type Minor } from '@plimsoll/core/money';
import { aprActuarial } from './apr-actuarial.ts';
import { type DatedFlow, xirr } from './rate.ts';
import { MAX_TERMS } from './value-term.ts';
import type { UnitPeriod } from './unit-period.ts';

/** One movement between borrower and others, never negative: money lent, principal repaid, or a charge paid to a payee. */
export type LoanFlow = {
  readonly day: Day;
  readonly kind: 'advance' | 'principal' | 'charge';
  /** Who gets a charge: `lender`, `guarantor`, `service`, `membership`, `insurer` or a name. */
  readonly payee: string;
  /** What it is: `interest`, or the code of a fee. */
  readonly code: string;
  readonly amountMinor: number;
};

export type CostItem = { readonly payee: string; readonly code: string; readonly amountMinor: Minor };

/** All three as fractions a year, of the same flows. */
export type CostMeasures = {
  /** IRR × 12: the rate a month times twelve, months and odd days counted as Appendix J does. */
  readonly irr12: number;
  /** The effective rate, actual days / 365: XIRR, the European APR in days. */
  readonly xirr: number;
  /** The APR of Regulation Z, by the loan's own unit-period. */
  readonly aprUs: number;
};

export type AllInCost = {
  readonly advancedMinor: Minor;
  /** Advanced less what was kept back or paid on the days of the advances. */
  readonly receivedMinor: Minor;
  readonly costMinor: Minor;
  /** By payee and code, in the order of their names; their sum is the cost. */
  readonly items: readonly CostItem[];
  readonly measures: CostMeasures;
};

/** Refuses flows that are no loan, and those whose rate is none, several or beyond: a cost that is not sure is no cost. */
export function allInCost(flows: readonly LoanFlow[], unitPeriod: UnitPeriod): Result<AllInCost> {
  if (flows.length > MAX_TERMS) return refuseFlows('too many flows', flows.length);
  const wrong = flows.find(({ amountMinor }) => !Number.isSafeInteger(amountMinor) || amountMinor < 0);
  if (wrong !== undefined) return refuseFlows('an amount is not whole and at least 0', wrong.amountMinor);
  const advances = flows.filter(({ kind }) => kind === 'advance');
  const charges = flows.filter(({ kind }) => kind === 'charge');
  const days = new Set(advances.map(({ day }) => day));
  const keptBack = sum(charges.filter(({ day }) => days.has(day)));
  const advanced = sum(advances);
  if (advanced === 0) return refuseFlows('nothing is lent', 0);
  if (keptBack >= advanced) return refuseFlows('charges keep back all that is lent', keptBack);
  const measures = measure(flows, unitPeriod);
  if (!measures.ok) return measures;
  return ok({
    advancedMinor: minor(advanced),
    receivedMinor: minor(advanced - keptBack),
    costMinor: minor(sum(charges)),
    items: itemsOf(charges),
    measures: measures.value,
  });
}

function measure(flows: readonly LoanFlow[], unitPeriod: UnitPeriod): Result<CostMeasures> {
  const dated: readonly DatedFlow[] = flows.map(({ day, kind, amountMinor }) => ({
    day,
    amount: kind === 'advance' ? -amountMinor : amountMinor,
  }));
  const monthly = aprActuarial(dated, { every: 1, unit: 'month' });
  if (!monthly.ok) return monthly;
  const effective = xirr(dated);
  if (!effective.ok) return effective;
  const own = aprActuarial(dated, unitPeriod);
  return own.ok ? ok({ irr12: monthly.value, xirr: effective.value, aprUs: own.value }) : own;
}

function itemsOf(charges: readonly LoanFlow[]): readonly CostItem[] {
  const totals = new Map<string, CostItem>();
  for (const { payee, code, amountMinor } of charges) {
    const key = JSON.stringify([payee, code]);
    totals.set(key, { payee, code, amountMinor: minor((totals.get(key)?.amountMinor ?? 0) + amountMinor) });
  }
  return [...totals.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item);
}

function sum(flows: readonly LoanFlow[]): number {
  return minor(flows.reduce((total, { amountMinor }) => total + amountMinor, 0));
}

function refuseFlows(problem: string, figure: number) {
  return refuse('cost_input_refused', 'CST-11', { problem, figure: String(figure) });
}
