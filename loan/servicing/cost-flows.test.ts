import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Day, dayOf, formatDay } from '@plimsoll/core/calendar';
import { allInCost, type LoanFlow, plannedFlows, unitPeriodOf } from '@plimsoll/core/cost';
import {
  type FeeTerms,
  type LoanTerms,
  methods,
  planLoan,
  prepareTerms,
  presets,
} from '@plimsoll/core/schedule';
import type { LoanDeed, LoanFact } from '@plimsoll/loan/spine';
import { costFlows } from './cost-flows.ts';
import { foldLoan } from './fold.ts';

const start = dayOf(2025, 1, 31);
const amountMinor = 1_234_500;

const fees = fc.record({
  payee: fc.constantFrom('guarantor', 'service', 'membership'),
  on: fc.constantFrom('disbursement', 'period'),
  base: fc.constantFrom('fixed', 'disbursed', 'balance'),
  paid: fc.constantFrom('deducted', 'upfront', 'with_instalment'),
  fixedMinor: fc.nat(900),
  rate: fc.integer({ min: 1, max: 200 }).map((points) => points / 10_000),
});
const termsOf = fc.record({
  method: fc.constantFrom(...methods),
  instalments: fc.integer({ min: 1, max: 18 }),
  rateAnnual: fc.integer({ min: 0, max: 2400 }).map((points) => points / 10_000),
  given: fc.array(fees, { maxLength: 3 }),
});

function build({ given, ...rest }: { given: readonly object[] } & Partial<LoanTerms>): LoanTerms {
  const made = given.map((fee, at) => ({
    code: `fee-${at}`,
    text: { zh: '费', en: 'Fee' },
    component: 'fee',
    minMinor: 0,
    maxMinor: null,
    ...fee,
    ...('base' in fee && fee.base === 'fixed' ? { rate: 0 } : {}),
  })) as unknown as readonly FeeTerms[];
  return { ...presets.cn_level_payment, ...rest, fees: made };
}

let nextId = 0;
const fact = (day: Day, deed: LoanDeed): LoanFact => {
  nextId += 1;
  return { id: `f${nextId}`, effectiveDay: formatDay(day), bookedDay: formatDay(day), ...deed };
};
const opened = (terms: LoanTerms): readonly LoanFact[] => [
  fact(start, {
    kind: 'opened',
    terms,
    product: 'p',
    application: null,
    amountMinor,
    shares: [{ funder: 'own', sharePpm: 1_000_000, servicerFeePpm: 0 }],
  }),
  fact(start, { kind: 'disbursed', amountMinor, paymentId: null }),
];
const repaid = (day: Day, paidMinor: number): LoanFact =>
  fact(day, { kind: 'repaid', amountMinor: paidMinor, payer: 'borrower', variant: null, paymentId: null });

/** Sums by day, kind and payee: a payment has the component of a fee, not its code. */
function sums(flows: readonly LoanFlow[]): readonly string[] {
  const totals = new Map<string, number>();
  for (const { day, kind, payee, amountMinor: amount } of flows) {
    const key = `${formatDay(day)} ${kind} ${payee}`;
    totals.set(key, (totals.get(key) ?? 0) + amount);
  }
  return [...totals]
    .filter(([, amount]) => amount !== 0)
    .map(([key, amount]) => `${key} ${amount}`)
    .toSorted();
}

function planned(terms: LoanTerms): readonly LoanFlow[] {
  const plan = planLoan(prepareTerms(terms), { disbursedOn: start, amountMinor });
  if (!plan.ok) throw new Error(JSON.stringify(plan));
  const flows = plannedFlows({ terms, disbursedOn: start, amountMinor, instalments: plan.value.instalments });
  if (!flows.ok) throw new Error(JSON.stringify(flows));
  return flows.value;
}

test('what an offer shows is what a loan that nobody has paid yet will cost, fee by fee', () => {
  fc.assert(
    fc.property(termsOf, (given) => {
      const terms = build(given);
      expect(sums(costFlows(opened(terms), start) ?? [])).toEqual(sums(planned(terms)));
    }),
    { numRuns: 150 },
  );
});

test('a loan that was paid to the day cost what its offer said', () => {
  fc.assert(
    fc.property(termsOf, (given) => {
      const terms = build(given);
      const facts = [...opened(terms)];
      const state = foldLoan(facts, start);
      for (const { due, dueMinor } of state?.instalments ?? [])
        if (dueMinor > 0) facts.push(repaid(due, dueMinor));
      const end = dayOf(2028, 1, 1);
      expect(foldLoan(facts, end)?.status).toBe('closed');
      expect(sums(costFlows(facts, end) ?? [])).toEqual(sums(planned(terms)));
    }),
    { numRuns: 100 },
  );
});

test('a loan that is paid late costs its penalty too', () => {
  const penalty = { rateAnnual: 0.36, timesRate: null, base: 'principal', maxMinor: null } as const;
  const terms = { ...presets.cn_level_payment, instalments: 3, rateAnnual: 0.12, penalty };
  const plan = planLoan(prepareTerms(terms), { disbursedOn: start, amountMinor });
  const unit = plan.ok
    ? unitPeriodOf({ terms, disbursedOn: start, amountMinor, instalments: plan.value.instalments })
    : null;
  if (unit === null) throw new Error('a plan');
  const onTime = allInCost(planned(terms), unit);
  const late = allInCost(costFlows(opened(terms), dayOf(2025, 9, 30)) ?? [], unit);
  expect(onTime.ok && late.ok && late.value.measures.xirr > onTime.value.measures.xirr + 0.05).toBe(true);
  expect(late.ok && late.value.items.map(({ code }) => code)).toContain('penalty');
});
