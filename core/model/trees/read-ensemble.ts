/**
 * The check at the door: JSON in, a tree ensemble out that every other function of this folder may trust. Refuses cycles,
 * nodes with two parents or none, children that are not there, unknown inputs, numbers that are not finite, thresholds that
 * float32 cannot hold where the model compares in float32, and more trees, nodes or levels than the limits.
 */
import { type JsonValue, ok, type Result, refuse } from '@plimsoll/core/base';
import {
  MAX_ENSEMBLE_NODES,
  MAX_INPUT_LEVELS,
  MAX_TREE_DEPTH,
  MAX_TREE_INPUTS,
  MAX_TREE_NODES,
  MAX_TREES,
  type Tree,
  type TreeEnsemble,
  type TreeInput,
} from './ensemble.ts';

type Fields = { readonly [name: string]: JsonValue };
type Facts = { readonly [name: string]: JsonValue };

const TREE_FIELDS = [
  'feature',
  'threshold',
  'levelsLeft',
  'missingLeft',
  'left',
  'right',
  'value',
  'cover',
] as const;

/** Reads an ensemble. Refuses `trees_unreadable` with the problem and the place. Linear in the size. */
export function readEnsemble(value: JsonValue | TreeEnsemble): Result<TreeEnsemble> {
  const fields = fieldsOf(value);
  if (fields === null) return broken({ problem: 'not an object' });
  const { inputs, trees, baseMargin, precision } = fields;
  if (!isFinite(baseMargin)) return broken({ problem: 'baseMargin is not a finite number' });
  if (precision !== 'float64' && precision !== 'float32')
    return broken({ problem: 'precision is neither float64 nor float32' });
  if (!Array.isArray(inputs) || inputs.length > MAX_TREE_INPUTS)
    return broken({ problem: 'inputs is not a list within its limit', limit: MAX_TREE_INPUTS });
  if (!Array.isArray(trees) || trees.length > MAX_TREES)
    return broken({ problem: 'trees is not a list within its limit', limit: MAX_TREES });
  const known = new Set<string>();
  for (const [at, input] of inputs.entries()) {
    const problem = inputProblem(input, known);
    if (problem !== null) return broken({ problem, input: at });
  }
  const sound = inputs as unknown as readonly TreeInput[];
  let nodes = 0;
  for (const [at, tree] of trees.entries()) {
    const found = treeProblem(tree as JsonValue, sound, precision === 'float32');
    if (found !== null) return broken({ ...found, tree: at });
    nodes += (tree as unknown as Tree).feature.length;
  }
  if (nodes > MAX_ENSEMBLE_NODES)
    return broken({ problem: 'too many nodes', nodes, limit: MAX_ENSEMBLE_NODES });
  return ok(value as unknown as TreeEnsemble);
}

function inputProblem(value: JsonValue, known: Set<string>): string | null {
  const fields = fieldsOf(value);
  if (fields === null) return 'an input is not an object';
  const { name, kind, levels, zeroIsMissing } = fields;
  if (typeof name !== 'string' || name === '') return 'an input has no name';
  if (known.has(name)) return 'two inputs have one name';
  known.add(name);
  if (kind !== 'numeric' && kind !== 'categorical') return 'an input is neither numeric nor categorical';
  if (!Array.isArray(levels) || !levels.every((level) => typeof level === 'string'))
    return 'levels is not a list of texts';
  if (kind === 'numeric' && levels.length > 0) return 'a numeric input has levels';
  if (levels.length > MAX_INPUT_LEVELS) return 'an input has too many levels';
  if (new Set(levels).size !== levels.length) return 'a level stands twice';
  if (zeroIsMissing !== undefined && typeof zeroIsMissing !== 'boolean')
    return 'zeroIsMissing is not true or false';
  if (zeroIsMissing === true && kind !== 'numeric') return 'zeroIsMissing stands at a category';
  return null;
}

