/**
 * The log's door for writing: group commit. Requests queue; at most two statements are under way, and each takes all
 * that waits, up to a limit: under load a commit is shared by many, without load nobody waits for company. A request is
 * answered after its commit. When a batch is refused because of one of its requests, the database is asked once which
 * ones can't be written; the others are tried again together, and at last one by one.
 */
import pg from 'pg';
import type { Keys } from '@plimsoll/server/keys';
import { appendStatement, type Prepared } from './append-statement.ts';
import { StoreFault } from './fault.ts';
import type { BlindKind, PersonIdentity } from './identity.ts';
import { loadLogKeys } from './log-key.ts';
import { createPeople, type PersonKeys } from './person.ts';
import { prepare } from './prepare.ts';
import { createRecent } from './recent.ts';
import type { Appended, AppendRequest, Reply } from './request.ts';
import { judgeKey, readAnswer, screen, type Verdicts } from './screen.ts';

export type Log = {
  /** Appends; answers after the commit. Faults: `append_failed` (whether it was written is unknown: ask again with the key). */
  readonly append: (request: AppendRequest) => Promise<Appended>;
  /** The answer that an actor's key got before, if any; to be asked before deciding anything. */
  readonly answered: (actor: string, key: string, requestHash: Uint8Array) => Promise<Appended | null>;
  /** The person of an identity, known or new; to be given to `append`. */
  readonly resolvePerson: (identity: PersonIdentity) => Promise<PersonKeys>;
  /** The keys of persons by subject: 'erased' where destroyed, absent where unknown. */
  readonly readPersonKeys: (
    subjects: readonly string[],
  ) => Promise<ReadonlyMap<string, PersonKeys | 'erased'>>;
  /** The subjects found by a value of personal data. */
  readonly findSubjects: (kind: BlindKind, value: string) => Promise<readonly string[]>;
  readonly statistics: () => LogStatistics;
  /** Takes no more, finishes what was taken. */
  readonly close: () => Promise<void>;
};

export type LogStatistics = {
  readonly waiting: number;
  readonly underWay: number;
  /** Statements sent and requests committed since the start. */
  readonly statements: number;
  readonly committed: number;
};

export type LogOptions = {
  readonly pool: pg.Pool;
  readonly keys: Keys;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
};

/** Requests that may wait; beyond it the answer is `overloaded`, at once. */
export const MAX_WAITING = 10_000;
/** Requests in one statement. */
export const MAX_BATCH = 256;
/** Characters of bodies in one statement; a single larger request still goes, alone. */
const MAX_BATCH_CHARACTERS = 8_000_000;
const MAX_UNDER_WAY = 2;
/** From this many waiting requests on, a statement leaves half to the other, so that one commits while one is built. */
const SHARED_FROM = 16;
const REMEMBERED_ANSWERS = 8192;
/** Attempts at a batch that meets deadlocks or serialization failures. */
const MAX_ATTEMPTS = 4;

type Waiting = {
  readonly prepared: Prepared;
  readonly characters: number;
  readonly done: (outcome: Appended) => void;
  readonly fail: (fault: StoreFault) => void;
};
type Kept = { readonly requestHash: Uint8Array; readonly reply: Reply };

