/**
 * Projections again, from the log alone: by the same projector and the same statement as an append, into tables of the
 * same shape in a schema of their own. Then compared with the live ones; a rebuild also puts right what differs, and
 * only that, so it can run beside readers and, but for its last moment, beside writers.
 */
import { assert } from '@plimsoll/core/base';
import type pg from 'pg';
import { StoreFault } from './fault.ts';
import { parseProjected, type ProjectedEvent } from './projected-event.ts';
import { project } from './projection.ts';
import { closeProjection, projectionParts } from './projection-statement.ts';
import { readEvents, readLogSize } from './read.ts';
import type { StoredEvent } from './request.ts';
import { readObject } from './sealed-event.ts';
import { buildStatement, type Part, valuesOf } from './statement.ts';

/** The tables that are computed from the log, each with its key. */
export const PROJECTIONS = [
  { table: 'application', key: ['id'] },
  { table: 'decision_hour', key: ['hour', 'policy_hash', 'outcome', 'grade', 'score_band'] },
  { table: 'reason_hour', key: ['hour', 'outcome', 'reason'] },
  { table: 'policy', key: ['hash'] },
  { table: 'model_version', key: ['name', 'version'] },
  { table: 'loan', key: ['id'] },
  { table: 'account_balance', key: ['funder', 'currency', 'account'] },
  { table: 'day_run', key: ['day'] },
  { table: 'day_step', key: ['day', 'partition'] },
  { table: 'day_refusal', key: ['day', 'loan'] },
  { table: 'account_day', key: ['funder', 'currency', 'day', 'account'] },
  { table: 'payment', key: ['id'] },
] as const;

export type RowDifference = {
  readonly table: string;
  /** The values of the table's key. */
  readonly key: readonly unknown[];
  /** The row that the log gives; null: there should be none. */
  readonly expected: { readonly [column: string]: unknown } | null;
  /** The row that stands there; null: it is missing. */
  readonly found: { readonly [column: string]: unknown } | null;
};

export type Comparison = {
  readonly events: number;
  /** Rows that the log gives, over all projections. */
  readonly rows: number;
  readonly differences: number;
  /** The first of them. */
  readonly examples: readonly RowDifference[];
};

export type RebuildOptions = {
  /** true: only report. */
  readonly isCheck?: boolean;
  readonly onProgress?: (done: number, total: number) => void;
};

const SHADOW = 'plimsoll_rebuild';
const REBUILD_LOCK = 0x706c696f;
const PAGE_EVENTS = 5000;
/** Differences of a table that are reported row by row. */
const MAX_EXAMPLES = 1000;

/**
 * Recomputes all projections from the log, compares, and unless `isCheck` corrects the live tables.
 * Faults: `log_unreadable` with the position of an event that can't be projected.
 */
export async function rebuild(pool: pg.Pool, options: RebuildOptions = {}): Promise<Comparison> {
  const client = await pool.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1, 0)', [REBUILD_LOCK]);
    return await (options.isCheck === true ? check(client, options) : correct(client, options));
  } finally {
    // The connection goes with its search path, its lock and its prepared statements.
    client.release(true);
  }
}

/** Projects the events of `from` … `size − 1` into the tables of the search path, page by page. */
export async function projectPages(
  client: pg.ClientBase,
  range: { readonly from: number; readonly size: number },
  onProgress?: (done: number, total: number) => void,
): Promise<void> {
  for (let from = range.from; from < range.size; from += PAGE_EVENTS) {
    const events = await readEvents(client, { from, count: Math.min(PAGE_EVENTS, range.size - from) });
    const parts = projectionParts(project(events.map(projectedOf)));
    const statement = buildStatement([{ part: head, rows: [[from]] }, ...parts], close);
    await client.query({ name: statement.name, text: statement.text, values: valuesOf(statement) });
    onProgress?.(Math.min(from + PAGE_EVENTS, range.size), range.size);
  }
}

const head: Part = {
  name: 'hb',
  relation: { columns: [['base', 'int8']] },
  sql: (rows) => `head AS (SELECT hb.base FROM ${rows})`,
};
const close = (present: ReadonlySet<string>): string => `${closeProjection(present)} SELECT base FROM head`;

