/**
 * What a handler is: a function from a checked call to an answer or a refusal. Handlers know nothing of HTTP but this;
 * the table of routes gives each its types, and the compiler sees to it that every route has exactly one.
 */
import type { Readable } from 'node:stream';
import type { CallReply } from '@plimsoll/api/client';
import type { ErrorCode } from '@plimsoll/api/errors';
import type { RouteName, routes } from '@plimsoll/api/route';
import type { Refusal } from '@plimsoll/core/base';
import type { Caller } from '@plimsoll/server/identity';
import type { Static, TSchema } from 'typebox';
import type { FieldProblem } from './request/field-problem.ts';

type Table = typeof routes;
type Part<S> = S extends TSchema ? Static<S> : null;

export type Room = Table[RouteName]['room'];
export type RouteNameOf<R extends Room> = {
  [N in RouteName]: Table[N]['room'] extends R ? N : never;
}[RouteName];

/** A request whose every part has been checked. */
export type Call<N extends RouteName> = {
  readonly params: Part<Table[N]['params']>;
  readonly query: Part<Table[N]['query']>;
  readonly body: Part<Table[N]['body']>;
  readonly caller: Table[N]['access'] extends null ? Caller | null : Caller;
  readonly idempotency: Table[N]['idempotent'] extends true ? Idempotency : null;
  /** The bytes of a file as they arrive; null on routes that take none. */
  readonly upload: Table[N] extends { readonly upload: object } ? Readable : null;
  /** The id of the request, for logs and problems. */
  readonly requestId: string;
};

export type Idempotency = {
  readonly key: string;
  /** SHA-256 of route, path parameters and canonical body. */
  readonly requestHash: Uint8Array;
};

export type Headers = Readonly<Record<string, string>>;

/** A good answer; `headers` go with it. `isReplayed`: it was given before and comes from the log as it was. */
export type Answered<N extends RouteName> = {
  readonly ok: true;
  readonly value: CallReply<N>;
  readonly headers?: Headers;
  readonly isReplayed?: boolean;
  /** The value as JSON, where it is at hand. */
  readonly text?: string;
};

/** What the shell itself refuses: no rule of the domain, so no rule id. */
export type ShellRefusal = {
  readonly ok: false;
  readonly code: ErrorCode;
  readonly fields?: readonly FieldProblem[];
  readonly facts?: Refusal['facts'];
  readonly headers?: Headers;
};

export type Answer<N extends RouteName> = Answered<N> | Refusal | ShellRefusal;
export type Handler<N extends RouteName> = (call: Call<N>) => Promise<Answer<N>>;
export type Handlers = { readonly [N in RouteName]: Handler<N> };
/** The handlers that one room must bring. */
export type RoomHandlers<R extends Room> = Pick<Handlers, RouteNameOf<R>>;

/** A good answer. */
export function answer<T>(value: T, headers?: Headers): { ok: true; value: T; headers?: Headers } {
  return headers === undefined ? { ok: true, value } : { ok: true, value, headers };
}

/** A refusal of the shell. */
export function refuseCall(code: ErrorCode, facts?: Refusal['facts']): ShellRefusal {
  return facts === undefined ? { ok: false, code } : { ok: false, code, facts };
}
