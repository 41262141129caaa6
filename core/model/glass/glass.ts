/**
 * A glass box: log-odds of bad as a sum of one curve per input and a few surfaces over two inputs, all of them tables of steps.
 * A person reads it input by input, and the sum is the score: nothing else is computed. Plain JSON.
 */
import type { TreeInput } from '@plimsoll/core/model/trees';

export const MAX_SHAPES = 1000;
export const MAX_PAIRS = 100;
export const MAX_EDGES = 1000;
export const MAX_CELLS = 1_000_000;

/**
 * What one input adds. Numeric: `values[i]` for values in [edges[i − 1], edges[i]), the first below all edges; categorical: one value
 * per level, no edges. `missing` for no value, `unseen` for a level that isn't listed.
 */
export type Shape = {
  readonly input: TreeInput;
  readonly edges: readonly number[];
  readonly values: readonly number[];
  readonly missing: number;
  readonly unseen: number;
};

/** One side of a surface: its cells are those of a shape, and one more, the last, for missing and unseen. */
export type PairAxis = { readonly input: TreeInput; readonly edges: readonly number[] };

/** What two inputs add together beside their shapes: `values[first][second]`. */
export type ShapePair = {
  readonly first: PairAxis;
  readonly second: PairAxis;
  readonly values: readonly (readonly number[])[];
};

export type GlassModel = {
  readonly intercept: number;
  readonly shapes: readonly Shape[];
  readonly pairs: readonly ShapePair[];
};

/** Cells of an axis, without the one for missing and unseen. */
export function cellCount({ input, edges }: PairAxis): number {
  return input.kind === 'numeric' ? edges.length + 1 : input.levels.length;
}
