/**
 * The walk over the whole log, from the first event to the last, that names the first one which is not as it was logged.
 * It reads pages and remembers a page, the edge of the tree and a few checkpoints, however long the log is.
 *
 * For each event: its position follows the one before; the leaf rebuilt from the columns hashes to the stored hash, to
 * the tree's and to its seal; the version before it in its stream lies before it; the body opens the commitment. For
 * each checkpoint: signed by the log's key, taking up where the last one ended, with the root that the events give. For
 * each tile: what the events give. For each note kept outside the database: the same root at the same size.
 * It reads one snapshot, so it can run beside a server that writes.
 */
import { toHex } from '@plimsoll/core/base';
import {
  edgeRoot,
  emptyEdge,
  HASH_BYTES,
  growTiles,
  type NoteKey,
  type TileEdge,
  TILE_WIDTH,
  tileWidth,
} from '@plimsoll/core/ledger';
import { KeyFault } from '@plimsoll/server/keys';
import { type Opened, type Opener, readEvents, type StoredEvent } from '@plimsoll/server/store';
import type pg from 'pg';
import { checkCheckpoint } from './checkpoint-check.ts';
import { readCheckpointsAfter, readLatestCheckpoint, type StoredCheckpoint } from './checkpoint-table.ts';
import { checkBody, checkLeaf, checkText, rebuiltHash, sealAt, type Witnesses } from './event-check.ts';
import type { LeafSeal } from './leaf-seal.ts';
import { checkKeptNotes } from './note-check.ts';
import { checkOpenTiles, compareTiles, leafTiles, rootFromTiles } from './tile-check.ts';
import { type Queryable, readTiles } from './tile-table.ts';
import { faultAt, type LogCounts, type LogFault, type LogReport } from './verify-report.ts';

export type VerifyParts = {
  /** The log's public key, from elsewhere than the database. */
  readonly key: NoteKey;
  /** Opens bodies; null leaves them unopened and says so. */
  readonly opener: Opener | null;
  /** Checks seals; null without the key that made them. */
  readonly seal: LeafSeal | null;
  /** The folder of notes kept outside the database; null when there is none to compare with. */
  readonly notesFolder: string | null;
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
};

/** Events in memory at a time: four tiles. A multiple of the tile width, so that a page never splits a tile. */
const VERIFY_PAGE = 4 * TILE_WIDTH;
const CHECKPOINT_PAGE = 32;
const NOT_OPENED: Opened = { kind: 'unreadable', reason: 'the opener gave no answer' };

/** Walks the log. Faults of the database throw; whatever was altered is in the report. */
export async function verifyLog(pool: pg.Pool, parts: VerifyParts): Promise<LogReport> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    return await walk({ snapshot: client, live: pool, parts });
  } finally {
    await client.query('ROLLBACK').catch(() => undefined);
    client.release();
  }
}

type Sight = { readonly snapshot: Queryable; readonly live: Queryable; readonly parts: VerifyParts };

/** All that is remembered from page to page. */
type Walk = {
  readonly edge: TileEdge;
  /** The checkpoints that lie ahead, nearest first. */
  readonly ahead: readonly StoredCheckpoint[];
  /** Size and root of the last checkpoint that held. */
  readonly good: { readonly size: number; readonly root: Uint8Array | null };
  readonly counts: LogCounts;
};

type Step = { readonly walk: Walk; readonly fault: LogFault | null };

const nothing: LogCounts = {
  events: 0,
  opened: 0,
  erased: 0,
  unopened: 0,
  uncovered: 0,
  checkpoints: 0,
  tiles: 0,
  notes: 0,
};

async function walk(sight: Sight): Promise<LogReport> {
  const { snapshot, parts } = sight;
  const integrated = (await readLatestCheckpoint(snapshot))?.size ?? 0;
  const total = Math.max(integrated, await readHeadSize(snapshot));
  let state: Walk = { edge: emptyEdge, ahead: [], good: { size: 0, root: null }, counts: nothing };
  for (;;) {
    const position = state.edge.size;
    const page = await readEvents(snapshot, { from: position, count: VERIFY_PAGE });
    if (page.length === 0) break;
    const step = await walkPage(sight, { state, page, integrated });
    state = step.walk;
    if (step.fault !== null) return report(state, step.fault);
    parts.onProgress?.({ done: state.edge.size, total: Math.max(total, state.edge.size) });
  }
  if (state.edge.size < total)
    return report(
      state,
      faultAt('event_missing', { position: state.edge.size, eventId: null }, { facts: { total } }),
    );
  const openTiles = await checkOpenTiles(snapshot, state.edge, integrated);
  if (openTiles !== null) return report(state, openTiles);
  if (parts.notesFolder === null) return report(state, null);
  const { noteCount, fault } = await checkKeptNotes({
    snapshot,
    live: sight.live,
    folder: parts.notesFolder,
    key: parts.key,
    size: state.edge.size,
    covered: integrated,
    rootAt: async (size) => rootFromTiles(snapshot, size),
  });
  return report({ ...state, counts: { ...state.counts, notes: noteCount } }, fault);
}

