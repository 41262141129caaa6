import * as fc from 'fast-check';
import { numericColumn, tableOf } from '@plimsoll/core/table';
import { expect, test } from 'vitest';
import { binOf, cutColumn } from './cuts.ts';
import { BOOST_DEFAULTS, type BoostSample, type BoostSettings, trainTrees } from './index.ts';
import { leafOf, makeSample, marginOf, marginsOf, rowOf } from './made-sample.ts';
import type { BoostedTrees } from './train.ts';

const bare: BoostSettings = {
  ...BOOST_DEFAULTS,
  rounds: 1,
  leavesMax: 2,
  learningRate: 1,
  rowsMin: 1,
  l2: 1,
};

function trained(from: BoostSample, settings: BoostSettings): BoostedTrees {
  const result = trainTrees(from, settings);
  if (!result.ok) throw new Error(JSON.stringify(result.facts));
  return result.value;
}

type Point = { readonly x: number; readonly y: number; readonly outcome: number };

const points = fc
  .array(
    fc.record({
      x: fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constant(Number.NaN)),
      y: fc.integer({ min: 0, max: 4 }),
      outcome: fc.constantFrom(0, 0, 1),
    }),
    { minLength: 12, maxLength: 60 },
  )
  .filter((rows) => rows.some(({ outcome }) => outcome === 1) && rows.some(({ outcome }) => outcome === 0));

function sampleOf(rows: readonly Point[]): BoostSample {
  return {
    table: tableOf([
      numericColumn(
        'x',
        rows.map(({ x }) => x),
      ),
      numericColumn(
        'y',
        rows.map(({ y }) => y),
      ),
    ]),
    outcomes: Uint8Array.from(rows, ({ outcome }) => outcome),
  };
}

/** What a set of rows is worth in the first round, l2 = 1. */
function worth(rows: readonly Point[], rate: number): number {
  const gradient = rows.reduce((sum, { outcome }) => sum + rate - outcome, 0);
  return gradient ** 2 / (rows.length * rate * (1 - rate) + 1);
}

test('[BST-6] the first split is as good as the best of all edges and sides for missing rows', () => {
  fc.assert(
    fc.property(points, (rows) => {
      const rate = rows.filter(({ outcome }) => outcome === 1).length / rows.length;
      const gainOf = (isLeft: (row: Point) => boolean): number => {
        const left = rows.filter(isLeft);
        const right = rows.filter((row) => !isLeft(row));
        return left.length === 0 || right.length === 0
          ? 0
          : worth(left, rate) + worth(right, rate) - worth(rows, rate);
      };
      let best = 0;
      for (let edge = 0.5; edge < 11; edge++) {
        for (const missing of [true, false])
          best = Math.max(
            best,
            gainOf(({ x }) => (Number.isNaN(x) ? missing : x < edge)),
          );
        best = Math.max(
          best,
          gainOf(({ y }) => y < edge),
        );
      }
      const result = trainTrees(sampleOf(rows), bare);
      if (!result.ok) return expect(best).toBeLessThan(1e-3);
      const { ensemble } = result.value;
      const tree = ensemble.trees[0];
      if (tree === undefined) throw new Error('a tree');
      const valueOf = (row: Point): readonly number[] =>
        ensemble.inputs.map(({ name }) => (name === 'x' ? row.x : row.y));
      const found = gainOf((row) => leafOf(tree, valueOf(row)) === 1);
      // Gradients are rounded to 1/32,767 a row: a tie may fall to another split.
      expect(found).toBeGreaterThan(best - 1e-2);
    }),
  );
});

