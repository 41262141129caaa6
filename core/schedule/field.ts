/** Reading JSON at the door: each field by a check that says what it expects. */
import type { JsonValue } from '@plimsoll/core/base';

export type Check = { readonly holds: (value: JsonValue | undefined) => boolean; readonly expected: string };
export type Checks = { readonly [field: string]: Check };
export type JsonFields = { readonly [name: string]: JsonValue };

/** The first field that does not hold. */
export type FieldFault = { readonly field: string; readonly value: JsonValue; readonly expected: string };

export function isFields(value: JsonValue | undefined): value is JsonFields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A whole number of a range. */
export function whole(least: number, most: number): Check {
  return {
    holds: (value) => Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most,
    expected: `a whole number from ${least} to ${most}`,
  };
}

export function oneOf(names: readonly string[]): Check {
  return {
    holds: (value) => typeof value === 'string' && names.includes(value),
    expected: `one of ${names.join(', ')}`,
  };
}

export function orNull(check: Check): Check {
  return {
    holds: (value) => value === null || check.holds(value),
    expected: `${check.expected}, or null`,
  };
}

export function listOf(check: Check, most: number): Check {
  return {
    holds: (value) =>
      Array.isArray(value) && value.length <= most && value.every((item) => check.holds(item as JsonValue)),
    expected: `a list of at most ${most}: ${check.expected}`,
  };
}

/** Finds the first field that is missing, wrong or unknown; null when all hold. */
export function faultOf(value: JsonFields, checks: Checks, place: string): FieldFault | null {
  for (const [field, check] of Object.entries(checks))
    if (!check.holds(value[field]))
      return { field: `${place}${field}`, value: value[field] ?? null, expected: check.expected };
  for (const field of Object.keys(value))
    if (!Object.hasOwn(checks, field))
      return { field: `${place}${field}`, value: value[field] ?? null, expected: 'no such field' };
  return null;
}