type PageOfLog = { readonly state: Walk; readonly page: readonly StoredEvent[]; readonly integrated: number };

async function walkPage(sight: Sight, { state, page, integrated }: PageOfLog): Promise<Step> {
  const { snapshot, live, parts } = sight;
  const first = state.edge.size;
  const last = first + page.length - 1;
  const tiles = await readTiles(snapshot, leafTiles(first, last));
  const orphan = await readOrphan(snapshot, first, last);
  const openings = parts.opener === null ? null : await openPage(parts.opener, page);
  const unexplained = openings === null ? null : await findUnexplained(live, page, openings);
  let current = state;
  let pending: Uint8Array[] = [];
  for (const [at, event] of page.entries()) {
    const position = first + at;
    if (position < integrated) current = await lookAhead(snapshot, current, position);
    const checkpoint = current.ahead[0] ?? null;
    const gap = checkpointGap(current, position, integrated) ?? eventGap(event, position);
    if (gap !== null) return { walk: current, fault: gap };
    const rebuilt = rebuiltHash(event);
    const witnesses = witnessesOf(position, { checkpoint, integrated, tiles, seal: parts.seal });
    const fault =
      checkLeaf(event, rebuilt, witnesses) ??
      (position === orphan
        ? faultAt('version_missing', placeOf(event), { differs: ['stream_version'] })
        : null) ??
      (unexplained === event.id
        ? faultAt('erasure_unlogged', placeOf(event), { differs: ['keys'] })
        : null) ??
      (openings === null ? checkText(event) : checkBody(event, openings[at] ?? NOT_OPENED));
    if (fault !== null || rebuilt === null) return { walk: current, fault };
    pending.push(rebuilt);
    current = {
      ...current,
      counts: countEvent(current.counts, openings?.[at], position >= integrated),
    };
    if (checkpoint !== null && position + 1 === checkpoint.size) {
      const step = await reachCheckpoint(sight, current, { checkpoint, pending });
      if (step.fault !== null) return step;
      current = step.walk;
      pending = [];
    }
  }
  return grow(snapshot, current, { leafHashes: pending, integrated });
}

/** At the size of a checkpoint: is it signed, and is its root the one that the events give? */
async function reachCheckpoint(
  sight: Sight,
  state: Walk,
  at: { readonly checkpoint: StoredCheckpoint; readonly pending: readonly Uint8Array[] },
): Promise<Step> {
  const { checkpoint, pending } = at;
  const { walk: grown, fault } = await grow(sight.snapshot, state, {
    leafHashes: pending,
    integrated: Number.POSITIVE_INFINITY,
  });
  if (fault !== null) return { walk: grown, fault };
  const root = edgeRoot(grown.edge);
  const wrong = checkCheckpoint(checkpoint, sight.parts.key, { root, goodSize: grown.good.size });
  if (wrong !== null) return { walk: grown, fault: wrong };
  const counts = { ...grown.counts, checkpoints: grown.counts.checkpoints + 1 };
  const good = { size: checkpoint.size, root };
  return { walk: { ...grown, good, counts, ahead: grown.ahead.slice(1) }, fault: null };
}

/** Grows the tree by leaf hashes that were checked, and holds each tile that became full against the stored one. */
async function grow(
  snapshot: Queryable,
  state: Walk,
  by: { readonly leafHashes: readonly Uint8Array[]; readonly integrated: number },
): Promise<Step> {
  const { edge, tiles } = growTiles(state.edge, by.leafHashes);
  const full = tiles.filter((tile) => {
    const isFull = tile.hashes.length === TILE_WIDTH * HASH_BYTES;
    return isFull && tileWidth(tile, Math.min(by.integrated, edge.size)) === TILE_WIDTH;
  });
  const fault = await compareTiles(snapshot, full);
  const counts = { ...state.counts, tiles: state.counts.tiles + full.length };
  return { walk: { ...state, edge, counts }, fault };
}

function witnessesOf(
  position: number,
  sources: {
    readonly checkpoint: StoredCheckpoint | null;
    readonly integrated: number;
    readonly tiles: Awaited<ReturnType<typeof readTiles>>;
    readonly seal: LeafSeal | null;
  },
): Witnesses {
  const { checkpoint, integrated, tiles, seal } = sources;
  const tile = tiles({ level: 0, index: Math.floor(position / TILE_WIDTH) });
  const at = (position % TILE_WIDTH) * HASH_BYTES;
  const isThere = tile !== undefined && tile.length >= at + HASH_BYTES;
  const tileHash = position >= integrated ? null : isThere ? tile.subarray(at, at + HASH_BYTES) : undefined;
  if (seal === null || checkpoint === null || checkpoint.seals === null) return { tileHash, seal: null };
  const expected = sealAt(checkpoint.seals, position - checkpoint.fromSize);
  return { tileHash, seal: { expected, of: seal } };
}

