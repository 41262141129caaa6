import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { toUtf8 } from '@plimsoll/core/base';
import { type ModelDocument, prepareModel, readModel, writeModel } from '@plimsoll/core/model/document';
import { exportPmml, importForeign, isOwnDocument } from './index.ts';
import { makeModels } from './made-models.ts';

const target = { column: 'status', badValue: 'bad' };
const card = makeModels()[0] as ModelDocument;

function made(bytes: Uint8Array): ModelDocument {
  const document = importForeign({ bytes, name: 'foreign', target });
  if (!document.ok) throw new Error(JSON.stringify(document.facts));
  return document.value;
}

function bytesOf(tool: string): Uint8Array {
  const text = readFileSync(new URL(`vectors/${tool}.json`, import.meta.url), 'utf8');
  return toUtf8((JSON.parse(text) as { cases: readonly { model: string }[] }).cases[0]?.model ?? '');
}

test.each(['lightgbm', 'xgboost'])('[MEX-10] a file of %s becomes a document that stands', (tool) => {
  const bytes = bytesOf(tool);
  const document = made(bytes);
  expect(document.target).toEqual(target);
  expect(document.lineage.codeVersion).toContain(tool);
  expect(document.parity.length).toBeGreaterThan(5);
  expect(new Set(document.parity.map(({ margin }) => margin)).size).toBeGreaterThan(2);
  const again = readModel(writeModel(document));
  expect(again.ok && prepareModel(again.value).ok).toBe(true);
  expect([isOwnDocument(bytes), isOwnDocument(toUtf8(writeModel(document)))]).toEqual([false, true]);
  for (const refused of [{ target: null }, { target, format: 'pmml' }])
    expect(importForeign({ bytes, name: 'foreign', ...refused })).toMatchObject({
      code: 'model_import_refused',
    });
});

test('[MEX-10] a card in PMML becomes a document', () => {
  const xml = exportPmml(card);
  if (!xml.ok) throw new Error(JSON.stringify(xml.facts));
  const document = made(toUtf8(xml.value));
  expect(document.body.kind).toBe('card');
  expect(document.lineage.settings['imported']).toBe('pmml');
  expect(document.parity.length).toBeGreaterThan(0);
});
