import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Day, formatDay, parseDay } from '@plimsoll/core/calendar';
import { minor } from '@plimsoll/core/money';
import {
  type LoanTerms,
  methods,
  planLoan,
  planRest,
  prepareTerms,
  presets,
  type PresetName,
  type RestPlan,
} from './index.ts';

const day = (text: string): Day => {
  const parsed = parseDay(text);
  if (parsed === null) throw new Error(text);
  return parsed;
};
function plan(terms: LoanTerms, amountMinor: number, on = '2024-01-01'): RestPlan {
  const planned = planLoan(prepareTerms(terms), { disbursedOn: day(on), amountMinor });
  if (!planned.ok) throw new Error(JSON.stringify(planned));
  return planned.value;
}
const rows = ({ instalments }: RestPlan) =>
  instalments.map(({ due, principalMinor, interestMinor, balanceAfterMinor }) =>
    [formatDay(due), principalMinor, interestMinor, balanceAfterMinor].join(' '),
  );
const anyTerms: fc.Arbitrary<LoanTerms> = fc
  .record({
    preset: fc.constantFrom<PresetName>('cn_level_payment', 'progressive', 'cumulative_daily', 'cn_bullet'),
    method: fc.constantFrom(...methods),
    instalments: fc.integer({ min: 1, max: 60 }),
    rate: fc.integer({ min: 0, max: 3600 }),
    grace: fc.nat(59),
    remainder: fc.constantFrom('first' as const, 'last' as const),
    unit: fc.constantFrom('day' as const, 'week' as const, 'month' as const),
    every: fc.integer({ min: 1, max: 3 }),
  })
  .map(({ preset, method, instalments, rate, grace, remainder, unit, every }) => ({
    ...presets[preset],
    method,
    instalments,
    period: { every, unit },
    rateAnnual: rate / 10_000,
    rounding: { ...presets[preset].rounding, remainder },
    grace: { ...presets[preset].grace, principal: grace % instalments },
  }));

test('[SCH-4] as many instalments as agreed, principal is the amount, the last balance is 0, nothing below 0', () => {
  fc.assert(
    fc.property(anyTerms, fc.integer({ min: 1, max: 30_000_000 }), (terms, amountMinor) => {
      const { instalments } = plan(terms, amountMinor, '2026-01-31');
      expect(instalments).toHaveLength(terms.instalments);
      expect(instalments.reduce((sum, row) => sum + row.principalMinor, 0)).toBe(amountMinor);
      expect(instalments.at(-1)?.balanceAfterMinor).toBe(0);
      for (const row of instalments) {
        expect(row.principalMinor).toBeGreaterThanOrEqual(0);
        expect(row.interestMinor).toBeGreaterThanOrEqual(0);
      }
    }),
    { numRuns: 500 },
  );
});

test('[SCH-5] interest is the exact interest of the balance before, within half a minor unit', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 3600 }),
      fc.integer({ min: 1000, max: 30_000_000 }),
      (rate, amountMinor) => {
        const terms = { ...presets.cn_level_payment, rateAnnual: rate / 10_000 };
        let balance = amountMinor;
        for (const row of plan(terms, amountMinor).instalments) {
          expect(Math.abs(row.interestMinor - (balance * terms.rateAnnual) / 12)).toBeLessThanOrEqual(
            0.5 + 1e-6,
          );
          balance = row.balanceAfterMinor;
        }
      },
    ),
  );
});

test('[SCH-5] flat interest is of the amount lent, spread evenly, the last takes the rest', () => {
  const flat = { ...presets.cumulative_period, method: 'flat' as const, instalments: 18, rateAnnual: 0.12 };
  const { instalments } = plan(flat, 500_000, '2022-11-01');
  expect(instalments.map(({ interestMinor }) => interestMinor)).toEqual(
    Array.from({ length: 18 }, () => 5000),
  );
  expect(instalments[0]?.principalMinor).toBe(27_800);
});

