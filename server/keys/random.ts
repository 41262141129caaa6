/** Random bytes cut from a pool: a call to the generator for each would cost more than most of their uses. */
import { randomFillSync } from 'node:crypto';
import { assert } from '@plimsoll/core/base';

const POOL_BYTES = 16_384;
const pool = Buffer.alloc(POOL_BYTES);
let at = POOL_BYTES;

/** `count` fresh random bytes (at most 1,024), the caller's own. What was handed out is wiped from the pool. */
export function nextRandomBytes(count: number): Buffer {
  const start = advance(count);
  const bytes = Buffer.allocUnsafe(count);
  pool.copy(bytes, 0, start, at);
  pool.fill(0, start, at);
  return bytes;
}

/** The same as lower-case hex of `2 · count` digits. */
export function nextRandomHex(count: number): string {
  const start = advance(count);
  const text = pool.toString('hex', start, at);
  pool.fill(0, start, at);
  return text;
}

function advance(count: number): number {
  assert(count <= 1024, 'at most 1,024 random bytes at once');
  if (at + count > POOL_BYTES) {
    randomFillSync(pool);
    at = 0;
  }
  at += count;
  return at - count;
}
