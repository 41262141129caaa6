/**
 * Commitments: a leaf binds an event's body without showing it. HMAC-SHA-256 under a random salt of 32 bytes: who has
 * salt and body can check them, who has neither learns nothing, and once the salt is destroyed the body can't even be
 * guessed. The personal part has a commitment and a salt of its own, which stands in the body as its member `personal`:
 * so the public part can be shown and checked without the personal one, and still when that one was erased.
 * Source: RFC 2104 (HMAC), RFC 8785 (the body's one text).
 */
import {
  assert,
  canonicalize,
  equalBytes,
  fromHex,
  type JsonValue,
  toHex,
  toUtf8,
} from '@plimsoll/core/base';
import { type Hashes, portableHashes } from './hash.ts';

/** As long as the hash, so that guessing the salt is as hard as breaking it. */
export const SALT_BYTES = 32;

/** The member of a body that holds the commitment to its personal part. */
export const PERSONAL_MEMBER = 'personal';

/** The commitment to a body, lower-case hex. */
export function commit(salt: Uint8Array, body: JsonValue, hashes: Hashes = portableHashes): string {
  return commitText(salt, canonicalize(body), hashes);
}

/** The commitment to a body that is canonical text already: the hot path writes it once and uses it twice. */
export function commitText(salt: Uint8Array, canonicalBody: string, hashes: Hashes = portableHashes): string {
  assert(salt.length === SALT_BYTES, `a salt of ${SALT_BYTES} bytes`);
  return toHex(hashes.hmacSha256(salt, toUtf8(canonicalBody)));
}

/** True when salt and body open the commitment; false also for a salt of another length or a commitment of another form. */
export function verifyCommitment(
  commitment: string,
  opening: { readonly salt: Uint8Array; readonly body: JsonValue },
  hashes: Hashes = portableHashes,
): boolean {
  const expected = fromHex(commitment);
  if (expected === null || opening.salt.length !== SALT_BYTES) return false;
  return equalBytes(expected, hashes.hmacSha256(opening.salt, toUtf8(canonicalize(opening.body))));
}
