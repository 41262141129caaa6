/** The OpenAPI 3.1 document, written from the route table. TypeBox schemas are JSON Schema already. */
import type { JsonObject } from '@plimsoll/core/base';
import { Problem } from '@plimsoll/api/errors';
import type { Route } from './route.ts';
import { routes } from './routes.ts';

export type OpenApiOptions = {
  readonly version: string;
  /** Schema of the facts that the active policy takes, so that integrators see them by name. */
  readonly facts: JsonObject | null;
};

/** Writes the document. Lists each error as a problem reply, once, by reference. */
export function writeOpenApi(options: OpenApiOptions): JsonObject {
  const paths: Record<string, Record<string, JsonObject>> = {};
  for (const [name, route] of Object.entries<Route>(routes)) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(name, route, options) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Plimsoll',
      version: options.version,
      description: 'Risk control for internet micro-lending.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    paths,
    components: {
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: 'plimsoll_session' },
      },
      schemas: { Problem: asJson(Problem) },
    },
  };
}

function operation(name: string, route: Route, options: OpenApiOptions): JsonObject {
  const body = route.body === null ? null : withFacts(name, asJson(route.body), options.facts);
  const reply =
    route.reply === null ? {} : { content: { 'application/json': { schema: asJson(route.reply) } } };
  return {
    operationId: name,
    summary: route.summary,
    tags: [route.room],
    ...(route.access === null ? { security: [] } : { security: [{ key: [] }, { session: [] }] }),
    ...(route.access === null || route.access === 'session' ? {} : { 'x-plimsoll-scope': route.access }),
    parameters: parameters(route),
    ...requestBody(route, body),
    responses: {
      [String(route.status)]: { description: route.summary, ...reply },
      default: {
        description: 'An error, as problem details (RFC 9457)',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
}

function requestBody({ upload }: Route, body: JsonObject | null): JsonObject {
  if (upload !== undefined) {
    const file = { schema: { type: 'string', format: 'binary' } };
    const content = Object.fromEntries(upload.mediaTypes.map((type) => [type, file]));
    const description = `At most ${upload.limitBytes} bytes`;
    return { requestBody: { required: true, description, content } };
  }
  return body === null
    ? {}
    : { requestBody: { required: true, content: { 'application/json': { schema: body } } } };
}

function parameters(route: Route): readonly JsonObject[] {
  const named = (where: 'path' | 'query', schema: Route['params']): readonly JsonObject[] => {
    if (schema === null) return [];
    const { properties = {}, required = [] } = asJson(schema) as {
      readonly properties?: Record<string, JsonObject>;
      readonly required?: readonly string[];
    };
    return Object.entries(properties).map(([name, property]) => ({
      name,
      in: where,
      required: required.includes(name),
      schema: property,
    }));
  };
  const key: JsonObject = {
    name: 'Idempotency-Key',
    in: 'header',
    required: true,
    schema: { type: 'string', minLength: 1, maxLength: 128 },
    description: 'Same key and body: same answer. Same key, other body: 409.',
  };
  return [...named('path', route.params), ...named('query', route.query), ...(route.idempotent ? [key] : [])];
}

function withFacts(name: string, schema: JsonObject, facts: JsonObject | null): JsonObject {
  if (name !== 'submitApplication' || facts === null) return schema;
  const properties = schema['properties'] as JsonObject;
  return { ...schema, properties: { ...properties, facts } };
}

/** TypeBox keeps its own marks in symbols and non-enumerable keys; a pass through JSON leaves JSON Schema. */
function asJson(schema: object): JsonObject {
  return JSON.parse(JSON.stringify(schema)) as JsonObject;
}
