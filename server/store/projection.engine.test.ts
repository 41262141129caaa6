import { createTestKeys, type Keys } from '@plimsoll/server/keys';
import * as fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, afterEach, expect, test } from 'vitest';
import { createLog, type Log } from './log.ts';
import type { PersonKeys } from './person.ts';
import { rebuild } from './rebuild.ts';
import type { AppendRequest } from './request.ts';
import {
  applicationEvents,
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
let person: PersonKeys;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(async () => postgres.stop());
beforeEach(async () => {
  database = await postgres.createDatabase();
  keys = createTestKeys();
  log = await createLog({ pool: database.pool, keys, clock: () => TEST_TIME_MS });
  person = await log.resolvePerson(testIdentity(1));
});
afterEach(async () => {
  await log.close();
  await database.drop();
});

async function table(name: string): Promise<readonly { readonly [column: string]: unknown }[]> {
  return (await database.pool.query<{ [column: string]: unknown }>(`SELECT * FROM ${name} ORDER BY 1, 2, 3`))
    .rows;
}

function policyRequest(name: string, hash: string): AppendRequest {
  const stream = `policy:${hash}`;
  return {
    actor: 'key:officer',
    idempotency: null,
    persons: [],
    reply: { status: 201, body: {} },
    streams: [
      {
        stream,
        expectedVersion: 0,
        events: [
          {
            stream,
            kind: 'policy.published',
            effectiveDay: '2026-01-15',
            subject: null,
            body: { name, hash, xml: `<definitions name="${name}"/>` },
            personal: null,
            policyHash: hash,
            modelId: null,
          },
        ],
      },
    ],
  };
}

test('[STO-13] a decided application is one row, written with its events', async () => {
  const stream = newStream();
  await log.append(applicationRequest(person, 9, stream));
  await log.append(applicationRequest(person, 10));
  const rows = await table('application');
  expect(rows.find(({ id }) => stream.endsWith(String(id)))).toMatchObject({
    subject: person.subject,
    product: 'personal-instalment',
    amount_minor: 100_009,
    made_up: true,
    submitted_at: new Date(TEST_TIME_MS + 540_000),
    decided_at: new Date(TEST_TIME_MS + 540_000),
    outcome: 'approve',
    grade: 'B',
    score: 509.5,
    pd: 0.09,
    limit_minor: 200_000,
    offer_minor: 100_009,
    rate_annual: 0.1425,
    reasons: [],
    performance: null,
    version: 2,
    position: 0,
  });
  expect(rows.find(({ position }) => position === 2)).toMatchObject({
    reasons: ['utilisation_high', 'reason_2'],
  });
});

test('[STO-14] hours count decisions by cell and reasons by outcome', async () => {
  await Promise.all([1, 2, 4, 5, 31, 61].map((n) => log.append(applicationRequest(person, n))));
  const hours = await table('decision_hour');
  expect(hours.reduce((sum, row) => sum + Number(row['count']), 0)).toBe(6);
  expect(new Set(hours.map(({ hour }) => (hour instanceof Date ? hour.toISOString() : '')))).toEqual(
    new Set(['2026-01-15T09:00:00.000Z', '2026-01-15T10:00:00.000Z']),
  );
  expect(hours.find(({ grade, score_band: band }) => grade === null && band === 500)).toMatchObject({
    outcome: 'decline',
    count: 1,
  });
  const reasons = await table('reason_hour');
  const high = reasons.filter(({ reason }) => reason === 'utilisation_high');
  expect(high.reduce((sum, row) => sum + Number(row['count']), 0)).toBe(6);
});

test('[STO-15] how it ended counts in the cell of the decision, moves when corrected, and follows a new decision', async () => {
  const stream = newStream();
  await log.append(applicationRequest(person, 2, stream));
  const tally = async (): Promise<readonly unknown[]> =>
    (await table('decision_hour')).map((row) => [
      row['outcome'],
      row['count'],
      row['good_count'],
      row['bad_count'],
    ]);
  await log.append(performanceRequest(person, { stream, version: 2, performance: 'good' }));
  expect(await tally()).toEqual([['decline', 1, 1, 0]]);
  await log.append(performanceRequest(person, { stream, version: 3, performance: 'bad' }));
  expect(await tally()).toEqual([['decline', 1, 0, 1]]);
  const decided = applicationEvents(stream, person.subject, 9)[1];
  if (decided === undefined) throw new Error('two events');
  const again = {
    ...applicationRequest(person, 3, stream),
    streams: [{ stream, expectedVersion: 4, events: [decided] }],
  };
  expect(await log.append(again)).toMatchObject({ kind: 'committed' });
  expect(new Set((await tally()).map((row) => JSON.stringify(row)))).toEqual(
    new Set(['["approve",1,0,1]', '["decline",1,0,0]']),
  );
  expect(await table('application')).toMatchObject([{ outcome: 'approve', performance: 'bad', version: 5 }]);
  expect((await rebuild(database.pool, { isCheck: true })).differences).toBe(0);
});

test('[STO-16] the last published policy of a name is the active one', async () => {
  for (const [name, hash] of [
    ['credit', 'a'],
    ['credit', 'b'],
    ['fraud', 'c'],
  ] as const) {
    await log.append(policyRequest(name, hash));
  }
  expect((await table('policy')).map(({ hash, active }) => [hash, active])).toEqual([
    ['a', false],
    ['b', true],
    ['c', true],
  ]);
});

test('[STO-16] two servers publishing at once leave one active policy of a name', async () => {
  const other = await createLog({ pool: database.pool, keys, clock: () => TEST_TIME_MS });
  const writers = Array.from({ length: 40 }, async (_, n) =>
    (n % 2 === 0 ? log : other).append(policyRequest('credit', `h${n}`)),
  );
  expect((await Promise.all(writers)).every(({ kind }) => kind === 'committed')).toBe(true);
  const active = (await table('policy')).filter((row) => row['active'] === true);
  const last = await database.pool.query('SELECT policy_hash FROM event ORDER BY position DESC LIMIT 1');
  expect(active.map(({ hash }) => hash)).toEqual(
    last.rows.map((row: { policy_hash: string }) => row.policy_hash),
  );
});

test('[STO-17] after random appends a rebuild gives exactly the live rows', async () => {
  const act = fc.record({ n: fc.nat(300), act: fc.constantFrom('apply', 'observe', 'redecide', 'publish') });
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 60 }), async (acts) => {
      await randomLife(acts);
      const report = await rebuild(database.pool, { isCheck: true });
      expect(report.examples).toEqual([]);
      expect(report.differences).toBe(0);
    }),
    // Without shrinking: each run adds to the same log.
    { numRuns: 8, endOnFailure: true },
  );
  expect((await rebuild(database.pool)).differences).toBe(0);
});

