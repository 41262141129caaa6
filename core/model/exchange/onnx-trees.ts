/**
 * The trees of an ONNX ensemble (operators `TreeEnsembleClassifier` and `TreeEnsembleRegressor`, versions 1 and 3). Numbers are
 * float32. `BRANCH_LEQ` becomes "below the next float32"; `BRANCH_GT` and `BRANCH_GTE` become their opposites with the sides
 * changed; a missing value takes the false side, or the true one when the node tracks it.
 */
import type { Refusal, Result } from '@plimsoll/core/base';
import { nextAbove, type TreeEnsemble, type TreeInput } from '@plimsoll/core/model/trees';
import { type ForeignNode, gatherTrees, growTree, inputOf, refuseImport } from './grown.ts';
import { floats, type OnnxNode, textOf, texts, wholeOf, wholes } from './onnx-node.ts';

/** `columns`: null when the file doesn't name them. `isLogisticBehind`: the graph turns the sum into a chance itself. */
type Surroundings = { readonly columns: readonly TreeInput[] | null; readonly isLogisticBehind: boolean };

/** Attributes of ensembles that are read; others than these and than hit rates change the answer or are not known. */
const READ_ATTRIBUTES = new Set([
  'aggregate_function',
  'base_values',
  'classlabels_int64s',
  'classlabels_strings',
  'n_targets',
  'nodes_hitrates',
  'post_transform',
  ...['falsenodeids', 'featureids', 'missing_value_tracks_true', 'modes', 'nodeids', 'treeids'].map(
    (name) => `nodes_${name}`,
  ),
  ...['truenodeids', 'values'].map((name) => `nodes_${name}`),
  ...['class', 'target'].flatMap((name) =>
    ['ids', 'nodeids', 'treeids', 'weights'].map((part) => `${name}_${part}`),
  ),
]);

const MODES = new Set(['LEAF', 'BRANCH_LT', 'BRANCH_LEQ', 'BRANCH_GT', 'BRANCH_GTE']);

/** Reads the ensemble. Refuses more than one output, classes other than 0 and 1, and sums that don't become a chance. */
export function readOnnxTrees(node: OnnxNode, around: Surroundings): Result<TreeEnsemble> {
  const unread = [...node.attributes.keys()].find((name) => !READ_ATTRIBUTES.has(name));
  if (unread !== undefined) return refuseImport('an attribute is not read', { attribute: unread });
  const isClassifier = node.operator === 'TreeEnsembleClassifier';
  const read = reading(node);
  const refused = outputProblem(node, isClassifier, around);
  if (refused !== null) return refused;
  const leaves = leavesOf(node, isClassifier ? 'class' : 'target');
  if (!(leaves instanceof Map)) return leaves as Refusal;
  const places = placesOf(read);
  if ('code' in places) return places;
  const highest = read.features.reduce((most, each) => Math.max(most, each), -1);
  const inputs =
    around.columns ?? Array.from({ length: highest + 1 }, (_, column) => inputOf(`column_${column}`, null));
  const [base = 0, ...others] = floats(node, 'base_values');
  if (others.length > 0) return refuseImport('base values of several outputs');
  const roots = [...places.values()].map(({ root }) => root);
  const share = textOf(node, 'aggregate_function') === 'AVERAGE' ? roots.length : 1;
  return gatherTrees(
    { inputs, baseMargin: base, precision: 'float32' },
    [...places.values()].map(({ root, places: byId }) =>
      growTree<number>(root, (at) => nodeAt(read, at, { byId, leaves, share })),
    ),
  );
}

function outputProblem(node: OnnxNode, isClassifier: boolean, around: Surroundings): Refusal | null {
  const transform = textOf(node, 'post_transform') ?? 'NONE';
  // onnxruntime leaves a regressor's own LOGISTIC out; only an operator behind it makes a chance of its sum.
  const isChance = isClassifier
    ? transform === 'LOGISTIC' && !around.isLogisticBehind
    : transform === 'NONE' && around.isLogisticBehind;
  if (!isChance)
    return refuseImport('the sum of the trees does not become a chance by one logistic function', {
      postTransform: transform,
    });
  const aggregate = textOf(node, 'aggregate_function') ?? 'SUM';
  if (aggregate !== 'SUM' && aggregate !== 'AVERAGE')
    return refuseImport('trees are not added', { aggregateFunction: aggregate });
  if (!isClassifier)
    return (wholeOf(node, 'n_targets') ?? 1) === 1 ? null : refuseImport('a model of several outputs');
  const labels = [...wholes(node, 'classlabels_int64s').map(String), ...texts(node, 'classlabels_strings')];
  if (labels.length > 2) return refuseImport('a model of several classes', { labels });
  if (labels.join() !== '0,1') return refuseImport('the classes are not 0 and 1', { labels });
  // Runtimes take leaves of which none is negative for shares of votes, and leave the logistic function out.
  return floats(node, 'class_weights').some((weight) => weight < 0)
    ? null
    : refuseImport('no leaf is below zero, which runtimes read as votes');
}

