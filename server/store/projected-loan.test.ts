import type { JsonValue } from '@plimsoll/core/base';
import { expect, test } from 'vitest';
import { partitionOf, readPostings } from './projected-loan.ts';

const posting = (amountMinor: number, changes: object = {}): JsonValue => ({
  funder: 'north',
  currency: 'CNY',
  account: 'custody',
  amountMinor,
  ...changes,
});

test('[STO-34] postings that do not sum to zero for each funder and currency never reach the log', () => {
  expect(readPostings([posting(5), posting(-5, { account: 'loan_principal' })])).toHaveLength(2);
  expect(readPostings([])).toEqual([]);
  const faults: readonly JsonValue[] = [
    [posting(5)],
    [posting(5), posting(-4)],
    [posting(5), posting(-5, { funder: 'south' })],
    [posting(5), posting(-5, { currency: 'USD' })],
    [posting(0.5), posting(-0.5)],
    null,
  ];
  for (const fault of faults) expect(() => readPostings(fault)).toThrow(/posting/);
});

test('[STO-35] the partition of a loan follows from its id alone, and 64 of them are used', () => {
  const ids = Array.from(
    { length: 256 },
    (_, byte) => `00000000-0000-7000-8000-0000000000${byte.toString(16).padStart(2, '0')}`,
  );
  expect(new Set(ids.map(partitionOf)).size).toBe(64);
});
