/** Random ensembles and tables for the tests and the benchmark of this folder, by seed. */
import { createRandom, type Random } from '@plimsoll/core/base';
import { categoricalColumn, numericColumn, type Table, tableOf } from '@plimsoll/core/table';
import type { Tree, TreeEnsemble, TreeInput } from './ensemble.ts';

export type MadeShape = {
  readonly trees: number;
  readonly numbers: number;
  readonly categories: number;
  readonly depth: number;
  /** Chance that a node above the deepest level is a leaf. */
  readonly leafShare: number;
  /** Distinct thresholds of an input: values of a made table fall on them often. */
  readonly steps: number;
  readonly precision?: TreeEnsemble['precision'];
  readonly zeroIsMissing?: boolean;
};

const LEVELS = ['a', 'b', 'c', 'd', 'e'];

/** An ensemble of the shape, the same for the same seed. */
export function makeTrees(seed: string, shape: MadeShape): TreeEnsemble {
  const random = createRandom(seed);
  const inputs: TreeInput[] = [
    ...Array.from({ length: shape.numbers }, (_, at): TreeInput => {
      const input = { name: `x${at}`, kind: 'numeric', levels: [] } as const;
      return shape.zeroIsMissing === true ? { ...input, zeroIsMissing: true } : input;
    }),
    ...Array.from(
      { length: shape.categories },
      (_, at): TreeInput => ({ name: `c${at}`, kind: 'categorical', levels: LEVELS }),
    ),
  ];
  const trees = Array.from({ length: shape.trees }, () => makeTree(random, inputs, shape));
  return { inputs, baseMargin: random.normal(), precision: shape.precision ?? 'float64', trees };
}

/** Rows for a made ensemble: missing numbers and levels, levels it never saw, values on and beyond thresholds. */
export function makeTable(seed: string, shape: MadeShape, rows: number): Table {
  const random = createRandom(seed);
  const draw = <T>(of: () => T): T[] => Array.from({ length: rows }, of);
  return tableOf([
    ...Array.from({ length: shape.numbers }, (_, at) =>
      numericColumn(
        `x${at}`,
        draw(() => (random.next() < 0.1 ? Number.NaN : valueNear(random, shape))),
      ),
    ),
    ...Array.from({ length: shape.categories }, (_, at) =>
      categoricalColumn(
        `c${at}`,
        draw(() => (random.next() < 0.1 ? null : random.pick([...LEVELS, 'never seen']))),
      ),
    ),
  ]);
}

function valueNear(random: Random, shape: MadeShape): number {
  const step = random.integer(-1, shape.steps) - Math.floor(shape.steps / 2);
  return random.next() < 0.5 ? step : step + random.next() - 0.5;
}

type Growing = {
  readonly [Name in Exclude<keyof Tree, 'unseenLeft'>]: Tree[Name][number][];
} & { readonly unseenLeft: boolean[] };

function makeTree(random: Random, inputs: readonly TreeInput[], shape: MadeShape): Tree {
  const tree: Growing = {
    feature: [],
    threshold: [],
    levelsLeft: [],
    missingLeft: [],
    unseenLeft: [],
    left: [],
    right: [],
    value: [],
    cover: [],
  };
  const grow = (depth: number, cover: number): number => {
    const node = tree.feature.length;
    const isLeaf = depth === shape.depth || (depth > 0 && random.next() < shape.leafShare) || cover < 2;
    const feature = isLeaf ? -1 : random.integer(0, inputs.length - 1);
    const isLevels = inputs[feature]?.kind === 'categorical';
    tree.feature.push(feature);
    tree.threshold.push(
      isLeaf || isLevels ? 0 : random.integer(0, shape.steps - 1) - Math.floor(shape.steps / 2),
    );
    tree.levelsLeft.push(isLevels ? LEVELS.flatMap((_, code) => (random.next() < 0.4 ? [code] : [])) : null);
    tree.missingLeft.push(!isLeaf && random.next() < 0.5);
    tree.unseenLeft.push(!isLeaf && random.next() < 0.5);
    tree.left.push(-1);
    tree.right.push(-1);
    tree.value.push(isLeaf ? random.normal() : 0);
    tree.cover.push(cover);
    if (!isLeaf) {
      const toLeft = random.integer(1, cover - 1);
      tree.left[node] = grow(depth + 1, toLeft);
      tree.right[node] = grow(depth + 1, cover - toLeft);
    }
    return node;
  };
  grow(0, 1000);
  return tree;
}