test('[SCH-6] every instalment but the one with the remainder is the level payment', () => {
  const { instalments, levelMinor } = plan({ ...presets.cn_level_payment, rateAnnual: 0.12 }, 1_200_000);
  const totals = instalments.map((row) => row.principalMinor + row.interestMinor);
  expect(new Set(totals.slice(0, -1))).toEqual(new Set([levelMinor]));
  expect(Math.abs((totals.at(-1) ?? 0) - levelMinor)).toBeLessThan(12);
  const first = plan(
    {
      ...presets.cn_level_payment,
      rateAnnual: 0.12,
      rounding: { ...presets.cn_level_payment.rounding, remainder: 'first' },
    },
    1_200_000,
  );
  const others = first.instalments.slice(1).map((row) => row.principalMinor + row.interestMinor);
  expect(Math.max(...others) - Math.min(...others)).toBeLessThanOrEqual(1);
});

test('[SCH-7] equal principal, interest first, and all at the end', () => {
  const of = (method: LoanTerms['method']) =>
    rows(plan({ ...presets.cn_level_payment, method, instalments: 3, rateAnnual: 0.12 }, 100_000));
  expect(of('equal_principal')).toEqual([
    '2024-02-01 33333 1000 66667',
    '2024-03-01 33333 667 33334',
    '2024-04-01 33334 333 0',
  ]);
  expect(of('interest_first')).toEqual([
    '2024-02-01 0 1000 100000',
    '2024-03-01 0 1000 100000',
    '2024-04-01 100000 1000 0',
  ]);
  expect(of('bullet')).toEqual([
    '2024-02-01 0 0 100000',
    '2024-03-01 0 0 100000',
    '2024-04-01 100000 3000 0',
  ]);
});

test('[SCH-8] grace of principal, of interest, an interest-free instalment, a promotion, a balloon', () => {
  const base = { ...presets.cn_equal_principal, instalments: 4, rateAnnual: 0.12 };
  const interest = (terms: LoanTerms) => plan(terms, 120_000).instalments.map((row) => row.interestMinor);
  expect(
    plan({ ...base, grace: { ...base.grace, principal: 2 } }, 120_000).instalments.map(
      (row) => row.principalMinor,
    ),
  ).toEqual([0, 0, 60_000, 60_000]);
  expect(interest({ ...base, grace: { ...base.grace, interest: 2 } })).toEqual([0, 0, 2700, 300]);
  expect(interest({ ...base, grace: { ...base.grace, interestFree: 1 } })).toEqual([0, 900, 600, 300]);
  expect(
    interest({ ...base, promotions: [{ fromInstalment: 2, toInstalment: 3, rateAnnual: 0.06 }] }),
  ).toEqual([1200, 450, 300, 300]);
  const balloon = plan(
    { ...presets.cn_level_payment, instalments: 4, rateAnnual: 0.12, balloonMinor: 60_000 },
    120_000,
  );
  expect(balloon.instalments.at(-1)?.principalMinor).toBeGreaterThan(60_000);
});

test('[SCH-9] a date of the month, at least so many days later; an odd first period bears its days', () => {
  const terms: LoanTerms = {
    ...presets.cn_level_payment,
    instalments: 3,
    rateAnnual: 0.12,
    firstPeriod: { dueDayOfMonth: 15, minDays: 20, interest: 'actual' },
  };
  const planned = plan(terms, 100_000, '2024-01-10');
  expect(planned.instalments.map(({ due }) => formatDay(due))).toEqual([
    '2024-02-15',
    '2024-03-15',
    '2024-04-15',
  ]);
  expect(planned.instalments[0]?.interestMinor).toBe(Math.round((1000 * 36) / 31));
  const whole = plan(
    { ...terms, firstPeriod: { ...terms.firstPeriod, interest: 'full_period' } },
    100_000,
    '2024-01-10',
  );
  expect(whole.instalments[0]?.interestMinor).toBe(1000);
});

test('[SCH-9] a holiday moves the due day; interest moves with it only where the terms say so', () => {
  const holiday = {
    rule: 'following',
    days: ['2024-02-01', '2024-02-02'],
    weekend: [6, 7],
    movesInterest: false,
  } as const;
  const terms: LoanTerms = {
    ...presets.cn_interest_first,
    instalments: 2,
    accrual: 'daily',
    rateAnnual: 0.365,
    holiday,
  };
  const due = (movesInterest: boolean) =>
    rows(plan({ ...terms, holiday: { ...holiday, movesInterest } }, 100_000));
  expect(due(false)).toEqual(['2024-02-05 0 3100 100000', '2024-03-01 100000 2900 0']);
  expect(due(true)).toEqual(['2024-02-05 0 3500 100000', '2024-03-01 100000 2500 0']);
});

