/** Hostile texts: whatever is written, an answer or a fault comes, soon and in little memory. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MAX_TEXT_LENGTH } from './limits.ts';
import { evaluate, testValue } from './sample.ts';

/** Of the processor, since the machine may be shared, and loose: what these texts took before they were bounded was minutes, or for ever. */
const MOST_MS = 4000;
const MOST_MIB = 300;
const SEED = 20_261_124;
const most = { seed: SEED, interruptAfterTimeLimit: 4000 } as const;

const repeat = (piece: string, count: number): string => piece.repeat(count);
const series = (count: number, item: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => item(index)).join(',');
/** A list of two, each of which is the list before: small, and 2⁶⁰ items to whoever goes through it. */
const laughs = (count: number): string =>
  `(for i in 1..${count} return if i = 1 then ["ha"] else [partial[-1], partial[-1]])[-1]`;

const HOSTILE: readonly (readonly [name: string, text: string])[] = [
  ['1 MB', repeat('1 + ', 250_000)],
  ['brackets that open', repeat('[', 19_000)],
  ['braces that open', repeat('{a:', 6000)],
  ['parentheses', `${repeat('(', 9000)}1${repeat(')', 9000)}`],
  ['signs', `${repeat('-', 19_000)}1`],
  ['sums', `1${repeat('+1', 9000)}`],
  ['conditions', `${repeat('if a then b else ', 1100)}1`],
  ['loops in loops', `${repeat('for x in [1] return ', 900)}1`],
  ['functions in functions', `${repeat('function(a) ', 1500)}1`],
  ['names of many words', repeat('a ', 5000)],
  ['a long name', repeat('a', 19_000)],
  ['paths', `a${repeat('.a', 9000)}`],
  ['filters', `a${repeat('[1]', 6000)}`],
  ['calls', `a${repeat('(1)', 6000)}`],
  ['quotes', repeat('"', 19_000)],
  ['comments', repeat('/*', 9000)],
  ['commas', repeat(',', 19_000)],
  ['signs of no meaning', repeat('@#$%^&*', 2700)],
  ['a long list', `[${series(9000, () => '1')}]`],
  ['a long context', `{${series(2000, (index) => `a${index}: 1`)}}`],
  ['letters beyond the basic plane', repeat('𝒳', 9000)],
  ['a tower of powers', '10**999999999'],
  ['towers of powers', `${repeat('9**', 5000)}9`],
  ['a power that fits', '9**99999.5'],
  ['a large exponent', '1e999999999'],
  ['products', `9${repeat(' * 99999999999999999999999999999999', 500)}`],
  ['exp', 'exp(1000000000)'],
  ['digits after the point', 'decimal(1/3, 999999999)'],
  ['a long loop', 'for i in 1..1000000000 return i'],
  ['a long loop downwards', 'for i in 10**30..1 return i'],
  ['loops of loops', 'for i in 1..2000, j in 1..2000, k in 1..2000 return i'],
  ['a string that doubles', '(for i in 1..60 return if i = 1 then "ha" else partial[-1] + partial[-1])[-1]'],
  [
    'a list that doubles',
    '(for i in 1..60 return if i = 1 then [1] else concatenate(partial[-1], partial[-1]))[-1]',
  ],
  ['a thousand laughs, flattened', `flatten(${laughs(60)})`],
  ['a thousand laughs, told apart', `distinct values([${laughs(60)}, [${laughs(60)}]])`],
  ['a thousand laughs, written', `string(${laughs(60)})`],
  ['a thousand laughs, compared', `${laughs(60)} = ${laughs(60)}`],
  ['a thousand laughs, looked into', `"ha" in ${laughs(60)}`],
  ['a thousand laughs, given out', laughs(60)],
  [
    'a context of laughs',
    '(for i in 1..60 return if i = 1 then {} else {a: partial[-1], b: partial[-1]})[-1]',
  ],
  [
    'two calls in each call',
    '{f: function(g, n) if n = 0 then 1 else g(g, n - 1) + g(g, n - 1), r: f(f, 90)}.r',
  ],
  ['calls without end', '{f: function(g, n) g(g, n + 1), r: f(f, 0)}.r'],
  [
    'long lists compared again and again',
    '{a: for i in 1..90000 return i, b: for i in 1..90000 return i, r: every j in 1..900000 satisfies a = b}.r',
  ],
  [
    'long lists asked again and again',
    '{a: for i in 1..90000 return i, r: every j in 1..900000 satisfies list contains(a, 90000)}.r',
  ],
  ['a replacement that grows', `replace("${repeat('a', 5000)}", "a", "${repeat('b', 5000)}")`],
  ['groups that grow', `replace("${repeat('a', 4000)}", "(a*)", "${repeat('$1', 5000)}")`],
  ['long texts joined', 'string join(for i in 1..90000 return "haha haha haha haha haha")'],
  ['a pattern that runs away', `matches("${repeat('a', 5000)}b", "(a+)+$")`],
  ['a pattern of choices', `matches("${repeat('a', 5000)}b", "(a|a)*$")`],
  ['a pattern of stars', `matches("${repeat('a', 5000)}b", "a*a*a*a*a*a*c")`],
  ['a pattern that looks ahead', `matches("${repeat('a', 5000)}b", "(?=(a+))\\\\1*c")`],
  ['a sort that contradicts itself', 'sort(for i in 1..50000 return -i, function(a, b) true)'],
  ['days without end', 'for d in date("0001-01-01")..date("9999-12-31") return d'],
  ['a long duration', 'duration("P999999999999Y") * 999999999'],
];

