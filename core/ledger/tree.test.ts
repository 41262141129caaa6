/** Roots and proofs: vectors of other implementations, and every proof of every small log. */
import { createHash, createHmac } from 'node:crypto';
import { fromBase64, fromHex, toHex, toUtf8 } from '@plimsoll/core/base';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  consistencyPlan,
  edgeRoot,
  emptyEdge,
  emptyRange,
  emptyRoot,
  extendRange,
  growTiles,
  HASH_BYTES,
  hashLeafBytes,
  hashNode,
  inclusionPlan,
  type ProofPlan,
  portableHashes,
  rangeFromJson,
  rangeRoot,
  rangeToJson,
  readPlan,
  rootOfInclusion,
  rootPlan,
  TILE_WIDTH,
  verifyConsistency,
  verifyInclusion,
} from './index.ts';
import consistencyVectors from './vectors/rfc6962-consistency.json' with { type: 'json' };
import inclusionVectors from './vectors/rfc6962-inclusion.json' with { type: 'json' };
import treeVectors from './vectors/rfc6962-tree.json' with { type: 'json' };

const SMALL_WORLD = 64;
const leaves = Array.from({ length: SMALL_WORLD }, (_, at) => hashLeafBytes(toUtf8(`leaf ${at}`)));

/** RFC 6962 section 2.1, word for word: the meaning that all else is held against. */
function rootByDefinition(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 0) return emptyRoot();
  if (parts.length === 1) return parts[0] as Uint8Array;
  let split = 1;
  while (split * 2 < parts.length) split *= 2;
  return hashNode(rootByDefinition(parts.slice(0, split)), rootByDefinition(parts.slice(split)));
}

const roots = Array.from({ length: SMALL_WORLD + 1 }, (_, size) => rootByDefinition(leaves.slice(0, size)));

/** Fills a plan from the leaves themselves. */
function fill(plan: ProofPlan): readonly Uint8Array[] {
  const { tiles } = growTiles(emptyEdge, leaves);
  const read = readPlan(plan, ({ level, index }) => {
    return tiles.find((tile) => tile.level === level && tile.index === index)?.hashes;
  });
  if (!read.ok) throw new Error('every tile is there');
  return read.value;
}

const withBitTurned = (bytes: Uint8Array, bit: number) =>
  bytes.map((byte, at) => (at === Math.floor(bit / 8) ? byte ^ (1 << (bit % 8)) : byte));

const bytesOf = (base64: string) => fromBase64(base64) ?? new Uint8Array(0);

test('[LDG-1] hashes and roots are those of transparency-dev/merkle', () => {
  for (const vector of treeVectors.hasher) {
    const got =
      vector.op === 'leaf'
        ? hashLeafBytes(toUtf8(vector.inputUtf8 ?? ''))
        : vector.op === 'emptyRoot'
          ? emptyRoot()
          : portableHashes.sha256(toUtf8(`\u0001${vector.leftUtf8}${vector.rightUtf8}`));
    expect(toHex(got)).toBe(vector.want);
  }
  const [left, right] = treeVectors.completeSubtreeNodesHexByLevel[0] as readonly string[];
  const parent = hashNode(fromHex(left as string) as Uint8Array, fromHex(right as string) as Uint8Array);
  expect(toHex(parent)).toBe(treeVectors.completeSubtreeNodesHexByLevel[1]?.[0]);
  expect(() => hashNode(new Uint8Array(31), parent)).toThrow('assertion failed');
});

test('[LDG-2] the root of every size of the vector log', () => {
  const hashed = treeVectors.leafInputsHex.map((hex) => hashLeafBytes(fromHex(hex) as Uint8Array));
  treeVectors.rootByTreeSizeHex.forEach((want, size) => {
    expect(toHex(rangeRoot(extendRange(emptyRange, hashed.slice(0, size))))).toBe(want);
  });
});

