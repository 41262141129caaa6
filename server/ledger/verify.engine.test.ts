/** The walk over the log, with an attacker who owns the database. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startTestPostgres, type TestPostgres } from '@plimsoll/server/store';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestLog, testEventId, type TestLog, testSeal } from './testing-log.ts';

const LOG_SIZE = 1500;
const COVERED = 1400;
const VICTIM = 777;

let postgres: TestPostgres;
let log: TestLog;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(async () => postgres.stop());

/** Checkpoints at 10, 700, 900 and 1400 of 1500 events. */
beforeEach(async () => {
  log = await createTestLog(await postgres.createDatabase());
  for (const count of [10, 690, 200, 500]) {
    await log.append(count);
    await log.integrate();
  }
  await log.append(LOG_SIZE - COVERED);
});
afterEach(async () => log.drop());

const hex = (length: number) => `'\\x${'ab'.repeat(length)}'`;
const at = (position: number) => ({ position, lastPosition: position, eventId: testEventId(position) });
/** Flips the last byte of a tile's hash of a leaf. */
const turnTile = (position: number) => {
  const place = (position % 256) * 32 + 31;
  return `UPDATE ledger_tile SET hashes = set_byte(hashes, ${place}, get_byte(hashes, ${place}) # 1)
          WHERE level = 0 AND index = ${Math.floor(position / 256)}`;
};

test('[PRF-7] an untouched log verifies, and everything in it is counted', async () => {
  const seen: number[] = [];
  const report = await log.verify({ onProgress: ({ done }) => seen.push(done) });
  expect(report).toMatchObject({ ok: true, size: COVERED, fault: null });
  expect(report.counts).toEqual({
    events: LOG_SIZE,
    opened: LOG_SIZE,
    erased: 0,
    unopened: 0,
    uncovered: LOG_SIZE - COVERED,
    checkpoints: 4,
    tiles: 5,
    notes: 4,
  });
  expect(seen).toEqual([1024, 1500]);
  expect((await log.verify({ opener: null })).counts).toMatchObject({ opened: 0, unopened: LOG_SIZE });
});

test('[PRF-7] a log that grows and is signed while it is walked over verifies as it was at the start', async () => {
  const open: typeof log.opener.open = async (events) => {
    await log.append(300);
    await log.integrate();
    return log.opener.open(events);
  };
  const report = await log.verify({ opener: { open } });
  expect(report).toMatchObject({ ok: true, size: COVERED, counts: { events: LOG_SIZE, notes: 6 } });
  expect(await log.verify()).toMatchObject({ ok: true, size: LOG_SIZE + 600 });
});

test('[PRF-7] an empty log verifies', async () => {
  const empty = await createTestLog(await postgres.createDatabase());
  expect(await empty.verify()).toMatchObject({ ok: true, size: 0, root: null, fault: null });
  expect(await empty.integrate()).toEqual({ kind: 'done', size: 0, added: 0 });
  await empty.drop();
});

test('[PRF-8] an altered body is found at its event', async () => {
  await log.attack(`UPDATE event SET body = replace(body, 'decline', 'approve') WHERE position = ${VICTIM}`);
  expect((await log.verify()).fault).toMatchObject({
    code: 'body_altered',
    ...at(VICTIM),
    differs: ['body'],
  });
});

test('[PRF-8] a body of the same value in other bytes is altered too, even an unopened one', async () => {
  await log.attack(`UPDATE event SET body = replace(body, ':', ': ') WHERE position = ${VICTIM}`);
  expect((await log.verify()).fault).toMatchObject({ code: 'body_altered', ...at(VICTIM) });
  expect((await log.verify({ opener: null })).fault).toMatchObject({ code: 'body_altered', ...at(VICTIM) });
});

test('[PRF-9] each column of the leaf, altered alone, is found', async () => {
  const changes = [
    `actor = 'somebody else'`,
    `kind = 'application.submitted'`,
    `stream = 'application:other'`,
    `version = 99`,
    `subject = 'other'`,
    `policy_hash = NULL`,
    `model_id = 'card'`,
    `effective_day = '2026-01-16'`,
    `booked_at = booked_at + interval '1 millisecond'`,
    `commitment = ${hex(32)}`,
    `commitment = ${hex(3)}`,
    `id = '00000000-0000-7000-8000-000000000000'`,
    `kind = ''`,
  ];
  for (const change of changes) {
    await log.attack(
      `CREATE TABLE kept AS SELECT * FROM event WHERE position = ${VICTIM}`,
      `UPDATE event SET ${change} WHERE position = ${VICTIM}`,
    );
    expect((await log.verify()).fault).toMatchObject({
      code: 'event_altered',
      position: VICTIM,
      lastPosition: VICTIM,
      differs: ['columns'],
    });
    await log.attack(
      `DELETE FROM event WHERE position = ${VICTIM}`,
      'INSERT INTO event SELECT * FROM kept',
      'DROP TABLE kept',
    );
  }
  expect((await log.verify()).ok).toBe(true);
});

