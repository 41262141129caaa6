/** The runner of the compatibility kit, on a small made-up copy of its form. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findSuites, runSuite } from './kit.ts';
import { readSuite } from './suite.ts';

const MODEL = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="m" name="m" namespace="urn:m">
  <inputData id="i" name="amount"><variable name="amount" typeRef="number"/></inputData>
  <decision id="d" name="doubled"><variable name="doubled" typeRef="number"/>
    <informationRequirement id="r"><requiredInput href="#i"/></informationRequirement>
    <literalExpression><text>amount * 2</text></literalExpression></decision>
  <decision id="e" name="broken"><variable name="broken"/>
    <literalExpression><text>1 / 0</text></literalExpression></decision>
  <decision id="c" name="pair"><variable name="pair"/>
    <literalExpression><text>{a: [1, null], b: "x &lt; y"}</text></literalExpression></decision>
  <businessKnowledgeModel id="k" name="square"><variable name="square"/>
    <encapsulatedLogic><formalParameter name="n" typeRef="number"/>
      <literalExpression><text>n * n</text></literalExpression></encapsulatedLogic></businessKnowledgeModel>
  <decisionService id="s" name="service"><variable name="service"/>
    <outputDecision href="#d"/><inputData href="#i"/></decisionService>
</definitions>`;

const value = (type: string, text: string): string => `<value xsi:type="xsd:${type}">${text}</value>`;

function suiteOf(cases: string): string {
  return `<testCases xmlns="http://www.omg.org/spec/DMN/20160719/testcase"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema">
    <modelName>m.dmn</modelName><labels><label>Compliance Level 2</label></labels>${cases}</testCases>`;
}

const CASES = suiteOf(`
  <testCase id="right"><inputNode name="amount">${value('decimal', '1.50')}</inputNode>
    <resultNode name="doubled"><expected>${value('decimal', '3')}</expected></resultNode></testCase>
  <testCase id="wrong"><inputNode name="amount">${value('decimal', '1')}</inputNode>
    <resultNode name="doubled"><expected>${value('decimal', '3')}</expected></resultNode></testCase>
  <testCase id="error"><resultNode name="broken" errorResult="true"><expected>${value('decimal', '0')}</expected>
    </resultNode></testCase>
  <testCase id="no error allowed"><resultNode name="broken"><expected>${value('decimal', '0')}</expected>
    </resultNode></testCase>
  <testCase id="nested"><resultNode name="pair"><expected>
    <component name="a"><list><item>${value('decimal', '1')}</item><item><value xsi:nil="true"/></item></list></component>
    <component name="b"><value xsi:type="xsd:string"><![CDATA[x < y]]></value></component></expected></resultNode></testCase>
  <testCase id="service" type="decisionService" invocableName="service">
    <inputNode name="amount">${value('decimal', '4')}</inputNode>
    <resultNode name="doubled"><expected>${value('decimal', '8')}</expected></resultNode></testCase>
  <testCase id="knowledge" type="bkm" invocableName="square">
    <inputNode name="n">${value('decimal', '4')}</inputNode>
    <resultNode name="square"><expected>${value('decimal', '16')}</expected></resultNode></testCase>`);

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kit-'));
  for (const name of ['compliance-level-2/one', 'compliance-level-3/two'])
    mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, 'compliance-level-2/one/m.dmn'), MODEL);
  writeFileSync(join(folder, 'compliance-level-2/one/m-test-01.xml'), CASES);
  writeFileSync(join(folder, 'compliance-level-3/two/m.dmn'), '<definitions');
  writeFileSync(join(folder, 'compliance-level-3/two/m-test-01.xml'), CASES);
  writeFileSync(join(folder, 'compliance-level-3/two/other.xml'), '<other/>');
  writeFileSync(join(folder, 'compliance-level-3/two/torn.xml'), '<testCases><');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('every case of every file below a folder is counted once, with what it wanted and what it got', async () => {
  const suites = findSuites(folder, 'level-2');
  expect(suites.length).toBe(1);
  const report = await runSuite(folder, suites[0] as (typeof suites)[0]);
  expect(report.level).toBe(2);
  expect(report.count).toEqual({ passed: 5, total: 7 });
  expect(report.failures.map(({ testCase, expected }) => [testCase, expected])).toEqual([
    ['wrong', '3'],
    ['no error allowed', '0'],
  ]);
  expect(report.failures[0]?.actual).toBe('2');
});

test('a model or a file of cases that can not be read fails its cases and not the run', async () => {
  const suites = findSuites(folder, 'level-3');
  const reports = await Promise.all(suites.map(async (suite) => runSuite(folder, suite)));
  expect(reports.map(({ count, level }) => [count.passed, count.total, level])).toEqual([
    [0, 7, 3],
    [0, 1, 3],
  ]);
});

test('a file of cases is read with its nested values', () => {
  const nested = readSuite(CASES)?.cases[4]?.results[0]?.value;
  expect(nested).toEqual(
    new Map<string, unknown>([
      ['a', [1, null]],
      ['b', 'x < y'],
    ]),
  );
});
