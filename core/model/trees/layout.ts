/**
 * An ensemble laid out for speed. Nodes that ask the same question (one input, one threshold or set of levels, one way for
 * missing) share one test; a tree is a list of tests with children. Leaves are numbered from left to right, so that the number
 * of the leaf a row falls into is found bit by bit: `cover` lists, for each bit, the nodes below which every leaf has it.
 */
import { assert } from '@plimsoll/core/base';
import type { Tree, TreeEnsemble } from './ensemble.ts';
import { prepareRanker, type Ranker } from './rank.ts';

/** Rows of a block, as 32-bit words: four words are taken in one step, so that a step pays for reading its node once. */
export const BLOCK_WORDS = 4;
export const BLOCK_ROWS = 32 * BLOCK_WORDS;

/** A tree of more leaves than this is walked row by row. */
export const MAX_SLICED_LEAVES = 256;

/** A numeric input's tests, by distinct threshold: the test whose missing go right, and left; −1 where nobody asks. */
export type NumericTests = {
  readonly input: number;
  readonly ranker: Ranker;
  readonly missingRight: Int32Array;
  readonly missingLeft: Int32Array;
};

/** `codes` are the levels that go left, or those that go right where they are fewer. */
export type LevelTest = {
  readonly test: number;
  readonly codes: Int32Array;
  readonly areLeft: boolean;
  readonly missingLeft: boolean;
  readonly unseenLeft: boolean;
};
export type CategoricalTests = {
  readonly input: number;
  readonly levels: number;
  readonly tests: readonly LevelTest[];
};

export type TreeLayout = {
  /** Four numbers an inner node: its test, itself, its left and its right child, each times `BLOCK_WORDS`. */
  readonly steps: Int32Array;
  /** Value by leaf number. */
  readonly leafValues: Float64Array;
  /** For each bit of the leaf number, from the lowest: where its nodes in `cover` end. */
  readonly coverEnds: Int32Array;
  readonly cover: Int32Array;
  /** Three numbers a node, for a tree of too many leaves, else empty: its test and where its children stand, or −1 and its leaf. */
  readonly walk: Int32Array;
  readonly nodes: number;
};

export type EnsembleLayout = {
  readonly testCount: number;
  readonly numeric: readonly NumericTests[];
  readonly categorical: readonly CategoricalTests[];
  readonly trees: readonly TreeLayout[];
};

/** Lays out an ensemble that `readEnsemble` would take. Linear in nodes, but for sorting thresholds. */
export function layOut(ensemble: TreeEnsemble): EnsembleLayout {
  const book = createTestBook(ensemble);
  const trees = ensemble.trees.map((tree) => layOutTree(tree, (node) => book.testOf(tree, node)));
  return { ...book.close(), trees };
}

/** Whether an unseen level goes left at a node. */
export function unseenGoesLeft(tree: Tree, node: number): boolean {
  return tree.unseenLeft?.[node] ?? tree.missingLeft[node] ?? false;
}

type TestBook = {
  readonly testOf: (tree: Tree, node: number) => number;
  readonly close: () => Omit<EnsembleLayout, 'trees'>;
};

function createTestBook(ensemble: TreeEnsemble): TestBook {
  const { inputs } = ensemble;
  let testCount = 0;
  const numeric = inputs.map(() => ({ left: new Map<number, number>(), right: new Map<number, number>() }));
  const levelTests = inputs.map(() => new Map<string, LevelTest>());
  const numericTest = (tree: Tree, node: number, feature: number): number => {
    const tests = numeric[feature]?.[tree.missingLeft[node] === true ? 'left' : 'right'];
    // −0 and 0 are one threshold.
    const threshold = (tree.threshold[node] ?? 0) + 0;
    const known = tests?.get(threshold);
    if (known !== undefined) return known;
    tests?.set(threshold, testCount);
    testCount += 1;
    return testCount - 1;
  };
  const levelTest = (tree: Tree, node: number, feature: number): number => {
    const left = tree.levelsLeft[node] ?? [];
    const missingLeft = tree.missingLeft[node] === true;
    const unseenLeft = unseenGoesLeft(tree, node);
    const key = `${missingLeft} ${unseenLeft} ${left.join(' ')}`;
    const known = levelTests[feature]?.get(key);
    if (known !== undefined) return known.test;
    const codes = fewerCodes(left, inputs[feature]?.levels.length ?? 0);
    levelTests[feature]?.set(key, { test: testCount, ...codes, missingLeft, unseenLeft });
    testCount += 1;
    return testCount - 1;
  };
  return {
    testOf: (tree, node) => {
      const feature = tree.feature[node] ?? -1;
      const input = inputs[feature];
      assert(input !== undefined, 'a node asks about an input');
      return input.kind === 'numeric' ? numericTest(tree, node, feature) : levelTest(tree, node, feature);
    },
    close: () => ({
      testCount,
      numeric: numeric.flatMap(({ left, right }, input) => {
        const thresholds = Float64Array.from(new Set([...left.keys(), ...right.keys()])).sort();
        if (thresholds.length === 0) return [];
        const testsOf = (tests: ReadonlyMap<number, number>): Int32Array =>
          Int32Array.from(thresholds, (threshold) => tests.get(threshold) ?? -1);
        return [
          {
            input,
            ranker: prepareRanker(thresholds),
            missingRight: testsOf(right),
            missingLeft: testsOf(left),
          },
        ];
      }),
      categorical: levelTests.flatMap((tests, input) =>
        tests.size === 0
          ? []
          : [{ input, levels: inputs[input]?.levels.length ?? 0, tests: [...tests.values()] }],
      ),
    }),
  };
}

