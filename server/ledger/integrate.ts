/**
 * The integrator: takes new events into the tree. It reads leaf hashes after the last checkpoint in pages, grows the
 * tiles and signs the new size and root, a page and its checkpoint in one transaction. Under an advisory lock: of many
 * servers one integrates, the others find it busy. It signs nothing that contradicts what it signed before, as far as the
 * database or the folder of kept notes remembers.
 */
import { setImmediate } from 'node:timers/promises';
import { concatBytes, equalBytes } from '@plimsoll/core/base';
import {
  type Checkpoint,
  edgeRoot,
  edgeTiles,
  emptyEdge,
  growTiles,
  HASH_BYTES,
  type NoteSigner,
  openEdge,
  signCheckpoint,
  type Tile,
  type TileEdge,
  verifyCheckpoint,
} from '@plimsoll/core/ledger';
import { inTransaction, nativeHashes, StoreFault } from '@plimsoll/server/store';
import type pg from 'pg';
import { keepNote, readLatestNote } from './checkpoint-folder.ts';
import { readLatestCheckpoint, type StoredCheckpoint, writeCheckpoint } from './checkpoint-table.ts';
import type { LeafSeal } from './leaf-seal.ts';
import { nativeEd25519 } from './native-ed25519.ts';
import { readTiles, writeTiles } from './tile-table.ts';

export type IntegratorParts = {
  /** The log's key; its name is the origin of the checkpoints. */
  readonly signer: NoteSigner;
  /** Seals each leaf under a key outside the database; null leaves the seals out. */
  readonly seal: LeafSeal | null;
  /** The folder of notes outside the database; null keeps none. */
  readonly notesFolder: string | null;
  /** The clock; the machine's when left out. */
  readonly now?: () => Date;
};

/** `size`: leaves under the newest checkpoint now. `busy`: another server integrates; `added` were done here before. */
export type Integrated =
  | { readonly kind: 'done'; readonly size: number; readonly added: number }
  | { readonly kind: 'busy'; readonly added: number };

/** Leaves per transaction: 16 tiles, some 130 KB of hashes. */
export const INTEGRATE_PAGE = 4096;
/** Leaves hashed at a stretch: less than a millisecond. */
const SLICE = 128;

const LEDGER_LOCK = 0x706c696f;

/**
 * Integrates all events that are there, page by page.
 * Faults: `log_unreadable` when positions have a gap, a leaf hash is none, or the stored tiles don't hash to the last
 * signed root, or the folder of notes remembers another: then something was altered, and `verifyLog` says what.
 */
export async function integrate(pool: pg.Pool, parts: IntegratorParts): Promise<Integrated> {
  const { notesFolder } = parts;
  const kept = notesFolder === null ? null : await readKept(notesFolder, parts.signer);
  let added = 0;
  for (;;) {
    const page = await inTransaction(pool, async (client) => integratePage(client, parts, kept));
    if (page === null) return { kind: 'busy', added };
    added += page.added;
    const { checkpoint } = page;
    const isNew = page.added > 0 && checkpoint !== null && checkpoint.size > (kept?.size ?? 0);
    if (isNew && notesFolder !== null)
      await keepNote(notesFolder, checkpoint.note, checkpoint.bookedAt.slice(0, 10));
    if (!page.isFull) return { kind: 'done', size: checkpoint?.size ?? 0, added };
  }
}

/** What was signed last as the folder remembers it; a note that is not ours is left for `verifyLog` to name. */
async function readKept(folder: string, signer: NoteSigner): Promise<Checkpoint | null> {
  const note = await readLatestNote(folder);
  return note === null ? null : verifyCheckpoint(note, signer, { algorithms: [nativeEd25519] }).checkpoint;
}

/** `isFull`: as many events were there as were asked for, so there may be more. */
type Page = {
  readonly added: number;
  readonly isFull: boolean;
  readonly checkpoint: StoredCheckpoint | null;
};

async function integratePage(
  client: pg.PoolClient,
  parts: IntegratorParts,
  kept: Checkpoint | null,
): Promise<Page | null> {
  const { rows } = await client.query<{ taken: boolean }>(
    'SELECT pg_try_advisory_xact_lock($1, 0) AS taken',
    [LEDGER_LOCK],
  );
  if (rows[0]?.taken !== true) return null;
  const latest = await readLatestCheckpoint(client);
  const fromSize = latest?.size ?? 0;
  if (latest !== null) refuseOther(kept, latest);
  // A log that was restored grows through a size signed before: stop there, to compare.
  const limit = Math.min(
    INTEGRATE_PAGE,
    kept === null || kept.size <= fromSize ? INTEGRATE_PAGE : kept.size - fromSize,
  );
  const leafHashes = await readLeafHashes(client, fromSize, limit);
  if (leafHashes.length === 0) return { added: 0, isFull: false, checkpoint: latest };
  const edge = await takeUp(client, latest);
  const { seal, signer, now } = parts;
  const grown = await growInSlices({ edge, leafHashes, seal });
  await writeTiles(client, grown.tiles);
  const { size } = grown.edge;
  const root = edgeRoot(grown.edge, nativeHashes);
  if (kept?.size === size && !equalBytes(kept.root, root))
    throw new StoreFault(
      'log_unreadable',
      `the first ${size} events are not those that were signed: run verify`,
    );
  const checkpoint: StoredCheckpoint = {
    size,
    fromSize,
    root,
    note: signCheckpoint({ size, root }, [signer]),
    seals: grown.seals,
    bookedAt: (now?.() ?? new Date()).toISOString(),
  };
  await writeCheckpoint(client, checkpoint);
  return { added: leafHashes.length, isFull: leafHashes.length === limit, checkpoint };
}

