import { expect, test } from 'vitest';
import { coverageOf, type LoanSecurity, noSecurity, refusalOfSecurity } from './security.ts';

const car = {
  kind: 'car',
  reference: 'VIN-1',
  valueMinor: 1_000_000,
  valuedDay: '2026-03-01',
  lendablePpm: 700_000,
};
const approved = { amountMinor: 800_000, after: { status: 'approved', principalMinor: 0 } } as const;
const running = { amountMinor: 800_000, after: { status: 'active', principalMinor: 600_000 } } as const;

test('[ORG-33] collateral counts with the part that may be lent on, a guarantee with its amount; what is left is the shortfall', () => {
  const security: LoanSecurity = {
    collateral: [car],
    guarantees: [{ guarantor: 'someone', amountMinor: 50_000 }],
  };
  expect(coverageOf(security, approved)).toEqual({
    neededMinor: 800_000,
    coveredMinor: 750_000,
    shortfallMinor: 50_000,
  });
  expect(coverageOf(security, running)).toMatchObject({ neededMinor: 600_000, shortfallMinor: 0 });
  expect(
    coverageOf({ ...noSecurity, collateral: [{ ...car, valueMinor: 3, lendablePpm: 500_000 }] }, running),
  ).toMatchObject({
    coveredMinor: 1,
  });
});

test('[ORG-33] a product that asks for security pays nothing out without it, or with a shortfall', () => {
  const of = (asked: 'none' | 'collateral' | 'guarantee', security: LoanSecurity) =>
    refusalOfSecurity(asked, security, coverageOf(security, approved));
  const whole: LoanSecurity = { collateral: [{ ...car, valueMinor: 2_000_000 }], guarantees: [] };
  expect(of('none', noSecurity)).toBeNull();
  expect(of('collateral', whole)).toBeNull();
  expect(of('guarantee', whole)).toMatchObject({
    code: 'security_short',
    facts: { asked: 'guarantee', given: 0 },
  });
  expect(of('collateral', { ...noSecurity, collateral: [car] })).toMatchObject({
    code: 'security_short',
    rule: 'ORG-33',
    facts: { neededMinor: 800_000, coveredMinor: 700_000, shortfallMinor: 100_000 },
  });
});
