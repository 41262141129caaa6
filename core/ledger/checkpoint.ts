/**
 * Checkpoints: the log at one moment, in three lines (whose log, how many leaves, which root), signed as a note.
 * Source: c2sp.org/tlog-checkpoint. Whoever keeps an old checkpoint can show that the log was not rewritten since.
 */
import { assert, fromBase64, toBase64 } from '@plimsoll/core/base';
import { HASH_BYTES, type Hashes, portableHashes } from './hash.ts';
import { type NoteKey, type NoteSigner, type NoteVerdict, parseNote, signNote, verifyNote } from './note.ts';
import type { SignatureAlgorithm } from './signature.ts';
import { isSize } from './subtree.ts';

/** `extensions`: further lines, opaque; the log writes none. */
export type Checkpoint = {
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
  readonly extensions: readonly string[];
};

export type CheckpointVerdict =
  | { readonly verdict: 'verified'; readonly checkpoint: Checkpoint }
  | { readonly verdict: Exclude<NoteVerdict, 'verified'> | 'another_log'; readonly checkpoint: null };

/** Writes the text of a checkpoint. */
export function formatCheckpoint(checkpoint: Checkpoint): string {
  const { origin, size, root, extensions } = checkpoint;
  assert(isSize(size), 'a size of the log');
  const lines = [origin, String(size), toBase64(root), ...extensions];
  assert(
    lines.every((line) => line.length > 0 && !line.includes('\n')),
    'lines that are not empty',
  );
  return `${lines.join('\n')}\n`;
}

/** Reads the text of a checkpoint; null when it is none. Sizes beyond 2^53 − 1 are none for us. */
export function parseCheckpoint(text: string): Checkpoint | null {
  if (!text.endsWith('\n')) return null;
  const [origin, sizeText, rootText, ...extensions] = text.slice(0, -1).split('\n');
  if (origin === undefined || sizeText === undefined || rootText === undefined) return null;
  if (origin === '' || rootText === '' || extensions.includes('')) return null;
  if (!/^(?:0|[1-9]\d{0,15})$/.test(sizeText)) return null;
  const size = Number(sizeText);
  const root = fromBase64(rootText);
  if (!isSize(size) || root === null) return null;
  return { origin, size, root, extensions };
}

/** Signs a checkpoint of the log that the first signer's name names. */
export function signCheckpoint(
  state: { readonly size: number; readonly root: Uint8Array },
  signers: readonly [NoteSigner, ...NoteSigner[]],
  hashes: Hashes = portableHashes,
): string {
  assert(state.root.length === HASH_BYTES, 'a root of 32 bytes');
  const text = formatCheckpoint({ ...state, origin: signers[0].name, extensions: [] });
  return signNote(text, signers, hashes);
}

/** Reads a signed checkpoint and checks it against the key of the log, whose name must be the origin. */
export function verifyCheckpoint(
  note: string,
  key: NoteKey,
  options: { readonly algorithms?: readonly SignatureAlgorithm[]; readonly hashes?: Hashes } = {},
): CheckpointVerdict {
  const parsed = parseNote(note);
  const checkpoint = parsed === null ? null : parseCheckpoint(parsed.text);
  if (parsed === null || checkpoint === null || checkpoint.root.length !== HASH_BYTES)
    return { verdict: 'malformed', checkpoint: null };
  const verdict = verifyNote(parsed, key, options);
  if (verdict !== 'verified') return { verdict, checkpoint: null };
  if (checkpoint.origin !== key.name) return { verdict: 'another_log', checkpoint: null };
  return { verdict, checkpoint };
}