function fewerCodes(left: readonly number[], levels: number): Pick<LevelTest, 'codes' | 'areLeft'> {
  if (left.length * 2 <= levels) return { codes: Int32Array.from(left), areLeft: true };
  const known = new Set(left);
  const right = Array.from({ length: levels }, (_, code) => code).filter((code) => !known.has(code));
  return { codes: Int32Array.from(right), areLeft: false };
}

function layOutTree(tree: Tree, testOf: (node: number) => number): TreeLayout {
  const nodes = tree.feature.length;
  const steps: number[] = [];
  for (let node = 0; node < nodes; node += 1)
    if (tree.feature[node] !== -1)
      steps.push(testOf(node), node, tree.left[node] ?? 0, tree.right[node] ?? 0);
  const { first, after, order } = numberLeaves(tree);
  const isSliced = order.length <= MAX_SLICED_LEAVES;
  const bits = isSliced ? 32 - Math.clz32(order.length - 1) : 0;
  const cover: number[] = [];
  const coverEnds = Array.from({ length: bits }, (_, bit) => {
    for (const node of nodesWith(tree, bit, { first, after })) cover.push(node * BLOCK_WORDS);
    return cover.length;
  });
  return {
    steps: Int32Array.from(steps, (step) => step * BLOCK_WORDS),
    leafValues: Float64Array.from(order, (node) => tree.value[node] ?? 0),
    coverEnds: Int32Array.from(coverEnds),
    cover: Int32Array.from(cover),
    walk: isSliced ? new Int32Array(0) : walkOf(tree, steps, first),
    nodes,
  };
}

function walkOf(tree: Tree, steps: readonly number[], first: Int32Array): Int32Array {
  const walk = new Int32Array(tree.feature.length * 3).fill(-1);
  for (const [node, feature] of tree.feature.entries())
    if (feature === -1) walk[node * 3 + 1] = first[node] ?? 0;
  for (let at = 0; at < steps.length; at += 4) {
    const to = (steps[at + 1] ?? 0) * 3;
    walk[to] = (steps[at] ?? 0) * BLOCK_WORDS;
    walk[to + 1] = (steps[at + 2] ?? 0) * 3;
    walk[to + 2] = (steps[at + 3] ?? 0) * 3;
  }
  return walk;
}

type LeafRange = { readonly first: Int32Array; readonly after: Int32Array };

/** Leaves from left to right; below a node stand the leaves numbered from `first` to before `after`. */
function numberLeaves(tree: Tree): LeafRange & { readonly order: readonly number[] } {
  const nodes = tree.feature.length;
  const first = new Int32Array(nodes);
  const after = new Int32Array(nodes);
  // Children stand after their parents: sizes are known from the back, numbers from the front.
  const leaves = new Int32Array(nodes);
  for (let node = nodes - 1; node >= 0; node -= 1)
    leaves[node] =
      tree.feature[node] === -1
        ? 1
        : (leaves[tree.left[node] ?? 0] ?? 0) + (leaves[tree.right[node] ?? 0] ?? 0);
  const order: number[] = [];
  for (let node = 0; node < nodes; node += 1) {
    const start = first[node] ?? 0;
    after[node] = start + (leaves[node] ?? 0);
    if (tree.feature[node] === -1) {
      order[start] = node;
      continue;
    }
    const left = tree.left[node] ?? 0;
    first[left] = start;
    first[tree.right[node] ?? 0] = start + (leaves[left] ?? 0);
  }
  return { first, after, order };
}

/** The highest nodes below which every leaf number has the bit. */
function nodesWith(tree: Tree, bit: number, range: LeafRange): readonly number[] {
  const found: number[] = [];
  const stack = [0];
  while (stack.length > 0) {
    const node = stack.pop() ?? 0;
    const first = range.first[node] ?? 0;
    const last = (range.after[node] ?? 0) - 1;
    const hasAll = ((first >> bit) & 1) === 1 && first >> bit === last >> bit;
    if (hasAll) found.push(node);
    else if (tree.feature[node] !== -1) stack.push(tree.right[node] ?? 0, tree.left[node] ?? 0);
  }
  return found;
}
