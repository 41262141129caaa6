/** Imports: a model beside the models that it names, in all the ways that files do it. */
import { expect, test } from 'vitest';
import { toJson } from '@plimsoll/core/feel';
import { createEvaluation } from './evaluation.ts';
import { findElement, readPolicy, readPolicyDraft } from './policy.ts';
import { traceEvaluation } from './trace-evaluation.ts';
import { joinModels, splitModels } from './xml.ts';

const MODEL = 'https://www.omg.org/spec/DMN/20230324/MODEL/';

function modelOf(name: string, content: string): string {
  return `<definitions xmlns="${MODEL}" name="${name}" namespace="urn:${name}">${content}</definitions>`;
}
const importOf = (model: string, name: string): string =>
  `<import name="${name}" namespace="urn:${model}" importType="${MODEL}"/>`;
const input = (name: string, type: string): string =>
  `<inputData id="${name}" name="${name}"><variable name="${name}" typeRef="${type}"/></inputData>`;
function decision(name: string, text: string, hrefs: readonly string[] = []): string {
  const needs = hrefs.map((href) => {
    const kind = href.includes('in-') ? 'Input' : 'Decision';
    return href.includes('fn-')
      ? `<knowledgeRequirement><requiredKnowledge href="${href}"/></knowledgeRequirement>`
      : `<informationRequirement><required${kind} href="${href}"/></informationRequirement>`;
  });
  return `<decision id="${name.replaceAll(' ', '-')}" name="${name}"><variable name="${name}"/>${needs.join('')}<literalExpression><text>${text}</text></literalExpression></decision>`;
}

const BASE = modelOf(
  'base',
  '<itemDefinition name="tGrade"><typeRef>string</typeRef><allowedValues><text>"A", "B"</text></allowedValues></itemDefinition>' +
    `${input('in-grade', 'tGrade')}${input('in-idle', 'string')}` +
    decision('points of grade', 'if in-grade = "A" then 10 else 5', ['#in-grade']) +
    '<businessKnowledgeModel id="fn-double" name="double"><variable name="double"/><encapsulatedLogic><formalParameter name="n" typeRef="number"/><literalExpression><text>n * 2</text></literalExpression></encapsulatedLogic></businessKnowledgeModel>',
);
const MIDDLE = modelOf(
  'middle',
  importOf('base', 'base') +
    decision('twice', 'base.double(base.points of grade)', [
      'urn:base#fn-double',
      'urn:base#points-of-grade',
    ]),
);
const TOP = modelOf(
  'top',
  importOf('middle', 'the middle') +
    importOf('base', 'b') +
    '<inputData id="in-own" name="in-own"><variable name="in-own" typeRef="b.tGrade"/></inputData>' +
    decision('d', 'the middle.twice + b.double(1) + (if in-own = "B" then 100 else 0)', [
      'urn:middle#twice',
      'urn:base#fn-double',
      '#in-own',
    ]),
);

test('[DMN-26] what is imported is known under the name of the import, at any depth', async () => {
  const read = await readPolicy(TOP, { imports: [BASE, MIDDLE, modelOf('unused', '<broken')] });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const grade = findElement(read.value, { namespace: 'urn:base', name: 'in-grade' }) ?? '';
  expect(grade).toBe('b.in-grade');
  expect(read.value.inputs.map(({ name }) => name)).toEqual(['in-own', 'b.in-grade']);
  const evaluation = createEvaluation(read.value, { [grade]: 'A', 'in-own': 'B' });
  expect(toJson(evaluation.value('d'))).toBe(122);
  expect(evaluation.errors).toEqual([]);
  const wrong = createEvaluation(read.value, { [grade]: 'C', 'in-own': 'C' });
  wrong.value('d');
  expect(wrong.errors.map(({ code, facts }) => [code, facts['name']])).toEqual([
    ['DMN_VALUE_NOT_ALLOWED', 'b.in-grade'],
    ['DMN_VALUE_NOT_ALLOWED', 'in-own'],
  ]);
});

test('[DMN-26] the trace shows imported decisions that were needed, and no others', async () => {
  const read = await readPolicy(joinModels(TOP, [MIDDLE, BASE]));
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const trace = traceEvaluation(read.value, { 'b.in-grade': 'B', 'in-own': 'A' }, 'd');
  expect(trace.decisions.map(({ name, value }) => [name, value])).toEqual([
    ['b.points of grade', 5],
    ['the middle.twice', 10],
    ['d', 12],
  ]);
  expect(trace.inputs.map(({ name }) => name)).toEqual(['in-own', 'b.in-grade']);
});

