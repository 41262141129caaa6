import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { createSeen } from './seen.ts';

const hashOf = (n: number): Uint8Array => createHash('sha256').update(String(n)).digest();

test('[STO-31] what was seen is always known, and few others seem to be, through every growth', () => {
  const seen = createSeen(64);
  const count = 5000;
  for (let n = 0; n < count; n++) {
    seen.add(hashOf(n));
    expect(seen.mayHave(hashOf(n))).toBe(true);
  }
  let mistaken = 0;
  for (let n = 0; n < count; n++) {
    expect(seen.mayHave(hashOf(n))).toBe(true);
    if (seen.mayHave(hashOf(count + n))) mistaken += 1;
  }
  expect(mistaken).toBeLessThan(count / 50);
});
