/** Whole policies: trace beside plain evaluation, hash, model, inputs, and laws over any inputs. */
import { type FeelValue, fromJson, toJson } from '@plimsoll/core/feel';
import type { JsonValue } from '@plimsoll/core/base';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createEvaluation, type PolicyValues } from './evaluation.ts';
import { squeezeFeel } from './squeeze.ts';
import { type Policy, readPolicy } from './policy.ts';
import {
  inputElement,
  literalElement,
  sampleInputs,
  samplePolicyXml,
  wrapDefinitions,
} from './sample-policy.ts';
import { traceEvaluation } from './trace-evaluation.ts';

const xml = samplePolicyXml();
const read = await readPolicy(xml);
if (!read.ok) throw new Error(JSON.stringify(read.problems));
const policy = read.value;

async function hashOf(text: string): Promise<string> {
  const result = await readPolicy(text);
  if (!result.ok) throw new Error(result.problems.map((problem) => problem.text.en).join('; '));
  return result.value.hash;
}

/** Inputs of every kind, right and wrong, for the sample's names. */
const anyInputs: fc.Arbitrary<PolicyValues> = fc
  .tuple(
    fc.nat(1000),
    fc.dictionary(
      fc.constantFrom(...policy.inputs.map(({ name }) => name)),
      fc.oneof(
        fc.integer(),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.string(),
        fc.boolean(),
        fc.constant(null),
        fc.array(fc.integer()),
      ),
    ),
  )
  .map(([seed, changed]) => ({
    ...sampleInputs(seed),
    ...Object.fromEntries(
      Object.entries(changed).map(([name, value]): [string, FeelValue] => [
        name,
        fromJson(value as JsonValue),
      ]),
    ),
  }));

test('[DMN-17] a trace tells what the plain evaluation tells', () => {
  fc.assert(
    fc.property(anyInputs, fc.constantFrom(...policy.decisions.map(({ name }) => name)), (inputs, name) => {
      const evaluation = createEvaluation(policy, inputs);
      const value = toJson(evaluation.value(name));
      const trace = traceEvaluation(policy, inputs, name);
      const traced = trace.decisions.find((decision) => decision.name === name);
      expect(traced?.value).toEqual(value);
      expect(trace.decisions.flatMap(({ errors }) => errors).toSorted(byText)).toEqual(
        evaluation.errors
          .filter(({ place }) => policy.decisions.some((each) => each.name === place.element))
          .toSorted(byText),
      );
      const computed = trace.decisions
        .filter(({ status }) => status === 'computed')
        .map((decision) => decision.name);
      expect(computed.toSorted()).toEqual(evaluation.computed.toSorted());
    }),
  );
});

function byText(left: unknown, right: unknown): number {
  return JSON.stringify(left) < JSON.stringify(right) ? -1 : 1;
}

test('[DMN-18] a trace shows which column failed, what came out, and what wasn’t looked at', () => {
  const trace = traceEvaluation(policy, { ...sampleInputs(1), age: 17 }, 'outcome');
  expect(JSON.parse(JSON.stringify(trace))).toEqual(trace);
  const [eligibility] = trace.decisions.filter(({ name }) => name === 'eligibility');
  expect(eligibility?.table).toEqual({
    hitPolicy: 'FIRST',
    inputs: [
      { label: 'age', value: 17, computed: true },
      { label: 'region', value: null, computed: false },
      { label: 'termMonths', value: null, computed: false },
    ],
    rules: [{ index: 0, id: 'eligibility-r1', matched: true, failedInput: null, outputs: ['too young'] }],
  });
  expect(trace.decisions.filter(({ status }) => status === 'computed').map(({ name }) => name)).toEqual([
    'eligibility',
    'outcome',
  ]);
  const outcome = trace.decisions.at(-1);
  expect(outcome?.value).toEqual({ outcome: 'decline', rateAnnual: null });
  expect(trace.inputs.filter(({ used }) => used)).toEqual([{ name: 'age', value: 17, used: true }]);
});

test('[DMN-18] every row of a scorecard tells why it didn’t count', () => {
  const trace = traceEvaluation(policy, sampleInputs(1), 'score');
  const rules = trace.decisions.find(({ name }) => name === 'score')?.table?.rules ?? [];
  expect(rules.length).toBe(60);
  const points = rules.flatMap(({ outputs }) => outputs ?? []).map(Number);
  expect(points.length).toBe(12);
  expect(points.reduce((left, right) => left + right)).toBe(
    trace.decisions.find(({ name }) => name === 'score')?.value,
  );
  expect(rules.filter(({ matched }) => !matched).every(({ failedInput }) => failedInput !== null)).toBe(true);
});

