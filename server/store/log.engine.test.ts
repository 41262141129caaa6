import { createTestKeys, type Keys } from '@plimsoll/server/keys';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { openPool } from './database.ts';
import { createLog, type Log } from './log.ts';
import type { Appended } from './request.ts';
import {
  applicationRequest,
  newStream,
  performanceRequest,
  TEST_TIME_MS,
  testIdentity,
} from './testing-events.ts';
import { startTestPostgres, type TestDatabase, type TestPostgres } from './testing.ts';

let postgres: TestPostgres;
let database: TestDatabase;
let keys: Keys;
let log: Log;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(async () => postgres.stop());
beforeEach(async () => {
  database = await postgres.createDatabase();
  keys = createTestKeys();
  log = await openLog();
});
afterEach(async () => {
  await log.close();
  await database.drop();
});

async function openLog(): Promise<Log> {
  return createLog({ pool: database.pool, keys, clock: () => TEST_TIME_MS });
}

async function positions(): Promise<readonly number[]> {
  const { rows } = await database.pool.query<{ position: number }>(
    'SELECT position FROM event ORDER BY position',
  );
  return rows.map(({ position }) => position);
}

function kinds(outcomes: readonly Appended[]): { readonly [kind: string]: number } {
  const counts: { [kind: string]: number } = {};
  for (const { kind } of outcomes) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

const request = Buffer.from('the request');
const key = (name: string, hash = request): { key: string; requestHash: Buffer } => ({
  key: name,
  requestHash: hash,
});

test('[STO-1] an append is answered after its commit, with ids, versions and positions from 0', async () => {
  const person = await log.resolvePerson(testIdentity(1));
  const stream = newStream();
  const outcome = await log.append(applicationRequest(person, 1, stream));
  expect(outcome).toMatchObject({
    kind: 'committed',
    events: [
      { stream, version: 1, position: 0 },
      { stream, version: 2, position: 1 },
    ],
    reply: { status: 201, body: { n: 1 } },
  });
  const other = openPool(database.url, 1);
  const { rows } = await other.query('SELECT id, position FROM event ORDER BY position');
  await other.end();
  expect(rows).toEqual(
    (outcome.kind === 'committed' ? outcome.events : []).map(({ id, position }) => ({ id, position })),
  );
});

test('[STO-2] requests that come together share statements', async () => {
  await log.append(applicationRequest(await log.resolvePerson(testIdentity(1)), 600));
  const person = await log.resolvePerson(testIdentity(1));
  const outcomes = await Promise.all(
    Array.from({ length: 600 }, (_, n) => log.append(applicationRequest(person, n))),
  );
  expect(kinds(outcomes)).toEqual({ committed: 600 });
  expect(log.statistics()).toMatchObject({ statements: 4, committed: 601, waiting: 0, underWay: 0 });
  expect(await positions()).toEqual(Array.from({ length: 1202 }, (_, position) => position));
});

test('[STO-2] requests of one new person, prepared before any of them is written, are all written', async () => {
  const person = await log.resolvePerson(testIdentity(1));
  const outcomes = await Promise.all(
    Array.from({ length: 600 }, (_, n) => log.append(applicationRequest(person, n))),
  );
  expect(kinds(outcomes)).toEqual({ committed: 600 });
  expect(await log.findSubjects('phone', '+1 555 1')).toEqual([person.subject]);
});

test('[STO-3] a stale version is refused and writes nothing; a gap and a second beginning are stale too', async () => {
  const person = await log.resolvePerson(testIdentity(1));
  const stream = newStream();
  await log.append(applicationRequest(person, 1, stream));
  const at = { stream, performance: 'good' } as const;
  for (const stale of [
    performanceRequest(person, { ...at, version: 1 }),
    performanceRequest(person, { ...at, version: 3 }),
  ]) {
    expect(await log.append(stale)).toEqual({ kind: 'stale_version', stream });
  }
  expect(await log.append(applicationRequest(person, 1, stream))).toEqual({ kind: 'stale_version', stream });
  expect(await positions()).toEqual([0, 1]);
  expect(await log.append(performanceRequest(person, { ...at, version: 2 }))).toMatchObject({
    kind: 'committed',
  });
});

test('[STO-4] of many writers to one version of a stream exactly one wins', async () => {
  const person = await log.resolvePerson(testIdentity(1));
  const stream = newStream();
  await log.append(applicationRequest(person, 1, stream));
  const second = await openLog();
  const race = Array.from({ length: 20 }, (_, n) =>
    (n % 2 === 0 ? log : second).append(
      performanceRequest(person, { stream, version: 2, performance: 'bad' }),
    ),
  );
  expect(kinds(await Promise.all(race))).toEqual({ committed: 1, stale_version: 19 });
  expect(await positions()).toEqual([0, 1, 2]);
});

test('[STO-5] the same key and request get the first answer, also from another server and after a restart', async () => {
  const person = await log.resolvePerson(testIdentity(1));
  const first = await log.append({ ...applicationRequest(person, 1), idempotency: key('k') });
  expect(first.kind).toBe('committed');
  const replay = { kind: 'replayed', reply: { status: 201, body: { n: 1 } } };
  expect(await log.append({ ...applicationRequest(person, 2), idempotency: key('k') })).toEqual(replay);
  const other = await openLog();
  expect(await other.append({ ...applicationRequest(person, 3), idempotency: key('k') })).toEqual(replay);
  expect(await other.answered('key:test', 'k', request)).toEqual(replay);
  expect(await other.answered('key:test', 'unknown', request)).toBeNull();
  expect(await positions()).toEqual([0, 1]);
});

test('[STO-6] the same key with another request is a conflict; another actor has keys of its own', async () => {
  const person = await log.resolvePerson(testIdentity(1));
  await log.append({ ...applicationRequest(person, 1), idempotency: key('k') });
  const another = { ...applicationRequest(person, 2), idempotency: key('k', Buffer.from('another')) };
  expect(await log.append(another)).toEqual({ kind: 'idempotency_conflict' });
  expect(await (await openLog()).append(another)).toEqual({ kind: 'idempotency_conflict' });
  expect(await log.append({ ...another, actor: 'key:other' })).toMatchObject({ kind: 'committed' });
});

test('[STO-7] of concurrent requests with one key one is written and all get its answer', async () => {
  const person = await log.resolvePerson(testIdentity(1));
  const second = await openLog();
  const outcomes = await Promise.all(
    Array.from({ length: 40 }, (_, n) =>
      (n % 2 === 0 ? log : second).append({ ...applicationRequest(person, n), idempotency: key('k') }),
    ),
  );
  expect(kinds(outcomes)).toEqual({ committed: 1, replayed: 39 });
  const replies = new Set(outcomes.map((one) => ('reply' in one ? JSON.stringify(one.reply) : '')));
  expect(replies.size).toBe(1);
  expect(await positions()).toEqual([0, 1]);
});

test('[STO-8] one bad request in a batch hurts nobody else', async () => {
  const person = await log.resolvePerson(testIdentity(1));
  const taken = newStream();
  await log.append({ ...applicationRequest(person, 0, taken), idempotency: key('old') });
  log = await openLog();
  const requests = Array.from({ length: 100 }, (_, n) => {
    if (n === 10) return applicationRequest(person, n, taken);
    if (n === 20) return { ...applicationRequest(person, n), idempotency: key('old') };
    if (n === 30) return { ...applicationRequest(person, n), actor: 'no such \0 text' };
    return applicationRequest(person, n);
  });
  const outcomes = await Promise.allSettled(requests.map(async (one) => log.append(one)));
  const fulfilled = outcomes.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  expect(kinds(fulfilled)).toEqual({ committed: 97, stale_version: 1, replayed: 1 });
  expect(outcomes[30]).toMatchObject({ status: 'rejected', reason: { code: 'append_failed' } });
  expect(await positions()).toEqual(Array.from({ length: 196 }, (_, position) => position));
});

test('[STO-9] two servers writing at once leave no gap, and commit order is position order', async () => {
  const logs = [log, await openLog()];
  const person = await log.resolvePerson(testIdentity(1));
  await log.append(applicationRequest(person, 0));
  const stored = { ...person, creation: null };
  const watcher = openPool(database.url, 1);
  let isDone = false;
  const watch = async (): Promise<void> => {
    while (!isDone) {
      // Seen in one snapshot: the size of the log is the number of its events and one more than its last position.
      const { rows } = await watcher.query(
        'SELECT (SELECT size FROM log_head) AS size, count(*) AS count, max(position) + 1 AS next FROM event',
      );
      expect(rows[0]).toEqual({ size: rows[0].count, count: rows[0].count, next: rows[0].count });
    }
  };
  const watching = watch();
  const load = logs.flatMap((one) =>
    Array.from({ length: 8 }, async (_, client) => {
      for (let n = 0; n < 25; n++) await one.append(applicationRequest(stored, client * 100 + n));
    }),
  );
  await Promise.all(load);
  isDone = true;
  await watching;
  await watcher.end();
  expect(await positions()).toEqual(Array.from({ length: 802 }, (_, position) => position));
});

test('[STO-10] beyond the limit of waiting requests the answer is overloaded, at once', async () => {
  const person = await log.resolvePerson(testIdentity(1));
  await log.append(applicationRequest(person, 0));
  const outcomes = await Promise.all(
    Array.from({ length: 10_500 }, () =>
      log.append(performanceRequest(person, { stream: newStream(), version: 7, performance: 'good' })),
    ),
  );
  const counts = kinds(outcomes);
  expect(counts['overloaded']).toBe(500);
});

test('[STO-11] close finishes what was taken and takes no more', async () => {
  const person = await log.resolvePerson(testIdentity(1));
  const taken = Promise.all(Array.from({ length: 50 }, (_, n) => log.append(applicationRequest(person, n))));
  await log.close();
  expect(await log.append(applicationRequest(person, 1))).toEqual({ kind: 'overloaded' });
  expect(kinds(await taken)).toEqual({ committed: 50 });
});

test('[STO-12] the log refuses UPDATE, DELETE and TRUNCATE', async () => {
  const person = await log.resolvePerson(testIdentity(1));
  await log.append(applicationRequest(person, 1));
  for (const change of ["UPDATE event SET body = '{}'", 'DELETE FROM event', 'TRUNCATE event']) {
    await expect(database.pool.query(change)).rejects.toThrow(/append-only/);
  }
});
