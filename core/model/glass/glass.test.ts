import { canonicalize, createRandom, type JsonValue } from '@plimsoll/core/base';
import { auc } from '@plimsoll/core/stats';
import { categoricalColumn, numericColumn, type Table, tableOf, takeRows } from '@plimsoll/core/table';
import { BOOST_DEFAULTS, trainTrees } from '@plimsoll/core/model/boost';
import { prepareTrees } from '@plimsoll/core/model/trees';
import { expect, test } from 'vitest';
import { GLASS_DEFAULTS, type GlassModel, prepareGlass, readGlass, trainGlass } from './index.ts';
import { shapeOf } from './shapes.ts';

type Sample = { readonly table: Table; readonly outcomes: Uint8Array };

/** Income and use have curves, age and debt say something together only, noise says nothing. */
function makeSample(rowCount: number, seed: string): Sample {
  const random = createRandom(seed);
  const rows = Array.from({ length: rowCount }, () => ({
    income: Math.exp(random.normal()),
    use: random.next() < 0.1 ? Number.NaN : random.next(),
    age: random.normal(),
    debt: random.normal(),
    noise: random.normal(),
    job: random.pick(['clerk', 'cook', 'smith', null]),
    chance: random.next(),
  }));
  const outcomes = Uint8Array.from(rows, ({ income, use, age, debt, job, chance }) => {
    const curves =
      -0.8 * Math.log(income) + (Number.isNaN(use) ? 0.5 : 3 * (use - 0.5)) + (job === 'cook' ? 0.7 : 0);
    const margin = -1 + curves + 1.4 * Math.sign(age) * Math.sign(debt);
    return chance < 1 / (1 + Math.exp(-margin)) ? 1 : 0;
  });
  const numbers = (['income', 'use', 'age', 'debt', 'noise'] as const).map((name) =>
    numericColumn(
      name,
      rows.map((row) => row[name]),
    ),
  );
  return {
    table: tableOf([
      ...numbers,
      categoricalColumn(
        'job',
        rows.map(({ job }) => job),
      ),
    ]),
    outcomes,
  };
}

const sample = makeSample(4000, 'train');
const later = makeSample(4000, 'later');
const settings = {
  ...GLASS_DEFAULTS,
  bags: 2,
  monotone: { use: 'ascending' as const, age: 'descending' as const },
};
const trained = trained1(settings);

function trained1(from: typeof settings): GlassModel {
  const result = trainGlass(sample, from);
  if (!result.ok) throw new Error(JSON.stringify(result.facts));
  return result.value.model;
}

/** Values or codes by shape. */
function rowOf(model: GlassModel, table: Table, row: number): readonly number[] {
  return model.shapes.map(({ input }) => {
    const column = table.columns.find(({ name }) => name === input.name);
    if (column === undefined) throw new Error('the table has the inputs');
    if (column.kind === 'numeric') return column.values[row] as number;
    const code = column.codes[row] as number;
    return code < 0 ? Number.NaN : input.levels.indexOf(column.levels[code] ?? '');
  });
}

test('[GLS-1] columns and rows have the same bits, in any table order', () => {
  const glass = prepareGlass(trained);
  const margins = glass.margins(later.table);
  const turned = glass.margins(tableOf([...later.table.columns].reverse()));
  expect(turned).toEqual(margins);
  for (let row = 0; row < 200; row++) {
    expect(glass.marginOf(rowOf(trained, later.table, row))).toBe(margins[row]);
    expect(glass.margins(takeRows(later.table, Int32Array.of(row)))[0]).toBe(margins[row]);
  }
});

test('[GLS-2] a value equal to an edge takes the step on its right; missing and unseen have their own', () => {
  const model: GlassModel = {
    intercept: 1,
    shapes: [
      {
        input: { name: 'x', kind: 'numeric', levels: [] },
        edges: [0, 5],
        values: [10, 20, 30],
        missing: 40,
        unseen: 40,
      },
      {
        input: { name: 'c', kind: 'categorical', levels: ['a', 'b'] },
        edges: [],
        values: [100, 200],
        missing: 300,
        unseen: 400,
      },
    ],
    pairs: [
      {
        first: { input: { name: 'c', kind: 'categorical', levels: ['a', 'b'] }, edges: [] },
        second: { input: { name: 'x', kind: 'numeric', levels: [] }, edges: [5] },
        values: [
          [1000, 2000, 3000],
          [4000, 5000, 6000],
          [7000, 8000, 9000],
        ],
      },
    ],
  };
  const { marginOf, margins } = prepareGlass(model);
  expect(marginOf([-1, 0])).toBe(1 + 10 + 100 + 1000);
  expect(marginOf([0, 0])).toBe(1 + 20 + 100 + 1000);
  expect(marginOf([5, 1])).toBe(1 + 30 + 200 + 5000);
  expect(marginOf([Number.NaN, Number.NaN])).toBe(1 + 40 + 300 + 9000);
  expect(marginOf([4, 2])).toBe(1 + 20 + 400 + 7000);
  const table = tableOf([
    numericColumn('x', [5, Number.NaN, 4]),
    categoricalColumn('c', ['b', null, 'never']),
  ]);
  expect([...margins(table)]).toEqual([5231, 9341, 7421]);
  expect(readGlass(model as unknown as JsonValue).ok).toBe(true);
});