/** Keeps the next checkpoint in sight. */
async function lookAhead(snapshot: Queryable, state: Walk, position: number): Promise<Walk> {
  if (state.ahead.length > 0) return state;
  const ahead = await readCheckpointsAfter(snapshot, position, CHECKPOINT_PAGE);
  return { ...state, ahead };
}

/** Checkpoints follow each other without a gap: a missing one would take its seals and its root with it. */
function checkpointGap(state: Walk, position: number, integrated: number): LogFault | null {
  const next = state.ahead[0];
  if (position >= integrated || position !== state.good.size) return null;
  if (next !== undefined && next.fromSize === state.good.size) return null;
  const facts = { fromSize: state.good.size, nextFromSize: next?.fromSize ?? null };
  return faultAt('checkpoint_missing', { position, eventId: null }, { facts });
}

function eventGap(event: StoredEvent, position: number): LogFault | null {
  if (event.position === position) return null;
  // Only without the table's primary key can a position come twice.
  if (event.position < position) return faultAt('event_altered', placeOf(event), { differs: ['columns'] });
  return faultAt('event_missing', { position, eventId: null }, { facts: { nextPosition: event.position } });
}

/**
 * The first position of a stretch whose event lacks the version before it, earlier in the log, or repeats one that is
 * there; -1 when none does.
 */
async function readOrphan(snapshot: Queryable, first: number, last: number): Promise<number> {
  const { rows } = await snapshot.query<{ position: number | null }>({
    name: 'ledger-orphan',
    text: `SELECT min(position) AS position FROM event AS late
           WHERE position BETWEEN $1 AND $2 AND (version < 1
             OR version > 1 AND NOT EXISTS (
               SELECT FROM event AS early WHERE early.stream = late.stream
                 AND early.version = late.version - 1 AND early.position < late.position)
             OR EXISTS (
               SELECT FROM event AS twin WHERE twin.stream = late.stream
                 AND twin.version = late.version AND twin.position < late.position))`,
    values: [first, last],
  });
  return rows[0]?.position ?? -1;
}

/** The first event whose person counts as erased though no event of the log says so; null when there is none. */
async function findUnexplained(
  live: Queryable,
  page: readonly StoredEvent[],
  openings: readonly Opened[],
): Promise<string | null> {
  const erased = page.filter((_, at) => isErased(openings[at]));
  if (erased.length === 0) return null;
  const { rows } = await live.query<{ subject: string }>({
    name: 'ledger-erasures',
    text: `SELECT DISTINCT subject FROM event WHERE kind = 'person.erased' AND subject = ANY($1::text[])`,
    values: [erased.map(({ subject }) => subject)],
  });
  const explained = new Set(rows.map(({ subject }) => subject));
  return erased.find(({ subject }) => subject === null || !explained.has(subject))?.id ?? null;
}

/** How many events the log is known to have: by its head, and by the last position. */
async function readHeadSize(snapshot: Queryable): Promise<number> {
  const { rows } = await snapshot.query<{ size: number }>(
    `SELECT greatest((SELECT max(size) FROM log_head), (SELECT max(position) + 1 FROM event), 0) AS size`,
  );
  return rows[0]?.size ?? 0;
}

/** Opens a page; where a person's keys were altered, one by one, so that the others are judged all the same. */
async function openPage(opener: Opener, page: readonly StoredEvent[]): Promise<readonly Opened[]> {
  try {
    return await opener.open(page);
  } catch (error) {
    if (!(error instanceof KeyFault)) throw error;
    const opened: Opened[] = [];
    for (const event of page) opened.push(await openOne(opener, event));
    return opened;
  }
}

async function openOne(opener: Opener, event: StoredEvent): Promise<Opened> {
  try {
    return (await opener.open([event]))[0] ?? NOT_OPENED;
  } catch (error) {
    if (!(error instanceof KeyFault)) throw error;
    return { kind: 'unreadable', reason: error.message };
  }
}

function isErased(opening: Opened | undefined): boolean {
  return opening?.kind === 'open' && opening.personal === 'erased';
}

function countEvent(counts: LogCounts, opening: Opened | undefined, isUncovered: boolean): LogCounts {
  const kind = opening === undefined ? 'unopened' : isErased(opening) ? 'erased' : 'opened';
  return {
    ...counts,
    events: counts.events + 1,
    [kind]: counts[kind] + 1,
    uncovered: counts.uncovered + (isUncovered ? 1 : 0),
  };
}

function placeOf(event: StoredEvent): { readonly position: number; readonly eventId: string } {
  return { position: event.position, eventId: event.id };
}

function report(state: Walk, fault: LogFault | null): LogReport {
  const { good, counts } = state;
  return {
    ok: fault === null,
    size: good.size,
    root: good.root === null ? null : toHex(good.root),
    counts,
    fault,
  };
}
