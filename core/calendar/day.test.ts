import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Day, formatDay, parseDay } from './index.ts';

test('[CLD-1] a day reads back as it was written', () => {
  fc.assert(
    fc.property(fc.integer({ min: -719_162, max: 2_932_896 }), (day) => {
      expect(parseDay(formatDay(day as Day))).toBe(day);
    }),
  );
});

test('[CLD-1] days agree with the proleptic Gregorian calendar of ECMAScript', () => {
  fc.assert(
    fc.property(fc.integer({ min: -200_000, max: 200_000 }), (day) => {
      expect(formatDay(day as Day)).toBe(new Date(day * 86_400_000).toISOString().slice(0, 10));
    }),
  );
});

test('[CLD-1] a day that does not exist is not read', () => {
  for (const text of ['2026-02-29', '2026-13-01', '2026-00-10', '2026-1-1', '', '2026-01-32'])
    expect(parseDay(text)).toBeNull();
  expect(parseDay('2028-02-29')).not.toBeNull();
});
