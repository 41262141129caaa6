/**
 * Types that a model defines (item definitions) and their allowed values. A type is read once; a value is fitted to
 * it when it enters or leaves a decision: a list of one and its item stand for each other, null always fits.
 */
import {
  ANY,
  type CallFault,
  callFault,
  coerce,
  createFrame,
  createScope,
  type FeelType,
  type FeelValue,
  formatType,
  type Frame,
  isContext,
  isList,
  kindOf,
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
  /** Whether fitting has to look further than the kind. */
  readonly isConstrained: boolean;
};

const EMPTY_SCOPE = createScope([]);
const NO_SPAN = { from: 0, to: 0 };

export type TypeTable = {
  readonly names: readonly string[];
  readonly find: (name: string) => DataType | null;
};

function plain(name: string, feel: FeelType): DataType {
  return { name, feel, allowed: [], order: null, item: null, components: null, isConstrained: false };
}

/** Reads all item definitions; unknown type names and unreadable allowed values become problems. */
export function readTypes(items: readonly SourceItem[], problems: Problem[]): TypeTable {
  const byName = new Map(items.map((item) => [item.name, item]));
  const made = new Map<string, DataType>();
  const open = new Set<string>();
  const table: TypeTable = { names: items.map((item) => item.name), find: findType };
  for (const item of items) findType(item.name);
  return table;

  function findType(name: string): DataType | null {
    const known = made.get(name);
    if (known !== undefined) return known;
    const item = byName.get(name);
    if (item === undefined) {
      const simple = simpleType(name);
      if (simple !== null) return plain(name, simple);
      // DMN 1.1 writes types with the prefix of their namespace.
      const bare = name.slice(name.indexOf(':') + 1);
      return bare === name ? null : findType(bare);
    }
    // A type that holds itself is open inside itself.
    if (open.has(name)) return plain(name, ANY);
    open.add(name);
    const type = makeType(item, 0);
    open.delete(name);
    made.set(name, type);
    return type;
  }

  function makeType(item: SourceItem, depth: number): DataType {
    const base = baseOf(item, depth);
    const allowed = readAllowed(item, base);
    const single: DataType = {
      ...base,
      name: item.name,
      ...allowed,
      isConstrained: base.isConstrained || allowed.allowed.length > 0,
    };
    if (!item.isCollection) return single;
    return {
      ...plain(item.name, { kind: 'list', item: single.feel }),
      item: single,
      isConstrained: single.isConstrained,
    };
  }

  function baseOf(item: SourceItem, depth: number): DataType {
    if (item.isFunction) return plain(item.name, { kind: 'function', result: ANY });
    if (item.components.length > 0 && depth < MAX_ITEM_DEPTH) {
      const components = new Map(item.components.map((part) => [part.name, makeType(part, depth + 1)]));
      const entries = new Map([...components].map(([name, type]) => [name, type.feel]));
      const isConstrained = [...components.values()].some((type) => type.isConstrained);
      return { ...plain(item.name, { kind: 'context', entries }), components, isConstrained };
    }
    if (item.typeRef === null) return plain(item.name, ANY);
    const found = findType(item.typeRef);
    if (found === null)
      problems.push(createProblem('DMN_UNKNOWN_TYPE', { element: item.name }, { name: item.typeRef }));
    return found ?? plain(item.name, ANY);
  }

  function readAllowed(item: SourceItem, base: DataType): Pick<DataType, 'allowed' | 'order'> {
    if (item.allowed === null) return { allowed: base.allowed, order: base.order };
    const tested = parseTests(item.allowed, EMPTY_SCOPE, base.feel);
    for (const { code, at, facts } of tested.problems)
      problems.push(createProblem(code, { element: item.name, ...at }, facts));
    return { allowed: [...base.allowed, tested.test], order: readOrder(item.allowed) };
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
  if (value === null || type.feel.kind === 'any') return value;
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
  if (type.item !== null) {
    const { item } = type;
    return isList(value) && value.every((each) => isAllowed(each, item, frame));
  }
  if (type.components === null || !isContext(value)) return true;
  for (const [name, component] of type.components)
    if (!isAllowed(value.get(name) ?? null, component, frame)) return false;
  return true;
}
