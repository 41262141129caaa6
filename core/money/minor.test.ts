import fc from 'fast-check';
import { expect, test } from 'vitest';
import { minor, roundMinor } from './index.ts';

test('[MNY-1] each rounding mode does what its name says, on both sides of zero', () => {
  const cases = [2.5, 3.5, 2.4, 2.6, -2.5, -3.5, 2];
  const at = (mode: Parameters<typeof roundMinor>[1]) => cases.map((value) => roundMinor(value, mode));
  expect(at('halfUp')).toEqual([3, 4, 2, 3, -3, -4, 2]);
  expect(at('halfEven')).toEqual([2, 4, 2, 3, -2, -4, 2]);
  expect(at('down')).toEqual([2, 3, 2, 2, -2, -3, 2]);
  expect(at('up')).toEqual([3, 4, 3, 3, -3, -4, 2]);
});

test('[MNY-1] rounding never moves an amount by more than one unit', () => {
  fc.assert(
    fc.property(fc.double({ min: -1e12, max: 1e12, noNaN: true }), (value) => {
      for (const mode of ['halfUp', 'halfEven', 'down', 'up'] as const)
        expect(Math.abs(roundMinor(value, mode) - value)).toBeLessThanOrEqual(1);
    }),
  );
});

test('[MNY-1] a fraction of a cent is a bug', () => {
  expect(() => minor(1.5)).toThrow('safe integer');
  expect(() => minor(Number.NaN)).toThrow('safe integer');
  expect(() => minor(2 ** 53)).toThrow('safe integer');
});
