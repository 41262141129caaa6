/**
 * The end of day of the book: day by day, in order, each in 64 partitions shared out to threads. What is done lies in
 * the log; whoever starts again, after a kill or a cancel, goes on from there. An advisory lock lets one run at a time.
 */
import { assert, ok, type Result, refuse } from '@plimsoll/core/base';
import { type Day, formatDay, parseDay } from '@plimsoll/core/calendar';
import type { Log } from '@plimsoll/server/store';
import type pg from 'pg';
import { ACTOR, dayEvent } from './partition.ts';
import { type Counts, type DayThread, type DayWorkerOptions, startDayThread } from './thread.ts';

export const PARTITIONS = 64;
const THREADS = 2;
/** First key of the advisory lock. */
const DAY_LOCK = 0x706c6971;
/** Days that are caught up in one run at most: ten years. */
const MAX_DAYS = 3660;

export type DayReport = Counts & { readonly day: string; readonly isClosed: boolean };
export type DayProgress = {
  readonly day: string;
  readonly loans: number;
  readonly total: number;
  readonly loansPerS: number;
  readonly secondsLeft: number;
};

export type DayRunner = {
  /**
   * Runs the ends of all days up to one, the day included. Refuses `day_running` while somebody else runs it,
   * `day_unreadable`, `day_in_future`. A report for each day; the last one may be cancelled and so not closed.
   */
  readonly run: (
    day: string,
    onProgress?: (progress: DayProgress) => void,
  ) => Promise<Result<readonly DayReport[]>>;
  /** Ends after the partitions under way. */
  readonly cancel: () => void;
};

type Options = DayWorkerOptions & {
  readonly pool: pg.Pool;
  readonly log: Log;
  readonly clock: () => number;
};

/** Who runs the ends of day of a database. */
export function createDayRunner(options: Options): DayRunner {
  let isCancelled = false;
  return {
    cancel: () => {
      isCancelled = true;
    },
    run: async (text, onProgress = () => undefined) => {
      isCancelled = false;
      const to = parseDay(text);
      if (to === null) return refuse('day_unreadable', 'DAY-1', { day: text });
      const today = new Date(options.clock()).toISOString().slice(0, 10);
      if (text > today) return refuse('day_in_future', 'DAY-1', { day: text, today });
      return locked(options.pool, async () =>
        runDays(options, to, { onProgress, isOver: () => isCancelled }),
      );
    },
  };
}

type Watch = { readonly onProgress: (progress: DayProgress) => void; readonly isOver: () => boolean };

async function locked<T>(pool: pg.Pool, work: () => Promise<T>): Promise<Result<T>> {
  const client = await pool.connect();
  try {
    const { rows } = await client.query<{ got: boolean }>('SELECT pg_try_advisory_lock($1, 0) AS got', [
      DAY_LOCK,
    ]);
    if (rows[0]?.got !== true) return refuse('day_running', 'DAY-2', {});
    const done = await work();
    await client.query('SELECT pg_advisory_unlock($1, 0)', [DAY_LOCK]);
    return ok(done);
  } finally {
    // Where something broke, the lock goes with its connection.
    client.release(true);
  }
}

async function runDays(options: Options, to: Day, watch: Watch): Promise<readonly DayReport[]> {
  const { databaseUrl, secrets, masterKey } = options;
  const days = await daysToClose(options.pool, to);
  if (days.length === 0) return [];
  const threads = Array.from({ length: THREADS }, () => startDayThread({ databaseUrl, secrets, masterKey }));
  const reports: DayReport[] = [];
  try {
    for (const day of days) {
      const report = await runDay(options, { day, threads }, watch);
      reports.push(report);
      if (!report.isClosed) break;
    }
  } finally {
    await Promise.all(threads.map(async (thread) => thread.end()));
  }
  return reports;
}

