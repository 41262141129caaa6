/**
 * Takes a request through the same steps on every route: who, how often, what (each part checked against its schema),
 * under which idempotency key, then the handler, then the reply, itself checked against its schema, so that what
 * leaves the house is what the document of the API says, and a field is neither added nor lost on the way.
 */
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Route, type RouteName, routes } from '@plimsoll/api/route';
import { canonicalize, type JsonValue } from '@plimsoll/core/base';
import { sha256 } from '@plimsoll/server/keys';
import type { Answer, Call, Handlers, Idempotency, ShellRefusal } from './call.ts';
import { sendProblem, sendRefusal } from './reply/problem-reply.ts';
import type { BodyReading } from './request/body.ts';
import { fieldProblem } from './request/field-problem.ts';
import { type Gate, guard } from './request/guard.ts';
import { compileQueryValidator, compileValidator, type Validator } from './request/validation.ts';

const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,128}$/;
const NOTHING = { type: 'object', properties: {}, additionalProperties: false } as const;

type LooseCall = Call<RouteName>;
type LooseHandler = (call: LooseCall) => Promise<Answer<RouteName>>;
type Checks = {
  readonly params: Validator | null;
  readonly query: Validator;
  readonly body: Validator | null;
  readonly reply: Validator | null;
};
type Desk = {
  readonly name: RouteName;
  readonly route: Route;
  readonly checks: Checks;
  readonly handle: LooseHandler;
};

/** Registers every route of the table with its handler. */
export function registerRoutes(app: FastifyInstance, gate: Gate, handlers: Handlers): void {
  for (const name of Object.keys(routes) as readonly RouteName[]) {
    const route: Route = routes[name];
    // The table ties each name to the types of its call and answer; a loop over names can't carry that tie.
    const handle = handlers[name] as unknown as LooseHandler;
    const desk: Desk = { name, route, checks: compileChecks(route), handle };
    app.route({
      method: route.method,
      url: route.path,
      config: { name, mediaTypes: route.upload?.mediaTypes ?? null },
      ...limitOf(route),
      onRequest: guard(gate, route.access),
      handler: async (request, reply) => serve(gate, desk, { request, reply }),
    });
  }
}

function limitOf({ upload, bodyLimitBytes }: Route): { readonly bodyLimit?: number } {
  const limit = upload?.limitBytes ?? bodyLimitBytes;
  return limit === undefined ? {} : { bodyLimit: limit };
}

function compileChecks({ params, query, body, reply }: Route): Checks {
  return {
    params: params === null ? null : compileQueryValidator(params),
    query: compileQueryValidator(query ?? NOTHING),
    body: body === null ? null : compileValidator(body),
    reply: reply === null ? null : compileValidator(reply),
  };
}

type Exchange = { readonly request: FastifyRequest; readonly reply: FastifyReply };

async function serve(gate: Gate, desk: Desk, { request, reply }: Exchange): Promise<FastifyReply> {
  // The body may have taken its time to arrive; what wasn't accepted before the stop isn't accepted now.
  if (gate.shell.isStopping()) return sendProblem(reply.header('connection', 'close'), 'stopping');
  gate.shell.begin();
  try {
    const call = checkCall(desk, request);
    if (!call.ok) return sendRefusal(reply, call);
    const answer = await desk.handle(call.value);
    return answer.ok ? sendAnswer(desk, reply, answer) : sendRefusal(reply, answer);
  } finally {
    gate.shell.end();
  }
}

function checkCall(
  { name, route, checks }: Desk,
  request: FastifyRequest,
): { readonly ok: true; readonly value: LooseCall } | ShellRefusal {
  const wrongParams = checks.params?.(request.params) ?? null;
  if (wrongParams !== null) return { ok: false, code: 'invalid_path', fields: wrongParams };
  const wrongQuery = checks.query(request.query);
  if (wrongQuery !== null) return { ok: false, code: 'invalid_query', fields: wrongQuery };
  const upload = route.upload === undefined ? null : uploadOf(request);
  if (upload !== null && 'ok' in upload) return upload;
  const body =
    upload === null
      ? checkBody(checks.body, request.body as BodyReading | undefined)
      : ({ ok: true, value: null } as const);
  if (!body.ok) return body;
  const idempotency = route.idempotent ? readIdempotency(name, request, body.value) : null;
  if (idempotency !== null && 'ok' in idempotency) return idempotency;
  const call = {
    params: request.params,
    query: request.query,
    body: body.value,
    caller: request.caller,
    idempotency,
    upload,
    requestId: request.id,
  };
  return { ok: true, value: call as LooseCall };
}

function uploadOf({ body }: FastifyRequest): Readable | ShellRefusal {
  if (body instanceof Readable) return body;
  const missing = fieldProblem('', ['请求体不能为空', 'a body is required']);
  return { ok: false, code: 'invalid_body', fields: [missing] };
}

function checkBody(
  check: Validator | null,
  reading: BodyReading | undefined,
): { readonly ok: true; readonly value: unknown } | ShellRefusal {
  if (reading === undefined) {
    if (check === null) return { ok: true, value: null };
    const missing = fieldProblem('', ['请求体不能为空', 'a body is required']);
    return { ok: false, code: 'invalid_body', fields: [missing] };
  }
  if (!reading.ok) return reading;
  if (check === null) return checkNoBody(reading.value);
  const fields = check(reading.value);
  return fields === null ? reading : { ok: false, code: 'invalid_body', fields };
}

/** `{}` is what some clients send for nothing. */
function checkNoBody(value: unknown): { readonly ok: true; readonly value: null } | ShellRefusal {
  const isNothing = typeof value === 'object' && value !== null && Object.keys(value).length === 0;
  if (isNothing) return { ok: true, value: null };
  const surplus = fieldProblem('', ['该接口不接受请求体', 'this route takes no body']);
  return { ok: false, code: 'invalid_body', fields: [surplus] };
}

function readIdempotency(
  name: RouteName,
  request: FastifyRequest,
  body: unknown,
): Idempotency | ShellRefusal {
  const key = request.headers['idempotency-key'];
  if (key === undefined || key === '') return { ok: false, code: 'idempotency_key_missing' };
  if (typeof key !== 'string' || !IDEMPOTENCY_KEY.test(key))
    return { ok: false, code: 'idempotency_key_invalid' };
  const asked = canonicalize([name, request.params as JsonValue, body as JsonValue]);
  return { key, requestHash: sha256(asked) };
}

function sendAnswer(
  { name, route, checks }: Desk,
  reply: FastifyReply,
  answer: Extract<Answer<RouteName>, { readonly ok: true }>,
): FastifyReply {
  if (answer.headers !== undefined) reply.headers(answer.headers);
  reply.code(route.status);
  if (checks.reply === null) return reply.send();
  if (answer.isReplayed === true) reply.header('idempotency-replayed', 'true');
  else {
    const wrong = checks.reply(answer.value);
    if (wrong !== null) {
      // Paths only: the values may be personal.
      reply.log.error(
        { route: name, paths: wrong.map(({ path }) => path) },
        'a reply does not fit its schema',
      );
      return sendProblem(reply, 'internal_error');
    }
  }
  return reply.type('application/json; charset=utf-8').send(answer.text ?? JSON.stringify(answer.value));
}
