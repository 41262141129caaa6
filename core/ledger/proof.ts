/**
 * Checking proofs. What is checked comes from outside, so every wrong shape is an answer (`false`), never a throw.
 * Source: RFC 9162 sections 2.1.3.2 (inclusion) and 2.1.4.2 (consistency).
 */
import { equalBytes } from '@plimsoll/core/base';
import { HASH_BYTES, type Hashes, hashNode, portableHashes } from './hash.ts';
import { halved, isSize } from './subtree.ts';

export type InclusionClaim = {
  readonly leafHash: Uint8Array;
  readonly index: number;
  readonly size: number;
  readonly proof: readonly Uint8Array[];
};

export type ConsistencyClaim = {
  readonly from: number;
  readonly to: number;
  readonly fromRoot: Uint8Array;
  readonly toRoot: Uint8Array;
  readonly proof: readonly Uint8Array[];
};

/** The root that an inclusion proof leads to; null when the proof has another length than its leaf and size demand. */
export function rootOfInclusion(claim: InclusionClaim, hashes: Hashes = portableHashes): Uint8Array | null {
  const { leafHash, index, size, proof } = claim;
  if (!isSize(index) || !isSize(size) || index >= size) return null;
  if (!areHashes([leafHash, ...proof])) return null;
  let place = index;
  let last = size - 1;
  let root = leafHash;
  for (const sibling of proof) {
    if (last === 0) return null;
    if (place % 2 === 1 || place === last) {
      root = hashNode(sibling, root, hashes);
      while (place % 2 === 0 && place !== 0) {
        place = halved(place);
        last = halved(last);
      }
    } else {
      root = hashNode(root, sibling, hashes);
    }
    place = halved(place);
    last = halved(last);
  }
  return last === 0 ? root : null;
}

/** True when the proof leads from the leaf to exactly this root. */
export function verifyInclusion(
  claim: InclusionClaim & { readonly root: Uint8Array },
  hashes: Hashes = portableHashes,
): boolean {
  const root = rootOfInclusion(claim, hashes);
  return root !== null && equalBytes(root, claim.root);
}

/**
 * True when the log of `from` leaves and root `fromRoot` is the beginning of the one of `to` leaves and root `toRoot`.
 * The empty log is the beginning of every log, so a claim about it says nothing and is not accepted.
 */
export function verifyConsistency(claim: ConsistencyClaim, hashes: Hashes = portableHashes): boolean {
  const { from, to, fromRoot, toRoot, proof } = claim;
  if (!isSize(from) || !isSize(to) || from < 1 || from > to) return false;
  if (!areHashes([fromRoot, toRoot, ...proof])) return false;
  if (from === to) return proof.length === 0 && equalBytes(fromRoot, toRoot);
  let place = from - 1;
  let last = to - 1;
  while (place % 2 === 1) {
    place = halved(place);
    last = halved(last);
  }
  // The older log is a perfect subtree exactly when nothing is left of its last place.
  const path = place === 0 ? [fromRoot, ...proof] : proof;
  const start = path[0];
  if (start === undefined) return false;
  let older = start;
  let newer = start;
  for (const sibling of path.slice(1)) {
    if (last === 0) return false;
    if (place % 2 === 1 || place === last) {
      older = hashNode(sibling, older, hashes);
      newer = hashNode(sibling, newer, hashes);
      while (place % 2 === 0 && place !== 0) {
        place = halved(place);
        last = halved(last);
      }
    } else {
      newer = hashNode(newer, sibling, hashes);
    }
    place = halved(place);
    last = halved(last);
  }
  return last === 0 && equalBytes(older, fromRoot) && equalBytes(newer, toRoot);
}

function areHashes(parts: readonly Uint8Array[]): boolean {
  return parts.every((part) => part.length === HASH_BYTES);
}
