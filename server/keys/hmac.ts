/**
 * SHA-256 and HMAC-SHA-256 (RFC 2104) out of one-shot hashes. Node's own createHmac makes a key object and a stream for
 * each call, and a hash handed out as a buffer makes an allocation of its own outside the heap; a decision takes about
 * twenty hashes. As a text of one character per byte each costs a fifth (measured: 0.2 µs against 1.1, an HMAC 0.9
 * against 2.1 of createHmac). Same bytes, tested so.
 */
import { hash } from 'node:crypto';

const BLOCK_BYTES = 64;
const HASH_BYTES = 32;
const INNER_PAD = 0x36;
const OUTER_PAD = 0x5c;
const SCRATCH_BYTES = 16_384;
/** A UTF-16 code unit takes at most three bytes in UTF-8. */
const MAX_BYTES_OF_UNIT = 3;

const scratch = Buffer.alloc(BLOCK_BYTES + SCRATCH_BYTES);
const outer = Buffer.alloc(BLOCK_BYTES + HASH_BYTES);

/** The SHA-256 of bytes, or of a text's UTF-8 bytes. */
export function sha256(message: string | Uint8Array): Buffer {
  return Buffer.from(hash('sha256', message, 'binary'), 'binary');
}

/** The HMAC of a text's UTF-8 bytes, or of bytes, under a key of at most 64 bytes (a longer one is hashed first). */
export function hmacSha256(key: Uint8Array, message: string | Uint8Array): Buffer {
  return Buffer.from(finish(key, message, 'binary'), 'binary');
}

/** The same as lower-case hex. */
export function hmacSha256Hex(key: Uint8Array, message: string | Uint8Array): string {
  return finish(key, message, 'hex');
}

function finish(key: Uint8Array, message: string | Uint8Array, encoding: 'binary' | 'hex'): string {
  const shortKey = key.length > BLOCK_BYTES ? sha256(key) : key;
  const isText = typeof message === 'string';
  const room = isText ? message.length * MAX_BYTES_OF_UNIT : message.length;
  const inner = room > SCRATCH_BYTES ? Buffer.allocUnsafe(BLOCK_BYTES + room) : scratch;
  for (let index = 0; index < BLOCK_BYTES; index++) {
    const byte = index < shortKey.length ? (shortKey[index] as number) : 0;
    inner[index] = byte ^ INNER_PAD;
    outer[index] = byte ^ OUTER_PAD;
  }
  const length = isText ? inner.write(message, BLOCK_BYTES, 'utf8') : message.length;
  if (!isText) inner.set(message, BLOCK_BYTES);
  outer.write(hash('sha256', inner.subarray(0, BLOCK_BYTES + length), 'binary'), BLOCK_BYTES, 'binary');
  return hash('sha256', outer, encoding);
}
