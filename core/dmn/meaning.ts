/**
 * The meaning of a model as canonical JSON, and its hash: names, types, expressions, rules, labels and annotations,
 * which are what a person reads or a machine computes. Left out: ids, layout, the order of elements, white space,
 * comments, how a number is written, prefixes, the version of the standard, descriptions, and cases.
 * Expressions count by their signs, not by the tree that a reader makes of them: a better reader must not change the
 * hash of what stands in a log. So brackets that change nothing, or another spelling of an equal test, are a change.
 */
import { assert, canonicalize, type JsonValue, toHex, toUtf8 } from '@plimsoll/core/base';
import { sha256 } from '@noble/hashes/sha2.js';
import type { LinkedModel } from './read-models.ts';
import { qualify, referenceTo, type SourceItem, type SourceModel, type SourceService } from './source.ts';
import { canonicalFeel, squeezeFeel } from './squeeze.ts';

/** The name of this form: a change of what counts as meaning changes it. */
const FORM = 'plimsoll-dmn-meaning-2';

export type MeaningNode = { readonly [member: string]: JsonValue };

/** A model reduced to what it means; every list of elements is in the order of its names. */
export type Meaning = {
  readonly name: string;
  readonly imports: readonly JsonValue[];
  readonly items: readonly MeaningNode[];
  readonly inputs: readonly MeaningNode[];
  readonly decisions: readonly MeaningNode[];
  readonly knowledge: readonly MeaningNode[];
  readonly services: readonly MeaningNode[];
};

/** SHA-256 in hex of the canonical meaning. */
export function hashMeaning(source: SourceModel): string {
  return toHex(sha256(toUtf8(canonicalize({ form: FORM, ...readMeaning(source) }))));
}

/** The same over a model and those that it imports, the first being the model itself: what they mean is its meaning. */
export function hashModels(models: readonly LinkedModel[]): string {
  const [main, ...imported] = models;
  assert(main !== undefined, 'there is a model');
  if (imported.length === 0) return hashMeaning(main.source);
  const names = namesAcross(models);
  const feel = feelForm(models.map(({ source }) => source));
  const meanings = models.map(({ source, path, imports }) => ({
    ...readMeaning(source, feel, names),
    path,
    imports: importsOf(imports, models),
  }));
  const sorted = meanings.toSorted((left, right) =>
    left.path < right.path ? -1 : left.path > right.path ? 1 : 0,
  );
  return toHex(sha256(toUtf8(canonicalize({ form: FORM, models: sorted }))));
}

/** The names of all elements of these models, with the paths of their models, by the references that files make. */
export function namesAcross(models: readonly LinkedModel[]): ReadonlyMap<string, string> {
  return new Map(
    models.flatMap(({ source, path }) =>
      [...namesById(source)].map(([id, name]) => [id, qualify(path, name)] as const),
    ),
  );
}

/** Which model a prefix means is told by its path, not by a namespace that tools make up anew. */
export function importsOf(
  imports: LinkedModel['imports'],
  models: readonly LinkedModel[],
): readonly string[] {
  return imports.map(({ name, model }) => `${name}=${models[model]?.path ?? ''}`).toSorted();
}

/** Reduces a model to its meaning. Linear in its size. `names` tells the names of what it refers to. */
export function readMeaning(
  source: SourceModel,
  feel: FeelForm = feelForm([source]),
  names: ReadonlyMap<string, string> = namesById(source),
): Meaning {
  const reading: Reading = { types: new Set(source.items.map(({ name }) => name)), feel };
  const reduce = (element: object): MeaningNode => reduceObject(element as MeaningNode, reading);
  const requiring = (element: { readonly requires: readonly string[] }): MeaningNode =>
    reduce({ ...element, requires: namesOf(element.requires, names).toSorted() });
  return {
    name: source.name,
    imports: source.imports.map((each) => reduceValue(each, 'imports', reading)),
    items: byName(source.items).map((item) => reduce(sortComponents(item))),
    inputs: byName(source.inputs).map((input) =>
      requiring({ ...input, whenMissing: input.whenMissing ?? 'refer' } as typeof input),
    ),
    decisions: byName(source.decisions).map(requiring),
    knowledge: byName(source.knowledge).map(requiring),
    services: byName(source.services).map((service) => reduce(nameService(service, names))),
  };
}

/** The names of the elements by the references that files make to them. */
function namesById(source: SourceModel): ReadonlyMap<string, string> {
  const elements = [...source.inputs, ...source.decisions, ...source.knowledge, ...source.services];
  return new Map(elements.map(({ id, name }) => [referenceTo(source.namespace, id), name]));
}