let publications = 0;
async function randomLife(acts: readonly { readonly n: number; readonly act: string }[]): Promise<void> {
  await Promise.all(
    acts.map(async ({ n, act }) => {
      if (act === 'publish') {
        await log.append(policyRequest(`policy-${n % 3}`, `hash-${n}-${publications++}`));
        return;
      }
      const stream = newStream();
      await log.append(applicationRequest(person, n, stream));
      if (act === 'observe') {
        await log.append(
          performanceRequest(person, { stream, version: 2, performance: n % 2 === 0 ? 'good' : 'bad' }),
        );
        await log.append(
          performanceRequest(person, { stream, version: 3, performance: n % 5 === 0 ? 'good' : 'bad' }),
        );
      }
      if (act === 'redecide') {
        const events = [
          ...applicationEvents(stream, person.subject, n + 1).slice(1),
          ...(performanceRequest(person, { stream, version: 3, performance: 'bad' }).streams[0]?.events ??
            []),
        ];
        await log.append({
          ...applicationRequest(person, n, stream),
          streams: [{ stream, expectedVersion: 2, events }],
        });
      }
    }),
  );
}

test('[STO-18] a check names each row that differs; a rebuild puts it right', async () => {
  await Promise.all([1, 2, 3, 4].map((n) => log.append(applicationRequest(person, n))));
  const before = await table('application');
  await database.pool.query("UPDATE application SET outcome = 'approve' WHERE position = 0");
  await database.pool.query('DELETE FROM application WHERE position = 2');
  await database.pool.query("INSERT INTO policy VALUES ('x', 'x', 'x', now(), 'x', true)");
  const seen: number[] = [];
  const report = await rebuild(database.pool, { isCheck: true, onProgress: (done) => seen.push(done) });
  expect(report).toMatchObject({ events: 8, differences: 3 });
  expect(seen).toEqual([8]);
  const [altered, missing, extra] = ['application', 'application', 'policy'].map((name, place) =>
    report.examples.filter((one) => one.table === name).at(place % 2),
  );
  expect(new Set([altered, missing].map((one) => one?.found === null))).toEqual(new Set([false, true]));
  expect(extra).toMatchObject({ key: ['x'], expected: null });
  expect((await rebuild(database.pool)).differences).toBe(3);
  expect(await table('application')).toEqual(before);
  expect((await rebuild(database.pool, { isCheck: true })).differences).toBe(0);
});

test('[STO-19] a rebuild runs beside writers and misses nothing', async () => {
  const load = Array.from({ length: 8 }, async (_, client) => {
    for (let n = 0; n < 30; n++) await log.append(applicationRequest({ ...person }, client * 30 + n));
  });
  const rebuilds = async (): Promise<void> => {
    for (let n = 0; n < 4; n++) expect((await rebuild(database.pool)).differences).toBe(0);
  };
  await Promise.all([...load, rebuilds()]);
  expect(await rebuild(database.pool, { isCheck: true })).toMatchObject({ events: 480, differences: 0 });
});
