import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BODY_DEPTH_LIMIT, readJsonBody } from './body.ts';
import { findJsonBreak } from './json-break.ts';

const read = (text: string) => readJsonBody(Buffer.from(text, 'utf8'));

function holdsSpecialName(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(
    ([name, item]) => ['__proto__', 'constructor', 'prototype'].includes(name) || holdsSpecialName(item),
  );
}

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

test('[HTTP-4] what JSON.parse reads is read the same, unless a rule forbids it', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
      const text = JSON.stringify(value);
      const isForbidden =
        holdsSpecialName(JSON.parse(text)) || /\\u0000/.test(text) || depthOf(value) > BODY_DEPTH_LIMIT;
      fc.pre(!isForbidden);
      expect(read(text)).toEqual({ ok: true, value: JSON.parse(text) as unknown });
    }),
  );
});

test('[HTTP-4] colons, braces and quotes inside of texts count for nothing', () => {
  const value = { 'a:b{': '::}{[]"\\"', c: ['{"x":1}', '\\'], 'd"': ':' };
  expect(read(JSON.stringify(value, null, 2))).toEqual({ ok: true, value });
});

test('[HTTP-4] no bytes make it throw, and what it refuses it refuses with a code', () => {
  const pieces = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    ':',
    ',',
    '"',
    '\\',
    'a',
    '1',
    '1e999',
    'null',
    '\\u0000',
    '\\ud800',
    '__proto__',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 60 }), (parts) => {
      const reading = read(parts.join(''));
      if (!reading.ok) expect(['malformed_json', 'body_too_deep', 'invalid_body']).toContain(reading.code);
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ['{"a":1,"a":2}', '/a'],
  [String.raw`{"x":{"\u0061":1,"a":2}}`, '/a'],
  ['{"a":{"__proto__":1}}', '/a/__proto__'],
  ['{"list":[0,{"b/c":"\\u0000"}]}', '/list/1/b~1c'],
  ['{"a":["\\ud800"]}', '/a/0'],
  ['{"a":-1e999}', '/a'],
])('[HTTP-4] %s is refused at %s', (text, path) => {
  const reading = read(text);
  expect(reading).toMatchObject({ ok: false, code: 'invalid_body' });
  expect(reading.ok ? '' : reading.fields[0]?.path).toBe(path);
});

test('[HTTP-4] depth is counted before the parse: 32 levels pass, 33 do not, a million cost nothing', () => {
  const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
  expect(read(nested(BODY_DEPTH_LIMIT)).ok).toBe(true);
  expect(read(nested(BODY_DEPTH_LIMIT + 1))).toMatchObject({ ok: false, code: 'body_too_deep' });
  expect(read('['.repeat(1_000_000))).toMatchObject({ ok: false, code: 'body_too_deep' });
});

test('[HTTP-6] the place of a fault is told, never the text around it', () => {
  const reading = read('{"idNumber":"900-12-3456","b": nonsense}');
  expect(JSON.stringify(reading)).toContain('character 32');
  expect(JSON.stringify(reading)).not.toContain('900-12');
  expect(JSON.stringify(reading)).not.toContain('nonsense');
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

test('[HTTP-6] the place where a text breaks is found for every text that is no JSON and for no other', () => {
  const piece = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    ':',
    ',',
    '"a"',
    '"',
    '\\',
    '1',
    '-',
    '0',
    '.5',
    'e3',
    'true',
    'nul',
    ' ',
    '\u0001',
  );
  const texts = fc.oneof(
    fc.array(piece, { maxLength: 12 }).map((parts) => parts.join('')),
    fc.json(),
    fc.string(),
  );
  fc.assert(
    fc.property(texts, (text) => {
      expect(findJsonBreak(text) === null).toBe(isJson(text));
    }),
    { numRuns: 5000 },
  );
});
