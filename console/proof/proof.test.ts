import { toHex } from '@plimsoll/core/base';
import {
  createSigner,
  ed25519FromSeed,
  emptyRange,
  extendRange,
  formatVkey,
  hashLeafBytes,
  rangeRoot,
  signCheckpoint,
} from '@plimsoll/core/ledger';
import { expect, test } from 'vitest';
import { checkCheckpoint, checkGrowth, compareSizes } from './check.ts';
import { compareKey } from './key-trust.ts';
import { parseSeen } from './seen.ts';

const signer = createSigner({ name: 'example.test/log', ...ed25519FromSeed(new Uint8Array(32).fill(7)) });
const leaves = ['a', 'b', 'c', 'd'].map((text) => hashLeafBytes(new TextEncoder().encode(text)));

function checkpointOf(size: number) {
  const root = rootOf(0, size);
  const note = signCheckpoint({ size, root }, [signer]);
  return { size, root: toHex(root), note, verifierKey: formatVkey(signer), at: '2026-01-01T00:00:00Z' };
}

test('[CON-11] a checkpoint holds only when its note is signed and says what stands around it', () => {
  const answer = checkpointOf(4);
  expect(checkCheckpoint(answer)).toEqual({ signed: true, origin: 'example.test/log' });
  expect(checkCheckpoint({ ...answer, size: 3 }).signed).toBe(false);
  expect(checkCheckpoint({ ...answer, note: checkpointOf(3).note }).signed).toBe(false);
  expect(checkCheckpoint({ ...answer, verifierKey: 'none' }).signed).toBe(false);
});

test('[CON-11] a log that shrank, or has another root at the same size, was rewritten', () => {
  const [two, four] = [checkpointOf(2), checkpointOf(4)];
  expect(compareSizes(null, four)).toBe('first');
  expect(compareSizes(four, four)).toBe('same');
  expect(compareSizes({ ...four, root: two.root }, four)).toBe('rewritten');
  expect(compareSizes(four, two)).toBe('rewritten');
  expect(compareSizes(two, four)).toBeNull();
});

test('[CON-11] growth is believed only with a proof that leads from the old root to the new one', () => {
  const [two, four] = [checkpointOf(2), checkpointOf(4)];
  const right = [toHex(rootOf(2, 4))];
  expect(checkGrowth(two, four, right)).toBe('grew');
  expect(checkGrowth(two, four, [])).toBe('rewritten');
  expect(checkGrowth(two, four, ['zz'])).toBe('rewritten');
  expect(checkGrowth({ ...two, root: four.root }, four, right)).toBe('rewritten');
});

function rootOf(from: number, to: number): Uint8Array {
  return rangeRoot(extendRange(emptyRange, leaves.slice(from, to)));
}

test('[CON-11] another key than the one seen first is never taken silently', () => {
  const seen = parseSeen(JSON.stringify({ verifierKey: 'k1', checkpoint: null }));
  expect(compareKey(null, 'k1')).toBe('first');
  expect(compareKey(seen, 'k1')).toBe('same');
  expect(compareKey(seen, 'k2')).toBe('changed');
  for (const text of ['', '{}', '[]', '{"verifierKey":"k","checkpoint":{"size":"1"}}'])
    expect(parseSeen(text)).toBeNull();
});
