/** Made-up policies of any shape, compiled beside interpreted: tables of every hit policy, and expressions. */
import { fromJson } from '@plimsoll/core/feel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readPolicyDraft } from '../policy.ts';
import {
  inputElement,
  literalElement,
  type SampleTable,
  tableElement,
  wrapDefinitions,
} from '../sample-policy.ts';
import { compilePolicy } from './index.ts';
import { seen, wanted } from './seen.ts';

const NUMBERS = ['a', 'b', 'c'] as const;
const TEXTS = ['s', 't'] as const;
const INPUTS: readonly string[] = [...NUMBERS, ...TEXTS, 'flag', 'any'];

const smallNumber = fc.constantFrom('-1', '0', '0.5', '1', '2', '2.5', '3', '10', '1e3');
const smallText = fc.constantFrom('"x"', '"y"', '"z"', '"quote \\" and ] }"');

const numberTest = fc.oneof(
  smallNumber,
  fc
    .tuple(fc.constantFrom('<', '<=', '>', '>='), smallNumber)
    .map(([operator, value]) => `${operator} ${value}`),
  fc
    .tuple(fc.constantFrom('[', '('), smallNumber, smallNumber, fc.constantFrom(']', ')'))
    .map(([open, low, high, close]) => `${open}${low}..${high}${close}`),
  fc.array(smallNumber, { minLength: 2, maxLength: 4 }).map((values) => values.join(', ')),
  fc.array(smallNumber, { minLength: 1, maxLength: 3 }).map((values) => `not(${values.join(', ')})`),
  fc.tuple(smallNumber, smallNumber).map(([one, other]) => `< ${one}, > ${other}`),
  fc.constantFrom('null', 'not(null)', '? > 1 and ? < 3', '> b', 'null, < 2', 'not(< 1)'),
);
const textTest = fc.oneof(
  smallText,
  fc.array(smallText, { minLength: 2, maxLength: 3 }).map((values) => values.join(', ')),
  fc.array(smallText, { minLength: 1, maxLength: 2 }).map((values) => `not(${values.join(', ')})`),
  fc.constantFrom('null', 'not(null)', 't', 'starts with(?, "x")'),
);
const truthTest = fc.constantFrom('true', 'false', 'null', 'not(true)', 'true, null');
const anyTest = fc.oneof(numberTest, textTest, truthTest);

/** Expressions that give numbers, mostly; `names` are decisions that may be used too. */
function expression(names: readonly string[]): fc.Arbitrary<string> {
  const leaf = fc.oneof(smallNumber, fc.constantFrom(...NUMBERS, ...names, 'null', '0.1', '"x"', 's'));
  return fc.letrec<{ readonly node: string }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      leaf,
      fc
        .tuple(tie('node'), fc.constantFrom('+', '-', '*', '/', '**'), tie('node'))
        .map(([left, operator, right]) => `(${left} ${operator} ${right})`),
      fc
        .tuple(condition(tie('node')), tie('node'), tie('node'))
        .map(([holds, then, otherwise]) => `(if ${holds} then ${then} else ${otherwise})`),
      fc
        .tuple(fc.constantFrom('min', 'max', 'sum'), tie('node'), tie('node'))
        .map(([name, left, right]) => `${name}(${left}, ${right})`),
      tie('node').map((inner) => `decimal(${inner}, 2)`),
      tie('node').map((inner) => `-(${inner})`),
      tie('node').map((inner) => `{k: ${inner}, l: k}.l`),
      tie('node').map((inner) => `sum(for i in [1, 2, ${inner}] return i * 2)`),
      tie('node').map((inner) => `count([1, 2, ${inner}, 3][item > 1])`),
      tie('node').map((inner) => `(function(n) n + 1)(${inner})`),
    ),
  })).node;
}