/** From the first day that is not closed, or the day after the last one that is; the very first run is of one day. */
async function daysToClose(pool: pg.Pool, to: Day): Promise<readonly Day[]> {
  const { rows } = await pool.query<{ open: string | null; last: string | null }>(
    `SELECT min(day) FILTER (WHERE closed_at IS NULL) AS open, max(day) FILTER (WHERE closed_at IS NOT NULL) AS last
     FROM day_run`,
  );
  const open = parseDay(rows[0]?.open ?? '');
  const last = parseDay(rows[0]?.last ?? '');
  const from = open ?? (last === null ? to : last + 1);
  const count = Math.min(MAX_DAYS, Math.max(0, to - from + 1));
  return Array.from({ length: count }, (_, index) => (from + index) as Day);
}

async function runDay(
  { pool, log, clock }: Options,
  { day, threads }: { readonly day: Day; readonly threads: readonly DayThread[] },
  { onProgress, isOver }: Watch,
): Promise<DayReport> {
  const text = formatDay(day);
  const isStarted = await hasStarted(pool, text);
  if (!isStarted) await write(log, { text, version: 0, counts: null });
  const { left, total } = await readOpen(pool, text);
  const startedAt = clock();
  let loans = 0;
  const onPage = (count: number): void => {
    loans += count;
    const seconds = Math.max(0.001, (clock() - startedAt) / 1000);
    const loansPerS = loans / seconds;
    const secondsLeft = loansPerS === 0 ? 0 : Math.max(0, total - loans) / loansPerS;
    onProgress({ day: text, loans, total, loansPerS, secondsLeft });
  };
  await Promise.all(
    threads.map(async (thread) => {
      for (let next = left.shift(); next !== undefined && !isOver(); next = left.shift())
        await thread.close({ day, partition: next }, onPage);
    }),
  );
  const { counts, isWhole } = await readCounts(pool, text);
  if (!isWhole) return { day: text, isClosed: false, ...counts };
  await write(log, { text, version: 1, counts });
  return { day: text, isClosed: true, ...counts };
}

async function write(
  log: Log,
  of: { readonly text: string; readonly version: number; readonly counts: Counts | null },
): Promise<void> {
  const stream = `day:${of.text}`;
  const kind = of.counts === null ? 'day.started' : 'day.closed';
  const event = dayEvent(stream, kind, { day: of.text, ...of.counts });
  const outcome = await log.append({
    actor: ACTOR,
    idempotency: null,
    streams: [{ stream, expectedVersion: of.version, events: [event] }],
    persons: [],
    reply: { status: 200, body: {} },
  });
  assert(outcome.kind === 'committed', `the end of day is written: ${outcome.kind}`);
}

async function hasStarted(pool: pg.Pool, day: string): Promise<boolean> {
  const { rowCount } = await pool.query('SELECT FROM day_run WHERE day = $1', [day]);
  return rowCount === 1;
}

/** The partitions that are not done, and loans that are still to be looked at, about. */
async function readOpen(
  pool: pg.Pool,
  day: string,
): Promise<{ readonly left: number[]; readonly total: number }> {
  const done = await pool.query<{ partition: number }>(
    'SELECT partition FROM day_step WHERE day = $1 AND up_to IS NULL',
    [day],
  );
  const closed = new Set(done.rows.map(({ partition }) => partition));
  const left = Array.from({ length: PARTITIONS }, (_, index) => index).filter((index) => !closed.has(index));
  const { rows } = await pool.query<{ count: number }>(
    `SELECT count(*) AS count FROM loan WHERE partition = ANY($1) AND status IN ('active', 'written_off')`,
    [left],
  );
  return { left, total: rows[0]?.count ?? 0 };
}

async function readCounts(
  pool: pg.Pool,
  day: string,
): Promise<{ readonly counts: Counts; readonly isWhole: boolean }> {
  const { rows } = await pool.query<Counts & { readonly done: number }>(
    `SELECT coalesce(sum(loans), 0)::bigint AS loans, coalesce(sum(changed), 0)::bigint AS changed,
       coalesce(sum(refused), 0)::bigint AS refused, count(*) FILTER (WHERE up_to IS NULL) AS done
     FROM day_step WHERE day = $1`,
    [day],
  );
  const { done = 0, ...counts } = rows[0] ?? { loans: 0, changed: 0, refused: 0 };
  return { counts, isWhole: done === PARTITIONS };
}