test.each(HOSTILE)(
  '[FEEL-25] [FEEL-27] %s: bounded in time and memory',
  (_, text) => {
    const heapBefore = process.memoryUsage().heapUsed;
    const start = process.cpuUsage();
    const { value, problems, faults } = evaluate(text);
    const spent = process.cpuUsage(start);
    const elapsedMs = (spent.user + spent.system) / 1000;
    expect(value === null ? problems.length + faults.length : 1).toBeGreaterThan(0);
    for (const { at } of [...problems, ...faults]) {
      expect(at.from).toBeGreaterThanOrEqual(0);
      expect(at.to).toBeLessThanOrEqual(Math.max(text.length, MAX_TEXT_LENGTH));
    }
    expect(elapsedMs).toBeLessThan(MOST_MS);
    expect((process.memoryUsage().heapUsed - heapBefore) / 2 ** 20).toBeLessThan(MOST_MIB);
  },
  30_000,
);

const WORDS =
  '1|0.1|"a"|"|true|null|a|b c|?|item|partial|@"2026-01-05"|+|-|*|/|**|=|!=|<|>=|..|.|,|:|(|)|[|]|{|}|' +
  'if|then|else|for|in|return|some|every|satisfies|between|and|or|not|instance of|function|external|number|' +
  'string|list<|sum|date|duration|sort|/*|*/|//|\n|\\|𝒳|信贷|é|\u0000|\ud800|\u202e';
const soup = fc
  .array(fc.constantFrom(...WORDS.split('|')), { maxLength: 40 })
  .map((words) => words.join(' '));
const letters = fc.string({ unit: 'binary', maxLength: 80 });
const bytes = fc.uint8Array({ maxLength: 120 }).map((each) => String.fromCharCode(...each));
const NAMES = { a: [1, { b: 'x' }], 'b c': { a: null } };

test('[FEEL-27] random words, letters and bytes give a value or a fault within the text', () => {
  fc.assert(
    fc.property(fc.oneof(soup, letters, bytes), (text) => {
      const { value, problems } = evaluate(text, NAMES);
      expect(value).not.toBe(undefined);
      for (const { at } of problems) {
        expect(at.from).toBeGreaterThanOrEqual(0);
        expect(at.to).toBeLessThanOrEqual(text.length);
        expect(at.from).toBeLessThanOrEqual(at.to);
      }
      expect([true, false, null]).toContain(testValue(text, 'x', NAMES));
    }),
    { ...most, numRuns: 3000 },
  );
});
