/**
 * From a request to rows, before any waiting: ids, versions, sealed bodies, leaf hashes, what projections will read.
 * Done for each request by itself, so that a request which can't be written hurts nobody else's batch.
 */
import { assert, canonicalize } from '@plimsoll/core/base';
import type { DomainEvent } from '@plimsoll/loan/spine';
import type { Prepared, PreparedEvent } from './append-statement.ts';
import type { PersonKeys } from './person.ts';
import { parseProjected } from './projected-event.ts';
import type { AppendRequest } from './request.ts';
import { sealEvent, type SealingKeys, usesLogKey } from './sealed-event.ts';
import { uuidV7 } from './uuid.ts';

/** Events of one request at most: a request is one act, not an import. */
export const MAX_EVENTS_OF_REQUEST = 64;
const MAX_KEY_LENGTH = 200;

type Context = {
  readonly request: AppendRequest;
  readonly bookedAtMs: number;
  readonly logKeys: SealingKeys;
  readonly persons: ReadonlyMap<string, PersonKeys>;
};

/**
 * Prepares a request. Asserts (bugs of the caller): 1 to 64 events; each stream once, its events naming it; the keys of
 * each person named by an event are given; an idempotency key of 1 to 200 characters.
 */
export function prepare(
  request: AppendRequest,
  place: { readonly nowMs: number; readonly logKeys: SealingKeys },
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
  const context: Context = { request, bookedAtMs, logKeys: place.logKeys, persons };
  const events = streams.flatMap(({ stream, expectedVersion, events: written }) =>
    written.map((event, index) => {
      assert(event.stream === stream, 'an event of its stream');
      return prepareEvent(event, expectedVersion + index + 1, context);
    }),
  );
  assert(events.length > 0 && events.length <= MAX_EVENTS_OF_REQUEST, `1 to ${MAX_EVENTS_OF_REQUEST} events`);
  const erased = erasedSubjects(streams.flatMap((one) => one.events));
  return {
    actor,
    bookedAtMs,
    idempotency,
    reply,
    replyText: canonicalize(reply.body),
    events,
    expected: streams.map(({ stream, expectedVersion }) => ({ stream, version: expectedVersion })),
    persons: request.persons.filter(({ subject }) => !erased.includes(subject)),
    subjects: namedSubjects(events).filter((subject) => !erased.includes(subject)),
    erased,
  };
}

function prepareEvent(event: DomainEvent, version: number, context: Context): PreparedEvent {
  const { bookedAtMs, logKeys, persons, request } = context;
  const { actor } = request;
  const keys = usesLogKey(event) ? logKeys : persons.get(event.subject ?? '');
  assert(keys !== undefined, 'the keys of the person whom an event names');
  const bookedAt = new Date(bookedAtMs).toISOString();
  const sealed = sealEvent(event, { id: uuidV7(bookedAtMs), version, bookedAt, actor }, keys);
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
  const named = events.map(({ sealed }) => sealed.subject).filter((subject) => subject !== null);
  return [...new Set(named)];
}
