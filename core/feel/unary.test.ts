/** Unary tests: what they mean, and that the quick forms mean the same as the slow ones. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseTests } from './parse.ts';
import { evaluate, testValue } from './sample.ts';
import { createScope } from './scope.ts';
import { ANY } from './type.ts';
import type { JsonValue } from '@plimsoll/core/base';

test.each<[string, JsonValue, boolean | null]>([
  ['-', null, true],
  ['', 1, true],
  ['> 5', 6, true],
  ['> 5', 5, false],
  ['> 5', null, null],
  ['[1..3)', 3, false],
  ['"a", "b"', 'b', true],
  ['not("a", "b")', 'b', false],
  ['not("a")', 'c', true],
  ['null', null, true],
  ['not(null)', 1, true],
  ['1, 2, > 10', 11, true],
  ['1, 2, > 10', 5, false],
  ['[1, 2]', 2, true],
  ['? > 2 and ? < 4', 3, true],
  ['contains(?, "x")', 'axb', true],
  ['limit', 7, true],
  ['< limit', 6, true],
  ['[low..limit]', 7, true],
  ['limits', 9, true],
  ['limit > 5', 'anything', true],
  ['true', true, true],
  ['not(true)', false, true],
  ['-5', -5, true],
  ['"😀"', '😀', true],
  ['0.3', 0.3, true],
])('[FEEL-19] %j holds for %j: %j', (text, value, held) => {
  expect(testValue(text, value, { limit: 7, low: 1, limits: [8, 9] })).toBe(held);
});

test.each([
  ['> 5', 'compareConstant'],
  ['[1..3]', 'intervalConstant'],
  ['"a"', 'equalsConstant'],
  ['"a", "b"', 'inConstants'],
  ['1, > 5', 'anyOf'],
  ['? > 5', 'general'],
  ['-', 'anything'],
  ['not("a")', 'not'],
])('[FEEL-20] %s is read as %s', (text, kind) => {
  expect(parseTests(text, createScope([]), ANY).test.kind).toBe(kind);
});

test('[FEEL-20] quick forms agree with expressions', () => {
  const numeral = fc.integer({ min: -300, max: 300 }).map((cents) => cents / 100);
  const operator = fc.constantFrom('<', '<=', '>', '>=');
  const value = fc.oneof(numeral, fc.constant(null), fc.constant(0.1 + 0.2));
  fc.assert(
    fc.property(value, numeral, numeral, operator, (tested, a, b, sign) => {
      const shown = tested === null ? 'null' : String(tested);
      const pairs = [
        [testValue(`${sign} ${a}`, tested), `${shown} ${sign} ${a}`],
        [testValue(`[${a}..${b})`, tested), `${shown} >= ${a} and ${shown} < ${b}`],
        [testValue(`${a}, ${b}`, tested), `${shown} = ${a} or ${shown} = ${b}`],
        [testValue(`not(${a})`, tested), `not(${shown} = ${a})`],
      ] as const;
      for (const [quick, slow] of pairs) expect(quick).toBe(evaluate(slow).value);
    }),
  );
});
