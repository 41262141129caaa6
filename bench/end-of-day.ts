/**
 * `plimsoll bench end-of-day`: a real end of day on real, durable PostgreSQL over 10,000, 100,000 and 1,000,000 loans,
 * made by the rooms and the log themselves. Seconds of the run, µs a loan, resident memory of our process and of
 * PostgreSQL. PLIMSOLL_BENCH_LOANS names other sizes, with commas between.
 */
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Day, formatDay, parseDay } from '@plimsoll/core/calendar';
import { createDayRunner, makeLoans } from '@plimsoll/server/jobs';
import { loadKeys } from '@plimsoll/server/keys';
import {
  checkDatabase,
  createLog,
  migrate,
  openPool,
  openWriterPool,
  startPostgres,
} from '@plimsoll/server/store';

const SIZES = [10_000, 100_000, 1_000_000];
const KINDS = 1800;
const DAY = '2026-06-15';
const MIB = 1024 * 1024;
const SAMPLE_MS = 250;

type Figures = {
  readonly loans: number;
  readonly seconds: number;
  readonly rssMiB: number;
  readonly postgresMiB: number;
  readonly changed: number;
  readonly madeIn: number;
};

/** Runs it; the last line is JSON: `loans`, `seconds`, `rssMiB`, `usPerLoan`, and beside them what was changed. */
export async function bench(): Promise<void> {
  const named = process.env['PLIMSOLL_BENCH_LOANS'];
  const sizes = named === undefined ? SIZES : named.split(',').map(Number);
  const all: Figures[] = [];
  for (const loans of sizes) {
    const figures = await measure(loans);
    all.push(figures);
    const us = ((figures.seconds / loans) * 1e6).toFixed(1);
    process.stdout.write(
      `${String(loans).padStart(9)} loans  ${figures.seconds.toFixed(2).padStart(8)} s  ${us.padStart(7)} µs a loan  ` +
        `${figures.rssMiB} MiB ours, ${figures.postgresMiB} MiB PostgreSQL, ${figures.changed} changed ` +
        `(made in ${figures.madeIn.toFixed(0)} s)\n`,
    );
  }
  const answer = {
    loans: all.map((one) => one.loans),
    seconds: all.map((one) => Number(one.seconds.toFixed(2))),
    rssMiB: all.map((one) => one.rssMiB),
    usPerLoan: all.map((one) => Number(((one.seconds / one.loans) * 1e6).toFixed(1))),
    postgresMiB: all.map((one) => one.postgresMiB),
    changed: all.map((one) => one.changed),
  };
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}

async function measure(loans: number): Promise<Figures> {
  const home = await mkdtemp(join(tmpdir(), 'plimsoll-bench-'));
  await chmod(home, 0o711);
  const engine = await startPostgres({ home });
  const pool = openPool(engine.url);
  const writer = openWriterPool(engine.url);
  try {
    await checkDatabase(pool);
    await migrate(pool);
    const secrets = join(home, 'secrets');
    const keys = await loadKeys({ secrets, mayCreate: true });
    const log = await createLog({ pool, writer, keys, clock: Date.now });
    const begun = performance.now();
    await makeLoans(log, { count: loans, kinds: KINDS, day: parseDay(DAY) as Day });
    await pool.query('VACUUM ANALYZE loan');
    await pool.query('CHECKPOINT');
    const madeIn = (performance.now() - begun) / 1000;
    const clock = (): number => Date.parse(`${DAY}T23:59:00Z`) + performance.now();
    const runner = createDayRunner({ pool, log, databaseUrl: engine.url, secrets, masterKey: null, clock });
    const memory = watchMemory(home);
    const start = performance.now();
    const run = await runner.run(formatDay(parseDay(DAY) as Day));
    const seconds = (performance.now() - start) / 1000;
    const peak = await memory.stop();
    await log.close();
    const [report] = run.ok ? run.value : [];
    if (report?.isClosed !== true || report.loans !== loans || report.refused > 0)
      throw new Error(`the day is closed over every loan: ${JSON.stringify(run)}`);
    return { loans, seconds, ...peak, changed: report.changed, madeIn };
  } finally {
    await pool.end();
    await writer.end();
    await engine.stop();
    await rm(home, { recursive: true, force: true });
  }
}

type Peak = { readonly rssMiB: number; readonly postgresMiB: number };

/** The highest resident memory of ours, and of the processes of the engine without the pages they share. */
function watchMemory(home: string): { readonly stop: () => Promise<Peak> } {
  let rss = 0;
  let postgres = 0;
  const look = async (): Promise<void> => {
    rss = Math.max(rss, process.memoryUsage.rss());
    postgres = Math.max(postgres, await engineBytes(home));
  };
  const timer = setInterval(() => void look(), SAMPLE_MS);
  return {
    stop: async () => {
      clearInterval(timer);
      await look();
      return { rssMiB: Math.round(rss / MIB), postgresMiB: Math.round(postgres / MIB) };
    },
  };
}

async function engineBytes(home: string): Promise<number> {
  const pid = (await findPid(home)) ?? '';
  const names = await readdir('/proc');
  let bytes = 0;
  for (const name of names.filter((each) => /^\d+$/.test(each))) {
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
    const parent = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
    if (name !== pid && parent !== pid) continue;
    const rollup = await readFile(`/proc/${name}/smaps_rollup`, 'utf8').catch(() => '');
    bytes += Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0) * 1024;
  }
  return bytes;
}

async function findPid(home: string): Promise<string | undefined> {
  const found = await readdir(home, { recursive: true });
  const file = found.find((name) => name.endsWith('postmaster.pid'));
  return file === undefined ? undefined : (await readFile(join(home, file), 'utf8')).split('\n')[0];
}
