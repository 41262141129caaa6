import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { reconcile } from '@plimsoll/loan/payment';
import { badDay, goodDay, openSimulator, type SimulatorHabits } from '@plimsoll/server/feeds';
import { rebuild, startTestPostgres, uuidV7 } from '@plimsoll/server/store';
import type { TestDatabase, TestPostgres } from '@plimsoll/server/store';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { orderPayment, workPayments } from './index.ts';
import { openDesk, orderDisbursements, type TestDesk, TODAY } from './testing-desk.ts';

const PROCESS = fileURLToPath(new URL('./testing-desk-process.ts', import.meta.url));
const KILLS = 20;
const LOANS = 240;
const LONG_MS = 240_000;

let postgres: TestPostgres;
let folder: string;
beforeAll(async () => {
  postgres = await startTestPostgres();
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-desk-'));
});
afterAll(async () => {
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
});

type Place = { readonly database: TestDatabase; readonly desk: TestDesk; readonly file: string };

async function openPlace(name: string, habits: SimulatorHabits): Promise<Place> {
  const database = await postgres.createDatabase();
  const file = join(folder, `${name}.jsonl`);
  const desk = await openDesk({ databaseUrl: database.url, secrets: folder, file, habits });
  return { database, desk, file };
}

/** Works until nothing is due any more. */
async function workOut({ desk, database }: Place): Promise<void> {
  for (let round = 0; round < 60; round++) {
    const report = await workPayments(desk);
    expect(report.stuck).toEqual([]);
    const { rows } = await database.pool.query<{ count: number }>(
      "SELECT count(*)::int AS count FROM payment WHERE status IN ('instructed', 'unknown')",
    );
    if (rows[0]?.count === 0) return;
  }
  throw new Error('payments are never done');
}

/** The provider's books and ours say the same, every loan has its money once, and each funder's books balance. */
async function expectSound({ database, file }: Place, loans: number): Promise<void> {
  const done = await (await openSimulator({ file, seed: 'desk', habits: badDay })).books();
  const settled = done.filter(({ answer }) => answer.kind === 'settled');
  expect(new Set(done.map(({ key }) => key)).size, 'nothing was done twice').toBe(done.length);
  const { rows: payments } = await database.pool.query<{ id: string; amount: number; reference: string }>(
    "SELECT id, amount_minor::int AS amount, reference FROM payment WHERE status = 'settled'",
  );
  const ours = new Map(payments.map(({ id, reference }) => [id, reference]));
  expect(settled.length).toBe(payments.length);
  for (const { key, answer } of settled) {
    const id = key.slice(0, key.indexOf('/'));
    expect(answer.kind === 'settled' && ours.get(id)).toBe(
      answer.kind === 'settled' ? answer.reference : null,
    );
  }
  const { rows: active } = await database.pool.query<{ count: number; principal: number }>(
    "SELECT count(*)::int AS count, sum(principal_minor)::int AS principal FROM loan WHERE status = 'active'",
  );
  expect(active[0]?.count).toBe(loans);
  const { rows: sums } = await database.pool.query<{ account: string; sum: number }>(
    'SELECT account, sum(amount_minor)::int AS sum FROM account_balance GROUP BY account ORDER BY account',
  );
  const total = payments.reduce((sum, { amount }) => sum + amount, 0);
  expect(sums.find(({ account }) => account === 'custody')?.sum).toBe(-total);
  expect(sums.reduce((sum, each) => sum + each.sum, 0)).toBe(0);
  expect((await rebuild(database.pool, { isCheck: true })).differences).toBe(0);
}