function condition(inner: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const simple = fc.oneof(
    fc
      .tuple(inner, fc.constantFrom('<', '<=', '>', '>=', '=', '!='), inner)
      .map(([left, operator, right]) => `${left} ${operator} ${right}`),
    fc.constantFrom(
      'flag',
      'a = null',
      'b != null',
      's = "x"',
      'a in (1, 2, 3)',
      'b in [1..2.5)',
      'a between 0 and 2',
    ),
    fc.constantFrom('some v in [a, b] satisfies v > 1', 'every v in [a, b] satisfies v > 1', 'not(flag)'),
  );
  return fc.oneof(
    simple,
    fc
      .tuple(simple, fc.constantFrom('and', 'or'), simple)
      .map(([left, operator, right]) => `${left} ${operator} ${right}`),
  );
}

type HitPolicy = { readonly hitPolicy: string; readonly aggregation?: string };

const hitPolicies: fc.Arbitrary<HitPolicy> = fc.constantFrom<HitPolicy>(
  { hitPolicy: 'FIRST' },
  { hitPolicy: 'FIRST' },
  { hitPolicy: 'UNIQUE' },
  { hitPolicy: 'ANY' },
  { hitPolicy: 'PRIORITY' },
  { hitPolicy: 'RULE ORDER' },
  { hitPolicy: 'OUTPUT ORDER' },
  { hitPolicy: 'COLLECT' },
  { hitPolicy: 'COLLECT', aggregation: 'SUM' },
  { hitPolicy: 'COLLECT', aggregation: 'SUM' },
  { hitPolicy: 'COLLECT', aggregation: 'COUNT' },
  { hitPolicy: 'COLLECT', aggregation: 'MIN' },
  { hitPolicy: 'COLLECT', aggregation: 'MAX' },
);

type Column = { readonly text: string; readonly cell: fc.Arbitrary<string> };

function columns(names: readonly string[]): fc.Arbitrary<readonly Column[]> {
  const column = fc.oneof(
    fc.constantFrom<Column>(...NUMBERS.map((text) => ({ text, cell: numberTest }))),
    fc.constantFrom<Column>(...TEXTS.map((text) => ({ text, cell: textTest }))),
    fc.constant<Column>({ text: 'flag', cell: truthTest }),
    fc.constant<Column>({ text: 'any', cell: anyTest }),
    ...(names.length === 0
      ? []
      : [fc.constantFrom<Column>(...names.map((text) => ({ text, cell: numberTest })))]),
    fc.constant<Column>({ text: 'a + b', cell: numberTest }),
  );
  return fc.uniqueArray(column, { minLength: 1, maxLength: 4, selector: ({ text }) => text });
}

/** A table named `name`. `mostRules` over 32 reaches the look-up of long tables. */
function table(name: string, names: readonly string[], mostRules: number): fc.Arbitrary<SampleTable> {
  return fc
    .tuple(columns(names), hitPolicies, fc.integer({ min: 1, max: 2 }))
    .chain(([inputs, policy, wide]) => {
      const outputs = policy.aggregation === undefined ? wide : 1;
      const output = fc.oneof(
        { arbitrary: smallNumber, weight: 8 },
        { arbitrary: fc.constantFrom('a * 2', 'null', '"x"', 'b'), weight: 1 },
      );
      const mayBeAny = (filled: fc.Arbitrary<string>): fc.Arbitrary<string> =>
        fc.oneof({ arbitrary: fc.constant('-'), weight: 1 }, { arbitrary: filled, weight: 2 });
      const row = fc.tuple(
        ...inputs.map(({ cell }) => mayBeAny(cell)),
        ...Array.from({ length: outputs }, () => output),
      );
      // A scorecard, where each rule tests one column.
      const single = fc
        .nat({ max: inputs.length - 1 })
        .chain((at) =>
          fc
            .tuple(inputs[at]?.cell ?? numberTest, smallNumber)
            .map(([filled, points]): readonly string[] => [
              ...inputs.map((_, column) => (column === at ? filled : '-')),
              ...Array.from({ length: outputs }, () => points),
            ]),
        );
      const rows = fc.oneof(
        fc.array(row as fc.Arbitrary<readonly string[]>, { minLength: 1, maxLength: mostRules, size: 'max' }),
        fc.array(single, { minLength: 1, maxLength: mostRules, size: 'max' }),
      );
      return fc.tuple(rows, fc.boolean()).map(
        ([made, hasFallback]): SampleTable => ({
          ...policy,
          name,
          requires: [...INPUTS, ...names],
          inputs: inputs.map(({ text }) => text),
          outputs: Array.from({ length: outputs }, (_, column) => ({
            name: `o${column}`,
            type: 'Any',
            values: '10, 3, 2.5, 2, 1, 0.5, 0, -1, 1e3, "x"',
            ...(hasFallback ? { fallback: '7' } : {}),
          })),
          rows: made,
        }),
      );
    });
}

