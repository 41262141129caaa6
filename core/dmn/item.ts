/**
 * Types that a model defines (item definitions) and their allowed values. A type is read once; a value is fitted to
 * it when it enters or leaves a decision: a list of one and its item stand for each other, null always fits.
 */
import {
  ANY,
  type CallFault,
  callFault,
  coerce,
  conforms,
  createFrame,
  createScope,
  type FeelType,
  type FeelValue,
  formatType,
  type Frame,
  isContext,
  isList,
  kindOf,
  NUMBER,
  parseExpression,
  parseTests,
  run,
  runTest,
  simpleType,
  type TestNode,
} from '@plimsoll/core/feel';
import { MAX_ITEM_DEPTH } from './limits.ts';
import { createProblem, type Problem } from './problem.ts';
import type { SourceItem } from './source.ts';

export type DataType = {
  readonly name: string;
  readonly feel: FeelType;
  /** The tests that a value must pass, all of them: its own and those of the type it is made from. */
  readonly allowed: readonly TestNode[];
  /** The allowed values in their order, when they are a list of constants. */
  readonly order: readonly FeelValue[] | null;
  /** What a list holds. */
  readonly item: DataType | null;
  readonly components: ReadonlyMap<string, DataType> | null;
  /** What a function gives. */
  readonly result: DataType | null;
  /** For a type inside itself: the whole type, once it is read. */
  readonly again: { type: DataType | null } | null;
  /** Whether fitting has to look further than the kind. */
  readonly isConstrained: boolean;
};

const EMPTY_SCOPE = createScope([]);
const NO_SPAN = { from: 0, to: 0 };

export type TypeTable = {
  readonly names: readonly string[];
  readonly find: (name: string) => DataType | null;
};

/** Types of imported models, under the name of the import; an empty name is no prefix. */
export type ImportedTypes = readonly { readonly name: string; readonly types: TypeTable }[];

function plain(name: string, feel: FeelType): DataType {
  return {
    name,
    feel,
    allowed: [],
    order: null,
    item: null,
    components: null,
    result: null,
    again: null,
    isConstrained: false,
  };
}

/** Names of XML Schema for kinds of numbers, which some editors write where FEEL knows one. */
const NUMBER_NAMES: ReadonlySet<string> = new Set([
  'integer',
  'int',
  'long',
  'short',
  'double',
  'float',
  'decimal',
]);

/** A type that a model doesn't define: built in, `prefix.name` of an import, or a plain name of one without a prefix. */
function findElsewhere(name: string, imported: ImportedTypes): DataType | null {
  const simple = simpleType(name) ?? (NUMBER_NAMES.has(name) ? NUMBER : null);
  if (simple !== null) return plain(name, simple);
  for (const { name: prefix, types } of imported) {
    // DMN 1.1 and 1.2 write a colon.
    const isPrefixed = prefix !== '' && (name.startsWith(`${prefix}.`) || name.startsWith(`${prefix}:`));
    const inner = prefix === '' ? name : isPrefixed ? name.slice(prefix.length + 1) : null;
    const found = inner !== null && types.names.includes(inner) ? types.find(inner) : null;
    if (found !== null) return found;
  }
  return null;
}

