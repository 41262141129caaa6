/** Any JSON value. Numbers are doubles (RFC 8259); amounts beyond 2^53 travel as strings. */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [name: string]: JsonValue };

export type JsonObject = { readonly [name: string]: JsonValue };
