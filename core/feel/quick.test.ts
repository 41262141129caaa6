/** What is read without the grammar is what the grammar reads. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseExpression, parseTests } from './parse.ts';
import { quickLiteral, quickTests } from './quick.ts';
import { createScope } from './scope.ts';
import { ANY } from './type.ts';

const scope = createScope([]);
const space = fc.constantFrom('', ' ', '  ');
const number = fc.oneof(
  fc.nat().map(String),
  fc.tuple(fc.nat(), fc.nat()).map(([whole, rest]) => `${whole}.${rest}`),
  fc.constantFrom('0', '007', '0.10', '1e3', '-5', '9007199254740993', '0.1234567890123456789', '.5', '5.'),
);
const string = fc.string({ unit: 'grapheme', maxLength: 8 }).map((text) => `"${text}"`);
const comparison = fc
  .tuple(fc.constantFrom('<', '<=', '>', '>=', '=', '!='), space, fc.oneof(number, string))
  .map((parts) => parts.join(''));
const interval = fc
  .tuple(
    fc.constantFrom('[', ']', '('),
    space,
    number,
    space,
    fc.constant('..'),
    space,
    number,
    space,
    fc.constantFrom(']', '[', ')'),
  )
  .map((parts) => parts.join(''));
const several = fc
  .tuple(
    fc.array(fc.oneof(number, string), { minLength: 1, maxLength: 4 }),
    fc.constantFrom(',', ', ', ' , '),
  )
  .map(([parts, sign]) => parts.join(sign));

test('[FEEL-50] a test read without the grammar is the one that the grammar reads', () => {
  let quick = 0;
  fc.assert(
    fc.property(fc.oneof(number, string, comparison, interval, several), (text) => {
      const read = quickTests(text);
      if (read === null) return;
      quick += 1;
      // With a space before it, the text goes the grammar's way.
      const { test: slow, problems } = parseTests(`/* */${text}`, scope, ANY);
      expect(problems).toEqual([]);
      expect(read).toEqual(slow);
    }),
    { numRuns: 2000 },
  );
  expect(quick).toBeGreaterThan(500);
});

test('[FEEL-50] a literal read without the grammar is the one that the grammar reads', () => {
  fc.assert(
    fc.property(fc.oneof(number, string), (text) => {
      const read = quickLiteral(text);
      if (read === null) return;
      const { node, problems } = parseExpression(`${text} `, scope);
      expect(problems).toEqual([]);
      expect(read).toEqual(node);
    }),
  );
});
