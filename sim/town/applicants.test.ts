import fc from 'fast-check';
import { Value } from 'typebox/value';
import { expect, test } from 'vitest';
import { Applicant } from '@plimsoll/api/origination';
import { makeApplicant, MAX_APPLICANTS } from './index.ts';

const row = fc.integer({ min: 0, max: MAX_APPLICANTS - 1 });

test('[SIM-1] the same seed and row make the same person, and no two of the first rows share a number', () => {
  fc.assert(
    fc.property(fc.string(), row, (seed, at) => {
      expect(makeApplicant(seed, at)).toEqual(makeApplicant(seed, at));
    }),
  );
  for (const locale of ['en', 'zh'] as const) {
    const numbers = Array.from({ length: 3000 }, (_, at) => makeApplicant('town', at, locale).idNumber);
    expect(new Set(numbers).size).toBe(numbers.length);
  }
  expect(makeApplicant('town', 0).idNumber).not.toBe(makeApplicant('city', 0).idNumber);
});

test('[SIM-2] numbers, phones and addresses lie where no real one can be', () => {
  fc.assert(
    fc.property(row, (at) => {
      const american = makeApplicant('town', at);
      expect(american.idNumber).toMatch(/^666-(?!00)\d\d-(?!0000)\d{4}$/);
      expect(american.phone).toMatch(/^\+1-\d{3}-555-01\d\d$/);
      expect(american.email).toMatch(/@example\.com$/);
      const chinese = makeApplicant('town', at, 'zh');
      expect(chinese.idNumber).toMatch(/^99\d{15}[\dX]$/);
      expect(hasTrueCheckDigit(chinese.idNumber)).toBe(false);
      expect(chinese.phone).toMatch(/^\+86-100\d{8}$/);
    }),
  );
  expect(hasTrueCheckDigit('11010519491231002X')).toBe(true);
});

test('[SIM-3] both kinds of applicant pass the schema', () => {
  fc.assert(
    fc.property(row, fc.constantFrom('en', 'zh'), (at, locale) => {
      expect(Value.Check(Applicant, makeApplicant('town', at, locale))).toBe(true);
    }),
  );
});

/** ISO 7064 MOD 11-2: the weighted sum of all eighteen digits leaves 1. */
function hasTrueCheckDigit(number: string): boolean {
  let remainder = 0;
  for (const digit of number) remainder = (remainder * 2 + (digit === 'X' ? 10 : Number(digit))) % 11;
  return remainder === 1;
}
