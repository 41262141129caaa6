import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { dayOf } from '@plimsoll/core/calendar';
import { type FeeTerms, type LoanTerms, planLoan, prepareTerms, presets } from '@plimsoll/core/schedule';
import { type AllInCost, allInCost, type LoanFlow } from './all-in.ts';
import { type CostedPlan, plannedFlows, unitPeriodOf } from './planned.ts';

const start = dayOf(2026, 1, 15);
const month = { every: 1, unit: 'month' } as const;

const fee: FeeTerms = {
  code: 'service',
  text: { zh: '服务费', en: 'Service fee' },
  payee: 'service',
  component: 'fee',
  on: 'disbursement',
  base: 'disbursed',
  rate: 0.03,
  fixedMinor: 0,
  minMinor: 0,
  maxMinor: null,
  paid: 'deducted',
};

function planOf(terms: LoanTerms, amountMinor: number): CostedPlan {
  const plan = planLoan(prepareTerms(terms), { disbursedOn: start, amountMinor });
  if (!plan.ok) throw new Error(JSON.stringify(plan));
  return { terms, disbursedOn: start, amountMinor, instalments: plan.value.instalments };
}

function costOf(plan: CostedPlan): AllInCost {
  const flows = plannedFlows(plan);
  if (!flows.ok) throw new Error(JSON.stringify(flows));
  const cost = allInCost(flows.value, unitPeriodOf(plan));
  if (!cost.ok) throw new Error(JSON.stringify(cost));
  return cost.value;
}

const priced = (fees: readonly FeeTerms[], rateAnnual = 0.12): LoanTerms => ({
  ...presets.cn_level_payment,
  rateAnnual,
  fees,
});

test('[CST-11] a charge kept back lowers what is received and raises every measure', () => {
  const plain = costOf(planOf(priced([]), 1_000_000));
  const deducted = costOf(planOf(priced([fee]), 1_000_000));
  expect(plain.receivedMinor).toBe(1_000_000);
  expect(deducted).toMatchObject({ advancedMinor: 1_000_000, receivedMinor: 970_000 });
  for (const measure of ['irr12', 'xirr', 'aprUs'] as const)
    expect(deducted.measures[measure]).toBeGreaterThan(plain.measures[measure] + 0.05);
});

test('[CST-11] items add up to the cost, whoever is paid', () => {
  const payees = fc.constantFrom('lender', 'guarantor', 'service', 'membership', 'insurer');
  const charge = fc.record({ payee: payees, code: fc.constantFrom('a', 'b'), amountMinor: fc.nat(3000) });
  fc.assert(
    fc.property(fc.array(charge, { maxLength: 30 }), (charges) => {
      const flows: readonly LoanFlow[] = [
        { day: start, kind: 'advance', payee: 'borrower', code: 'principal', amountMinor: 100_000 },
        {
          day: dayOf(2026, 7, 15),
          kind: 'principal',
          payee: 'lender',
          code: 'principal',
          amountMinor: 100_000,
        },
        ...charges.map((each, at) => ({
          ...each,
          kind: 'charge' as const,
          day: dayOf(2026, 2 + (at % 5), 15),
        })),
      ];
      const cost = allInCost(flows, month);
      if (!cost.ok) throw new Error(JSON.stringify(cost));
      const sum = charges.reduce((total, { amountMinor }) => total + amountMinor, 0);
      expect(cost.value.costMinor).toBe(sum);
      expect(cost.value.items.reduce((total, { amountMinor }) => total + amountMinor, 0)).toBe(sum);
      expect(cost.value.measures.xirr >= 0).toBe(true);
    }),
  );
});

