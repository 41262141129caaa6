/**
 * Tiles: the tree cut into pieces of eight levels, stored as their lowest hashes, up to 256 in a row. A proof or a root
 * of any size, past ones included, needs at most two tiles a level: O(log₂₅₆ n) reads.
 * Source: C2SP tlog-tiles. A tile of level L at index N holds the hashes of perfect subtrees of height 8·L, from number
 * 256·N on. Tiles only grow; a full one never changes.
 */
import { assert, type Result } from '@plimsoll/core/base';
import { HASH_BYTES, type Hashes, hashNode, portableHashes } from './hash.ts';
import { foldHashes, type ProofPlan } from './proof-plan.ts';
import { isSize, type Subtree } from './subtree.ts';

export const TILE_HEIGHT = 8;
export const TILE_WIDTH = 256;

/** 256^7 is beyond the safe integers. */
export const MAX_TILE_LEVEL = 6;

export type TileId = { readonly level: number; readonly index: number };

/** Reads a tile's hashes one after the other, 32 bytes each; undefined when it isn't there. */
export type TileSource = (tile: TileId) => Uint8Array | undefined;

/** A tile that is missing, or shorter than the size of the log says. */
export type TileMissing = { readonly ok: false; readonly tile: TileId };

/** How many hashes a level of tiles holds in a log of `size` leaves. */
export function hashesAtLevel(level: number, size: number): number {
  assert(isSize(size) && level >= 0 && level <= MAX_TILE_LEVEL, 'a level of the log');
  return Math.floor(size / TILE_WIDTH ** level);
}

/** How many hashes, 0 to 256, a tile holds in a log of `size` leaves. */
export function tileWidth(tile: TileId, size: number): number {
  const before = tile.index * TILE_WIDTH;
  return Math.min(TILE_WIDTH, Math.max(0, hashesAtLevel(tile.level, size) - before));
}

/** The tiles that a plan reads, each once. */
export function tilesOf(plan: ProofPlan): readonly TileId[] {
  const tiles = new Map<string, TileId>();
  for (const subtree of plan.flat()) {
    const { tile } = placeOf(subtree);
    tiles.set(`${tile.level}/${tile.index}`, tile);
  }
  return [...tiles.values()];
}

/** The hashes that a plan stands for, or the first tile that was missing or too short. */
export function readPlan(
  plan: ProofPlan,
  source: TileSource,
  hashes: Hashes = portableHashes,
): Result<readonly Uint8Array[], TileMissing> {
  const answer: Uint8Array[] = [];
  for (const parts of plan) {
    const read: Uint8Array[] = [];
    for (const subtree of parts) {
      const { tile, first, count } = placeOf(subtree);
      const content = source(tile);
      if (content === undefined || content.length < (first + count) * HASH_BYTES) return { ok: false, tile };
      read.push(perfectHash(content.subarray(first * HASH_BYTES, (first + count) * HASH_BYTES), hashes));
    }
    answer.push(foldHashes(read, hashes));
  }
  return { ok: true, value: answer };
}

/** The hash over 2^n hashes in a row: the root of a perfect subtree. */
export function perfectHash(row: Uint8Array, hashes: Hashes = portableHashes): Uint8Array {
  assert(row.length >= HASH_BYTES && Number.isInteger(Math.log2(row.length / HASH_BYTES)), '2^n hashes');
  let level = hashesIn(row);
  while (level.length > 1) {
    const above: Uint8Array[] = [];
    for (let at = 0; at < level.length; at += 2)
      above.push(hashNode(level[at] as Uint8Array, level[at + 1] as Uint8Array, hashes));
    level = above;
  }
  // A copy: the caller may keep it longer than the tile it came from.
  return (level[0] as Uint8Array).slice();
}

/** The hashes of a row, one by one, as views. */
export function hashesIn(row: Uint8Array): readonly Uint8Array[] {
  assert(row.length % HASH_BYTES === 0, 'whole hashes');
  return Array.from({ length: row.length / HASH_BYTES }, (_, at) =>
    row.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES),
  );
}

/** The path of a tile in a folder or under an address, as C2SP names it: `tile/0/x001/x234/067`, `tile/1/000.p/17`. */
export function tilePath(tile: TileId, width: number): string {
  assert(width >= 1 && width <= TILE_WIDTH, 'a tile of 1 to 256 hashes');
  const groups = [String(tile.index % 1000).padStart(3, '0')];
  for (let rest = Math.floor(tile.index / 1000); rest > 0; rest = Math.floor(rest / 1000))
    groups.unshift(`x${String(rest % 1000).padStart(3, '0')}`);
  const partial = width === TILE_WIDTH ? '' : `.p/${width}`;
  return `tile/${tile.level}/${groups.join('/')}${partial}`;
}

/** Where a perfect subtree lies: `count` hashes from place `first` of one tile. */
function placeOf(subtree: Subtree): { tile: TileId; first: number; count: number } {
  const level = Math.floor(subtree.level / TILE_HEIGHT);
  const count = 2 ** (subtree.level % TILE_HEIGHT);
  const start = subtree.index * count;
  return { tile: { level, index: Math.floor(start / TILE_WIDTH) }, first: start % TILE_WIDTH, count };
}