/** The text of a policy whose last decision is `last`. */
function randomPolicy(mostRules: number): fc.Arbitrary<{ readonly xml: string; readonly last: string }> {
  const step = (names: readonly string[], left: number): fc.Arbitrary<readonly string[]> => {
    const name = `d${names.length + 1}`;
    const decisions = new Set(names);
    const requires = [
      ...INPUTS.map((each) => ({ name: each, isInput: true })),
      ...names.map((each) => ({ name: each, isInput: false })),
    ];
    const element = fc.oneof(
      table(name, names, mostRules).map((each) => tableElement(each, decisions)),
      expression(names).map((text) => literalElement(name, text, requires)),
    );
    return element.chain(
      (made): fc.Arbitrary<readonly string[]> =>
        left === 1
          ? fc.constant<readonly string[]>([made])
          : step([...names, name], left - 1).map((rest) => [made, ...rest]),
    );
  };
  return fc.integer({ min: 1, max: 4 }).chain((count) =>
    step([], count).map((elements) => ({
      last: `d${count}`,
      xml: wrapDefinitions(
        [
          ...NUMBERS.map((name) => inputElement(name, 'number')),
          ...TEXTS.map((name) => inputElement(name, 'string')),
          inputElement('flag', 'boolean'),
          inputElement('any', 'Any'),
          ...elements,
        ].join('\n'),
      ),
    })),
  );
}

/** Inputs for such a policy: right, missing and wrong ones. */
const randomInputs: fc.Arbitrary<{ readonly [name: string]: string | number | boolean | null }> = fc.record(
  {
    a: fc.constantFrom(null, -1, 0, 0.5, 1, 1.5, 2, 2.5, 3, 10, 1000, 0.1, 123456789012.34),
    b: fc.constantFrom(null, -1, 0, 0.5, 1, 2, 2.5, 3, 10, 1 / 3),
    c: fc.constantFrom(null, 0, 1, 2, 3, 10, 'x'),
    s: fc.constantFrom(null, 'x', 'y', 'z', 'other', ''),
    t: fc.constantFrom(null, 'x', 'y', 1),
    flag: fc.constantFrom(null, true, false),
    any: fc.constantFrom(null, 1, 2.5, 'x', 'y', true, false),
  },
  { requiredKeys: [] },
);

test.each([
  ['allowed', 8],
  ['allowed', 60],
  ['forbidden', 8],
  ['forbidden', 60],
] as const)(
  '[CPL-1] [CPL-2] made-up policies, code generation %s, up to %d rules, answer as interpreted',
  async (codeGeneration, rules) => {
    let interpreted = 0;
    let runs = 0;
    const cases = fc.array(randomInputs, { minLength: 5, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(randomPolicy(rules), cases, async ({ xml, last }, given) => {
        // A draft runs too: its broken parts give null with an error.
        const { policy } = await readPolicyDraft(xml);
        if (policy === null) throw new Error('a made-up policy is DMN');
        const compiled = compilePolicy(policy, { codeGeneration });
        for (const each of given) {
          const inputs = Object.fromEntries(
            Object.entries(each).map(([name, value]) => [name, fromJson(value)]),
          );
          expect(seen(compiled, inputs, last)).toEqual(wanted(policy, inputs, last));
        }
        expect(compiled.executor).toBe(codeGeneration === 'allowed' ? 'generated' : 'closures');
        runs += compiled.counts.runs;
        interpreted += compiled.counts.interpreted;
      }),
      { numRuns: 50 },
    );
    // Wrong and missing inputs make many errors; the rest must not have needed the interpreter.
    expect(interpreted).toBeLessThan(runs * 0.8);
  },
  30_000,
);