type Reading = {
  readonly trees: readonly number[];
  readonly ids: readonly number[];
  readonly features: readonly number[];
  readonly values: readonly number[];
  readonly modes: readonly string[];
  readonly whenTrue: readonly number[];
  readonly whenFalse: readonly number[];
  readonly tracksTrue: readonly number[];
};

function reading(node: OnnxNode): Reading {
  return {
    trees: wholes(node, 'nodes_treeids'),
    ids: wholes(node, 'nodes_nodeids'),
    features: wholes(node, 'nodes_featureids'),
    values: floats(node, 'nodes_values'),
    modes: texts(node, 'nodes_modes'),
    whenTrue: wholes(node, 'nodes_truenodeids'),
    whenFalse: wholes(node, 'nodes_falsenodeids'),
    tracksTrue: wholes(node, 'nodes_missing_value_tracks_true'),
  };
}

/** By tree, where the nodes of each id stand; the first is the root. */
type Places = Map<number, { readonly root: number; readonly places: Map<number, number> }>;

function placesOf(read: Reading): Places | Refusal {
  const { trees, ids, features, values, modes, whenTrue, whenFalse, tracksTrue } = read;
  const isLevel = [ids, features, values, modes, whenTrue, whenFalse].every(
    (each) => each.length === trees.length,
  );
  if (!isLevel || (tracksTrue.length > 0 && tracksTrue.length !== trees.length))
    return refuseImport('the lists of nodes differ in length');
  const unknown = modes.find((mode) => !MODES.has(mode));
  if (unknown !== undefined) return refuseImport('a comparison is not read', { mode: unknown });
  const found: Places = new Map();
  for (const [at, tree] of trees.entries()) {
    const id = ids[at] ?? -1;
    const known = found.get(tree);
    if (known === undefined) found.set(tree, { root: at, places: new Map([[id, at]]) });
    else if (known.places.has(id)) return refuseImport('a node stands twice', { tree, node: id });
    else known.places.set(id, at);
  }
  return found;
}

/** By tree and node, what a leaf adds. Refuses leaves of several outputs. */
function leavesOf(node: OnnxNode, part: 'class' | 'target'): ReadonlyMap<string, number> | Refusal {
  const [trees, nodes, ids] = [
    wholes(node, `${part}_treeids`),
    wholes(node, `${part}_nodeids`),
    wholes(node, `${part}_ids`),
  ];
  const weights = floats(node, `${part}_weights`);
  if ([nodes, ids, weights].some((each) => each.length !== trees.length))
    return refuseImport('the lists of leaves differ in length');
  if (ids.some((id) => id !== 0))
    return refuseImport('leaves of several classes, or of one that is not first');
  const leaves = new Map<string, number>();
  for (const [at, tree] of trees.entries())
    leaves.set(`${tree} ${nodes[at] ?? ''}`, weights[at] ?? Number.NaN);
  return leaves.size === trees.length ? leaves : refuseImport('a leaf has several values');
}

type Place = {
  readonly byId: ReadonlyMap<number, number>;
  readonly leaves: ReadonlyMap<string, number>;
  readonly share: number;
};

function nodeAt(read: Reading, at: number, { byId, leaves, share }: Place): ForeignNode<number> | Refusal {
  const mode = read.modes[at];
  if (mode === undefined) return refuseImport('a child is not there');
  if (mode === 'LEAF') {
    const leaf = leaves.get(`${read.trees[at] ?? ''} ${read.ids[at] ?? ''}`);
    return leaf === undefined ? refuseImport('a leaf has no value') : { leaf: leaf / share, cover: null };
  }
  const whenTrue = byId.get(read.whenTrue[at] ?? -1) ?? -1;
  const whenFalse = byId.get(read.whenFalse[at] ?? -1) ?? -1;
  const value = read.values[at] ?? Number.NaN;
  const isAbove = mode === 'BRANCH_GT' || mode === 'BRANCH_GTE';
  const isMissingTrue = read.tracksTrue[at] === 1;
  return {
    feature: read.features[at] ?? -1,
    test: mode === 'BRANCH_LEQ' || mode === 'BRANCH_GT' ? nextAbove(value, 'float32') : value,
    left: isAbove ? whenFalse : whenTrue,
    right: isAbove ? whenTrue : whenFalse,
    missingLeft: isMissingTrue !== isAbove,
    unseenLeft: false,
    cover: null,
  };
}
