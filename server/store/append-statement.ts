/**
 * The one statement of an append. It first makes sure that it may (streams stand where the requests think, persons are
 * not erased), then takes the positions from `log_head`, whose row lock orders all appends of all servers, then writes
 * events, persons, answers and projections. Either all of it is committed or none.
 */
import { parseDay } from '@plimsoll/core/calendar';
import { assert, equalBytes } from '@plimsoll/core/base';
import type { PersonKeys } from './person.ts';
import type { ProjectedEvent } from './projected-event.ts';
import { project } from './projection.ts';
import { closeProjection, projectionParts } from './projection-statement.ts';
import type { Cell, Relation } from './relation.ts';
import type { Reply } from './request.ts';
import type { SealedEvent } from './sealed-event.ts';
import { buildStatement, type Part, type Statement } from './statement.ts';

export type PreparedEvent = { readonly sealed: SealedEvent; readonly projected: ProjectedEvent };

/** A request with everything computed but its positions. */
export type Prepared = {
  readonly actor: string;
  readonly bookedAtMs: number;
  readonly idempotency: { readonly key: string; readonly requestHash: Uint8Array } | null;
  readonly reply: Reply;
  readonly replyText: string;
  readonly events: readonly PreparedEvent[];
  /** Each stream with the version it must have; 0: it must not exist. */
  readonly expected: readonly { readonly stream: string; readonly version: number }[];
  readonly persons: readonly PersonKeys[];
  /** Subjects for whom the events seal something. */
  readonly subjects: readonly string[];
  readonly erased: readonly string[];
};

const previous: Part = {
  name: 'pv',
  relation: {
    columns: [
      ['stream', 'text'],
      ['version', 'int4'],
    ],
  },
  // A snapshot may be older than the lock: what it doesn't see yet counts as stale, which is safe.
  sql: (rows) => `stale AS (
    SELECT pv.ord FROM ${rows}
    WHERE NOT EXISTS (SELECT FROM event AS e WHERE e.stream = pv.stream AND e.version = pv.version))`,
};
const subject: Part = {
  name: 'su',
  relation: {
    columns: [
      ['subject', 'text'],
      ['is_new', 'bool'],
    ],
  },
  sql: (rows) => `unusable AS (
    SELECT su.ord FROM ${rows} LEFT JOIN person AS p ON p.subject = su.subject
    WHERE p.erased_at IS NOT NULL OR (p.subject IS NULL AND NOT su.is_new))`,
};
const PERSON: Relation = {
  columns: [
    ['subject', 'text'],
    ['id_blind', 'bytea'],
    ['wrapped_key', 'bytea'],
    ['key_version', 'int4'],
    ['created_at', 'timestamptz'],
  ],
};
const BLIND: Relation = {
  columns: [
    ['blind', 'bytea'],
    ['subject', 'text'],
  ],
};
const person: Part = {
  name: 'pe',
  relation: PERSON,
  sql: (rows) => `persons AS (
    INSERT INTO person (subject, id_blind, wrapped_key, key_version, created_at)
    SELECT pe.subject, pe.id_blind, pe.wrapped_key, pe.key_version, pe.created_at FROM head, ${rows})`,
};
const personIfNew: Part = {
  name: 'pi',
  relation: PERSON,
  sql: (rows) => `persons AS (
    INSERT INTO person (subject, id_blind, wrapped_key, key_version, created_at)
    SELECT pi.subject, pi.id_blind, pi.wrapped_key, pi.key_version, pi.created_at FROM head, ${rows}
    ON CONFLICT (subject) DO NOTHING)`,
};
/** Look-ups of a new person: there is nothing yet that they could repeat. */
const blind: Part = {
  name: 'bl',
  relation: BLIND,
  sql: (rows) => `blinds AS (
    INSERT INTO person_blind (blind, subject) SELECT bl.blind, bl.subject FROM head, ${rows})`,
};
const blindIfNew: Part = {
  name: 'bi',
  relation: BLIND,
  sql: (rows) => `more_blinds AS (
    INSERT INTO person_blind (blind, subject) SELECT bi.blind, bi.subject FROM head, ${rows}
    ON CONFLICT DO NOTHING)`,
};
const erasure: Part = {
  name: 'er',
  relation: {
    columns: [
      ['subject', 'text'],
      ['erased_at', 'timestamptz'],
    ],
  },
  sql: (rows) => `erasure AS (SELECT er.subject, er.erased_at FROM head, ${rows}),
  erased AS (
    UPDATE person AS p SET wrapped_key = NULL, id_blind = NULL, erased_at = erasure.erased_at
    FROM erasure WHERE p.subject = erasure.subject AND p.erased_at IS NULL),
  unlisted AS (DELETE FROM person_blind WHERE subject IN (SELECT subject FROM erasure))`,
};
const event: Part = {
  name: 'ev',
  relation: {
    columns: [
      ['id', 'uuid'],
      ['stream', 'text'],
      ['version', 'int4'],
      ['kind', 'text'],
      ['booked_at', 'timestamptz'],
      ['effective_day', 'date'],
      ['actor', 'text'],
      ['subject', 'text'],
      ['policy_hash', 'text'],
      ['model_id', 'text'],
      ['commitment', 'bytea'],
      ['leaf_hash', 'bytea'],
      ['body', 'text'],
      ['sealed', 'bytea'],
    ],
  },
  sql: (rows) => `events AS (
    INSERT INTO event (position, id, stream, version, kind, booked_at, effective_day, actor, subject, policy_hash,
      model_id, commitment, leaf_hash, body, sealed)
    SELECT head.base + ev.ord - 1, ev.id, ev.stream, ev.version, ev.kind, ev.booked_at, ev.effective_day, ev.actor,
      ev.subject, ev.policy_hash, ev.model_id, ev.commitment, ev.leaf_hash, ev.body, ev.sealed
    FROM head, ${rows})`,
};
const answer: Part = {
  name: 'id',
  relation: {
    columns: [
      ['actor', 'text'],
      ['key', 'text'],
      ['request_hash', 'bytea'],
      ['status', 'int4'],
      ['reply', 'text'],
      ['place', 'int8'],
    ],
  },
  sql: (rows) => `answers AS (
    INSERT INTO idempotency (actor, key, request_hash, status, reply, position)
    SELECT id.actor, id.key, id.request_hash, id.status, id.reply, head.base + id.place FROM head, ${rows})`,
};

