/**
 * Plans: which perfect subtrees a root or proof is made of, before anything is read. So a store can fetch all it needs
 * at once, and nothing here waits. Source: RFC 6962 sections 2.1, 2.1.1 (PATH) and 2.1.2 (SUBPROOF), written as loops.
 */
import { assert } from '@plimsoll/core/base';
import { emptyRoot, type Hashes, hashNode, portableHashes } from './hash.ts';
import { isSize, splitOf, type Subtree, subtreesBetween } from './subtree.ts';

/** One entry per hash of the answer: the subtrees, left to right, that are folded from the right into that hash. */
export type ProofPlan = readonly (readonly Subtree[])[];

/** The root at `size`: one hash. */
export function rootPlan(size: number): ProofPlan {
  return [subtreesBetween(0, size)];
}

/** The proof that leaf `index` is in the log of `size` leaves: at most 53 hashes, from the leaf up. */
export function inclusionPlan(index: number, size: number): ProofPlan {
  assert(isSize(index) && isSize(size) && index < size, 'a leaf of the log');
  const plan: (readonly Subtree[])[] = [];
  let begin = 0;
  let end = size;
  while (end - begin > 1) {
    const middle = begin + splitOf(end - begin);
    if (index < middle) {
      plan.push(subtreesBetween(middle, end));
      end = middle;
    } else {
      plan.push(subtreesBetween(begin, middle));
      begin = middle;
    }
  }
  return plan.toReversed();
}

/** The proof that the log of `from` leaves is the beginning of the log of `to` leaves; 1 ≤ from ≤ to. */
export function consistencyPlan(from: number, to: number): ProofPlan {
  assert(isSize(from) && isSize(to) && from >= 1 && from <= to, 'two sizes of the log, 1 ≤ from ≤ to');
  const plan: (readonly Subtree[])[] = [];
  let begin = 0;
  let end = to;
  while (from !== end) {
    const middle = begin + splitOf(end - begin);
    if (from <= middle) {
      plan.push(subtreesBetween(middle, end));
      end = middle;
    } else {
      plan.push(subtreesBetween(begin, middle));
      begin = middle;
    }
  }
  // Where the older log is itself a perfect subtree, its root is known to whoever asks.
  if (begin > 0) plan.push(subtreesBetween(begin, end));
  return plan.toReversed();
}

/** Folds hashes of neighbouring subtrees, left to right, into the hash of their common node; none give the empty root. */
export function foldHashes(parts: readonly Uint8Array[], hashes: Hashes = portableHashes): Uint8Array {
  const last = parts.at(-1);
  if (last === undefined) return emptyRoot(hashes);
  let folded = last;
  for (let at = parts.length - 2; at >= 0; at--) folded = hashNode(parts[at] as Uint8Array, folded, hashes);
  return folded;
}
