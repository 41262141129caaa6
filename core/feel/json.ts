/**
 * FEEL values from and to JSON. Numbers leave as the nearest double (RFC 8259); what JSON can't say leaves as text
 * (dates, ranges, functions). Values that enter are bounded in depth and become exact decimals of their shortest text.
 */
import { assert, type JsonValue } from '@plimsoll/core/base';
import { MAX_VALUE_DEPTH } from './limits.ts';
import { fromDouble, toDouble } from './number.ts';
import { formatValue } from './text.ts';
import { type FeelContext, type FeelValue, isContext, isList, isNumber } from './value.ts';
import { isHeavy } from './weight.ts';

/** A JSON value as a FEEL value. Strings stay strings. Asserts a bounded depth and finite numbers. */
export function fromJson(value: JsonValue, depth = 0): FeelValue {
  assert(depth <= MAX_VALUE_DEPTH, `a value nests at most ${MAX_VALUE_DEPTH} deep`);
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number') {
    const number = fromDouble(value);
    assert(number !== null, 'a JSON number is finite');
    return number;
  }
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map((item) => fromJson(item, depth + 1));
  return new Map(Object.entries(value).map(([name, entry]) => [name, fromJson(entry, depth + 1)]));
}

/** A FEEL value as JSON. What is nested deeper than the bound is null, and so is a value that weighs too much. */
export function toJson(value: FeelValue): JsonValue {
  return isHeavy(value) ? null : write(value, 0);
}

function write(value: FeelValue, depth: number): JsonValue {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (isNumber(value)) return toDouble(value);
  if (depth > MAX_VALUE_DEPTH) return null;
  if (isList(value)) return value.map((item) => write(item, depth + 1));
  return isContext(value) ? writeContext(value, depth) : formatValue(value);
}

function writeContext(context: FeelContext, depth: number): JsonValue {
  // Assigning to this name would set a prototype instead of an entry.
  if (context.has('__proto__'))
    return Object.fromEntries([...context].map(([name, entry]) => [name, write(entry, depth + 1)]));
  const written: { [name: string]: JsonValue } = {};
  for (const [name, entry] of context) written[name] = write(entry, depth + 1);
  return written;
}
