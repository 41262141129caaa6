/** Boxed expressions, knowledge models, services, types: one example each, as a file would say it. */
import { fromJson, toJson } from '@plimsoll/core/feel';
import type { JsonObject, JsonValue } from '@plimsoll/core/base';
import { expect, test } from 'vitest';
import { createEvaluation } from './evaluation.ts';
import { readPolicyDraft } from './policy.ts';
import { inputElement, literalElement, wrapDefinitions } from './sample-policy.ts';

const LITERAL = (text: string) => `<literalExpression><text>${text}</text></literalExpression>`;
const REQUIRED = (kind: 'Input' | 'Decision', name: string) =>
  `<informationRequirement><required${kind} href="#${name}"/></informationRequirement>`;
const KNOWN = (name: string) =>
  `<knowledgeRequirement><requiredKnowledge href="#${name}"/></knowledgeRequirement>`;

function decision(name: string, logic: string, { requires = '', type = '' } = {}): string {
  const typeRef = type === '' ? '' : ` typeRef="${type}"`;
  return `<decision id="${name}" name="${name}"><variable name="${name}"${typeRef}/>${requires}${logic}</decision>`;
}

async function valueOf(
  content: string,
  inputs: JsonObject = {},
): Promise<{ readonly value: JsonValue; readonly codes: readonly string[] }> {
  const { policy, problems } = await readPolicyDraft(wrapDefinitions(content));
  if (policy === null || problems.length > 0) throw new Error(problems.map(({ text }) => text.en).join('; '));
  const evaluation = createEvaluation(
    policy,
    Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, fromJson(value)])),
  );
  const value = toJson(evaluation.value('d'));
  return { value, codes: evaluation.errors.map(({ code }) => code) };
}

const entry = (name: string, logic: string) =>
  `<contextEntry><variable name="${name}"/>${logic}</contextEntry>`;
const FACTORIAL =
  '<businessKnowledgeModel id="fact" name="fact"><variable name="fact"/><encapsulatedLogic><formalParameter name="n" typeRef="number"/>' +
  `${LITERAL('if n &lt;= 1 then 1 else n * fact(n - 1)')}</encapsulatedLogic></businessKnowledgeModel>`;
const LIMIT =
  '<businessKnowledgeModel id="limitOf" name="limit of"><variable name="limit of"/><encapsulatedLogic><formalParameter name="grade" typeRef="string"/>' +
  '<decisionTable hitPolicy="UNIQUE"><input><inputExpression><text>grade</text></inputExpression></input><output/>' +
  '<rule><inputEntry><text>"A"</text></inputEntry><outputEntry><text>100</text></outputEntry></rule>' +
  '<rule><inputEntry><text>not("A")</text></inputEntry><outputEntry><text>10</text></outputEntry></rule></decisionTable></encapsulatedLogic></businessKnowledgeModel>';

const EXAMPLES: readonly (readonly [string, string, JsonValue])[] = [
  [
    'a context',
    decision('d', `<context>${entry('a', LITERAL('1'))}${entry('b', LITERAL('a + 1'))}</context>`),
    { a: 1, b: 2 },
  ],
  [
    'a context with a result',
    decision(
      'd',
      `<context>${entry('a', LITERAL('1'))}<contextEntry>${LITERAL('a + 5')}</contextEntry></context>`,
    ),
    6,
  ],
  [
    'the type of a knowledge model',
    FACTORIAL.replace('<variable name="fact"/>', '<variable name="fact" typeRef="number"/>') +
      decision(
        'd',
        LITERAL(
          '[fact instance of function&lt;number> -> number, fact instance of function&lt;string> -> number]',
        ),
        { requires: KNOWN('fact') },
      ),
    [true, false],
  ],
  ['a list', decision('d', `<list>${LITERAL('1')}${LITERAL('"b"')}</list>`), [1, 'b']],
  [
    'a relation',
    decision(
      'd',
      `<relation><column name="code"/><column name="en"/><row>${LITERAL('"R1"')}${LITERAL('"Too young"')}</row></relation>`,
    ),
    [{ code: 'R1', en: 'Too young' }],
  ],
  [
    'a knowledge model called in FEEL',
    FACTORIAL + decision('d', LITERAL('fact(5)'), { requires: KNOWN('fact') }),
    120,
  ],
  [
    'an invocation',
    LIMIT +
      decision(
        'd',
        `<invocation>${LITERAL('limit of')}<binding><parameter name="grade"/>${LITERAL('"A"')}</binding></invocation>`,
        {
          requires: KNOWN('limitOf'),
        },
      ),
    100,
  ],
  [
    'a boxed function',
    decision(
      'd',
      `<context>${entry('f', `<functionDefinition><formalParameter name="x"/>${LITERAL('x * 2')}</functionDefinition>`)}<contextEntry>${LITERAL('f(4)')}</contextEntry></context>`,
    ),
    8,
  ],
  [
    'a conditional',
    decision(
      'd',
      `<conditional><if>${LITERAL('1 &gt; 2')}</if><then>${LITERAL('"yes"')}</then><else>${LITERAL('"no"')}</else></conditional>`,
    ),
    'no',
  ],
  [
    'a filter',
    decision(
      'd',
      `<filter><in>${LITERAL('[1, 2, 3]')}</in><match>${LITERAL('item &gt; 1')}</match></filter>`,
    ),
    [2, 3],
  ],
  [
    'a for',
    decision(
      'd',
      `<for iteratorVariable="i"><in>${LITERAL('[1, 2]')}</in><return>${LITERAL('i * count(partial)')}</return></for>`,
    ),
    [0, 2],
  ],
  [
    'a some',
    decision(
      'd',
      `<some iteratorVariable="i"><in>${LITERAL('[1, 2]')}</in><satisfies>${LITERAL('i &gt; 1')}</satisfies></some>`,
    ),
    true,
  ],
  [
    'an every',
    decision(
      'd',
      `<every iteratorVariable="i"><in>${LITERAL('[1, 2]')}</in><satisfies>${LITERAL('i &gt; 1')}</satisfies></every>`,
    ),
    false,
  ],
  [
    'a decision service',
    inputElement('a', 'number') +
      decision('inner', LITERAL('a * 2'), { requires: REQUIRED('Input', 'a') }) +
      '<decisionService id="s" name="s"><variable name="s"/><outputDecision href="#inner"/><inputData href="#a"/></decisionService>' +
      decision('d', LITERAL('[s(1), s(2)]'), { requires: KNOWN('s') }),
    [2, 4],
  ],
];

