import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalize, fromBase64, fromHex, fromUtf8, type JsonValue, MAX_JSON_DEPTH } from './index.ts';
import vectors from './vectors/rfc8785-jcs.json' with { type: 'json' };

function valueOf(input: string): JsonValue {
  return JSON.parse(fromUtf8(fromBase64(input) as Uint8Array) as string) as JsonValue;
}

for (const { name, inputB64, outputHex } of vectors.cases)
  test(`RFC 8785 vector ${name}`, () => {
    expect(canonicalize(valueOf(inputB64))).toBe(fromUtf8(fromHex(outputHex) as Uint8Array));
  });

test('RFC 8785 number vectors', () => {
  for (const [bits, expected] of vectors.numbers_ieee754hex_expected) {
    const bytes = fromHex(bits as string) as Uint8Array;
    const value = new DataView(bytes.buffer, bytes.byteOffset, 8).getFloat64(0);
    expect(canonicalize(value)).toBe(expected);
  }
});

test('what JSON cannot hold is a bug', () => {
  const circle: Record<string, unknown> = {};
  circle['self'] = circle;
  const sparse: unknown[] = [];
  sparse[1] = 1;
  let deep: unknown = 1;
  for (let depth = 0; depth <= MAX_JSON_DEPTH; depth++) deep = [deep];
  const wrong: readonly unknown[] = [
    undefined,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    1n,
    () => 1,
    Symbol('s'),
    '\ud800',
    'a\udc00',
    { '\ud800': 1 },
    { a: undefined },
    [undefined],
    sparse,
    new Date(0),
    new Map(),
    new Uint8Array(1),
    circle,
    deep,
  ];
  for (const value of wrong) expect(() => canonicalize(value as JsonValue)).toThrow('assertion failed');
});

test('the deepest nesting that is allowed is written', () => {
  let deep: JsonValue = 1;
  for (let depth = 0; depth < MAX_JSON_DEPTH; depth++) deep = [deep];
  expect(canonicalize(deep)).toBe(`${'['.repeat(MAX_JSON_DEPTH)}1${']'.repeat(MAX_JSON_DEPTH)}`);
});

test('canonical text reads back as the same value and is a fixed point', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5, stringUnit: 'binary' }), (drawn) => {
      // fast-check draws -0, which JSON writes as 0, and "__proto__", which a literal would swallow.
      const value = JSON.parse(JSON.stringify(drawn)) as JsonValue;
      const text = canonicalize(value);
      expect(JSON.parse(text)).toEqual(value);
      expect(canonicalize(JSON.parse(text) as JsonValue)).toBe(text);
    }),
  );
});

test('the order in which members were written makes no difference', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.integer()), (members) => {
      const reversed = Object.fromEntries(Object.entries(members).reverse());
      expect(canonicalize(reversed)).toBe(canonicalize({ ...members }));
    }),
  );
});
