/** Reading files: versions, hostile files, problems with their places. */
import { readFileSync } from 'node:fs';
import { globSync } from 'node:fs';
import { expect, test } from 'vitest';
import { MAX_XML_DEPTH, MAX_XML_ELEMENTS, MAX_XML_LENGTH } from './limits.ts';
import { readPolicy, readPolicyDraft } from './policy.ts';
import { formatPlace, PROBLEM_CODES } from './problem.ts';
import {
  inputElement,
  literalElement,
  samplePolicyXml,
  tableElement,
  wrapDefinitions,
} from './sample-policy.ts';

const sample = samplePolicyXml();
const NONE = new Set<string>();

async function problemsOf(xml: string): Promise<readonly string[]> {
  const { problems } = await readPolicyDraft(xml);
  return problems.map(({ code, place }) => `${code} @ ${formatPlace(place)}`);
}

const needs = (...names: readonly string[]) => names.map((name) => ({ name, isInput: true }));

test('[DMN-1] a broken file is refused with every problem, its place and its words', async () => {
  const xml = wrapDefinitions(
    inputElement('a', 'number') +
      literalElement('one', 'a + nosuch', needs('a')) +
      literalElement('two', '1 +', []),
  );
  const result = await readPolicy(xml);
  expect(result).toMatchObject({
    ok: false,
    code: 'policy_invalid',
    rule: 'DMN-1',
    facts: { problems: 2, element: 'one' },
  });
  if (result.ok) return;
  expect(result.problems[0]).toEqual({
    code: 'FEEL_UNKNOWN_NAME',
    place: { element: 'one', rule: null, column: null, from: 4, to: 10 },
    facts: { name: 'nosuch' },
    text: {
      zh: '没有名为“nosuch”的输入、决策或函数',
      en: 'There is no input, decision or function named “nosuch”',
    },
  });
  expect(result.problems[1]).toMatchObject({ code: 'FEEL_SYNTAX', place: { element: 'two' } });
});

test.each([
  ['1.1', 'http://www.omg.org/spec/DMN/20151101/dmn.xsd'],
  ['1.2', 'http://www.omg.org/spec/DMN/20180521/MODEL/'],
  ['1.3', 'https://www.omg.org/spec/DMN/20191111/MODEL/'],
  ['1.4', 'https://www.omg.org/spec/DMN/20211108/MODEL/'],
  ['1.5', 'https://www.omg.org/spec/DMN/20230324/MODEL/'],
])('[DMN-2] DMN %s is read', async (_, namespace) => {
  const [own, now] = await Promise.all([
    readPolicy(sample.replace('https://www.omg.org/spec/DMN/20230324/MODEL/', namespace)),
    readPolicy(sample),
  ]);
  expect(own.ok && own.value.hash).toBe(now.ok && now.value.hash);
  expect(own.ok).toBe(true);
});

test('[DMN-2] a file whose elements carry a prefix is read', async () => {
  const prefixed = sample.replace(/<(\/?)(?!\?)(\w)/g, '<$1d:$2').replace('xmlns=', 'xmlns:d=');
  const result = await readPolicy(prefixed);
  expect(result.ok).toBe(true);
});

const nested = (depth: number) =>
  wrapDefinitions(`${'<extensionElements>'.repeat(depth)}${'</extensionElements>'.repeat(depth)}`);
const bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>';

test.each([
  ['a document type', sample.replace('<definitions', `${bomb}<definitions`), 'DMN_DOCTYPE'],
  ['an entity', sample.replace('<definitions', '<!ENTITY a "b"><definitions'), 'DMN_DOCTYPE'],
  ['many elements', `<d>${'<a/>'.repeat(MAX_XML_ELEMENTS)}</d>`, 'DMN_TOO_LARGE'],
  ['a large file', ' '.repeat(MAX_XML_LENGTH + 1), 'DMN_TOO_LARGE'],
  ['a deep file', nested(MAX_XML_DEPTH + 1), 'DMN_TOO_DEEP'],
  ['no XML', 'https://www.omg.org/spec/DMN/20230324/MODEL/', 'DMN_NOT_DMN'],
  ['other XML', '<a xmlns="https://example.org/"/>', 'DMN_NOT_DMN'],
  ['cut XML', sample.slice(0, sample.length / 2), 'DMN_XML'],
  ['another root', sample.replaceAll('definitions', 'decision'), 'DMN_XML'],
  ['nothing', '', 'DMN_NOT_DMN'],
])('[DMN-3] %s is refused', async (_, xml, code) => {
  expect(await problemsOf(xml)).toEqual([`${code} @ policy`]);
});

test('[DMN-3] signs in quotes and comments don’t count as nesting, and endless ones take no time', async () => {
  const many = Array.from({ length: 200 }, (_, index) =>
    inputElement(`a${index}`, 'number', 'label="> 5 <!-- "'),
  ).join('<!-- <a><b> -->');
  expect(await problemsOf(wrapDefinitions(many))).toEqual([]);
  const start = performance.now();
  await problemsOf(wrapDefinitions('<!--'.repeat(500_000)));
  expect(performance.now() - start).toBeLessThan(3000);
});

