/**
 * Connections to PostgreSQL, ours or the operator's own (PLIMSOLL_DATABASE_URL). Every connection works in the schema
 * `plimsoll`, in UTC, with synchronous commit. What the driver gets wrong by default is set right here: bigint comes
 * as a number (and a number that isn't exact is a fault), a date as the text `YYYY-MM-DD` instead of a local midnight.
 */
import pg from 'pg';
import { StoreFault } from './fault.ts';

const OLDEST_VERSION = 150_000;
const POOL_LIMIT = 16;
const CONNECT_LIMIT_MS = 10_000;

const INT8 = 20;
const DATE = 1082;

/**
 * Compiling a plan costs PostgreSQL more than the statements of an append do, so that is off whatever the server says
 * (measured on 15 with its defaults: 75 appends/s with it, 2,400 without).
 */
const SESSION = '-c search_path=plimsoll -c timezone=UTC -c synchronous_commit=on -c jit=off';

/**
 * What appends are written with is planned once per connection and shape of batch: planning each time cost a tenth of
 * PostgreSQL's share. A plan that is kept must not be one for the empty tables of the first day, so only look-ups by
 * index are open to it, whatever the statistics say.
 */
const WRITER_SESSION = `${SESSION} -c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off`;
const WRITER_LIMIT = 4;

/** Opens a pool (lazily: no connection is made yet). `max`: connections at most. */
export function openPool(url: string, max: number = POOL_LIMIT): pg.Pool {
  return createPool({ connectionString: url, max, options: SESSION });
}

/** Opens the pool that the log appends with. */
export function openWriterPool(url: string): pg.Pool {
  return createPool({ connectionString: url, max: WRITER_LIMIT, options: WRITER_SESSION });
}

function createPool(own: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool({
    ...own,
    application_name: 'plimsoll',
    keepAlive: true,
    connectionTimeoutMillis: CONNECT_LIMIT_MS,
    types: { getTypeParser: typeParser },
  });
  // A connection that dies while idle must not end the process; the next query finds out.
  pool.on('error', () => undefined);
  return pool;
}

/** Checks that the database can carry Plimsoll and makes its schema. Faults: `database_unsuitable`. */
export async function checkDatabase(pool: pg.Pool): Promise<void> {
  const { rows } = await pool
    .query<{ version: number; encoding: string; fsync: string }>(
      `SELECT current_setting('server_version_num')::int AS version,
              current_setting('server_encoding') AS encoding, current_setting('fsync') AS fsync`,
    )
    .catch((cause: unknown) => {
      throw new StoreFault('database_unsuitable', 'the database does not answer', cause);
    });
  const found = rows[0];
  if (found === undefined || found.version < OLDEST_VERSION) {
    const version = Math.floor((found?.version ?? 0) / 10_000);
    throw new StoreFault('database_unsuitable', `PostgreSQL ${version} is too old: 15 or newer is needed`);
  }
  if (found.encoding !== 'UTF8') {
    throw new StoreFault(
      'database_unsuitable',
      `the database is encoded in ${found.encoding}: UTF8 is needed`,
    );
  }
  await pool.query('CREATE SCHEMA IF NOT EXISTS plimsoll').catch((cause: unknown) => {
    throw new StoreFault(
      'database_unsuitable',
      'this database user may not create the schema plimsoll',
      cause,
    );
  });
}

/** Runs `work` on one connection inside a transaction: commits its result, rolls back when it throws. */
export async function inTransaction<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let fault: Error | undefined;
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    fault = error instanceof Error ? error : new Error(String(error));
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  } finally {
    client.release(isConnectionLost(fault) ? fault : undefined);
  }
}

function isConnectionLost(fault: Error | undefined): boolean {
  return fault !== undefined && !(fault instanceof pg.DatabaseError) && !(fault instanceof StoreFault);
}

function typeParser(oid: number, format?: 'text' | 'binary'): (text: string) => unknown {
  if (format !== 'binary' && oid === INT8) return exactInteger;
  if (format !== 'binary' && oid === DATE) return (text) => text;
  return pg.types.getTypeParser(oid, format ?? 'text') as (text: string) => unknown;
}

function exactInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value))
    throw new StoreFault('log_unreadable', `the integer ${text} is not exact`);
  return value;
}
