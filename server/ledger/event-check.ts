/**
 * Checking one event: four witnesses of its leaf hash are compared (the columns, the stored hash, the tile, the seal), and
 * the body is held against the commitment. Which witness lies is judged by the seal, which nobody can forge without the
 * key; without seals by agreement of two against one.
 */
import { canonicalize, equalBytes, type JsonValue, toHex } from '@plimsoll/core/base';
import { commit, commitText, HASH_BYTES, leafHash, PERSONAL_MEMBER } from '@plimsoll/core/ledger';
import { leafOf, type Opened, type StoredEvent } from '@plimsoll/server/store';
import { type LeafSeal, SEAL_BYTES } from './leaf-seal.ts';
import { type Difference, faultAt, type LogFault } from './verify-report.ts';

/** What lies in the database about the leaf of an event, the event itself apart. */
export type Witnesses = {
  /** The hash in the tree; undefined when the tile is missing or short, null beyond the last checkpoint. */
  readonly tileHash: Uint8Array | undefined | null;
  /** The seal of the position; null when none was written or can be checked. */
  readonly seal: { readonly expected: Uint8Array; readonly of: LeafSeal } | null;
};

/** The leaf hash that the columns give; null when they hold no leaf at all. */
export function rebuiltHash(event: StoredEvent): Uint8Array | null {
  try {
    return leafHash(leafOf(event));
  } catch {
    // The assertion of a leaf's form: here the columns come from a database that somebody may have altered.
    return null;
  }
}

/** The fault of an event's leaf; null when all witnesses agree. */
export function checkLeaf(
  event: StoredEvent,
  rebuilt: Uint8Array | null,
  witnesses: Witnesses,
): LogFault | null {
  const { tileHash, seal } = witnesses;
  const stored = event.leafHash;
  const isSealed = (hash: Uint8Array | null | undefined): boolean =>
    hash?.length === HASH_BYTES &&
    (seal === null || equalBytes(seal.of(event.position, hash), seal.expected));
  const isAgreed =
    rebuilt !== null && equalBytes(rebuilt, stored) && (tileHash === null || isEqual(rebuilt, tileHash));
  if (isAgreed && isSealed(rebuilt)) return null;
  const truth =
    seal === null ? majority(rebuilt, stored, tileHash) : [rebuilt, stored, tileHash].find(isSealed);
  const differs: Difference[] = [];
  if (!isEqual(rebuilt, truth)) differs.push('columns');
  if (!isEqual(stored, truth)) differs.push('leaf_hash');
  if (tileHash !== null && !isEqual(tileHash, truth)) differs.push('tile');
  const facts = {
    columnsHash: rebuilt === null ? null : toHex(rebuilt),
    leafHash: toHex(stored),
    tileHash: tileHash === null || tileHash === undefined ? null : toHex(tileHash),
    loggedHash: truth === null || truth === undefined ? null : toHex(truth),
  };
  const isTileAlone = differs.length === 1 && differs[0] === 'tile';
  return faultAt(isTileAlone ? 'tile_altered' : 'event_altered', place(event), { differs, facts });
}

/** The fault of a body that is not the one text of its value: all that can be seen of it without keys. */
export function checkText(event: StoredEvent): LogFault | null {
  return isCanonical(event.body) ? null : faultAt('body_altered', place(event), { differs: ['body'] });
}

/** The fault of an event's body; null when its public part and, unless that was erased, its personal part open. */
export function checkBody(event: StoredEvent, opening: Opened): LogFault | null {
  const unclean = checkText(event);
  if (unclean !== null) return unclean;
  switch (opening.kind) {
    case 'unreadable': {
      const { reason } = opening;
      return faultAt('body_unreadable', place(event), { differs: ['body'], facts: { reason } });
    }
    case 'open': {
      const { salt, body, personal } = opening;
      if (commitText(salt, event.body) !== toHex(event.commitment))
        return faultAt('body_altered', place(event), { differs: ['body'] });
      if (personal === null || personal === 'erased') return null;
      const isOpen = commit(personal.salt, personal.body) === body[PERSONAL_MEMBER];
      return isOpen ? null : faultAt('body_altered', place(event), { differs: ['personal'] });
    }
  }
}

/** The seal of one position out of the row of a checkpoint. */
export function sealAt(seals: Uint8Array, index: number): Uint8Array {
  return seals.subarray(index * SEAL_BYTES, (index + 1) * SEAL_BYTES);
}

function place(event: StoredEvent): { readonly position: number; readonly eventId: string } {
  return { position: event.position, eventId: event.id };
}

/** Two against one; the tile where all differ, since it takes the most work to alter unseen. */
function majority(
  rebuilt: Uint8Array | null,
  stored: Uint8Array,
  tileHash: Uint8Array | null | undefined,
): Uint8Array | null | undefined {
  if (tileHash === null) return stored;
  return isEqual(rebuilt, stored) ? stored : tileHash;
}

function isEqual(left: Uint8Array | null | undefined, right: Uint8Array | null | undefined): boolean {
  if (left === null || left === undefined || right === null || right === undefined) return false;
  return equalBytes(left, right);
}

/** The stored text must be the one text of its value: the commitment is over the value, this is over the bytes. */
function isCanonical(text: string): boolean {
  try {
    return canonicalize(JSON.parse(text) as JsonValue) === text;
  } catch {
    return false;
  }
}