test('[BST-7] leaves are −G/(H + l2) times the learning rate, softened by l1; weights are as many rows', () => {
  const x = [...Array.from({ length: 40 }, () => 0), ...Array.from({ length: 60 }, () => 1)];
  const outcomes = Uint8Array.from(x, (value, row) => (row % (value === 0 ? 10 : 3) === 0 ? 1 : 0));
  const table = tableOf([numericColumn('x', x)]);
  const settings = { ...bare, learningRate: 0.3, l1: 0.5, l2: 2 };
  const bads = [4, 20];
  const expected = (scale: number): readonly number[] =>
    [40, 60].map((rows, at) => {
      const rate = 24 / 100;
      const gradient = scale * (rows * rate - (bads[at] as number));
      return (-0.3 * (gradient - 0.5 * Math.sign(gradient))) / (scale * rows * rate * (1 - rate) + 2);
    });
  const valuesOf = (weights?: Float64Array): readonly number[] => {
    const { ensemble } = trained(
      { table, outcomes, ...(weights === undefined ? {} : { weights }) },
      settings,
    );
    expect(ensemble.baseMargin).toBeCloseTo(Math.log(24 / 76), 12);
    return [0, 1].map((value) => marginOf(ensemble, [value]) - ensemble.baseMargin);
  };
  for (const [at, value] of valuesOf().entries()) expect(value).toBeCloseTo(expected(1)[at] ?? 0, 4);
  const tripled = valuesOf(new Float64Array(100).fill(3));
  for (const [at, value] of tripled.entries()) expect(value).toBeCloseTo(expected(3)[at] ?? 0, 4);
});

test('[BST-7] a weight of zero is no row, and a bad that counts double moves the base', () => {
  const sample = makeSample(600);
  const kept = Array.from({ length: 600 }, (_, row) => row).filter((row) => row % 3 !== 0);
  const weights = Float64Array.from({ length: 600 }, (_, row) => (row % 3 === 0 ? 0 : 1));
  const table = tableOf(
    sample.table.columns.flatMap((column) =>
      column.kind === 'numeric'
        ? [
            numericColumn(
              column.name,
              kept.map((row) => column.values[row] as number),
            ),
          ]
        : [],
    ),
  );
  const numbers = tableOf(sample.table.columns.filter(({ kind }) => kind === 'numeric'));
  const settings = { ...bare, rounds: 5, leavesMax: 4, rowsMin: 10 };
  const fewer = trained(
    { table, outcomes: Uint8Array.from(kept, (row) => sample.outcomes[row] as number) },
    settings,
  );
  const weighted = trained({ table: numbers, outcomes: sample.outcomes, weights }, settings);
  expect(weighted.ensemble.baseMargin).toBeCloseTo(fewer.ensemble.baseMargin, 12);
  const apart = marginsOf(weighted.ensemble, table).map((margin, row) =>
    Math.abs(margin - (marginsOf(fewer.ensemble, table)[row] as number)),
  );
  // Edges are laid between all values, so a few rows may fall on the other side.
  expect(apart.reduce((sum, each) => sum + each, 0) / apart.length).toBeLessThan(0.1);
  const doubled = trained(sample, { ...settings, scalePositive: 2 }).ensemble.baseMargin;
  expect(doubled - trained(sample, settings).ensemble.baseMargin).toBeCloseTo(Math.log(2), 12);
});

test('[BST-9] LightGBM 5358, 6155: no two rows that differ along a trend alone stand the wrong way round', () => {
  const sample = makeSample(2000);
  const trends: readonly BoostSettings['monotone'][] = [
    { income: 'descending', age: 'ascending', use: 'ascending', noise: 'descending' },
    { income: 'ascending', use: 'descending' },
  ];
  for (const monotone of trends)
    for (const growth of ['leafWise', 'depthWise'] as const) {
      const settings = {
        ...BOOST_DEFAULTS,
        rounds: 25,
        rowsMin: 3,
        depthMax: 7,
        growth,
        monotone,
        rowShare: 0.7,
        l2: 0,
      };
      const { ensemble } = trained(sample, settings);
      for (const [at, input] of ensemble.inputs.entries()) {
        const trend = monotone[input.name];
        if (trend === undefined) continue;
        const thresholds = ensemble.trees.flatMap((tree) =>
          tree.threshold.filter((_, node) => tree.feature[node] === at),
        );
        const values = [...new Set(thresholds)].sort((a, b) => a - b);
        for (let row = 0; row < 60; row++) {
          const whole = [...rowOf(ensemble, sample.table, row * 31)];
          const margins = [-1e9, ...values].map((value) => marginOf(ensemble, whole.with(at, value)));
          for (let step = 1; step < margins.length; step++) {
            const rise = (margins[step] as number) - (margins[step - 1] as number);
            expect(trend === 'ascending' ? rise : -rise).toBeGreaterThanOrEqual(0);
          }
        }
      }
    }
});

