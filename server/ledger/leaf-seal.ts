/**
 * Leaf seals: 8 bytes for each leaf, keyed, written with the checkpoint that first covers it. A signed root says that
 * something before it was altered, not what. Whoever rewrites rows, hashes and tiles alike still lacks the key, so the
 * seals say which event it was. They prove nothing to strangers: that is what the signed roots are for.
 * Source: HMAC-SHA-256 (RFC 2104) cut to 64 bits; one guess in 2^64 passes, and each guess shows.
 */
import { assert } from '@plimsoll/core/base';
import { hmacSha256 } from '@plimsoll/server/keys';

export const SEAL_BYTES = 8;
/** A position takes at most 16 digits. */
const MESSAGE_BYTES = 64;

/** The seal of a leaf hash at a position. */
export type LeafSeal = (position: number, leafHash: Uint8Array) => Uint8Array;

/** Seals under a key of 32 bytes that is kept outside the database. */
export function createLeafSeal(key: Uint8Array): LeafSeal {
  assert(key.length === 32, 'a key of 32 bytes');
  const message = Buffer.alloc(MESSAGE_BYTES);
  return (position, leafHash) => {
    const start = message.write(`${position}/`, 'latin1');
    assert(start + leafHash.length <= MESSAGE_BYTES, 'a leaf hash');
    message.set(leafHash, start);
    return hmacSha256(key, message.subarray(0, start + leafHash.length)).subarray(0, SEAL_BYTES);
  };
}
