/**
 * Holding the notes kept outside the database against the log. A note that the database has too was checked with its
 * checkpoint; the others are checked one by one. Here shows a tail that was cut off with all that knew of it.
 */
import { type NoteKey, parseCheckpoint, parseNote, verifyCheckpoint } from '@plimsoll/core/ledger';
import { checkRoot } from './checkpoint-check.ts';
import { type KeptNote, readKeptNotes } from './checkpoint-folder.ts';
import { findStoredNotes } from './checkpoint-table.ts';
import { nativeEd25519 } from './native-ed25519.ts';
import type { Queryable } from './tile-table.ts';
import { faultAt, type LogFault } from './verify-report.ts';

export type NoteParts = {
  /** The database as it was when the walk began, and as it is now: a running server signs on meanwhile. */
  readonly snapshot: Queryable;
  readonly live: Queryable;
  readonly folder: string;
  readonly key: NoteKey;
  /** Events in the log. */
  readonly size: number;
  /** Events under the newest checkpoint of the database. */
  readonly covered: number;
  /** The root of the tiles, which were checked; null when they don't reach so far. */
  readonly rootAt: (size: number) => Promise<Uint8Array | null>;
};

const NOTE_PAGE = 256;

/** Checks every note of the folder; stops at the first that does not hold. */
export async function checkKeptNotes(
  parts: NoteParts,
): Promise<{ readonly noteCount: number; readonly fault: LogFault | null }> {
  let noteCount = 0;
  let goodSize = 0;
  let page: KeptNote[] = [];
  const flush = async (): Promise<LogFault | null> => {
    const checked = await checkPage(page, { ...parts, goodSize });
    noteCount += page.length;
    goodSize = checked.goodSize;
    page = [];
    return checked.fault;
  };
  for await (const kept of readKeptNotes(parts.folder)) {
    page.push(kept);
    const fault = page.length === NOTE_PAGE ? await flush() : null;
    if (fault !== null) return { noteCount, fault };
  }
  return { fault: await flush(), noteCount };
}

/** `goodSize`: the largest size so far whose note held. */
type Progress = { readonly goodSize: number };

async function checkPage(
  page: readonly KeptNote[],
  parts: NoteParts & Progress,
): Promise<Progress & { readonly fault: LogFault | null }> {
  const claimed = page.map(({ note }) => ({ note, size: claimedSize(note) }));
  const stored = await findStoredNotes(parts.snapshot, claimed);
  const fresh = claimed.filter(({ note, size }) => size > parts.covered && !stored.has(note));
  const newer = await findStoredNotes(parts.live, fresh);
  let { goodSize } = parts;
  for (const [at, kept] of page.entries()) {
    const isKnown = stored.has(kept.note) || newer.has(kept.note);
    const fault = isKnown ? null : await checkNote(kept, { ...parts, goodSize });
    if (fault !== null) return { goodSize, fault };
    goodSize = Math.max(goodSize, claimed[at]?.size ?? 0);
  }
  return { goodSize, fault: null };
}

/** The size that a note claims, not yet believed; 0 for what is no checkpoint. */
function claimedSize(note: string): number {
  const parsed = parseNote(note);
  return (parsed === null ? null : parseCheckpoint(parsed.text))?.size ?? 0;
}

async function checkNote(
  { note, file, line }: KeptNote,
  parts: NoteParts & Progress,
): Promise<LogFault | null> {
  const { verdict, checkpoint } = verifyCheckpoint(note, parts.key, { algorithms: [nativeEd25519] });
  if (checkpoint === null) {
    const at = { position: parts.size, eventId: null };
    return faultAt('note_altered', at, { facts: { file, line, reason: verdict } });
  }
  const { size, root } = checkpoint;
  if (size > parts.size)
    return faultAt(
      'event_missing',
      { position: parts.size, eventId: null },
      { facts: { total: size, file, line } },
    );
  const found = size <= parts.covered ? await parts.rootAt(size) : null;
  if (found === null) {
    const facts = { fromSize: parts.covered, file, line };
    return faultAt('checkpoint_missing', { position: parts.covered, eventId: null }, { facts });
  }
  return checkRoot({ size, root }, { root: found, goodSize: parts.goodSize });
}
