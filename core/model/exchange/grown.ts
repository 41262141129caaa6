/**
 * What every import of trees comes down to: nodes as another tool names them, put into the order and the arrays of a
 * `TreeEnsemble`, then checked at its door. A cycle can't be followed for ever, since no tree may have more nodes than the limit.
 */
import { type JsonValue, ok, type Refusal, type Result, refuse } from '@plimsoll/core/base';
import {
  MAX_TREE_NODES,
  readEnsemble,
  type Tree,
  type TreeEnsemble,
  type TreeInput,
} from '@plimsoll/core/model/trees';

/** What an import gives: the model, the tool and version that made it, and what a person should know, as codes. */
export type Imported<Body> = Body & {
  readonly tool: string;
  readonly notes: readonly ImportNote[];
};

/**
 * `covers_assumed`: the file doesn't say how many rows reached a node, so SHAP takes every leaf as equally frequent.
 * `float32_sums`: the tool adds in float32, Plimsoll in double, so that margins differ by the tool's own rounding (about 1e-6).
 * `worst_for_unlisted`: points that the file leaves out are the fewest of the characteristic.
 * `best_iteration`: the file names a best number of rounds; all of its trees are taken.
 */
export type ImportNote = 'covers_assumed' | 'float32_sums' | 'best_iteration' | 'worst_for_unlisted';

export type ImportedTrees = Imported<{ readonly kind: 'trees'; readonly ensemble: TreeEnsemble }>;

/** A node as another tool has it; `Id` is however that tool names nodes. */
export type ForeignNode<Id> = { readonly cover: number | null } & (
  | { readonly leaf: number }
  | {
      readonly feature: number;
      readonly left: Id;
      readonly right: Id;
      readonly missingLeft: boolean;
      readonly unseenLeft: boolean;
      /** Goes left when below it; or the codes that go left. */
      readonly test: number | readonly number[];
    }
);

type Growing = {
  readonly [Name in Exclude<keyof Tree, 'unseenLeft'>]: Tree[Name][number][];
} & { readonly unseenLeft: boolean[] };

/** Lays a foreign tree out, parents before children. Refuses a tree of more nodes than the limit, and what `nodeOf` refuses. */
export function growTree<Id>(root: Id, nodeOf: (id: Id) => ForeignNode<Id> | Refusal): Result<Tree> {
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
  let hasCovers = true;
  const waiting: { readonly id: Id; readonly parent: number; readonly isLeft: boolean }[] = [
    { id: root, parent: -1, isLeft: true },
  ];
  while (waiting.length > 0) {
    const { id, parent, isLeft } = waiting.pop() as (typeof waiting)[number];
    const at = tree.feature.length;
    if (at >= MAX_TREE_NODES)
      return refuseImport('a tree has too many nodes, or a cycle', { limit: MAX_TREE_NODES });
    const node = nodeOf(id);
    if ('code' in node) return node;
    if (parent >= 0) (isLeft ? tree.left : tree.right)[parent] = at;
    hasCovers &&= node.cover !== null;
    const isLeaf = 'leaf' in node;
    const levels = !isLeaf && typeof node.test !== 'number' ? node.test : null;
    tree.feature.push(isLeaf ? -1 : node.feature);
    tree.threshold.push(isLeaf || typeof node.test !== 'number' ? 0 : node.test);
    tree.levelsLeft.push(levels === null ? null : [...new Set(levels)].sort((one, other) => one - other));
    tree.missingLeft.push(!isLeaf && node.missingLeft);
    tree.unseenLeft.push(!isLeaf && levels !== null && node.unseenLeft);
    tree.left.push(-1);
    tree.right.push(-1);
    tree.value.push(isLeaf ? node.leaf : 0);
    tree.cover.push(node.cover ?? 0);
    if (isLeaf) continue;
    waiting.push({ id: node.right, parent: at, isLeft: false }, { id: node.left, parent: at, isLeft: true });
  }
  if (!hasCovers) countLeaves(tree);
  return ok(tree);
}

/** Every leaf weighs one. */
function countLeaves(tree: Growing): void {
  for (let node = tree.feature.length - 1; node >= 0; node -= 1)
    tree.cover[node] =
      tree.feature[node] === -1
        ? 1
        : (tree.cover[tree.left[node] ?? 0] ?? 0) + (tree.cover[tree.right[node] ?? 0] ?? 0);
}

/** The ensemble of trees that were grown; refuses what the door of `core/model/trees` refuses. */
export function gatherTrees(
  parts: Omit<TreeEnsemble, 'trees'>,
  trees: readonly Result<Tree>[],
): Result<TreeEnsemble> {
  const sound: Tree[] = [];
  for (const tree of trees) {
    if (!tree.ok) return tree;
    sound.push(tree.value);
  }
  const read = readEnsemble({ ...parts, trees: sound });
  return read.ok
    ? read
    : refuseImport(`a tree does not stand: ${JSON.stringify(read.facts['problem'])}`, read.facts);
}

/** A numeric or categorical input. */
export function inputOf(name: string, levels: readonly string[] | null): TreeInput {
  return levels === null ? { name, kind: 'numeric', levels: [] } : { name, kind: 'categorical', levels };
}

export function refuseImport(problem: string, facts: { readonly [name: string]: JsonValue } = {}): Refusal {
  return refuse('model_import_refused', 'MEX-1', { ...facts, problem });
}
