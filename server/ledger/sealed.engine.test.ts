/** The ledger over the real store: persons with keys, sealed parts, erasure. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type JsonValue, toHex } from '@plimsoll/core/base';
import { createSigner, formatVkey, verifyReceipt } from '@plimsoll/core/ledger';
import type { DomainEvent } from '@plimsoll/loan/spine';
import { createTestKeys, type Keys } from '@plimsoll/server/keys';
import {
  createLog,
  createOpener,
  type Log,
  readEvents,
  startTestPostgres,
  type TestDatabase,
  type TestPostgres,
  uuidV7,
} from '@plimsoll/server/store';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createLeafSeal, createLedgerReader, integrate, type LogReport, verifyLog } from './index.ts';

const NOW_MS = Date.UTC(2026, 0, 15);
const PERSONS = 20;

let postgres: TestPostgres;
let database: TestDatabase;
let keys: Keys;
let log: Log;
let notesFolder: string;
let subjects: readonly string[];
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(async () => postgres.stop());

/** Position n is an event about person n. */
beforeEach(async () => {
  database = await postgres.createDatabase();
  keys = createTestKeys();
  notesFolder = await mkdtemp(join(tmpdir(), 'plimsoll-notes-'));
  log = await createLog({ pool: database.pool, keys, clock: () => NOW_MS });
  subjects = [];
  for (let n = 0; n < PERSONS; n++) await record(n);
  await integrate(database.pool, { ...ledgerParts(), notesFolder });
});
afterEach(async () => {
  await log.close();
  await database.drop();
  await rm(notesFolder, { recursive: true });
});

function ledgerParts() {
  const signer = createSigner({ name: 'plimsoll.test/log', publicKey: keys.publicKey, sign: keys.sign });
  return { signer, seal: createLeafSeal(keys.blind('leaf-seal', 'test')) };
}

async function record(n: number): Promise<void> {
  const person = await log.resolvePerson({ idKind: 'passport', idNumber: `X${n}`, phone: null, email: null });
  subjects = [...subjects, person.subject];
  const event: DomainEvent = {
    stream: `application:${uuidV7(NOW_MS)}`,
    kind: 'personal_data.viewed',
    effectiveDay: '2026-01-15',
    subject: person.subject,
    body: { reason: `look ${n}` },
    personal: { name: `Person ${n}` },
    policyHash: null,
    modelId: null,
  };
  await append(event, [person]);
}

async function append(event: DomainEvent, persons: Parameters<Log['append']>[0]['persons']): Promise<void> {
  const streams = [{ stream: event.stream, expectedVersion: 0, events: [event] }];
  const outcome = await log.append({
    actor: 'key:test',
    idempotency: null,
    streams,
    persons,
    reply: { status: 201, body: {} },
  });
  expect(outcome.kind).toBe('committed');
}

async function verify(): Promise<LogReport> {
  const { signer, seal } = ledgerParts();
  const opener = await createOpener(database.pool, keys);
  return verifyLog(database.pool, { key: signer, seal, opener, notesFolder });
}

async function attack(statement: string): Promise<void> {
  await database.pool.query('ALTER TABLE event DISABLE TRIGGER USER');
  await database.pool.query(statement);
}

test('[PRF-7] a log of sealed events verifies, body by body', async () => {
  expect(await verify()).toMatchObject({ ok: true, counts: { events: PERSONS, opened: PERSONS, erased: 0 } });
});

test('[PRF-8] an altered sealed part is found at its event', async () => {
  await attack(
    `UPDATE event SET sealed = set_byte(sealed, 20, 255 - get_byte(sealed, 20)) WHERE position = 7`,
  );
  expect((await verify()).fault).toMatchObject({ code: 'body_unreadable', position: 7 });
});

test('[PRF-8] a sealed part taken away, or put in from another event, is found', async () => {
  await attack('UPDATE event SET sealed = NULL WHERE position = 9');
  expect((await verify()).fault).toMatchObject({ code: 'body_unreadable', position: 9 });
  await attack('UPDATE event SET sealed = (SELECT sealed FROM event WHERE position = 4) WHERE position = 3');
  expect((await verify()).fault).toMatchObject({ code: 'body_unreadable', position: 3 });
});

test('[PRF-8] a person whose keys were altered or deleted is found at their first event', async () => {
  await attack(`UPDATE person SET wrapped_key = set_byte(wrapped_key, 20, 255 - get_byte(wrapped_key, 20))
                WHERE subject = '${subjects[11]}'`);
  expect((await verify()).fault).toMatchObject({ code: 'body_unreadable', position: 11 });
  await attack(`DELETE FROM person WHERE subject = '${subjects[5]}'`);
  expect((await verify()).fault).toMatchObject({ code: 'body_unreadable', position: 5 });
});

test('[PRF-15] an erasure in the log leaves the log whole; one that only destroys keys is found', async () => {
  const subject = subjects[6] as string;
  const named = {
    subject,
    body: { reason: 'asked by the person' },
    personal: null,
    policyHash: null,
    modelId: null,
  };
  const erasure = {
    stream: `person:${subject}`,
    kind: 'person.erased',
    effectiveDay: '2026-02-01',
    ...named,
  } as const;
  await append(erasure, []);
  expect(await verify()).toMatchObject({
    ok: true,
    counts: { events: PERSONS + 1, opened: PERSONS, erased: 1, uncovered: 1 },
  });
  await attack(
    `UPDATE person SET wrapped_key = NULL, id_blind = NULL, erased_at = now() WHERE subject = '${subjects[13]}'`,
  );
  expect((await verify()).fault).toMatchObject({ code: 'erasure_unlogged', position: 13, differs: ['keys'] });
});

test('[PRF-6] a receipt opened by the store’s keys verifies with the log’s public key alone', async () => {
  const [event] = await readEvents(database.pool, { from: 8, count: 1 });
  if (event === undefined) throw new Error('the event is there');
  const opened = (await (await createOpener(database.pool, keys)).open([event]))[0];
  if (opened?.kind !== 'open') throw new Error('the event opens');
  const { salt, body, personal } = opened;
  if (personal === null || personal === 'erased') throw new Error('the personal part opens');
  const inner = { salt: toHex(personal.salt), body: personal.body };
  const opening = { salt: toHex(salt), body, personal: inner };
  const receipt = await createLedgerReader(database.pool).receipt(event.id, opening);
  if (!receipt.ok) throw new Error('there is a receipt');
  const wire = JSON.parse(JSON.stringify(receipt.value)) as JsonValue;
  const { signer } = ledgerParts();
  expect(verifyReceipt(wire, formatVkey(signer))).toMatchObject({ ok: true, opened: true });
  expect(toHex(signer.publicKey)).toBe(toHex(keys.publicKey));
});
