import type { JsonObject, JsonValue } from '@plimsoll/core/base';
import { beforeAll, expect, test } from 'vitest';
import { type Policy, readPolicy } from '../policy.ts';
import { WHOLE_SAMPLE } from '../sample-whole.ts';
import { parseCases } from './case.ts';
import { readEmbeddedCases, replaceEmbeddedCases } from './embedded.ts';
import { caseNames, type CaseReport, runCases } from './run-cases.ts';
import { updateCases } from './update-cases.ts';

async function read(xml: string): Promise<Policy> {
  const result = await readPolicy(xml);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value;
}

let policy: Policy;
beforeAll(async () => {
  policy = await read(WHOLE_SAMPLE);
});

const given = { age: 30, region: 'N', terms: [{ months: 6, rate: 0.2 }] };
const documentOf = (cases: readonly JsonObject[]): string =>
  JSON.stringify({ about: 'made up', given, cases });

function run(cases: readonly JsonObject[]): CaseReport {
  const parsed = parseCases(documentOf(cases), caseNames(policy));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return runCases(policy, parsed.document);
}

function failuresOf(each: JsonObject): readonly JsonValue[] {
  return run([{ name: 'c', ...each }]).results.flatMap(({ failures }) =>
    failures.map((failure) => ({ ...failure })),
  );
}

test('[CAS-1] values of any decisions, contexts in part, lists as a whole, rows', () => {
  const each = {
    expect: { verdict: { outcome: 'approve' }, points: 2, shares: { both: [0.2, 1.5], picked: 'low' } },
    rows: { verdict: [3], points: [2] },
  };
  expect(failuresOf(each)).toEqual([]);
  expect(
    failuresOf({
      expect: { verdict: { outcome: 'decline', share: 0.2 }, points: 3, shares: { both: [0.2] } },
      rows: { points: [1] },
    }),
  ).toEqual([
    { kind: 'value', path: 'verdict.outcome', expected: 'decline', actual: 'approve' },
    { kind: 'value', path: 'points', expected: 3, actual: 2 },
    { kind: 'value', path: 'shares.both', expected: [0.2], actual: [0.2, 1.5] },
    { kind: 'rows', path: 'points', expected: [1], actual: [2] },
  ]);
});

test('[CAS-1] errors: none unless expected, and expected ones must occur', () => {
  const wrong = { given: { age: 'thirty' }, expect: { points: null } };
  expect(failuresOf(wrong)).toMatchObject([{ kind: 'error', expected: null }]);
  expect(failuresOf({ ...wrong, errors: ['DMN_VALUE_TYPE'] })).toEqual([]);
  expect(failuresOf({ expect: { points: 2 }, errors: ['DMN_VALUE_TYPE'] })).toEqual([
    { kind: 'no_error', path: 'DMN_VALUE_TYPE', expected: 'DMN_VALUE_TYPE', actual: null },
  ]);
});

test('[CAS-2] missing: null, with a reason; both are null to the policy', () => {
  const { results } = run([
    { name: 'null', given: { region: null }, expect: { verdict: { outcome: 'approve' } } },
    {
      name: 'a reason',
      given: { region: { missing: 'not_asked' } },
      expect: { verdict: { outcome: 'approve' } },
    },
  ]);
  expect(results.map(({ passed }) => passed)).toEqual([true, true]);
  expect(results[0]?.run).toEqual(results[1]?.run);
  const parsed = parseCases(
    documentOf([{ name: 'a', given: { region: { missing: 'not_asked' } }, rows: { verdict: [3] } }]),
    caseNames(policy),
  );
  expect(parsed.ok && parsed.document.cases[0]).toMatchObject({
    given: { age: 30, region: null },
    missing: { region: 'not_asked' },
  });
});

test.each([
  ['no JSON', '{', ['']],
  ['no object', '[]', ['']],
  ['no cases', '{"cases": []}', ['cases']],
  [
    'unknown names',
    documentOf([{ name: 'a', given: { agee: 1 }, expect: { verdictt: 1 } }]),
    ['cases[0].given.agee', 'cases[0].expect.verdictt'],
  ],
  [
    'an unknown member',
    documentOf([{ name: 'a', expected: {}, rows: { verdict: [] } }]),
    ['cases[0].expected'],
  ],
  [
    'rows out of range',
    documentOf([{ name: 'a', rows: { verdict: [4], shares: [1] } }]),
    ['cases[0].rows.verdict', 'cases[0].rows.shares', 'cases[0]'],
  ],
  [
    'one name twice',
    documentOf([
      { name: 'a', rows: { verdict: [] } },
      { name: 'a', rows: { verdict: [] } },
    ]),
    ['cases[1].name'],
  ],
  ['nothing to expect', documentOf([{ name: 'a', given: { age: 1 } }]), ['cases[0]']],
  ['no name', documentOf([{ rows: { verdict: [] } }]), ['cases[0].name']],
  [
    'shapes',
    '{"given": 1, "cases": [1, {"name": "b", "expect": 1, "rows": 1, "errors": "E"}]}',
    ['given', 'cases[0]', 'cases[1].rows', 'cases[1].expect', 'cases[1].errors', 'cases[1]'],
  ],
])('[CAS-3] refused: %s', (_, text, paths) => {
  const parsed = parseCases(text, caseNames(policy));
  expect(parsed.ok ? [] : parsed.problems.map(({ path }) => path)).toEqual(paths);
  if (!parsed.ok) for (const problem of parsed.problems) expect(problem.text.zh).toMatch(/[\u4E00-\u9FFF]/);
});

