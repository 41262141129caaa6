/**
 * One row through every tree: flat arrays over all nodes, no object touched. Each number stands twice in the row that is walked,
 * once with −∞ and once with +∞ where it is missing: which of the two a node reads is where its missing go.
 */
import { inputAt, numberSeen } from './block.ts';
import type { TreeEnsemble } from './ensemble.ts';
import { unseenGoesLeft } from './layout.ts';

/** By node of all trees, one after another. */
export type FlatTrees = {
  readonly roots: Int32Array;
  /** Numeric: where its number stands in the row. Categorical: −2 − the index of its input. Leaf: −1. */
  readonly reads: Int32Array;
  /** Threshold; of a leaf, its value. */
  readonly numbers: Float64Array;
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** Categorical: where its bits begin in `levelBits`; three bits more than levels: unseen, missing, levels. */
  readonly bitsFrom: Int32Array;
  readonly levelBits: Uint32Array;
};

/** A function from a row (by input, a number or a code; NaN missing) to its margin. */
export function createWalker(ensemble: TreeEnsemble): (row: ArrayLike<number>) => number {
  const flat = flattenTrees(ensemble);
  const see = createSight(ensemble);
  return (row) => sumOfLeaves(flat, see(row), ensemble.baseMargin);
}

/** A function from a row to what nodes read: see the head of this file. The array is written anew at each call. */
export function createSight(ensemble: TreeEnsemble): (row: ArrayLike<number>) => Float64Array {
  const seen = new Float64Array(ensemble.inputs.length * 2);
  const isNumeric = ensemble.inputs.map((input) => input.kind === 'numeric');
  const isPlain =
    ensemble.precision === 'float64' && ensemble.inputs.every((input) => input.zeroIsMissing !== true);
  return (row) => {
    for (let at = 0; at < isNumeric.length; at += 1) {
      const raw = row[at] as number;
      if (isNumeric[at] === true) {
        const value = isPlain ? raw : numberSeen(raw, inputAt(ensemble, at), ensemble.precision);
        const isMissing = Number.isNaN(value);
        seen[at * 2] = isMissing ? Number.NEGATIVE_INFINITY : value;
        seen[at * 2 + 1] = isMissing ? Number.POSITIVE_INFINITY : value;
      } else seen[at * 2] = slotOf(raw, ensemble.inputs[at]?.levels.length ?? 0);
    }
    return seen;
  };
}

/** Whether a row goes left at an inner node. */
export function goesLeft(flat: FlatTrees, seen: Float64Array, node: number): boolean {
  const read = flat.reads[node] as number;
  if (read >= 0) return (seen[read] as number) < (flat.numbers[node] as number);
  const slot = seen[(-2 - read) * 2] as number;
  const word = flat.levelBits[(flat.bitsFrom[node] as number) + (slot >>> 5)] as number;
  return ((word >>> (slot & 31)) & 1) === 1;
}

/** Bit of a category: 0 unseen, 1 missing, 2 and up its levels. */
function slotOf(code: number, levels: number): number {
  if (Number.isNaN(code)) return 1;
  return Number.isInteger(code) && code >= 0 && code < levels ? code + 2 : 0;
}

function sumOfLeaves(flat: FlatTrees, seen: Float64Array, base: number): number {
  const { roots, reads, numbers, left, right } = flat;
  let sum = base;
  for (let tree = 0; tree < roots.length; tree += 1) {
    let node = roots[tree] as number;
    while ((reads[node] as number) !== -1)
      node = goesLeft(flat, seen, node) ? (left[node] as number) : (right[node] as number);
    sum += numbers[node] as number;
  }
  return sum;
}

/** Every tree in one set of arrays. */
export function flattenTrees(ensemble: TreeEnsemble): FlatTrees {
  const size = ensemble.trees.reduce((sum, tree) => sum + tree.feature.length, 0);
  const flat = {
    roots: new Int32Array(ensemble.trees.length),
    reads: new Int32Array(size),
    numbers: new Float64Array(size),
    left: new Int32Array(size),
    right: new Int32Array(size),
    bitsFrom: new Int32Array(size),
  };
  const words: number[] = [];
  let from = 0;
  for (const [at, tree] of ensemble.trees.entries()) {
    flat.roots[at] = from;
    for (const [node, feature] of tree.feature.entries()) {
      const to = from + node;
      flat.left[to] = from + (tree.left[node] ?? 0);
      flat.right[to] = from + (tree.right[node] ?? 0);
      const left = tree.levelsLeft[node] ?? null;
      if (feature === -1) {
        flat.reads[to] = -1;
        flat.numbers[to] = tree.value[node] ?? 0;
      } else if (left === null) {
        flat.reads[to] = feature * 2 + (tree.missingLeft[node] === true ? 0 : 1);
        flat.numbers[to] = tree.threshold[node] ?? 0;
      } else {
        flat.reads[to] = -2 - feature;
        flat.bitsFrom[to] = words.length;
        const slots = left.map((code) => code + 2);
        if (tree.missingLeft[node] === true) slots.push(1);
        if (unseenGoesLeft(tree, node)) slots.push(0);
        for (const word of bitWords(slots, inputAt(ensemble, feature).levels.length + 2)) words.push(word);
      }
    }
    from += tree.feature.length;
  }
  return { ...flat, levelBits: Uint32Array.from(words) };
}

function bitWords(slots: readonly number[], size: number): Uint32Array {
  const words = new Uint32Array((size + 31) >>> 5);
  for (const slot of slots) words[slot >>> 5] = (words[slot >>> 5] ?? 0) | (1 << (slot & 31));
  return words;
}
