/** What is asked of the log, what it answers, and an event as it lies in the log. */
import type { JsonObject } from '@plimsoll/core/base';
import type { DomainEvent } from '@plimsoll/loan/spine';
import type { PersonKeys } from './person.ts';

/** A status and a body, kept with the idempotency key and given again to the same request. */
export type Reply = { readonly status: number; readonly body: JsonObject };

/** The events of one stream, in order. */
export type StreamAppend = {
  readonly stream: string;
  /** The version the stream has now; 0 for a new one. The first event gets the next. */
  readonly expectedVersion: number;
  readonly events: readonly DomainEvent[];
};

export type AppendRequest = {
  readonly actor: string;
  /** The time of booking in milliseconds since 1970; the log's clock when left out. */
  readonly bookedAtMs?: number;
  readonly idempotency: { readonly key: string; readonly requestHash: Uint8Array } | null;
  /** All or nothing. */
  readonly streams: readonly StreamAppend[];
  /** The persons whose keys seal the events (from `resolvePerson`, `readPersonKeys`); new ones are created with them. */
  readonly persons: readonly PersonKeys[];
  readonly reply: Reply;
  /** A step of a job, which may hold more events than one act of a person. */
  readonly isStep?: boolean;
};

export type BookedEvent = {
  readonly id: string;
  readonly stream: string;
  readonly version: number;
  readonly position: number;
  readonly bookedAt: string;
};

export type Appended =
  /** Durable now. */
  | {
      readonly kind: 'committed';
      readonly events: readonly BookedEvent[];
      readonly reply: Reply;
      /** The reply's body as JSON, as it was kept. */
      readonly replyText: string;
    }
  /** The same key and request were answered before: that answer. */
  | { readonly kind: 'replayed'; readonly reply: Reply }
  /** The same key came with another request. */
  | { readonly kind: 'idempotency_conflict' }
  /** Somebody wrote to the stream in between: read it again and decide again. */
  | { readonly kind: 'stale_version'; readonly stream: string }
  /** Another server has created the person in between: resolve again and decide again. */
  | { readonly kind: 'person_changed'; readonly subject: string }
  /** The person is erased or unknown: nothing can be sealed for them. */
  | { readonly kind: 'person_erased'; readonly subject: string }
  /** Too many requests wait: try again later. Nothing was written. */
  | { readonly kind: 'overloaded' };

/** An event as stored. `body` is its public part, canonical JSON text; `sealed` the box of its personal part. */
export type StoredEvent = {
  readonly position: number;
  readonly id: string;
  readonly stream: string;
  readonly version: number;
  readonly kind: string;
  readonly bookedAt: string;
  readonly effectiveDay: string;
  readonly actor: string;
  readonly subject: string | null;
  readonly policyHash: string | null;
  readonly modelId: string | null;
  readonly commitment: Uint8Array;
  readonly leafHash: Uint8Array;
  readonly body: string;
  readonly sealed: Uint8Array | null;
};
