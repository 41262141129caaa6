/**
 * Signature algorithms, each under the byte that names it in a signed note. The byte stays open: another algorithm
 * (ML-DSA is coming) is another entry, and notes may carry signatures of both. Source: RFC 8032 (Ed25519);
 * c2sp.org/signed-note, "Signature types".
 */
import { ed25519 } from '@noble/curves/ed25519.js';
import { assert } from '@plimsoll/core/base';

export type SignatureAlgorithm = {
  /** The identifier byte in key ids and verifier keys. */
  readonly byte: number;
  readonly name: string;
  readonly publicKeyBytes: number;
  readonly verify: (claim: SignatureClaim) => boolean;
};

export type SignatureClaim = {
  readonly publicKey: Uint8Array;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
};

const ED25519_KEY_BYTES = 32;
const ED25519_SIGNATURE_BYTES = 64;

/** Ed25519, strict: RFC 8032 encodings only, so one message has one valid signature per key. */
export const ed25519Algorithm: SignatureAlgorithm = {
  byte: 1,
  name: 'Ed25519',
  publicKeyBytes: ED25519_KEY_BYTES,
  verify: ({ publicKey, message, signature }) => {
    if (publicKey.length !== ED25519_KEY_BYTES || signature.length !== ED25519_SIGNATURE_BYTES) return false;
    return ed25519.verify(signature, message, publicKey, { zip215: false });
  },
};

/** The algorithms that notes are checked with unless others are handed in. */
export const knownAlgorithms: readonly SignatureAlgorithm[] = [ed25519Algorithm];

/** Signs in pure ECMAScript, for tests and small tools; a server hands in its native signing. `seed`: 32 secret bytes. */
export function ed25519FromSeed(seed: Uint8Array): {
  readonly publicKey: Uint8Array;
  readonly sign: (message: Uint8Array) => Uint8Array;
} {
  assert(seed.length === ED25519_KEY_BYTES, 'a seed of 32 bytes');
  return { publicKey: ed25519.getPublicKey(seed), sign: (message) => ed25519.sign(message, seed) };
}
