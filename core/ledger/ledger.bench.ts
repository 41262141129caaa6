/** Run with `node core/ledger/ledger.bench.ts`: operations per second, portable beside native. */
import { createHmac, hash } from 'node:crypto';
import { canonicalize, toUtf8 } from '@plimsoll/core/base';
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

const ROUND_MS = 300;
const TILE_LEAVES = 4096;

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
const leafHashes = Array.from({ length: TILE_LEAVES }, (_, at) => hashLeafBytes(toUtf8(String(at))));
const { tiles } = growTiles(emptyEdge, leafHashes, nativeHashes);
const signer = createSigner({ name: 'plimsoll.example', ...ed25519FromSeed(new Uint8Array(32).fill(1)) });
const note = signCheckpoint({ size: 1, root: node }, [signer]);

/** Operations per second: the better of two rounds, after a warm-up. */
function measure(operation: () => unknown): number {
  let best = 0;
  for (let round = 0; round < 3; round++) {
    const start = performance.now();
    let count = 0;
    while (performance.now() - start < ROUND_MS) {
      for (let turn = 0; turn < 10; turn++) operation();
      count += 10;
    }
    if (round > 0) best = Math.max(best, (count / (performance.now() - start)) * 1000);
  }
  return best;
}

function proofFrom(hashes: Hashes): unknown {
  const source = (tile: { level: number; index: number }) =>
    tiles.find(({ level, index }) => level === tile.level && index === tile.index)?.hashes;
  return readPlan(inclusionPlan(1234, TILE_LEAVES), source, hashes);
}

const hashed = (hashes: Hashes): readonly (readonly [string, () => unknown])[] => [
  ['leaf hashes', () => leafHash(leaf, hashes)],
  ['node hashes', () => hashNode(node, node, hashes)],
  ['commitments', () => commit(salt, body, hashes)],
  [`tiles of ${TILE_LEAVES} leaves`, () => growTiles(emptyEdge, leafHashes, hashes)],
  [`inclusion proofs in ${TILE_LEAVES} leaves`, () => proofFrom(hashes)],
];
const rows: readonly (readonly [string, () => unknown])[] = [
  ['leaf texts, canonical', () => leafBytes(leaf)],
  ['small bodies, canonical', () => canonicalize(body)],
  ...hashed(portableHashes).map(([name, run]) => [`${name}, portable`, run] as const),
  ...hashed(nativeHashes).map(([name, run]) => [`${name}, native`, run] as const),
  ['checkpoints signed, portable', () => signCheckpoint({ size: 1, root: node }, [signer])],
  ['checkpoints verified, portable', () => verifyCheckpoint(note, signer)],
];
for (const [name, run] of rows)
  console.log(`${name.padEnd(46)} ${Math.round(measure(run)).toLocaleString('en').padStart(12)} /s`);