function projectedOf(event: StoredEvent): ProjectedEvent {
  const body = readObject(event.body);
  try {
    assert(body !== null, 'the body is a JSON object');
    return parseProjected({ ...event, body, bookedAtMs: Date.parse(event.bookedAt) });
  } catch (cause) {
    throw new StoreFault(
      'log_unreadable',
      `the event at position ${event.position} can't be projected`,
      cause,
    );
  }
}

/** In one snapshot: what is written meanwhile is neither projected nor compared. Leaves nothing behind. */
async function check(client: pg.PoolClient, options: RebuildOptions): Promise<Comparison> {
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
  try {
    const size = await readLogSize(client);
    await makeShadow(client);
    await projectPages(client, { from: 0, size }, options.onProgress);
    return await compare(client, size);
  } finally {
    await client.query('ROLLBACK');
  }
}

/** The bulk first; then, with the head of the log locked, the rest, the comparison and the correction. */
async function correct(client: pg.PoolClient, options: RebuildOptions): Promise<Comparison> {
  await makeShadow(client);
  const size = await readLogSize(client);
  await projectPages(client, { from: 0, size }, options.onProgress);
  await client.query('BEGIN');
  try {
    const { rows } = await client.query<{ size: number }>('SELECT size FROM log_head FOR UPDATE');
    const now = rows[0]?.size ?? size;
    await projectPages(client, { from: size, size: now }, options.onProgress);
    const comparison = await compare(client, now);
    for (const projection of PROJECTIONS) await copyDifferences(client, projection);
    await client.query(`DROP SCHEMA ${SHADOW} CASCADE`);
    await client.query('COMMIT');
    return comparison;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}

async function makeShadow(client: pg.PoolClient): Promise<void> {
  await client.query(`DROP SCHEMA IF EXISTS ${SHADOW} CASCADE; CREATE SCHEMA ${SHADOW}`);
  for (const { table } of PROJECTIONS) {
    await client.query(`CREATE TABLE ${SHADOW}.${table} (LIKE plimsoll.${table} INCLUDING ALL)`);
  }
  await client.query(`SET search_path = ${SHADOW}, plimsoll`);
}

async function compare(client: pg.PoolClient, events: number): Promise<Comparison> {
  let rows = 0;
  let differences = 0;
  const examples: RowDifference[] = [];
  for (const { table, key } of PROJECTIONS) {
    const counted = await client.query<{ count: number }>(`SELECT count(*) AS count FROM ${SHADOW}.${table}`);
    rows += counted.rows[0]?.count ?? 0;
    const found = await differencesOf(client, table, key);
    differences += found.length;
    examples.push(...found.slice(0, MAX_EXAMPLES));
  }
  return { events, rows, differences, examples };
}

type Row = { readonly [column: string]: unknown };

async function differencesOf(
  client: pg.PoolClient,
  table: string,
  key: readonly string[],
): Promise<readonly RowDifference[]> {
  const { rows } = await client.query<{ side: 'expected' | 'found'; row: Row }>(
    `SELECT 'expected' AS side, to_jsonb(e) AS row
       FROM (SELECT * FROM ${SHADOW}.${table} EXCEPT SELECT * FROM plimsoll.${table}) AS e
     UNION ALL SELECT 'found', to_jsonb(f)
       FROM (SELECT * FROM plimsoll.${table} EXCEPT SELECT * FROM ${SHADOW}.${table}) AS f`,
  );
  const byKey = new Map<string, RowDifference>();
  for (const { side, row } of rows) {
    const values = key.map((column) => row[column]);
    const name = JSON.stringify(values);
    const old = byKey.get(name) ?? { table, key: values, expected: null, found: null };
    byKey.set(name, { ...old, [side]: row });
  }
  return [...byKey.values()];
}

/** By row, not by TRUNCATE: a writer that waits for the head of the log holds a lock on the table meanwhile. */
async function copyDifferences(
  client: pg.PoolClient,
  projection: (typeof PROJECTIONS)[number],
): Promise<void> {
  const { table, key } = projection;
  await client.query(
    `DELETE FROM plimsoll.${table} AS l WHERE NOT EXISTS (
       SELECT FROM ${SHADOW}.${table} AS s
       WHERE s.${key[0]} = l.${key[0]} AND ROW(s.*) IS NOT DISTINCT FROM ROW(l.*))`,
  );
  await client.query(
    `INSERT INTO plimsoll.${table} SELECT * FROM ${SHADOW}.${table} EXCEPT SELECT * FROM plimsoll.${table}`,
  );
}
