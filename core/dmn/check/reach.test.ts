/** What is said to be possible against what the interpreter gives: a proof that leaves something out would be no proof. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type FeelValue, formatValue, fromJson, isContext } from '@plimsoll/core/feel';
import { createEvaluation } from '../evaluation.ts';
import type { Policy } from '../policy.ts';
import { mayBe, ONLY_MISSING, onlyValue, type Possible } from './possible.ts';
import { createReach } from './reach.ts';
import { input, literal, policyOf, table } from './sample-check.ts';

const NUMBERS = [-1, 0, 3, 5, 7, 100, null] as const;
const TEXTS = ['A', 'B', '', null] as const;
const FLAGS = [true, false, null] as const;

const NUMBER_CELLS = ['-', '< 3', '[3..7]', '> 7', '3', 'null', 'not(null)', 'not(3)', '< n', '>= n + 1'];
const TEXT_CELLS = ['-', '"A"', 'not("A")', '"A", "x"', 'null'];
const FLAG_CELLS = ['-', 'true', 'false', 'null'];

/** Expressions over the inputs and the first table. */
const EXPRESSIONS = [
  'n + 1',
  'n / 0',
  'if n = null then 0 else n',
  'n != null and s != null and f != null',
  'n > 3 and f',
  'n > 3 or first = "x"',
  'if f then first else s',
  'not(f)',
  'first = s',
  'first != null',
  's in ("A", "x")',
  'if first = "x" then {k: 1, deep: "A"} else {k: 2, deep: s}',
  '{k: n, deep: first}.deep',
  'count([n, 1])',
  'decimal(points, 0)',
  'if points > 20 then "A" else "B"',
  'points between 1 and 5',
  'floor(n / 2) + 1',
  'n instance of number',
  'string(n)',
];

const first = fc.record({
  hitPolicy: fc.constantFrom('FIRST', 'UNIQUE', 'ANY', 'COLLECT', 'COLLECT+COUNT'),
  rows: fc.array(
    fc
      .tuple(
        fc.constantFrom(...NUMBER_CELLS),
        fc.constantFrom(...TEXT_CELLS),
        fc.constantFrom(...FLAG_CELLS),
        fc.constantFrom('"x"', '"y"', 's', 'null'),
      )
      .map((cells) => cells.join('|')),
    { minLength: 1, maxLength: 5 },
  ),
  fallback: fc.constantFrom(undefined, '"z"'),
});
const points = fc.array(
  fc
    .tuple(
      fc.constantFrom('-', '< 3', '[3..7]', '> 7', 'null'),
      fc.constantFrom('-', 'true', 'false'),
      fc.integer({ min: -9, max: 30 }),
    )
    .map((cells) => cells.join('|')),
  { minLength: 1, maxLength: 5 },
);
const last = fc.array(
  fc
    .tuple(
      fc.constantFrom(...TEXT_CELLS),
      fc.constantFrom('-', 'true', '"A"', 'null', '> 1', 'not(2)'),
      fc.constantFrom('"approve"', '"refer"'),
    )
    .map((cells) => cells.join('|')),
  { minLength: 1, maxLength: 4 },
);

type Sample = {
  readonly first: {
    readonly hitPolicy: string;
    readonly rows: readonly string[];
    readonly fallback?: string | undefined;
  };
  readonly points: readonly string[];
  readonly expression: string;
  readonly last: readonly string[];
};

async function read({
  first: { hitPolicy, rows, fallback },
  points: shares,
  expression,
  last: rules,
}: Sample): Promise<Policy> {
  const decisions = ['first', 'points', 'middle'];
  const inputs = ['n', 's', 'f'];
  return policyOf(
    input('n', 'number'),
    input('s', 'string'),
    input('f', 'boolean'),
    table({
      name: 'first',
      requires: inputs,
      inputs,
      hitPolicy,
      rows,
      outputs: ['o: Any'],
      ...(fallback === undefined ? {} : { fallback }),
    }),
    table({
      name: 'points',
      requires: inputs,
      inputs: ['n', 'f'],
      hitPolicy: 'COLLECT+SUM',
      outputs: ['o: number'],
      rows: shares,
    }),
    literal('middle', expression, { requires: [...inputs, 'first', 'points'], decisions }),
    table(
      {
        name: 'last',
        requires: ['first', 'middle'],
        inputs: ['first', 'middle'],
        hitPolicy: 'FIRST',
        rows: rules,
      },
      decisions,
    ),
  );
}

/** Whether a value, with all that is in it, was said to be possible. */
function isSaid(possible: Possible, value: FeelValue): boolean {
  if (isContext(value) && possible.entries !== null)
    return [...value].every(([name, entry]) => isSaid(possible.entries?.get(name) ?? ONLY_MISSING, entry));
  return mayBe(possible, value);
}

test('[CHK-8, CHK-9] what a decision gives was said to be possible, also where one input is known to be missing', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({ first, points, expression: fc.constantFrom(...EXPRESSIONS), last }),
      async (sample) => {
        // A cell of another kind than its column is refused when the policy is read.
        const policy = await read(sample).catch(() => null);
        fc.pre(policy !== null);
        const { program } = policy;
        const free = createReach(program);
        const lacking = new Map(
          ['n', 's', 'f'].map((name) => [
            name,
            createReach(program, new Map([[program.indexOf.get(name) ?? -1, ONLY_MISSING]])),
          ]),
        );
        for (const n of NUMBERS)
          for (const s of TEXTS)
            for (const f of FLAGS) {
              const values = { n: fromJson(n), s, f };
              const evaluation = createEvaluation(policy, values);
              const fixed = createReach(
                program,
                new Map(
                  Object.entries(values).map(([name, value]) => [
                    program.indexOf.get(name) ?? -1,
                    onlyValue(value),
                  ]),
                ),
              );
              const reaches = [
                free,
                fixed,
                ...Object.entries(values).flatMap(([name, value]) =>
                  value === null ? [lacking.get(name) ?? free] : [],
                ),
              ];
              for (const name of ['first', 'points', 'middle', 'last']) {
                const value = evaluation.value(name);
                for (const reach of reaches)
                  expect(
                    `${name} ${formatValue(value)} ${isSaid(reach(program.indexOf.get(name) ?? -1), value)}`,
                  ).toBe(`${name} ${formatValue(value)} true`);
              }
            }
      },
    ),
    { numRuns: 80 },
  );
}, 120_000);
