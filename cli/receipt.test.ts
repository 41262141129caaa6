import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  commit,
  createSigner,
  ed25519FromSeed,
  edgeRoot,
  emptyEdge,
  formatVkey,
  growTiles,
  type Leaf,
  leafHash,
  signCheckpoint,
} from '@plimsoll/core/ledger';
import { toHex } from '@plimsoll/core/base';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { checkReceipt } from './receipt.ts';

const salt = new Uint8Array(32).fill(4);
const body = { outcome: 'approve' };
const leaf: Leaf = {
  v: 1,
  id: 'event-1',
  kind: 'application.decided',
  stream: 'application:1',
  version: 1,
  bookedAt: '2026-02-03T04:05:06.789Z',
  effectiveDay: '2026-02-03',
  actor: 'key:test',
  subject: null,
  policyHash: null,
  modelId: null,
  commitment: commit(salt, body),
};
const signer = createSigner({ name: 'plimsoll.test', ...ed25519FromSeed(new Uint8Array(32).fill(1)) });
const { edge } = growTiles(emptyEdge, [leafHash(leaf)]);
const checkpoint = signCheckpoint({ size: 1, root: edgeRoot(edge) }, [signer]);
const receipt = {
  leaf,
  index: 0,
  treeSize: 1,
  inclusion: [],
  checkpoint,
  opening: { salt: toHex(salt), body },
};

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-receipt-'));
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
});
afterAll(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true });
});

test('a receipt is checked from its file and the key alone, bare or as the API gives it', async () => {
  const file = join(folder, 'receipt.json');
  for (const content of [receipt, { eventId: leaf.id, verifierKey: '', receipt }]) {
    await writeFile(file, JSON.stringify(content));
    expect(await checkReceipt(file, formatVkey(signer), true)).toBe(0);
  }
  const altered = { ...receipt, opening: { salt: toHex(salt), body: { outcome: 'decline' } } };
  await writeFile(file, JSON.stringify(altered));
  expect(await checkReceipt(file, formatVkey(signer), true)).toBe(1);
  const other = createSigner({ name: 'plimsoll.test', ...ed25519FromSeed(new Uint8Array(32).fill(2)) });
  await writeFile(file, JSON.stringify(receipt));
  expect(await checkReceipt(file, formatVkey(other), true)).toBe(1);
});
