import { spawn } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { createKeys } from '@plimsoll/server/keys';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLog } from './log.ts';
import { rebuild } from './rebuild.ts';
import { applicationRequest, TEST_TIME_MS, testIdentity } from './testing-events.ts';
import { startTestPostgres, type TestDatabase, type TestPostgres } from './testing.ts';

const WRITER = fileURLToPath(new URL('./testing-writer.ts', import.meta.url));
const KILLS = 5;

let postgres: TestPostgres;
let database: TestDatabase;
beforeAll(async () => {
  postgres = await startTestPostgres();
  database = await postgres.createDatabase();
});
afterAll(async () => {
  await database.drop();
  await postgres.stop();
});

/** Runs a writer until it has acknowledged `count` appends, then kills it; the numbers it acknowledged. */
async function killedWriter(
  master: string,
  run: { readonly first: number; readonly count: number },
): Promise<readonly number[]> {
  const args = [WRITER, database.url, master, String(run.first)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString('utf8');
    if (said.split('\n').length > run.count) child.kill('SIGKILL');
  });
  await new Promise((done) => {
    child.once('close', done);
  });
  return said.split('\n').slice(0, -1).map(Number);
}

test('[STO-29] kill -9 of a writer in the middle of a load: what it acknowledged is there, once, and the log is whole', async () => {
  const master = randomBytes(32);
  const acknowledged: number[] = [];
  for (let kill = 0; kill < KILLS; kill++) {
    const run = { first: kill * 1_000_000, count: 150 + 77 * kill };
    acknowledged.push(...(await killedWriter(master.toString('hex'), run)));
  }
  expect(acknowledged.length).toBeGreaterThan(150 * KILLS);
  const { rows } = await database.pool.query<{ key: string; position: number }>(
    'SELECT key, position FROM idempotency',
  );
  const kept = new Map(rows.map(({ key, position }) => [key, position]));
  expect(acknowledged.filter((n) => !kept.has(`key-${n}`))).toEqual([]);
  const { rows: sizes } = await database.pool.query(
    `SELECT (SELECT size FROM log_head) AS size, count(*) AS events, max(position) + 1 AS next,
       count(DISTINCT stream) AS streams FROM event`,
  );
  const events = 2 * kept.size;
  expect(sizes).toEqual([{ size: events, events, next: events, streams: kept.size }]);
  expect(await rebuild(database.pool, { isCheck: true })).toMatchObject({ events, differences: 0 });
  const keys = createKeys(master, generateKeyPairSync('ed25519').privateKey);
  const log = await createLog({ pool: database.pool, keys, clock: () => TEST_TIME_MS });
  const person = await log.resolvePerson(testIdentity(1));
  const n = acknowledged[0] ?? 0;
  const again = {
    ...applicationRequest(person, n),
    idempotency: { key: `key-${n}`, requestHash: Buffer.from(String(n)) },
  };
  expect(await log.append(again)).toMatchObject({ kind: 'replayed' });
  await log.close();
});
