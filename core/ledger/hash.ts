/**
 * The hashes of the log: leaves and inner nodes of a Merkle tree, told apart by their first byte.
 * Source: RFC 6962 section 2.1 (same in RFC 9162 section 2.1.1): leaf = SHA-256(0x00 ‖ bytes), node = SHA-256(0x01 ‖ left ‖
 * right), root of the empty tree = SHA-256 of nothing. The primitives are handed in: a browser uses @noble/hashes, a
 * server its native ones; both give the same bytes.
 */
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { assert } from '@plimsoll/core/base';

export const HASH_BYTES = 32;

/** SHA-256 and HMAC-SHA-256 over whole byte strings. */
export type Hashes = {
  readonly sha256: (bytes: Uint8Array) => Uint8Array;
  readonly hmacSha256: (key: Uint8Array, message: Uint8Array) => Uint8Array;
};

/** The primitives that run anywhere. */
export const portableHashes: Hashes = {
  sha256: (bytes) => sha256(bytes),
  hmacSha256: (key, message) => hmac(sha256, key, message),
};

const LEAF_PREFIX = 0;
const NODE_PREFIX = 1;

/** Hash of a leaf's bytes. */
export function hashLeafBytes(bytes: Uint8Array, hashes: Hashes = portableHashes): Uint8Array {
  const prefixed = new Uint8Array(1 + bytes.length);
  prefixed[0] = LEAF_PREFIX;
  prefixed.set(bytes, 1);
  return hashes.sha256(prefixed);
}

/** Hash of an inner node over its two children. */
export function hashNode(left: Uint8Array, right: Uint8Array, hashes: Hashes = portableHashes): Uint8Array {
  assert(left.length === HASH_BYTES && right.length === HASH_BYTES, 'children of 32 bytes');
  const prefixed = new Uint8Array(1 + 2 * HASH_BYTES);
  prefixed[0] = NODE_PREFIX;
  prefixed.set(left, 1);
  prefixed.set(right, 1 + HASH_BYTES);
  return hashes.sha256(prefixed);
}

/** Root of the tree without leaves. */
export function emptyRoot(hashes: Hashes = portableHashes): Uint8Array {
  return hashes.sha256(new Uint8Array(0));
}