test('[BST-15] missing values take the better side; where there were none, the heavier', () => {
  const rows = Array.from({ length: 90 }, (_, row) => row);
  const outcomes = Uint8Array.from(rows, (row) => (row < 30 || row % 9 === 0 ? 1 : 0));
  const withMissing = tableOf([
    numericColumn(
      'x',
      rows.map((row) => (row < 30 ? (row % 2 === 0 ? Number.NaN : 9) : row % 3)),
    ),
  ]);
  const { ensemble } = trained({ table: withMissing, outcomes }, bare);
  expect(marginOf(ensemble, [Number.NaN])).toBe(marginOf(ensemble, [9]));
  expect(marginOf(ensemble, [Number.NaN])).toBeGreaterThan(marginOf(ensemble, [1]));
  const without = tableOf([
    numericColumn(
      'x',
      rows.map((row) => (row < 30 ? 9 : row % 3)),
    ),
  ]);
  const heavier = trained({ table: without, outcomes }, bare).ensemble;
  expect(marginOf(heavier, [Number.NaN])).toBe(marginOf(heavier, [1]));
});

test('[BST-15] a column of missing or one value splits on just that', () => {
  const rows = Array.from({ length: 60 }, (_, row) => row);
  const table = tableOf([
    numericColumn(
      'x',
      rows.map((row) => (row % 2 === 0 ? Number.NaN : 5)),
    ),
  ]);
  const { ensemble } = trained(
    { table, outcomes: Uint8Array.from(rows, (row) => (row % 2 === 0 || row < 9 ? 1 : 0)) },
    bare,
  );
  expect(marginOf(ensemble, [Number.NaN])).toBeGreaterThan(marginOf(ensemble, [5]));
  expect(marginOf(ensemble, [1e300])).toBe(marginOf(ensemble, [5]));
  expect(JSON.parse(JSON.stringify(ensemble))).toEqual(ensemble);
});

test('[BST-15] a level without rows goes where missing goes', () => {
  const sample = makeSample(1500);
  const columns = sample.table.columns.map((column) =>
    column.kind === 'categorical' ? { ...column, levels: [...column.levels, 'zealot'] } : column,
  );
  const { ensemble } = trained({ ...sample, table: tableOf(columns) }, { ...BOOST_DEFAULTS, rounds: 20 });
  const at = ensemble.inputs.findIndex(({ name }) => name === 'job');
  const zealot = ensemble.inputs[at]?.levels.indexOf('zealot') ?? -1;
  expect(ensemble.trees.some((tree) => tree.feature.includes(at))).toBe(true);
  for (let row = 0; row < 100; row++) {
    const whole = [...rowOf(ensemble, sample.table, row)];
    expect(marginOf(ensemble, whole.with(at, zealot))).toBe(marginOf(ensemble, whole.with(at, Number.NaN)));
  }
});

test('[BST-17] cuts lie above the value below them and not above the next, by weight, at most so many', () => {
  const values = fc.array(fc.double({ noNaN: true, min: -1e12, max: 1e12 }), {
    minLength: 2,
    maxLength: 300,
  });
  fc.assert(
    fc.property(values, fc.integer({ min: 3, max: 40 }), (numbers, binsMax) => {
      const column = numericColumn('x', numbers);
      const cuts = cutColumn(column, { binsMax, levelRowsMin: 1, rows: null, weights: null });
      const distinct = [...new Set(numbers.map((value) => value + 0))].sort((a, b) => a - b);
      if (cuts === 'constant') return expect(distinct).toHaveLength(1);
      if (cuts === null || typeof cuts === 'string' || cuts.kind !== 'numeric') throw new Error('numbers');
      const { edges } = cuts;
      expect(edges.length).toBeGreaterThan(0);
      expect(edges.length).toBeLessThanOrEqual(Math.min(binsMax - 2, distinct.length - 1));
      for (const edge of edges) {
        const below = distinct.filter((value) => value < edge).length;
        expect(below).toBeGreaterThan(0);
        expect(below).toBeLessThan(distinct.length);
        expect(binOf(edges, edge)).toBe(edges.indexOf(edge) + 1);
      }
    }),
  );
});