type Growth = { readonly edge: TileEdge; readonly tiles: readonly Tile[]; readonly seals: Uint8Array | null };

/** Hashes and seals a slice at a time, so that requests on the same thread never wait for a whole page. */
async function growInSlices(from: {
  readonly edge: TileEdge;
  readonly leafHashes: readonly Uint8Array[];
  readonly seal: LeafSeal | null;
}): Promise<Growth> {
  const { leafHashes, seal } = from;
  const tiles = new Map<string, Tile>();
  const seals: Uint8Array[] = [];
  let { edge } = from;
  for (let at = 0; at < leafHashes.length; at += SLICE) {
    const slice = leafHashes.slice(at, at + SLICE);
    if (seal !== null) for (const [place, hash] of slice.entries()) seals.push(seal(edge.size + place, hash));
    const grown = growTiles(edge, slice, nativeHashes);
    // A tile that a later slice fills comes again, whole.
    for (const tile of grown.tiles) tiles.set(`${tile.level}/${tile.index}`, tile);
    edge = grown.edge;
    await setImmediate();
  }
  return { edge, tiles: [...tiles.values()], seals: seal === null ? null : concatBytes(...seals) };
}

/** Two roots of one size: what is about to be continued or signed is not what was signed before. */
function refuseOther(
  kept: Checkpoint | null,
  state: { readonly size: number; readonly root: Uint8Array },
): void {
  if (kept?.size !== state.size || equalBytes(kept.root, state.root)) return;
  throw new StoreFault(
    'log_unreadable',
    `the first ${state.size} events are not those that were signed: run verify`,
  );
}

/** All in one row: a row for each event cost the driver more than all that is done with them. */
async function readLeafHashes(
  client: pg.PoolClient,
  from: number,
  limit: number,
): Promise<readonly Uint8Array[]> {
  const { rows } = await client.query<{ whole: boolean | null; count: number; hashes: Buffer | null }>({
    name: 'ledger-leaf-hashes',
    text: `SELECT count(*) AS count, string_agg(leaf_hash, ''::bytea ORDER BY position) AS hashes,
             bool_and(octet_length(leaf_hash) = ${HASH_BYTES}) AND min(position) = $1::bigint
               AND max(position) = $1::bigint + count(*) - 1 AS whole
           FROM (SELECT position, leaf_hash FROM event WHERE position >= $1 ORDER BY position LIMIT $2) AS page`,
    values: [from, limit],
  });
  const [page] = rows;
  if (page === undefined || page.hashes === null) return [];
  const { count, hashes } = page;
  if (page.whole !== true) throw await namingBreak(client, from);
  return Array.from({ length: count }, (_, at) => hashes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES));
}

async function namingBreak(client: pg.PoolClient, from: number): Promise<StoreFault> {
  const { rows } = await client.query<{ place: number }>(
    `SELECT $1::bigint + ord - 1 AS place
     FROM (SELECT position, leaf_hash, row_number() OVER (ORDER BY position) AS ord FROM event
           WHERE position >= $1 ORDER BY position LIMIT $2) AS page
     WHERE position <> $1::bigint + ord - 1 OR octet_length(leaf_hash) <> ${HASH_BYTES}
     ORDER BY ord LIMIT 1`,
    [from, INTEGRATE_PAGE],
  );
  return new StoreFault(
    'log_unreadable',
    `the log is broken at position ${rows[0]?.place ?? from}: run verify`,
  );
}

/** The edge of the tree as stored, which must be the one that was signed last. */
async function takeUp(client: pg.PoolClient, latest: StoredCheckpoint | null): Promise<TileEdge> {
  if (latest === null) return emptyEdge;
  const opened = openEdge(latest.size, await readTiles(client, edgeTiles(latest.size)));
  if (!opened.ok) {
    const { level, index } = opened.tile;
    throw new StoreFault('log_unreadable', `tile ${level}/${index} of the ledger is missing: run verify`);
  }
  if (!equalBytes(edgeRoot(opened.value, nativeHashes), latest.root))
    throw new StoreFault('log_unreadable', 'the tiles do not hash to the last signed root: run verify');
  return opened.value;
}
