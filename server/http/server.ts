/**
 * The HTTP server: Fastify with our own reading of bodies, our own checks and our own errors around it. Every route of
 * the table is here and nothing else, but for three neighbours whose replies are no JSON of ours: the OpenAPI document,
 * the metrics, the console.
 */
import {
  fastify,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import type { JsonObject } from '@plimsoll/core/base';
import type { Identity } from '@plimsoll/server/identity';
import type { Handlers, Headers } from './call.ts';
import { registerConsole } from './console-files.ts';
import { registerRoutes } from './dispatch.ts';
import type { LatencyHistogram } from './latency.ts';
import { type LogLines, loggerOptions } from './log-lines.ts';
import type { Metrics } from './metrics.ts';
import { answerClientError, answerExpectation } from './reply/client-error.ts';
import { codeOfError, sendProblem } from './reply/problem-reply.ts';
import { isCrossSite } from './request/authentication.ts';
import { BODY_LIMIT_BYTES, readJsonBody } from './request/body.ts';
import { ARRIVAL_LIMITS, watchArrival } from './request/arrival.ts';
import { type Gate, guard } from './request/guard.ts';
import { createLimiter, RATE_LIMITS, type RateLimits } from './request/limits.ts';
import { isFile, isJson } from './request/media-type.ts';
import { createShell, type Shell } from './shell.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Name of the route in the table. */
    name?: string;
    /** Media types of a file that the route takes; null where it takes JSON. */
    mediaTypes?: readonly string[] | null;
  }
}

export type ServerParts = {
  readonly handlers: Handlers;
  readonly identity: Identity;
  readonly metrics: Metrics;
  readonly decisionLatency: LatencyHistogram;
  /** The OpenAPI document as of now. */
  readonly describe: () => JsonObject;
};

export type ServerOptions = {
  /** Folder of the built console; null: API only. */
  readonly consoleFolder: string | null;
  readonly rateLimits?: RateLimits;
  readonly log?: LogLines;
  /** One request in so many gets a log line; faults always do. 0: none. */
  readonly sampling?: number;
};

export type HttpServer = {
  readonly app: FastifyInstance;
  readonly shell: Shell;
  /** Starts to listen; returns the address. */
  readonly listen: (place: { readonly host: string; readonly port: number }) => Promise<string>;
  /** Refuses new requests with 503, finishes the accepted ones, then closes. False when some did not end in time. */
  readonly stop: () => Promise<boolean>;
};

const SAMPLING = 1000;
const HEADERS_LIMIT_MS = 30_000;
/** No request takes longer, whatever it is; bodies are watched by themselves. */
const REQUEST_LIMIT_MS = ARRIVAL_LIMITS.spanMs * (ARRIVAL_LIMITS.fileSpans + 1);
/** Time to read that a body came too late. */
const LATE_CLOSE_MS = 5000;
const KEEP_ALIVE_MS = 65_000;
const STOP_LIMIT_MS = 30_000;
const CLOSE_LIMIT_MS = 5000;
const HEADERS_LIMIT_BYTES = 16 * 1024;
const PARAMETER_LIMIT = 200;
const FILE_TYPES = ['text/csv', 'application/octet-stream'];
/** Every reply says these; pages of the console say more. */
const plainHeaders: Headers = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** Makes the server, ready to listen. */
export async function createServer(parts: ServerParts, options: ServerOptions): Promise<HttpServer> {
  const shell = createShell();
  const gate: Gate = {
    shell,
    identity: parts.identity,
    limiter: createLimiter(options.rateLimits ?? RATE_LIMITS),
  };
  const app = createApp(options);
  app.decorateRequest('caller', null);
  app.server.on('checkExpectation', answerExpectation);
  readBodies(app);
  watch(app, gate, { ...parts, sampling: options.sampling ?? SAMPLING });
  app.setErrorHandler(answerError);
  registerRoutes(app, gate, parts.handlers);
  registerNeighbours(app, gate, parts);
  await registerConsole(app, options.consoleFolder);
  await app.ready();
  return {
    app,
    shell,
    listen: async (place) => app.listen(place),
    stop: async () => {
      const isDone = await shell.stop(STOP_LIMIT_MS);
      // What is left after this are bodies still arriving, never accepted, and readers that don't read.
      const patience = setTimeout(() => app.server.closeAllConnections(), CLOSE_LIMIT_MS);
      await app.close();
      clearTimeout(patience);
      parts.metrics.close();
      return isDone;
    },
  };
}

function createApp(options: ServerOptions): FastifyInstance {
  let count = 0;
  const start = Date.now().toString(36);
  return fastify({
    ...loggerOptions(options.log ?? { level: 'info' }),
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => `${start}-${(count++).toString(36)}`,
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_LIMIT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    http: {
      maxHeaderSize: HEADERS_LIMIT_BYTES,
      requireHostHeader: false,
      headersTimeout: HEADERS_LIMIT_MS,
    },
    routerOptions: { maxParamLength: PARAMETER_LIMIT, ignoreTrailingSlash: false },
    clientErrorHandler: answerClientError,
    frameworkErrors: (error, _request, reply) => void sendProblem(reply, codeOfError(error)),
  });
}

function readBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  // Content-Type is judged in full by a hook of ours; here every JSON one is read the same way.
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, bytes, done) => {
    done(null, bytes.length === 0 ? undefined : readJsonBody(bytes as Buffer));
  });
  // A file goes to its handler as it arrives; Fastify counts no bytes of a stream, so the handler does.
  for (const type of FILE_TYPES)
    app.addContentTypeParser(type, (_request, payload, done) => done(null, payload));
  app.addHook('preParsing', (request, reply, payload, done) => {
    const { headers } = request;
    const { mediaTypes } = request.routeOptions.config;
    if (mediaTypes !== null && mediaTypes !== undefined) {
      if (
        isFile(
          { contentType: headers['content-type'], contentEncoding: headers['content-encoding'] },
          mediaTypes,
        )
      )
        done(null, payload);
      else sendProblem(reply, 'unsupported_media_type');
      return;
    }
    const isEmpty = headers['content-length'] === '0' || headers['content-type'] === undefined;
    if (isEmpty || isJson(headers['content-type'], headers['content-encoding'])) done(null, payload);
    else sendProblem(reply, 'unsupported_media_type');
  });
}

type Watched = Pick<ServerParts, 'metrics' | 'decisionLatency'> & { readonly sampling: number };

/** What is done for every request, routes or not: refuse while stopping, the plain headers, and counting. */
function watch(app: FastifyInstance, { shell, limiter }: Gate, parts: Watched): void {
  let seen = 0;
  app.addHook('onRequest', (request, reply, done) => {
    const { mediaTypes } = request.routeOptions.config;
    // Who was answered already, for want of a key say, has no more time for the rest of a file.
    const isPatient = (): boolean => mediaTypes !== null && mediaTypes !== undefined && !reply.sent;
    watchArrival(request.raw, { isPatient, limits: ARRIVAL_LIMITS }, () => closeLate(request.raw, reply));
    reply.headers(plainHeaders);
    if (shell.isStopping()) sendProblem(reply.header('connection', 'close'), 'stopping');
    else if (request.headers.host === undefined && request.raw.httpVersion !== '1.0')
      sendProblem(reply, 'malformed_request');
    else if (request.routeOptions.config.name === 'signIn') guardSignIn({ request, reply, limiter }, done);
    else done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.config.name ?? 'other';
    const { statusCode, elapsedTime: ms } = reply;
    parts.metrics.observeRequest(route, statusCode, ms);
    if (route === 'submitApplication' && statusCode === 201 && !reply.hasHeader('idempotency-replayed'))
      parts.decisionLatency.record(ms);
    if (statusCode === 401 && route === 'signIn') limiter.takeFailure(request.ip).catch(() => undefined);
    if (parts.sampling > 0 && seen++ % parts.sampling === 0)
      request.log.info(
        { route, method: request.method, status: statusCode, ms: Math.round(ms * 1000) / 1000 },
        'request',
      );
    done();
  });
}

function closeLate({ socket }: FastifyRequest['raw'], reply: FastifyReply): void {
  if (reply.sent) {
    socket.destroy();
    return;
  }
  answerClientError({ code: 'ERR_HTTP_REQUEST_TIMEOUT' }, socket);
  setTimeout(() => socket.destroy(), LATE_CLOSE_MS).unref();
}

type SignIn = {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly limiter: Gate['limiter'];
};

/** Signing in is open to all, so those who failed too often wait, and pages of other sites may not try. */
function guardSignIn({ request, reply, limiter }: SignIn, done: (error?: Error) => void): void {
  if (request.method === 'POST' && isCrossSite(request.headers, false)) {
    sendProblem(reply, 'cross_site_request');
    return;
  }
  limiter.waitAfterFailures(request.ip).then((waitS) => {
    if (waitS > 0) sendProblem(reply.header('retry-after', String(waitS)), 'rate_limited');
    else done();
  }, done);
}

function answerError(
  error: Error & { readonly code?: string; readonly statusCode?: number },
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const code = codeOfError(error);
  if (code === 'internal_error')
    request.log.error({ err: error, route: request.routeOptions.config.name }, 'a request failed');
  sendProblem(reply, code);
}

function registerNeighbours(app: FastifyInstance, gate: Gate, { describe, metrics }: ServerParts): void {
  app.get(
    '/openapi.json',
    { onRequest: guard(gate, 'session'), config: { name: 'openapi' } },
    async (_, reply) => reply.type('application/json; charset=utf-8').send(JSON.stringify(describe())),
  );
  app.get(
    '/metrics',
    { onRequest: guard(gate, 'operations:read'), config: { name: 'metrics' } },
    async (_, reply) => reply.type(metrics.contentType).send(await metrics.write()),
  );
}
