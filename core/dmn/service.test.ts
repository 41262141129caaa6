/** Decision services: what they are given, what stays inside, and what a trace shows of them. */
import { expect, test } from 'vitest';
import { toJson } from '@plimsoll/core/feel';
import { compilePolicy } from './compile/index.ts';
import { createEvaluation } from './evaluation.ts';
import { type Policy, readPolicyDraft } from './policy.ts';
import { inputElement, wrapDefinitions } from './sample-policy.ts';
import { traceEvaluation } from './trace-evaluation.ts';

function decision(name: string, text: string, requires: readonly string[] = []): string {
  const needs = requires.map((id) =>
    id.startsWith('s')
      ? `<knowledgeRequirement><requiredKnowledge href="#${id}"/></knowledgeRequirement>`
      : `<informationRequirement><required${id === 'x' ? 'Input' : 'Decision'} href="#${id}"/></informationRequirement>`,
  );
  return `<decision id="${name}" name="${name}"><variable name="${name}"/>${needs.join('')}<literalExpression><text>${text}</text></literalExpression></decision>`;
}

function service(name: string, parts: { readonly [part: string]: readonly string[] }, type = ''): string {
  const lines = ['outputDecision', 'encapsulatedDecision', 'inputDecision', 'inputData'].flatMap((part) =>
    (parts[part] ?? []).map((id) => `<${part} href="#${id}"/>`),
  );
  const typeRef = type === '' ? '' : ` typeRef="${type}"`;
  return `<decisionService id="${name}" name="${name}"><variable name="${name}"${typeRef}/>${lines.join('')}</decisionService>`;
}

const MODEL = wrapDefinitions(
  [
    '<itemDefinition name="tGivesText"><functionItem outputTypeRef="string"><parameters name="x" typeRef="number"/></functionItem></itemDefinition>',
    inputElement('x', 'number'),
    decision('given', '1000'),
    decision('inside', 'x * 10', ['x']),
    decision('out', 'inside + given', ['inside', 'given']),
    decision('other', '"o" + string(x)', ['x']),
    service('s1', {
      outputDecision: ['out'],
      encapsulatedDecision: ['inside'],
      inputDecision: ['given'],
      inputData: ['x'],
    }),
    service('s2', {
      outputDecision: ['out', 'other'],
      encapsulatedDecision: ['inside'],
      inputDecision: ['given'],
      inputData: ['x'],
    }),
    service(
      's3',
      { outputDecision: ['out'], encapsulatedDecision: ['inside', 'given'], inputData: ['x'] },
      'tGivesText',
    ),
    decision('d', 's1(x + 1, 3) + s1(given: 0, x: 2) + x + given', ['s1', 'x', 'given']),
    decision('pair', 's2(1, 2).other', ['s2']),
    decision('wrong', 's3(1)', ['s3']),
    decision('few', 's1(1)', ['s1']),
    decision('misfit', 's1("a", 2)', ['s1']),
    decision('unknown', 's1(y: 2)', ['s1']),
  ].join(''),
);
const draft = await readPolicyDraft(MODEL);
if (draft.policy === null || draft.problems.length > 0) throw new Error(JSON.stringify(draft.problems));
const policy: Policy = draft.policy;

test('[DMN-29] a service computes from its arguments, and nothing of it is seen outside', () => {
  const evaluation = createEvaluation(policy, { x: 5 });
  // 60 + 3, 20 + 0, and outside 5 and 1000 as ever.
  expect(evaluation.value('d')).toBe(63 + 20 + 5 + 1000);
  expect(evaluation.computed).toEqual(['given', 'd']);
  expect(evaluation.value('pair')).toBe('o1');
  expect(evaluation.errors).toEqual([]);
});

test.each([
  ['few', 'FEEL_ARGUMENTS'],
  ['misfit', 'DMN_VALUE_TYPE'],
  ['unknown', 'FEEL_UNKNOWN_PARAMETER'],
  ['wrong', 'DMN_VALUE_TYPE'],
])('[DMN-29] a call that doesn’t fit is null and an error: %s', (name, code) => {
  const evaluation = createEvaluation(policy, { x: 5 });
  expect(evaluation.value(name)).toBeNull();
  expect(evaluation.errors.map((error) => error.code)).toEqual([code]);
});

test('[DMN-29] a service can be asked from outside; what is left out is null', () => {
  const evaluation = createEvaluation(policy, {});
  expect(toJson(evaluation.invoke('s2', { x: 1, given: 4 }))).toEqual({ out: 14, other: 'o1' });
  expect(evaluation.invoke('s1', { x: 1 })).toBeNull();
  expect(evaluation.invoke('s1', { y: 1 })).toBeNull();
  expect(evaluation.invoke('d', {})).toBeNull();
  expect(evaluation.errors.map(({ code }) => code)).toContain('FEEL_NOT_A_FUNCTION');
});

