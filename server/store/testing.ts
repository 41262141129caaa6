/**
 * A real PostgreSQL for tests (`*.engine.test.ts`): one engine per run in a temporary folder, a fresh database per
 * test file. The engine skips fsync; all else is as in service. When the run was started by vitest, its global set-up
 * (`testing-setup.ts`) has started the engine already and names it in PLIMSOLL_TEST_POSTGRES_URL.
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { checkDatabase, openPool } from './database.ts';
import { migrate } from './migrate.ts';
import { startPostgres } from './postgres.ts';

export type TestDatabase = {
  readonly url: string;
  readonly pool: pg.Pool;
  /** Closes the pool and removes the database. */
  readonly drop: () => Promise<void>;
};

export type TestPostgres = {
  readonly url: string;
  /** A fresh database; migrated unless `isMigrated` is false. */
  readonly createDatabase: (options?: { readonly isMigrated?: boolean }) => Promise<TestDatabase>;
  readonly stop: () => Promise<void>;
};

/** Starts, or joins, the engine of this test run. Call `stop` in `afterAll`. */
export async function startTestPostgres(): Promise<TestPostgres> {
  const running = process.env['PLIMSOLL_TEST_POSTGRES_URL'];
  if (running !== undefined && running !== '') return testPostgres(running, async () => undefined);
  const engine = await startEngineForTests();
  return testPostgres(engine.url, engine.stop);
}

/** An engine in a temporary folder that is removed when it stops. */
export async function startEngineForTests(): Promise<{
  readonly url: string;
  readonly stop: () => Promise<void>;
}> {
  const home = await mkdtemp(join(tmpdir(), 'plimsoll-test-'));
  await chmod(home, 0o711);
  const engine = await startPostgres({ home, isDurable: false });
  const stop = async (): Promise<void> => {
    await engine.stop();
    await rm(home, { recursive: true, force: true });
  };
  return { url: engine.url, stop };
}

function testPostgres(url: string, stop: () => Promise<void>): TestPostgres {
  return {
    url,
    stop,
    createDatabase: async (options = {}) => createDatabase(url, options.isMigrated ?? true),
  };
}

async function createDatabase(serverUrl: string, isMigrated: boolean): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  await asAdmin(serverUrl, `CREATE DATABASE ${name}`);
  const address = new URL(serverUrl);
  address.pathname = `/${name}`;
  const pool = openPool(address.href);
  if (isMigrated) {
    await checkDatabase(pool);
    await migrate(pool);
  }
  const drop = async (): Promise<void> => {
    if (!pool.ended) await pool.end();
    await asAdmin(serverUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  };
  return { url: address.href, pool, drop };
}

async function asAdmin(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
