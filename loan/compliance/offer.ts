/**
 * Caps at the three moments that matter: a product while it is designed, an offer before it is made, and a loan by what was
 * really paid. All three go through one cost engine and one comparison.
 */
import { ok, refuse, type Result } from '@plimsoll/core/base';
import { type Day, formatDay } from '@plimsoll/core/calendar';
import {
  allInCost,
  type AllInCost,
  type CostedPlan,
  type LoanFlow,
  plannedFlows,
  type UnitPeriod,
  unitPeriodOf,
} from '@plimsoll/core/cost';
import { mulDiv, RATE_SCALE, rateOf } from '@plimsoll/core/money';
import { type LoanTerms, planLoan, prepareTerms } from '@plimsoll/core/schedule';
import type { CapScope } from './cap.ts';
import { type CapCheck, type CapRules, checkFigures, type Figures } from './check.ts';

/** What is offered. `exposureMinor`: all that the borrower would owe with it; `ownShare`: the lender's part of a joint loan. */
export type CostedOffer = {
  readonly terms: LoanTerms;
  readonly amountMinor: number;
  readonly disbursedOn: Day;
  readonly scope: CapScope;
  readonly exposureMinor?: number;
  readonly ownShare?: number;
};

export type CheckedOffer = {
  readonly plan: CostedPlan;
  readonly cost: AllInCost;
  readonly checks: readonly CapCheck[];
};

/** Plans and costs an offer and holds it against the caps of a day, that of the contract. Refuses what breaches any. */
export function checkOffer(offer: CostedOffer, rules: CapRules, day: Day): Result<CheckedOffer> {
  const { terms, amountMinor, disbursedOn } = offer;
  if (!Number.isSafeInteger(amountMinor) || amountMinor <= 0)
    return refuse('cost_input_refused', 'CMP-6', {
      problem: 'no amount to lend',
      amountMinor: String(amountMinor),
    });
  const share = { numerator: rateOf(terms.downPaymentShare), denominator: RATE_SCALE };
  const downPaymentMinor = mulDiv(amountMinor, share, terms.rounding.mode);
  const planned = planLoan(prepareTerms(terms), { disbursedOn, amountMinor: amountMinor - downPaymentMinor });
  if (!planned.ok) return planned;
  const plan = { terms, amountMinor, disbursedOn, instalments: planned.value.instalments };
  const flows = plannedFlows(plan);
  if (!flows.ok) return flows;
  const cost = allInCost(flows.value, unitPeriodOf(plan));
  if (!cost.ok) return cost;
  const checks = checkFigures(
    figuresOf(offer, cost.value),
    { scope: offer.scope, day: formatDay(day) },
    rules,
  );
  return checks.ok ? ok({ plan, cost: cost.value, checks: checks.value }) : checks;
}

/**
 * A product at the corners of what it allows: each amount with each number of instalments. Fixed fees weigh most on the
 * smallest and shortest loan, long grace on the longest. Refuses with the first corner that could not be offered.
 */
export function checkProduct(
  { terms, scope, day }: { readonly terms: LoanTerms; readonly scope: CapScope; readonly day: Day },
  corners: { readonly amountsMinor: readonly number[]; readonly instalments: readonly number[] },
  rules: CapRules,
): Result<readonly CheckedOffer[]> {
  const checked: CheckedOffer[] = [];
  for (const amountMinor of corners.amountsMinor)
    for (const instalments of corners.instalments) {
      const offer = {
        terms: { ...terms, instalments },
        amountMinor,
        disbursedOn: day,
        scope,
        exposureMinor: amountMinor,
      };
      const result = checkOffer(offer, rules, day);
      if (!result.ok) return { ...result, facts: { ...result.facts, amountMinor, instalments } };
      checked.push(result.value);
    }
  return ok(checked);
}

/** A loan by what was really paid, against the caps of the day it was agreed. Only the cost is compared, not its size. */
export function checkFlows(
  flows: readonly LoanFlow[],
  loan: {
    readonly scope: CapScope;
    readonly agreedOn: Day;
    readonly currency: string;
    readonly unitPeriod: UnitPeriod;
  },
  rules: CapRules,
): Result<{ readonly cost: AllInCost; readonly checks: readonly CapCheck[] }> {
  const cost = allInCost(flows, loan.unitPeriod);
  if (!cost.ok) return cost;
  const figures = { ...costFigures(cost.value), currency: loan.currency };
  const paid = {
    ...rules,
    table: { ...rules.table, rows: rules.table.rows.filter(({ metric }) => metric in figures) },
  };
  const checks = checkFigures(figures, { scope: loan.scope, day: formatDay(loan.agreedOn) }, paid);
  return checks.ok ? ok({ cost: cost.value, checks: checks.value }) : checks;
}

function costFigures({ measures }: AllInCost) {
  return { all_in_irr12: measures.irr12, all_in_xirr: measures.xirr, apr_us: measures.aprUs };
}

function figuresOf(offer: CostedOffer, cost: AllInCost): Figures {
  const { terms, exposureMinor, ownShare } = offer;
  const overdue = overdueAnnual(terms);
  return {
    ...costFigures(cost),
    nominal_annual: terms.rateAnnual,
    term_months: termMonths(terms),
    currency: terms.currency,
    ...(overdue === null ? {} : { overdue_annual: overdue }),
    ...(exposureMinor === undefined ? {} : { exposure: exposureMinor }),
    ...(ownShare === undefined ? {} : { own_share: ownShare }),
  };
}

/**
 * The yearly rate on what is overdue. Null when a fee for being late or monthly compounding stands beside it: those have no
 * yearly rate until it is known how long the loan was late, so a cap on it cannot be said to hold.
 */
function overdueAnnual({ penalty, rateAnnual, fees, compounding }: LoanTerms): number | null {
  if (compounding !== 'none' || fees.some(({ on }) => on === 'late')) return null;
  if (penalty === null) return rateAnnual;
  return penalty.rateAnnual ?? (penalty.timesRate === null ? null : penalty.timesRate * rateAnnual);
}

/** Whole months of the term, a part of one counting as one. */
function termMonths({ period, instalments }: LoanTerms): number {
  const units = period.every * instalments;
  if (period.unit === 'month') return units;
  return Math.ceil((units * (period.unit === 'week' ? 7 : 1) * 12) / 365);
}