test('[LDG-2] compact range, tiles and definition agree at every small size', () => {
  roots.forEach((root, size) => {
    expect(rangeRoot(extendRange(emptyRange, leaves.slice(0, size)))).toEqual(root);
    expect(edgeRoot(growTiles(emptyEdge, leaves.slice(0, size)).edge)).toEqual(root);
    expect(fill(rootPlan(size))).toEqual([root]);
  });
});

test('[LDG-3] every leaf of every small log is proved', () => {
  let proofCount = 0;
  for (let size = 1; size <= SMALL_WORLD; size++)
    for (let index = 0; index < size; index++) {
      const proof = fill(inclusionPlan(index, size));
      const claim = { leafHash: leaves[index] as Uint8Array, index, size, proof };
      expect(verifyInclusion({ ...claim, root: roots[size] as Uint8Array })).toBe(true);
      proofCount += 1;
    }
  expect(proofCount).toBe((SMALL_WORLD * (SMALL_WORLD + 1)) / 2);
});

test('[LDG-4] every two sizes of the small logs are consistent', () => {
  for (let to = 1; to <= SMALL_WORLD; to++)
    for (let from = 1; from <= to; from++) {
      const proof = fill(consistencyPlan(from, to));
      const ends = { fromRoot: roots[from] as Uint8Array, toRoot: roots[to] as Uint8Array };
      expect(verifyConsistency({ from, to, proof, ...ends })).toBe(true);
    }
});

test('[LDG-5] inclusion probes of transparency-dev/merkle', () => {
  const verdicts = inclusionVectors.cases.map(({ leafHash, leafIdx, treeSize, proof, root }) =>
    verifyInclusion({
      leafHash: bytesOf(leafHash ?? ''),
      index: leafIdx,
      size: treeSize,
      proof: (proof ?? []).map(bytesOf),
      root: bytesOf(root ?? ''),
    }),
  );
  expect(verdicts).toEqual(inclusionVectors.cases.map(({ wantErr }) => !wantErr));
  expect(verdicts.filter(Boolean)).toHaveLength(6);
});

test('[LDG-5] consistency probes of transparency-dev/merkle', () => {
  // One accepted case of theirs compares roots that are no hashes; a root of another length is none to us.
  const isOurs = ({ root1, wantErr }: (typeof consistencyVectors.cases)[number]) =>
    wantErr || bytesOf(root1 ?? '').length === HASH_BYTES;
  const verdicts = consistencyVectors.cases.map(({ size1, size2, root1, root2, proof }) =>
    verifyConsistency({
      from: size1,
      to: size2,
      fromRoot: bytesOf(root1 ?? ''),
      toRoot: bytesOf(root2 ?? ''),
      proof: (proof ?? []).map(bytesOf),
    }),
  );
  expect(verdicts).toEqual(consistencyVectors.cases.map((vector) => !vector.wantErr && isOurs(vector)));
  expect(verdicts.filter(Boolean)).toHaveLength(5);
});

test('[LDG-5] every single bit of every proof of a log of 13 leaves matters', () => {
  const size = 13;
  const root = roots[size] as Uint8Array;
  let probeCount = 0;
  for (let index = 0; index < size; index++) {
    const proof = fill(inclusionPlan(index, size));
    const claim = { leafHash: leaves[index] as Uint8Array, index, size, proof, root };
    for (let bit = 0; bit < HASH_BYTES * 8; bit++) {
      expect(verifyInclusion({ ...claim, leafHash: withBitTurned(claim.leafHash, bit) })).toBe(false);
      expect(verifyInclusion({ ...claim, root: withBitTurned(root, bit) })).toBe(false);
      for (let at = 0; at < proof.length; at++) {
        const turned = proof.map((hash, place) => (place === at ? withBitTurned(hash, bit) : hash));
        expect(verifyInclusion({ ...claim, proof: turned })).toBe(false);
        probeCount += 1;
      }
    }
  }
  expect(probeCount).toBeGreaterThan(10_000);
});