// Apache Fineract's own tests at commit 4198b0b (2024-10-24), figures only; each set made there by another calculator.
test('[SCH-10] level payments of other systems, to the cent', () => {
  const progressive = { ...presets.progressive, instalments: 6, rateAnnual: 0.07 };
  expect(rows(plan(progressive, 10_000))).toEqual([
    '2024-02-01 1643 58 8357',
    '2024-03-01 1652 49 6705',
    '2024-04-01 1662 39 5043',
    '2024-05-01 1672 29 3371',
    '2024-06-01 1681 20 1690',
    '2024-07-01 1690 10 0',
  ]);
  const actual = {
    ...progressive,
    rateAnnual: 0.15678,
    accrual: 'daily' as const,
    dayCount: 'act/365' as const,
  };
  expect(plan(actual, 10_000).instalments.map((row) => row.interestMinor)).toEqual([
    133, 105, 90, 66, 46, 22,
  ]);
  const fortnight = {
    ...progressive,
    instalments: 3,
    rateAnnual: 0.094822,
    period: { every: 2, unit: 'week' as const },
    dayCount: 'act/364' as const,
  };
  expect(rows(plan(fortnight, 10_000))).toEqual([
    '2024-01-15 3321 36 6679',
    '2024-01-29 3333 24 3346',
    '2024-02-12 3346 12 0',
  ]);
  const monthEnd = { ...progressive, instalments: 3, rateAnnual: 0.12 };
  expect(rows(plan(monthEnd, 1_000_000, '2025-01-31'))).toEqual([
    '2025-02-28 330022 10000 669978',
    '2025-03-31 333322 6700 336656',
    '2025-04-30 336656 3367 0',
  ]);
  const whole = { ...presets.cumulative_period, instalments: 4, rateAnnual: 0.15 };
  expect(rows(plan(whole, 125_000, '2023-09-01'))).toEqual([
    '2023-10-01 30638 1562 94362',
    '2023-11-01 31020 1180 63342',
    '2023-12-01 31408 792 31934',
    '2024-01-01 31934 399 0',
  ]);
});

test('[SCH-11] the rest planned on a due day is what the whole plan had there', () => {
  fc.assert(
    fc.property(
      anyTerms,
      fc.integer({ min: 10_000, max: 30_000_000 }),
      fc.nat(58),
      (terms, amountMinor, at) => {
        const last = { ...terms, rounding: { ...terms.rounding, remainder: 'last' as const } };
        if (last.instalments < 2 || last.method === 'flat' || last.method === 'bullet') return;
        const prepared = prepareTerms(last);
        const whole = plan(last, amountMinor, '2026-01-31');
        const cut = 1 + (at % (last.instalments - 1));
        const before = whole.instalments[cut - 1];
        if (before === undefined) return;
        const rest = planRest(prepared, {
          periods: whole.instalments.slice(cut),
          since: before.to,
          balanceMinor: before.balanceAfterMinor,
          rateAnnual: prepared.rateAnnual,
          accrued: [],
          deferredMinor: 0,
          carriedMinor: 0,
          levels: whole.instalments.slice(cut).map(() => minor(whole.levelMinor)),
          creditMinor: 0,
          lentMinor: amountMinor,
          ahead: [],
        });
        expect(rows(rest)).toEqual(rows(whole).slice(cut));
      },
    ),
  );
});

test('[SCH-6] the highest rate over the most instalments still has a level payment: the interest, for as long as it lasts', () => {
  const terms = { ...presets.cn_level_payment, instalments: 520, rateAnnual: 100 };
  const { instalments, levelMinor } = plan(terms, 1_000_000);
  expect(levelMinor).toBe(8_333_333);
  expect(instalments.reduce((sum, { principalMinor }) => sum + principalMinor, 0)).toBe(1_000_000);
  expect(instalments.at(-1)?.balanceAfterMinor).toBe(0);
});
