import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestPostgres, type TestDatabase, type TestPostgres } from '@plimsoll/server/store';
import { readPolicyVersion } from './shelf.ts';

let postgres: TestPostgres;
let database: TestDatabase;
beforeAll(async () => {
  postgres = await startTestPostgres();
  database = await postgres.createDatabase({ isMigrated: true });
});
afterAll(async () => {
  await database.drop();
  await postgres.stop();
});

test('[PSH-1] a version keeps the hash it was published under, whatever its meaning hashes to today', async () => {
  const xml = readFileSync(new URL('../../policies/starter/policy.dmn', import.meta.url), 'utf8');
  const hash = 'f'.repeat(64);
  await database.pool.query(
    'INSERT INTO policy (hash, name, xml, published_at, actor, active) VALUES ($1, $2, $3, now(), $4, true)',
    [hash, 'Starter policy', xml, 'system:start'],
  );
  const version = await readPolicyVersion(database.pool, hash, []);
  expect(version).toMatchObject({ hash, name: 'Starter policy' });
  expect(version?.origination.policy.hash).toBe(hash);
  expect(version?.origination.compiled.policy.hash).toBe(hash);
  expect(await readPolicyVersion(database.pool, '0'.repeat(64), [])).toBeNull();
});
