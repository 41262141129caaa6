/** Checking tiles: what is stored against what the events give. */
import { equalBytes } from '@plimsoll/core/base';
import {
  HASH_BYTES,
  hashesIn,
  readPlan,
  rootPlan,
  type Tile,
  type TileEdge,
  type TileId,
  TILE_WIDTH,
  tilesOf,
  tileWidth,
} from '@plimsoll/core/ledger';
import { type Queryable, readTiles } from './tile-table.ts';
import { faultAt, type LogFault } from './verify-report.ts';

/** After the last event: the open tiles hold just what lies under the newest checkpoint. */
export async function checkOpenTiles(
  snapshot: Queryable,
  edge: TileEdge,
  integrated: number,
): Promise<LogFault | null> {
  if (integrated === 0) return null;
  const expected: Tile[] = [];
  edge.open.forEach((hashes, level) => {
    const count = Math.floor(edge.size / TILE_WIDTH ** (level + 1));
    const width = tileWidth({ level, index: count }, integrated);
    if (width > 0) expected.push({ level, index: count, hashes: hashes.slice(0, width * HASH_BYTES) });
  });
  return compareTiles(snapshot, expected);
}

/** The first place where stored tiles differ from what the events give; null when none does. */
export async function compareTiles(snapshot: Queryable, tiles: readonly Tile[]): Promise<LogFault | null> {
  if (tiles.length === 0) return null;
  const source = await readTiles(snapshot, tiles);
  for (const tile of tiles) {
    const stored = source(tile);
    if (stored !== undefined && equalBytes(stored, tile.hashes)) continue;
    const { level, index } = tile;
    const had =
      stored === undefined ? [] : hashesIn(stored.subarray(0, stored.length - (stored.length % HASH_BYTES)));
    const wrong = hashesIn(tile.hashes).findIndex(
      (hash, at) => !equalBytes(hash, had[at] ?? new Uint8Array(0)),
    );
    const position = (index * TILE_WIDTH + Math.max(0, wrong)) * TILE_WIDTH ** level;
    const facts = { level, index, isMissing: stored === undefined };
    return faultAt('tile_altered', { position, eventId: null }, { differs: ['tile'], facts });
  }
  return null;
}

/** The root at a size as the stored tiles give it; null when they don't reach so far. */
export async function rootFromTiles(snapshot: Queryable, size: number): Promise<Uint8Array | null> {
  const plan = rootPlan(size);
  const read = readPlan(plan, await readTiles(snapshot, tilesOf(plan)));
  return read.ok ? (read.value[0] ?? null) : null;
}

/** The tiles that hold the leaf hashes of a stretch of positions. */
export function leafTiles(first: number, last: number): readonly TileId[] {
  const from = Math.floor(first / TILE_WIDTH);
  const count = Math.floor(last / TILE_WIDTH) - from + 1;
  return Array.from({ length: count }, (_, at) => ({ level: 0, index: from + at }));
}
