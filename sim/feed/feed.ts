/**
 * Sends a town's applications to a running Plimsoll through its API, so many at a time and no more. Every request has
 * a key of its own; a busy answer (429, 503) or a broken connection is tried again with the same key, so nothing is
 * decided twice. How the loans turned out is sent in a second round, after every decision, out of their sight.
 */
import type { CallResult, Client } from '@plimsoll/api/client';
import type { Performance, SubmitApplication } from '@plimsoll/api/origination';
import { assert } from '@plimsoll/core/base';

/** The most requests under way at once, and the most tries of one request. */
export const MAX_CONCURRENCY = 256;
export const MAX_TRIES = 12;
/** Failures that are kept with their problem; all are counted. */
export const MAX_KEPT_FAILURES = 20;

export type FeedRow = {
  readonly idempotencyKey: string;
  readonly body: SubmitApplication;
  /** Null when nobody knows yet how it turned out. */
  readonly performance: Performance | null;
};

export type FeedProgress = {
  readonly round: 'applications' | 'performance';
  readonly done: number;
  readonly total: number;
};

export type FeedSetting = {
  readonly client: Client;
  readonly rows: readonly FeedRow[];
  readonly concurrency: number;
  /** The day on which the performance was observed, `YYYY-MM-DD`. */
  readonly observedDay: string;
  /** Waits so many milliseconds; given by the caller, so that this file needs no timer. */
  readonly wait: (ms: number) => Promise<void>;
  readonly onProgress?: (progress: FeedProgress) => void;
};

export type FeedFailure = { readonly idempotencyKey: string; readonly status: number; readonly code: string };

export type FeedReport = {
  /** Decisions by outcome. */
  readonly outcomes: { readonly approve: number; readonly refer: number; readonly decline: number };
  readonly performances: number;
  readonly retries: number;
  readonly failed: number;
  readonly failures: readonly FeedFailure[];
};

/** Feeds every row once. Asserts 1 ≤ concurrency ≤ `MAX_CONCURRENCY`. What the API refuses is counted, not thrown. */
export async function feed(setting: FeedSetting): Promise<FeedReport> {
  const { rows, concurrency } = setting;
  assert(
    Number.isInteger(concurrency) && concurrency >= 1 && concurrency <= MAX_CONCURRENCY,
    'a sane concurrency',
  );
  const tally = { outcomes: { approve: 0, refer: 0, decline: 0 }, performances: 0, retries: 0, failed: 0 };
  const failures: FeedFailure[] = [];
  const observed: { readonly id: string; readonly row: FeedRow; readonly performance: Performance }[] = [];
  const fail = (failure: FeedFailure): void => {
    tally.failed += 1;
    if (failures.length < MAX_KEPT_FAILURES) failures.push(failure);
  };
  const countRetry = (): void => void (tally.retries += 1);

  await eachOf(rows, { setting, round: 'applications' }, async (row) => {
    const { idempotencyKey, body } = row;
    const reply = await persist(setting, countRetry, () =>
      setting.client('submitApplication', { idempotencyKey, body }),
    );
    if (!reply.ok) return fail({ idempotencyKey, status: reply.status, code: codeOf(reply) });
    tally.outcomes[reply.value.outcome] += 1;
    if (row.performance !== null) observed.push({ id: reply.value.id, row, performance: row.performance });
  });
  await eachOf(observed, { setting, round: 'performance' }, async ({ id, row, performance }) => {
    const idempotencyKey = `${row.idempotencyKey}-performance`;
    const body = { performance, observedDay: setting.observedDay };
    const call = () => setting.client('observePerformance', { params: { id }, idempotencyKey, body });
    const reply = await persist(setting, countRetry, call);
    if (!reply.ok) return fail({ idempotencyKey, status: reply.status, code: codeOf(reply) });
    tally.performances += 1;
  });
  return { ...tally, failures };
}

/** Runs `work` over all items, so many at a time, each worker taking the next. */
async function eachOf<T>(
  items: readonly T[],
  { setting, round }: { readonly setting: FeedSetting; readonly round: FeedProgress['round'] },
  work: (item: T) => Promise<void>,
): Promise<void> {
  let next = 0;
  let done = 0;
  const worker = async (): Promise<void> => {
    for (let at = next++; at < items.length; at = next++) {
      await work(items[at] as T);
      done += 1;
      setting.onProgress?.({ round, done, total: items.length });
    }
  };
  await Promise.all(Array.from({ length: Math.min(setting.concurrency, items.length) }, worker));
}

type Reply = CallResult<'submitApplication'> | CallResult<'observePerformance'>;

/** Tries until the answer is one to keep. Waits 50 ms, then twice as long each time, up to 2 s. */
async function persist<R extends Reply>(
  setting: FeedSetting,
  countRetry: () => void,
  call: () => Promise<R>,
): Promise<R> {
  for (let attempt = 1; ; attempt++) {
    const reply = await attemptCall(call, attempt);
    if (reply !== null && (attempt === MAX_TRIES || (reply.status !== 429 && reply.status !== 503)))
      return reply;
    countRetry();
    await setting.wait(Math.min(2000, 50 * 2 ** (attempt - 1)));
  }
}

/** Null where the connection broke and there are tries left; on the last try the fault goes to the caller. */
async function attemptCall<R>(call: () => Promise<R>, attempt: number): Promise<R | null> {
  try {
    return await call();
  } catch (fault) {
    if (attempt === MAX_TRIES) throw fault;
    return null;
  }
}

function codeOf(reply: Extract<Reply, { ok: false }>): string {
  return reply.problem.code;
}