/**
 * Takes the positions; the guards before it raise, so the lock is taken only by a statement that may go on. A snapshot
 * may be older than the lock: where a person was erased or a policy published in between, what was looked up may be
 * wrong, and no row comes. (All else that is looked up hangs on a stream's version, which the guards make sure of.)
 */
const head: Part = {
  name: 'he',
  relation: { columns: [['size', 'int8']] },
  sql: (rows, present) => `guard AS (
    SELECT CASE ${present.has('pv') ? "WHEN EXISTS (SELECT FROM stale) THEN refuse_append('stale')" : ''}
      ${present.has('su') ? "WHEN EXISTS (SELECT FROM unusable) THEN refuse_append('person')" : ''}
      WHEN false THEN false ELSE true END AS ok),
  taken AS (SELECT he.size, seen.exclusives FROM log_head AS seen, ${rows}),
  head AS (
    UPDATE log_head SET size = log_head.size + taken.size${isExclusive(present) ? ', exclusives = log_head.exclusives + 1' : ''}
    FROM taken WHERE log_head.exclusives = taken.exclusives AND (SELECT ok FROM guard)
    RETURNING log_head.size - taken.size AS base)`,
};

function isExclusive(present: ReadonlySet<string>): boolean {
  return present.has('er') || present.has('po');
}

/**
 * Builds the statement for a batch. Its single row holds `base`, the position of the first event; no row: nothing was
 * written, and it should be tried again. A statement takes persons made up here for new ones, without asking for each
 * row whether it is there (measured: 6 µs of PostgreSQL's 85 a decision). Should one be there (written by a statement
 * whose answer was lost, or by one that was under way at the same time), the statement is refused, and `isCareful` is
 * the way to write it all the same.
 */