test('[CST-11] what lends nothing, or nothing whole, is refused', () => {
  const advance: LoanFlow = {
    day: start,
    kind: 'advance',
    payee: 'borrower',
    code: 'principal',
    amountMinor: 100,
  };
  for (const flows of [
    [],
    [{ ...advance, kind: 'charge' as const }],
    [advance, { ...advance, kind: 'charge' as const }],
    [{ ...advance, amountMinor: 0.5 }],
    [{ ...advance, amountMinor: -1 }],
  ])
    expect(allInCost(flows, month)).toMatchObject({ code: 'cost_input_refused', rule: 'CST-11' });
  expect(allInCost([advance], month)).toMatchObject({ code: 'rate_impossible' });
});

test('[CST-12] fees fall due on their days, contingent ones are left out, odd bases are refused', () => {
  const monthly: FeeTerms = {
    ...fee,
    code: 'guarantee',
    payee: 'guarantor',
    on: 'period',
    base: 'balance',
    rate: 0.002,
  };
  const late: FeeTerms = { ...fee, code: 'late', on: 'late', base: 'overdue', rate: 0.05 };
  const plan = planOf(priced([fee, monthly, late]), 1_200_000);
  const flows = plannedFlows(plan);
  const charges = flows.ok
    ? flows.value.filter(({ kind, code }) => kind === 'charge' && code !== 'interest')
    : [];
  expect(charges.filter(({ code }) => code === 'service')).toEqual([
    { day: start, kind: 'charge', payee: 'service', code: 'service', amountMinor: 36_000 },
  ]);
  const guarantee = charges.filter(({ code }) => code === 'guarantee');
  expect(guarantee).toHaveLength(12);
  expect(guarantee[0]).toMatchObject({ day: plan.instalments[0]?.due, amountMinor: 2400 });
  expect(charges.some(({ code }) => code === 'late')).toBe(false);
  const first = plannedFlows(planOf(priced([{ ...fee, paid: 'with_instalment' }]), 1_200_000));
  expect(first.ok && first.value.find(({ code }) => code === 'service')?.day).toBe(plan.instalments[0]?.due);
  expect(plannedFlows(planOf(priced([{ ...fee, base: 'overdue' }]), 1_200_000))).toMatchObject({
    code: 'cost_input_refused',
    rule: 'CST-12',
  });
});

test('[CST-12] the unit-period is that of the plan, and the whole term where one payment ends it', () => {
  const of = (terms: Partial<LoanTerms>) => unitPeriodOf(planOf({ ...priced([]), ...terms }, 100_000));
  expect(of({})).toEqual({ every: 1, unit: 'month' });
  expect(of({ period: { every: 2, unit: 'week' } })).toEqual({ every: 2, unit: 'week' });
  expect(of({ period: { every: 15, unit: 'day' } })).toEqual({ every: 15, unit: 'day' });
  expect(of({ method: 'bullet', instalments: 6 })).toEqual({ every: 6, unit: 'month' });
  expect(of({ method: 'bullet', instalments: 24 })).toEqual({ every: 1, unit: 'year' });
  expect(of({ period: { every: 30, unit: 'day' }, instalments: 1 })).toEqual({ every: 30, unit: 'day' });
});

test('[CST-13] a loan without charges costs its own rate', () => {
  const rates = fc.integer({ min: 0, max: 3600 }).map((points) => points / 10_000);
  const methods = fc.constantFrom('level_payment', 'equal_principal', 'interest_first');
  fc.assert(
    fc.property(rates, methods, fc.integer({ min: 1, max: 36 }), (rateAnnual, method, instalments) => {
      const plan = planOf({ ...priced([], rateAnnual), method, instalments }, 100_000_000);
      expect(Math.abs(costOf(plan).measures.irr12 - rateAnnual)).toBeLessThan(1e-6);
    }),
    { numRuns: 60 },
  );
});

test('[CST-13] flat interest of 12 % costs nearly 22 %', () => {
  const flat = costOf(planOf({ ...priced([]), method: 'flat' }, 1_200_000));
  expect(flat.measures.irr12).toBeCloseTo(0.2146, 3);
});
