/** Checking a checkpoint of the database: its signature, its row, and the root that the events give. */
import { equalBytes, toHex } from '@plimsoll/core/base';
import { type NoteKey, verifyCheckpoint } from '@plimsoll/core/ledger';
import type { StoredCheckpoint } from './checkpoint-table.ts';
import { nativeEd25519 } from './native-ed25519.ts';
import { faultAt, type LogFault } from './verify-report.ts';

/**
 * The fault of a checkpoint, given the root that the events up to its size give; null when the log's key signed just
 * that. The signed note is held against the events first, the row against the note last: the row is only a copy.
 */
export function checkCheckpoint(
  stored: StoredCheckpoint,
  key: NoteKey,
  found: { readonly root: Uint8Array; readonly goodSize: number },
): LogFault | null {
  const { size, root, note } = stored;
  const { verdict, checkpoint } = verifyCheckpoint(note, key, { algorithms: [nativeEd25519] });
  const altered = (reason: string): LogFault =>
    faultAt('checkpoint_altered', { position: size - 1, eventId: null }, { facts: { size, reason } });
  if (checkpoint === null) return altered(verdict);
  if (checkpoint.size !== size) return altered('another_size');
  return (
    checkRoot(checkpoint, found) ??
    (equalBytes(checkpoint.root, root) ? null : altered('row_differs_from_note'))
  );
}

/** The fault where the events up to a signed size don't give the signed root: some after the last good size are others. */
export function checkRoot(
  signed: { readonly size: number; readonly root: Uint8Array },
  found: { readonly root: Uint8Array; readonly goodSize: number },
): LogFault | null {
  if (equalBytes(signed.root, found.root)) return null;
  return {
    code: 'history_rewritten',
    position: Math.min(found.goodSize, signed.size - 1),
    lastPosition: signed.size - 1,
    eventId: null,
    differs: ['columns', 'leaf_hash', 'tile'],
    facts: { size: signed.size, signedRoot: toHex(signed.root), root: toHex(found.root) },
  };
}