test('[DMN-19] what isn’t meaning doesn’t change the hash', async () => {
  const shuffled = xml.replace(/(<inputData id="age".*?<\/inputData>)([\s\S]*)(<\/definitions>)/, '$2$1$3');
  const renamed = xml.replace(/eligibility-r(\d)/g, 'other-$1').replace(/"price-i0"/, '"p0"');
  const spaced = xml.replace(
    '<text>amountMinor &lt;= limit',
    '<text>  amountMinor&lt;=\n   limit // a note\n',
  );
  for (const same of [shuffled, renamed, spaced]) {
    expect(same).not.toBe(xml);
    expect(await hashOf(same)).toBe(policy.hash);
  }
  expect(policy.hash).toMatch(/^[0-9a-f]{64}$/);
});

test.each([
  ['a constant', '&quot;too young&quot;', '&quot;young&quot;'],
  ['an expression', 'amountMinor &lt;= limit', 'amountMinor &lt; limit'],
  ['a hit policy', 'hitPolicy="UNIQUE"', 'hitPolicy="ANY"'],
  ['a label', 'plimsoll:zh="地区"', 'plimsoll:zh="省份"'],
  ['what absence means', 'plimsoll:whenMissing="allowed"', 'plimsoll:whenMissing="refer"'],
  ['a type', '<output name="grade" typeRef="string">', '<output name="grade" typeRef="Any">'],
])('[DMN-19] %s changes the hash', async (_, from, to) => {
  const changed = xml.replace(from, to);
  expect(changed).not.toBe(xml);
  expect(await hashOf(changed)).not.toBe(policy.hash);
});

test.each([
  ['a  +\n b', 'a+b'],
  ['"a  b" // c', '"a  b"'],
  ['if a then b', 'if a then b'],
  ['> 5', '>5'],
  ['"a" , "b"', '"a","b"'],
  ['x in (1)', 'x in(1)'],
  ['/* "x" */ 1', '1'],
])('[DMN-19] white space: %j is %j', (text, squeezed) => {
  expect(squeezeFeel(text)).toBe(squeezed);
});

test('[DMN-20] the model shows tables as written, decisions after what they require', () => {
  const { model } = policy;
  expect(JSON.parse(JSON.stringify(model))).toEqual(model);
  const names = model.decisions.map(({ name }) => name);
  for (const { name, requires } of model.decisions) {
    for (const required of requires.filter((each) => names.includes(each)))
      expect(names.indexOf(required)).toBeLessThan(names.indexOf(name));
  }
  const score = model.decisions.find(({ name }) => name === 'score')?.logic;
  if (score?.kind !== 'table') throw new Error('score is a table');
  expect([score.hitPolicy, score.aggregation, score.inputs.length, score.rules.length]).toEqual([
    'COLLECT',
    'SUM',
    12,
    60,
  ]);
  expect(score.rules[1]).toMatchObject({ index: 1, id: 'score-r2', outputs: ['3'] });
  expect(score.rules[1]?.inputs[0]).toBe('[20..40)');
});

test('[DMN-21] an input says what its absence means', async () => {
  const byName = new Map(policy.inputs.map((input) => [input.name, input]));
  expect(byName.get('region')).toEqual({
    name: 'region',
    type: 'string',
    allowedValues: null,
    whenMissing: 'allowed',
    unit: null,
    label: { zh: '地区', en: 'Region' },
  });
  expect(byName.get('age')).toMatchObject({
    type: 'number',
    whenMissing: 'refer',
    label: { zh: 'age', en: 'age' },
  });
  const grade =
    '<itemDefinition name="tGrade"><typeRef>string</typeRef><allowedValues><text>"A", "B"</text></allowedValues></itemDefinition>';
  const other: Policy = await (async () => {
    const result = await readPolicy(
      wrapDefinitions(grade + inputElement('g', 'tGrade', 'plimsoll:unit="class"')),
    );
    if (!result.ok) throw new Error('readable');
    return result.value;
  })();
  expect(other.inputs[0]).toMatchObject({ type: 'string', allowedValues: ['A', 'B'], unit: 'class' });
  const wrong = await readPolicy(
    wrapDefinitions(inputElement('g', 'Any', 'plimsoll:whenMissing="maybe"') + literalElement('d', '1', [])),
  );
  expect(wrong.ok ? [] : wrong.problems.map(({ code }) => code)).toEqual(['DMN_WHEN_MISSING']);
});

test('[DMN-22] whatever the inputs, it answers, and twice the same', () => {
  fc.assert(
    fc.property(anyInputs, (inputs) => {
      const [first, second] = [createEvaluation(policy, inputs), createEvaluation(policy, inputs)];
      expect(toJson(first.value('outcome'))).toEqual(toJson(second.value('outcome')));
      expect(first.errors).toEqual(second.errors);
    }),
    { numRuns: 300 },
  );
});
