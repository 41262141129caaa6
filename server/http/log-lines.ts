/**
 * What the server writes to its own log, as JSON lines: never a body, an address with its values, a header, or the
 * values that a database error quotes. The log of decisions is another thing; this one is for the operator.
 */
import type { FastifyServerOptions } from 'fastify';

export type LogLines = {
  readonly level: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'silent';
  /** Where lines go; standard output when left out. */
  readonly stream?: { readonly write: (line: string) => void };
};

type Fault = Error & { readonly code?: string; readonly severity?: string; readonly table?: string };
const CAUSE_LIMIT = 4;

/** The logger part of Fastify's options. */
export function loggerOptions({ level, stream }: LogLines): Pick<FastifyServerOptions, 'logger'> {
  const serializers = {
    err: (error: Fault) => describeFault(error, 0),
    req: () => undefined,
    res: () => undefined,
  };
  const base = { level, base: { service: 'plimsoll' }, serializers };
  // Fastify's type wants serializers of requests and replies to answer; ours keep both out of the log.
  return { logger: stream === undefined ? base : { ...base, stream } } as unknown as Pick<
    FastifyServerOptions,
    'logger'
  >;
}

/** A fault without the values it quotes: PostgreSQL puts rows into its messages, so of those only the codes are kept. */
export function describeFault(
  error: Fault,
  depth: number,
): { readonly [name: string]: unknown; stack: string; type: string; message: string } {
  const isDatabase = error.severity !== undefined;
  const cause =
    error.cause instanceof Error && depth < CAUSE_LIMIT ? describeFault(error.cause, depth + 1) : undefined;
  return {
    type: error.name,
    message: isDatabase ? `database error ${error.code ?? ''}` : error.message,
    stack: frames(error.stack),
    code: error.code,
    ...(isDatabase ? { table: error.table } : {}),
    ...(cause === undefined ? {} : { cause }),
  };
}

function frames(stack: string | undefined): string {
  const lines = (stack ?? '').split('\n');
  return lines.filter((line) => /^\s+at /.test(line)).join('\n');
}
