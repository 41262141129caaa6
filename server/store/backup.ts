/**
 * The backup: the log and what it needs to be opened, as gzipped NDJSON. First line the header, then a line for each
 * record, last line the trailer with counts, Merkle root and the SHA-256 of all lines before it. Taken in one snapshot
 * beside readers and writers. Persons' keys are in it as they lie in the database, wrapped; the master key is not:
 * without it the file shows no personal data, and with it lost the file gives none back.
 */
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type pg from 'pg';
import type { JsonObject } from '@plimsoll/core/base';
import { emptyRange, extendRange, rangeRoot } from '@plimsoll/core/ledger';
import { readEvents, readLogSize } from './read.ts';
import type { StoredEvent } from './request.ts';
import { nativeHashes } from './sealed-event.ts';

export const BACKUP_FORMAT = 'plimsoll-backup';
export const BACKUP_VERSION = 1;
const PAGE_ROWS = 2000;

/** Tables beside the log, by the key in which they are paged; what is not listed is a projection or made anew. */
export const SIDE_TABLES = [
  { table: 'log_key', key: 'name', columns: ['name', 'wrapped_key', 'key_version'] },
  {
    table: 'person',
    key: 'subject',
    columns: ['subject', 'id_blind', 'wrapped_key', 'key_version', 'created_at', 'erased_at'],
  },
  { table: 'person_blind', key: '(blind, subject)', columns: ['blind', 'subject'] },
  {
    table: 'idempotency',
    key: '(actor, key)',
    columns: ['actor', 'key', 'request_hash', 'status', 'reply', 'position'],
  },
  // Documents are up to tens of megabytes: few at a time.
  { table: 'model_document', key: 'sha256', columns: ['sha256', 'body'], pageRows: 4 },
] as const;

export type BackupReport = {
  readonly events: number;
  /** Rows beside the log: persons, blind indexes, answers, keys. */
  readonly rows: number;
  /** Root of the Merkle tree over the events, lower-case hex. */
  readonly root: string;
};

/** Writes the backup to `file` (mode 0600), whole or not at all. `onProgress` counts events. */
export async function backup(
  pool: pg.Pool,
  file: string,
  onProgress?: (done: number, total: number) => void,
): Promise<BackupReport> {
  const client = await pool.connect();
  const fresh = `${file}.${process.pid}`;
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const report = { events: 0, rows: 0, root: '' };
    await pipeline(
      Readable.from(writeLines(client, report, onProgress)),
      createGzip(),
      createWriteStream(fresh, { mode: 0o600 }),
    );
    await flushToDisk(fresh);
    await rename(fresh, file);
    return report;
  } finally {
    await client.query('ROLLBACK').catch(() => undefined);
    client.release();
    await rm(fresh, { force: true });
  }
}

type Counts = { events: number; rows: number; root: string };

async function* writeLines(
  client: pg.PoolClient,
  counts: Counts,
  onProgress?: (done: number, total: number) => void,
): AsyncGenerator<string> {
  const sum = createHash('sha256');
  const line = (record: JsonObject): string => {
    const text = `${JSON.stringify(record)}\n`;
    sum.update(text);
    return text;
  };
  const size = await readLogSize(client);
  const { rows } = await client.query<{ id: string }>('SELECT id FROM migration ORDER BY id');
  const migrations = rows.map(({ id }) => id);
  yield line({ format: BACKUP_FORMAT, version: BACKUP_VERSION, size, migrations });
  let range = emptyRange;
  for (let from = 0; from < size; from += PAGE_ROWS) {
    const events = await readEvents(client, { from, count: Math.min(PAGE_ROWS, size - from) });
    for (const event of events) range = extendRange(range, [event.leafHash], nativeHashes);
    yield events.map((event) => line(eventRecord(event))).join('');
    counts.events += events.length;
    onProgress?.(counts.events, size);
  }
  for (const side of SIDE_TABLES) {
    for await (const page of readPages(client, side)) {
      yield page.map((row) => line({ t: side.table, ...row })).join('');
      counts.rows += page.length;
    }
  }
  counts.root = Buffer.from(rangeRoot(range, nativeHashes)).toString('hex');
  const { events, rows: others, root } = counts;
  yield line({ t: 'end', events, rows: others, root, sha256: sum.copy().digest('hex') });
}

function eventRecord(event: StoredEvent): JsonObject {
  const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
  return {
    t: 'event',
    ...event,
    commitment: base64(event.commitment),
    leafHash: base64(event.leafHash),
    sealed: event.sealed === null ? null : base64(event.sealed),
  };
}

/** Bytes leave as base64 and times as text, by PostgreSQL itself, so a row is text and numbers only. */
async function* readPages(
  client: pg.PoolClient,
  side: (typeof SIDE_TABLES)[number],
): AsyncGenerator<readonly JsonObject[]> {
  const { table, key, columns } = side;
  const pageRows = 'pageRows' in side ? side.pageRows : PAGE_ROWS;
  const types = await client.query<{ name: string; type: string }>(
    `SELECT attname AS name, format_type(atttypid, NULL) AS type FROM pg_attribute
     WHERE attrelid = $1::regclass AND attnum > 0`,
    [table],
  );
  const typeOf = new Map(types.rows.map(({ name, type }) => [name, type]));
  const fields = columns.map((column) =>
    typeOf.get(column) === 'bytea'
      ? `translate(encode(${column}, 'base64'), E'\\n', '') AS ${column}`
      : column,
  );
  await client.query(
    `DECLARE side_${table} NO SCROLL CURSOR FOR SELECT ${fields.join(', ')} FROM ${table} ORDER BY ${key}`,
  );
  for (;;) {
    const { rows } = await client.query<JsonObject>(`FETCH ${pageRows} FROM side_${table}`);
    if (rows.length === 0) return;
    yield rows;
  }
}

async function flushToDisk(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
