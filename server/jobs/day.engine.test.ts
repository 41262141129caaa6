import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Day, formatDay, parseDay } from '@plimsoll/core/calendar';
import { loadKeys } from '@plimsoll/server/keys';
import { createLog, type Log, rebuild, startTestPostgres } from '@plimsoll/server/store';
import type { TestDatabase, TestPostgres } from '@plimsoll/server/store';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDayRunner, type DayRunner } from './runner.ts';
import { makeLoans } from './testing-loans.ts';

const PROCESS = fileURLToPath(new URL('./testing-day-process.ts', import.meta.url));
const FIRST = parseDay('2026-06-15') as Day;
const KILLS = 20;
/** The first key of the runner's advisory lock. */
const DAY_LOCK = 0x706c6971;
const LONG_MS = 240_000;

let postgres: TestPostgres;
let secrets: string;
beforeAll(async () => {
  postgres = await startTestPostgres();
  secrets = await mkdtemp(join(tmpdir(), 'plimsoll-day-'));
});
afterAll(async () => {
  await postgres.stop();
  await rm(secrets, { recursive: true, force: true });
});

type Town = {
  readonly database: TestDatabase;
  readonly log: Log;
  readonly runner: DayRunner;
  readonly close: () => Promise<void>;
};

async function openTown(count: number): Promise<Town> {
  const database = await postgres.createDatabase();
  const { pool, url } = database;
  const keys = await loadKeys({ secrets, mayCreate: true });
  const log = await createLog({ pool, keys, clock: Date.now });
  await makeLoans(log, { count, kinds: 60, day: FIRST });
  const clock = (): number => Date.parse('2026-09-30T00:00:00Z');
  const runner = createDayRunner({ pool, log, databaseUrl: url, secrets, masterKey: null, clock });
  const close = async (): Promise<void> => {
    await log.close();
    await database.drop();
  };
  return { database, log, runner, close };
}

async function query(
  { database }: Town,
  text: string,
): Promise<readonly { readonly [column: string]: unknown }[]> {
  return (await database.pool.query<{ readonly [column: string]: unknown }>(text)).rows;
}

/** How the book stands, without what is chosen by chance: ids and times. */
async function standingOf(town: Town): Promise<unknown> {
  const balances = await query(town, 'SELECT * FROM account_balance ORDER BY funder, currency, account');
  const loans = await query(
    town,
    'SELECT status, dpd, bucket, due_minor, overdue_minor, summary, version, count(*) FROM loan GROUP BY 1,2,3,4,5,6,7 ORDER BY 1,2,3,4,5,6,7',
  );
  const days = await query(
    town,
    `SELECT day, sum(loans)::bigint AS loans, sum(changed)::bigint AS changed, sum(refused)::bigint AS refused
     FROM day_step GROUP BY day ORDER BY day`,
  );
  const events = await query(
    town,
    'SELECT kind, effective_day, count(*) FROM event GROUP BY 1, 2 ORDER BY 1, 2',
  );
  return { balances, loans, days, events: events.filter(({ kind }) => kind !== 'day.advanced') };
}

async function expectBalanced(town: Town): Promise<void> {
  const sums = await query(
    town,
    'SELECT funder, currency, sum(amount_minor)::bigint AS sum FROM account_balance GROUP BY 1, 2',
  );
  expect(sums.length).toBe(2);
  for (const { sum } of sums) expect(sum).toBe(0);
}

