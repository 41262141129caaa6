/**
 * A typed client made from the route table; used by console, cli and sim alike. The transport is given by
 * the caller, so this file needs no network of its own.
 */
import type { Static, TSchema } from 'typebox';
import type { Problem } from '@plimsoll/api/errors';
import { type Route, type RouteName, routes } from '@plimsoll/api/route';

export type HttpRequest = {
  readonly method: string;
  /** Path with its query, from the root. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
};
/** A file to be sent, as text. */
export type Upload = string;
export type HttpReply = { readonly status: number; readonly text: string };
export type Transport = (request: HttpRequest) => Promise<HttpReply>;

type Of<S, Absent> = S extends TSchema ? Static<S> : Absent;
type Part<Name extends string, S> = S extends TSchema ? { readonly [N in Name]: Static<S> } : unknown;
/** A query whose every part is optional may be left out as a whole. */
type Query<S> = S extends TSchema
  ? object extends Static<S>
    ? { readonly query?: Static<S> }
    : { readonly query: Static<S> }
  : unknown;
type Needs<R extends Route> = Part<'params', R['params']> &
  Query<R['query']> &
  Part<'body', R['body']> &
  (R extends { readonly upload: object } ? { readonly upload: Upload } : unknown) &
  (R['idempotent'] extends true ? { readonly idempotencyKey: string } : unknown);

export type CallInput<N extends RouteName> = Needs<(typeof routes)[N]>;
export type CallReply<N extends RouteName> = Of<(typeof routes)[N]['reply'], null>;
export type CallResult<N extends RouteName> =
  | { readonly ok: true; readonly status: number; readonly value: CallReply<N> }
  | { readonly ok: false; readonly status: number; readonly problem: Problem };

export type Client = <N extends RouteName>(name: N, input: CallInput<N>) => Promise<CallResult<N>>;

type LooseInput = {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  readonly upload?: Upload;
  readonly idempotencyKey?: string;
};

/** A client over a transport; `headers` go with every call (a key, a language). Faults of the transport pass through. */
export function createClient(transport: Transport, headers: Readonly<Record<string, string>> = {}): Client {
  return async (name, input) => {
    const route: Route = routes[name];
    const loose = input as LooseInput;
    const reply = await transport({
      method: route.method,
      path: fillPath(route.path, loose.params ?? {}) + writeQuery(loose.query ?? {}),
      headers: {
        ...headers,
        accept: 'application/json, application/problem+json',
        ...contentType(route, loose),
        ...(loose.idempotencyKey === undefined ? {} : { 'idempotency-key': loose.idempotencyKey }),
      },
      body: loose.upload ?? (loose.body === undefined ? null : JSON.stringify(loose.body)),
    });
    const value: unknown = reply.text === '' ? null : JSON.parse(reply.text);
    return reply.status < 400
      ? { ok: true, status: reply.status, value: value as CallReply<typeof name> }
      : { ok: false, status: reply.status, problem: value as Problem };
  };
}

function contentType({ upload }: Route, loose: LooseInput): Readonly<Record<string, string>> {
  if (loose.upload !== undefined) return { 'content-type': upload?.mediaTypes[0] ?? '' };
  return loose.body === undefined ? {} : { 'content-type': 'application/json' };
}

function fillPath(path: string, params: Readonly<Record<string, unknown>>): string {
  return path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])));
}

function writeQuery(query: Readonly<Record<string, unknown>>): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    value === undefined || value === null
      ? []
      : [`${name}=${encodeURIComponent(String(value as string | number | boolean))}`],
  );
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}
