/** Trees that ask about one input are steps of that input, and trees that ask about two are a surface: added up, exactly. */
import { assert } from '@plimsoll/core/base';
import type { Tree, TreeInput } from '@plimsoll/core/model/trees';
import { cellCount, type PairAxis, type Shape, type ShapePair } from './glass.ts';

/** The inputs that a tree asks about, ascending. */
export function askedBy(tree: Tree): readonly number[] {
  return [...new Set(tree.feature.filter((feature) => feature >= 0))].sort((a, b) => a - b);
}

/** What a tree gives for values or codes by input; NaN is missing. */
function treeAt(tree: Tree, valueOf: (feature: number) => number): number {
  let node = 0;
  for (;;) {
    const feature = tree.feature[node] as number;
    if (feature < 0) return tree.value[node] as number;
    const value = valueOf(feature);
    const levels = tree.levelsLeft[node] ?? null;
    const isKnownLeft = levels === null ? value < (tree.threshold[node] as number) : levels.includes(value);
    const isLeft = Number.isNaN(value) ? tree.missingLeft[node] === true : isKnownLeft;
    node = (isLeft ? tree.left : tree.right)[node] as number;
  }
}

/** Thresholds that trees have for an input; the greatest number is "missing apart", no edge. */
function edgesOf(trees: readonly Tree[], feature: number): readonly number[] {
  const all = trees.flatMap((tree) => tree.threshold.filter((_, node) => tree.feature[node] === feature));
  return [...new Set(all)].filter((edge) => edge < Number.MAX_VALUE).sort((a, b) => a - b);
}

/** A value in each cell of an axis, and NaN for the last one. */
function pointsOf(axis: PairAxis): readonly number[] {
  const cells =
    axis.input.kind === 'numeric'
      ? [-Number.MAX_VALUE, ...axis.edges]
      : axis.input.levels.map((_, code) => code);
  return [...cells, Number.NaN];
}

/** The curve of one input, from trees that ask about it alone, each times `scale`. Neighbours with one value are one step. */
export function shapeOf(
  input: TreeInput,
  feature: number,
  { trees, scale }: { readonly trees: readonly Tree[]; readonly scale: number },
): Shape {
  const edges = input.kind === 'numeric' ? edgesOf(trees, feature) : [];
  const points = pointsOf({ input, edges });
  const sums = points.map((point) => scale * trees.reduce((sum, tree) => sum + treeAt(tree, () => point), 0));
  const missing = sums.at(-1) ?? 0;
  const values = sums.slice(0, -1);
  if (input.kind === 'categorical') return { input, edges: [], values, missing, unseen: missing };
  const isStep = (at: number): boolean => values[at] !== values[at - 1];
  return {
    input,
    edges: edges.filter((_, at) => isStep(at + 1)),
    values: values.filter((_, at) => at === 0 || isStep(at)),
    missing,
    unseen: missing,
  };
}

/** The surface of two inputs, from trees that ask about no other. */
export function pairOf(
  inputs: readonly [TreeInput, TreeInput],
  features: readonly [number, number],
  { trees, scale }: { readonly trees: readonly Tree[]; readonly scale: number },
): ShapePair {
  const axis = (side: 0 | 1): PairAxis => ({
    input: inputs[side],
    edges: inputs[side].kind === 'numeric' ? edgesOf(trees, features[side]) : [],
  });
  const [first, second] = [axis(0), axis(1)];
  const values = pointsOf(first).map((x) =>
    pointsOf(second).map(
      (y) =>
        scale *
        trees.reduce((sum, tree) => sum + treeAt(tree, (feature) => (feature === features[0] ? x : y)), 0),
    ),
  );
  assert(values.length === cellCount(first) + 1, 'a surface has a line per cell and one for missing');
  return { first, second, values };
}
