import { canonicalize } from '@plimsoll/core/base';
import { categoricalColumn, numericColumn, tableOf } from '@plimsoll/core/table';
import { auc } from '@plimsoll/core/stats';
import { expect, test } from 'vitest';
import { BOOST_DEFAULTS, type BoostSample, type BoostSettings, trainTrees } from './index.ts';
import { leafOf, makeSample, marginOf, marginsOf, partedHost, pathsOf, rowOf } from './made-sample.ts';
import type { BoostedTrees, BoostPort } from './train.ts';

const quick: BoostSettings = { ...BOOST_DEFAULTS, rounds: 15, leavesMax: 8 };
const sample = makeSample(3000);

function trained(from: BoostSample, settings: BoostSettings, port: BoostPort = {}): BoostedTrees {
  const result = trainTrees(from, settings, port);
  if (!result.ok) throw new Error(JSON.stringify(result.facts));
  return result.value;
}

const problemOf = (from: BoostSample, settings: BoostSettings = quick): unknown => {
  const result = trainTrees(from, settings);
  return result.ok ? null : [result.rule, result.facts['problem']];
};

test('[BST-1] rows that can not be learnt from are refused, each with its reason', () => {
  const { table, outcomes } = sample;
  const rows = table.rowCount;
  const x = numericColumn('x', [1, 2, 3]);
  const infinite = { ...x, values: Float64Array.of(1, Number.POSITIVE_INFINITY, 3) };
  expect(problemOf({ table: tableOf([]), outcomes: new Uint8Array() })).toEqual([
    'BST-1',
    'there are no rows',
  ]);
  expect(problemOf({ table, outcomes: new Uint8Array(rows) })).toEqual([
    'BST-1',
    'only one outcome has rows',
  ]);
  expect(problemOf({ table, outcomes: outcomes.subarray(1) })).toEqual([
    'BST-1',
    'outcomes are not as many as rows',
  ]);
  expect(problemOf({ table, outcomes: outcomes.map((each) => each * 2) })).toEqual([
    'BST-1',
    'an outcome is neither 0 nor 1',
  ]);
  expect(problemOf({ table, outcomes, weights: new Float64Array(3) })).toEqual([
    'BST-1',
    'weights are not as many as rows',
  ]);
  expect(problemOf({ table, outcomes, weights: new Float64Array(rows).fill(-1) })).toEqual([
    'BST-1',
    'a weight is not a finite number ≥ 0',
  ]);
  expect(problemOf({ table: tableOf([infinite]), outcomes: Uint8Array.of(0, 1, 1) })).toEqual([
    'BST-1',
    'a column holds an infinite value',
  ]);
  const validation = { table: tableOf(table.columns.slice(1)), outcomes };
  expect(problemOf({ table, outcomes, validation })).toEqual([
    'BST-1',
    'validation has no such column of this kind',
  ]);
});

test('[BST-2] settings that mean nothing are refused by name', () => {
  expect(problemOf(sample, { ...quick, leavesMax: 1 })).toEqual(['BST-2', 'a setting is out of bounds']);
  expect(problemOf(sample, { ...quick, learningRate: Number.NaN })).toEqual([
    'BST-2',
    'a setting is out of bounds',
  ]);
  expect(problemOf(sample, { ...quick, monotone: { job: 'ascending' } })).toEqual([
    'BST-2',
    'a trend needs a numeric column',
  ]);
  expect(problemOf(sample, { ...quick, monotone: { nobody: 'ascending' } })).toEqual([
    'BST-2',
    'a trend needs a numeric column',
  ]);
  expect(problemOf(sample, { ...quick, interactions: [['nobody']] })).toEqual([
    'BST-2',
    'a group names a column that is not there',
  ]);
  expect(problemOf(sample, { ...quick, patience: 5 })).toEqual([
    'BST-2',
    'patience needs rows of validation',
  ]);
});

test('[BST-3] columns in which all rows are alike are left out and named; alone they are refused', () => {
  const rows = sample.table.rowCount;
  const idle = [
    numericColumn('empty', new Float64Array(rows).fill(Number.NaN)),
    numericColumn('same', new Float64Array(rows).fill(7)),
    categoricalColumn(
      'one',
      Array.from({ length: rows }, () => 'x'),
    ),
    categoricalColumn(
      'none',
      Array.from({ length: rows }, () => null),
    ),
  ];
  const named = [
    { name: 'empty', reason: 'all_missing' },
    { name: 'same', reason: 'constant' },
    { name: 'one', reason: 'constant' },
    { name: 'none', reason: 'all_missing' },
  ];
  const both = { ...sample, table: tableOf([...idle, ...sample.table.columns]) };
  const { ignored, ensemble } = trained(both, quick);
  expect(ignored).toEqual(named);
  expect(ensemble).toEqual(trained(sample, quick).ensemble);
  expect(problemOf({ ...sample, table: tableOf(idle) })).toEqual(['BST-3', 'no column tells rows apart']);
});

