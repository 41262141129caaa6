/**
 * The flows of an offer: a plan that is kept to the day, and every fee of its terms that then falls due. Fees for being late
 * or early are not among them: they are contingent and belong into the disclosure, not into the cost of normal performance.
 */
import { assert, ok, refuse, type Result } from '@plimsoll/core/base';
import type { Day } from '@plimsoll/core/calendar';
import { type FeeTerms, feeAmount, type LoanTerms } from '@plimsoll/core/schedule';
import type { LoanFlow } from './all-in.ts';
import type { UnitPeriod } from './unit-period.ts';

/** As `planLoan` gives them, or as a real loan stands. */
export type CostedInstalment = {
  readonly due: Day;
  readonly principalMinor: number;
  readonly interestMinor: number;
  readonly balanceAfterMinor: number;
};

export type CostedPlan = {
  readonly terms: LoanTerms;
  readonly disbursedOn: Day;
  readonly amountMinor: number;
  readonly instalments: readonly CostedInstalment[];
};

/** Whether a fee falls due though everything goes as agreed. */
export function isCertain({ on }: FeeTerms): boolean {
  return on === 'disbursement' || on === 'period';
}

/** Advance, principal, interest and certain fees, each on its day. Refuses a fee whose base a kept plan does not have. */
export function plannedFlows(plan: CostedPlan): Result<readonly LoanFlow[]> {
  const { terms, disbursedOn, amountMinor, instalments } = plan;
  const flows: LoanFlow[] = [
    { day: disbursedOn, kind: 'advance', payee: 'borrower', code: 'principal', amountMinor },
  ];
  // What no instalment repays is the down payment, due the day the money is paid out.
  const repaid = instalments.reduce((sum, { principalMinor }) => sum + principalMinor, 0);
  assert(repaid <= amountMinor, 'a plan repays no more than was lent');
  flows.push({
    day: disbursedOn,
    kind: 'principal',
    payee: 'lender',
    code: 'principal',
    amountMinor: amountMinor - repaid,
  });
  for (const { due, principalMinor, interestMinor } of instalments)
    flows.push(
      { day: due, kind: 'principal', payee: 'lender', code: 'principal', amountMinor: principalMinor },
      { day: due, kind: 'charge', payee: 'lender', code: 'interest', amountMinor: interestMinor },
    );
  for (const fee of terms.fees.filter(isCertain)) {
    const charged = fee.on === 'period' ? periodFees(plan, fee) : disbursementFee(plan, fee);
    if (charged === null)
      return refuse('cost_input_refused', 'CST-12', {
        problem: 'a plan that is kept has no such base',
        fee: fee.code,
        base: fee.base,
      });
    flows.push(...charged);
  }
  return ok(flows.filter(({ amountMinor: amount }) => amount !== 0));
}

function disbursementFee(plan: CostedPlan, fee: FeeTerms): readonly LoanFlow[] | null {
  const base =
    fee.base === 'fixed' || fee.base === 'disbursed' || fee.base === 'balance' ? plan.amountMinor : null;
  const first = plan.instalments[0];
  if (base === null || (fee.paid === 'with_instalment' && first === undefined)) return null;
  const day = fee.paid === 'with_instalment' && first !== undefined ? first.due : plan.disbursedOn;
  return [chargeOf(plan, fee, { day, baseMinor: base })];
}

function periodFees(plan: CostedPlan, fee: FeeTerms): readonly LoanFlow[] | null {
  const charged = plan.instalments.map((instalment) => {
    const baseMinor = baseOf(plan, fee, instalment);
    return baseMinor === null ? null : chargeOf(plan, fee, { day: instalment.due, baseMinor });
  });
  return charged.every((flow) => flow !== null) ? charged : null;
}

function baseOf(plan: CostedPlan, { base }: FeeTerms, instalment: CostedInstalment): number | null {
  switch (base) {
    case 'fixed':
    case 'disbursed':
      return plan.amountMinor;
    case 'balance':
      return instalment.balanceAfterMinor + instalment.principalMinor;
    case 'instalment':
      return instalment.principalMinor + instalment.interestMinor;
    case 'overdue':
    case 'overdue_principal':
    case 'prepaid_principal':
      return null;
    default:
      return base satisfies never;
  }
}

function chargeOf(
  { terms }: CostedPlan,
  fee: FeeTerms,
  { day, baseMinor }: { readonly day: Day; readonly baseMinor: number },
): LoanFlow {
  const amountMinor = feeAmount(fee, baseMinor, terms.rounding.mode);
  return { day, kind: 'charge', payee: fee.payee, code: fee.code, amountMinor };
}

/**
 * The unit-period of a plan: that of its terms; with one payment only, the whole term, at most a year (12 CFR 1026
 * Appendix J (b)(4)(ii)).
 */
export function unitPeriodOf({ terms, disbursedOn, instalments }: CostedPlan): UnitPeriod {
  const { every, unit } = terms.period;
  const paying = instalments.filter(
    ({ principalMinor, interestMinor }) => principalMinor + interestMinor > 0,
  );
  const [only] = paying;
  const repeats = paying.length === 1 ? terms.instalments : 1;
  if (unit === 'month')
    return every * repeats < 12 ? { every: every * repeats, unit } : { every: 1, unit: 'year' };
  const days = only !== undefined && repeats > 1 ? only.due - disbursedOn : every * (unit === 'week' ? 7 : 1);
  if (days >= 365) return { every: 1, unit: 'year' };
  return days % 7 === 0 ? { every: days / 7, unit: 'week' } : { every: Math.max(1, days), unit: 'day' };
}
