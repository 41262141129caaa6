import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkPostings, difference } from '@plimsoll/core/journal';
import { type FunderShare, type LoanAccounts, WHOLE_PPM } from '@plimsoll/loan/spine';
import { accruedBalances, splitByShare, targetBalances } from './index.ts';

const amount = fc.integer({ min: 0, max: 10_000_000 });
const byPayee = fc.dictionary(fc.constantFrom('lender', 'guarantor', 'service'), amount);
const anyAccounts: fc.Arbitrary<LoanAccounts> = fc.record({
  disbursed: amount,
  principalPaid: amount,
  principalWrittenOff: amount,
  interestDue: amount,
  interestPaid: amount,
  interestWaived: amount,
  interestWrittenOff: amount,
  chargeDue: byPayee,
  chargePaid: byPayee,
  chargeWaived: byPayee,
  chargeWrittenOff: byPayee,
  recovered: amount,
  overpaid: amount,
  refunded: amount,
  received: byPayee,
});
const anyShares: fc.Arbitrary<readonly FunderShare[]> = fc
  .array(fc.integer({ min: 1, max: 999 }), { minLength: 1, maxLength: 5 })
  .map((weights) => {
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const ppm = weights.map((weight) => Math.floor((weight * WHOLE_PPM) / total));
    const rest = WHOLE_PPM - ppm.reduce((sum, part) => sum + part, 0);
    return ppm.map((part, index) => ({
      funder: `funder-${index}`,
      sharePpm: part + (index === 0 ? rest : 0),
      servicerFeePpm: 100_000,
    }));
  });

test('[FND-1] parts sum to the amount and are within a cent of their shares', () => {
  fc.assert(
    fc.property(amount, anyShares, (whole, shares) => {
      const parts = splitByShare(whole, shares);
      expect(parts.reduce((sum, part) => sum + part, 0)).toBe(whole);
      parts.forEach((part, index) =>
        expect(Math.abs(part - (whole * (shares[index]?.sharePpm ?? 0)) / WHOLE_PPM)).toBeLessThan(1.000001),
      );
    }),
  );
});

test('[FND-2] the books of a loan balance for each funder, and so does each step between two states', () => {
  fc.assert(
    fc.property(anyAccounts, anyAccounts, anyShares, (before, after, shares) => {
      const terms = { shares, currency: 'CNY' };
      const step = difference(targetBalances(before, terms), targetBalances(after, terms));
      expect(checkPostings(step).ok).toBe(true);
      expect(checkPostings([...accruedBalances(before.interestDue, terms).values()].filter(moves)).ok).toBe(
        true,
      );
    }),
  );
});

test('[FND-3] principal and custody over all funders are those of the loan', () => {
  fc.assert(
    fc.property(anyAccounts, anyShares, (accounts, shares) => {
      const sums = sumsOf(targetBalances(accounts, { shares, currency: 'CNY' }));
      expect(sums['loan_principal'] ?? 0).toBe(
        accounts.disbursed - accounts.principalPaid - accounts.principalWrittenOff,
      );
      const charges = Object.values(accounts.chargePaid).reduce((sum, paid) => sum + paid, 0);
      const moneyIn = accounts.principalPaid + accounts.interestPaid + charges + accounts.recovered;
      expect(sums['custody'] ?? 0).toBe(moneyIn + accounts.overpaid - accounts.disbursed);
    }),
  );
});

test('[FND-4] the servicer is owed a tenth of the interest paid to a funder who agreed to it, by no other', () => {
  const accounts = { ...zero, interestDue: 1000, interestPaid: 1000 };
  const shares = [
    { funder: 'north', sharePpm: 700_000, servicerFeePpm: 100_000 },
    { funder: 'south', sharePpm: 300_000, servicerFeePpm: 0 },
  ];
  const balances = [...targetBalances(accounts, { shares, currency: 'CNY' }).values()];
  expect(balances.filter(({ account }) => account === 'payable:servicer')).toEqual([
    { funder: 'north', currency: 'CNY', account: 'payable:servicer', amountMinor: -70 },
  ]);
});

const zero: LoanAccounts = {
  disbursed: 0,
  principalPaid: 0,
  principalWrittenOff: 0,
  interestDue: 0,
  interestPaid: 0,
  interestWaived: 0,
  interestWrittenOff: 0,
  chargeDue: {},
  chargePaid: {},
  chargeWaived: {},
  chargeWrittenOff: {},
  recovered: 0,
  overpaid: 0,
  refunded: 0,
  received: {},
};

function moves({ amountMinor }: { readonly amountMinor: number }): boolean {
  return amountMinor !== 0;
}

function sumsOf(balances: ReturnType<typeof targetBalances>): { readonly [account: string]: number } {
  const sums: { [account: string]: number } = {};
  for (const { account, amountMinor } of balances.values())
    sums[account] = (sums[account] ?? 0) + amountMinor;
  return sums;
}
