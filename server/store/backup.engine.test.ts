import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { createTestKeys, type Keys } from '@plimsoll/server/keys';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { backup } from './backup.ts';
import { createLog, type Log } from './log.ts';
import { createOpener } from './opener.ts';
import { readEvents } from './read.ts';
import { rebuild } from './rebuild.ts';
import { restore } from './restore.ts';
import { applicationRequest, erasureRequest, TEST_TIME_MS, testIdentity } from './testing-events.ts';
import { startTestPostgres, type TestDatabase, type TestPostgres } from './testing.ts';

let postgres: TestPostgres;
let source: TestDatabase;
let keys: Keys;
let folder: string;
let file: string;
const requestHash = Buffer.from('hash');
beforeAll(async () => {
  postgres = await startTestPostgres();
  source = await postgres.createDatabase();
  keys = createTestKeys();
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-backup-'));
  file = join(folder, 'log.ndjson.gz');
  const log = await openLog(source);
  await Promise.all(
    Array.from({ length: 30 }, async (_, n) => {
      const person = await log.resolvePerson(testIdentity(n % 10));
      await log.append({ ...applicationRequest(person, n), idempotency: { key: `k${n}`, requestHash } });
    }),
  );
  await log.append(erasureRequest(await log.resolvePerson(testIdentity(3))));
  await log.close();
});
afterAll(async () => {
  await source.drop();
  await postgres.stop();
  await rm(folder, { recursive: true });
});

async function openLog({ pool }: TestDatabase): Promise<Log> {
  return createLog({ pool, keys, clock: () => TEST_TIME_MS });
}

async function intoEmpty(path: string, withKeys = keys): Promise<TestDatabase> {
  const target = await postgres.createDatabase();
  try {
    await restore(target.pool, withKeys, { file: path });
    return target;
  } catch (error) {
    const { rows } = await target.pool.query(
      'SELECT size, (SELECT count(*) FROM event) AS events, (SELECT count(*) FROM person) AS persons FROM log_head',
    );
    expect(rows).toEqual([{ size: 0, events: 0, persons: 0 }]);
    await target.drop();
    throw error;
  }
}

test('[STO-26] a backup restored into an empty database is the same log, open to the same key, with its projections', async () => {
  const seen: number[] = [];
  const report = await backup(source.pool, file, (done) => seen.push(done));
  expect(report).toMatchObject({ events: 61, root: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect([seen.at(-1), (await stat(file)).mode & 0o777]).toEqual([61, 0o600]);
  const target = await intoEmpty(file);
  const page = { from: 0, count: 1000 };
  const events = await readEvents(target.pool, page);
  expect(events).toEqual(await readEvents(source.pool, page));
  const [opened, before] = await Promise.all(
    [target, source].map(async ({ pool }) => (await createOpener(pool, keys)).open(events)),
  );
  expect(opened).toEqual(before);
  const kinds = opened?.map((one) =>
    one.kind === 'open' && one.personal === 'erased' ? 'erased' : one.kind,
  );
  expect(new Set(kinds)).toEqual(new Set(['open', 'erased']));
  for (const table of [
    'application',
    'decision_hour',
    'reason_hour',
    'policy',
    'person',
    'person_blind',
    'idempotency',
  ]) {
    const [left, right] = await Promise.all(
      [target, source].map(
        async ({ pool }) => (await pool.query(`SELECT * FROM ${table} AS t ORDER BY t::text`)).rows,
      ),
    );
    expect(left).toEqual(right);
  }
  expect((await rebuild(target.pool, { isCheck: true })).differences).toBe(0);
  const log = await openLog(target);
  const person = await log.resolvePerson(testIdentity(1));
  expect(
    await log.append({ ...applicationRequest(person, 1), idempotency: { key: 'k1', requestHash } }),
  ).toMatchObject({
    kind: 'replayed',
  });
  expect(await log.append(applicationRequest(person, 1))).toMatchObject({
    kind: 'committed',
    events: [{ position: 61 }, { position: 62 }],
  });
  await log.close();
  await target.drop();
});

test('[STO-27] a file cut short or altered, another master key, a database in use: refused, nothing written', async () => {
  await backup(source.pool, file);
  const whole = await readFile(file);
  const lines = gunzipSync(whole).toString('utf8').trimEnd().split('\n');
  const files: { readonly [name: string]: Buffer } = {
    cut: whole.subarray(0, whole.length / 2),
    'without trailer': gzipSync(`${lines.slice(0, -1).join('\n')}\n`),
    'without an event': gzipSync(`${lines.toSpliced(5, 1).join('\n')}\n`),
    'another body': gzipSync(`${lines.join('\n').replace('50000', '90000')}\n`),
    'another actor': gzipSync(`${lines.join('\n').replace('key:test', 'key:best')}\n`),
    'two trailers': gzipSync(`${[...lines, lines.at(-1)].join('\n')}\n`),
    'no backup': gzipSync('{"format":"other"}\n'),
    'no gzip': Buffer.from('hello'),
    'a newer format': gzipSync(`${lines.join('\n').replace('"version":1,"size"', '"version":2,"size"')}\n`),
  };
  for (const [name, bytes] of Object.entries(files)) {
    const bad = join(folder, 'bad');
    await writeFile(bad, bytes);
    await expect(intoEmpty(bad), name).rejects.toMatchObject({ code: 'backup_unreadable' });
  }
  await expect(intoEmpty(file, createTestKeys())).rejects.toMatchObject({ code: 'key_wrong' });
  await expect(intoEmpty(join(folder, 'missing'))).rejects.toMatchObject({ code: 'backup_unreadable' });
  await expect(restore(source.pool, keys, { file })).rejects.toMatchObject({ code: 'restore_refused' });
});
