/** Integrating and reading: tiles, checkpoints and proofs over a real database. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fromHex, type JsonValue, toHex } from '@plimsoll/core/base';
import {
  formatVkey,
  verifyCheckpoint,
  verifyConsistency,
  verifyInclusion,
  verifyReceipt,
} from '@plimsoll/core/ledger';
import { startTestPostgres, type TestPostgres } from '@plimsoll/server/store';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createLedgerReader, type LedgerReader } from './index.ts';
import { createTestLog, saltOfTestEvent, testBody, testEventId, type TestLog } from './testing-log.ts';

let postgres: TestPostgres;
let log: TestLog;
let reader: LedgerReader;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(async () => postgres.stop());
beforeEach(async () => {
  log = await createTestLog(await postgres.createDatabase());
  reader = createLedgerReader(log.pool);
});
afterEach(async () => log.drop());

const bytes = (hex: string) => fromHex(hex) as Uint8Array;
function valueOf<T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false }): T {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result)}`);
  return result.value;
}

test('[PRF-1] each integration takes in what is new and signs it', async () => {
  expect(await reader.checkpoint()).toBeNull();
  await log.append(3);
  expect(await log.integrate()).toEqual({ kind: 'done', size: 3, added: 3 });
  expect(await log.integrate()).toEqual({ kind: 'done', size: 3, added: 0 });
  await log.append(9000);
  expect(await log.integrate()).toEqual({ kind: 'done', size: 9003, added: 9000 });
  const latest = await reader.checkpoint();
  const { verdict, checkpoint } = verifyCheckpoint(latest?.note ?? '', log.signer);
  expect(verdict).toBe('verified');
  expect(checkpoint?.size).toBe(9003);
  expect(Buffer.from(checkpoint?.root ?? []).toString('hex')).toBe(valueOf(await reader.rootAt(9003)));
  expect(await log.verify()).toMatchObject({ ok: true, counts: { checkpoints: 4, events: 9003 } });
});

test('[PRF-2] of many integrators at once one works, and nothing is taken in twice', async () => {
  await log.append(5000);
  const outcomes = await Promise.all(Array.from({ length: 6 }, async () => log.integrate()));
  expect(outcomes.reduce((sum, { added }) => sum + added, 0)).toBe(5000);
  await log.integrate();
  expect(await log.verify()).toMatchObject({ ok: true, size: 5000 });
});

test('[PRF-2] a held lock makes it busy', async () => {
  await log.append(1);
  const client = await log.pool.connect();
  await client.query('SELECT pg_advisory_lock($1, 0)', [0x706c696f]);
  expect(await log.integrate()).toEqual({ kind: 'busy', added: 0 });
  await client.query('SELECT pg_advisory_unlock($1, 0)', [0x706c696f]);
  client.release();
  expect(await log.integrate()).toEqual({ kind: 'done', size: 1, added: 1 });
});

test('[PRF-3] nothing is signed on top of a gap, an altered tile or a missing one', async () => {
  await log.append(600);
  await log.integrate();
  await log.append(10);
  const [first] = (await log.pool.query('SELECT hashes FROM ledger_tile WHERE level = 0 AND index = 2')).rows;
  await log.attack(
    'UPDATE ledger_tile SET hashes = set_byte(hashes, 0, 255 - get_byte(hashes, 0)) WHERE index = 2',
  );
  await expect(log.integrate()).rejects.toMatchObject({ code: 'log_unreadable' });
  await log.attack('DELETE FROM ledger_tile WHERE index = 2');
  await expect(log.integrate()).rejects.toMatchObject({ code: 'log_unreadable' });
  await log.pool.query('INSERT INTO ledger_tile VALUES (0, 2, $1)', [first?.hashes]);
  await log.attack('UPDATE event SET position = 9999 WHERE position = 605');
  await expect(log.integrate()).rejects.toMatchObject({ code: 'log_unreadable' });
  expect((await reader.checkpoint())?.size).toBe(600);
});

test('[PRF-3] a history other than the one kept outside the database is not signed', async () => {
  await log.append(100);
  await log.integrate();
  await log.append(50);
  await log.attack(
    `UPDATE event SET actor = 'somebody else' WHERE position = 40`,
    'DELETE FROM ledger_checkpoint',
    'DELETE FROM ledger_tile',
  );
  await log.rehashLeaves();
  await expect(log.integrate()).rejects.toMatchObject({ code: 'log_unreadable' });
  expect(await reader.checkpoint()).toBeNull();
  // The same log restored, its tree lost: taken in again, with the size that was signed before on its way.
  await log.attack(`UPDATE event SET actor = 'key:test' WHERE position = 40`);
  await log.rehashLeaves();
  expect(await log.integrate()).toEqual({ kind: 'done', size: 150, added: 150 });
  expect(await log.verify()).toMatchObject({ ok: true, counts: { checkpoints: 2, notes: 2 } });
});

test('[PRF-4] each note signed is kept outside the database too', async () => {
  const now = () => new Date('2026-03-04T05:06:07.890Z');
  for (const count of [5, 5]) {
    await log.append(count);
    await log.integrate({ now });
  }
  const file = await readFile(join(log.notesFolder, 'checkpoints-2026-03-04.notes'), 'utf8');
  const { rows } = await log.pool.query<{ note: string }>('SELECT note FROM ledger_checkpoint ORDER BY size');
  expect(file).toBe(rows.map(({ note }) => `${note}\n`).join(''));
});

test('[PRF-5] proofs of every size verify, past sizes included', async () => {
  await log.append(600);
  await log.integrate();
  for (const [from, to] of [
    [1, 1],
    [1, 600],
    [255, 256],
    [256, 257],
    [511, 513],
    [37, 599],
  ] as const) {
    const [fromRoot, toRoot] = [valueOf(await reader.rootAt(from)), valueOf(await reader.rootAt(to))].map(
      bytes,
    );
    const proof = valueOf(await reader.consistencyProof(from, to)).map(bytes);
    const ends = { fromRoot: fromRoot as Uint8Array, toRoot: toRoot as Uint8Array };
    expect(verifyConsistency({ from, to, proof, ...ends })).toBe(true);
    const index = from - 1;
    const { rows } = await log.pool.query<{ leaf_hash: Buffer }>(
      'SELECT leaf_hash FROM event WHERE position = $1',
      [index],
    );
    const leafHash = rows[0]?.leaf_hash ?? Buffer.alloc(0);
    const inclusion = valueOf(await reader.inclusionProof(index, to)).map(bytes);
    expect(verifyInclusion({ leafHash, index, size: to, proof: inclusion, root: ends.toRoot })).toBe(true);
  }
});

test('[PRF-5] sizes and positions that the log has not are refused', async () => {
  await log.append(10);
  await log.integrate();
  await log.append(5);
  const refused = { ok: false, code: 'tree_size_out_of_range', rule: 'PRF-5' };
  for (const size of [11, -1, 1.5, Number.NaN]) {
    expect(await reader.rootAt(size)).toMatchObject(refused);
    expect(await reader.inclusionProof(0, size)).toMatchObject(refused);
    expect(await reader.consistencyProof(1, size)).toMatchObject(refused);
    expect(await reader.inclusionProof(size, 10)).toMatchObject(refused);
    expect(await reader.consistencyProof(size, 10)).toMatchObject(refused);
  }
  expect(await reader.consistencyProof(0, 10)).toMatchObject(refused);
  expect((await reader.rootAt(0)).ok).toBe(true);
});

test('[PRF-6] a receipt goes over the wire and verifies, with its body and without', async () => {
  await log.append(700);
  await log.integrate();
  const vkey = formatVkey(log.signer);
  for (const position of [0, 255, 256, 699]) {
    const id = testEventId(position);
    const opening = { salt: toHex(saltOfTestEvent(id)), body: testBody(position) };
    const open = JSON.parse(JSON.stringify(valueOf(await reader.receipt(id, opening)))) as JsonValue;
    expect(verifyReceipt(open, vkey)).toMatchObject({ ok: true, opened: true });
    const closed = JSON.parse(JSON.stringify(valueOf(await reader.receipt(id)))) as JsonValue;
    expect(verifyReceipt(closed, vkey)).toMatchObject({ ok: true, opened: false });
  }
});

test('[PRF-6] an event that is not there, or not yet covered, has no receipt', async () => {
  await log.append(3);
  const id = testEventId(2);
  expect(await reader.receipt(id)).toMatchObject({ ok: false, code: 'receipt_not_ready' });
  await log.integrate();
  expect(await reader.receipt(id)).toMatchObject({ ok: true });
  for (const unknown of [testEventId(7), 'no uuid', ''])
    expect(await reader.receipt(unknown)).toMatchObject({ ok: false, code: 'event_not_found' });
});

test('[PRF-17] the tables of the ledger refuse what can be no tile or checkpoint', async () => {
  await log.append(2);
  await log.integrate();
  const attempts = [
    `UPDATE ledger_checkpoint SET note = 'x'`,
    'DELETE FROM ledger_checkpoint',
    `INSERT INTO ledger_tile VALUES (0, 9, '\\x00')`,
    `INSERT INTO ledger_checkpoint SELECT size + 1, from_size, root, note, NULL, booked_at FROM ledger_checkpoint`,
  ];
  for (const statement of attempts)
    await expect(log.pool.query(statement)).rejects.toMatchObject({ severity: 'ERROR' });
});
