/**
 * An event made ready for the log, and opened again. The salt of a commitment is HMAC-SHA-256(salt key, event id): as
 * random as a stored one to whoever lacks the salt key, and gone with it when a person is erased, though the log keeps
 * every byte. The salt key is the person's for events about a person, the log's own for all others and for
 * `person.erased` itself, which must stay checkable after it has destroyed the keys.
 */
import { hash } from 'node:crypto';
import { assert, canonicalize, type JsonObject, type JsonValue } from '@plimsoll/core/base';
import { type Hashes, type Leaf, leafHash } from '@plimsoll/core/ledger';
import { hmacSha256, seal, unseal } from '@plimsoll/server/keys';
import type { DomainEvent } from '@plimsoll/loan/spine';
import type { StoredEvent } from './request.ts';

/** Node's own primitives, handed to core/ledger. */
export const nativeHashes: Hashes = {
  sha256: (bytes) => hash('sha256', bytes, 'buffer'),
  hmacSha256: (key, message) => hmacSha256(key, message),
};

/** `dataKey` is null for the log's own keys: it seals nothing. */
export type SealingKeys = { readonly dataKey: Uint8Array | null; readonly saltKey: Uint8Array };

/** All that the log stores of an event except its position. */
export type SealedEvent = Omit<StoredEvent, 'position'>;

export type SealingContext = {
  readonly id: string;
  readonly version: number;
  readonly bookedAt: string;
  readonly actor: string;
};

const PERSONAL = 'personal';

/** Whether an event is salted by the log's own key although it may name a person. */
export function usesLogKey(event: { readonly kind: string; readonly subject: string | null }): boolean {
  return event.subject === null || event.kind === 'person.erased';
}

/** The salt of an event's commitment, 32 bytes. */
export function saltOf(saltKey: Uint8Array, eventId: string): Buffer {
  return hmacSha256(saltKey, eventId);
}

/**
 * Seals the personal part, commits to the whole body, hashes the leaf.
 * Asserts: the body has no member `personal`; an event with a personal part names its person.
 */
export function sealEvent(event: DomainEvent, context: SealingContext, keys: SealingKeys): SealedEvent {
  const { body, whole, personal } = writeBody(event);
  assert(personal === null || !usesLogKey(event), 'personal data is sealed under the key of a person');
  const commitment = hmacSha256(saltOf(keys.saltKey, context.id), whole);
  const { id, version, bookedAt, actor } = context;
  const { stream, kind, effectiveDay, subject, policyHash, modelId } = event;
  const named = { id, stream, version, kind, bookedAt, effectiveDay, actor, subject, policyHash, modelId };
  return {
    ...named,
    commitment,
    leafHash: leafHash({ v: 1, ...named, commitment: commitment.toString('hex') }, nativeHashes),
    body,
    sealed: personal === null ? null : sealPersonal(personal, keys, id),
  };
}

function sealPersonal(personal: string, keys: SealingKeys, id: string): Buffer {
  assert(keys.dataKey !== null, 'the data key of a person');
  return seal(Buffer.from(personal), keys.dataKey, id);
}

/** The leaf of a stored event, as the tree commits to it. */
export function leafOf(event: StoredEvent): Leaf {
  const { id, stream, version, kind, bookedAt, effectiveDay, actor, subject, policyHash, modelId } = event;
  const commitment = Buffer.from(event.commitment).toString('hex');
  return {
    v: 1,
    id,
    stream,
    version,
    kind,
    bookedAt,
    effectiveDay,
    actor,
    subject,
    policyHash,
    modelId,
    commitment,
  };
}

/** The personal part of a stored event; null when the box doesn't open (it was altered). */
export function openPersonal(event: StoredEvent, dataKey: Uint8Array): JsonObject | null {
  if (event.sealed === null) return null;
  const plain = unseal(event.sealed, dataKey, event.id);
  return plain === null ? null : readObject(plain.toString('utf8'));
}

/** The public part together with the personal one: what the commitment is over. */
export function wholeBody(body: JsonObject, personal: JsonObject | null): JsonObject {
  return personal === null ? body : { ...body, [PERSONAL]: personal };
}

/** Reads an object from JSON text of our own writing; null when it is none. */
export function readObject(text: string): JsonObject | null {
  try {
    const value = JSON.parse(text) as JsonValue;
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as JsonObject)
      : null;
  } catch {
    return null;
  }
}

/** Writes each member once and uses it twice: in the public text and in the whole one, at its sorted place. */
function writeBody(event: DomainEvent): {
  readonly body: string;
  readonly whole: string;
  readonly personal: string | null;
} {
  assert(!(PERSONAL in event.body), 'a body without a member named personal');
  if (event.personal === null) {
    const body = canonicalize(event.body);
    return { body, whole: body, personal: null };
  }
  const before: string[] = [];
  const after: string[] = [];
  for (const name of Object.keys(event.body).toSorted()) {
    const text = `${canonicalize(name)}:${canonicalize(event.body[name] as JsonValue)}`;
    (name < PERSONAL ? before : after).push(text);
  }
  const personal = canonicalize(event.personal);
  return {
    body: `{${[...before, ...after].join(',')}}`,
    whole: `{${[...before, `"${PERSONAL}":${personal}`, ...after].join(',')}}`,
    personal,
  };
}
