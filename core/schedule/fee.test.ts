import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { feeAmount } from './fee.ts';
import type { FeeTerms } from './terms.ts';

const fee: FeeTerms = {
  code: 'service',
  text: { zh: '服务费', en: 'Service fee' },
  payee: 'service',
  component: 'fee',
  on: 'disbursement',
  base: 'disbursed',
  rate: 0.015,
  fixedMinor: 0,
  minMinor: 0,
  maxMinor: null,
  paid: 'deducted',
};

test('a fee is the part of its base, rounded once as named, and what is fixed', () => {
  expect(feeAmount(fee, 100_000, 'halfUp')).toBe(1500);
  expect(feeAmount(fee, 100_033, 'halfUp')).toBe(1500);
  expect(feeAmount(fee, 100_033, 'up')).toBe(1501);
  expect(feeAmount({ ...fee, fixedMinor: 250 }, 100_000, 'halfUp')).toBe(1750);
  expect(feeAmount({ ...fee, base: 'fixed', rate: 0, fixedMinor: 990 }, 100_000, 'halfUp')).toBe(990);
});

test('a fee stays between its least and its most', () => {
  fc.assert(
    fc.property(fc.nat(10_000_000), fc.nat(5000), fc.nat(5000), (baseMinor, minMinor, more) => {
      const amount = feeAmount({ ...fee, minMinor, maxMinor: minMinor + more }, baseMinor, 'halfEven');
      expect(amount >= minMinor && amount <= minMinor + more).toBe(true);
    }),
  );
});