export function appendStatement(batch: readonly Prepared[], isCareful: boolean): Statement {
  const events = batch.flatMap((request) => request.events);
  const persons = distinctPersons(batch);
  const created = new Map([...persons].filter(([, { keys }]) => keys.creation !== null));
  const known = [...persons.values()].filter(({ keys }) => keys.creation === null);
  const createdRows = [...created.values()].map(personRow);
  const createdBlinds = [...created.values()].flatMap(blindRows);
  const knownBlinds = known.flatMap(blindRows);
  const parts = [
    { part: previous, rows: previousRows(batch) },
    { part: subject, rows: subjectRows(batch, created) },
    { part: head, rows: [[events.length]] },
    { part: isCareful ? personIfNew : person, rows: createdRows },
    { part: blind, rows: isCareful ? [] : createdBlinds },
    { part: blindIfNew, rows: isCareful ? [...createdBlinds, ...knownBlinds] : knownBlinds },
    {
      part: erasure,
      rows: batch.flatMap(({ erased, bookedAtMs }) => erased.map((one) => [one, bookedAtMs])),
    },
    { part: event, rows: events.map(({ sealed, projected }) => eventRow(sealed, projected.bookedAtMs)) },
    { part: answer, rows: answerRows(batch) },
    ...projectionParts(project(events.map(({ projected }) => projected))),
  ];
  return buildStatement(parts, (present) => `${closeProjection(present)} SELECT base FROM head`);
}

type NewPerson = { readonly keys: PersonKeys; readonly createdAtMs: number };

function distinctPersons(batch: readonly Prepared[]): ReadonlyMap<string, NewPerson> {
  const persons = new Map<string, NewPerson>();
  for (const { persons: named, bookedAtMs } of batch) {
    for (const keys of named) {
      const known = persons.get(keys.subject);
      const blinds =
        known === undefined ? keys.blinds : distinctBytes([...known.keys.blinds, ...keys.blinds]);
      const creation = known?.keys.creation ?? keys.creation;
      persons.set(keys.subject, {
        keys: { ...keys, creation, blinds },
        createdAtMs: known?.createdAtMs ?? bookedAtMs,
      });
    }
  }
  return persons;
}

function distinctBytes(all: readonly Uint8Array[]): readonly Uint8Array[] {
  return all.filter((one, place) => all.findIndex((other) => equalBytes(one, other)) === place);
}

function previousRows(batch: readonly Prepared[]): readonly (readonly Cell[])[] {
  return batch.flatMap(({ expected }) =>
    expected.filter(({ version }) => version > 0).map(({ stream, version }) => [stream, version]),
  );
}

function subjectRows(
  batch: readonly Prepared[],
  created: ReadonlyMap<string, NewPerson>,
): readonly (readonly Cell[])[] {
  const named = new Set(batch.flatMap(subjectsInUse));
  return [...named].map((one) => [one, created.has(one)]);
}

/** The persons that a request needs unerased: those it seals for and those it erases. */
export function subjectsInUse({ subjects, erased }: Prepared): readonly string[] {
  return [...subjects, ...erased];
}

function personRow({ keys, createdAtMs }: NewPerson): readonly Cell[] {
  const { subject: name, creation } = keys;
  assert(creation !== null, 'a person to be created');
  return [name, creation.idBlind, creation.wrappedKey, creation.keyVersion, createdAtMs];
}

function blindRows({ keys }: NewPerson): readonly (readonly Cell[])[] {
  return keys.blinds.map((one) => [one, keys.subject]);
}

function eventRow(sealed: SealedEvent, bookedAtMs: number): readonly Cell[] {
  const day = parseDay(sealed.effectiveDay);
  assert(day !== null, 'an effective day YYYY-MM-DD');
  return [
    sealed.id,
    sealed.stream,
    sealed.version,
    sealed.kind,
    bookedAtMs,
    day,
    sealed.actor,
    sealed.subject,
    sealed.policyHash,
    sealed.modelId,
    sealed.commitment,
    sealed.leafHash,
    sealed.body,
    sealed.sealed,
  ];
}

function answerRows(batch: readonly Prepared[]): readonly (readonly Cell[])[] {
  const rows: (readonly Cell[])[] = [];
  let place = 0;
  for (const { actor, idempotency, reply, replyText, events } of batch) {
    if (idempotency !== null) {
      rows.push([actor, idempotency.key, idempotency.requestHash, reply.status, replyText, place]);
    }
    place += events.length;
  }
  return rows;
}
