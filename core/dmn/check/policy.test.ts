/** Checks of whole policies: use, kinds, outcomes, approval while something is missing. */
import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { JsonObject } from '@plimsoll/core/base';
import { fromJson, isContext } from '@plimsoll/core/feel';
import { createEvaluation } from '../evaluation.ts';
import { readPolicy } from '../policy.ts';
import { checkPolicy } from './check-policy.ts';
import { FINDING_CODES } from './finding.ts';
import { check, codesOf, find, input, literal, policyOf, table } from './sample-check.ts';

const a = input('a', 'number');

test('[CHK-1] an input, a decision and a requirement without use', async () => {
  const score = literal('score', 'a * 2', { requires: ['a', 'b'] });
  const idle = literal('idle', 'a', { requires: ['a'] });
  const answer = literal('decision', 'score', { requires: ['score'], decisions: ['score'] });
  const parts = [a, input('b', 'number'), score, idle, answer];
  expect(codesOf(await check(parts))).toEqual(
    expect.arrayContaining([
      'warning CHECK_UNUSED_INPUT b',
      'warning CHECK_UNUSED_DECISION idle',
      'note CHECK_UNUSED_REQUIREMENT score',
    ]),
  );
  const used = literal('decision', 'score + idle + b', {
    requires: ['score', 'idle', 'b'],
    decisions: ['score', 'idle'],
  });
  const sound = await check([
    a,
    input('b', 'number'),
    literal('score', 'a * 2', { requires: ['a'] }),
    idle,
    used,
  ]);
  expect(codesOf(sound).filter((code) => code.includes('UNUSED'))).toEqual([]);
});

const text = input('s', 'string');
const flag = input('f', 'boolean');
test.each([
  ['a = s', 'a = 1', 'CHECK_COMPARED_KINDS'],
  ['a < f', 'a < 2', 'CHECK_COMPARED_KINDS'],
  ['s * 2', 'a * 2', 'CHECK_OPERAND_KIND'],
  ['s + a', 's + "x"', 'CHECK_OPERAND_KIND'],
  ['-s', '-a', 'CHECK_OPERAND_KIND'],
  ['if a then 1 else 2', 'if f then 1 else 2', 'CHECK_CONDITION_KIND'],
  ['f and s', 'f and a > 1', 'CHECK_CONDITION_KIND'],
  ['string length(a)', 'string length(s)', 'CHECK_ARGUMENT_KIND'],
  ['floor(s)', 'floor(a)', 'CHECK_ARGUMENT_KIND'],
  ['contains(s, a)', 'contains(s, "x")', 'CHECK_ARGUMENT_KIND'],
])('[CHK-2, CHK-10] %s is found, %s is not', async (wrong, right, code) => {
  const parts = (expression: string) => [
    a,
    text,
    flag,
    literal('t', expression, { requires: ['a', 's', 'f'] }),
  ];
  const checked = await check(parts(wrong));
  const finding = find(checked, code);
  expect(finding).toMatchObject({ severity: 'error', place: { element: 't' } });
  expect(finding.place.from).not.toBeNull();
  if (finding.example !== null) {
    const evaluation = createEvaluation(await policyOf(...parts(wrong)), read(finding.example.values));
    expect(evaluation.value('t')).toBe(null);
    expect(evaluation.errors.map((error) => error.code)).toContain('FEEL_TYPE');
  }
  expect(codesOf(await check(parts(right))).filter((each) => each.startsWith('error'))).toEqual([]);
});

test('[CHK-2] a cell that compares a number with a text, a result of another kind than declared', async () => {
  const cell = table({
    name: 't',
    requires: ['a', 's'],
    inputs: ['a'],
    rows: ['< s|"x"', '-|"y"'],
    hitPolicy: 'FIRST',
  });
  expect(codesOf(await check([a, text, cell]))).toContain('error CHECK_COMPARED_KINDS t › rule 1 › a');
  const output = table({ name: 't', requires: ['a'], inputs: ['a'], rows: ['-|a * 2'] });
  expect(codesOf(await check([a, output]))).toContain('error CHECK_RESULT_KIND t › rule 1 › o');
  const unknown = literal('t', 'u + 1 = "x" and u', { requires: ['u'] });
  expect(
    codesOf(await check([input('u', 'Any'), unknown])).filter((each) => each.startsWith('error')),
  ).toEqual([]);
});

function read(values: JsonObject) {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, fromJson(value)]));
}

/** A small policy: score, grade, outcome. `complete` guards the approval against what is missing. */
function lending(approveRow: string, guard: string): readonly string[] {
  const decisions = ['score', 'grade', 'complete'];
  return [
    input('income', 'number'),
    input('pastDue', 'number', 'plimsoll:whenMissing="refer"'),
    input('years', 'number', 'plimsoll:whenMissing="allowed"'),
    table({
      name: 'score',
      requires: ['income', 'years'],
      hitPolicy: 'COLLECT+SUM',
      inputs: ['income', 'years'],
      outputs: ['points: number'],
      rows: [
        '< 1000|-|10',
        '[1000..5000)|-|40',
        '>= 5000|-|60',
        '-|< 2|0',
        '-|[2..7)|20',
        '-|>= 7|30',
        '-|null|5',
      ],
    }),
    table(
      {
        name: 'grade',
        requires: ['score'],
        inputs: ['score'],
        rows: ['>= 80|"A"', '[50..80)|"B"', '< 50|"C"', 'null|"none"'],
      },
      decisions,
    ),
    literal('complete', guard, {
      requires: ['income', 'pastDue', 'years'].filter((name) => guard.includes(name)),
    }),
    table(
      {
        name: 'decision',
        requires: ['grade', 'pastDue', 'complete'],
        hitPolicy: 'FIRST',
        inputs: ['pastDue', 'grade', 'complete'],
        rows: ['> 0|-|-|"decline"', '-|"C"|-|"decline"', approveRow, '-|-|-|"refer"'],
      },
      decisions,
    ),
  ];
}

