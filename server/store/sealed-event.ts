/**
 * An event made ready for the log, and opened again. Its leaf commits to the public body under the log's salt key; the
 * personal part has a commitment of its own under the person's salt key, and that stands in the body as `personal`. So
 * anyone with the log's key can check the public part, also of a person who was erased, and only the person's keys open
 * the rest. A salt is HMAC-SHA-256(salt key, event id): as random as a stored one to whoever lacks the salt key, and
 * gone with it when a person is erased, though the log keeps every byte.
 */
import { assert, canonicalize, type JsonObject, type JsonValue } from '@plimsoll/core/base';
import { type Hashes, type Leaf, leafHash, leafText, PERSONAL_MEMBER } from '@plimsoll/core/ledger';
import { hmacSha256, hmacSha256Hex, seal, sha256, unseal } from '@plimsoll/server/keys';
import type { DomainEvent } from '@plimsoll/loan/spine';
import type { StoredEvent } from './request.ts';

/** Node's own primitives, handed to core/ledger. */
export const nativeHashes: Hashes = { sha256, hmacSha256 };

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
  const commitment = hmacSha256Hex(saltOf(keys.logSaltKey, id), body);
  const { stream, kind, effectiveDay, subject, policyHash, modelId } = event;
  const named = { id, stream, version, kind, bookedAt, effectiveDay, actor, subject, policyHash, modelId };
  return {
    ...named,
    commitment: Buffer.from(commitment, 'hex'),
    leafHash: hashLeaf({ v: 1, ...named, commitment }),
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
    box: seal(text, keys.dataKey, id),
    commitment: hmacSha256Hex(saltOf(keys.saltKey, id), text),
  };
}

const LEAF_SCRATCH_BYTES = 8192;
/** A UTF-16 code unit takes at most three bytes in UTF-8. */
const MAX_BYTES_OF_UNIT = 3;
/** The first byte tells a leaf from a node (RFC 6962): it stays zero. */
const leafScratch = Buffer.alloc(1 + LEAF_SCRATCH_BYTES);

/** `leafHash`, with a leaf of the usual size written straight to where it is hashed. */
function hashLeaf(leaf: Leaf): Uint8Array {
  const text = leafText(leaf);
  if (text.length * MAX_BYTES_OF_UNIT > LEAF_SCRATCH_BYTES) return leafHash(leaf, nativeHashes);
  const length = leafScratch.write(text, 1, 'utf8');
  return sha256(leafScratch.subarray(0, 1 + length));
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
