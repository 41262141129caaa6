import { expect, test } from 'vitest';
import { type ModelDocument, prepareModel } from '@plimsoll/core/model/document';
import { exportPmml, importPmml } from './index.ts';
import { makeModels, makeValues } from './made-models.ts';
import { readXml } from './xml.ts';

const models = makeModels();
const card = models[0] as ModelDocument;

function written(model: ModelDocument): string {
  const xml = exportPmml(model);
  if (!xml.ok) throw new Error(JSON.stringify(xml.facts));
  return xml.value;
}

test('[MEX-6] a card written as PMML and read back gives the same points and chance to every row', () => {
  const imported = importPmml(written(card));
  if (!imported.ok) throw new Error(JSON.stringify(imported.facts));
  const { scorecard, inputs, notes } = imported.value;
  expect(notes).toEqual([]);
  expect(scorecard.scaling).toEqual(card.body.kind === 'card' ? card.body.scorecard.scaling : null);
  const before = prepareModel(card);
  const after = prepareModel({ ...card, inputs, body: { kind: 'card', scorecard } });
  if (!before.ok || !after.ok) throw new Error('both are sound');
  for (const values of makeValues('pmml', 1000))
    expect(after.value.scoreRow(values)).toEqual(before.value.scoreRow(values));
  const reasons = (body: ModelDocument['body']): readonly string[] =>
    body.kind === 'card' ? body.scorecard.characteristics.map((each) => each.reason.code) : [];
  expect(reasons({ kind: 'card', scorecard })).toEqual(reasons(card.body));
});

test('[MEX-6] the file holds base score, odds, PDO, reason codes, baselines and the chance (toad #110 lost the scale)', () => {
  const xml = written(card);
  for (const part of [
    'name="pdo" value="50"',
    'name="baseOdds" value="20"',
    'name="baseScore" value="600"',
    'reasonCode="R_debt"',
    'baselineScore="33"',
    'function="exp"',
  ])
    expect(xml).toContain(part);
  expect(written(models[1] as ModelDocument)).toContain('-0.2');
});

test('[MEX-6] ensembles, and calibrations that are no line, are refused', () => {
  for (const model of [models[2], models[3], models[4]])
    expect(exportPmml(model as ModelDocument)).toMatchObject({ ok: false, code: 'model_import_refused' });
});

const FOREIGN = (attributes: string, extra = ''): string => `<?xml version="1.0"?>
<PMML version="4.2" xmlns="http://www.dmg.org/PMML-4_2"><Header/><DataDictionary>
<DataField name="age" optype="continuous" dataType="integer"/><DataField name="home" optype="categorical" dataType="string"/></DataDictionary>
<Scorecard functionName="regression" initialScore="100">${extra}<Characteristics><Characteristic name="age">${attributes}</Characteristic></Characteristics></Scorecard></PMML>`;
const SCALE = { baseScore: 600, baseOdds: 20, pdo: 50 };
const under =
  '<Attribute partialScore="-5"><SimplePredicate field="age" operator="lessOrEqual" value="30"/></Attribute>';
const over =
  '<Attribute partialScore="15"><SimplePredicate field="age" operator="greaterThan" value="30"/></Attribute>';

test('[MEX-7] a card of another tool: "at most" keeps its edge, and what it gives no points gets the fewest, with a note', () => {
  const imported = importPmml(FOREIGN(under + over), SCALE);
  if (!imported.ok) throw new Error(JSON.stringify(imported.facts));
  const { scorecard, inputs, notes } = imported.value;
  expect(notes).toEqual(['worst_for_unlisted']);
  const scorer = prepareModel({ ...card, inputs, body: { kind: 'card', scorecard } });
  if (!scorer.ok) throw new Error('sound');
  const points = (age: number | null): unknown => scorer.value.scoreRow({ age, home: null });
  expect(points(30)).toMatchObject({ value: { points: 95 } });
  expect(points(30.000000000000004)).toMatchObject({ value: { points: 115 } });
  expect(points(null)).toMatchObject({ value: { points: 95 } });
});

test.each([
  ['a gap', FOREIGN(under)],
  ['an overlap', FOREIGN(under + over.replace('"30"', '"20"'))],
  ['points that are not whole', FOREIGN(under.replace('-5', '-5.5') + over)],
  ['two fields in one characteristic', FOREIGN(under + over.replace('field="age"', 'field="home"'))],
  ['a field that is not there', FOREIGN(under + over.replace('field="age"', 'field="wage"'))],
  ['another model', FOREIGN(under + over).replaceAll('Scorecard', 'RegressionModel')],
  ['a document type', `<!DOCTYPE a [<!ENTITY b "c">]>${FOREIGN(under + over)}`],
  ["tags that don't close", FOREIGN(under + over).replace('</Scorecard>', '')],
  ['no XML', 'PMML'],
])('[MEX-7] %s is refused', (_, xml) => {
  expect(importPmml(xml, SCALE)).toMatchObject({ ok: false, code: 'model_import_refused', rule: 'MEX-1' });
});

test('[MEX-7] points without base odds and PDO are refused', () => {
  expect(importPmml(FOREIGN(under + over))).toMatchObject({ ok: false });
  expect(importPmml(FOREIGN(under + over, '<Extension name="pdo" value="0"/>'))).toMatchObject({ ok: false });
});

test('[MEX-7] XML is read with its escapes, comments and CDATA', () => {
  expect(
    readXml(
      '\uFEFF<?xml version="1.0"?><!-- <b> --><p:a x="&lt;&#65;&#x42;" y=\'"\'>1<b/><![CDATA[<&]]></p:a>',
    ),
  ).toEqual({
    name: 'a',
    attributes: { x: '<AB', y: '"' },
    children: [{ name: 'b', attributes: {}, children: [], text: '' }],
    text: '1<&',
  });
});
