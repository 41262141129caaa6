import { expect, test } from 'vitest';
import { prepareModel, readModel, writeModel } from '@plimsoll/core/model/document';
import {
  crossFit,
  type FitPlan,
  fitBody,
  marginsOf,
  MODEL_KINDS,
  stratifiedFolds,
  trainModel,
} from './index.ts';
import { makeSample } from './made-sample.ts';

const sample = makeSample(1500);
const planOf = (kind: FitPlan['kind']) => ({
  kind,
  ...sample,
  seed: 7,
  monotone: {},
  name: 'made',
  target: { column: 'outcome', badValue: '1' },
  folds: null,
  absent: {},
  lineage: { sample: 'made', sampleSha256: null, foldsSha256: null, codeVersion: 'test' },
});

function trained(kind: FitPlan['kind']) {
  const result = trainModel(planOf(kind));
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result.value;
}

test.each(MODEL_KINDS)(
  '[FIT-1] %s: the same bytes twice, read back, better than chance on rows unseen',
  (kind) => {
    const document = trained(kind);
    const text = writeModel(document);
    expect(writeModel(trained(kind))).toBe(text);
    const read = readModel(text);
    if (!read.ok) throw new Error(JSON.stringify(read.facts));
    const scorer = prepareModel(read.value);
    if (!scorer.ok) throw new Error(JSON.stringify(scorer.facts));
    expect(document.validation['auc']).toBeGreaterThan(0.65);
  },
);

test('[FIT-2] a direction of what is no number is refused', () => {
  for (const name of ['job', 'nobody'])
    expect(fitBody({ ...planOf('boost'), monotone: { [name]: 'ascending' } })).toMatchObject({
      ok: false,
      rule: 'FIT-2',
      facts: { input: name },
    });
});

test.each(MODEL_KINDS)('[FIT-2] %s: where a direction is kept, no score moves against it', (kind) => {
  const fitted = fitBody({ ...planOf(kind), monotone: { use: 'ascending', income: 'descending' } });
  if (!fitted.ok) throw new Error(JSON.stringify(fitted.facts));
  const { table } = sample;
  const marginsAt = (use: number) => {
    const columns = table.columns.map((column) =>
      column.name === 'use' && column.kind === 'numeric'
        ? { ...column, values: new Float64Array(table.rowCount).fill(use) }
        : column,
    );
    const margins = marginsOf(fitted.value.body, { ...table, columns });
    if (!margins.ok) throw new Error(JSON.stringify(margins.facts));
    return margins.value;
  };
  let before = marginsAt(-1);
  for (let use = 4; use <= 104; use += 10) {
    const now = marginsAt(use);
    expect(now.every((margin, row) => margin >= (before[row] ?? 0))).toBe(true);
    before = now;
  }
  expect(before.some((margin, row) => margin > (marginsAt(-1)[row] ?? 0))).toBe(true);
});

test('[FIT-3] outcomes of a fold change nothing of its own margins', () => {
  const folds = stratifiedFolds(sample.outcomes, 1);
  const turned = sample.outcomes.map((outcome, row) => (folds[row] === 2 ? 1 - outcome : outcome));
  const heldOut = (outcomes: Uint8Array) => {
    const held = crossFit({ ...planOf('card'), outcomes }, folds);
    if (!held.ok) throw new Error(JSON.stringify(held.facts));
    return held.value.margins.filter((_, row) => folds[row] === 2);
  };
  expect(heldOut(turned)).toEqual(heldOut(sample.outcomes));
});

test('[FIT-4] a training that is told to end is refused', () => {
  expect(trainModel({ ...planOf('card'), onStep: (done) => done < 2 })).toMatchObject({
    ok: false,
    code: 'training_cancelled',
  });
});

test('[FIT-5] drawn folds share bads and goods evenly', () => {
  const folds = stratifiedFolds(sample.outcomes, 3);
  for (const outcome of [0, 1]) {
    const counts = [0, 1, 2, 3, 4].map(
      (fold) => folds.filter((each, row) => each === fold && sample.outcomes[row] === outcome).length,
    );
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
  }
});

test('[FIT-6] parity rows are mixed, and one is empty', () => {
  const { parity } = trained('card');
  const rowTexts = new Set(
    Array.from({ length: sample.table.rowCount }, (_, row) =>
      JSON.stringify(
        sample.table.columns.map((column) =>
          column.kind === 'numeric' ? column.values[row] : column.levels[column.codes[row] ?? -1],
        ),
      ),
    ),
  );
  expect(parity[0]?.values).toEqual({ use: null, income: null, job: null, noise: null });
  for (const { values } of parity) expect(rowTexts.has(JSON.stringify(Object.values(values)))).toBe(false);
});

test('[FIT-7] bins that a person cut stay as they were cut, and only a card takes them', () => {
  const cuts = { use: { edges: [25, 60] }, job: { groups: [['farmer'], ['clerk', 'nurse']] } };
  const fitted = fitBody({ ...planOf('card'), cuts });
  if (!fitted.ok || fitted.value.body.kind !== 'card') throw new Error('a card is fitted');
  const cells = (name: string) =>
    fitted.value.body.kind === 'card'
      ? fitted.value.body.scorecard.characteristics.find((each) => each.name === name)?.bins
      : undefined;
  expect(cells('use')?.flatMap(({ cell }) => (cell.kind === 'range' ? [cell.from] : []))).toEqual([
    null,
    25,
    60,
  ]);
  expect(fitted.value.settings['cuts']).toEqual(cuts);
  expect(fitBody({ ...planOf('boost'), cuts })).toMatchObject({ ok: false, rule: 'FIT-7' });
});
