/**
 * Group commit. Requests queue; at most two statements are under way, and each takes what waits, up to a limit: under
 * load a commit is shared by many, without load nobody waits for company. A request is answered after its commit. When
 * a batch is refused because of one of its requests, the database is asked once which ones can't be written; the others
 * are tried again together, and at last one by one.
 */
import pg from 'pg';
import { appendStatement, type Prepared } from './append-statement.ts';
import { StoreFault } from './fault.ts';
import { createRecent, type Recent } from './recent.ts';
import type { Appended } from './request.ts';
import { screen, type Verdicts } from './screen.ts';
import { send } from './send.ts';

/** Requests in one statement. */
export const MAX_BATCH = 256;
/** Characters of bodies in one statement; a single larger request still goes, alone. */
const MAX_BATCH_CHARACTERS = 8_000_000;
const MAX_UNDER_WAY = 2;
/**
 * From this many waiting requests on a second statement goes beside the first, each with half of them. Fewer wait for
 * the first to end: a larger batch costs each request less (measured at 64 clients: 13 % more than sharing from 16 on).
 */
const SHARED_FROM = MAX_BATCH;
/** More than can wait. */
const REMEMBERED_CREATIONS = 32_768;
/** Attempts at a batch that meets deadlocks, serialization failures or refused requests. */
const MAX_ATTEMPTS = 4;

export type CommitQueue = {
  /** Writes a request with the next batch; rejects with `append_failed` when it is unknown whether it was written. */
  readonly write: (prepared: Prepared) => Promise<Appended>;
  readonly statistics: () => LogStatistics;
  /** Resolves when nothing waits and nothing is under way. */
  readonly drained: () => Promise<void>;
};

export type LogStatistics = {
  readonly waiting: number;
  readonly underWay: number;
  /** Statements sent and requests committed since the start. */
  readonly statements: number;
  readonly committed: number;
};

type Waiting = {
  readonly prepared: Prepared;
  readonly characters: number;
  readonly done: (outcome: Appended) => void;
  readonly fail: (fault: StoreFault) => void;
};

type Pools = {
  /** Asked why a batch was refused. */
  readonly pool: pg.Pool;
  /** Appends. */
  readonly writer: pg.Pool;
};

type Queue = Pools & {
  /** Called with each outcome before the request is answered. */
  readonly onOutcome: (prepared: Prepared, outcome: Appended) => void;
  readonly waiting: Waiting[];
  /** Subjects that statements were sent to create lately. */
  readonly created: Recent<string, true>;
  underWay: number;
  statements: number;
  committed: number;
  wakers: (() => void)[];
};

/** A queue over a database. */
export function createCommitQueue(pools: Pools, onOutcome: Queue['onOutcome']): CommitQueue {
  const queue: Queue = {
    ...pools,
    onOutcome,
    waiting: [],
    created: createRecent(REMEMBERED_CREATIONS),
    underWay: 0,
    statements: 0,
    committed: 0,
    wakers: [],
  };
  return {
    write: async (prepared) =>
      new Promise((done, fail) => {
        queue.waiting.push({ prepared, characters: charactersOf(prepared), done, fail });
        // One turn later, so that all requests of this turn share the statement.
        const count = queue.waiting.length;
        if (count === 1 || count === SHARED_FROM) setImmediate(() => pump(queue));
      }),
    statistics: () => {
      const { waiting, underWay, statements, committed } = queue;
      return { waiting: waiting.length, underWay, statements, committed };
    },
    drained: async () => {
      if (isIdle(queue)) return;
      await new Promise<void>((wake) => {
        queue.wakers.push(wake);
      });
    },
  };
}

function isIdle({ waiting, underWay }: Queue): boolean {
  return waiting.length === 0 && underWay === 0;
}

function pump(queue: Queue): void {
  while (queue.waiting.length >= (queue.underWay === 0 ? 1 : SHARED_FROM) && queue.underWay < MAX_UNDER_WAY) {
    const batch = takeBatch(queue.waiting, queue.underWay);
    if (batch.length === 0) return;
    void run(queue, batch);
  }
  if (isIdle(queue)) {
    for (const wake of queue.wakers) wake();
    queue.wakers = [];
  }
}

/**
 * Takes the next requests off the queue: within the limits, and no two that write the same stream. An erasure goes
 * alone, with nothing else under way: it must see the person whose keys it destroys.
 */
function takeBatch(waiting: Waiting[], underWay: number): readonly Waiting[] {
  const share = waiting.length < SHARED_FROM ? 1 : MAX_UNDER_WAY - underWay;
  const limit = Math.min(MAX_BATCH, Math.ceil(waiting.length / share));
  const streams = new Set<string>();
  let characters = 0;
  let taken = 0;
  for (const one of waiting) {
    const { erased, expected } = one.prepared;
    if (erased.length > 0) {
      if (taken === 0 && underWay === 0) taken = 1;
      break;
    }
    characters += one.characters;
    const isFull = taken === limit || (taken > 0 && characters > MAX_BATCH_CHARACTERS);
    if (isFull || expected.some(({ stream }) => streams.has(stream))) break;
    for (const { stream } of expected) streams.add(stream);
    taken += 1;
  }
  return waiting.splice(0, taken);
}

