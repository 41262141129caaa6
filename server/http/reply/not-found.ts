/** What no route takes: a path that exists under another method (405 with Allow), or none at all (404). */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Route, routes } from '@plimsoll/api/route';
import { sendProblem } from './problem-reply.ts';

type KnownPath = { readonly form: RegExp; readonly methods: readonly string[] };

/** Routes that stand beside the table because their replies are not JSON of ours. */
const BESIDE: readonly (readonly [path: string, method: string])[] = [
  ['/openapi.json', 'GET'],
  ['/metrics', 'GET'],
];
const knownPaths = collect();

/** The methods that a path takes; empty when there is no such path. */
export function allowedMethods(path: string): readonly string[] {
  const methods = knownPaths.filter(({ form }) => form.test(path)).flatMap((known) => known.methods);
  return [
    ...new Set(methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]))),
  ].toSorted();
}

/** Answers 405 with the methods that are allowed, or 404. */
export function answerNotFound(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const path = request.url.split('?', 1)[0] ?? '';
  const methods = allowedMethods(path);
  if (methods.length === 0 || methods.includes(request.method)) return sendProblem(reply, 'route_not_found');
  return sendProblem(reply.header('allow', methods.join(', ')), 'method_not_allowed');
}

function collect(): readonly KnownPath[] {
  const pairs = [
    ...Object.values<Route>(routes).map(({ path, method }) => [path, method] as const),
    ...BESIDE,
  ];
  const byPath = Map.groupBy(pairs, ([path]) => path);
  return [...byPath].map(([path, found]) => ({
    form: new RegExp(`^${path.replaceAll('.', '\\.').replace(/:\w+/g, '[^/]+')}/?$`),
    methods: found.map(([, method]) => method),
  }));
}