/** Reads all item definitions; unknown type names and unreadable allowed values become problems. */
export function readTypes(
  items: readonly SourceItem[],
  problems: Problem[],
  imported: ImportedTypes = [],
): TypeTable {
  const byName = new Map(items.map((item) => [item.name, item]));
  const made = new Map<string, DataType>();
  const open = new Map<string, { type: DataType | null }>();
  const table: TypeTable = { names: items.map((item) => item.name), find: findType };
  for (const item of items) findType(item.name);
  return table;

  function findType(name: string): DataType | null {
    const known = made.get(name);
    if (known !== undefined) return known;
    const item = byName.get(name);
    if (item === undefined) {
      const found = findElsewhere(name, imported);
      // DMN 1.1 writes types with the prefix of their namespace.
      const bare = name.slice(name.indexOf(':') + 1);
      return found ?? (bare === name ? null : findType(bare));
    }
    const again = open.get(name);
    if (again !== undefined) return { ...plain(name, ANY), again, isConstrained: true };
    const own = { type: null as DataType | null };
    open.set(name, own);
    const read = makeType(item, 0);
    const type = read.again === null ? read : refuseCircle(item);
    open.delete(name);
    own.type = type;
    made.set(name, type);
    return type;
  }

  /** A type that is nothing but another name of itself. */
  function refuseCircle({ name }: SourceItem): DataType {
    problems.push(createProblem('DMN_TYPE_CYCLE', { element: name }, { name }));
    return plain(name, ANY);
  }

  function makeType(item: SourceItem, depth: number): DataType {
    const base = baseOf(item, depth);
    const tests = readTests(item, item.allowed, base.feel);
    const constraint = item.constraint ?? null;
    if (!item.isCollection) {
      // Without tests of its own a type keeps those of its base, the same list: so whoever compares types sees it.
      const own = [...tests, ...readTests(item, constraint, base.feel)];
      const allowed = own.length === 0 ? base.allowed : [...base.allowed, ...own];
      return {
        ...base,
        name: item.name,
        allowed,
        order: item.allowed === null ? base.order : readOrder(item.allowed),
        isConstrained: base.isConstrained || allowed.length > base.allowed.length,
      };
    }
    const single: DataType = {
      ...base,
      allowed: [...base.allowed, ...tests],
      order: item.allowed === null ? base.order : readOrder(item.allowed),
      isConstrained: base.isConstrained || tests.length > 0,
    };
    const feel: FeelType = { kind: 'list', item: single.feel };
    const allowed = readTests(item, constraint, feel);
    const isConstrained = single.isConstrained || allowed.length > 0;
    return { ...plain(item.name, feel), item: single, allowed, isConstrained };
  }

  function baseOf(item: SourceItem, depth: number): DataType {
    if (item.isFunction) {
      const result = item.result === undefined ? null : find(item.result, item);
      const feel: FeelType = { kind: 'function', result: result?.feel ?? ANY };
      return { ...plain(item.name, feel), result };
    }
    if (item.components.length > 0 && depth < MAX_ITEM_DEPTH) {
      const components = new Map(item.components.map((part) => [part.name, makeType(part, depth + 1)]));
      const entries = new Map([...components].map(([name, type]) => [name, type.feel]));
      const isConstrained = [...components.values()].some((type) => type.isConstrained);
      return { ...plain(item.name, { kind: 'context', entries }), components, isConstrained };
    }
    return item.typeRef === null
      ? plain(item.name, ANY)
      : (find(item.typeRef, item) ?? plain(item.name, ANY));
  }

  function find(name: string, item: SourceItem): DataType | null {
    const found = findType(name.trim());
    if (found === null) problems.push(createProblem('DMN_UNKNOWN_TYPE', { element: item.name }, { name }));
    return found;
  }

  function readTests(item: SourceItem, text: string | null, tested: FeelType): readonly TestNode[] {
    if (text === null) return [];
    const read = parseTests(text, EMPTY_SCOPE, tested);
    for (const { code, at, facts } of read.problems)
      problems.push(createProblem(code, { element: item.name, ...at }, facts));
    return [read.test];
  }
}

/** The constants of a text such as `"High", "Low"`, in order; null when it isn't a list of constants. */
export function readOrder(text: string): readonly FeelValue[] | null {
  const { node, problems } = parseExpression(`[${text}]`, EMPTY_SCOPE);
  if (problems.length > 0 || node.kind !== 'list') return null;
  const values = node.items.map((item) => (item.kind === 'literal' ? item.value : null));
  return values.includes(null) ? null : values;
}

/** The value as its type wants it, or a fault that says why it doesn't fit. */
export function fit(value: FeelValue, type: DataType, frame: Frame): FeelValue | CallFault {
  if (value === null || (type.feel.kind === 'any' && !type.isConstrained)) return value;
  if (
    !type.isConstrained &&
    kindOf(value) === type.feel.kind &&
    type.feel.kind !== 'context' &&
    type.feel.kind !== 'list'
  )
    return value;
  const coerced = coerce(value, type.feel);
  if (coerced === undefined)
    return callFault('DMN_VALUE_TYPE', { wanted: formatType(type.feel).slice(0, 80), given: kindOf(value) });
  // A frame of its own: `?` in allowed values must not land on a local of the caller.
  return !type.isConstrained || isAllowed(coerced, type, createFrame(frame.run))
    ? coerced
    : callFault('DMN_VALUE_NOT_ALLOWED', { type: type.name });
}

function isAllowed(value: FeelValue, type: DataType, frame: Frame): boolean {
  if (value === null || !type.isConstrained) return true;
  const cell = { frame, slot: 0, at: NO_SPAN, run };
  if (!type.allowed.every((test) => runTest(test, value, cell) === true)) return false;
  if (type.again !== null) {
    const whole = type.again.type;
    return whole === null || (conforms(value, whole.feel) && isAllowed(value, whole, frame));
  }
  if (type.item !== null) {
    const { item } = type;
    return isList(value) && value.every((each) => isAllowed(each, item, frame));
  }
  if (type.components === null || !isContext(value)) return true;
  for (const [name, component] of type.components)
    if (!isAllowed(value.get(name) ?? null, component, frame)) return false;
  return true;
}
