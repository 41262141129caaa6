/**
 * The one presenter of errors: whatever went wrong becomes problem details (RFC 9457) with a registered code. What a
 * fault of ours says inside (a stack, a statement, a value) goes to the log, cleaned, and never to the caller.
 */
import type { FastifyReply } from 'fastify';
import {
  createProblem,
  errorRegistry,
  type ErrorCode,
  isErrorCode,
  type ProblemParts,
} from '@plimsoll/api/errors';
import type { Refusal } from '@plimsoll/core/base';
import type { ShellRefusal } from '../call.ts';

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';
const RETRY_AFTER_S = '1';

/** Sends the problem of a code. `parts` add fields, rule and facts. */
export function sendProblem(reply: FastifyReply, code: ErrorCode, parts: ProblemParts = {}): FastifyReply {
  const { status } = errorRegistry[code];
  const headers = status === 503 ? { 'retry-after': RETRY_AFTER_S } : {};
  const problem = createProblem(code, { instance: reply.request.id, ...parts });
  return reply.code(status).headers(headers).type(PROBLEM_TYPE).send(JSON.stringify(problem));
}

/** Sends what a handler refused. A code that isn't registered is a bug, and answered as one. */
export function sendRefusal(reply: FastifyReply, refusal: Refusal | ShellRefusal): FastifyReply {
  if (!isErrorCode(refusal.code)) {
    reply.log.error({ code: refusal.code }, 'a refusal with a code that is not registered');
    return sendProblem(reply, 'internal_error');
  }
  const parts = {
    ...('rule' in refusal ? { rule: refusal.rule } : {}),
    ...(refusal.facts === undefined ? {} : { facts: refusal.facts }),
    ...('fields' in refusal && refusal.fields !== undefined ? { fields: [...refusal.fields] } : {}),
  };
  if ('headers' in refusal && refusal.headers !== undefined) reply.headers(refusal.headers);
  return sendProblem(reply, refusal.code, parts);
}

/** The code for an error that Fastify raised itself; `internal_error` for all others. */
export function codeOfError(error: { readonly code?: string; readonly statusCode?: number }): ErrorCode {
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return 'body_too_large';
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
    case 'FST_ERR_CTP_EMPTY_TYPE':
      return 'unsupported_media_type';
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
    case 'FST_ERR_BAD_URL':
    case 'FST_ERR_INVALID_URL':
    case 'FST_ERR_ASYNC_CONSTRAINT':
    case 'ECONNRESET':
    case 'ECONNABORTED':
      return 'malformed_request';
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return 'invalid_path';
    default:
      // What a plugin refuses (a path that leaves the console's folder) is the caller's fault as well.
      return isCallersFault(error.statusCode) ? 'route_not_found' : 'internal_error';
  }
}

function isCallersFault(status: number | undefined): boolean {
  return status !== undefined && status >= 400 && status < 500;
}
