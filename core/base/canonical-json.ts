/**
 * Canonical JSON: one text for one value, so that equal values have equal hashes.
 * Source: RFC 8785, JSON Canonicalization Scheme (2020): members sorted by the UTF-16 code units of their names,
 * ECMAScript number and string forms, no white space. Invariant: `JSON.parse(canonicalize(v))` equals `v`.
 */
import type { JsonObject, JsonValue } from './json.ts';
import { assert } from './result.ts';

/** The deepest nesting that is written; a circle ends here too. */
export const MAX_JSON_DEPTH = 128;

/** Characters that keep a string off the fast path: controls, quote, backslash and every surrogate. */
// oxlint-disable-next-line no-control-regex -- the control characters are what must be escaped
const NEEDS_CARE = /[\u0000-\u001f"\\\ud800-\udfff]/;

/**
 * Writes `value` in RFC 8785 form.
 * @returns the text; its UTF-8 bytes are what gets hashed
 * Asserts on what JSON cannot hold: undefined (also as a member), NaN, Infinity, bigint, functions, symbols, objects
 * that are not plain (Date, Map), lone surrogates, nesting beyond `MAX_JSON_DEPTH` (a circle included).
 * Example: `canonicalize({ b: 1e21, a: [true, null] })` is `{"a":[true,null],"b":1e+21}`.
 */
export function canonicalize(value: JsonValue): string {
  return writeValue(value, 0);
}

function writeValue(value: JsonValue, depth: number): string {
  switch (typeof value) {
    case 'string':
      return writeString(value);
    case 'number':
      assert(Number.isFinite(value), 'canonical JSON holds finite numbers only');
      return String(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      assert(depth < MAX_JSON_DEPTH, `canonical JSON nests at most ${MAX_JSON_DEPTH} deep, without a circle`);
      return isArray(value) ? writeArray(value, depth + 1) : writeObject(value, depth + 1);
    default:
      return assertJson(value);
  }
}

function isArray(value: readonly JsonValue[] | JsonObject): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function writeString(text: string): string {
  if (!NEEDS_CARE.test(text)) return `"${text}"`;
  assert(text.isWellFormed(), 'canonical JSON holds no lone surrogate');
  return JSON.stringify(text);
}

function writeArray(items: readonly JsonValue[], depth: number): string {
  let text = '[';
  // By index, not by forEach: a hole in a sparse array must be seen (as undefined) and refused.
  for (let index = 0; index < items.length; index++) {
    if (index > 0) text += ',';
    text += writeValue(items[index] as JsonValue, depth);
  }
  return `${text}]`;
}

function writeObject(members: JsonObject, depth: number): string {
  assertPlain(members);
  const { names, labels } = orderOf(Object.keys(members));
  let text = '{';
  for (let index = 0; index < names.length; index++)
    text += (labels[index] as string) + writeValue(members[names[index] as string] as JsonValue, depth);
  return `${text}}`;
}

/** The names as they came; the same in order, each with what is written before its value. */
type Order = {
  readonly given: readonly string[];
  readonly names: readonly string[];
  readonly labels: readonly string[];
};

/** Orders by the first name as it came. Most objects are of a few shapes: recognising one is cheaper than sorting it. */
const orders = new Map<string, Order[]>();
const MAX_ORDERED_FIRST_NAMES = 256;
const MAX_ORDERS_OF_FIRST_NAME = 8;
/** Longer objects are seldom of a shape, and would make the memory large. */
const MAX_REMEMBERED_NAMES = 64;
const MAX_REMEMBERED_NAME_LENGTH = 64;

function orderOf(given: readonly string[]): Order {
  const [first] = given;
  const known = first === undefined ? undefined : orders.get(first);
  if (known !== undefined) for (const order of known) if (isSame(order.given, given)) return order;
  const names = given.toSorted();
  const labels = names.map((name, index) => `${index === 0 ? '' : ','}${writeString(name)}:`);
  const order = { given, names, labels };
  if (first !== undefined && isShort(given)) keep(first, order, known ?? []);
  return order;
}

function isSame(left: readonly string[], right: readonly string[]): boolean {
  if (left.length !== right.length) return false;
  for (let index = 0; index < left.length; index++) if (left[index] !== right[index]) return false;
  return true;
}

function isShort(names: readonly string[]): boolean {
  return (
    names.length <= MAX_REMEMBERED_NAMES && names.every(({ length }) => length <= MAX_REMEMBERED_NAME_LENGTH)
  );
}

function keep(first: string, order: Order, known: Order[]): void {
  if (known.length === MAX_ORDERS_OF_FIRST_NAME) known.length = 0;
  known.push(order);
  if (orders.size === MAX_ORDERED_FIRST_NAMES && !orders.has(first)) orders.clear();
  orders.set(first, known);
}

/** A plain object of any realm: no prototype, or one that has none itself. */
function assertPlain(members: JsonObject): void {
  const prototype: unknown = Object.getPrototypeOf(members);
  if (prototype === Object.prototype || prototype === null) return;
  assert(Object.getPrototypeOf(prototype) === null, 'canonical JSON holds plain objects only');
}

function assertJson(value: unknown): never {
  throw new Error(`assertion failed: canonical JSON cannot hold a value of type ${typeof value}`);
}