test('[BST-4] the same seed gives the same bytes; another seed other trees', () => {
  const drawn = { ...quick, rowShare: 0.6, columnShareTree: 0.8, columnShareNode: 0.7 };
  const bytes = (seed: string): string => canonicalize(trained(sample, { ...drawn, seed }).ensemble);
  expect(bytes('a')).toBe(bytes('a'));
  expect(bytes('a')).not.toBe(bytes('b'));
});

test('[BST-5] parts of the work change no bit, with everything switched on', () => {
  const settings: BoostSettings = {
    ...quick,
    rowShare: 0.7,
    columnShareNode: 0.8,
    monotone: { use: 'ascending' },
    patience: 4,
  };
  const from = { ...sample, validation: makeSample(800, 'other') };
  const alone = trained(from, settings);
  for (const parts of [2, 3, 7]) expect(trained(from, settings, { host: partedHost(parts) })).toEqual(alone);
});

test('[BST-8, BST-17] the loss training goes by is that of the document, on rows it never saw', () => {
  const validation = makeSample(1000, 'validation');
  for (const settings of [quick, { ...quick, growth: 'depthWise' as const, depthMax: 4, rowShare: 0.5 }]) {
    const { ensemble, history } = trained({ ...sample, validation }, settings);
    const margins = marginsOf(ensemble, validation.table);
    const loss = margins.reduce(
      (sum, margin, row) => sum + Math.log1p(Math.exp(validation.outcomes[row] === 1 ? -margin : margin)),
      0,
    );
    expect(history).toHaveLength(settings.rounds + 1);
    expect(loss / margins.length).toBeCloseTo(history.at(-1) ?? Number.NaN, 12);
    expect(history.at(-1)).toBeLessThan(0.9 * (history[0] ?? 0));
  }
});

test('[BST-10] inputs that meet on a path stand in one group, and those in none stand alone', () => {
  const interactions = [
    ['income', 'age'],
    ['age', 'use', 'job'],
  ];
  const { ensemble } = trained(sample, { ...quick, interactions });
  const nameOf = (at: number): string => ensemble.inputs[at]?.name ?? '';
  const paths = ensemble.trees.flatMap((tree) => pathsOf(tree)).map((path) => [...new Set(path.map(nameOf))]);
  for (const path of paths)
    expect(
      path.length === 1 || interactions.some((group) => path.every((name) => group.includes(name))),
    ).toBe(true);
  expect(paths.some((path) => path.length > 1)).toBe(true);
});

test('[BST-11] leaves have the rows and the hessian asked for, trees the leaves and levels', () => {
  const shapes: readonly Partial<BoostSettings>[] = [
    { rowsMin: 40 },
    { rowsMin: 1, childHessianMin: 12 },
    { rowsMin: 150, leavesMax: 31 },
    { growth: 'depthWise', depthMax: 3, leavesMax: 64, rowsMin: 5 },
  ];
  for (const shape of shapes) {
    const settings = { ...quick, rounds: 4, ...shape };
    const { ensemble } = trained(sample, settings);
    const rows = Array.from({ length: 3000 }, (_, row) => rowOf(ensemble, sample.table, row));
    const margins = rows.map(() => ensemble.baseMargin);
    for (const tree of ensemble.trees) {
      const leaves = new Map<number, { rows: number; hessian: number }>();
      for (const [at, row] of rows.entries()) {
        const probability = 1 / (1 + Math.exp(-(margins[at] as number)));
        const leaf = leafOf(tree, row);
        const held = leaves.get(leaf) ?? { rows: 0, hessian: 0 };
        leaves.set(leaf, { rows: held.rows + 1, hessian: held.hessian + probability * (1 - probability) });
        margins[at] = (margins[at] as number) + (tree.value[leaf] as number);
      }
      expect(leaves.size).toBe(tree.feature.filter((feature) => feature < 0).length);
      expect(leaves.size).toBeLessThanOrEqual(settings.leavesMax);
      expect(Math.max(...pathsOf(tree).map((path) => path.length))).toBeLessThanOrEqual(settings.depthMax);
      for (const [leaf, held] of leaves) {
        expect(held.rows).toBe(tree.cover[leaf]);
        expect(held.rows).toBeGreaterThanOrEqual(settings.rowsMin);
        expect(held.hessian).toBeGreaterThan(settings.childHessianMin * 0.999);
      }
    }
  }
});

