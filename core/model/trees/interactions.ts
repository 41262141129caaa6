/**
 * Proof, after training, that inputs act together only within declared groups. What is proved: on every path from a root to a leaf
 * all inputs lie in one group, so the margin is a sum of functions each of which reads the inputs of one group alone. An input
 * that no group names may act only by itself.
 */
import type { TreeEnsemble } from './ensemble.ts';

export type InteractionProof =
  | { readonly isProved: true; readonly trees: number }
  /** The first node whose path joins inputs that no group holds together. */
  | {
      readonly isProved: false;
      readonly tree: number;
      readonly node: number;
      readonly inputs: readonly string[];
    };

/** Proves that every path stays within a group. Linear in nodes × groups. */
export function proveInteractions(
  ensemble: TreeEnsemble,
  groups: readonly (readonly string[])[],
): InteractionProof {
  const named = new Set(groups.flat());
  const whole = [...groups, ...ensemble.inputs.flatMap(({ name }) => (named.has(name) ? [] : [[name]]))].map(
    (group) => new Set(group),
  );
  for (const [index, tree] of ensemble.trees.entries()) {
    const paths: ReadonlySet<string>[] = [new Set()];
    for (const [node, feature] of tree.feature.entries()) {
      if (feature === -1) continue;
      const path = new Set([...(paths[node] ?? []), ensemble.inputs[feature]?.name ?? '']);
      if (!whole.some((group) => [...path].every((name) => group.has(name))))
        return { isProved: false, tree: index, node, inputs: [...path] };
      paths[tree.left[node] ?? 0] = path;
      paths[tree.right[node] ?? 0] = path;
    }
  }
  return { isProved: true, trees: ensemble.trees.length };
}
