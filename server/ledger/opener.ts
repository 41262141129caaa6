/**
 * Opening events: what the walk over the log asks of whoever holds the keys. The ledger itself holds none, so an
 * auditor without keys can walk too: then bodies stay unopened, which is counted, never passed over in silence.
 */
import type { JsonValue } from '@plimsoll/core/base';
import type { LoggedEvent } from './event-row.ts';

export type EventOpening =
  /** Salt and whole body (public and personal part), as the commitment is over them. */
  | { readonly kind: 'open'; readonly salt: Uint8Array; readonly body: JsonValue }
  /** The person's keys were destroyed: nobody can open it any more. */
  | { readonly kind: 'erased' }
  /** The box of the personal part does not open under its key: its bytes were altered. */
  | { readonly kind: 'box_altered' }
  /** The body is no JSON object. */
  | { readonly kind: 'body_unreadable' }
  /** The event names a person whose keys are neither there nor marked as destroyed. */
  | { readonly kind: 'keys_missing' };

/** Opens a page of events, one answer each, in order. */
export type EventOpener = (events: readonly LoggedEvent[]) => Promise<readonly EventOpening[]>;
