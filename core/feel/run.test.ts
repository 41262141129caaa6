/** Expressions: what they mean, by example. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evaluate, show } from './sample.ts';

const names = {
  loan: { 'monthly rate': 0.02, term: 12 },
  'Full Name': 'Ann Lee',
  'base-price': 5,
  loans: [
    { amount: 10, 'risk class': 'A' },
    { amount: 30, 'risk class': 'B' },
  ],
  amount: 20,
};

test.each([
  ['1 / 0', 'null !FEEL_DIVISION_BY_ZERO'],
  ['9 ** 99999', 'null !FEEL_OVERFLOW'],
  ['"a" + 1', 'null !FEEL_TYPE'],
  ['-"a"', 'null !FEEL_TYPE'],
  ['"a" + "b"', 'ab'],
  ['2 ** 10 - 1', '1023'],
  ['(1 + 2) * -3', '-9'],
])('[FEEL-4] %s is %s', (text, shown) => {
  expect(show(text)).toBe(shown);
});

test('[FEEL-4] a fault is recorded once, at its place', () => {
  const { value, faults } = evaluate('10 + 1 / 0');
  expect(value).toBe(null);
  expect(faults).toEqual([{ code: 'FEEL_DIVISION_BY_ZERO', at: { from: 5, to: 10 }, facts: {} }]);
});

test.each([
  'null + 1',
  '1 - null',
  'null * null',
  '-null',
  'null < 1',
  'null in [1..2]',
  'null between 1 and 2',
  'null.name',
])('[FEEL-5] %s is null without a fault', (text) => {
  expect(show(text)).toBe('null');
});

test('[FEEL-5] null equals null alone', () => {
  expect([show('null = null'), show('null = 1'), show('1 != null')]).toEqual(['true', 'false', 'true']);
});

test('[FEEL-6] and, or and not over three values', () => {
  const values = ['true', 'false', 'null'] as const;
  const tables = (operator: string): string[] =>
    values.flatMap((left) => values.map((right) => show(`${left} ${operator} ${right}`)));
  expect(tables('and')).toEqual([
    'true',
    'false',
    'null',
    'false',
    'false',
    'false',
    'null',
    'false',
    'null',
  ]);
  expect(tables('or')).toEqual(['true', 'true', 'true', 'true', 'false', 'null', 'true', 'null', 'null']);
  expect(values.map((value) => show(`not(${value})`))).toEqual(['false', 'true', 'null']);
  expect(show('1 and true')).toBe('null');
});

test('[FEEL-7] different kinds are not comparable', () => {
  expect([show('1 = "1"'), show('"a" < 1'), show('[1] = {a: 1}')]).toEqual(Array(3).fill('null !FEEL_TYPE'));
  expect([show('[1, 2] = [1, 2.0]'), show('{a: 1} = {a: 1}'), show('[1..2] = [1..2)')]).toEqual([
    'true',
    'true',
    'false',
  ]);
});

test.each([
  ['loan.monthly rate * loan.term', '0.24'],
  ['Full Name + "!"', 'Ann Lee!'],
  ['base-price + 1', '6'],
  ['base - price', '5'],
  ['loans[risk class = "B"].amount', '[30]'],
  ['for each loan in loans return each loan.risk class', '["A", "B"]'],
])('[FEEL-8] %s is %s', (text, shown) => {
  expect(show(text, names)).toBe(shown);
});

test('[FEEL-9] an unknown name is a problem with its place', () => {
  expect(evaluate('amount + amuont', names).problems).toEqual([
    { code: 'FEEL_UNKNOWN_NAME', at: { from: 9, to: 15 }, facts: { name: 'amuont' } },
  ]);
  expect(evaluate('loan.rate', names).problems).toEqual([
    { code: 'FEEL_NO_PROPERTY', at: { from: 5, to: 9 }, facts: { name: 'rate' } },
  ]);
});

test.each(['1 +', '(1', '[1, 2', 'if true then 1', '"open', '1 2', '', 'for x in', ')'])(
  '[FEEL-10] %j is unreadable',
  (text) => {
    const { value, problems } = evaluate(text);
    expect(value).toBe(null);
    expect(problems.map(({ code }) => code)).toContain('FEEL_SYNTAX');
  },
);

test('[FEEL-10] the problem says where', () => {
  expect(evaluate('1 + * 2').problems[0]?.at.from).toBe(4);
});

test.each([
  ['string length("😀a")', '2'],
  ['"😀" + "é"', '😀é'],
  ['substring("a😀b", 2, 1)', '😀'],
  ['"say \\"hi\\"\\n"', 'say "hi"\n'],
  ['"\\u00e9\\U01F600"', 'é😀'],
])('[FEEL-11] %s is %s', (text, shown) => {
  expect(show(text)).toBe(shown);
});

test.each([
  ['[1..5]', [true, true, true]],
  ['(1..5)', [false, true, false]],
  ['[1..5)', [true, true, false]],
  [']1..5]', [false, true, true]],
])('[FEEL-12] %s holds 1, 3, 5: %j', (range, held) => {
  expect([1, 3, 5].map((value) => evaluate(`${value} in ${range}`).value)).toEqual(held);
});

test('[FEEL-12] in, between and lists of tests', () => {
  expect(show('5 between 1 and 5')).toBe('true');
  expect([show('1 in (1, > 4)'), show('3 in (1, > 4)'), show('5 in (1, > 4)')]).toEqual([
    'true',
    'false',
    'true',
  ]);
  expect([show('2 in [1, 2]'), show('"b" in ("a", "b")'), show('5 in (<= 5)')]).toEqual([
    'true',
    'true',
    'true',
  ]);
});

test.each([
  ['[1, 2, 3][1]', '1'],
  ['[1, 2, 3][-1]', '3'],
  ['[1, 2, 3][4]', 'null'],
  ['[1, 2, 3][item >= 2]', '[2, 3]'],
  ['loans[amount > 15]', '[{amount: 30, risk class: "B"}]'],
  ['[{x: 1}, {x: 2}][x = amount / 10].x', '[2]'],
  ['5[1]', '5'],
  ['[][1]', 'null'],
  ['[{item: 1}, {item: 3}][item >= 2]', '[{item: 3}]'],
  ['[][item > 1]', '[]'],
])('[FEEL-13] %s is %s', (text, shown) => {
  expect(show(text, names)).toBe(shown);
});

test.each([
  ['{a: 1, b: a + 1}.b', '2'],
  ['{a: {b c: 3}}.a.b c', '3'],
  ['loans.amount', '[10, 30]'],
  ['{"with space": 1}', '{with space: 1}'],
  ['get value({a: 1}, "b")', 'null'],
])('[FEEL-14] %s is %s', (text, shown) => {
  expect(show(text, names)).toBe(shown);
});

test('[FEEL-14] an entry twice is a problem, and the context null', () => {
  expect(evaluate('{a: 1, a: 2}').value).toBe(null);
  expect(evaluate('{a: 1, a: 2}').problems.map(({ code }) => code)).toEqual(['FEEL_DUPLICATE_NAME']);
});

test('[FEEL-15] if takes else for anything but true', () => {
  expect(
    ['true', 'false', 'null', '1'].map((condition) => show(`if ${condition} then "yes" else "no"`)),
  ).toEqual(['yes', 'no', 'no', 'no']);
});

test.each([
  ['for i in 1..3 return i * i', '[1, 4, 9]'],
  ['for i in 3..1 return i', '[3, 2, 1]'],
  ['for i in [1, 2], j in ["a", "b"] return string(i) + j', '["1a", "1b", "2a", "2b"]'],
  ['for i in 1..5 return if i = 1 then 1 else i * partial[-1]', '[1, 2, 6, 24, 120]'],
  ['for i in 1..3 return partial', '[[], [[]], [[], [[]]]]'],
  ['for i in [1..3] return i', '[1, 2, 3]'],
  ['for i in null return i', 'null'],
])('[FEEL-16] %s is %s', (text, shown) => {
  expect(show(text)).toBe(shown);
});

test.each([
  ['some x in [1, 2] satisfies x > 1', 'true'],
  ['every x in [1, 2] satisfies x > 1', 'false'],
  ['some x in [] satisfies true', 'false'],
  ['every x in [] satisfies false', 'true'],
  ['some x in [null, 2] satisfies x > 1', 'true'],
  ['every x in [null, 2] satisfies x > 1', 'null'],
  ['some x in [true, "a"] satisfies x or x + 1', 'true'],
])('[FEEL-17] %s is %s', (text, shown) => {
  expect(show(text)).toBe(shown);
});

test.each([
  ['{f: function(x, y: number) x * y, r: f(2, 3)}.r', '6'],
  ['{f: function(x, y) x - y, r: f(y: 2, x: 3)}.r', '1'],
  ['(for i in 1..2 return function(x) x + i)[1](10)', '11'],
  ['(function(x) x)(1, 2)', 'null !FEEL_ARGUMENTS'],
  ['(function(x: number) x)("a")', 'null !FEEL_TYPE'],
  ['substring(start position: 2, string: "abc")', 'bc'],
  ['substring(nosuch: 2)', 'null !FEEL_UNKNOWN_PARAMETER'],
  ['1(2)', 'null !FEEL_NOT_A_FUNCTION'],
])('[FEEL-18] %s is %s', (text, shown) => {
  expect(show(text)).toBe(shown);
});

test.each([
  ['1 instance of number', 'true'],
  ['"a" instance of number', 'false'],
  ['[1, 2] instance of list<number>', 'true'],
  ['[1, "a"] instance of list<number>', 'false'],
  ['{a: 1} instance of context<a: number>', 'true'],
  ['null instance of number', 'false'],
  ['null instance of Null', 'true'],
  ['1 instance of nosuch', 'null !FEEL_UNKNOWN_TYPE'],
])('[FEEL-28] %s is %s', (text, shown) => {
  expect(show(text)).toBe(shown);
});

const PIECES = [
  '1',
  '0.5',
  '"a"',
  'amount',
  'loan',
  'loans',
  '.',
  'term',
  '+',
  '-',
  '*',
  '/',
  '**',
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  ':',
  ',',
  'if ',
  ' then ',
  ' else ',
  'for ',
  ' in ',
  ' return ',
  ' some ',
  ' satisfies ',
  'not(',
  '?',
  '..',
  '<',
  '=',
  'function(',
  ' and ',
  ' or ',
  'null',
  'true',
  '@"2024-01-01"',
  'date("2024-01-01")',
  'sum(',
  'item',
  '😀',
  '\\',
  '"',
  ' instance of ',
  'number',
  '\n',
  '//',
  ' between ',
] as const;
const pieces = fc.constantFrom(...PIECES);

test('[FEEL-27] any text reads and runs without a throw', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join('')),
        fc.string(),
      ),
      (text) => {
        const { problems, value } = evaluate(text, names);
        expect(problems.length === 0 || value === null || problems.every(({ at }) => at.from >= 0)).toBe(
          true,
        );
      },
    ),
    { numRuns: 500 },
  );
});