test('[CAS-4] not looked at is null, no hit is an empty list', () => {
  expect(failuresOf({ expect: { points: 2 }, rows: { verdict: null, points: [2] } })).toEqual([]);
  expect(failuresOf({ given: { age: null }, rows: { points: [] } })).toEqual([]);
  expect(failuresOf({ expect: { points: 2 }, rows: { verdict: [3] } })).toEqual([
    { kind: 'rows', path: 'verdict', expected: [3], actual: null },
  ]);
});

test('[CAS-5] rows that no case reaches', () => {
  const { coverage } = run([
    { name: 'young', given: { age: 17 }, rows: { verdict: [1], points: [1] } },
    { name: 'old', rows: { verdict: [3] } },
  ]);
  expect(coverage).toEqual([
    { table: 'verdict', rules: 3, missed: [2] },
    { table: 'points', rules: 2, missed: [2] },
  ]);
});

const CASES = documentOf([{ name: 'a < b & "c" ]]>', rows: { verdict: [3] } }]);
const embed = (content: string): string =>
  WHOLE_SAMPLE.replace(
    '  <itemDefinition id="t1"',
    `  <extensionElements><other:note xmlns:other="urn:other">kept</other:note><plimsoll:cases>${content}</plimsoll:cases></extensionElements>\n  <itemDefinition id="t1"`,
  );

test('[CAS-6, CAS-7] inside the file: as CDATA or escaped, replaced alone, and the hash stays', async () => {
  const xml = embed('<![CDATA[{}]]>');
  const put = replaceEmbeddedCases(xml, CASES) ?? '';
  expect(readEmbeddedCases(put)?.trim()).toBe(CASES);
  expect(put.replace(/<!\[CDATA\[[\s\S]*\]\]>(?=<\/plimsoll:cases>)/, '<![CDATA[{}]]>')).toBe(xml);
  expect(readEmbeddedCases(embed('{&quot;a&quot;: &lt;}'))).toBe('{"a": <}');
  expect((await read(put)).hash).toBe(policy.hash);
  expect(readEmbeddedCases(WHOLE_SAMPLE)).toBeNull();
  expect(replaceEmbeddedCases(WHOLE_SAMPLE, CASES)).toBeNull();
});

test('[CAS-8] updated cases pass and name no more than before', () => {
  const text = documentOf([
    {
      name: 'a',
      expect: { verdict: { outcome: 'decline' }, points: 9 },
      rows: { points: [1] },
      beside: { kept: 1 },
    },
    { name: 'b', given: { age: 'x' }, expect: { points: 1 } },
  ]);
  const parse = (source: string) => {
    const parsed = parseCases(source, caseNames(policy));
    if (!parsed.ok) throw new Error('readable');
    return runCases(policy, parsed.document);
  };
  const report = parse(text);
  expect(report.failed).toBe(2);
  const updated = updateCases(text, report);
  expect(parse(updated).failed).toBe(0);
  expect(JSON.parse(updated)).toEqual({
    about: 'made up',
    given,
    cases: [
      {
        name: 'a',
        expect: { verdict: { outcome: 'approve' }, points: 2 },
        rows: { points: [2] },
        beside: { kept: 1 },
      },
      { name: 'b', given: { age: 'x' }, expect: { points: null }, errors: ['DMN_VALUE_TYPE'] },
    ],
  });
});

test('[CAS-9] a compiled policy that answers otherwise fails the case', async () => {
  const other = await read(
    WHOLE_SAMPLE.replace('<outputEntry><text>2</text>', '<outputEntry><text>5</text>'),
  );
  const parsed = parseCases(documentOf([{ name: 'a', expect: { points: 2 } }]), caseNames(policy));
  if (!parsed.ok) throw new Error('readable');
  // The program of one policy under the model of another stands in for a fault of the compiler.
  const { results } = runCases(policy, parsed.document, { interpreted: policy, compiled: other });
  expect(results[0]?.failures).toEqual([
    { kind: 'executor', path: 'values', expected: { points: 2 }, actual: { points: 5 } },
  ]);
});