test('[LDG-5] every single bit of every consistency proof to 11 leaves matters', () => {
  const to = 11;
  for (let from = 1; from < to; from++) {
    const proof = fill(consistencyPlan(from, to));
    const claim = { from, to, fromRoot: roots[from] as Uint8Array, toRoot: roots[to] as Uint8Array, proof };
    for (let bit = 0; bit < HASH_BYTES * 8; bit++)
      for (let at = 0; at < proof.length; at++) {
        const turned = proof.map((hash, place) => (place === at ? withBitTurned(hash, bit) : hash));
        expect(verifyConsistency({ ...claim, proof: turned })).toBe(false);
      }
  }
});

test('[LDG-5] in every small log, each hash of each proof with a bit turned is rejected', () => {
  let probeCount = 0;
  const turnEach = (proof: readonly Uint8Array[], isAccepted: (proof: readonly Uint8Array[]) => boolean) => {
    for (const [at, hash] of proof.entries()) {
      const bit = (probeCount * 37) % (HASH_BYTES * 8);
      expect(isAccepted(proof.with(at, withBitTurned(hash, bit)))).toBe(false);
      probeCount += 1;
    }
  };
  for (let size = 2; size <= SMALL_WORLD; size++)
    for (let index = 0; index < size; index++) {
      const root = roots[size] as Uint8Array;
      const claim = { leafHash: leaves[index] as Uint8Array, index, size, root };
      turnEach(fill(inclusionPlan(index, size)), (proof) => verifyInclusion({ ...claim, proof }));
      const from = index + 1;
      const ends = { from, to: size, fromRoot: roots[from] as Uint8Array, toRoot: root };
      turnEach(fill(consistencyPlan(from, size)), (proof) => verifyConsistency({ ...ends, proof }));
    }
  expect(probeCount).toBeGreaterThan(15_000);
});

test('[LDG-5] a proof with hashes added, dropped or moved, or for another place, is rejected', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: SMALL_WORLD }), fc.nat(), fc.nat(), (size, indexSeed, atSeed) => {
      const index = indexSeed % size;
      const proof = fill(inclusionPlan(index, size));
      const at = atSeed % proof.length;
      const claim = {
        leafHash: leaves[index] as Uint8Array,
        index,
        size,
        proof,
        root: roots[size] as Uint8Array,
      };
      const added = [...proof.slice(0, at), leaves[0] as Uint8Array, ...proof.slice(at)];
      expect(verifyInclusion({ ...claim, proof: added })).toBe(false);
      expect(verifyInclusion({ ...claim, proof: proof.toSpliced(at, 1) })).toBe(false);
      expect(proof.length > 1 && verifyInclusion({ ...claim, proof: proof.toReversed() })).toBe(false);
      const elsewhere = atSeed % SMALL_WORLD;
      expect(elsewhere !== index && verifyInclusion({ ...claim, index: elsewhere })).toBe(false);
      const otherSize = 1 + (indexSeed % SMALL_WORLD);
      const otherRoot = roots[otherSize] as Uint8Array;
      expect(otherSize !== size && verifyInclusion({ ...claim, root: otherRoot })).toBe(false);
    }),
  );
});

test('[LDG-6] claims about the empty log and about impossible sizes are rejected', () => {
  const hash = leaves[0] as Uint8Array;
  const sizes = [0, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, 2 ** 64];
  for (const size of sizes) {
    expect(rootOfInclusion({ leafHash: hash, index: 0, size, proof: [] })).toBeNull();
    expect(rootOfInclusion({ leafHash: hash, index: size, size: 1, proof: [] })).toEqual(
      size === 0 ? hash : null,
    );
    const claim = { fromRoot: hash, toRoot: hash, proof: [] };
    expect(verifyConsistency({ ...claim, from: size, to: size })).toBe(false);
    expect(verifyConsistency({ ...claim, from: size, to: 1 })).toBe(false);
  }
  expect(rootOfInclusion({ leafHash: hash.slice(1), index: 0, size: 1, proof: [] })).toBeNull();
  expect(() => inclusionPlan(1, 1)).toThrow('assertion failed');
  expect(() => consistencyPlan(0, 1)).toThrow('assertion failed');
});

