/**
 * Signed notes: a text that people can read, and under it one line per signature.
 * Source: c2sp.org/signed-note. A key is named twice, by name and by a 4-byte id; lines of unknown keys are skipped,
 * a known key whose line does not verify spoils the whole note. Reading is strict and answers null for what is none.
 */
import {
  assert,
  concatBytes,
  equalBytes,
  fromBase64,
  fromHex,
  toBase64,
  toHex,
  toUtf8,
} from '@plimsoll/core/base';
import { type Hashes, portableHashes } from './hash.ts';
import { ed25519Algorithm, knownAlgorithms, type SignatureAlgorithm } from './signature.ts';

export const MAX_NOTE_CHARACTERS = 1_000_000;
export const MAX_SIGNATURES = 64;
const KEY_ID_BYTES = 4;

/** A public key as people hand it on: name, algorithm byte, key. */
export type NoteKey = { readonly name: string; readonly algorithm: number; readonly publicKey: Uint8Array };

/** A key that signs; the secret stays behind `sign`. */
export type NoteSigner = NoteKey & { readonly sign: (message: Uint8Array) => Uint8Array };

export type NoteSignature = {
  readonly name: string;
  readonly keyId: Uint8Array;
  readonly signature: Uint8Array;
};

/** `text` ends in a newline and is what was signed. */
export type Note = { readonly text: string; readonly signatures: readonly NoteSignature[] };

/** What checking a note against one key says. */
export type NoteVerdict =
  | 'verified'
  | 'malformed'
  | 'not_signed_by_key'
  | 'algorithm_unknown'
  | 'signature_wrong';

/** An Ed25519 signer from its public key and the function that signs. Asserts on a name that notes can't carry. */
export function createSigner(
  parts: Omit<NoteSigner, 'algorithm'>,
  algorithm = ed25519Algorithm.byte,
): NoteSigner {
  assert(isKeyName(parts.name), 'a key name without spaces and plus');
  return { ...parts, algorithm };
}

/** The id of a key: the first 4 bytes of SHA-256(name ‖ newline ‖ algorithm byte ‖ public key). */
export function keyIdOf(key: NoteKey, hashes: Hashes = portableHashes): Uint8Array {
  const named = concatBytes(toUtf8(`${key.name}\n`), Uint8Array.of(key.algorithm), key.publicKey);
  return hashes.sha256(named).slice(0, KEY_ID_BYTES);
}

/** The verifier key as text: `name+id+base64(algorithm byte ‖ public key)`. */
export function formatVkey(key: NoteKey, hashes: Hashes = portableHashes): string {
  const coded = toBase64(concatBytes(Uint8Array.of(key.algorithm), key.publicKey));
  return `${key.name}+${toHex(keyIdOf(key, hashes))}+${coded}`;
}

/** Reads a verifier key; null when the text is none or its id does not fit the key. */
export function parseVkey(text: string, hashes: Hashes = portableHashes): NoteKey | null {
  const [name, id, ...rest] = text.split('+');
  if (name === undefined || id === undefined || rest.length === 0 || !isKeyName(name)) return null;
  // The base64 may hold a plus itself; name and id can't.
  const coded = fromBase64(rest.join('+'));
  const keyId = fromHex(id);
  if (coded === null || coded.length < 2 || keyId === null) return null;
  const key = { name, algorithm: coded[0] as number, publicKey: coded.slice(1) };
  return equalBytes(keyId, keyIdOf(key, hashes)) ? key : null;
}

/** Signs `text` (ending in a newline, no other control characters) with every signer, in order. */
export function signNote(
  text: string,
  signers: readonly NoteSigner[],
  hashes: Hashes = portableHashes,
): string {
  assert(isNoteText(text), 'a text that ends in a newline and has no other control character');
  assert(signers.length > 0 && signers.length <= MAX_SIGNATURES, 'at least one signer');
  const message = toUtf8(text);
  const lines = signers.map(
    (signer) => `— ${signer.name} ${toBase64(concatBytes(keyIdOf(signer, hashes), signer.sign(message)))}\n`,
  );
  return `${text}\n${lines.join('')}`;
}

/** Takes a signed note apart; null when it is none. The text is not to be believed before `verifyNote`. */
export function parseNote(note: string): Note | null {
  if (note.length > MAX_NOTE_CHARACTERS || !isNoteText(note)) return null;
  const split = note.lastIndexOf('\n\n');
  if (split < 0) return null;
  const text = note.slice(0, split + 1);
  const lines = note.slice(split + 2, -1).split('\n');
  if (lines.length > MAX_SIGNATURES) return null;
  const signatures: NoteSignature[] = [];
  for (const line of lines) {
    const [dash, name, coded, ...rest] = line.split(' ');
    if (dash !== '—' || name === undefined || coded === undefined || rest.length > 0) return null;
    const bytes = fromBase64(coded);
    if (!isKeyName(name) || bytes === null || bytes.length <= KEY_ID_BYTES) return null;
    signatures.push({ name, keyId: bytes.slice(0, KEY_ID_BYTES), signature: bytes.slice(KEY_ID_BYTES) });
  }
  return { text, signatures };
}

/** Checks a note against a key that the reader already trusts. Only 'verified' makes the text worth believing. */
export function verifyNote(
  note: Note,
  key: NoteKey,
  options: { readonly algorithms?: readonly SignatureAlgorithm[]; readonly hashes?: Hashes } = {},
): Exclude<NoteVerdict, 'malformed'> {
  const { algorithms = knownAlgorithms, hashes = portableHashes } = options;
  const keyId = keyIdOf(key, hashes);
  const own = note.signatures.filter((line) => line.name === key.name && equalBytes(line.keyId, keyId));
  if (own.length === 0) return 'not_signed_by_key';
  const algorithm = algorithms.find((known) => known.byte === key.algorithm);
  if (algorithm === undefined) return 'algorithm_unknown';
  const message = toUtf8(note.text);
  const { publicKey } = key;
  const isEachValid = own.every(({ signature }) => algorithm.verify({ publicKey, message, signature }));
  return isEachValid ? 'verified' : 'signature_wrong';
}

function isKeyName(name: string): boolean {
  return name.length > 0 && name.isWellFormed() && !/[\s+\p{Z}\p{Cc}]/u.test(name);
}

/** Ends in a newline; no control character below U+0020 but newlines; well-formed, so that it has UTF-8 bytes. */
function isNoteText(text: string): boolean {
  // oxlint-disable-next-line no-control-regex -- the format forbids exactly these
  return text.endsWith('\n') && text.isWellFormed() && !/[\u0000-\u0009\u000b-\u001f]/.test(text);
}