function treeProblem(value: JsonValue, inputs: readonly TreeInput[], isFloat32: boolean): Facts | null {
  const fields = fieldsOf(value);
  if (fields === null) return { problem: 'a tree is not an object' };
  const size = Array.isArray(fields['feature']) ? fields['feature'].length : 0;
  if (size < 1 || size > MAX_TREE_NODES)
    return { problem: 'a tree has no node, or too many', nodes: size, limit: MAX_TREE_NODES };
  for (const name of [...TREE_FIELDS, ...('unseenLeft' in fields ? ['unseenLeft'] : [])]) {
    const list = fields[name];
    if (!Array.isArray(list) || list.length !== size)
      return { problem: 'a list is not one entry a node', list: name };
  }
  const tree = value as unknown as Tree;
  const parents = new Uint8Array(size);
  for (let node = 0; node < size; node += 1) {
    const problem =
      tree.feature[node] === -1
        ? leafProblem(tree, node)
        : innerProblem(tree, node, { inputs, isFloat32, parents });
    if (problem !== null) return { problem, node };
  }
  const orphan = parents.findIndex((count, node) => count !== (node === 0 ? 0 : 1));
  if (orphan >= 0) return { problem: 'a node has no parent, or two', node: orphan };
  const depth = depthOf(tree);
  return depth <= MAX_TREE_DEPTH ? null : { problem: 'a tree is too deep', depth, limit: MAX_TREE_DEPTH };
}

function depthOf(tree: Tree): number {
  const depths = new Int32Array(tree.feature.length);
  let most = 0;
  for (const [node, feature] of tree.feature.entries()) {
    const depth = depths[node] ?? 0;
    most = Math.max(most, depth);
    if (feature === -1) continue;
    depths[tree.left[node] ?? 0] = depth + 1;
    depths[tree.right[node] ?? 0] = depth + 1;
  }
  return most;
}

function leafProblem(tree: Tree, node: number): string | null {
  if (tree.left[node] !== -1 || tree.right[node] !== -1) return 'a leaf has children';
  if (!isFinite(tree.value[node])) return 'the value of a leaf is not a finite number';
  if (tree.levelsLeft[node] !== null || tree.threshold[node] !== 0) return 'a leaf has a condition';
  return coverProblem(tree, node);
}

type Reading = {
  readonly inputs: readonly TreeInput[];
  readonly isFloat32: boolean;
  /** Counts how often each node is a child; written here. */
  readonly parents: Uint8Array;
};

function innerProblem(tree: Tree, node: number, reading: Reading): string | null {
  const { parents } = reading;
  const input = reading.inputs[tree.feature[node] ?? -1];
  if (input === undefined) return 'a node asks about an input that is not there';
  for (const child of [tree.left[node], tree.right[node]]) {
    if (!Number.isSafeInteger(child) || child === undefined || child >= parents.length)
      return 'a child is not there';
    if (child <= node) return 'a child stands before its parent';
    parents[child] = Math.min(2, (parents[child] ?? 0) + 1);
  }
  if (tree.value[node] !== 0) return 'an inner node has a value';
  if (typeof tree.missingLeft[node] !== 'boolean') return 'missingLeft is not true or false';
  if (tree.unseenLeft !== undefined && typeof tree.unseenLeft[node] !== 'boolean')
    return 'unseenLeft is not true or false';
  const condition =
    input.kind === 'numeric'
      ? thresholdProblem(tree, node, reading.isFloat32)
      : levelsProblem(tree, node, input.levels.length);
  return condition ?? coverProblem(tree, node);
}

function thresholdProblem(tree: Tree, node: number, isFloat32: boolean): string | null {
  const threshold = tree.threshold[node];
  if (!isFinite(threshold)) return 'a threshold is not a finite number';
  if (tree.levelsLeft[node] !== null) return 'a numeric node lists levels';
  return isFloat32 && Math.fround(threshold) !== threshold ? 'a threshold is not a float32' : null;
}

function levelsProblem(tree: Tree, node: number, levels: number): string | null {
  const left = tree.levelsLeft[node];
  if (!Array.isArray(left)) return 'a categorical node lists no levels';
  if (tree.threshold[node] !== 0) return 'a categorical node has a threshold';
  const codes = left as readonly number[];
  const isSound = codes.every(
    (code, at) =>
      Number.isSafeInteger(code) && code >= 0 && code < levels && (at === 0 || code > (codes[at - 1] ?? 0)),
  );
  return isSound ? null : 'levels that go left are not ascending codes of the input';
}

function coverProblem(tree: Tree, node: number): string | null {
  const cover = tree.cover[node];
  return isFinite(cover) && cover > 0 ? null : 'a cover is not above zero';
}

function isFinite(value: JsonValue | undefined): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function fieldsOf(value: JsonValue | undefined): Fields | null {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as Fields) : null;
}

function broken(facts: Facts): ReturnType<typeof refuse> {
  return refuse('trees_unreadable', 'TRE-1', facts);
}