/** Opens the log for writing. Faults: `key_wrong` when the master key is not the one of this database. */
export async function createLog(options: LogOptions): Promise<Log> {
  const { pool, keys, clock } = options;
  const logKeys = await loadLogKeys(pool, keys);
  const people = createPeople(pool, keys);
  const answers = createRecent<string, Kept>(REMEMBERED_ANSWERS);
  const busyKeys = new Map<string, Promise<Appended>>();
  const waiting: Waiting[] = [];
  let underWay = 0;
  let isClosed = false;
  let statements = 0;
  let committed = 0;
  let idle: (() => void)[] = [];

  const settle = (one: Waiting, outcome: Appended): void => {
    const { idempotency, actor, persons, erased } = one.prepared;
    if (outcome.kind === 'committed') {
      committed += 1;
      people.stored(persons);
      erased.forEach(people.forget);
    }
    if (outcome.kind === 'person_changed' || outcome.kind === 'person_erased') people.forget(outcome.subject);
    if (idempotency !== null && (outcome.kind === 'committed' || outcome.kind === 'replayed')) {
      answers.set(nameOf(actor, idempotency.key), {
        requestHash: idempotency.requestHash,
        reply: outcome.reply,
      });
    }
    one.done(outcome);
  };

  /** False: nothing was written, because a person was erased or a policy published meanwhile; to be tried again. */
  const write = async (batch: readonly Waiting[]): Promise<boolean> => {
    statements += 1;
    const { name, text, values } = appendStatement(batch.map(({ prepared }) => prepared));
    const { rows } = await pool.query<{ base: number }>({ name, text, values });
    const base = rows[0]?.base;
    if (base === undefined) return false;
    let position = base;
    for (const one of batch) {
      const { events, reply } = one.prepared;
      const booked = events.map(({ sealed: { id, stream, version, bookedAt } }, index) => {
        return { id, stream, version, position: position + index, bookedAt };
      });
      position += events.length;
      settle(one, { kind: 'committed', events: booked, reply });
    }
    return true;
  };

  /** Writes a batch; on refusal settles whom the screening names, then goes on with the rest. */
  const writeOrScreen = async (batch: readonly Waiting[], attempt = 1): Promise<void> => {
    try {
      if (!(await write(batch))) return writeOrScreen(batch, attempt);
    } catch (error) {
      const kind = classify(error);
      if (kind === 'lost' || attempt >= MAX_ATTEMPTS) {
        const fault = new StoreFault('append_failed', 'the database did not confirm the append', error);
        for (const { fail } of batch) fail(fault);
        return;
      }
      if (kind === 'again') return writeOrScreen(batch, attempt + 1);
      const verdicts = await screenSafely(pool, batch);
      const rest = batch.filter((_, index) => !verdicts.has(index));
      for (const [index, verdict] of verdicts) {
        const one = batch[index];
        if (one !== undefined) settle(one, verdict);
      }
      if (rest.length === 0) return;
      if (verdicts.size > 0) return writeOrScreen(rest, attempt + 1);
      // Nobody is to blame as far as can be seen: each by itself.
      for (const one of rest) await writeOrScreen([one], rest.length === 1 ? attempt + 1 : attempt);
    }
  };

  const run = async (batch: readonly Waiting[]): Promise<void> => {
    // An erasure counts as all that may be under way: nothing runs beside it.
    const weight = isErasure(batch) ? MAX_UNDER_WAY : 1;
    underWay += weight;
    try {
      await writeOrScreen(batch);
    } catch (error) {
      const fault = new StoreFault('append_failed', 'the append failed', error);
      for (const { fail } of batch) fail(fault);
    } finally {
      underWay -= weight;
      pump();
    }
  };

  const pump = (): void => {
    while (waiting.length > 0 && underWay < MAX_UNDER_WAY) {
      const batch = takeBatch(waiting, underWay);
      if (batch.length === 0) return;
      void run(batch);
    }
    if (waiting.length === 0 && underWay === 0) {
      for (const wake of idle) wake();
      idle = [];
    }
  };

  const enqueue = async (request: AppendRequest): Promise<Appended> => {
    const prepared = prepare(request, { nowMs: clock(), logKeys });
    return new Promise((done, fail) => {
      waiting.push({ prepared, characters: charactersOf(prepared), done, fail });
      // One turn later, so that all requests of this turn share the statement.
      if (waiting.length === 1) setImmediate(pump);
    });
  };

  const append = async (request: AppendRequest): Promise<Appended> => {
    if (isClosed || waiting.length >= MAX_WAITING) return { kind: 'overloaded' };
    const { idempotency, actor } = request;
    if (idempotency === null) return enqueue(request);
    const name = nameOf(actor, idempotency.key);
    for (let busy = busyKeys.get(name); busy !== undefined; busy = busyKeys.get(name)) {
      await busy.catch(() => undefined);
    }
    if (isClosed) return { kind: 'overloaded' };
    const kept = answers.get(name);
    if (kept !== undefined) return judgeKey(idempotency.requestHash, kept);
    const outcome = enqueue(request);
    busyKeys.set(name, outcome);
    try {
      return await outcome;
    } finally {
      busyKeys.delete(name);
    }
  };

  return {
    append,
    answered: async (actor, key, requestHash) => {
      const kept = answers.get(nameOf(actor, key)) ?? (await readAnswer(pool, actor, key));
      return kept === null ? null : judgeKey(requestHash, kept);
    },
    resolvePerson: people.resolve,
    readPersonKeys: people.read,
    findSubjects: people.find,
    statistics: () => ({ waiting: waiting.length, underWay, statements, committed }),
    close: async () => {
      isClosed = true;
      if (waiting.length === 0 && underWay === 0) return;
      await new Promise<void>((wake) => {
        idle.push(wake);
      });
    },
  };
}

function nameOf(actor: string, key: string): string {
  return `${actor}\0${key}`;
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

function isErasure(batch: readonly Waiting[]): boolean {
  return batch.some(({ prepared }) => prepared.erased.length > 0);
}

function charactersOf({ events }: Prepared): number {
  return events.reduce((sum, { sealed }) => sum + sealed.body.length, 0);
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

/** `refused`: by the data (class 22, 23) or our guards; `again`: by concurrency; `lost`: the outcome is unknown. */
function classify(error: unknown): 'refused' | 'again' | 'lost' {
  if (!(error instanceof pg.DatabaseError)) return 'lost';
  const code = error.code ?? '';
  if (code === 'PL001' || code.startsWith('22') || code.startsWith('23')) return 'refused';
  return code.startsWith('40') ? 'again' : 'lost';
}
