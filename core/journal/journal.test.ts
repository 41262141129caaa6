import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type AccountName,
  addLegs,
  type Balances,
  checkPostings,
  difference,
  type Leg,
  type Posting,
} from './index.ts';

const books = { funder: 'north', currency: 'CNY' };
const accounts: readonly AccountName[] = [
  'custody',
  'loan_principal',
  'interest_income',
  'payable:guarantor',
];
const leg: fc.Arbitrary<Leg> = fc.record({
  debit: fc.constantFrom(...accounts),
  credit: fc.constantFrom(...accounts),
  amountMinor: fc.integer({ min: -1_000_000, max: 1_000_000 }),
});
const balancesOf = (legs: readonly Leg[]): Map<string, Posting> => {
  const balances = new Map<string, Posting>();
  addLegs(balances, books, legs);
  return balances;
};

test('[JRN-1] postings that do not sum to zero are refused with the sum, per funder and currency', () => {
  const one: Posting = { ...books, account: 'custody', amountMinor: -500 };
  expect(checkPostings([one, { ...one, account: 'loan_principal', amountMinor: 500 }]).ok).toBe(true);
  expect(checkPostings([one, { ...one, account: 'loan_principal', amountMinor: 499 }])).toMatchObject({
    code: 'postings_unbalanced',
    facts: { funder: 'north', currency: 'CNY', sumMinor: -1 },
  });
  const other = { ...one, funder: 'south', account: 'loan_principal', amountMinor: 500 } as const;
  expect(checkPostings([one, other]), 'another funder does not balance the books').toMatchObject({
    code: 'postings_unbalanced',
  });
});

test('[JRN-2] an account that is not in the chart is refused, a pool among them', () => {
  const pool = { ...books, account: 'pool' as AccountName, amountMinor: 5 };
  expect(checkPostings([pool])).toMatchObject({ code: 'account_unknown', facts: { account: 'pool' } });
});

test('[JRN-3] legs and differences are balanced whatever they are', () => {
  fc.assert(
    fc.property(fc.array(leg, { maxLength: 20 }), fc.array(leg, { maxLength: 20 }), (before, after) => {
      expect(checkPostings(difference(balancesOf(before), balancesOf(after))).ok).toBe(true);
    }),
  );
});

test('[JRN-4] booking the difference of two states leads from one to the other', () => {
  fc.assert(
    fc.property(fc.array(leg, { maxLength: 20 }), fc.array(leg, { maxLength: 20 }), (before, after) => {
      const booked = balancesOf(before);
      for (const posting of difference(booked, balancesOf(after))) {
        const name = `${posting.funder}\u0000${posting.currency}\u0000${posting.account}`;
        booked.set(name, {
          ...posting,
          amountMinor: (booked.get(name)?.amountMinor ?? 0) + posting.amountMinor,
        });
      }
      expect(amounts(booked)).toEqual(amounts(balancesOf(after)));
    }),
  );
});

function amounts(balances: Balances): readonly (readonly [string, number])[] {
  return [...balances.values()]
    .filter(({ amountMinor }) => amountMinor !== 0)
    .map(({ account, amountMinor }) => [account, amountMinor] as const)
    .toSorted(([left], [right]) => (left < right ? -1 : 1));
}