async function runKilled(place: Place, afterMs: number): Promise<boolean> {
  const child = spawn(process.execPath, [PROCESS, place.database.url, folder, place.file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let hasBegun = false;
  child.stdout.on('data', () => {
    if (hasBegun) return;
    hasBegun = true;
    setTimeout(() => child.kill('SIGKILL'), afterMs);
  });
  const code = await new Promise<number | null>((done) => {
    child.once('close', done);
  });
  return code === 0;
}

test('[DSK-1] a disbursement that is settled pays the loan out, in the same append', async () => {
  const place = await openPlace('calm', goodDay);
  await orderDisbursements(place.desk, 5);
  expect(await workPayments(place.desk)).toMatchObject({ sent: 5, settled: 5, failed: 0, stuck: [] });
  expect(await workPayments(place.desk)).toMatchObject({ sent: 0 });
  await expectSound(place, 5);
  await place.desk.close();
  await place.database.drop();
});

test(
  '[DSK-2] kill -9 in the middle of a disbursement run, 20 times: nothing is lost, nothing is paid twice, books balance',
  async () => {
    const place = await openPlace('killed', badDay);
    await orderDisbursements(place.desk, LOANS);
    let kills = 0;
    for (let kill = 0; kill < KILLS; kill++) if (!(await runKilled(place, 3 + 11 * (kill % 6)))) kills += 1;
    expect(kills).toBeGreaterThan(KILLS / 2);
    const later = await openDesk({
      databaseUrl: place.database.url,
      secrets: folder,
      file: place.file,
      habits: badDay,
    });
    await workOut({ ...place, desk: later });
    await expectSound(place, LOANS);
    await later.close();
    await place.desk.close();
    await place.database.drop();
  },
  LONG_MS,
);

test('[DSK-3] a debit that fails is tried again on the day of the policy, and what a bank says agrees with us', async () => {
  const place = await openPlace('debits', { ...badDay, failed: 0.5 });
  const made = await orderDisbursements(place.desk, 20);
  await workOut(place);
  for (const { loan } of made) {
    const order = { purpose: 'debit', loan, amountMinor: 1000, currency: 'USD', day: TODAY } as const;
    expect((await orderPayment(place.desk, uuidV7(Date.now()), order)).ok).toBe(true);
  }
  await workOut(place);
  const { rows } = await place.database.pool.query<{ status: string; count: number }>(
    "SELECT status, count(*)::int AS count FROM payment WHERE purpose = 'debit' GROUP BY status ORDER BY status",
  );
  expect(rows.map(({ status }) => status)).toEqual(['failed', 'settled', 'waiting']);
  const known = await place.database.pool.query<{
    id: string;
    purpose: 'debit' | 'disbursement';
    loan: string;
    amount: number;
    status: 'settled';
    reference: string;
    day: string;
  }>(
    `SELECT id, purpose, loan, amount_minor::int AS amount, status, reference, to_char(settled_day, 'YYYY-MM-DD') AS day FROM payment`,
  );
  const payments = known.rows.map(({ id, purpose, loan, amount, status, reference, day }) => ({
    id,
    status,
    reference,
    settledDay: day,
    order: { purpose, loan, amountMinor: amount, currency: 'USD', day: TODAY },
  }));
  const found = reconcile(await place.desk.provider.statement(TODAY, TODAY), payments);
  expect(found).toMatchObject({ differing: [], unexpected: [], repeated: [], missing: [] });
  expect(found.matched.length).toBe(payments.filter(({ status }) => status === 'settled').length);
  await place.desk.close();
  await place.database.drop();
});

test('[DSK-4] a payment that its loan does not take stays open and is told, with the reason', async () => {
  const place = await openPlace('stuck', goodDay);
  const [made] = await orderDisbursements(place.desk, 1);
  const again = {
    purpose: 'disbursement',
    loan: made?.loan ?? '',
    amountMinor: 5,
    currency: 'USD',
    day: TODAY,
  } as const;
  const payment = uuidV7(Date.now());
  await workOut(place);
  expect((await orderPayment(place.desk, payment, again)).ok).toBe(true);
  expect((await workPayments(place.desk)).stuck).toEqual([{ payment, code: 'loan_amount_exceeded' }]);
  expect(await orderPayment(place.desk, payment, again)).toMatchObject({ code: 'payment_exists' });
  await place.desk.close();
  await place.database.drop();
});
