/**
 * Path-dependent TreeSHAP, exact (Lundberg, Erion, Lee, "Consistent Individualized Feature Attribution for Tree Ensembles", 2018):
 * what each input adds to the margin of a row, where an input that is not known is averaged out by the training weight of branches.
 * For a leaf of value v under d inputs, with o_j = 1 where the row passes every question about j and z_j the share of weight that
 * does, the Shapley value of i is v (o_i − z_i) ∫₀¹ Π_{j≠i} (o_j t + z_j (1 − t)) dt, since ∫ tˢ (1 − t)^{d−s−1} dt is the Shapley weight of s
 * inputs out of d. The integrand is a polynomial of degree d − 1: Gauss–Legendre with ⌈d/2⌉ points is exact, every term is positive
 * (nothing cancels), and products are shared down the tree and sums up the tree, as in Linear TreeSHAP (Yu et al. 2022).
 * A row costs nodes × points.
 */
import type { Table } from '@plimsoll/core/table';
import { createRowReader } from './block.ts';
import type { TreeEnsemble } from './ensemble.ts';
import { legendreOnUnit } from './legendre.ts';
import { createSight, type FlatTrees, flattenTrees, goesLeft } from './walk.ts';

export type PreparedShap = {
  /** What a margin is on average over the training weight: the part that no input explains. */
  readonly baseValue: number;
  /** For a row as `marginOf` takes it: what each input adds, then `baseValue`. Their sum is the margin. */
  readonly valuesOf: (row: ArrayLike<number>) => Float64Array;
};

/** Preparing costs as much as hundreds of rows: an ensemble that is asked again row by row is prepared once. */
const preparedOf = new WeakMap<TreeEnsemble, PreparedShap>();

/** SHAP values of each row of a table: by input, then the base value; they sum to the margin within rounding. */
export function shapValues(ensemble: TreeEnsemble, table: Table): readonly Float64Array[] {
  let prepared = preparedOf.get(ensemble);
  if (prepared === undefined) preparedOf.set(ensemble, (prepared = prepareShap(ensemble)));
  const { valuesOf } = prepared;
  const read = createRowReader(ensemble, table);
  const row = new Float64Array(ensemble.inputs.length);
  return Array.from({ length: table.rowCount }, (_, at) => {
    read(at, row);
    return valuesOf(row);
  });
}

/** Works out, once, everything that does not depend on the row. */
export function prepareShap(ensemble: TreeEnsemble): PreparedShap {
  const flat = flattenTrees(ensemble);
  const see = createSight(ensemble);
  const edges = weighEdges(ensemble, flat);
  const size = flat.reads.length;
  const work: Work = {
    passes: new Uint8Array(size),
    products: new Float64Array(size * edges.points),
  };
  return {
    baseValue: edges.baseValue,
    valuesOf: (row) => {
      const values = new Float64Array(ensemble.inputs.length + 1);
      values[ensemble.inputs.length] = edges.baseValue;
      passDown({ flat, edges, work }, see(row));
      passUp({ flat, edges, work }, values);
      return values;
    },
  };
}

/** Of an edge, by whether the row passes it and passed the edge of the same input above: 3 cases, `points` numbers each. */
type Edges = {
  readonly points: number;
  readonly baseValue: number;
  /** By node: the input its parent asks about; −1 at roots. */
  readonly input: Int32Array;
  readonly parent: Int32Array;
  /** 1 where the node is its parent's left child. */
  readonly isLeft: Uint8Array;
  /** The nearest node above on whose edge the same input was asked; −1. */
  readonly above: Int32Array;
  /** What the product of the path is multiplied by. */
  readonly factor: Float64Array;
  /** What a product below the edge gives to the input. */
  readonly gain: Float64Array;
};

/** Whether a row passes every question about the edge's input so far. Of 4 pairs (passes, passed above) one can't be. */
const CASES = 3;
const FAILS_ANEW = 0;
const PASSES = 1;
const FAILED_BEFORE = 2;

type Work = { readonly passes: Uint8Array; readonly products: Float64Array };
type Pass = { readonly flat: FlatTrees; readonly edges: Edges; readonly work: Work };

/** The product Π (o t + z (1 − t)) of each path at each point; at leaves times the value. */
function passDown({ flat, edges, work }: Pass, seen: Float64Array): void {
  const { points, parent, isLeft, above, factor } = edges;
  const { passes, products } = work;
  for (let node = 0; node < parent.length; node += 1) {
    const from = parent[node] as number;
    const to = node * points;
    if (from < 0) products.fill(1, to, to + points);
    else {
      const earlier = above[node] as number;
      const passedAbove = earlier < 0 ? PASSES : (passes[earlier] as number);
      const side = goesLeft(flat, seen, from) ? 1 : 0;
      const isPassed = passedAbove === PASSES && side === isLeft[node];
      passes[node] = isPassed ? PASSES : passedAbove === PASSES ? FAILS_ANEW : FAILED_BEFORE;
      const at = (node * CASES + (passes[node] as number)) * points;
      for (let point = 0; point < points; point += 1)
        products[to + point] = (products[from * points + point] as number) * (factor[at + point] as number);
    }
    if (flat.reads[node] !== -1) continue;
    const value = flat.numbers[node] as number;
    for (let point = 0; point < points; point += 1)
      products[to + point] = (products[to + point] as number) * value;
  }
}

