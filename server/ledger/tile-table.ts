/** Tiles as rows: read by name in one query, written by upsert. */
import type { Tile, TileId, TileSource } from '@plimsoll/core/ledger';
import type pg from 'pg';

/** A pool, or one connection of it inside a transaction. */
export type Queryable = Pick<pg.Pool | pg.PoolClient, 'query'>;

type TileRow = { readonly level: number; readonly index: number; readonly hashes: Buffer };

/** Fetches tiles at once; those that aren't there are absent from the source. */
export async function readTiles(database: Queryable, tiles: readonly TileId[]): Promise<TileSource> {
  const { rows } = await database.query<TileRow>({
    name: 'ledger-tiles',
    text: `SELECT level, index, hashes FROM ledger_tile
           JOIN unnest($1::int[], $2::bigint[]) AS wanted(level, index) USING (level, index)`,
    values: [tiles.map(({ level }) => level), tiles.map(({ index }) => index)],
  });
  const byName = new Map(rows.map((row) => [nameOf(row), row.hashes]));
  return (tile) => byName.get(nameOf(tile));
}

/** Writes tiles whole: new ones, and the open ones that have grown. */
export async function writeTiles(database: Queryable, tiles: readonly Tile[]): Promise<void> {
  await database.query({
    name: 'ledger-tiles-write',
    text: `INSERT INTO ledger_tile (level, index, hashes)
           SELECT * FROM unnest($1::int[], $2::bigint[], $3::bytea[])
           ON CONFLICT (level, index) DO UPDATE SET hashes = excluded.hashes`,
    values: [
      tiles.map(({ level }) => level),
      tiles.map(({ index }) => index),
      tiles.map(({ hashes }) => Buffer.from(hashes)),
    ],
  });
}

function nameOf({ level, index }: TileId): string {
  return `${level}/${index}`;
}
