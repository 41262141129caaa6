import { expect, test } from 'vitest';
import { type Route, type RouteName, routes } from '@plimsoll/api/route';
import type { JsonObject, JsonValue } from '@plimsoll/core/base';
import { describeApi } from './openapi.ts';
import { compileValidator } from './request/validation.ts';

const label = { zh: '收入', en: 'Income' };
const inputs = [
  {
    name: 'annualIncomeMinor',
    type: 'number',
    allowedValues: null,
    whenMissing: 'refer',
    unit: 'minor',
    label,
  },
  {
    name: 'verified',
    type: 'string',
    allowedValues: ['yes', 'no'],
    whenMissing: 'allowed',
    unit: null,
    label,
  },
  { name: 'open', type: 'any', allowedValues: null, whenMissing: 'allowed', unit: null, label },
] as const;
const document = describeApi('1.2.3', inputs);
const paths = document['paths'] as Readonly<Record<string, Readonly<Record<string, JsonObject>>>>;
const operations = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

test('[HTTP-15] the document has each route of the table once and no other', () => {
  const expected = Object.entries<Route>(routes).map(([name, { method, path }]) => [
    name,
    method.toLowerCase(),
    path.replace(/:(\w+)/g, '{$1}'),
  ]);
  const found = operations.map(({ path, method, operation }) => [operation['operationId'], method, path]);
  const byId = (left: readonly unknown[], right: readonly unknown[]): number =>
    String(left[0]) < String(right[0]) ? -1 : 1;
  expect(found.toSorted(byId)).toEqual(expected.toSorted(byId));
});

test('[HTTP-15] it keeps the rules of OpenAPI 3.1: required members, path parameters, references, unique ids', () => {
  expect(document['openapi']).toBe('3.1.0');
  expect(document['info']).toMatchObject({ title: expect.any(String) as string, version: '1.2.3' });
  const ids = operations.map(({ operation }) => operation['operationId']);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { path, operation } of operations) {
    const named = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
    const parameters = operation['parameters'] as readonly {
      name: string;
      in: string;
      required: boolean;
      schema: unknown;
    }[];
    const inPath = parameters.filter((parameter) => parameter.in === 'path');
    expect(inPath.map(({ name }) => name).toSorted()).toEqual(named.toSorted());
    expect(inPath.every(({ required }) => required)).toBe(true);
    expect(parameters.every(({ schema }) => typeof schema === 'object')).toBe(true);
    const keys = parameters.map((parameter) => `${parameter.in} ${parameter.name}`);
    expect(new Set(keys).size).toBe(keys.length);
    for (const [status, response] of Object.entries(operation['responses'] as JsonObject)) {
      expect(status).toMatch(/^([1-5]\d\d|default)$/);
      expect((response as JsonObject)['description']).toBeTypeOf('string');
    }
  }
  for (const reference of references(document))
    expect(resolve(document, reference), reference).toBeTypeOf('object');
});

test('[HTTP-15] each operation that needs a key says so, and which scope', () => {
  for (const { operation } of operations) {
    const route: Route = routes[operation['operationId'] as RouteName];
    if (route.access === null) expect(operation['security']).toEqual([]);
    else expect(operation['security']).toEqual([{ key: [] }, { session: [] }]);
    expect(operation['x-plimsoll-scope']).toBe(
      route.access === null || route.access === 'session' ? undefined : route.access,
    );
  }
});

test('[HTTP-15] the facts stand in it by name, as the active policy takes them', () => {
  const body = paths['/v1/applications']?.['post']?.['requestBody'];
  const facts = resolve(
    body as JsonObject,
    '#/content/application~1json/schema/properties/facts',
  ) as JsonObject;
  const check = compileFacts(facts);
  expect(check({ annualIncomeMinor: 5, verified: 'yes', open: true })).toBe(true);
  expect(check({ annualIncomeMinor: { missing: 'source_down' } })).toBe(true);
  expect(check({ annualIncomeMinor: 'much' })).toBe(false);
  expect(check({ verified: 'maybe' })).toBe(false);
  expect(check({ shoeSize: 43 })).toBe(false);
});

/** Ajv refuses the marks that only readers of the document know, so they are taken off. */
function compileFacts(facts: JsonObject): (value: unknown) => boolean {
  const plain = JSON.parse(
    JSON.stringify(facts, (name, value: JsonValue) => (name.startsWith('x-plimsoll') ? undefined : value)),
  ) as JsonObject;
  const properties = Object.fromEntries(
    Object.entries(plain['properties'] as Readonly<Record<string, { anyOf: readonly JsonObject[] }>>).map(
      ([name, fact]) => [name, { anyOf: fact.anyOf.map((part) => typed(part)) }],
    ),
  );
  const check = compileValidator({ ...plain, properties });
  return (value) => check(value) === null;
}

function typed(part: JsonObject): JsonObject {
  if (Array.isArray(part['type'])) return { anyOf: part['type'].map((type: JsonValue) => ({ type })) };
  const reasons = (part['properties'] as JsonObject | undefined)?.['missing'] as JsonObject | undefined;
  return reasons === undefined ? part : { ...part, properties: { missing: { ...reasons, type: 'string' } } };
}

function references(value: JsonValue): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = '$ref' in value && typeof value['$ref'] === 'string' ? [value['$ref']] : [];
  return [...own, ...Object.values(value).flatMap((item) => references(item))];
}

function resolve(root: JsonObject, pointer: string): JsonValue | undefined {
  return pointer
    .slice(2)
    .split('/')
    .reduce<JsonValue | undefined>(
      (at, step) => (at as JsonObject | undefined)?.[step.replaceAll('~1', '/').replaceAll('~0', '~')],
      root,
    );
}