test('[DMN-2] DMN 1.1 writes types with a prefix', async () => {
  const grade = '<itemDefinition name="tGrade"><typeRef>feel:string</typeRef></itemDefinition>';
  expect(await problemsOf(wrapDefinitions(grade + inputElement('a', 'own:tGrade')))).toEqual([]);
  expect(await problemsOf(wrapDefinitions(grade + inputElement('a', 'own:tNone')))).toEqual([
    'DMN_UNKNOWN_TYPE @ a',
  ]);
});

test('[DMN-2] the number types of XML Schema are numbers, unless the model has a type of that name', async () => {
  expect(
    await problemsOf(wrapDefinitions(inputElement('a', 'integer') + inputElement('b', 'xsd:decimal'))),
  ).toEqual([]);
  const own = '<itemDefinition name="integer"><typeRef>string</typeRef></itemDefinition>';
  const read = await readPolicy(wrapDefinitions(own + inputElement('a', 'integer')));
  expect(read.ok && read.value.inputs[0]?.type).toBe('string');
});

test('[DMN-3] what the reader passes over is a problem, layout apart', async () => {
  const twice = literalElement('x', '1', []) + literalElement('x', '2', []);
  expect(await problemsOf(wrapDefinitions(twice))).toEqual(['DMN_UNREAD @ policy']);
  const foreign = literalElement('x', '1', []).replace(
    '</literalExpression>',
    '</literalExpression><newThing/>',
  );
  expect(await problemsOf(wrapDefinitions(foreign))).toEqual(['DMN_UNREAD @ policy']);
  const layout =
    '<dmndi:DMNDI xmlns:dmndi="https://www.omg.org/spec/DMN/20230324/DMNDI/"><dmndi:DMNDiagram/></dmndi:DMNDI>';
  expect(await problemsOf(wrapDefinitions(literalElement('x', '1', []) + layout))).toEqual([]);
});

test('[DMN-4] names: unknown, not required, twice', async () => {
  const xml = wrapDefinitions(
    inputElement('a', 'number') +
      inputElement('b', 'tNosuch') +
      literalElement('x', 'a + b', needs('a')) +
      literalElement('x', '1', needs('gone')).replace('id="x"', 'id="y"'),
  );
  expect((await problemsOf(xml)).toSorted()).toEqual([
    'DMN_DUPLICATE_NAME @ x',
    'DMN_MISSING_REQUIREMENT @ x',
    'DMN_UNKNOWN_REQUIREMENT @ x',
    'DMN_UNKNOWN_TYPE @ b',
  ]);
});

test('[DMN-4] a circle is named in full', async () => {
  const on = (name: string) => [{ name, isInput: false }];
  const xml = wrapDefinitions(
    literalElement('a', 'b', on('b')) + literalElement('b', 'c', on('c')) + literalElement('c', 'a', on('a')),
  );
  const { problems } = await readPolicyDraft(xml);
  expect(problems.map(({ code, facts }) => [code, facts['path']])).toEqual([['DMN_CYCLE', 'a → b → c']]);
});

test('[DMN-5] a table that can’t work is found when read', async () => {
  const table = {
    name: 't',
    requires: ['a'],
    hitPolicy: 'PRIORITY',
    inputs: ['a'],
    outputs: [{ name: 'o', type: 'number' }],
    rows: [['"high"', '1'], ['> 1', '"two"'], ['> 2']],
  };
  const xml = wrapDefinitions(inputElement('a', 'number') + tableElement(table, NONE));
  expect((await problemsOf(xml)).toSorted()).toEqual([
    'DMN_CELLS @ t › rule 3',
    'DMN_CONSTANT_TYPE @ t › rule 1 › a',
    'DMN_CONSTANT_TYPE @ t › rule 2 › o',
    'DMN_NO_PRIORITY @ t',
  ]);
});

test('[DMN-5] sums need one column, several columns need names', async () => {
  const outputs = [
    { name: 'o', type: 'number' },
    { name: 'o', type: 'number' },
  ];
  const table = {
    name: 't',
    requires: ['a'],
    hitPolicy: 'COLLECT',
    aggregation: 'SUM',
    inputs: ['a'],
    outputs,
    rows: [],
  };
  const xml = wrapDefinitions(inputElement('a', 'number') + tableElement(table, NONE));
  expect(await problemsOf(xml)).toEqual(['DMN_OUTPUT_NAMES @ t', 'DMN_AGGREGATION @ t']);
});

test('[DMN-25] codes and words agree', () => {
  const folder = `${import.meta.dirname}/../`;
  const files = globSync(['feel/**/*.ts', 'dmn/*.ts'], { cwd: folder }).filter(
    (path) => !/\.(test|bench)\.ts$/.test(path),
  );
  const used = files
    .filter((path) => !path.endsWith('problem.ts'))
    .flatMap((path) => readFileSync(`${folder}${path}`, 'utf8').match(/'(?:FEEL|DMN)_[A-Z_]+'/g) ?? [])
    .map((quoted) => quoted.slice(1, -1));
  expect(files.length).toBeGreaterThan(40);
  expect([...new Set(used)].toSorted()).toEqual([...PROBLEM_CODES].toSorted());
});
