import { expect, test } from 'vitest';
import {
  nextAbove,
  prepareTrees,
  proveInteractions,
  proveMonotone,
  type Tree,
  type TreeEnsemble,
} from './index.ts';
import { nextBelow } from './adjacent.ts';
import { type MadeShape, makeTrees } from './made-trees.ts';

const SHAPE: MadeShape = { trees: 1, numbers: 3, categories: 1, depth: 4, leafShare: 0.2, steps: 4 };

/** Every row of a small world: values on both sides of every threshold, missing, every level and one unseen. */
function everyRow(): readonly (readonly number[])[] {
  const numbers = [-3, -2, -1, 0, 1, 2, Number.NaN];
  const levels = [0, 1, 2, 3, 4, -1, Number.NaN];
  return numbers.flatMap((a) =>
    numbers.flatMap((b) => numbers.flatMap((c) => levels.map((d) => [a, b, c, d]))),
  );
}

const ROWS = everyRow();

function isAscending(ensemble: TreeEnsemble, input: number): boolean {
  const { marginOf } = prepareTrees(ensemble);
  return ROWS.every((row) => {
    const value = row[input] ?? Number.NaN;
    return Number.isNaN(value) || value >= 2 || marginOf(row) <= marginOf(row.with(input, value + 1));
  });
}

/** A tree with its leaves in order from left to right in each input that is a number: ascending by construction. */
function ordered(ensemble: TreeEnsemble): TreeEnsemble {
  const sortLeaves = (tree: Tree): Tree => {
    const value = [...tree.value];
    const rise = (node: number, low: number, high: number): void => {
      if (tree.feature[node] === -1) value[node] = (low + high) / 2;
      else {
        const isNumber = tree.levelsLeft[node] === null;
        rise(tree.left[node] ?? 0, low, isNumber ? (low + high) / 2 : high);
        rise(tree.right[node] ?? 0, isNumber ? (low + high) / 2 : low, high);
      }
    };
    rise(0, -1, 1);
    return { ...tree, value };
  };
  return { ...ensemble, trees: ensemble.trees.map(sortLeaves) };
}

test('[TRE-5] one tree is proved monotone exactly when no two rows of a whole small world break the order', () => {
  let proved = 0;
  for (let seed = 0; seed < 150; seed += 1) {
    const made = makeTrees(`proof ${seed}`, SHAPE);
    for (const ensemble of [made, ordered(made)]) {
      const proof = proveMonotone(ensemble, 'x1', 'ascending');
      expect(proof.isProved).toBe(isAscending(ensemble, 1));
      if (proof.isProved) proved += 1;
      else {
        const { counterExample } = proof;
        if (counterExample === null) throw new Error('one tree that fails has a counter-example');
        const { lower, higher, marginLower, marginHigher } = counterExample;
        const { marginOf } = prepareTrees(ensemble);
        expect([marginOf(lower), marginOf(higher)]).toEqual([marginLower, marginHigher]);
        expect(marginLower).toBeGreaterThan(marginHigher);
        expect(lower.with(1, 0)).toEqual(higher.with(1, 0));
        expect(lower[1]).toBeLessThan(higher[1] ?? Number.NaN);
      }
    }
  }
  expect(proved).toBeGreaterThan(50);
  expect(proved).toBeLessThan(290);
});

test('[TRE-5] a descending model is an ascending one upside down', () => {
  const made = ordered(makeTrees('down', { ...SHAPE, trees: 8 }));
  const down = {
    ...made,
    trees: made.trees.map((tree) => ({ ...tree, value: tree.value.map((value) => -value) })),
  };
  expect(proveMonotone(down, 'x0', 'descending').isProved).toBe(
    proveMonotone(made, 'x0', 'ascending').isProved,
  );
  expect(proveMonotone(made, 'x0', 'ascending')).toEqual({ isProved: true, trees: 8 });
});

test('[TRE-5] a sum that is monotone though a tree of it is not is "not proved", and no example is made up', () => {
  const stump = (low: number, high: number): Tree => ({
    feature: [0, -1, -1],
    threshold: [1, 0, 0],
    levelsLeft: [null, null, null],
    missingLeft: [false, false, false],
    left: [1, -1, -1],
    right: [2, -1, -1],
    value: [0, low, high],
    cover: [2, 1, 1],
  });
  const ensemble = (trees: readonly Tree[]): TreeEnsemble => ({
    inputs: [{ name: 'x', kind: 'numeric', levels: [] }],
    baseMargin: 0,
    precision: 'float64',
    trees,
  });
  expect(proveMonotone(ensemble([stump(0, 3), stump(0, -1)]), 'x', 'ascending')).toEqual({
    isProved: false,
    tree: 1,
    counterExample: null,
  });
  expect(proveMonotone(ensemble([stump(0, 1), stump(0, -3)]), 'x', 'ascending')).toMatchObject({
    isProved: false,
    tree: 1,
    counterExample: { marginLower: 0, marginHigher: -2 },
  });
});

test('[TRE-6] interactions are proved when each path stays within a group, and the path that leaves is named', () => {
  const made = makeTrees('interactions', { ...SHAPE, trees: 20 });
  expect(proveInteractions(made, [['x0', 'x1', 'x2', 'c0']])).toEqual({ isProved: true, trees: 20 });
  const found = proveInteractions(made, [['x0', 'x1'], ['c0']]);
  if (found.isProved) throw new Error('trees of depth four mix four inputs');
  expect(found.inputs.length).toBeGreaterThan(1);
  expect(['x0', 'x1'].filter((name) => found.inputs.includes(name)).length).toBeLessThan(found.inputs.length);
  const stumps = makeTrees('stumps', { ...SHAPE, trees: 20, depth: 1 });
  expect(proveInteractions(stumps, [])).toEqual({ isProved: true, trees: 20 });
});

test('[TRE-5] the neighbours of a number have nothing in between', () => {
  for (const value of [0, 1, -1, 0.1, -2.5, 1e300, -1e-300, Number.MIN_VALUE, -Number.MIN_VALUE]) {
    const above = nextAbove(value, 'float64');
    expect(above).toBeGreaterThan(value);
    expect([value, above]).toContain(value + (above - value) / 2);
    expect(nextBelow(above, 'float64')).toBe(value);
  }
  expect(nextAbove(1, 'float32')).toBe(1 + 2 ** -23);
  expect(nextBelow(1, 'float32')).toBe(1 - 2 ** -24);
  expect(nextAbove(Number.MAX_VALUE, 'float64')).toBe(Number.POSITIVE_INFINITY);
});