test('[PRF-9] an altered leaf hash alone is told from an altered event', async () => {
  await log.attack(`UPDATE event SET leaf_hash = ${hex(32)} WHERE position = ${VICTIM}`);
  expect((await log.verify()).fault).toMatchObject({
    code: 'event_altered',
    ...at(VICTIM),
    differs: ['leaf_hash'],
  });
});

test('[PRF-9] columns and leaf hash altered together are found, with seals and without', async () => {
  await log.attack(`UPDATE event SET actor = 'somebody else' WHERE position = ${VICTIM}`);
  await log.rehashLeaves();
  const found = { code: 'event_altered', ...at(VICTIM), differs: ['columns', 'leaf_hash'] };
  expect((await log.verify()).fault).toMatchObject(found);
  expect((await log.verify({ seal: null })).fault).toMatchObject({ ...at(VICTIM), differs: ['tile'] });
});

test('[PRF-10] columns, leaf hash and all tiles rewritten: the seal names the event', async () => {
  await log.attack(`UPDATE event SET actor = 'somebody else' WHERE position = ${VICTIM}`);
  await log.rehashLeaves();
  await log.rehashTiles();
  expect((await log.verify()).fault).toMatchObject({
    code: 'event_altered',
    ...at(VICTIM),
    differs: ['columns', 'leaf_hash', 'tile'],
  });
});

test('[PRF-10] all rewritten and no key for the seals: the signed roots name the stretch', async () => {
  await log.attack(`UPDATE event SET actor = 'somebody else' WHERE position = ${VICTIM}`);
  await log.rehashLeaves();
  await log.rehashTiles();
  // The roots of the rows were rewritten too, but not what was signed.
  expect((await log.verify({ seal: null })).fault).toMatchObject({
    code: 'history_rewritten',
    position: 700,
    lastPosition: 899,
    facts: { size: 900 },
  });
});

test('[PRF-10] body, commitment, hash and tiles rewritten: still found', async () => {
  await log.attack(
    `UPDATE event SET body = '{}', commitment = ${hex(32)} WHERE position = ${VICTIM}`,
    `UPDATE ledger_checkpoint SET seals = NULL`,
  );
  await log.rehashLeaves();
  await log.rehashTiles();
  expect((await log.verify()).fault).toMatchObject({ code: 'body_altered', ...at(VICTIM) });
});

test('[PRF-11] an altered tile is told from an altered event', async () => {
  await log.attack(turnTile(VICTIM));
  expect((await log.verify()).fault).toMatchObject({
    code: 'tile_altered',
    ...at(VICTIM),
    differs: ['tile'],
  });
});

test('[PRF-11] tiles of upper levels, full or open, missing or cut, are found', async () => {
  await log.attack(
    `UPDATE ledger_tile SET hashes = set_byte(hashes, 2 * 32, get_byte(hashes, 64) # 1) WHERE level = 1`,
  );
  expect((await log.verify()).fault).toMatchObject({
    code: 'tile_altered',
    position: 512,
    facts: { level: 1 },
  });
  await log.rehashTiles();
  await log.attack('DELETE FROM ledger_tile WHERE level = 0 AND index = 3');
  expect((await log.verify()).fault).toMatchObject({ code: 'tile_altered', ...at(768) });
  await log.attack('UPDATE ledger_tile SET hashes = substr(hashes, 1, 64) WHERE level = 0 AND index = 2');
  expect((await log.verify()).fault).toMatchObject({ code: 'tile_altered', ...at(514) });
});

test('[PRF-12] a deleted row is missed at its position', async () => {
  await log.attack(`DELETE FROM event WHERE position = ${VICTIM}`);
  expect((await log.verify()).fault).toMatchObject({
    code: 'event_missing',
    position: VICTIM,
    eventId: null,
  });
});

test('[PRF-12] a row deleted and the others moved up is found where the gap was closed', async () => {
  await log.attack(
    `DELETE FROM event WHERE position = ${VICTIM}`,
    `UPDATE event SET position = position + 10000 WHERE position > ${VICTIM}`,
    'UPDATE event SET position = position - 10001 WHERE position > 10000',
    'UPDATE log_head SET size = size - 1',
  );
  expect((await log.verify()).fault).toMatchObject({ code: 'event_altered', position: VICTIM });
});

test('[PRF-12] two rows that changed places are found at the first', async () => {
  await log.attack(
    `UPDATE event SET position = -1 WHERE position = ${VICTIM}`,
    `UPDATE event SET position = ${VICTIM} WHERE position = 1200`,
    `UPDATE event SET position = 1200 WHERE position = -1`,
  );
  expect((await log.verify()).fault).toMatchObject({
    code: 'event_altered',
    position: VICTIM,
    eventId: testEventId(1200),
    differs: ['columns', 'leaf_hash'],
  });
});

test('[PRF-12] an event whose stream lacks the version before it is found beyond the checkpoints too', async () => {
  await log.attack(`UPDATE event SET version = version + 5 WHERE position = 1498`);
  await log.rehashLeaves();
  expect((await log.verify()).fault).toMatchObject({
    code: 'version_missing',
    ...at(1498),
    differs: ['stream_version'],
  });
});