test('[DMN-29] a trace shows each call with its arguments and decisions, interpreted and compiled alike', () => {
  const trace = traceEvaluation(policy, { x: 5 }, 'd');
  const calls = trace.decisions.find(({ name }) => name === 'd')?.calls ?? [];
  expect(calls.map((call) => [call.name, call.value, call.arguments])).toEqual([
    [
      's1',
      63,
      [
        { name: 'x', value: 6 },
        { name: 'given', value: 3 },
      ],
    ],
    [
      's1',
      20,
      [
        { name: 'x', value: 2 },
        { name: 'given', value: 0 },
      ],
    ],
  ]);
  expect(calls[0]?.decisions.map(({ name, value }) => [name, value])).toEqual([
    ['inside', 60],
    ['out', 63],
  ]);
  const compiled = compilePolicy(policy).record({ x: 5 }, 'd');
  expect(compiled.trace()).toEqual(trace);
});

test('[DMN-35] a decision without logic is decided by whoever calls or evaluates', async () => {
  const open = '<decision id="verdict" name="verdict"><variable name="verdict" typeRef="string"/></decision>';
  const said = decision('said', '"it is " + verdict', ['verdict']);
  const alone = await readPolicyDraft(wrapDefinitions(open + said));
  expect(alone.problems.map(({ code, place }) => [code, place.element])).toEqual([
    ['DMN_NO_LOGIC', 'verdict'],
  ]);
  const { policy: found, problems } = await readPolicyDraft(
    wrapDefinitions(open + said + service('s', { outputDecision: ['said'], inputDecision: ['verdict'] })),
  );
  expect(problems).toEqual([]);
  if (found === null) throw new Error('a policy');
  expect(createEvaluation(found, {}).invoke('s', { verdict: 'good' })).toBe('it is good');
  expect(createEvaluation(found, { verdict: 'bad' }).value('said')).toBe('it is bad');
  expect(compilePolicy(found).decide({ verdict: 'bad' }, 'said').value).toBe('it is bad');
  const unsaid = createEvaluation(found, {});
  expect(unsaid.value('said')).toBeNull();
  expect(unsaid.errors.map(({ code }) => code)).toContain('DMN_NO_LOGIC');
});

function javaKnowledge(className: string, signature: string): string {
  const entry = (name: string, text: string) =>
    `<contextEntry><variable name="${name}"/><literalExpression><text>"${text}"</text></literalExpression></contextEntry>`;
  return `<businessKnowledgeModel id="sf" name="sf"><variable name="sf"/><encapsulatedLogic kind="Java"><formalParameter name="n" typeRef="number"/><context>${entry('class', className)}${entry('method signature', signature)}</context></encapsulatedLogic></businessKnowledgeModel>`;
}

test('[DMN-34] a function of another language is a problem when read and an error when called', async () => {
  const { policy: found, problems } = await readPolicyDraft(
    wrapDefinitions(
      javaKnowledge('java.lang.System', 'exit(int)') +
        decision('called', 'sf(1)', ['sf']) +
        decision('uncalled', '1', ['sf']),
    ),
  );
  expect(problems.map(({ code, place }) => [code, place.element])).toEqual([['FEEL_EXTERNAL', 'sf']]);
  if (found === null) throw new Error('a policy');
  const evaluation = createEvaluation(found, {});
  expect([evaluation.value('uncalled'), evaluation.errors]).toEqual([1, []]);
  expect(evaluation.value('called')).toBeNull();
  expect(evaluation.errors.map(({ code }) => code)).toEqual(['FEEL_EXTERNAL']);
});

test('[DMN-34] a known function of the Java library is computed in a draft, and keeps a policy from being one', async () => {
  const { policy: found, problems } = await readPolicyDraft(
    wrapDefinitions(javaKnowledge('java.lang.Math', 'sqrt(double)') + decision('root', 'sf(16)', ['sf'])),
  );
  expect(problems.map(({ code }) => code)).toEqual(['FEEL_EXTERNAL']);
  if (found === null) throw new Error('a policy');
  expect(createEvaluation(found, {}).value('root')).toBe(4);
  expect(compilePolicy(found).decide({}, 'root').value).toBe(4);
});

test('[DMN-4] an input that a service needs but isn’t given is found when read', async () => {
  const content =
    inputElement('x', 'number') + decision('out', 'x + 1', ['x']) + service('s', { outputDecision: ['out'] });
  const { problems } = await readPolicyDraft(wrapDefinitions(content));
  expect(problems.map(({ code, facts }) => [code, facts['name']])).toEqual([['DMN_SERVICE_INPUT', 'x']]);
});