test('[BST-12] with patience the trees kept end at the best loss', () => {
  const settings = { ...quick, rounds: 400, learningRate: 0.5, patience: 10 };
  const { rounds, history, ensemble } = trained({ ...sample, validation: makeSample(800, 'v') }, settings);
  expect(history.indexOf(Math.min(...history))).toBe(rounds);
  expect(ensemble.trees).toHaveLength(rounds);
  expect(history).toHaveLength(rounds + 11);
  expect(rounds).toBeLessThan(100);
});

test('[BST-13] a training that is told to end is refused with its round', () => {
  const told: number[] = [];
  const onProgress = (done: number, total: number): boolean => told.push(done) < 3 && total === 15;
  const result = trainTrees(sample, quick, { onProgress });
  expect(result).toMatchObject({ ok: false, rule: 'BST-13', facts: { round: 3 } });
  expect(told).toEqual([1, 2, 3]);
});

test('[BST-14] five rows, or a validation part that no tree improves, give no model', () => {
  const few = {
    table: tableOf([numericColumn('x', [1, 2, 3, 4, 5])]),
    outcomes: Uint8Array.of(0, 0, 1, 1, 1),
  };
  expect(problemOf(few)).toEqual(['BST-14', expect.stringContaining('no split is worth making')]);
  const turned = { table: sample.table, outcomes: sample.outcomes.map((outcome) => 1 - outcome) };
  expect(problemOf({ ...sample, validation: turned }, { ...quick, patience: 3 })).toEqual([
    'BST-14',
    expect.stringContaining('no split is worth making'),
  ]);
});

test('[BST-16] thousands of levels that say nothing are not learnt by heart', () => {
  const rows = 12_000;
  const made = makeSample(rows, 'levels');
  const blank = makeSample(rows, 'unrelated').outcomes;
  const half = rows / 2;
  const levels = (name: string, count: number, from: number): ReturnType<typeof categoricalColumn> =>
    categoricalColumn(
      name,
      Array.from({ length: half }, (_, at) => `${name} ${((from + at) * 7919) % count}`),
    );
  // 10,000 levels with a row or none each, and 150 with some 40 rows each.
  const part = (from: number): BoostSample['table'] =>
    tableOf([levels('shop', 10_000, from), levels('branch', 150, from)]);
  const settings = { ...quick, rounds: 50, leavesMax: 31 };
  const { ensemble: blind } = trained({ table: part(0), outcomes: blank.subarray(0, half) }, settings);
  expect(Math.abs(auc(marginsOf(blind, part(half)), blank.subarray(half)) - 0.5)).toBeLessThan(0.03);
  const jobs = tableOf(made.table.columns.filter(({ name }) => name === 'job'));
  const { ensemble } = trained({ table: jobs, outcomes: made.outcomes }, { ...quick, rounds: 30 });
  const named = ensemble.inputs[0]?.levels ?? [];
  const risk = (job: string): number => marginOf(ensemble, [named.indexOf(job)]);
  for (const bad of ['farmer', 'smith'])
    for (const good of ['clerk', 'cook', 'nurse', 'other'])
      expect(risk(bad)).toBeGreaterThan(risk(good) + 0.4);
});

test('[BST-20] trees on offsets go on where another model stopped', () => {
  const whole = trained(sample, { ...quick, rounds: 30 }).ensemble;
  const half = { ...whole, trees: whole.trees.slice(0, 15) };
  const offsets = Float64Array.from(marginsOf(half, sample.table));
  const rest = trained({ ...sample, offsets }, { ...quick, rounds: 15 }).ensemble;
  expect(rest.baseMargin).toBe(0);
  const sums = marginsOf(rest, sample.table).map((margin, row) => margin + (offsets[row] as number));
  for (const [row, margin] of marginsOf(whole, sample.table).entries())
    expect(sums[row]).toBeCloseTo(margin, 9);
  const validation = makeSample(200, 'v');
  const problem = 'offsets are not finite, or not as many as rows';
  expect(problemOf({ ...sample, offsets: offsets.subarray(1) })).toEqual(['BST-1', problem]);
  expect(problemOf({ ...sample, offsets: new Float64Array(3000).fill(Number.NaN) })).toEqual([
    'BST-1',
    problem,
  ]);
  expect(problemOf({ ...sample, offsets, validation })).toEqual([
    'BST-1',
    'offsets are given for one part alone',
  ]);
});