export type FeelForm = (text: string) => string;

/**
 * How FEEL texts of these models are brought into one form. Numbers keep their digits when a name of a model holds a
 * number after a sign (`rate-0.10`), because the signs of a text don't tell such a name from a difference.
 */
export function feelForm(sources: readonly SourceModel[]): FeelForm {
  return remember(sources.some((source) => hasNumberedName(source)) ? squeezeFeel : canonicalFeel);
}

/** Most cells of a table are written more than once. */
function remember(form: FeelForm): FeelForm {
  const known = new Map<string, string>();
  return (text) => {
    const found = known.get(text) ?? form(text);
    known.set(text, found);
    return found;
  };
}

function hasNumberedName(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([member, inner]) =>
    typeof inner === 'string'
      ? (member === 'name' || member === 'variable') && /[^\p{L}\p{N}_](?:0\d|\d*\.\d)/u.test(inner)
      : hasNumberedName(inner),
  );
}

type Reading = { readonly types: ReadonlySet<string>; readonly feel: FeelForm };

function byName<T extends { readonly name: string }>(elements: readonly T[]): readonly T[] {
  return elements.toSorted((left, right) => (left.name < right.name ? -1 : left.name > right.name ? 1 : 0));
}

function namesOf(ids: readonly string[], names: ReadonlyMap<string, string>): readonly string[] {
  return ids.map((id) => names.get(id) ?? id);
}

function sortComponents(item: SourceItem): SourceItem {
  return { ...item, components: byName(item.components).map(sortComponents) };
}

/** The order of what a service takes is the order of its arguments; what it gives and computes has no order. */
function nameService(service: SourceService, names: ReadonlyMap<string, string>): object {
  const { outputs, encapsulated, inputDecisions, inputs, requires, ...rest } = service;
  return {
    ...rest,
    requires: namesOf(requires, names).toSorted(),
    gives: namesOf(outputs, names).toSorted(),
    computes: namesOf(encapsulated, names).toSorted(),
    takes: [...namesOf(inputs, names), ...namesOf(inputDecisions, names)],
  };
}

/** Members that hold FEEL, members that hold words; texts of all others are kept to the letter. */
const FEEL_MEMBERS: ReadonlySet<string> = new Set([
  'text',
  'values',
  'fallback',
  'allowed',
  'constraint',
  'outputs',
]);
const WORD_MEMBERS: ReadonlySet<string> = new Set(['label', 'zh', 'en', 'annotations']);

function reduceObject(node: MeaningNode, reading: Reading): MeaningNode {
  const isRule = 'annotations' in node && !('hitPolicy' in node);
  return Object.fromEntries(
    Object.entries(node)
      .filter(([member, value]) => member !== 'id' && value !== undefined)
      .map(([member, value]) => {
        if (member === 'label' && isMadeLabel(node, reading)) return [member, null];
        const reduced = reduceValue(value, member, reading);
        return [member, member === 'annotations' && isRule ? dropEmptyEnd(reduced) : reduced];
      }),
  );
}

/** Notes at the end of a rule that say nothing need not be written. */
function dropEmptyEnd(notes: JsonValue): JsonValue {
  if (!Array.isArray(notes)) return notes;
  return notes.slice(0, notes.findLastIndex((note) => note !== '') + 1) as JsonValue;
}

/** A column without a label is shown with its expression. */
function isMadeLabel({ label, text }: MeaningNode, { feel }: Reading): boolean {
  return typeof label === 'string' && typeof text === 'string' && feel(label) === feel(text);
}

function reduceValue(value: JsonValue, member: string, reading: Reading): JsonValue {
  if (typeof value === 'string') return reduceText(value, member, reading);
  if (Array.isArray(value)) {
    const items = value as readonly JsonValue[];
    return items.map((item) => reduceValue(item, member, reading));
  }
  return typeof value === 'object' && value !== null ? reduceObject(value as MeaningNode, reading) : value;
}

function reduceText(text: string, member: string, { types, feel }: Reading): string {
  if (FEEL_MEMBERS.has(member)) return feel(text);
  // Texts under `inputs` are the cells of rules: an empty one holds for any value, as `-` does.
  if (member === 'inputs') return feel(text) || '-';
  if (WORD_MEMBERS.has(member)) return text.replace(/\s+/g, ' ').trim();
  return member === 'typeRef' || member === 'result' ? bareType(text, types) : text;
}

/** DMN 1.1 writes types with the prefix of their namespace. */
export function bareType(typeRef: string, types: ReadonlySet<string>): string {
  return types.has(typeRef) ? typeRef : typeRef.slice(typeRef.indexOf(':') + 1);
}