test('[GLS-3] the curves of trees of one input are those trees', () => {
  const result = trainTrees(sample, { ...BOOST_DEFAULTS, interactions: [], rounds: 60, leavesMax: 5 });
  if (!result.ok) throw new Error('trained');
  const { inputs, trees, baseMargin } = result.value.ensemble;
  const shapes = inputs.map((input, at) =>
    shapeOf(input, at, { trees: trees.filter((tree) => tree.feature[0] === at), scale: 1 }),
  );
  const read = prepareGlass({ intercept: baseMargin, shapes, pairs: [] }).margins(later.table);
  const whole = prepareTrees(result.value.ensemble).margins(later.table);
  for (const [row, margin] of whole.entries()) expect(read[row]).toBeCloseTo(margin, 9);
});

test('[GLS-4] along a trend the margin never moves against it, pairs included', () => {
  const { marginOf } = prepareGlass(trained);
  for (const [name, sign] of [
    ['use', 1],
    ['age', -1],
  ] as const) {
    const at = trained.shapes.findIndex(({ input }) => input.name === name);
    const edges = [
      ...(trained.shapes[at]?.edges ?? []),
      ...trained.pairs.flatMap(({ first, second }) =>
        [first, second].flatMap((axis) => (axis.input.name === name ? axis.edges : [])),
      ),
    ].sort((a, b) => a - b);
    expect(edges.length).toBeGreaterThan(3);
    for (let row = 0; row < 80; row++) {
      const whole = [...rowOf(trained, later.table, row)];
      const margins = [-1e9, ...edges].map((value) => sign * marginOf(whole.with(at, value)));
      for (let step = 1; step < margins.length; step++)
        expect(margins[step]).toBeGreaterThanOrEqual(margins[step - 1] as number);
    }
  }
});

test('[GLS-5] curves tell held-out rows apart, and the pair that says more together is found and helps', () => {
  const area = (model: GlassModel): number => auc(prepareGlass(model).margins(later.table), later.outcomes);
  const free = { ...settings, monotone: {} };
  const [paired, alone] = [
    trained1(free as typeof settings),
    trained1({ ...free, pairsMax: 0 } as typeof settings),
  ];
  expect(alone.pairs).toEqual([]);
  expect(area(alone)).toBeGreaterThan(0.7);
  expect(
    paired.pairs.map(({ first, second }) => [first.input.name, second.input.name].sort()),
  ).toContainEqual(['age', 'debt']);
  expect(area(paired)).toBeGreaterThan(area(alone) + 0.05);
});

test('[GLS-6] what is not a glass box is refused with the place', () => {
  const glass = JSON.parse(JSON.stringify(trained)) as GlassModel;
  expect(readGlass(glass as unknown as JsonValue)).toEqual({ ok: true, value: trained });
  const [shape] = glass.shapes;
  if (shape === undefined) throw new Error('a shape');
  const broken: readonly (readonly [unknown, string])[] = [
    [null, 'not an object'],
    [{ ...glass, intercept: null }, 'intercept'],
    [{ ...glass, shapes: [] }, 'shapes'],
    [{ ...glass, shapes: [shape, shape] }, 'two shapes'],
    [{ ...glass, shapes: [{ ...shape, edges: [2, 1] }] }, 'do not ascend'],
    [{ ...glass, shapes: [{ ...shape, values: [1] }] }, 'one finite value per step'],
    [{ ...glass, shapes: [{ ...shape, missing: null }] }, 'missing and unseen'],
    [{ ...glass, shapes: [{ ...shape, input: { ...shape.input, kind: 'odd' } }] }, 'neither numeric'],
    [{ ...glass, pairs: [{ first: shape, second: shape, values: [] }] }, 'one input twice'],
    [{ ...glass, shapes: [shape], pairs: glass.pairs }, 'has no shape'],
    [{ ...glass, pairs: glass.pairs.map((pair) => ({ ...pair, values: pair.values.slice(1) })) }, 'per cell'],
  ];
  for (const [value, problem] of broken)
    expect(readGlass(value as JsonValue)).toMatchObject({
      rule: 'GLS-6',
      facts: { problem: expect.stringContaining(problem) },
    });
});

test('[GLS-7] effects and baseline are the margin, and a curve has a mean of 0 over its sample', () => {
  const glass = prepareGlass(trained);
  const margins = glass.margins(sample.table);
  const sums = new Map<string, number>();
  const curves = prepareGlass({ ...trained, pairs: [] });
  for (let row = 0; row < margins.length; row++) {
    const { baseline, effects } = glass.effectsOf(sample.table, row);
    expect(effects.reduce((sum, { effect }) => sum + effect, baseline)).toBeCloseTo(
      margins[row] as number,
      9,
    );
    for (const { input, effect } of curves.effectsOf(sample.table, row).effects)
      sums.set(input, (sums.get(input) ?? 0) + effect);
  }
  for (const sum of sums.values()) expect(Math.abs(sum / margins.length)).toBeLessThan(1e-9);
});

test('[GLS-8] the same seed gives the same bytes, another one others, and one outcome alone is refused', () => {
  const small = {
    table: takeRows(
      sample.table,
      Int32Array.from({ length: 900 }, (_, row) => row),
    ),
    outcomes: sample.outcomes.subarray(0, 900),
  };
  const bytes = (seed: string): string => canonicalize(trainGlass(small, { ...settings, seed, bags: 1 }));
  expect(bytes('a')).toBe(bytes('a'));
  expect(bytes('a')).not.toBe(bytes('b'));
  expect(trainGlass({ ...sample, outcomes: new Uint8Array(4000) })).toMatchObject({
    ok: false,
    rule: 'BST-1',
  });
});