test('[PRF-12] a version written twice is found beyond the checkpoints too', async () => {
  await log.attack(
    'ALTER TABLE event DROP CONSTRAINT event_stream_version',
    'UPDATE event SET version = 2 WHERE position = 1499',
  );
  await log.rehashLeaves();
  expect((await log.verify()).fault).toMatchObject({ code: 'version_missing', ...at(1499) });
});

test('[PRF-13] a tail cut off is missed: by the head, by the checkpoints, by the notes', async () => {
  await log.attack('DELETE FROM event WHERE position >= 1450');
  expect((await log.verify()).fault).toMatchObject({
    code: 'event_missing',
    position: 1450,
    facts: { total: 1500 },
  });
  await log.attack('DELETE FROM event WHERE position >= 800', 'UPDATE log_head SET size = 800');
  expect((await log.verify()).fault).toMatchObject({
    code: 'event_missing',
    position: 800,
    facts: { total: 1400 },
  });
  await log.attack(
    'DELETE FROM event WHERE position >= 700',
    'UPDATE log_head SET size = 700',
    'DELETE FROM ledger_checkpoint WHERE size > 700',
    'DELETE FROM ledger_tile',
  );
  await log.rehashTiles();
  const found = await log.verify();
  expect(found.fault).toMatchObject({ code: 'event_missing', position: 700, facts: { total: 900 } });
  expect(await log.verify({ notesFolder: null })).toMatchObject({ ok: true, size: 700 });
});

test('[PRF-13] a history rewritten and signed anew by a thief of the key is found by the notes', async () => {
  await log.attack(
    `UPDATE event SET actor = 'somebody else' WHERE position = ${VICTIM}`,
    'DELETE FROM ledger_checkpoint',
    'DELETE FROM ledger_tile',
  );
  await log.rehashLeaves();
  await log.integrate({ notesFolder: null });
  expect(await log.verify({ notesFolder: null })).toMatchObject({ ok: true, size: LOG_SIZE });
  expect((await log.verify()).fault).toMatchObject({
    code: 'history_rewritten',
    position: 700,
    lastPosition: 899,
    facts: { size: 900 },
  });
});

test('[PRF-14] an altered or missing checkpoint is found', async () => {
  await log.attack(`UPDATE ledger_checkpoint SET note = replace(note, '900', '901') WHERE size = 900`);
  expect((await log.verify()).fault).toMatchObject({
    code: 'checkpoint_altered',
    position: 899,
    facts: { reason: 'signature_wrong' },
  });
  await log.attack('DELETE FROM ledger_checkpoint WHERE size = 900');
  expect((await log.verify()).fault).toMatchObject({ code: 'checkpoint_missing', position: 700 });
});

test('[PRF-14] a checkpoint whose row differs from its note is found', async () => {
  await log.attack(`UPDATE ledger_checkpoint SET root = ${hex(32)} WHERE size = 900`);
  expect((await log.verify()).fault).toMatchObject({
    code: 'checkpoint_altered',
    facts: { size: 900, reason: 'row_differs_from_note' },
  });
});

test('[PRF-14] checkpoints signed by another key are none', async () => {
  const key = { ...log.signer, publicKey: new Uint8Array(32).fill(3) };
  expect((await log.verify({ key })).fault).toMatchObject({
    code: 'checkpoint_altered',
    facts: { reason: 'not_signed_by_key' },
  });
});

test('[PRF-14] an altered note outside the database is found with its file and line', async () => {
  const [name] = await readdir(log.notesFolder);
  const file = join(log.notesFolder, name as string);
  const notes = await readFile(file, 'utf8');
  await writeFile(file, notes.replace('\n700\n', '\n701\n'));
  expect((await log.verify()).fault).toMatchObject({ code: 'note_altered', facts: { file: name, line: 7 } });
  // The last note torn by a kill: left out, not blamed.
  await writeFile(file, `${notes}plimsoll.test/log\n14`);
  expect(await log.verify()).toMatchObject({ ok: true, counts: { notes: 4 } });
});

test('[PRF-15] an erased person’s events count as erased when the log says so, else as missing their keys', async () => {
  log.erased.add('person-3');
  expect((await log.verify()).fault).toMatchObject({ code: 'erasure_unlogged', ...at(9), differs: ['keys'] });
  await log.appendErasure('person-3');
  expect(await log.verify()).toMatchObject({ ok: true, counts: { erased: 3, opened: LOG_SIZE - 3 + 1 } });
});

test('[PRF-16] the seal of a leaf holds for its position and hash alone', () => {
  const hash = new Uint8Array(32).fill(1);
  const seals = [testSeal(1, hash), testSeal(2, hash), testSeal(1, new Uint8Array(32).fill(2))];
  expect(new Set(seals.map((seal) => Buffer.from(seal).toString('hex'))).size).toBe(3);
  expect(testSeal(1, hash)).toEqual(seals[0]);
  expect(seals[0]).toHaveLength(8);
});
