import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { levelPayment, type LevelPaymentTerms } from './level-payment.ts';

test('[CST-10] the level payment leaves the balloon after the last payment', () => {
  const terms = fc.record({
    principal: fc.integer({ min: 1, max: 100_000_000 }),
    ratePerPeriod: fc.double({ min: 0, max: 0.2, noNaN: true }),
    periods: fc.integer({ min: 1, max: 120 }),
    balloon: fc.integer({ min: 0, max: 1_000_000 }),
    inAdvance: fc.boolean(),
  });
  fc.assert(
    fc.property(terms, (each) => {
      const payment = levelPayment(each);
      if (!payment.ok) throw new Error(payment.code);
      let balance = each.principal;
      for (let at = 0; at < each.periods; at += 1)
        balance = each.inAdvance
          ? (balance - payment.value) * (1 + each.ratePerPeriod)
          : balance * (1 + each.ratePerPeriod) - payment.value;
      const growth = (1 + each.ratePerPeriod) ** each.periods;
      expect(Math.abs(balance - each.balloon)).toBeLessThan(1e-9 * growth * (each.principal + each.balloon));
    }),
  );
});

test('[CST-10] 10,000 at 8 %/12 over ten months, equal shares at 0 %, and rates so small that digits would be lost', () => {
  const of = (terms: LevelPaymentTerms) => {
    const payment = levelPayment(terms);
    return payment.ok ? payment.value : null;
  };
  // 34 digits by hand: 1037.032089359152175652094829324282713
  expect(of({ principal: 10_000, ratePerPeriod: 0.08 / 12, periods: 10 })).toBeCloseTo(
    1037.032_089_359_152,
    9,
  );
  expect(of({ principal: 1200, ratePerPeriod: 0, periods: 12 })).toBe(100);
  expect(of({ principal: 1200, ratePerPeriod: 1e-12, periods: 12 })).toBeCloseTo(100 * (1 + 6.5e-12), 11);
  // Half a year of −50 % a period: the debt shrinks by itself.
  expect(of({ principal: 100, ratePerPeriod: -0.5, periods: 1 })).toBeCloseTo(50, 12);
});

test('[CST-10] terms that are no loan are refused', () => {
  for (const wrong of [
    { periods: 0 },
    { periods: 1.5 },
    { periods: 100_001 },
    { ratePerPeriod: -1 },
    { ratePerPeriod: Number.NaN },
    { principal: Number.POSITIVE_INFINITY },
  ])
    expect(levelPayment({ principal: 100, ratePerPeriod: 0.01, periods: 12, ...wrong })).toMatchObject({
      code: 'cost_input_refused',
      rule: 'CST-10',
    });
});
