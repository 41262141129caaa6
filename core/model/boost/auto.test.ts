import { numericColumn, tableOf } from '@plimsoll/core/table';
import { auc } from '@plimsoll/core/stats';
import { expect, test } from 'vitest';
import { autoSettings, trainTrees } from './index.ts';
import { makeSample, marginsOf } from './made-sample.ts';

const sample = makeSample(1200);

test('[BST-18] settings come from inner splits, the same each time, and train a model that tells held-out rows apart', () => {
  const fixed = { seed: 's', monotone: { use: 'ascending' as const } };
  const chosen = autoSettings(sample, fixed);
  if (!chosen.ok) throw new Error('chosen');
  expect(autoSettings(sample, fixed)).toEqual(chosen);
  expect(chosen.value).toMatchObject({ ...fixed, patience: null });
  const model = trainTrees(sample, chosen.value);
  if (!model.ok) throw new Error('trained');
  expect(model.value.rounds).toBe(chosen.value.rounds);
  const later = makeSample(2000, 'later');
  expect(auc(marginsOf(model.value.ensemble, later.table), later.outcomes)).toBeGreaterThan(0.75);
});

test('[BST-18] rows in which nothing tells bads from goods get no settings, and a choice can be told to end', () => {
  const table = tableOf([
    numericColumn(
      'noise',
      Array.from({ length: 400 }, (_, row) => (row * 7919) % 401),
    ),
  ]);
  const outcomes = Uint8Array.from({ length: 400 }, (_, row) => ((row * 104729) % 397 < 60 ? 1 : 0));
  const blind = autoSettings({ table, outcomes });
  if (blind.ok) expect(blind.value.rounds).toBeLessThan(20);
  else expect(blind.rule).toBe('BST-14');
  expect(autoSettings({ table, outcomes: new Uint8Array(400) })).toMatchObject({ ok: false, rule: 'BST-1' });
  const steps: number[] = [];
  const ended = autoSettings(sample, {}, { onProgress: (done, total) => steps.push(done / total) < 2 });
  expect(ended).toMatchObject({ ok: false, rule: 'BST-13' });
  expect(steps).toEqual([0.1, 0.2]);
});