const GUARDED = 'income != null and pastDue != null';

test('[CHK-9, CHK-10] a policy that approves while an input is missing is found, with an application', async () => {
  const parts = lending('-|"A","B"|-|"approve"', GUARDED);
  const checked = await check(parts);
  const findings = checked.findings.filter(({ code }) => code === 'CHECK_APPROVES_WITHOUT');
  expect(findings.map(({ place, severity }) => [place.element, severity])).toEqual([
    ['pastDue', 'error'],
    ['years', 'note'],
  ]);
  for (const { example, place } of findings) {
    expect(example?.values).not.toHaveProperty(place.element ?? '');
    const evaluation = createEvaluation(await policyOf(...parts), read(example?.values ?? {}));
    const value = evaluation.value('decision');
    expect(isContext(value) ? value.get('outcome') : value).toBe('approve');
    expect(evaluation.errors).toEqual([]);
  }
});

test('[CHK-9] a guard in the policy is a proof: nothing is found, and nothing is left unproved', async () => {
  const checked = await check(lending('-|"A","B"|true|"approve"', GUARDED));
  expect(codesOf(checked)).toEqual(['note CHECK_APPROVES_WITHOUT years']);
  const whole = await check(lending('-|"A","B"|true|"approve"', `${GUARDED} and years != null`));
  expect(codesOf(whole)).toEqual([]);
});

test('[CHK-8] an outcome that can never happen is proved; one that is only rare is seen', async () => {
  const never = await check(lending('-|"D"|true|"approve"', GUARDED));
  expect(codesOf(never)).toContain('warning CHECK_OUTCOME_NEVER decision');
  expect(find(never, 'CHECK_OUTCOME_NEVER').facts['value']).toBe('approve');
  const beyond = await check(
    lending('-|"A"|true|"approve"', GUARDED).map((part) => part.replace('&gt;= 80', '&gt;= 95')),
  );
  expect(codesOf(beyond)).toContain('warning CHECK_OUTCOME_NEVER decision');
});

test('[CHK-8] what was not seen is said to be sampled', async () => {
  const rare = literal(
    'decision',
    'if a != null and a * a = 2.25 * a + 7 then "approve" else if a > 1 then "refer" else "decline"',
    {
      requires: ['a'],
    },
  );
  const finding = find(await check([a, rare]), 'CHECK_OUTCOME_UNSEEN');
  expect(finding).toMatchObject({ severity: 'note', facts: { value: 'approve' } });
  expect(finding.text.en).toContain('sampled');
});

test('[CHK-8] a declared output value that no row gives', async () => {
  const parts = (values: string) => [
    a,
    table({
      name: 't',
      requires: ['a'],
      inputs: ['a'],
      outputs: [`o: string@${values}`],
      rows: ['< 5|"x"', '>= 5, null|"y"'],
    }),
  ];
  expect(codesOf(await check(parts('"x","y","z"')))).toEqual(['warning CHECK_OUTCOME_NEVER t › o']);
  expect(codesOf(await check(parts('"x","y"')))).toEqual([]);
});

test('[CHK-13] codes and words agree', () => {
  const folder = import.meta.dirname;
  const files = globSync('*.ts', { cwd: folder }).filter(
    (path) => !/\.(test|bench)\.ts$|^finding\.ts$/.test(path),
  );
  const used = files.flatMap(
    (path) => readFileSync(`${folder}/${path}`, 'utf8').match(/'CHECK_[A-Z_]+'/g) ?? [],
  );
  expect(files.length).toBeGreaterThan(10);
  expect([...new Set(used.map((quoted) => quoted.slice(1, -1)))].toSorted()).toEqual(
    FINDING_CODES.toSorted(),
  );
});

test('[CHK-1] what an import holds beside what is needed of it is not found unused', async () => {
  const language = 'https://www.omg.org/spec/DMN/20191111/MODEL/';
  const element = (name: string, kind: string, inner = ''): string =>
    `<${kind} id="${name}" name="${name}"><variable name="${name}" typeRef="number"/>${inner}</${kind}>`;
  const library = `<definitions xmlns="${language}" name="library" namespace="urn:library">${element('idle', 'inputData')}${element('two', 'decision', '<literalExpression><text>2</text></literalExpression>')}${element('spare', 'decision', '<literalExpression><text>3</text></literalExpression>')}</definitions>`;
  const main = `<definitions xmlns="${language}" name="main" namespace="urn:main"><import name="l" namespace="urn:library" importType="${language}"/>${element('decision', 'decision', '<informationRequirement><requiredDecision href="urn:library#two"/></informationRequirement><literalExpression><text>l.two + 1</text></literalExpression>')}</definitions>`;
  const whole = await readPolicy(main, { imports: [library] });
  if (!whole.ok) throw new Error(JSON.stringify(whole.problems));
  expect(checkPolicy(whole.value).findings.filter(({ code }) => code.includes('UNUSED'))).toEqual([]);
});
