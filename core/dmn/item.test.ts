/** Types that a model defines: constraints, recursion, functions, and what a value becomes when it is fitted. */
import { type FeelValue, fromJson, toJson } from '@plimsoll/core/feel';
import type { JsonValue } from '@plimsoll/core/base';
import { expect, test } from 'vitest';
import { createEvaluation } from './evaluation.ts';
import { readPolicy, readPolicyDraft } from './policy.ts';
import { inputElement, wrapDefinitions } from './sample-policy.ts';

const tests = (part: string, text: string): string => `<${part}><text>${text}</text></${part}>`;
function item(name: string, typeRef: string, { rest = '', isCollection = false } = {}): string {
  return `<itemDefinition name="${name}" isCollection="${String(isCollection)}"><typeRef>${typeRef}</typeRef>${rest}</itemDefinition>`;
}
const component = (name: string, typeRef: string, isCollection = false): string =>
  `<itemComponent name="${name}" isCollection="${String(isCollection)}"><typeRef>${typeRef}</typeRef></itemComponent>`;

const TYPES = [
  item('tGrade', 'string', { rest: tests('allowedValues', '"A", "B"') }),
  item('tBest', 'tGrade', { rest: tests('typeConstraint', '"A"') }),
  item('tGrades', 'string', { rest: tests('allowedValues', '"A", "B"'), isCollection: true }),
  item('tPair', 'tGrade', { rest: tests('typeConstraint', 'count(?) = 2'), isCollection: true }),
  item('tShort', 'string', { rest: tests('allowedValues', 'string length(?) &lt; 3') }),
  item('tSmall', 'Any', { rest: tests('allowedValues', '&lt; 10') }),
  item('tDay', 'date and time'),
  `<itemDefinition name="tTree">${component('grade', 'tGrade')}${component('under', 'tTree', true)}</itemDefinition>`,
  `<itemDefinition name="tLoan">${component('paid', 'date')}${component('left', 'days and time duration')}</itemDefinition>`,
].join('');

async function fitted(
  type: string,
  given: FeelValue,
): Promise<{ readonly value: JsonValue; readonly codes: readonly string[] }> {
  const read = await readPolicy(wrapDefinitions(TYPES + inputElement('x', type)));
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const evaluation = createEvaluation(read.value, { x: given });
  return { value: toJson(evaluation.value('x')), codes: evaluation.errors.map(({ code }) => code) };
}

const leaf = { grade: 'A', under: [] };
const FITS: readonly (readonly [string, JsonValue])[] = [
  ['tGrade', 'A'],
  ['tBest', 'A'],
  ['tGrades', ['A', 'B', 'A']],
  ['tPair', ['A', 'B']],
  ['tShort', 'ab'],
  ['tSmall', 3],
  ['tTree', { grade: 'B', under: [leaf, { grade: 'A', under: [leaf] }] }],
  ['tGrades', null],
];

test.each(FITS)('[DMN-32] a value that keeps to %s stays as it is: %j', async (type, given) => {
  expect(await fitted(type, fromJson(given))).toEqual({ value: given, codes: [] });
});

const MISFITS: readonly (readonly [string, JsonValue, string])[] = [
  ['tGrade', 'C', 'DMN_VALUE_NOT_ALLOWED'],
  ['tBest', 'B', 'DMN_VALUE_NOT_ALLOWED'],
  ['tGrades', ['A', 'C'], 'DMN_VALUE_NOT_ALLOWED'],
  ['tPair', ['A'], 'DMN_VALUE_NOT_ALLOWED'],
  ['tPair', ['A', 'C'], 'DMN_VALUE_NOT_ALLOWED'],
  ['tShort', 'abc', 'DMN_VALUE_NOT_ALLOWED'],
  ['tSmall', 30, 'DMN_VALUE_NOT_ALLOWED'],
  ['tTree', { grade: 'C', under: [] }, 'DMN_VALUE_NOT_ALLOWED'],
  [
    'tTree',
    { grade: 'A', under: [leaf, { grade: 'A', under: [{ grade: 'A', under: 'no list' }] }] },
    'DMN_VALUE_NOT_ALLOWED',
  ],
  ['tTree', { grade: 'A', under: [{ grade: 'C', under: [] }] }, 'DMN_VALUE_NOT_ALLOWED'],
  ['tTree', { grade: 'A' }, 'DMN_VALUE_TYPE'],
  ['tLoan', { paid: 'never', left: 'P1D' }, 'DMN_VALUE_TYPE'],
];

test.each(MISFITS)('[DMN-32] a value that breaks %s is null and an error: %j', async (type, given, code) => {
  expect(await fitted(type, fromJson(given))).toEqual({ value: null, codes: [code] });
});

test('[DMN-33] texts from outside are read as the declared type wants, also inside', async () => {
  const loan = fromJson({ paid: '2026-02-28', left: 'P1DT2H' });
  expect(await fitted('tLoan', loan)).toEqual({ value: { paid: '2026-02-28', left: 'P1DT2H' }, codes: [] });
  expect((await fitted('tDay', '2026-02-28')).value).toBe('2026-02-28T00:00:00Z');
});

test('[DMN-33] a list of one stands for its item, and an item for a list of it', async () => {
  expect((await fitted('tGrade', ['A'])).value).toBe('A');
  expect((await fitted('tGrades', 'A')).value).toEqual(['A']);
  expect((await fitted('tGrade', ['A', 'B'])).codes).toEqual(['DMN_VALUE_TYPE']);
});

test('[DMN-4] a type that is only another name of itself is found when read', async () => {
  const items = item('tOne', 'tTwo') + item('tTwo', 'tOne');
  const { problems, policy } = await readPolicyDraft(wrapDefinitions(items + inputElement('x', 'tOne')));
  expect(problems.map(({ code }) => code)).toEqual(['DMN_TYPE_CYCLE']);
  if (policy === null) throw new Error('a draft has a policy');
  expect(createEvaluation(policy, { x: 1 }).value('x')).toBe(1);
});
