/**
 * From a request to rows, before any waiting: ids, versions, sealed bodies, leaf hashes, what projections will read.
 * Done for each request by itself, so that a request which can't be written hurts nobody else's batch.
 */
import { assert } from '@plimsoll/core/base';
import type { DomainEvent } from '@plimsoll/loan/spine';
import type { Prepared, PreparedEvent } from './append-statement.ts';
import type { LogKeys } from './log-key.ts';
import type { PersonKeys } from './person.ts';
import { parseProjected } from './projected-event.ts';
import type { AppendRequest } from './request.ts';
import { sealEvent } from './sealed-event.ts';
import { uuidV7 } from './uuid.ts';

/** Events of one request at most: a request is one act, not an import. */
export const MAX_EVENTS_OF_REQUEST = 64;
/** Events of one step of a job: what it did for a page of loans, all or nothing. */
export const MAX_EVENTS_OF_STEP = 4096;
const MAX_KEY_LENGTH = 200;

type Context = {
  readonly request: AppendRequest;
  readonly bookedAtMs: number;
  readonly bookedAt: string;
  readonly logKeys: LogKeys;
  readonly persons: ReadonlyMap<string, PersonKeys>;
};

/**
 * Prepares a request. Asserts (bugs of the caller): 1 to 64 events; each stream once, its events naming it; the keys of
 * each person named by an event are given; an idempotency key of 1 to 200 characters.
 */
export function prepare(
  request: AppendRequest,
  place: { readonly nowMs: number; readonly logKeys: LogKeys },
): Prepared {
  const { actor, idempotency, streams, reply } = request;
  assert(actor !== '', 'an actor');
  assert(
    new Set(streams.map(({ stream }) => stream)).size === streams.length,
    'each stream once in a request',
  );
  if (idempotency !== null) {
    assert(
      idempotency.key !== '' && idempotency.key.length <= MAX_KEY_LENGTH,
      `an idempotency key of 1 to ${MAX_KEY_LENGTH} characters`,
    );
  }
  const bookedAtMs = request.bookedAtMs ?? place.nowMs;
  const persons = new Map(request.persons.map((person) => [person.subject, person]));
  const bookedAt = new Date(bookedAtMs).toISOString();
  const context: Context = { request, bookedAtMs, bookedAt, logKeys: place.logKeys, persons };
  const events = streams.flatMap(({ stream, expectedVersion, events: written }) =>
    written.map((event, index) => {
      assert(event.stream === stream, 'an event of its stream');
      return prepareEvent(event, expectedVersion + index + 1, context);
    }),
  );
  const most = request.isStep === true ? MAX_EVENTS_OF_STEP : MAX_EVENTS_OF_REQUEST;
  assert(events.length > 0 && events.length <= most, `1 to ${most} events`);
  const erased = erasedSubjects(streams.flatMap((one) => one.events));
  const subjects = namedSubjects(events).filter((subject) => !erased.includes(subject));
  return {
    actor,
    bookedAtMs,
    idempotency,
    reply,
    // As JSON, not canonical: nobody hashes an answer.
    replyText: JSON.stringify(reply.body),
    events,
    expected: streams.map(({ stream, expectedVersion }) => ({ stream, version: expectedVersion })),
    // Only who seals something: keys of a person who was erased meanwhile must not bring look-ups back.
    persons: request.persons.filter(({ subject }) => subjects.includes(subject)),
    subjects,
    erased,
  };
}

function prepareEvent(event: DomainEvent, version: number, context: Context): PreparedEvent {
  const { bookedAtMs, bookedAt, logKeys, persons, request } = context;
  const { actor } = request;
  const person = event.personal === null ? null : persons.get(event.subject ?? '');
  assert(person !== undefined, 'the keys of the person whose data an event holds');
  const sealed = sealEvent(
    event,
    { id: uuidV7(bookedAtMs), version, bookedAt, actor },
    {
      logSaltKey: logKeys.saltKey,
      person,
    },
  );
  return { sealed, projected: parseProjected({ ...event, version, bookedAtMs, actor }) };
}

function erasedSubjects(events: readonly DomainEvent[]): readonly string[] {
  const erased = events.filter(({ kind }) => kind === 'person.erased').map(({ subject }) => subject);
  return erased.map((subject) => {
    assert(subject !== null, 'an erasure names its person');
    return subject;
  });
}

function namedSubjects(events: readonly PreparedEvent[]): readonly string[] {
  // An event without a personal part needs no keys, so it may still be written of a person who was erased.
  const named = events
    .filter(({ sealed }) => sealed.sealed !== null)
    .map(({ sealed }) => sealed.subject)
    .filter((subject) => subject !== null);
  return [...new Set(named)];
}
