/**
 * Boxes: AES-256-GCM with a random 96-bit nonce. Layout: one byte of format (1), 12 of nonce, the ciphertext, 16 of
 * tag. The context is authenticated, not stored: a box moved to another place doesn't open.
 * Source: NIST SP 800-38D (2007). A key seals at most 2^32 boxes with random nonces; ours seal one person's events.
 */
import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject } from 'node:crypto';
import { assert } from '@plimsoll/core/base';
import { nextRandomBytes } from './random.ts';

export const KEY_BYTES = 32;
const FORMAT = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEAD_BYTES = 1 + NONCE_BYTES;

/** Seals bytes, or a text's UTF-8 bytes, under `key` (32 bytes) for `context` alone. */
export function seal(plain: string | Uint8Array, key: Uint8Array | KeyObject, context: string): Buffer {
  const nonce = nextRandomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', secretKey(key), nonce);
  cipher.setAAD(Buffer.from(context));
  const body = typeof plain === 'string' ? cipher.update(plain, 'utf8') : cipher.update(plain);
  cipher.final();
  const box = Buffer.allocUnsafe(HEAD_BYTES + body.length + TAG_BYTES);
  box[0] = FORMAT;
  box.set(nonce, 1);
  box.set(body, HEAD_BYTES);
  box.set(cipher.getAuthTag(), HEAD_BYTES + body.length);
  return box;
}

/** Opens a box; null when key, context or bytes aren't those of the sealing. */
export function unseal(box: Uint8Array, key: Uint8Array | KeyObject, context: string): Buffer | null {
  if (box.length < HEAD_BYTES + TAG_BYTES || box[0] !== FORMAT) return null;
  const decipher = createDecipheriv('aes-256-gcm', secretKey(key), box.subarray(1, HEAD_BYTES));
  decipher.setAAD(Buffer.from(context));
  decipher.setAuthTag(box.subarray(box.length - TAG_BYTES));
  try {
    const plain = decipher.update(box.subarray(HEAD_BYTES, box.length - TAG_BYTES));
    return Buffer.concat([plain, decipher.final()]);
  } catch {
    return null;
  }
}

/**
 * Bytes as the key object that node:crypto works with. Handing bytes to createHmac or createCipheriv makes the same
 * object by a path that throws and catches inside: measured on Node 24, 18 µs a box instead of 4, 11 µs an HMAC instead of 3.
 */
export function secretKey(key: Uint8Array | KeyObject): KeyObject {
  if (!(key instanceof Uint8Array)) return key;
  assert(key.length === KEY_BYTES, 'a key of 32 bytes');
  return createSecretKey(key);
}