/** A log whose leaves are all alike: each tile of a level is the same row, so a log of any size fits in memory. */
function uniformSource(leaf: Uint8Array): (tile: { readonly level: number }) => Uint8Array {
  const rows: Uint8Array[] = [];
  let hash = leaf;
  for (let level = 0; level < 56; level++) {
    if (level % 8 === 0) {
      const row = new Uint8Array(TILE_WIDTH * HASH_BYTES);
      for (let at = 0; at < TILE_WIDTH; at++) row.set(hash, at * HASH_BYTES);
      rows.push(row);
    }
    hash = hashNode(hash, hash);
  }
  return ({ level }) => rows[level] as Uint8Array;
}

test('[LDG-7] roots and proofs of logs up to 2^53 − 1 leaves', () => {
  const leaf = leaves[0] as Uint8Array;
  const source = uniformSource(leaf);
  const read = (plan: ProofPlan) => {
    const answer = readPlan(plan, source);
    if (!answer.ok) throw new Error('every tile is there');
    return answer.value;
  };
  const bigSize = fc.oneof(
    fc.maxSafeNat(),
    fc.integer({ min: 0, max: 52 }).map((power) => 2 ** power),
  );
  fc.assert(
    fc.property(bigSize, fc.maxSafeNat(), fc.maxSafeNat(), (bound, indexSeed, fromSeed) => {
      const size = bound + 1 > Number.MAX_SAFE_INTEGER ? bound : bound + 1;
      const index = indexSeed % size;
      const from = 1 + (fromSeed % size);
      const root = read(rootPlan(size))[0] as Uint8Array;
      const proof = read(inclusionPlan(index, size));
      expect(verifyInclusion({ leafHash: leaf, index, size, proof, root })).toBe(true);
      const fromRoot = read(rootPlan(from))[0] as Uint8Array;
      const between = read(consistencyPlan(from, size));
      expect(verifyConsistency({ from, to: size, fromRoot, toRoot: root, proof: between })).toBe(true);
    }),
  );
});

test('[LDG-8] a compact range goes through JSON and goes on from there', () => {
  fc.assert(
    fc.property(fc.nat({ max: SMALL_WORLD }), (size) => {
      const range = extendRange(emptyRange, leaves.slice(0, size));
      const read = rangeFromJson(rangeToJson(range));
      expect(read).toEqual(range);
      expect(rangeRoot(extendRange(read ?? emptyRange, leaves.slice(size)))).toEqual(roots[SMALL_WORLD]);
    }),
  );
  const peaks = ['00'.repeat(32)];
  expect(rangeFromJson({ size: 1, peaks })).not.toBeNull();
  for (const json of [null, 1, [], {}, { size: 3, peaks }, { size: -1, peaks }, { size: 1, peaks: ['00'] }])
    expect(rangeFromJson(json)).toBeNull();
});

test('[LDG-25] the native primitives give what the portable ones give', () => {
  const native = {
    sha256: (bytes: Uint8Array) => createHash('sha256').update(bytes).digest(),
    hmacSha256: (key: Uint8Array, message: Uint8Array) => createHmac('sha256', key).update(message).digest(),
  };
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.uint8Array({ maxLength: 100 }), (bytes, key) => {
      expect(toHex(hashLeafBytes(bytes, native))).toBe(toHex(hashLeafBytes(bytes)));
      expect(toHex(native.hmacSha256(key, bytes))).toBe(toHex(portableHashes.hmacSha256(key, bytes)));
    }),
  );
  expect(toHex(rangeRoot(extendRange(emptyRange, leaves, native), native))).toBe(
    toHex(roots[SMALL_WORLD] as Uint8Array),
  );
});
