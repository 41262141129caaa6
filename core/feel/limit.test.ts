/** Bounds, and values from and to JSON. */
import type { JsonValue } from '@plimsoll/core/base';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromJson, toJson } from './json.ts';
import { MAX_NODE_DEPTH, MAX_TEXT_LENGTH } from './limits.ts';
import { evaluate, show } from './sample.ts';

test.each([
  ['steps', 'count(for i in 1..2000, j in 1..2000 return i)'],
  ['a list', 'for i in 1..100001 return i'],
  ['a backward-looking list', 'for i in 1..3000 return count(partial)'],
  ['built-ins over long lists in a loop', 'for i in 1..100000 return 5 in for j in 1..100 return j'],
  ['comparing many contexts', 'distinct values(for i in 1..20000 return {a: i})'],
  ['a string', '(for i in 1..40 return if i = 1 then "aaaaaaaa" else partial[-1] + partial[-1])[-1]'],
])('[FEEL-25] %s is bounded', (_, text) => {
  const { value, faults } = evaluate(text);
  expect(value).toBe(null);
  expect(faults[0]?.code).toBe('FEEL_LIMIT');
});

test('[FEEL-25] nesting and length of a text are bounded', () => {
  expect(show(`${'('.repeat(MAX_NODE_DEPTH + 5)}1${')'.repeat(MAX_NODE_DEPTH + 5)}`)).toBe(
    'null !FEEL_LIMIT',
  );
  expect(show(`"${'a'.repeat(MAX_TEXT_LENGTH)}"`)).toBe('null !FEEL_LIMIT');
});

test('[FEEL-25] a value nested without end leaves as null past the bound', () => {
  const { value } = evaluate('(for i in 1..1000 return if i = 1 then [] else [partial[-1]])[-1]');
  expect(JSON.stringify(toJson(value))).toMatch(/^\[+null\]+$/);
  expect(
    evaluate('{x: (for i in 1..1000 return if i = 1 then [] else [partial[-1]])[-1], y: x = [x]}.y').value,
  ).toBe(false);
});

const json = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<JsonValue>;

test('[FEEL-29] there and back', () => {
  fc.assert(
    fc.property(json, (value) => {
      expect(toJson(fromJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});
