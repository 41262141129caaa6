import { expect, test } from 'vitest';
import type { JsonObject } from '@plimsoll/core/base';
import { parseCsv, tableFromCsv, takeRows } from '@plimsoll/core/table';
import { MODEL_KINDS, trainModel } from '@plimsoll/core/model/fit';
import { makeSample } from '../fit/made-sample.ts';
import {
  columnSpecsOf,
  type ModelDocument,
  modelHash,
  prepareModel,
  readModel,
  type Scorer,
  writeModel,
} from './index.ts';

const sample = makeSample(1200);
const documents = MODEL_KINDS.map((kind): ModelDocument => {
  const trained = trainModel({
    kind,
    ...sample,
    seed: 1,
    monotone: {},
    name: `made-${kind}`,
    target: { column: 'outcome', badValue: '1' },
    folds: null,
    absent: { use: { '-1': 'not_asked' } },
    lineage: { sample: null, sampleSha256: null, foldsSha256: null, codeVersion: 'test' },
  });
  if (!trained.ok) throw new Error(JSON.stringify(trained));
  return trained.value;
});
const card = documents[0] as ModelDocument;

function ready(document: ModelDocument): Scorer {
  const scorer = prepareModel(document);
  if (!scorer.ok) throw new Error(JSON.stringify(scorer.facts));
  return scorer.value;
}

function valueOf<T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false }): T {
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result.value;
}

test('[MDC-1] equal documents have one hash, and every change another', () => {
  const again = JSON.parse(writeModel(card)) as ModelDocument;
  expect(modelHash({ ...again, parity: again.parity })).toBe(modelHash(card));
  expect(modelHash({ ...card, name: 'other' })).not.toBe(modelHash(card));
});

test.each(documents)('[MDC-2] $name scores to the same bits after it was read back', (document) => {
  const read = ready(valueOf(readModel(writeModel(document))));
  expect(read.scoreTable(sample.table)).toEqual(ready(document).scoreTable(sample.table));
});

test('[MDC-3] what is not a whole document is refused, and says what is wrong', () => {
  const spoilt = (change: (copy: { [name: string]: unknown }) => void): string => {
    const copy = JSON.parse(writeModel(card)) as { [name: string]: unknown };
    change(copy);
    return JSON.stringify(copy);
  };
  const inputs = card.inputs as readonly unknown[];
  const texts = [
    '',
    '[]',
    spoilt((copy) => (copy['schema'] = 'plimsoll.model/2')),
    spoilt((copy) => (copy['name'] = '../up')),
    spoilt((copy) => (copy['inputs'] = [])),
    spoilt((copy) => (copy['inputs'] = [...inputs, inputs[0]])),
    spoilt((copy) => (copy['inputs'] = inputs.slice(1))),
    spoilt((copy) => (copy['body'] = { kind: 'oracle' })),
    spoilt((copy) => (copy['body'] = { kind: 'card', scorecard: {} })),
    spoilt((copy) => (copy['body'] = { kind: 'trees', ensemble: { inputs: [], trees: [] } })),
    spoilt((copy) => (copy['calibration'] = { kind: 'platt', slope: -1, intercept: 0 })),
    spoilt((copy) => (copy['scaling'] = { pdo: 0, baseOdds: 20, baseScore: 600 })),
    spoilt((copy) => (copy['target'] = 'outcome')),
    spoilt((copy) => delete copy['lineage']),
    spoilt((copy) => (copy['parity'] = [{ values: {}, margin: null }])),
  ];
  for (const text of texts) expect(readModel(text)).toMatchObject({ ok: false });
});

test('[MDC-4] the door takes what was trained on, and nothing is guessed', () => {
  const { scoreRow, scoreTable } = ready(card);
  const row = { use: 40, income: 1200, job: 'clerk', noise: 0 };
  expect(scoreRow(row).ok).toBe(true);
  const wrong: readonly [JsonObject, string][] = [
    [{ ...row, use: '40' }, 'use'],
    [{ ...row, use: Number.NaN }, 'use'],
    [{ ...row, job: 3 }, 'job'],
    [{ ...row, extra: 1 }, 'extra'],
    [{ use: 40, income: 1200, job: 'clerk' }, 'noise'],
  ];
  for (const [values, input] of wrong)
    expect(scoreRow(values as typeof row)).toMatchObject({
      ok: false,
      code: 'model_input_refused',
      facts: { input },
    });
  const absent = scoreRow({ ...row, use: { absent: 'not_asked' } });
  expect(scoreRow({ ...row, use: -1 })).toEqual(absent);
  expect(scoreTable({ ...sample.table, columns: sample.table.columns.slice(1) })).toMatchObject({
    ok: false,
    facts: { input: 'use' },
  });
});

test.each(documents)(
  '[MDC-5] $name is not made ready when it gives other answers than it carries',
  (document) => {
    const [first, ...rest] = document.parity;
    if (first === undefined) throw new Error('a parity row');
    const changed = { ...document, parity: [{ ...first, margin: first.margin + 1e-9 }, ...rest] };
    expect(prepareModel(changed)).toMatchObject({ ok: false, code: 'model_differs' });
  },
);

test.each(documents)(
  '[MDC-6, MDC-7] $name: a row alone has the bits it has among others; effects sum to the margin',
  (document) => {
    const scorer = ready(document);
    const rows = Int32Array.from({ length: 300 }, (_, at) => (at * 37) % sample.table.rowCount);
    const among = valueOf(scorer.scoreTable(takeRows(sample.table, rows)));
    for (const [at, row] of rows.entries()) {
      const values = Object.fromEntries(
        sample.table.columns.map((column) => [
          column.name,
          (column.marks[row] ?? 0) > 0
            ? null
            : column.kind === 'numeric'
              ? (column.values[row] ?? null)
              : (column.levels[column.codes[row] ?? -1] ?? null),
        ]),
      );
      const alone = valueOf(scorer.scoreRow(values));
      expect(alone.margin).toBe(among.margins[at]);
      expect(alone.probability).toBe(among.probabilities[at]);
      const { baseline, effects } = valueOf(scorer.explainRow(values));
      const sum = effects.reduce((total, { effect }) => total + effect, baseline);
      expect(Math.abs(sum - alone.margin)).toBeLessThan(1e-9);
    }
  },
);

test('[MDC-4] an empty cell of a file is no value, and scores as null does', () => {
  const csv = parseCsv('job,noise,use,income\n,0.5,40,\nclerk,NA,-1,1200\n');
  const table = tableFromCsv(valueOf(csv), columnSpecsOf(card));
  const scorer = ready(card);
  const scores = valueOf(scorer.scoreTable(valueOf(table)));
  const rows = [
    { use: 40, income: null, job: null, noise: 0.5 },
    { use: -1, income: 1200, job: 'clerk', noise: null },
  ];
  expect([...scores.margins]).toEqual(rows.map((row) => valueOf(scorer.scoreRow(row)).margin));
});
