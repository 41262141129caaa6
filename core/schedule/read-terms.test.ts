import { expect, test } from 'vitest';
import type { JsonValue } from '@plimsoll/core/base';
import { feeAmount, planLoan, prepareTerms, presets, readTerms } from './index.ts';

const refusal = (change: { readonly [field: string]: JsonValue }) => {
  const read = readTerms(change);
  return read.ok ? null : [read.code, read.rule, read.facts['field'], read.facts['value']];
};

test('[SCH-1] what is left out is the usual; what is unknown is refused', () => {
  const read = readTerms({ instalments: 6, grace: { principal: 2 } });
  expect(read).toMatchObject({
    ok: true,
    value: { instalments: 6, grace: { principal: 2, lateDays: 0 }, currency: 'CNY' },
  });
  expect(refusal({ instalment: 6 })).toEqual(['terms_impossible', 'SCH-1', 'instalment', 6]);
  expect(refusal({ grace: { days: 3 } })).toEqual(['terms_impossible', 'SCH-1', 'grace.days', 3]);
  expect(refusal({ rounding: 5 })).toEqual(['terms_impossible', 'SCH-2', 'rounding', 5]);
  expect(readTerms(null).ok).toBe(false);
});

test('[SCH-2] impossible terms are refused with the field and the value', () => {
  expect(refusal({ rateAnnual: -0.01 })).toEqual(['terms_impossible', 'SCH-2', 'rateAnnual', -0.01]);
  expect(refusal({ instalments: 0 })).toEqual(['terms_impossible', 'SCH-2', 'instalments', 0]);
  expect(refusal({ instalments: 6, grace: { principal: 6 } })).toEqual([
    'terms_impossible',
    'SCH-2',
    'grace.principal',
    6,
  ]);
  expect(
    refusal({ instalments: 6, promotions: [{ fromInstalment: 5, toInstalment: 9, rateAnnual: 0.01 }] })?.[2],
  ).toBe('promotions[0].toInstalment');
  expect(refusal({ kind: 'revolving' })?.[2]).toBe('limitMinor');
  expect(refusal({ currency: 'yuan' })?.[2]).toBe('currency');
  expect(
    refusal({ penalty: { rateAnnual: null, timesRate: null, base: 'principal', maxMinor: null } })?.[2],
  ).toBe('penalty.rateAnnual');
  expect(refusal({ prepayment: { usual: 'next', variants: ['lower'] } })?.[2]).toBe('prepayment.usual');
  for (const preset of Object.values(presets))
    expect(readTerms(preset as unknown as JsonValue).ok).toBe(true);
});

test('[SCH-3] an amount that cannot be lent is refused with its figures', () => {
  const terms = { ...presets.cn_level_payment, rateAnnual: 0.24, balloonMinor: 500 };
  const lend = (amountMinor: number) =>
    planLoan(prepareTerms(terms), { disbursedOn: 20_000 as never, amountMinor });
  for (const amount of [0, -100, 1.5, Number.NaN, 2 ** 53, 499, Number.MAX_SAFE_INTEGER])
    expect(lend(amount)).toMatchObject({ ok: false, code: 'amount_impossible', rule: 'SCH-3' });
  expect(lend(500).ok).toBe(true);
});

test('[SCH-12] a fee is a part of its base and a fixed amount, within its bounds', () => {
  const fee = {
    code: 'guarantee',
    text: { zh: '担保费', en: 'Guarantee fee' },
    payee: 'guarantor',
    component: 'fee',
    on: 'disbursement',
    base: 'disbursed',
    rate: 0.015,
    fixedMinor: 100,
    minMinor: 500,
    maxMinor: 2000,
    paid: 'deducted',
  } as const;
  expect([10_000, 100_000, 1_000_000].map((base) => feeAmount(fee, base, 'halfUp'))).toEqual([
    500, 1600, 2000,
  ]);
});
