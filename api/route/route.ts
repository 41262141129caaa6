/** What a route is, as data. */
import type { TSchema } from 'typebox';
import type { Scope } from '@plimsoll/api/identity';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

export type Route = {
  readonly method: Method;
  /** Path with `:name` parameters. */
  readonly path: string;
  readonly summary: string;
  readonly room:
    | 'origination'
    | 'payment'
    | 'policy'
    | 'model'
    | 'loan'
    | 'ledger'
    | 'overview'
    | 'identity'
    | 'operations';
  /** The scope needed; `'session'` = any key or person; null = open. */
  readonly access: Scope | 'session' | null;
  /** Whether the request must carry an Idempotency-Key. */
  readonly idempotent: boolean;
  readonly status: number;
  readonly params: TSchema | null;
  readonly query: TSchema | null;
  readonly body: TSchema | null;
  readonly reply: TSchema | null;
  /** A body that is a file and not JSON: the media types it may have, and the most bytes. */
  readonly upload?: { readonly mediaTypes: readonly string[]; readonly limitBytes: number };
  /** The most bytes of a JSON body, where it is more than usual. */
  readonly bodyLimitBytes?: number;
};

/** What most routes are. */
export const plain = {
  idempotent: false,
  status: 200,
  params: null,
  query: null,
  body: null,
  reply: null,
} as const;
