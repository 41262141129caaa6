/**
 * A sum of decision trees on the log-odds of bad: what the trainer makes, what imports become, what prediction, SHAP and the
 * proofs of constraints read. Trees are arrays by node, so that a document of them is plain JSON and nothing has to be run to
 * read it. Invariants (checked by `readEnsemble`): node 0 is the root, every other node is the child of exactly one node with a
 * smaller index, every number is finite, a child is −1 exactly at leaves.
 */

/** What a tree may ask about. `levels` is [] for numbers; a category is compared as its index in `levels`. */
export type TreeInput = {
  readonly name: string;
  readonly kind: 'numeric' | 'categorical';
  readonly levels: readonly string[];
  /** A number of at most `ZERO_BAND` in size is read as missing (LightGBM's `zero_as_missing`). Absent: it isn't. */
  readonly zeroIsMissing?: boolean;
};

/** LightGBM's `kZeroThreshold`, a float32: with `zeroIsMissing`, a number no further from 0 than this is missing. */
export const ZERO_BAND = Math.fround(1e-35);

/** One tree, arrays by node. */
export type Tree = {
  /** Index of the input a node asks about; −1 at a leaf. */
  readonly feature: readonly number[];
  /** Numeric: goes left when value < threshold. 0 at leaves and at categorical nodes. */
  readonly threshold: readonly number[];
  /** Categorical: the codes that go left, ascending; else null. */
  readonly levelsLeft: readonly (readonly number[] | null)[];
  /** Where a missing value goes, and an unseen level if `unseenLeft` is absent. False at leaves. */
  readonly missingLeft: readonly boolean[];
  /** Where a level that is none of `levels` goes, if not where a missing value goes (XGBoost sends it left). */
  readonly unseenLeft?: readonly boolean[];
  /** Children; −1 at leaves. A child's index is above its parent's. */
  readonly left: readonly number[];
  readonly right: readonly number[];
  /** Leaf: what it adds to the margin, learning rate included. 0 at inner nodes. */
  readonly value: readonly number[];
  /** Training weight (rows or hessian) that reached the node; above 0. SHAP weighs branches by it. */
  readonly cover: readonly number[];
};

export type TreeEnsemble = {
  readonly inputs: readonly TreeInput[];
  /** Log-odds of bad before any tree. */
  readonly baseMargin: number;
  /** `float32`: a number is rounded to float32 before it is compared (models of XGBoost and ONNX); thresholds are float32. */
  readonly precision: 'float64' | 'float32';
  readonly trees: readonly Tree[];
};

/** The limits of a document of trees. */
export const MAX_TREES = 10_000;
export const MAX_TREE_NODES = 65_535;
export const MAX_TREE_DEPTH = 512;
export const MAX_ENSEMBLE_NODES = 4_000_000;
export const MAX_TREE_INPUTS = 10_000;
export const MAX_INPUT_LEVELS = 100_000;