test.each(EXAMPLES)('[DMN-15] %s', async (_, content, value) => {
  expect(await valueOf(content)).toEqual({ value, codes: [] });
});

test('[DMN-15] a condition that is neither true nor false is an error; null counts as false', async () => {
  const on = (text: string) =>
    decision(
      'd',
      `<conditional><if>${LITERAL(text)}</if><then>${LITERAL('1')}</then><else>${LITERAL('2')}</else></conditional>`,
    );
  expect(await valueOf(on('null'))).toEqual({ value: 2, codes: [] });
  expect(await valueOf(on('"yes"'))).toEqual({ value: null, codes: ['FEEL_TYPE'] });
});

test('[DMN-15] names with spaces reach into item definitions', async () => {
  const type =
    '<itemDefinition name="tLoan"><itemComponent name="monthly rate"><typeRef>number</typeRef></itemComponent></itemDefinition>';
  const content =
    type +
    inputElement('loan', 'tLoan') +
    decision('d', LITERAL('loan.monthly rate * 12'), { requires: REQUIRED('Input', 'loan') });
  expect(await valueOf(content, { loan: { 'monthly rate': 0.02 } })).toEqual({ value: 0.24, codes: [] });
});

const GRADES =
  '<itemDefinition name="tGrade"><typeRef>string</typeRef><allowedValues><text>"A", "B"</text></allowedValues></itemDefinition>' +
  '<itemDefinition name="tGrades" isCollection="true"><typeRef>tGrade</typeRef></itemDefinition>' +
  '<itemDefinition name="tLoan"><itemComponent name="amount"><typeRef>number</typeRef></itemComponent><itemComponent name="term"><typeRef>number</typeRef></itemComponent></itemDefinition>';

test.each<[string, JsonValue, JsonValue, readonly string[]]>([
  ['tGrade', 'A', 'A', []],
  ['tGrade', 'C', null, ['DMN_VALUE_NOT_ALLOWED']],
  ['tGrade', 5, null, ['DMN_VALUE_TYPE']],
  ['tGrade', null, null, []],
  ['tGrades', ['A', 'B'], ['A', 'B'], []],
  ['tGrades', ['A', 'C'], null, ['DMN_VALUE_NOT_ALLOWED']],
  ['tGrades', 'A', ['A'], []],
  ['number', '5', null, ['DMN_VALUE_TYPE']],
  ['number', [5], 5, []],
  ['date', '2024-02-29', '2024-02-29', []],
  ['date', '2023-02-29', null, ['DMN_VALUE_TYPE']],
  ['boolean', 1, null, ['DMN_VALUE_TYPE']],
  ['tLoan', { amount: 1, term: null }, { amount: 1, term: null }, []],
  ['tLoan', { amount: 1 }, null, ['DMN_VALUE_TYPE']],
])('[DMN-13] an input of type %s given %j is %j', async (type, given, value, codes) => {
  const content =
    GRADES + inputElement('a', type) + decision('d', LITERAL('a'), { requires: REQUIRED('Input', 'a') });
  expect(await valueOf(content, { a: given })).toEqual({ value, codes });
});