/** The end of day in a process of its own, killed after `afterMs` unless it is done by then; whether it was done. */
async function runKilled(url: string, day: string, afterMs: number): Promise<boolean> {
  const child = spawn(process.execPath, [PROCESS, url, secrets, day], {
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

test(
  '[DAY-3] kill -9 in the middle of ends of day, 20 times: the books balance, and all is as if nobody had disturbed it',
  async () => {
    const calm = await openTown(600);
    const killed = await openTown(600);
    const to = formatDay((FIRST + 6) as Day);
    await calm.runner.run(formatDay(FIRST));
    expect((await calm.runner.run(to)).ok).toBe(true);
    await killed.runner.run(formatDay(FIRST));
    let kills = 0;
    for (let kill = 0; kill < KILLS; kill++)
      if (!(await runKilled(killed.database.url, to, 5 + 17 * (kill % 7)))) kills += 1;
    expect(kills).toBe(KILLS);
    expect((await killed.runner.run(to)).ok).toBe(true);
    expect(await standingOf(killed)).toEqual(await standingOf(calm));
    await expectBalanced(killed);
    expect((await rebuild(killed.database.pool, { isCheck: true })).differences).toBe(0);
    await calm.close();
    await killed.close();
  },
  LONG_MS,
);

test(
  '[DAY-1] [DAY-4] 40 days without a run are caught up day by day, and a second run does nothing',
  async () => {
    const town = await openTown(120);
    await town.runner.run(formatDay(FIRST));
    const to = formatDay((FIRST + 40) as Day);
    const run = await town.runner.run(to);
    expect(run.ok && run.value.length).toBe(40);
    expect(run.ok && run.value.every(({ isClosed, loans }) => isClosed && loans === 120)).toBe(true);
    await expectBalanced(town);
    const accrued = await query(
      town,
      "SELECT sum(amount_minor)::bigint AS sum FROM account_balance WHERE account = 'accrued_interest'",
    );
    const told = await query(town, `SELECT accrued FROM day_step WHERE day = '${to}'`);
    const sum = told.reduce((total, { accrued: text }) => total + sumOf(String(text)), 0);
    expect(accrued[0]?.['sum'], 'what is booked is what the loans tell').toBe(sum);
    expect(sum).toBeGreaterThan(0);
    expect(await town.runner.run(to)).toMatchObject({ ok: true, value: [] });
    await town.close();
  },
  LONG_MS,
);

test(
  '[DAY-5] a loan whose facts are broken is told with the reason, and the rest goes on',
  async () => {
    const town = await openTown(120);
    await town.database.pool.query(
      `UPDATE loan SET facts = 'no JSON' WHERE id = (SELECT min(id::text)::uuid FROM loan)`,
    );
    const run = await town.runner.run(formatDay(FIRST));
    expect(run).toMatchObject({ ok: true, value: [{ isClosed: true, loans: 120, refused: 1 }] });
    const refusals = await query(town, 'SELECT code, problem FROM day_refusal');
    expect(refusals).toMatchObject([{ code: 'loan_unreadable' }]);
    await expectBalanced(town);
    await town.close();
  },
  LONG_MS,
);

test(
  '[DAY-2] one runs at a time, a day to come is refused, and a cancelled run is taken up where it ended',
  async () => {
    const town = await openTown(120);
    const { pool } = town.database;
    // Somebody else who holds the lock of the end of day for as long as we like: two real runs would race for it.
    const holder = await pool.connect();
    await holder.query('SELECT pg_advisory_lock($1, 0)', [DAY_LOCK]);
    expect(await town.runner.run(formatDay(FIRST))).toMatchObject({ ok: false, code: 'day_running' });
    expect(await query(town, 'SELECT day FROM day_run'), 'nothing was begun').toHaveLength(0);
    await holder.query('SELECT pg_advisory_unlock($1, 0)', [DAY_LOCK]);
    holder.release();
    const cancelled = await town.runner.run(formatDay(FIRST), () => town.runner.cancel());
    expect(cancelled).toMatchObject({ ok: true, value: [{ isClosed: false }] });
    const [begun] = await query(town, 'SELECT count(*) AS steps FROM day_step');
    expect(begun?.['steps'], 'some partitions are done').toBeGreaterThan(0);
    expect(begun?.['steps'], 'and not all').toBeLessThan(64);
    expect(await town.runner.run(formatDay(FIRST))).toMatchObject({ ok: true, value: [{ loans: 120 }] });
    expect(await town.runner.run('2026-12-01')).toMatchObject({ code: 'day_in_future' });
    expect(await town.runner.run('yesterday')).toMatchObject({ code: 'day_unreadable' });
    await town.close();
  },
  LONG_MS,
);

function sumOf(text: string): number {
  const accrued = JSON.parse(text) as { readonly [funder: string]: { readonly [currency: string]: number } };
  return Object.values(accrued)
    .flatMap((amounts) => Object.values(amounts))
    .reduce((sum, amount) => sum + amount, 0);
}