test('[DMN-26] an import without a name brings its names as they are', async () => {
  const own = modelOf(
    'own',
    importOf('base', '') +
      decision('d', 'double(points of grade)', ['urn:base#fn-double', 'urn:base#points-of-grade']),
  );
  const read = await readPolicy(own, { imports: [BASE] });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  expect(toJson(createEvaluation(read.value, { 'in-grade': 'A' }).value('d'))).toBe(20);
});

test('[DMN-26] an input that only an imported service takes is asked of nobody', async () => {
  const library = modelOf(
    'library',
    input('in-n', 'number') +
      decision('half', 'in-n / 2', ['#in-n']) +
      '<decisionService id="fn-halve" name="halve"><variable name="halve"/><outputDecision href="#half"/><inputData href="#in-n"/></decisionService>',
  );
  const own = modelOf(
    'own',
    importOf('library', 'lib') + decision('d', 'lib.halve(8)', ['urn:library#fn-halve']),
  );
  const read = await readPolicy(own, { imports: [library] });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  expect(read.value.inputs).toEqual([]);
  expect(toJson(createEvaluation(read.value, {}).value('d'))).toBe(4);
  expect(traceEvaluation(read.value, {}, 'd').decisions.at(-1)?.calls?.[0]?.arguments).toEqual([
    { name: 'lib.in-n', value: 8 },
  ]);
});

test('[DMN-26] one text holds a model and what it imports, and nothing else', () => {
  const text = joinModels(TOP, [modelOf('unused', ''), BASE, MIDDLE]);
  expect(splitModels(text)).toEqual({ xml: TOP, imports: [BASE, MIDDLE] });
  expect(joinModels(BASE, [MIDDLE, TOP])).toBe(BASE);
});

test('[DMN-27] imports that can’t be had are problems with their place', async () => {
  const codes = async (xml: string, imports: readonly string[]): Promise<readonly string[]> => {
    const { problems } = await readPolicyDraft(xml, { imports });
    return [...new Set(problems.map(({ code }) => code))];
  };
  expect(await codes(TOP, [BASE])).toEqual([
    'DMN_IMPORT',
    'DMN_UNKNOWN_REQUIREMENT',
    'DMN_MISSING_REQUIREMENT',
  ]);
  expect(await codes(TOP, [BASE, MIDDLE, MIDDLE])).toContain('DMN_IMPORT_TWICE');
  const circle = modelOf('base', importOf('middle', 'm'));
  expect(await codes(MIDDLE, [circle])).toContain('DMN_IMPORT_CYCLE');
  const schema = modelOf(
    'own',
    '<import name="x" namespace="urn:x" importType="http://www.w3.org/2001/XMLSchema"/>',
  );
  expect(await codes(schema, [])).toEqual(['DMN_IMPORT_LANGUAGE']);
  const twice = modelOf('own', importOf('base', 'b') + importOf('middle', 'b'));
  expect(await codes(twice, [BASE, MIDDLE])).toEqual(['DMN_DUPLICATE_NAME']);
  const { problems } = await readPolicyDraft(modelOf('own', importOf('gone', 'g')));
  expect(problems.map(({ place }) => place.column)).toEqual(['g']);
});

test('[DMN-28] the hash covers what is imported, and neither namespaces nor ids', async () => {
  const hashOf = async (imports: readonly string[]): Promise<string> => {
    const { policy } = await readPolicyDraft(
      TOP.replaceAll('urn:', imports[0]?.includes('urn:') === true ? 'urn:' : 'uri:'),
      { imports },
    );
    return policy?.hash ?? '';
  };
  const hash = await hashOf([BASE, MIDDLE]);
  expect(await hashOf([MIDDLE, BASE])).toBe(hash);
  expect(
    await hashOf([BASE.replaceAll('fn-double', 'fn-other'), MIDDLE.replaceAll('fn-double', 'fn-other')]),
  ).not.toBe('');
  expect(await hashOf([BASE.replace('n * 2', 'n * 3'), MIDDLE])).not.toBe(hash);
  expect(await hashOf([BASE.replaceAll('urn:', 'uri:'), MIDDLE.replaceAll('urn:', 'uri:')])).toBe(hash);
});
