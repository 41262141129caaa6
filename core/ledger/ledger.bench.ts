/** Run with `npx vitest bench core/ledger`: leaves, nodes, tiles, proofs and signatures, portable beside native. */
import { hash, createHmac } from 'node:crypto';
import { canonicalize, toUtf8 } from '@plimsoll/core/base';
import { bench, describe } from 'vitest';
import {
  commit,
  createSigner,
  ed25519FromSeed,
  emptyEdge,
  growTiles,
  type Hashes,
  hashLeafBytes,
  hashNode,
  inclusionPlan,
  type Leaf,
  leafBytes,
  leafHash,
  portableHashes,
  readPlan,
  signCheckpoint,
  verifyCheckpoint,
} from './index.ts';

const nativeHashes: Hashes = {
  sha256: (bytes) => hash('sha256', bytes, 'buffer'),
  hmacSha256: (key, message) => createHmac('sha256', key).update(message).digest(),
};

const salt = new Uint8Array(32).fill(9);
const body = { outcome: 'approve', amountMinor: 250_000, termMonths: 36, reasons: ['R1', 'R2', 'R3'] };
const leaf: Leaf = {
  v: 1,
  id: '0198f0c2-7a1b-7c3d-8e4f-0123456789ab',
  kind: 'application.decided',
  stream: 'application/0198f0c2-7a1b-7c3d-8e4f-0123456789ab',
  version: 2,
  bookedAt: '2026-02-03T04:05:06.789Z',
  effectiveDay: '2026-02-03',
  actor: 'key:0198f0c2',
  subject: '0198f0c2-7a1b-7c3d-8e4f-0123456789ab',
  policyHash: 'ab'.repeat(32),
  modelId: null,
  commitment: commit(salt, body),
};
const node = hashLeafBytes(toUtf8('node'));
const leafHashes = Array.from({ length: 4096 }, (_, at) => hashLeafBytes(toUtf8(String(at))));
const { tiles } = growTiles(emptyEdge, leafHashes, nativeHashes);
const signer = createSigner({ name: 'plimsoll.example', ...ed25519FromSeed(new Uint8Array(32).fill(1)) });
const note = signCheckpoint({ size: 1, root: node }, [signer]);

describe('canonical JSON', () => {
  bench('leaf to canonical bytes', () => void leafBytes(leaf));
  bench('small body to canonical text', () => void canonicalize(body));
});

for (const [name, hashes] of [
  ['portable', portableHashes],
  ['native', nativeHashes],
] as const)
  describe(name, () => {
    bench('leaf hash', () => void leafHash(leaf, hashes));
    bench('node hash', () => void hashNode(node, node, hashes));
    bench('commitment', () => void commit(salt, body, hashes));
    bench('4,096 leaves into tiles', () => void growTiles(emptyEdge, leafHashes, hashes));
    bench('inclusion proof from tiles', () => {
      readPlan(
        inclusionPlan(1234, 4096),
        ({ level, index }) => tiles.find((tile) => tile.level === level && tile.index === index)?.hashes,
        hashes,
      );
    });
  });

describe('checkpoint, portable Ed25519', () => {
  bench('sign', () => void signCheckpoint({ size: 1, root: node }, [signer]));
  bench('verify', () => void verifyCheckpoint(note, signer));
});
