import { createTestKeys } from '@plimsoll/server/keys';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { checkDatabase } from './database.ts';
import { createLog } from './log.ts';
import { migrate, readMigrations } from './migrate.ts';
import { readEvents } from './read.ts';
import { applicationRequest, TEST_TIME_MS, testIdentity } from './testing-events.ts';
import { startTestPostgres, type TestDatabase, type TestPostgres } from './testing.ts';

let postgres: TestPostgres;
let database: TestDatabase;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(async () => postgres.stop());
beforeEach(async () => {
  database = await postgres.createDatabase({ isMigrated: false });
  await checkDatabase(database.pool);
});
afterEach(async () => database.drop());

test('[STO-28] a database of the first release is upgraded at start, its events untouched; a second start does nothing', async () => {
  const all = await readMigrations();
  expect(all.length).toBeGreaterThan(1);
  expect(await migrate(database.pool, all.slice(0, 1))).toEqual(['0001-log']);
  const log = await createLog({ pool: database.pool, keys: createTestKeys(), clock: () => TEST_TIME_MS });
  await log.append(applicationRequest(await log.resolvePerson(testIdentity(1)), 1));
  const before = await readEvents(database.pool, { from: 0, count: 10 });
  expect(await migrate(database.pool)).toEqual(all.slice(1).map(({ id }) => id));
  expect(await migrate(database.pool)).toEqual([]);
  expect(await readEvents(database.pool, { from: 0, count: 10 })).toEqual(before);
  expect(await log.append(applicationRequest(await log.resolvePerson(testIdentity(1)), 2))).toMatchObject({
    kind: 'committed',
  });
});

test('[STO-28] servers that start at once migrate once', async () => {
  const runs = await Promise.all(Array.from({ length: 4 }, () => migrate(database.pool)));
  expect(runs.map((ids) => ids.length).toSorted((left, right) => left - right)).toEqual([
    0,
    0,
    0,
    (await readMigrations()).length,
  ]);
});

test('[STO-28] an edited migration, a newer database, a failing migration: faults that change nothing', async () => {
  const all = await readMigrations();
  await migrate(database.pool);
  const edited = all.map((one, place) => (place === 0 ? { ...one, sha256: 'another' } : one));
  await expect(migrate(database.pool, edited)).rejects.toMatchObject({ code: 'migration_altered' });
  await expect(migrate(database.pool, all.slice(0, -1))).rejects.toMatchObject({ code: 'migration_newer' });
  const broken = { id: '9999-broken', sql: 'CREATE TABLE half (x int); SELECT no_such_thing()', sha256: 'x' };
  await expect(migrate(database.pool, [...all, broken])).rejects.toMatchObject({
    code: 'database_unsuitable',
  });
  const { rows } = await database.pool.query("SELECT to_regclass('plimsoll.half') AS half");
  expect(rows).toEqual([{ half: null }]);
  expect(await migrate(database.pool)).toEqual([]);
});

test('[STO-28] a database in another encoding is refused before anything is made in it', async () => {
  const admin = postgres.url;
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: admin });
  await client.connect();
  await client.query(
    "CREATE DATABASE latin ENCODING 'SQL_ASCII' LOCALE_PROVIDER libc LOCALE 'C' TEMPLATE template0",
  );
  const address = new URL(admin);
  address.pathname = '/latin';
  const { openPool } = await import('./database.ts');
  const pool = openPool(address.href, 1);
  await expect(checkDatabase(pool)).rejects.toMatchObject({ code: 'database_unsuitable' });
  await pool.end();
  await client.query('DROP DATABASE latin');
  await client.end();
});
