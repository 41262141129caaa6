import { canonicalize } from '@plimsoll/core/base';
import { leafHash, verifyCommitment } from '@plimsoll/core/ledger';
import { createTestKeys, type Keys } from '@plimsoll/server/keys';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createLog, type Log } from './log.ts';
import { createOpener } from './opener.ts';
import { readEvent, readEvents, readStream } from './read.ts';
import { leafOf, nativeHashes } from './sealed-event.ts';
import {
  applicationRequest,
  erasureRequest,
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

async function openAll(): Promise<readonly string[]> {
  const opener = await createOpener(database.pool, keys);
  const opened = await opener.open(await readEvents(database.pool, { from: 0, count: 100 }));
  return opened.map((one) => {
    if (one.kind !== 'open') return one.kind;
    return one.personal === null ? 'open' : one.personal === 'erased' ? 'erased' : 'personal';
  });
}

test('[STO-20] one identity is one person, however it is spelled, whoever asks, however many at once', async () => {
  const asked = await Promise.all(Array.from({ length: 50 }, () => log.resolvePerson(testIdentity(7))));
  const subjects = new Set(asked.map(({ subject }) => subject));
  expect(subjects.size).toBe(1);
  await Promise.all(asked.map((person, n) => log.append(applicationRequest(person, n))));
  const other = await openLog();
  const spelled = await other.resolvePerson({ ...testIdentity(7), idNumber: ' x-７ ', phone: null });
  expect(spelled.subject).toBe(asked[0]?.subject);
  expect((await other.resolvePerson({ ...testIdentity(7), idKind: 'us_ssn' })).subject).not.toBe(
    spelled.subject,
  );
  expect((await database.pool.query('SELECT 1 FROM person')).rowCount).toBe(1);
});

test('[STO-20] when another server creates the person first, the append says so and a second try succeeds', async () => {
  const other = await openLog();
  const [mine, theirs] = await Promise.all([
    log.resolvePerson(testIdentity(1)),
    other.resolvePerson(testIdentity(1)),
  ]);
  expect(mine.subject).not.toBe(theirs.subject);
  await other.append(applicationRequest(theirs, 1));
  expect(await log.append(applicationRequest(mine, 2))).toEqual({
    kind: 'person_changed',
    subject: mine.subject,
  });
  const again = await log.resolvePerson(testIdentity(1));
  expect(again.subject).toBe(theirs.subject);
  expect(await log.append(applicationRequest(again, 2))).toMatchObject({ kind: 'committed' });
});

test('[STO-21] a person is found by id number, phone or email, exactly and in any spelling', async () => {
  for (const n of [1, 2]) await log.append(applicationRequest(await log.resolvePerson(testIdentity(n)), n));
  const { subject } = await log.resolvePerson(testIdentity(2));
  expect(await log.findSubjects('idNumber', 'x2')).toEqual([subject]);
  expect(await log.findSubjects('phone', '001 (555) 2')).toEqual([subject]);
  expect(await log.findSubjects('email', 'PERSON2@example.org')).toEqual([subject]);
  expect(await log.findSubjects('email', 'person3@example.org')).toEqual([]);
});

test('[STO-22] nothing personal stands in the database in the clear', async () => {
  await log.append(applicationRequest(await log.resolvePerson(testIdentity(4711)), 4711));
  const tables = await database.pool.query<{ name: string }>(
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'plimsoll'",
  );
  let text = '';
  for (const { name } of tables.rows) {
    const { rows } = await database.pool.query<{ row: string }>(`SELECT t::text AS row FROM ${name} AS t`);
    text += rows.map(({ row }) => row).join('\n');
  }
  expect(text).toContain('annualIncomeMinor');
  const hex = (value: string): string => Buffer.from(value).toString('hex');
  for (const secret of [
    'Person 4711',
    'X 4711',
    'X4711',
    '+1 555 4711',
    '+15554711',
    'person4711@example.org',
  ]) {
    expect(text).not.toContain(secret);
    expect(text).not.toContain(hex(secret));
  }
});

test('[STO-23] an event opens to the bytes it was committed to, and its leaf hash can be rebuilt', async () => {
  const request = applicationRequest(await log.resolvePerson(testIdentity(1)), 1);
  await log.append(request);
  const events = await readEvents(database.pool, { from: 0, count: 10 });
  const opened = await (await createOpener(database.pool, keys)).open(events);
  const written = request.streams[0]?.events ?? [];
  expect(events.length).toBe(2);
  events.forEach((event, place) => {
    const one = opened[place];
    const { body = {}, personal = null } = written[place] ?? {};
    if (one?.kind !== 'open' || one.personal === 'erased') throw new Error('open');
    expect(event.body).toBe(canonicalize(one.body));
    const { personal: bound, ...rest } = one.body;
    expect(rest).toEqual(body);
    expect(one.personal?.body ?? null).toEqual(personal);
    if (one.personal !== null) expect(verifyCommitment(bound as string, one.personal)).toBe(true);
    const { commitment } = leafOf(event);
    expect(verifyCommitment(commitment, one)).toBe(true);
    expect(Buffer.from(leafHash(leafOf(event))).equals(event.leafHash)).toBe(true);
    expect(Buffer.from(leafHash(leafOf(event), nativeHashes)).equals(event.leafHash)).toBe(true);
  });
  const [first] = events;
  expect(await readEvent(database.pool, first?.id ?? '')).toEqual(first);
  expect(await readStream(database.pool, first?.stream ?? '')).toEqual(events);
});

test('[STO-23] an altered box, body or person does not open as if nothing had happened', async () => {
  await log.append(applicationRequest(await log.resolvePerson(testIdentity(1)), 1));
  const events = await readEvents(database.pool, { from: 0, count: 1 });
  const [event] = events;
  if (event === undefined || event.sealed === null) throw new Error('a sealed event');
  const opener = await createOpener(database.pool, keys);
  const bent = Buffer.from(event.sealed);
  bent[30] = (bent[30] ?? 0) ^ 1;
  const altered = [
    { ...event, sealed: bent },
    { ...event, body: 'no json' },
    { ...event, subject: 'nobody' },
  ];
  expect((await opener.open(altered)).map(({ kind }) => kind)).toEqual([
    'unreadable',
    'unreadable',
    'unreadable',
  ]);
});

test('[STO-24] erasing a person destroys keys and look-ups at once, on every server; the erasure itself stays open', async () => {
  const other = await openLog();
  const stays = await log.resolvePerson(testIdentity(2));
  await log.append(applicationRequest(stays, 2));
  const person = await other.resolvePerson(testIdentity(1));
  await other.append(applicationRequest(person, 1));
  const before = await readEvents(database.pool, { from: 0, count: 10 });
  expect(await log.append(erasureRequest(person))).toMatchObject({ kind: 'committed' });
  expect(await openAll()).toEqual(['personal', 'open', 'erased', 'open', 'open']);
  expect((await other.readPersonKeys([person.subject])).get(person.subject)).toBe('erased');
  for (const [kind, value] of [
    ['idNumber', 'X 1'],
    ['phone', '+1 555 1'],
    ['email', 'person1@example.org'],
  ] as const) {
    expect(await other.findSubjects(kind, value)).toEqual([]);
  }
  expect(await other.findSubjects('phone', '+1 555 2')).toEqual([stays.subject]);
  expect((await readEvents(database.pool, { from: 0, count: 10 })).slice(0, 4)).toEqual(before);
  const { rows } = await database.pool.query(
    'SELECT id_blind, wrapped_key FROM person WHERE erased_at IS NOT NULL',
  );
  expect(rows).toEqual([{ id_blind: null, wrapped_key: null }]);
});

test('[STO-25] nothing more is sealed for an erased or unknown person; who comes back is a new one', async () => {
  const stream = newStream();
  const person = await log.resolvePerson(testIdentity(1));
  await log.append(applicationRequest(person, 1, stream));
  const other = await openLog();
  const remembered = await other.resolvePerson(testIdentity(1));
  await Promise.all([
    log.append(erasureRequest(person)),
    ...Array.from({ length: 30 }, async (_, n) =>
      log.append(applicationRequest(await log.resolvePerson(testIdentity(n + 9)), n)),
    ),
  ]);
  const refused = { kind: 'person_erased', subject: person.subject };
  for (const request of [
    applicationRequest(remembered, 2),
    {
      ...erasureRequest(person),
      streams: erasureRequest(person).streams.map((one) => ({ ...one, expectedVersion: 1 })),
    },
    erasureRequest({ ...person, subject: 'nobody' }),
  ]) {
    expect(await other.append(request)).toMatchObject({ kind: 'person_erased' });
  }
  expect(await other.append(applicationRequest(remembered, 2))).toEqual(refused);
  const performance = performanceRequest(person, { stream, version: 2, performance: 'good' });
  expect(await other.append(performance), 'what holds nothing personal').toMatchObject({ kind: 'committed' });
  const returned = await other.resolvePerson(testIdentity(1));
  expect(returned.subject).not.toBe(person.subject);
  expect(await other.append(applicationRequest(returned, 3))).toMatchObject({ kind: 'committed' });
  expect(await other.findSubjects('phone', '+1 555 1')).toEqual([returned.subject]);
});

test('[STO-25] an append that waited while another server erased the person is refused', async () => {
  const stream = newStream();
  const person = await log.resolvePerson(testIdentity(1));
  await log.append(applicationRequest(person, 1, stream));
  const eraser = await database.pool.connect();
  await eraser.query('BEGIN');
  await eraser.query('UPDATE log_head SET exclusives = exclusives + 1');
  await eraser.query('UPDATE person SET wrapped_key = NULL, id_blind = NULL, erased_at = now()');
  await eraser.query('DELETE FROM person_blind');
  const waiting = log.append(applicationRequest(await log.resolvePerson(testIdentity(1)), 2));
  await expect
    .poll(async () => {
      const { rows } = await database.pool.query(
        "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'",
      );
      return rows.length;
    })
    .toBe(1);
  await eraser.query('COMMIT');
  eraser.release();
  expect(await waiting).toEqual({ kind: 'person_erased', subject: person.subject });
  expect((await database.pool.query('SELECT 1 FROM person_blind')).rowCount).toBe(0);
  expect((await readEvents(database.pool, { from: 0, count: 10 })).length).toBe(2);
});

test('[STO-25] a database opened with another master key is a fault, not a garbled read', async () => {
  await log.append(applicationRequest(await log.resolvePerson(testIdentity(1)), 1));
  const wrong = { pool: database.pool, keys: createTestKeys(), clock: () => TEST_TIME_MS };
  await expect(createLog(wrong)).rejects.toMatchObject({ code: 'key_wrong' });
});
