import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRowReader } from './block.ts';
import { prepareShap, prepareTrees, shapValues, type Tree, type TreeEnsemble } from './index.ts';
import { legendreOnUnit } from './legendre.ts';
import { type MadeShape, makeTable, makeTrees } from './made-trees.ts';
import { createSight, flattenTrees, goesLeft } from './walk.ts';

const SHAPE: MadeShape = { trees: 4, numbers: 3, categories: 2, depth: 6, leafShare: 0.2, steps: 6 };

/** The mean of a tree where the inputs of `known` are those of the row and the rest is averaged by cover. */
function meanGiven(tree: Tree, known: number, goes: (node: number) => boolean): number {
  const under = (node: number): number => {
    const feature = tree.feature[node] ?? -1;
    if (feature < 0) return tree.value[node] ?? 0;
    const left = tree.left[node] ?? 0;
    const right = tree.right[node] ?? 0;
    if (((known >> feature) & 1) === 1) return under(goes(node) ? left : right);
    const [toLeft, toRight] = [tree.cover[left] ?? 0, tree.cover[right] ?? 0];
    return (toLeft * under(left) + toRight * under(right)) / (toLeft + toRight);
  };
  return under(0);
}

/** Shapley's definition over all subsets of inputs. */
function shapleyByDefinition(ensemble: TreeEnsemble, row: Float64Array): Float64Array {
  const count = ensemble.inputs.length;
  const flat = flattenTrees(ensemble);
  const seen = createSight(ensemble)(row);
  const worth = Array.from({ length: 1 << count }, (_, known) =>
    ensemble.trees.reduce(
      (sum, tree, at) =>
        sum + meanGiven(tree, known, (node) => goesLeft(flat, seen, (flat.roots[at] ?? 0) + node)),
      ensemble.baseMargin,
    ),
  );
  const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1));
  const values = new Float64Array(count + 1);
  for (let input = 0; input < count; input += 1)
    for (let known = 0; known < worth.length; known += 1) {
      if (((known >> input) & 1) === 1) continue;
      const size = known.toString(2).replaceAll('0', '').length;
      const weight = (factorial(size) * factorial(count - size - 1)) / factorial(count);
      values[input] =
        (values[input] ?? 0) + weight * ((worth[known | (1 << input)] ?? 0) - (worth[known] ?? 0));
    }
  values[count] = worth[0] ?? 0;
  return values;
}

test('[TRE-4] SHAP values are those of the definition over all subsets of inputs, repeated inputs included', () => {
  fc.assert(
    fc.property(fc.integer(), fc.constantFrom('float64', 'float32'), (seed, precision) => {
      const shape = { ...SHAPE, precision };
      const ensemble = makeTrees(String(seed), shape);
      const table = makeTable(String(seed), shape, 3);
      const read = createRowReader(ensemble, table);
      const row = new Float64Array(ensemble.inputs.length);
      for (const [at, values] of shapValues(ensemble, table).entries()) {
        read(at, row);
        const expected = shapleyByDefinition(ensemble, row);
        for (const [input, value] of values.entries()) expect(value).toBeCloseTo(expected[input] ?? 0, 11);
      }
    }),
    { numRuns: 60 },
  );
});

test.each([
  ['300 trees', { ...SHAPE, trees: 300, depth: 5 }],
  ['deep trees over many inputs', { ...SHAPE, trees: 5, numbers: 60, depth: 30, leafShare: 0.3 }],
  ['single leaves', { ...SHAPE, depth: 0 }],
])('[TRE-4] SHAP values sum to the margin within 1e-9: %s', (name, shape) => {
  const ensemble = makeTrees(name, shape);
  const table = makeTable(name, shape, 200);
  const margins = prepareTrees(ensemble).margins(table);
  const { baseValue } = prepareShap(ensemble);
  for (const [row, values] of shapValues(ensemble, table).entries()) {
    const sum = values.reduce((total, value) => total + value, 0);
    expect(Math.abs(sum - (margins[row] ?? 0))).toBeLessThan(1e-9);
    expect(values.at(-1)).toBe(baseValue);
  }
});

test('[TRE-4] n points of the quadrature integrate degree 2n − 1 exactly', () => {
  for (const points of [1, 2, 3, 8, 64, 256]) {
    const { places, weights } = legendreOnUnit(points);
    for (const degree of [0, 1, points, 2 * points - 1]) {
      const integral = places.reduce((sum, place, at) => sum + (weights[at] ?? 0) * place ** degree, 0);
      expect(integral).toBeCloseTo(1 / (degree + 1), 12);
    }
  }
});
