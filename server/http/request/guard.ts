/** The first thing a request meets: is the server taking work, who is calling, may they, and not too often. */
import type { FastifyReply, FastifyRequest, onRequestHookHandler } from 'fastify';
import type { Scope } from '@plimsoll/api/identity';
import { type Caller, type Identity, mayDo } from '@plimsoll/server/identity';
import { sendProblem } from '../reply/problem-reply.ts';
import type { Shell } from '../shell.ts';
import { findCaller, isCrossSite, readCredential } from './authentication.ts';
import type { Limiter } from './limits.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is calling; null on routes that are open. */
    caller: Caller | null;
  }
}

export type Gate = { readonly shell: Shell; readonly identity: Identity; readonly limiter: Limiter };
/** What a route asks for: a scope, any caller at all, or nothing. */
export type Access = Scope | 'session' | null;

/** The hook of a route. It lets through what may pass and answers everything else itself. */
export function guard(gate: Gate, access: Access): onRequestHookHandler {
  return (request, reply, done) => {
    if (gate.shell.isStopping()) {
      sendProblem(reply.header('connection', 'close'), 'stopping');
      return;
    }
    if (access === null) {
      done();
      return;
    }
    const credential = readCredential(request.headers);
    if (credential === null) {
      sendProblem(reply.header('www-authenticate', 'Bearer'), 'unauthenticated');
      return;
    }
    const pass = (caller: Caller | null): void => {
      if (caller === null) refuseStranger(gate, request, reply).catch(done);
      else if (admit(gate, { request, reply, caller, access })) done();
    };
    const found = findCaller(gate.identity, credential);
    if (!(found instanceof Promise)) {
      pass(found);
      return;
    }
    found.then(pass).catch(done);
  };
}

type Admission = {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly caller: Caller;
  readonly access: Scope | 'session';
};

function admit(gate: Gate, { request, reply, caller, access }: Admission): boolean {
  const waitS = gate.limiter.takeRequest(caller.keyId);
  if (waitS > 0) {
    sendProblem(reply.header('retry-after', String(waitS)), 'rate_limited');
    return false;
  }
  const isChange = request.method !== 'GET' && request.method !== 'HEAD';
  if (isChange && caller.sessionHash !== null && isCrossSite(request.headers, true)) {
    sendProblem(reply, 'cross_site_request');
    return false;
  }
  if (access !== 'session' && !mayDo(caller, access)) {
    sendProblem(reply, 'forbidden', { facts: { scope: access, role: caller.role } });
    return false;
  }
  request.caller = caller;
  return true;
}

/** Answers a key or session that is none, ever more slowly to those who keep trying. */
export async function refuseStranger(
  gate: Pick<Gate, 'limiter'>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const waitS = await gate.limiter.takeFailure(request.ip);
  if (waitS > 0) sendProblem(reply.header('retry-after', String(waitS)), 'rate_limited');
  else sendProblem(reply.header('www-authenticate', 'Bearer'), 'unauthenticated');
}
