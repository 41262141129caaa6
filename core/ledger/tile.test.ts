/** Tiles: geometry, growth in batches, reads of past sizes. */
import { toUtf8 } from '@plimsoll/core/base';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  consistencyPlan,
  edgeRoot,
  edgeTiles,
  emptyEdge,
  emptyRange,
  extendRange,
  growTiles,
  HASH_BYTES,
  hashesAtLevel,
  hashesIn,
  hashLeafBytes,
  inclusionPlan,
  openEdge,
  rangeRoot,
  readPlan,
  rootPlan,
  TILE_WIDTH,
  type TileId,
  tilePath,
  tilesOf,
  tileWidth,
  verifyConsistency,
  verifyInclusion,
} from './index.ts';
import vectors from './vectors/c2sp-checkpoint-parse.json' with { type: 'json' };

const LOG_SIZE = 70_000;
const leaves = Array.from({ length: LOG_SIZE }, (_, at) => hashLeafBytes(toUtf8(String(at))));

const nameOf = ({ level, index }: TileId) => `${level}/${index}`;

/** Grows a log in batches as a store would: upsert of the tiles, the edge read back from them each time. */
function growInBatches(count: number, batchOf: (at: number) => number): Map<string, Uint8Array> {
  const stored = new Map<string, Uint8Array>();
  for (let at = 0; at < count; ) {
    const opened = openEdge(at, (tile) => stored.get(nameOf(tile)));
    if (!opened.ok) throw new Error('every open tile is stored');
    const end = Math.min(count, at + batchOf(at));
    for (const tile of growTiles(opened.value, leaves.slice(at, end)).tiles)
      stored.set(nameOf(tile), tile.hashes);
    at = end;
  }
  return stored;
}

const wholeLog = growInBatches(LOG_SIZE, () => 10_000);
const source = (tile: TileId) => wholeLog.get(nameOf(tile));

test('[LDG-9] widths and paths of C2SP tlog-tiles', () => {
  const [large, small] = vectors.tlog_tiles.partial;
  expect(Math.floor(hashesAtLevel(0, 70_000) / TILE_WIDTH)).toBe(large?.full0);
  expect(tileWidth({ level: 0, index: 273 }, 70_000)).toBe(large?.partial0);
  expect(tileWidth({ level: 1, index: 0 }, 70_000)).toBe(TILE_WIDTH);
  expect(tileWidth({ level: 1, index: 1 }, 70_000)).toBe(large?.partial1);
  expect(tileWidth({ level: 2, index: 0 }, 70_000)).toBe(large?.partial2);
  expect(tileWidth({ level: 3, index: 0 }, 70_000)).toBe(0);
  expect(tileWidth({ level: 0, index: 1 }, 256)).toBe(small?.partial0);
  expect(tileWidth({ level: 1, index: 0 }, 256)).toBe(small?.partial1);
  expect(TILE_WIDTH * HASH_BYTES).toBe(vectors.tlog_tiles.fullTileBytes);
  for (const { n, path } of vectors.tlog_tiles.indexPath)
    expect(tilePath({ level: 0, index: n }, TILE_WIDTH)).toBe(`tile/0/${path}`);
  expect(tilePath({ level: 1, index: 1 }, 17)).toBe('tile/1/001.p/17');
});

test('[LDG-9] the stored tiles of a log are exactly those that its size demands', () => {
  let hashCount = 0;
  for (const [name, content] of wholeLog) {
    const [level, index] = name.split('/').map(Number);
    const width = tileWidth({ level: level as number, index: index as number }, LOG_SIZE);
    expect(content.length).toBe(width * HASH_BYTES);
    hashCount += hashesIn(content).length;
  }
  expect(hashCount).toBe(70_000 + 273 + 1);
  expect(edgeTiles(LOG_SIZE).map(nameOf)).toEqual(['0/273', '1/1', '2/0']);
  expect(edgeTiles(65_536).map(nameOf)).toEqual(['2/0']);
});

test('[LDG-10] any batches give the same tiles', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1500 }),
      fc.array(fc.integer({ min: 1, max: 600 }), { minLength: 1 }),
      (count, batches) => {
        let turn = 0;
        const grown = growInBatches(count, () => batches[turn++ % batches.length] as number);
        const atOnce = growTiles(emptyEdge, leaves.slice(0, count)).tiles;
        expect(new Map(atOnce.map((tile) => [nameOf(tile), tile.hashes]))).toEqual(grown);
      },
    ),
    { numRuns: 50 },
  );
});

test('[LDG-11] roots and proofs of past sizes come from the tiles of the present one, two of a level at most', () => {
  const size = fc.integer({ min: 1, max: LOG_SIZE });
  fc.assert(
    fc.property(size, fc.nat(), fc.nat(), (to, indexSeed, fromSeed) => {
      const index = indexSeed % to;
      const from = 1 + (fromSeed % to);
      const plans = [rootPlan(to), inclusionPlan(index, to), rootPlan(from), consistencyPlan(from, to)];
      for (const plan of plans) {
        const perLevel = Map.groupBy(tilesOf(plan), ({ level }) => level);
        for (const tiles of perLevel.values()) expect(tiles.length).toBeLessThanOrEqual(2);
      }
      const [roots, proof, olderRoots, between] = plans.map((plan) => {
        const read = readPlan(plan, source);
        if (!read.ok) throw new Error('every tile is there');
        return read.value;
      });
      const root = roots?.[0] as Uint8Array;
      const fromRoot = olderRoots?.[0] as Uint8Array;
      const leafHash = leaves[index] as Uint8Array;
      expect(verifyInclusion({ leafHash, index, size: to, proof: proof ?? [], root })).toBe(true);
      expect(verifyConsistency({ from, to, fromRoot, toRoot: root, proof: between ?? [] })).toBe(true);
    }),
    { numRuns: 300 },
  );
  const opened = openEdge(LOG_SIZE, source);
  expect(opened.ok && edgeRoot(opened.value)).toEqual(rangeRoot(extendRange(emptyRange, leaves)));
});

test('[LDG-12] a tile that is missing or short is named', () => {
  const plan = inclusionPlan(5, LOG_SIZE);
  for (const hole of tilesOf(plan)) {
    const without = (tile: TileId) => (nameOf(tile) === nameOf(hole) ? undefined : source(tile));
    expect(readPlan(plan, without)).toEqual({ ok: false, tile: hole });
    const cut = (tile: TileId) => (nameOf(tile) === nameOf(hole) ? new Uint8Array(0) : source(tile));
    expect(readPlan(plan, cut)).toEqual({ ok: false, tile: hole });
  }
  expect(openEdge(3, () => new Uint8Array(2 * HASH_BYTES))).toEqual({
    ok: false,
    tile: { level: 0, index: 0 },
  });
});