test('[DMN-13] an input that isn’t supplied is null, without an error, even under a name that every object has', async () => {
  const content =
    inputElement('constructor', 'Any') +
    decision('d', LITERAL('constructor = null'), { requires: REQUIRED('Input', 'constructor') });
  expect(await valueOf(content)).toEqual({ value: true, codes: [] });
});

test('[DMN-14] fitting a value leaves the names around it alone', async () => {
  const even =
    '<itemDefinition name="tEven"><typeRef>number</typeRef><allowedValues><text>even(?)</text></allowedValues></itemDefinition>';
  const content = `<context>${entry('a', LITERAL('1'))}<contextEntry><variable name="b" typeRef="tEven"/>${LITERAL('a + 1')}</contextEntry>${entry('c', LITERAL('a'))}</context>`;
  expect(await valueOf(even + decision('d', content))).toEqual({ value: { a: 1, b: 2, c: 1 }, codes: [] });
});

test.each<[string, string, JsonValue, readonly string[]]>([
  ['number', '[7]', 7, []],
  ['tGrades', '"A"', ['A'], []],
  ['number', '"x"', null, ['DMN_VALUE_TYPE']],
  ['tGrade', '"Z"', null, ['DMN_VALUE_NOT_ALLOWED']],
])('[DMN-14] a decision of type %s that makes %s is %j', async (type, text, value, codes) => {
  expect(await valueOf(GRADES + decision('d', LITERAL(text), { type }))).toEqual({ value, codes });
});

test.each<[string, string, JsonValue, readonly string[]]>([
  ['tGrade', '"A"', { amount: 1, grade: 'A' }, []],
  ['tGrade', '"C"', { amount: 1, grade: null }, ['DMN_VALUE_NOT_ALLOWED']],
  ['string', '"A"', { amount: 1, grade: 'A' }, []],
  ['string', '"C"', null, ['DMN_VALUE_NOT_ALLOWED']],
  ['Any', '5', null, ['DMN_VALUE_TYPE']],
])('[DMN-14] a context with an entry of type %s that makes %s is %j', async (type, text, value, codes) => {
  const graded =
    '<itemDefinition name="tGraded"><itemComponent name="amount"><typeRef>number</typeRef></itemComponent><itemComponent name="grade"><typeRef>tGrade</typeRef></itemComponent></itemDefinition>';
  const typed = (name: string, typeRef: string, given: string) =>
    `<contextEntry><variable name="${name}" typeRef="${typeRef}"/>${LITERAL(given)}</contextEntry>`;
  const content = `<context>${typed('amount', 'number', '1')}${typed('grade', type, text)}</context>`;
  expect(await valueOf(GRADES + graded + decision('d', content, { type: 'tGraded' }))).toEqual({
    value,
    codes,
  });
});

test('[DMN-23] a function that calls itself without end is an error', async () => {
  const endless = FACTORIAL.replace('if n &lt;= 1 then 1 else n * fact(n - 1)', 'fact(n + 1)');
  const { value, codes } = await valueOf(
    endless + decision('d', LITERAL('fact(1)'), { requires: KNOWN('fact') }),
  );
  expect([value, codes]).toEqual([null, ['FEEL_LIMIT']]);
});

test('[DMN-23] a long chain of decisions is an error, not a crash', async () => {
  const links = Array.from({ length: 600 }, (_, index) =>
    decision(index === 599 ? 'd' : `d${index}`, LITERAL(index === 0 ? '1' : `d${index - 1} + 1`), {
      requires: index === 0 ? '' : REQUIRED('Decision', `d${index - 1}`),
    }),
  );
  const { value, codes } = await valueOf(links.join(''));
  expect([value, codes]).toEqual([null, ['DMN_DEPTH']]);
});

test('[DMN-24] a draft runs around its broken parts', async () => {
  const content =
    decision('broken', LITERAL('1 +')) +
    decision('empty', '') +
    literalElement('d', 'if false then broken else 5', [{ name: 'broken', isInput: false }]);
  const { policy, problems } = await readPolicyDraft(wrapDefinitions(content));
  expect(problems.map(({ code }) => code)).toEqual(['FEEL_SYNTAX', 'DMN_NO_LOGIC']);
  if (policy === null) throw new Error('a draft has a policy');
  const evaluation = createEvaluation(policy, {});
  expect([evaluation.value('d'), evaluation.errors]).toEqual([5, []]);
  expect([evaluation.value('broken'), evaluation.value('empty'), evaluation.value('nosuch')]).toEqual([
    null,
    null,
    null,
  ]);
  expect(evaluation.errors.map(({ code }) => code)).toEqual([
    'FEEL_SYNTAX',
    'DMN_NO_LOGIC',
    'DMN_UNKNOWN_DECISION',
  ]);
});