async function run(queue: Queue, batch: readonly Waiting[]): Promise<void> {
  // An erasure counts as all that may be under way: nothing runs beside it.
  const isErasure = batch.some(({ prepared }) => prepared.erased.length > 0);
  const weight = isErasure ? MAX_UNDER_WAY : 1;
  queue.underWay += weight;
  try {
    await writeOrScreen(queue, batch, 1);
  } catch (error) {
    failAll(batch, error);
  } finally {
    queue.underWay -= weight;
    pump(queue);
  }
}

/** Writes a batch; on refusal settles whom the screening names, then goes on with the rest. */
async function writeOrScreen(queue: Queue, batch: readonly Waiting[], attempt: number): Promise<void> {
  try {
    if (!(await writeBatch(queue, batch, attempt))) await writeOrScreen(queue, batch, attempt);
  } catch (error) {
    const kind = classify(error);
    if (kind === 'lost' || attempt >= MAX_ATTEMPTS) return failAll(batch, error);
    if (kind === 'again') return writeOrScreen(queue, batch, attempt + 1);
    const verdicts = await screenSafely(queue.pool, batch);
    for (const [index, verdict] of verdicts) {
      const one = batch[index];
      if (one !== undefined) settle(queue, one, verdict);
    }
    const rest = batch.filter((_, index) => !verdicts.has(index));
    if (rest.length === 0) return;
    if (verdicts.size > 0 || attempt === 1) return writeOrScreen(queue, rest, attempt + 1);
    // Nobody is to blame as far as can be seen: each by itself.
    for (const one of rest) await writeOrScreen(queue, [one], rest.length === 1 ? attempt + 1 : attempt);
  }
}

/** False: nothing was written, because a person was erased or a policy published meanwhile; to be tried again. */
async function writeBatch(queue: Queue, batch: readonly Waiting[], attempt: number): Promise<boolean> {
  queue.statements += 1;
  const requests = batch.map(({ prepared }) => prepared);
  const isCareful = takesNoteOfCreated(queue, requests) || attempt > 1;
  const { rows } = await send<{ base: number }>(queue.writer, appendStatement(requests, isCareful));
  const base = rows[0]?.base;
  if (base === undefined) return false;
  let position = base;
  for (const one of batch) {
    const { events, reply, replyText } = one.prepared;
    const booked = events.map(({ sealed: { id, stream, version, bookedAt } }, index) => {
      return { id, stream, version, position: position + index, bookedAt };
    });
    position += events.length;
    queue.committed += 1;
    settle(queue, one, { kind: 'committed', events: booked, reply, replyText });
  }
  return true;
}

/** Whether a person whom these requests create is created by an earlier statement as well: they were prepared before its answer. */
function takesNoteOfCreated({ created }: Queue, requests: readonly Prepared[]): boolean {
  let isAgain = false;
  const subjects = requests.flatMap(({ persons }) =>
    persons.filter(({ creation }) => creation !== null).map(({ subject }) => subject),
  );
  for (const subject of subjects) isAgain = isAgain || created.get(subject) === true;
  for (const subject of subjects) created.set(subject, true);
  return isAgain;
}

function settle(queue: Queue, one: Waiting, outcome: Appended): void {
  queue.onOutcome(one.prepared, outcome);
  one.done(outcome);
}

function failAll(batch: readonly Waiting[], cause: unknown): void {
  const fault = new StoreFault('append_failed', 'the database did not confirm the append', cause);
  for (const { fail } of batch) fail(fault);
}

/** A request that can't even be asked about (a NUL in a text) leaves the screening without verdicts. */
async function screenSafely(pool: pg.Pool, batch: readonly Waiting[]): Promise<Verdicts> {
  try {
    return await screen(
      pool,
      batch.map(({ prepared }) => prepared),
    );
  } catch (error) {
    if (classify(error) === 'lost') throw error;
    return new Map();
  }
}

function charactersOf({ events }: Prepared): number {
  return events.reduce((sum, { sealed }) => sum + sealed.body.length, 0);
}

/** `refused`: by the data (class 22, 23) or our guards; `again`: by concurrency; `lost`: the outcome is unknown. */
function classify(error: unknown): 'refused' | 'again' | 'lost' {
  if (!(error instanceof pg.DatabaseError)) return 'lost';
  const code = error.code ?? '';
  if (code === 'PL001' || code.startsWith('22') || code.startsWith('23')) return 'refused';
  return code.startsWith('40') ? 'again' : 'lost';
}
