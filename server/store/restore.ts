/**
 * The way back: a backup into an empty database, in one transaction. Every leaf hash is computed anew from the event,
 * the root over all of them compared with the trailer, the master key tried on the wrapped keys, projections rebuilt.
 * A file that is cut short or altered, or a database that holds anything, is refused and nothing changes.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { pipeline } from 'node:stream';
import type pg from 'pg';
import type { JsonObject, JsonValue } from '@plimsoll/core/base';
import { type CompactRange, emptyRange, extendRange, leafHash, rangeRoot } from '@plimsoll/core/ledger';
import type { Keys } from '@plimsoll/server/keys';
import { BACKUP_FORMAT, BACKUP_VERSION, type BackupReport, SIDE_TABLES } from './backup.ts';
import { inTransaction } from './database.ts';
import { StoreFault } from './fault.ts';
import { loadLogKeys } from './log-key.ts';
import { projectPages } from './rebuild.ts';
import type { StoredEvent } from './request.ts';
import { leafOf, nativeHashes, readObject } from './sealed-event.ts';

const PAGE_ROWS = 1000;

type Progress = (done: number, total: number) => void;

/**
 * Restores `file` into the migrated, empty database of `pool`.
 * Faults: `restore_refused` (not empty), `backup_unreadable` (not a backup, cut short, altered), `key_wrong`.
 */
export async function restore(
  pool: pg.Pool,
  keys: Keys,
  from: { readonly file: string; readonly onProgress?: Progress },
): Promise<BackupReport> {
  const report = await inTransaction(pool, async (client) => {
    await refuseUnlessEmpty(client);
    await client.query('DELETE FROM log_key');
    const read = await readBackup(client, from.file, from.onProgress);
    await client.query('UPDATE log_head SET size = $1', [read.events]);
    await projectPages(client, { from: 0, size: read.events });
    await loadLogKeys(client, keys);
    return read;
  });
  await pool.query('ANALYZE');
  return report;
}

async function refuseUnlessEmpty(client: pg.PoolClient): Promise<void> {
  // Locked against writers until the end: another server may be running on this database.
  const { rows } = await client.query<{ size: number; persons: number }>(
    'SELECT size, (SELECT count(*) FROM person) AS persons FROM log_head FOR UPDATE',
  );
  const [found] = rows;
  if (found === undefined || found.size > 0 || found.persons > 0) {
    throw new StoreFault(
      'restore_refused',
      'this database is not empty: a backup is restored into an empty one only',
    );
  }
}

type State = {
  header: JsonObject | null;
  trailer: JsonObject | null;
  range: CompactRange;
  rows: number;
  page: { readonly table: string; readonly records: JsonObject[] } | null;
};

async function readBackup(client: pg.PoolClient, file: string, onProgress?: Progress): Promise<BackupReport> {
  const sum = createHash('sha256');
  const state: State = { header: null, trailer: null, range: emptyRange, rows: 0, page: null };
  let sumBefore = '';
  try {
    for await (const line of readLines(file)) {
      const record = readObject(line);
      if (record === null || state.trailer !== null) throw unreadable('a line is no record');
      if (record['t'] === 'end') {
        sumBefore = sum.copy().digest('hex');
        state.trailer = record;
      } else {
        await takeRecord(client, state, record);
      }
      sum.update(`${line}\n`);
      if (state.range.size % PAGE_ROWS === 0)
        onProgress?.(state.range.size, numberOf(state.header?.['size']));
    }
  } catch (error) {
    throw error instanceof StoreFault ? error : unreadable('it is cut short or altered', error);
  }
  await flush(client, state);
  return judge(state, sumBefore);
}

async function takeRecord(client: pg.PoolClient, state: State, record: JsonObject): Promise<void> {
  if (state.header === null) {
    if (record['format'] !== BACKUP_FORMAT) throw unreadable('it is no backup of Plimsoll');
    if (record['version'] !== BACKUP_VERSION) throw unreadable('its format is newer than this release');
    state.header = record;
    return;
  }
  const table = textOf(record['t']);
  if (state.page !== null && (state.page.table !== table || state.page.records.length >= pageRowsOf(table))) {
    await flush(client, state);
  }
  state.page ??= { table, records: [] };
  state.page.records.push(record);
  if (table !== 'event') {
    state.rows += 1;
    return;
  }
  const event = eventOf(record);
  const computed = leafHash(leafOf(event), nativeHashes);
  if (event.position !== state.range.size || !Buffer.from(computed).equals(event.leafHash)) {
    throw unreadable(`the event at position ${state.range.size} is not as it was written`);
  }
  state.range = extendRange(state.range, [computed], nativeHashes);
}

