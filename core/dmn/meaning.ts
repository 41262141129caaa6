/**
 * The meaning of a model as canonical JSON, and its hash. Ids, layout, the order of elements and white space are left
 * out; names, types, expressions, rules, labels and annotations stay: what a person reads or a machine computes.
 */
import { canonicalize, type JsonValue, toHex, toUtf8 } from '@plimsoll/core/base';
import { sha256 } from '@noble/hashes/sha2.js';
import type { Model } from './model.ts';
import type { SourceItem } from './source.ts';
import { squeezeFeel } from './squeeze.ts';

/** The name of this form: a change of what counts as meaning changes it. */
const FORM = 'plimsoll-dmn-meaning-1';

/** SHA-256 in hex of the canonical meaning. */
export function hashMeaning(model: Model, items: readonly SourceItem[]): string {
  const { name, inputs, decisions, knowledge, services } = model;
  const meaning = {
    form: FORM,
    name,
    inputs: byName(inputs),
    decisions: byName(decisions),
    knowledge: byName(knowledge),
    services: byName(services),
    types: byName(items),
  };
  return toHex(sha256(toUtf8(canonicalize(normalise(meaning, '')))));
}

function byName<T extends { readonly name: string }>(elements: readonly T[]): readonly T[] {
  return elements.toSorted((left, right) => (left.name < right.name ? -1 : left.name > right.name ? 1 : 0));
}

/** Members whose texts are FEEL; all other texts have their white space made single. */
const EXPRESSIONS: ReadonlySet<string> = new Set([
  'text',
  'expression',
  'values',
  'fallback',
  'allowed',
  'inputs',
  'outputs',
]);

function normalise(value: JsonValue, member: string): JsonValue {
  if (typeof value === 'string')
    return EXPRESSIONS.has(member) ? squeezeFeel(value) : value.replace(/\s+/g, ' ').trim();
  if (Array.isArray(value)) {
    const items = (value as readonly JsonValue[]).map((item) => normalise(item, member));
    return member === 'requires' ? items.map(String).toSorted() : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== 'id')
      .map(([name, inner]) => [name, normalise(inner, name)]),
  );
}
