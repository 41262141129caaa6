/** Compiled policies beside the interpreter: made-up policies of any shape, hostile texts, limits, forbidden code. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { toJson } from '@plimsoll/core/feel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createEvaluation } from '../evaluation.ts';
import { type Policy, readPolicy, readPolicyDraft } from '../policy.ts';
import {
  escapeXml,
  inputElement,
  literalElement,
  sampleInputs,
  samplePolicyXml,
  tableElement,
  wrapDefinitions,
} from '../sample-policy.ts';
import { traceEvaluation } from '../trace-evaluation.ts';
import { areExclusive } from './exclusion.ts';
import { compilePolicy } from './index.ts';
import { functionMaker, orNull } from './maker.ts';
import { seen, wanted } from './seen.ts';

async function soundPolicy(xml: string): Promise<Policy> {
  const read = await readPolicy(xml);
  if (!read.ok) throw new Error(read.problems.map((problem) => problem.text.en).join('; '));
  return read.value;
}

const executors = ['allowed', 'forbidden'] as const;

describe.each(executors)('code generation %s', (codeGeneration) => {
  test('[CPL-3] runs without errors are not interpreted', async () => {
    const policy = await soundPolicy(samplePolicyXml());
    const compiled = compilePolicy(policy, { codeGeneration });
    expect(compiled.executor).toBe(codeGeneration === 'allowed' ? 'generated' : 'closures');
    for (let seed = 0; seed < 200; seed += 1) {
      const inputs = sampleInputs(seed);
      expect(compiled.record(inputs, 'outcome').trace()).toEqual(traceEvaluation(policy, inputs, 'outcome'));
      expect(toJson(compiled.decide(inputs, 'outcome').value)).toEqual(
        toJson(createEvaluation(policy, inputs).value('outcome')),
      );
    }
    expect(compiled.counts).toEqual({ runs: 400, interpreted: 0 });
  });

  test('[CPL-5] hostile names and texts are data', async () => {
    const names = ['constructor', '__proto__', 'x"]; throw 1; //', 'toString', "it's `${1}`"];
    const text = '"]; globalThis.broken = 1; (" \\u2028 ${1} `';
    const inputs = names.map(
      (name, index) =>
        `<inputData id="i${index}" name="${escapeXml(name)}"><variable name="${escapeXml(name)}" typeRef="string"/></inputData>`,
    );
    const xml = wrapDefinitions([...inputs, literalElement('out', JSON.stringify(text), [])].join('\n'));
    const { policy } = await readPolicyDraft(xml);
    if (policy === null) throw new Error('the file is DMN');
    const compiled = compilePolicy(policy, { codeGeneration });
    expect(seen(compiled, {}, 'out')).toEqual(wanted(policy, {}, 'out'));
    expect(policy.inputs.map(({ name }) => name)).toEqual(names);
    for (const name of names) {
      expect(compiled.decide({}, name).value, name).toBeNull();
      const given = Object.fromEntries([[name, 'given']]);
      expect(compiled.decide(given, name).value, name).toBe('given');
    }
    expect('broken' in globalThis).toBe(false);
  });

  test('[CPL-1] calls that never end, long loops and unknown decisions are the interpreter’s to refuse', async () => {
    const policy = await soundPolicy(
      wrapDefinitions(
        `${inputElement('n', 'number')}
<businessKnowledgeModel id="again" name="again"><variable name="again"/><encapsulatedLogic><formalParameter name="n" typeRef="number"/><literalExpression><text>again(n + 1)</text></literalExpression></encapsulatedLogic></businessKnowledgeModel>
<decision id="deep" name="deep"><variable name="deep"/><knowledgeRequirement><requiredKnowledge href="#again"/></knowledgeRequirement><literalExpression><text>again(1)</text></literalExpression></decision>
${literalElement('long', 'sum(for i in 1..2000, j in 1..2000 return i)', [])}`,
      ),
    );
    const compiled = compilePolicy(policy, { codeGeneration });
    for (const name of ['deep', 'long', 'nothing'])
      expect(seen(compiled, { n: 1 }, name), name).toEqual(wanted(policy, { n: 1 }, name));
    expect(compiled.decide({}, 'deep').errors.map(({ code }) => code)).toContain('FEEL_LIMIT');
  });

  test('[CPL-7] [CPL-8] runs don’t see each other, and a kept trace stays', async () => {
    const policy = await soundPolicy(samplePolicyXml());
    const compiled = compilePolicy(policy, { codeGeneration });
    const first = compiled.record(sampleInputs(1), 'outcome');
    const second = compiled.record({}, 'outcome');
    const third = compiled.record(sampleInputs(3), 'outcome');
    expect(second.trace()).toEqual(traceEvaluation(policy, {}, 'outcome'));
    expect(first.trace()).toEqual(traceEvaluation(policy, sampleInputs(1), 'outcome'));
    expect(third.trace()).toEqual(traceEvaluation(policy, sampleInputs(3), 'outcome'));
  });
});

/** A table of `rows` rules over five columns; one of them may be an expression rather than an input. */
function longTable(rows: number, hitPolicy: string, third: string): string {
  const cell = (row: number, column: number): string => {
    const kind = (row * 7 + column * 3) % 5;
    const low = (row * 13 + column * 29) % 90;
    if (kind === 0) return '-';
    return column === 4 ? `"k${(row * 3) % 11}"` : kind < 3 ? `[${low}..${low + 10 * kind})` : `>= ${low}`;
  };
  const names = ['a', 'b', 'c', 'd', 'k'];
  const table = tableElement(
    {
      name: 'found',
      requires: names,
      hitPolicy,
      inputs: names.map((name) => (name === 'c' ? third : name)),
      outputs: [{ name: 'row', type: 'number' }],
      rows: Array.from({ length: rows }, (_, row) => [
        ...names.map((__, column) => cell(row, column)),
        `${row}`,
      ]),
    },
    new Set(),
  );
  return wrapDefinitions(
    [...names.map((name) => inputElement(name, name === 'k' ? 'string' : 'number')), table].join('\n'),
  );
}

