import { expect, test } from 'vitest';
import type { Table } from '@plimsoll/core/table';
import { prepareTrees, readEnsemble, type Tree, type TreeEnsemble, ZERO_BAND } from './index.ts';
import { type MadeShape, makeTable, makeTrees } from './made-trees.ts';

const SHAPE: MadeShape = { trees: 30, numbers: 3, categories: 2, depth: 5, leafShare: 0.2, steps: 9 };

/** A row of a table by input: numbers, codes, NaN for missing, −1 for a level that the ensemble doesn't know. */
function rowAt(ensemble: TreeEnsemble, table: Table, row: number): number[] {
  return ensemble.inputs.map((input) => {
    const column = table.columns.find((each) => each.name === input.name);
    if (column === undefined) throw new Error('a made table has every input');
    if (column.kind === 'numeric') return column.values[row] ?? Number.NaN;
    const code = column.codes[row] ?? -1;
    return code < 0 ? Number.NaN : input.levels.indexOf(column.levels[code] ?? '');
  });
}

/** The law itself, read off the document node by node. */
function lawful(ensemble: TreeEnsemble, row: readonly number[]): number {
  const leafOf = (tree: Tree, node: number): number => {
    const feature = tree.feature[node] ?? -1;
    if (feature < 0) return tree.value[node] ?? 0;
    const input = ensemble.inputs[feature];
    let value = row[feature] ?? Number.NaN;
    if (input?.zeroIsMissing === true && Math.abs(value) <= ZERO_BAND) value = Number.NaN;
    if (ensemble.precision === 'float32') value = Math.fround(value);
    const levels = tree.levelsLeft[node] ?? null;
    const goesLeft = Number.isNaN(value)
      ? tree.missingLeft[node]
      : levels === null
        ? value < (tree.threshold[node] ?? 0)
        : value < 0
          ? (tree.unseenLeft ?? tree.missingLeft)[node]
          : levels.includes(value);
    return leafOf(tree, (goesLeft === true ? tree.left[node] : tree.right[node]) ?? 0);
  };
  return ensemble.trees.reduce((sum, tree) => sum + leafOf(tree, 0), ensemble.baseMargin);
}

const SHAPES: readonly (readonly [string, MadeShape])[] = [
  ['numbers and categories', SHAPE],
  ['numbers alone', { ...SHAPE, categories: 0 }],
  ['categories alone', { ...SHAPE, numbers: 0 }],
  ['stumps', { ...SHAPE, depth: 1 }],
  ['single leaves', { ...SHAPE, depth: 0 }],
  ['trees of more than 256 leaves', { ...SHAPE, trees: 3, depth: 11, leafShare: 0.02, steps: 60 }],
  ['trees of 129 to 256 leaves', { ...SHAPE, trees: 5, depth: 8, leafShare: 0, steps: 900 }],
  ['leaves at many depths', { ...SHAPE, depth: 9, leafShare: 0.4, steps: 300 }],
  ['comparisons in float32', { ...SHAPE, precision: 'float32' }],
  ['zero as missing', { ...SHAPE, zeroIsMissing: true }],
  ['zero as missing in float32', { ...SHAPE, zeroIsMissing: true, precision: 'float32' }],
];

test.each(SHAPES)(
  '[TRE-2] a batch, a single row and the document itself agree to the last bit: %s',
  (name, shape) => {
    const ensemble = makeTrees(name, shape);
    expect(readEnsemble(ensemble)).toMatchObject({ ok: true });
    const table = makeTable(`${name} rows`, shape, 1000);
    const prepared = prepareTrees(ensemble);
    const margins = prepared.margins(table);
    expect(margins.length).toBe(1000);
    for (let row = 0; row < table.rowCount; row += 1) {
      const values = rowAt(ensemble, table, row);
      expect(prepared.marginOf(values)).toBe(margins[row]);
      expect(lawful(ensemble, values)).toBe(margins[row]);
    }
  },
);

test('[TRE-2] a batch may have any number of rows, none included', () => {
  const ensemble = makeTrees('lengths', SHAPE);
  const prepared = prepareTrees(ensemble);
  for (const rows of [0, 1, 31, 32, 127, 128, 129, 256]) {
    const table = makeTable('lengths', SHAPE, rows);
    const expected = Array.from({ length: rows }, (_, row) => lawful(ensemble, rowAt(ensemble, table, row)));
    expect([...prepared.margins(table)]).toEqual(expected);
  }
});

test('[TRE-3] a value at the threshold goes right, below it left, missing where the node says', () => {
  const stump = (missingLeft: boolean): TreeEnsemble => ({
    inputs: [{ name: 'x', kind: 'numeric', levels: [] }],
    baseMargin: 0,
    precision: 'float64',
    trees: [
      {
        feature: [0, -1, -1],
        threshold: [0.3, 0, 0],
        levelsLeft: [null, null, null],
        missingLeft: [missingLeft, false, false],
        left: [1, -1, -1],
        right: [2, -1, -1],
        value: [0, -1, 1],
        cover: [2, 1, 1],
      },
    ],
  });
  const { marginOf } = prepareTrees(stump(true));
  expect(
    [0.3, 0.3 - 2 ** -54, 0.1 + 0.2, Number.NEGATIVE_INFINITY, Number.NaN].map((x) => marginOf([x])),
  ).toEqual([1, -1, 1, -1, -1]);
  expect(prepareTrees(stump(false)).marginOf([Number.NaN])).toBe(1);
});

test('[TRE-3] thresholds far apart, close together and around zero keep their order', () => {
  const thresholds = [-1e300, -5, -1e-300, 0, 1e-300, 1e-9, 0.5, 1, 1 + 2 ** -52, 700, 701, 1e12, 1e300];
  const ensemble: TreeEnsemble = {
    inputs: [{ name: 'x0', kind: 'numeric', levels: [] }],
    baseMargin: 0,
    precision: 'float64',
    trees: thresholds.map((threshold) => ({
      feature: [0, -1, -1],
      threshold: [threshold, 0, 0],
      levelsLeft: [null, null, null],
      missingLeft: [false, false, false],
      left: [1, -1, -1],
      right: [2, -1, -1],
      value: [0, 0, 1],
      cover: [2, 1, 1],
    })),
  };
  const prepared = prepareTrees(ensemble);
  const table = makeTable('far', { ...SHAPE, numbers: 1, categories: 0 }, 300);
  const column = table.columns[0];
  if (column?.kind !== 'numeric') throw new Error('one number');
  const values = [...thresholds, -0, -1e308, 1e308, 3, 0.7, -7];
  for (const [row, value] of values.entries()) {
    column.values[row] = value;
    column.marks[row] = 0;
  }
  const margins = prepared.margins(table);
  for (const [row, value] of values.entries()) {
    const reached = thresholds.filter((threshold) => threshold <= value).length;
    expect([margins[row], prepared.marginOf([value])]).toEqual([reached, reached]);
  }
});
