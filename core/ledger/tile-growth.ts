/**
 * Tiles grow: from the open (last, not yet full) tile of each level and new leaf hashes to the tiles that must be
 * written. The open tiles are all the state; they are rows of the store, so a writer can stop and go on anywhere.
 * Source: C2SP tlog-tiles, "Partial Tiles".
 */
import { assert, concatBytes, type Result } from '@plimsoll/core/base';
import { HASH_BYTES, type Hashes, portableHashes } from './hash.ts';
import { rootPlan } from './proof-plan.ts';
import {
  hashesAtLevel,
  MAX_TILE_LEVEL,
  perfectHash,
  readPlan,
  TILE_WIDTH,
  type TileId,
  type TileMissing,
  type TileSource,
  tileWidth,
} from './tile.ts';

/** `open[level]`: the hashes of the last tile of the level, in a row, 0 to 255 of them. */
export type TileEdge = { readonly size: number; readonly open: readonly Uint8Array[] };

export type Tile = TileId & { readonly hashes: Uint8Array };

/** The log without leaves. */
export const emptyEdge: TileEdge = { size: 0, open: [] };

/** The open tiles of a log of `size` leaves that hold something: what `openEdge` reads. */
export function edgeTiles(size: number): readonly TileId[] {
  const tiles: TileId[] = [];
  for (let level = 0; level <= MAX_TILE_LEVEL; level++) {
    const count = hashesAtLevel(level, size);
    if (count % TILE_WIDTH !== 0) tiles.push({ level, index: Math.floor(count / TILE_WIDTH) });
  }
  return tiles;
}

/** Takes up a log of `size` leaves from its stored tiles, or names the one that is missing or too short. */
export function openEdge(size: number, source: TileSource): Result<TileEdge, TileMissing> {
  const open: Uint8Array[] = [];
  for (const tile of edgeTiles(size)) {
    const bytes = tileWidth(tile, size) * HASH_BYTES;
    const content = source(tile);
    if (content === undefined || content.length < bytes) return { ok: false, tile };
    while (open.length < tile.level) open.push(new Uint8Array(0));
    open.push(content.slice(0, bytes));
  }
  return { ok: true, value: { size, open } };
}

/**
 * Appends leaf hashes in order.
 * @returns the new edge and every tile that changed, full ones first within a level, each with its whole content
 */
export function growTiles(
  edge: TileEdge,
  leafHashes: readonly Uint8Array[],
  hashes: Hashes = portableHashes,
): { readonly edge: TileEdge; readonly tiles: readonly Tile[] } {
  const tiles: Tile[] = [];
  const open = [...edge.open];
  let arriving = leafHashes;
  for (let level = 0; arriving.length > 0; level++) {
    assert(level <= MAX_TILE_LEVEL, 'a log within the safe integers');
    const before = open[level] ?? new Uint8Array(0);
    const row = concatBytes(before, ...arriving);
    assert(row.length === before.length + arriving.length * HASH_BYTES, 'leaf hashes of 32 bytes');
    const first = Math.floor(hashesAtLevel(level, edge.size) / TILE_WIDTH);
    const cut = cutRow(row, { level, index: first });
    tiles.push(...cut.full);
    if (cut.rest.length > 0) tiles.push({ level, index: first + cut.full.length, hashes: cut.rest });
    while (open.length < level) open.push(new Uint8Array(0));
    open[level] = cut.rest;
    arriving = cut.full.map((tile) => perfectHash(tile.hashes, hashes));
  }
  return { edge: { size: edge.size + leafHashes.length, open }, tiles };
}

/** The root of the log so far. */
export function edgeRoot(edge: TileEdge, hashes: Hashes = portableHashes): Uint8Array {
  const read = readPlan(rootPlan(edge.size), (tile) => edge.open[tile.level], hashes);
  assert(read.ok, 'every peak of the log lies in an open tile');
  return read.value[0] as Uint8Array;
}

function cutRow(row: Uint8Array, start: TileId): { full: readonly Tile[]; rest: Uint8Array } {
  const fullBytes = TILE_WIDTH * HASH_BYTES;
  const full: Tile[] = [];
  let at = 0;
  for (; at + fullBytes <= row.length; at += fullBytes)
    full.push({
      level: start.level,
      index: start.index + full.length,
      hashes: row.slice(at, at + fullBytes),
    });
  return { full, rest: row.slice(at) };
}
