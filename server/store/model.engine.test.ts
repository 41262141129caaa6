import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decideModel, foldModel, type ModelCommand, modelStream } from '@plimsoll/loan/governance';
import { createTestKeys, type Keys } from '@plimsoll/server/keys';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { backup } from './backup.ts';
import { readDocument, writeDocument } from './document.ts';
import { createLog, type Log } from './log.ts';
import { readStream } from './read.ts';
import { rebuild } from './rebuild.ts';
import { restore } from './restore.ts';
import { TEST_TIME_MS } from './testing-events.ts';
import { startTestPostgres, type TestDatabase, type TestPostgres } from './testing.ts';

let postgres: TestPostgres;
let database: TestDatabase;
let keys: Keys;
let log: Log;
let now = TEST_TIME_MS;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(async () => postgres.stop());
beforeEach(async () => {
  database = await postgres.createDatabase();
  keys = createTestKeys();
  now = TEST_TIME_MS;
  log = await createLog({ pool: database.pool, keys, clock: () => now });
});
afterEach(async () => {
  await log.close();
  await database.drop();
});

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
const figures = { auc: 0.75, ks: 0.4, brier: 0.08, logLoss: null };
const draft = (document: string): ModelCommand => ({
  kind: 'draft',
  name: 'consumer',
  documentSha256: hashOf(document),
  documentKind: 'card',
  origin: 'trained',
  sampleSha256: hashOf('sample'),
  figures,
});
const validate = (version: number): ModelCommand => ({
  kind: 'validate',
  version,
  reportSha256: hashOf(`report ${version}`),
  sampleSha256: hashOf('sample'),
  verdict: 'pass',
  figures,
  note: 'as planned',
});
const approve = (version: number): ModelCommand => ({
  kind: 'approve',
  version,
  expiresDay: '2027-01-15',
  revalidateDay: '2026-07-15',
  note: 'agreed',
});

/** Decides and appends, a minute later each time. */
async function run(actor: string, command: ModelCommand): Promise<void> {
  const stream = modelStream('consumer');
  const events = await readStream(database.pool, stream);
  const folded = events.map((event) => ({
    stream: event.stream,
    kind: event.kind as 'model.drafted',
    actor: event.actor,
    body: JSON.parse(event.body) as { readonly [field: string]: number },
  }));
  const decided = decideModel(foldModel(folded), command, { day: '2026-01-15', actor, activeUses: () => [] });
  if (!decided.ok) throw new Error(decided.code);
  now += 60_000;
  await log.append({
    actor,
    idempotency: null,
    streams: [{ stream, expectedVersion: events.length, events: decided.value }],
    persons: [],
    reply: { status: 200, body: {} },
  });
}

async function versions(): Promise<readonly { readonly [column: string]: unknown }[]> {
  const { rows } = await database.pool.query<{ [column: string]: unknown }>(
    'SELECT * FROM model_version ORDER BY name, version',
  );
  return rows;
}

test('[STO-32] the life of a version is one row; in use it keeps its state when validated and approved anew', async () => {
  await run('key:ann', draft('one'));
  expect(await versions()).toMatchObject([
    {
      name: 'consumer',
      version: 1,
      state: 'draft',
      author: 'key:ann',
      auc: 0.75,
      log_loss: null,
      live_at: null,
    },
  ]);
  await run('key:ann', validate(1));
  await run('key:bob', approve(1));
  await run('key:bob', { kind: 'make_live', version: 1, note: 'go' });
  await run('key:ann', validate(1));
  await run('key:bob', approve(1));
  await run('key:ann', draft('two'));
  expect(await versions()).toMatchObject([
    {
      state: 'live',
      verdict: 'pass',
      report_sha256: hashOf('report 1'),
      approved_by: 'key:bob',
      approved_at: new Date(TEST_TIME_MS + 360_000),
      expires_day: '2027-01-15',
      revalidate_day: '2026-07-15',
      live_at: new Date(TEST_TIME_MS + 240_000),
    },
    { version: 2, state: 'draft' },
  ]);
  await run('key:ann', validate(2));
  await run('key:bob', approve(2));
  await run('key:bob', { kind: 'make_live', version: 2, note: 'better' });
  expect((await versions()).map(({ state }) => state)).toEqual(['retired', 'live']);
  expect(await rebuild(database.pool, { isCheck: true })).toMatchObject({ events: 11, differences: 0 });
  await database.pool.query("UPDATE model_version SET state = 'live' WHERE version = 1");
  const check = await rebuild(database.pool, { isCheck: true });
  expect(check.examples).toMatchObject([{ table: 'model_version', key: ['consumer', 1] }]);
  await rebuild(database.pool);
  expect((await versions()).map(({ state }) => state)).toEqual(['retired', 'live']);
});

test('[STO-33] a document lies under its hash for ever and goes with a backup', async () => {
  const text = JSON.stringify({ note: 'quote " and 你好', long: 'x'.repeat(100_000) });
  const hash = await writeDocument(database.pool, text);
  expect(hash).toBe(hashOf(text));
  expect(await writeDocument(database.pool, text)).toBe(hash);
  expect(await readDocument(database.pool, hash)).toBe(text);
  expect(await readDocument(database.pool, hashOf('other'))).toBeNull();
  for (const sql of [
    "UPDATE model_document SET body = ''",
    'DELETE FROM model_document',
    'TRUNCATE model_document',
  ])
    await expect(database.pool.query(sql)).rejects.toThrow('append-only');
  const others = await Promise.all(
    Array.from({ length: 9 }, async (_, at) => writeDocument(database.pool, `document ${at}`)),
  );
  await run('key:ann', draft(text));
  const folder = await mkdtemp(join(tmpdir(), 'plimsoll-documents-'));
  const target = await postgres.createDatabase();
  try {
    await backup(database.pool, join(folder, 'log.gz'));
    await restore(target.pool, keys, { file: join(folder, 'log.gz') });
    for (const each of [hash, ...others])
      expect(await readDocument(target.pool, each)).toBe(await readDocument(database.pool, each));
    const { rows } = await target.pool.query('SELECT name, document_sha256 FROM model_version');
    expect(rows).toEqual([{ name: 'consumer', document_sha256: hash }]);
    await target.pool.query('ALTER TABLE model_document DISABLE TRIGGER USER');
    await target.pool.query("UPDATE model_document SET body = 'another' WHERE sha256 = $1", [hash]);
    await expect(readDocument(target.pool, hash)).rejects.toThrow('not what its hash says');
  } finally {
    await target.drop();
    await rm(folder, { recursive: true });
  }
});
