/**
 * The leaf: what of an event the log commits to. It names the event, its times, its actor and the versions it rests on,
 * and binds the body by a commitment; it holds no personal data, so it can be shown and kept for ever.
 * Sources: RFC 8785 (its one text), RFC 6962 (its hash), C2SP tlog-tiles (at most 65,535 bytes).
 */
import { assert, canonicalize, type JsonValue, toUtf8 } from '@plimsoll/core/base';
import { type Hashes, hashLeafBytes, portableHashes } from './hash.ts';

/** Length prefixes of entry bundles have 16 bits. */
export const MAX_LEAF_BYTES = 65_535;

export type Leaf = {
  /** Version of this shape. */
  readonly v: 1;
  readonly id: string;
  readonly kind: string;
  readonly stream: string;
  /** Number of the event within its stream. */
  readonly version: number;
  /** When it was written: ISO 8601, UTC, milliseconds. */
  readonly bookedAt: string;
  /** The day from which it holds: YYYY-MM-DD. */
  readonly effectiveDay: string;
  readonly actor: string;
  /** A random pseudonym of the person concerned; null when there is none. */
  readonly subject: string | null;
  readonly policyHash: string | null;
  readonly modelId: string | null;
  /** HMAC-SHA-256 over the body under a random salt, lower-case hex. */
  readonly commitment: string;
};

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
const CALENDAR_DAY = /^\d{4}-\d{2}-\d{2}$/;
const COMMITMENT = /^[0-9a-f]{64}$/;
const MEMBERS: ReadonlySet<string> = new Set([
  'v',
  'id',
  'kind',
  'stream',
  'version',
  'bookedAt',
  'effectiveDay',
  'actor',
  'subject',
  'policyHash',
  'modelId',
  'commitment',
]);

/** The bytes that are hashed: canonical JSON in UTF-8. Asserts on a wrong form and on more than 65,535 bytes. */
export function leafBytes(leaf: Leaf): Uint8Array {
  const bytes = toUtf8(leafText(leaf));
  assert(bytes.length <= MAX_LEAF_BYTES, `a leaf of at most ${MAX_LEAF_BYTES} bytes`);
  return bytes;
}

/** The canonical JSON whose UTF-8 bytes, at most 65,535, are hashed. Asserts on a wrong form. */
export function leafText(leaf: Leaf): string {
  const wrong = wrongMember(leaf);
  if (wrong !== null) assert(false, `a leaf whose ${wrong} has its form`);
  // Written out in canonical order: twice as fast as sorting names that are known, and nothing else gets in. The three
  // members whose form was just checked hold nothing to escape.
  return (
    `{"actor":${canonicalize(leaf.actor)},"bookedAt":"${leaf.bookedAt}","commitment":"${leaf.commitment}",` +
    `"effectiveDay":"${leaf.effectiveDay}","id":${canonicalize(leaf.id)},"kind":${canonicalize(leaf.kind)},` +
    `"modelId":${canonicalize(leaf.modelId)},"policyHash":${canonicalize(leaf.policyHash)},` +
    `"stream":${canonicalize(leaf.stream)},"subject":${canonicalize(leaf.subject)},` +
    `"v":${leaf.v},"version":${leaf.version}}`
  );
}

/** The leaf's hash in the tree. */
export function leafHash(leaf: Leaf, hashes: Hashes = portableHashes): Uint8Array {
  return hashLeafBytes(leafBytes(leaf), hashes);
}

/** Reads a leaf from JSON of outside; null when a member is missing, unknown or has a wrong form. */
export function parseLeaf(json: JsonValue): Leaf | null {
  if (json === null || typeof json !== 'object' || Array.isArray(json)) return null;
  const names = Object.keys(json);
  if (names.length !== MEMBERS.size || names.some((name) => !MEMBERS.has(name))) return null;
  const candidate = json as unknown as Leaf;
  return wrongMember(candidate) === null ? candidate : null;
}

/** The first member that breaks the shape. Types are looked at too: the leaf may come from outside. */
function wrongMember(leaf: Leaf): keyof Leaf | null {
  if (leaf.v !== 1) return 'v';
  if (!isText(leaf.id)) return 'id';
  if (!isText(leaf.kind)) return 'kind';
  if (!isText(leaf.stream)) return 'stream';
  if (!Number.isSafeInteger(leaf.version) || leaf.version < 0) return 'version';
  if (!isText(leaf.bookedAt) || !INSTANT.test(leaf.bookedAt)) return 'bookedAt';
  if (!isText(leaf.effectiveDay) || !CALENDAR_DAY.test(leaf.effectiveDay)) return 'effectiveDay';
  if (!isText(leaf.actor)) return 'actor';
  if (leaf.subject !== null && !isText(leaf.subject)) return 'subject';
  if (leaf.policyHash !== null && !isText(leaf.policyHash)) return 'policyHash';
  if (leaf.modelId !== null && !isText(leaf.modelId)) return 'modelId';
  if (!isText(leaf.commitment) || !COMMITMENT.test(leaf.commitment)) return 'commitment';
  return null;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && value.isWellFormed();
}