const longTables = ['c', 'c + 0'].flatMap((third) =>
  ['FIRST', 'UNIQUE', 'RULE ORDER', 'COLLECT'].map((hitPolicy) => [hitPolicy, third] as const),
);

test.each(longTables)('[CPL-6] a long table with %s over %s is looked up alike', async (hitPolicy, third) => {
  const policy = await soundPolicy(longTable(300, hitPolicy, third));
  const compiled = compilePolicy(policy);
  const number = fc.constantFrom(null, 0, 9.5, 10, 25, 50, 72, 89, 99, 120);
  const anyCase = fc.record({
    a: number,
    b: number,
    c: number,
    d: number,
    k: fc.constantFrom(null, 'k1', 'k9', '?'),
  });
  fc.assert(
    fc.property(anyCase, (inputs) => {
      expect(seen(compiled, inputs, 'found')).toEqual(wanted(policy, inputs, 'found'));
    }),
    { numRuns: 200 },
  );
});

test('[CPL-4] code that the host can’t take is not made, any other fault is', () => {
  const make = functionMaker();
  if (make === null) throw new Error('tests may make code');
  expect(orNull(() => make([], `return ${'('.repeat(200_000)}`))).toBeNull();
  expect(orNull(() => make([], 'return 7;')())).toBe(7);
  expect(() =>
    orNull(() => {
      throw new TypeError('a fault of the compiler');
    }),
  ).toThrow('a fault of the compiler');
});

test('[CPL-1] contexts of the most entries that are read', async () => {
  const context = (count: number): string =>
    wrapDefinitions(
      `${inputElement('n', 'number')}<decision id="big" name="big"><variable name="big"/><informationRequirement><requiredInput href="#n"/></informationRequirement><context>${Array.from(
        { length: count },
        (_, index) =>
          `<contextEntry><variable name="e${index}"/><literalExpression><text>${index === 0 ? 'n' : `e${index - 1} + 1`}</text></literalExpression></contextEntry>`,
      ).join('')}</context></decision>`,
    );
  const policy = await soundPolicy(context(500));
  const compiled = compilePolicy(policy);
  expect(seen(compiled, { n: 1 }, 'big')).toEqual(wanted(policy, { n: 1 }, 'big'));
  expect(compiled.executor).toBe('generated');
  const refused = await readPolicy(context(501));
  expect(refused).toMatchObject({ ok: false, problems: [{ code: 'DMN_TOO_MANY' }] });
});

test('[CPL-4] a host that forbids code from text gets closures', () => {
  const script = `
    import { readPolicy, compilePolicy } from ${JSON.stringify(new URL('../index.ts', import.meta.url).href)};
    import { sampleInputs, samplePolicyXml } from ${JSON.stringify(new URL('../sample-policy.ts', import.meta.url).href)};
    const read = await readPolicy(samplePolicyXml());
    const compiled = compilePolicy(read.value);
    const { value, errors } = compiled.decide(sampleInputs(5), 'outcome');
    console.log(JSON.stringify([compiled.executor, [...value], errors]));`;
  const output = execFileSync(
    process.execPath,
    ['--disallow-code-generation-from-strings', '--input-type=module', '--eval', script],
    { cwd: fileURLToPath(new URL('../../..', import.meta.url)), encoding: 'utf8' },
  );
  expect(JSON.parse(output)).toEqual([
    'closures',
    expect.arrayContaining([['outcome', expect.any(String)]]),
    [],
  ]);
});

test.each([
  ['apart', ['< 5', '"x"'], ['>= 5', '"x"'], true],
  ['touching', ['<= 5', '-'], ['>= 5', '-'], false],
  ['by text', ['-', '"x"'], ['-', 'not("x")'], true],
  ['both for the missing', ['null, < 5', '-'], ['null, >= 5', '-'], false],
  ['apart in a column that the first does not test', ['-', '"x"'], ['< 5', '"y"'], false],
])('[CPL-11] two rules %s', async (_, one, other, isExclusive) => {
  const table = tableElement(
    {
      name: 'only',
      requires: ['n', 's'],
      hitPolicy: 'UNIQUE',
      inputs: ['n', 's'],
      outputs: [{ name: 'only', type: 'number' }],
      rows: [
        [...one, '1'],
        [...other, '2'],
      ],
    },
    new Set(),
  );
  const policy = await soundPolicy(
    wrapDefinitions([inputElement('n', 'number'), inputElement('s', 'string'), table].join('\n')),
  );
  const global = policy.program.globals.find(({ name }) => name === 'only');
  if (global?.kind !== 'decision' || global.logic.kind !== 'table')
    throw new Error('the decision is a table');
  expect(areExclusive(global.logic)).toBe(isExclusive);
  const compiled = compilePolicy(policy);
  for (const n of [null, 4, 5, 6, 'wrong'])
    for (const s of [null, 'x', 'y', 7]) {
      const inputs = { n, s };
      expect(seen(compiled, inputs, 'only')).toEqual(wanted(policy, inputs, 'only'));
    }
});
