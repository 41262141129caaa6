/**
 * An event made ready for the log, and opened again. Its leaf commits to the public body under the log's salt key; the
 * personal part has a commitment of its own under the person's salt key, and that stands in the body as `personal`. So
 * anyone with the log's key can check the public part, also of a person who was erased, and only the person's keys open
 * the rest. A salt is HMAC-SHA-256(salt key, event id): as random as a stored one to whoever lacks the salt key, and
 * gone with it when a person is erased, though the log keeps every byte.
 */
import { hash } from 'node:crypto';
import { assert, canonicalize, type JsonObject, type JsonValue } from '@plimsoll/core/base';
import { type Hashes, type Leaf, leafHash, PERSONAL_MEMBER } from '@plimsoll/core/ledger';
import { hmacSha256, seal, unseal } from '@plimsoll/server/keys';
import type { DomainEvent } from '@plimsoll/loan/spine';
import type { StoredEvent } from './request.ts';

/** Node's own primitives, handed to core/ledger. */
export const nativeHashes: Hashes = {
  sha256: (bytes) => hash('sha256', bytes, 'buffer'),
  hmacSha256: (key, message) => hmacSha256(key, message),
};

/** A person's keys: the data key seals, the salt key salts the commitment to what is sealed. */
export type SealingKeys = { readonly dataKey: Uint8Array; readonly saltKey: Uint8Array };

/** All that the log stores of an event except its position. */
export type SealedEvent = Omit<StoredEvent, 'position'>;

export type SealingContext = {
  readonly id: string;
  readonly version: number;
  readonly bookedAt: string;
  readonly actor: string;
};

/** The keys that an event needs: the log's salt key always, the person's for a personal part. */
export type EventKeys = { readonly logSaltKey: Uint8Array; readonly person: SealingKeys | null };

/** The salt of a commitment, 32 bytes. */
export function saltOf(saltKey: Uint8Array, eventId: string): Buffer {
  return hmacSha256(saltKey, eventId);
}

/**
 * Seals the personal part, commits to both parts, hashes the leaf.
 * Asserts: the body has no member `personal` of its own; a personal part comes with the keys of its person.
 */
export function sealEvent(event: DomainEvent, context: SealingContext, keys: EventKeys): SealedEvent {
  const { id, version, bookedAt, actor } = context;
  assert(!(PERSONAL_MEMBER in event.body), 'a body without a member named personal');
  const personal = event.personal === null ? null : sealPersonal(event.personal, id, keys.person);
  const body = canonicalize(
    personal === null ? event.body : { ...event.body, [PERSONAL_MEMBER]: personal.commitment },
  );
  const commitment = hmacSha256(saltOf(keys.logSaltKey, id), body);
  const { stream, kind, effectiveDay, subject, policyHash, modelId } = event;
  const named = { id, stream, version, kind, bookedAt, effectiveDay, actor, subject, policyHash, modelId };
  return {
    ...named,
    commitment,
    leafHash: leafHash({ v: 1, ...named, commitment: commitment.toString('hex') }, nativeHashes),
    body,
    sealed: personal === null ? null : personal.box,
  };
}

function sealPersonal(
  personal: JsonObject,
  id: string,
  keys: SealingKeys | null,
): { readonly box: Buffer; readonly commitment: string } {
  assert(keys !== null, 'personal data is sealed under the key of a person');
  const text = canonicalize(personal);
  return {
    box: seal(Buffer.from(text), keys.dataKey, id),
    commitment: hmacSha256(saltOf(keys.saltKey, id), text).toString('hex'),
  };
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
