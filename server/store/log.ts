/**
 * The log's door for writing: prepares requests, answers repeated ones, resolves persons; the queue behind it commits.
 */
import type pg from 'pg';
import type { Keys } from '@plimsoll/server/keys';
import type { Prepared } from './append-statement.ts';
import { createCommitQueue, type LogStatistics } from './commit-queue.ts';
import type { BlindKind, PersonIdentity } from './identity.ts';
import { loadLogKeys } from './log-key.ts';
import { createPeople, type People, type PersonKeys } from './person.ts';
import { prepare } from './prepare.ts';
import { createRecent, type Recent } from './recent.ts';
import type { Appended, AppendRequest, Reply } from './request.ts';
import { judgeKey, readAnswer, replyOf } from './screen.ts';

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

export type LogOptions = {
  readonly pool: pg.Pool;
  /** What appends go through (`openWriterPool`); the pool itself when left out. */
  readonly writer?: pg.Pool;
  readonly keys: Keys;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
};

/** Requests that may wait; beyond it the answer is `overloaded`, at once. */
export const MAX_WAITING = 10_000;
const REMEMBERED_ANSWERS = 8192;

/** As text: one string instead of a tree of objects, which the collector would have to walk as long as it is kept. */
type Kept = { readonly requestHash: Uint8Array; readonly status: number; readonly text: string };
type Answers = Recent<string, Kept>;

/** Opens the log for writing. Faults: `key_wrong` when the master key is not the one of this database. */
export async function createLog({ pool, writer = pool, keys, clock }: LogOptions): Promise<Log> {
  const logKeys = await loadLogKeys(pool, keys);
  const people = createPeople(writer, keys);
  const answers: Answers = createRecent(REMEMBERED_ANSWERS);
  const queue = createCommitQueue({ pool, writer }, (prepared, outcome) =>
    remember({ people, answers }, prepared, outcome),
  );
  const busyKeys = new Map<string, Promise<Appended>>();
  let isClosed = false;

  const write = async (request: AppendRequest): Promise<Appended> => {
    if (isClosed || queue.statistics().waiting >= MAX_WAITING) return { kind: 'overloaded' };
    return queue.write(prepare(request, { nowMs: clock(), logKeys }));
  };
  const append = async (request: AppendRequest): Promise<Appended> => {
    const { idempotency, actor } = request;
    if (idempotency === null) return write(request);
    const name = nameOf(actor, idempotency.key);
    for (let busy = busyKeys.get(name); busy !== undefined; busy = busyKeys.get(name)) {
      await busy.catch(() => undefined);
    }
    const kept = answers.get(name);
    if (kept !== undefined) return judgeKey(idempotency.requestHash, readKept(kept));
    const outcome = write(request);
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
      const kept = answers.get(nameOf(actor, key));
      const known = kept === undefined ? await readAnswer(pool, actor, key) : readKept(kept);
      return known === null ? null : judgeKey(requestHash, known);
    },
    resolvePerson: people.resolve,
    readPersonKeys: people.read,
    findSubjects: people.find,
    statistics: queue.statistics,
    close: async () => {
      isClosed = true;
      await queue.drained();
    },
  };
}

function readKept({ requestHash, status, text }: Kept): {
  readonly requestHash: Uint8Array;
  readonly reply: Reply;
} {
  return { requestHash, reply: replyOf({ status, reply: text }) };
}

function nameOf(actor: string, key: string): string {
  return `${actor}\0${key}`;
}

/** Keeps what is remembered of persons and answers in step with what was committed. */
function remember(
  memory: { readonly people: People; readonly answers: Answers },
  prepared: Prepared,
  outcome: Appended,
): void {
  const { people, answers } = memory;
  const { idempotency, actor, persons, erased } = prepared;
  if (outcome.kind === 'committed') {
    people.stored(persons);
    erased.forEach(people.forget);
  }
  if (outcome.kind === 'person_changed') people.distrust();
  if (outcome.kind === 'person_changed' || outcome.kind === 'person_erased') people.forget(outcome.subject);
  if (idempotency !== null && (outcome.kind === 'committed' || outcome.kind === 'replayed')) {
    const { requestHash } = idempotency;
    const { status, body } = outcome.reply;
    const text = outcome.kind === 'committed' ? prepared.replyText : JSON.stringify(body);
    answers.set(nameOf(actor, idempotency.key), { requestHash, status, text });
  }
}
