/** What a walk over the log says: how much was checked, and the first thing that is not as it was. */
import type { JsonObject } from '@plimsoll/core/base';

export type LogFaultCode =
  /** A position of the log holds no event: a row was deleted, or the tail cut off. */
  | 'event_missing'
  /** The event at this position is not the one that was logged. */
  | 'event_altered'
  /** The body (public or personal part) is not the one that was logged. */
  | 'body_altered'
  /** The body should open and doesn't: body, sealed part or the person's keys were altered. */
  | 'body_unreadable'
  /** The version before this one is missing in the stream, or this one is there twice. */
  | 'version_missing'
  /** The person's keys were destroyed, but no event of the log says so: the body can't be checked. */
  | 'erasure_unlogged'
  /** A tile of the tree was altered or is missing; the events are as they were. */
  | 'tile_altered'
  /** Events between two checkpoints were rewritten together with their hashes; which of them, only seals could tell. */
  | 'history_rewritten'
  /** A checkpoint's row was altered, or its signature is not the log's. */
  | 'checkpoint_altered'
  /** A checkpoint between two others is gone. */
  | 'checkpoint_missing'
  /** A note kept outside the database is not one that this log's key signed. */
  | 'note_altered';

/** The parts in which an event can differ from what was logged. */
export type Difference = 'columns' | 'leaf_hash' | 'tile' | 'body' | 'personal' | 'stream_version' | 'keys';

export type LogFault = {
  readonly code: LogFaultCode;
  /** The first position concerned. */
  readonly position: number;
  /** The last position concerned: the same one, unless only a stretch can be named. */
  readonly lastPosition: number;
  /** The id that the row at the first position bears now; null where there is no such row. */
  readonly eventId: string | null;
  readonly differs: readonly Difference[];
  readonly facts: JsonObject;
};

export type LogCounts = {
  /** Events walked over, each with its leaf hash, stream version and place in the tree checked. */
  readonly events: number;
  /** Events whose body opened its commitment. */
  readonly opened: number;
  /** Events that can't be opened any more, because their person was erased. */
  readonly erased: number;
  /** Events whose body was not checked, for want of keys. */
  readonly unopened: number;
  /** Events that no checkpoint covers yet. */
  readonly uncovered: number;
  readonly checkpoints: number;
  readonly tiles: number;
  /** Notes kept outside the database. */
  readonly notes: number;
};

/** `size` and `root`: what the newest verified checkpoint says; null where there is none. */
export type LogReport = {
  readonly ok: boolean;
  readonly size: number;
  readonly root: string | null;
  readonly counts: LogCounts;
  readonly fault: LogFault | null;
};

/** A fault at one position. */
export function faultAt(
  code: LogFaultCode,
  at: { readonly position: number; readonly eventId: string | null },
  found: { readonly differs?: readonly Difference[]; readonly facts?: JsonObject } = {},
): LogFault {
  const { position, eventId } = at;
  return {
    code,
    position,
    lastPosition: position,
    eventId,
    differs: found.differs ?? [],
    facts: found.facts ?? {},
  };
}
