import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allocate, isRate, minor, mulDiv, rateOf, roundSum, type RoundingMode, type Term } from './index.ts';

const modes: readonly RoundingMode[] = ['halfUp', 'halfEven', 'down', 'up'];
const term: fc.Arbitrary<Term> = fc.record({
  a: fc.integer({ min: -1_000_000_000_000, max: 1_000_000_000_000 }),
  b: fc.integer({ min: 0, max: 1_000_000 }),
  c: fc.integer({ min: 0, max: 400 }),
  d: fc.constantFrom(1, 2, 3, 12, 360, 365, 366, 36_500_000_000),
});

/** The same by whole numbers alone. */
function exactly(terms: readonly Term[], mode: RoundingMode): bigint {
  let numerator = 0n;
  let denominator = 1n;
  for (const { a, b, c, d } of terms) {
    numerator = numerator * BigInt(d) + BigInt(a) * BigInt(b) * BigInt(c) * denominator;
    denominator *= BigInt(d);
  }
  const sign = numerator < 0n ? -1n : 1n;
  const size = numerator * sign;
  const floor = size / denominator;
  const rest = 2n * (size % denominator);
  const isUp =
    mode === 'up'
      ? rest > 0n
      : mode === 'down'
        ? false
        : rest > denominator || (rest === denominator && (mode === 'halfUp' || floor % 2n === 1n));
  return sign * (isUp ? floor + 1n : floor);
}

test('[MNY-2] a sum of fractions is what whole numbers say it is, in every mode', () => {
  fc.assert(
    fc.property(fc.array(term, { minLength: 1, maxLength: 4 }), fc.constantFrom(...modes), (terms, mode) => {
      const wanted = exactly(terms, mode);
      if (wanted > BigInt(Number.MAX_SAFE_INTEGER) || wanted < BigInt(Number.MIN_SAFE_INTEGER)) return;
      expect(BigInt(roundSum(terms, mode))).toBe(wanted);
    }),
    { numRuns: 3000 },
  );
});

test('[MNY-2] ties that a double cannot hold are still ties', () => {
  const half: Term = { a: 2_000_000_000_001, b: 1, c: 1, d: 2 };
  expect([roundSum([half], 'halfUp'), roundSum([half], 'halfEven')]).toEqual([
    1_000_000_000_001, 1_000_000_000_000,
  ]);
  const thirds: Term = { a: 1, b: 1, c: 1, d: 6 };
  expect(roundSum([thirds, thirds, thirds], 'halfUp')).toBe(1);
  expect(roundSum([thirds, thirds, thirds], 'down')).toBe(0);
  expect(mulDiv(-5, { numerator: 1, denominator: 2 }, 'halfUp')).toBe(-3);
});

test('[MNY-3] parts sum to the amount, have its sign, and are within one unit of their share', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }),
      fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 8 }),
      (amount, weights) => {
        const total = weights.reduce((sum, weight) => sum + weight, 0);
        if (total === 0) return;
        const parts = allocate(minor(amount), weights);
        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(amount === 0 ? 0 : amount);
        parts.forEach((part, index) => {
          expect(Math.abs(part - (amount * (weights[index] ?? 0)) / total)).toBeLessThan(1.000001);
          expect(part * amount).toBeGreaterThanOrEqual(0);
        });
      },
    ),
  );
});

test('[MNY-3] of equal remainders the first part gets the unit', () => {
  expect(allocate(minor(100), [1, 1, 1])).toEqual([34, 33, 33]);
  expect(allocate(minor(-100), [1, 1, 1])).toEqual([-34, -33, -33]);
});

test('[MNY-4] what is a rate and what is none', () => {
  expect(rateOf(0.094822)).toBe(9_482_200);
  expect(rateOf(0)).toBe(0);
  expect([0.123456789, -0.01, 101, Number.NaN].map(isRate)).toEqual([false, false, false, false]);
  expect([0.1, 0.2399, 1 / 8, 100].map(isRate)).toEqual([true, true, true, true]);
});