/** Documents are up to tens of megabytes: few at a time. */
function pageRowsOf(table: string): number {
  const side = SIDE_TABLES.find((each) => each.table === table);
  return side !== undefined && 'pageRows' in side ? side.pageRows : PAGE_ROWS;
}

const EVENT_COLUMNS: readonly (readonly [column: string, field: string, type: string])[] = [
  ['position', 'position', 'bigint'],
  ['id', 'id', 'uuid'],
  ['stream', 'stream', 'text'],
  ['version', 'version', 'int'],
  ['kind', 'kind', 'text'],
  ['booked_at', 'bookedAt', 'timestamptz'],
  ['effective_day', 'effectiveDay', 'date'],
  ['actor', 'actor', 'text'],
  ['subject', 'subject', 'text'],
  ['policy_hash', 'policyHash', 'text'],
  ['model_id', 'modelId', 'text'],
  ['commitment', 'commitment', 'base64'],
  ['leaf_hash', 'leafHash', 'base64'],
  ['body', 'body', 'text'],
  ['sealed', 'sealed', 'base64'],
];
const SIDE_TYPES: { readonly [column: string]: string } = {
  wrapped_key: 'base64',
  id_blind: 'base64',
  blind: 'base64',
  request_hash: 'base64',
  key_version: 'int',
  status: 'int',
  position: 'bigint',
  created_at: 'timestamptz',
  erased_at: 'timestamptz',
};

/** Inserts a page of one table; bytes are decoded there. */
async function flush(client: pg.PoolClient, state: State): Promise<void> {
  const { page } = state;
  state.page = null;
  if (page === null) return;
  const side = SIDE_TABLES.find(({ table }) => table === page.table);
  const columns =
    page.table === 'event'
      ? EVENT_COLUMNS
      : side?.columns.map((column) => [column, column, SIDE_TYPES[column] ?? 'text'] as const);
  if (columns === undefined) throw unreadable(`it holds records of an unknown kind (${page.table})`);
  const unnested = columns.map(
    ([, , type], index) => `$${index + 1}::${type === 'base64' ? 'text' : type}[]`,
  );
  const values = columns.map(([column, , type]) =>
    type === 'base64' ? `decode(${column}, 'base64')` : column,
  );
  const names = columns.map(([column]) => column).join(', ');
  await client.query(
    `INSERT INTO ${page.table} (${names}) SELECT ${values.join(', ')} FROM unnest(${unnested.join(', ')}) AS r(${names})`,
    columns.map(([, field]) => page.records.map((record) => record[field] ?? null)),
  );
}

function judge({ header, trailer, range, rows }: State, sum: string): BackupReport {
  if (header === null || trailer === null) throw unreadable('it is cut short');
  const root = Buffer.from(rangeRoot(range, nativeHashes)).toString('hex');
  const isWhole =
    trailer['events'] === range.size && trailer['rows'] === rows && header['size'] === range.size;
  if (!isWhole || trailer['root'] !== root || trailer['sha256'] !== sum) throw unreadable('it was altered');
  return { events: range.size, rows, root };
}

function readLines(file: string): AsyncIterable<string> {
  const source = createReadStream(file);
  const plain = createGunzip();
  // An error of either stream ends the reading; readline alone would take a cut file for a short one.
  let fault: Error | null = null;
  pipeline(source, plain, (error) => {
    fault = error ?? null;
  });
  const lines = createInterface({ input: plain, crlfDelay: Number.POSITIVE_INFINITY });
  return (async function* () {
    for await (const line of lines) yield line;
    if (fault !== null) throw fault;
  })();
}

function eventOf(record: JsonObject): StoredEvent {
  const bytes = (value: JsonValue | undefined): Buffer => Buffer.from(textOf(value), 'base64');
  const text = (value: JsonValue | undefined): string | null => (typeof value === 'string' ? value : null);
  return {
    position: numberOf(record['position']),
    id: textOf(record['id']),
    stream: textOf(record['stream']),
    version: numberOf(record['version']),
    kind: textOf(record['kind']),
    bookedAt: textOf(record['bookedAt']),
    effectiveDay: textOf(record['effectiveDay']),
    actor: textOf(record['actor']),
    subject: text(record['subject']),
    policyHash: text(record['policyHash']),
    modelId: text(record['modelId']),
    commitment: bytes(record['commitment']),
    leafHash: bytes(record['leafHash']),
    body: textOf(record['body']),
    sealed: record['sealed'] === null ? null : bytes(record['sealed']),
  };
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

function numberOf(value: JsonValue | undefined): number {
  return typeof value === 'number' ? value : Number.NaN;
}

function unreadable(what: string, cause?: unknown): StoreFault {
  return new StoreFault('backup_unreadable', `this file can't be restored: ${what}`, cause);
}