/** Sums of products over the leaves below, from the last node up; each edge gives its share to its input. */
function passUp({ flat, edges, work }: Pass, values: Float64Array): void {
  const { points, input, parent, gain } = edges;
  const { passes, products } = work;
  for (let node = parent.length - 1; node >= 0; node -= 1) {
    const to = node * points;
    if (flat.reads[node] !== -1) {
      const left = (flat.left[node] as number) * points;
      const right = (flat.right[node] as number) * points;
      for (let point = 0; point < points; point += 1)
        products[to + point] = (products[left + point] as number) + (products[right + point] as number);
    }
    const asked = input[node] as number;
    if (asked < 0) continue;
    const at = (node * CASES + (passes[node] as number)) * points;
    let sum = 0;
    for (let point = 0; point < points; point += 1)
      sum += (products[to + point] as number) * (gain[at + point] as number);
    values[asked] = (values[asked] as number) + sum;
  }
}

/** Shares of weight, factors and gains of every edge. */
function weighEdges(ensemble: TreeEnsemble, flat: FlatTrees): Edges {
  const size = flat.reads.length;
  const cover = Float64Array.from(ensemble.trees.flatMap((tree) => tree.cover));
  const input = new Int32Array(size).fill(-1);
  const parent = new Int32Array(size).fill(-1);
  const isLeft = new Uint8Array(size);
  const above = new Int32Array(size).fill(-1);
  /** The share of weight that passes every question about the edge's input so far; and of the whole path. */
  const share = new Float64Array(size).fill(1);
  const reached = new Float64Array(size).fill(1);
  let baseValue = ensemble.baseMargin;
  let mostInputs = 1;
  const inputsAbove = new Int32Array(size);
  for (let node = 0; node < size; node += 1) {
    const read = flat.reads[node] ?? -1;
    if (read === -1) {
      baseValue += (reached[node] ?? 0) * (flat.numbers[node] ?? 0);
      continue;
    }
    const asked = read >= 0 ? read >> 1 : -2 - read;
    const children = [flat.left[node] ?? 0, flat.right[node] ?? 0] as const;
    // What the children hold, not what the parent says: then the shares of two branches sum to one.
    const total = (cover[children[0]] ?? 0) + (cover[children[1]] ?? 0);
    const earlier = askedBefore(node, asked, { input, parent });
    for (const child of children) {
      const part = (cover[child] ?? 0) / total;
      input[child] = asked;
      parent[child] = node;
      isLeft[child] = child === children[0] ? 1 : 0;
      above[child] = earlier;
      share[child] = part * (earlier < 0 ? 1 : (share[earlier] ?? 1));
      reached[child] = part * (reached[node] ?? 1);
      inputsAbove[child] = (inputsAbove[node] ?? 0) + (earlier < 0 ? 1 : 0);
      mostInputs = Math.max(mostInputs, inputsAbove[child] ?? 0);
    }
  }
  const numbers = edgeNumbers(Math.ceil(mostInputs / 2), { share, above });
  return { ...numbers, baseValue, input, parent, isLeft, above };
}

function askedBefore(
  node: number,
  asked: number,
  { input, parent }: { readonly input: Int32Array; readonly parent: Int32Array },
): number {
  let at = node;
  while (at >= 0 && input[at] !== asked) at = parent[at] ?? -1;
  return at;
}

function edgeNumbers(
  points: number,
  { share, above }: { readonly share: Float64Array; readonly above: Int32Array },
): Pick<Edges, 'points' | 'factor' | 'gain'> {
  const { places, weights } = legendreOnUnit(points);
  const factor = new Float64Array(share.length * CASES * points);
  const gain = new Float64Array(factor.length);
  for (let node = 0; node < share.length; node += 1)
    for (let which = 0; which < CASES; which += 1)
      for (let point = 0; point < points; point += 1) {
        const t = places[point] ?? 0;
        const factorOf = (passes: boolean, z: number): number => (passes ? t : 0) + z * (1 - t);
        const gainOf = (passes: boolean, z: number): number => ((passes ? 1 : 0) - z) / factorOf(passes, z);
        const earlier = above[node] ?? -1;
        // An input not yet asked passes with weight one: factor t + (1 − t) = 1, gain 0.
        const before = [which !== FAILED_BEFORE, earlier < 0 ? 1 : (share[earlier] ?? 1)] as const;
        const now = [which === PASSES, share[node] ?? 1] as const;
        const at = (node * CASES + which) * points + point;
        factor[at] = factorOf(...now) / factorOf(...before);
        gain[at] = (weights[point] ?? 0) * (gainOf(...now) - gainOf(...before));
      }
  return { points, factor, gain };
}
