/**
 * Static types of FEEL as plain data. They serve three ends: the grammar needs the entry names of contexts (names
 * may hold spaces), values are conformed to declared types, and the checker compares what is with what should be.
 */
import type { FeelType, FunctionType } from './type-form.ts';
import {
  type FeelContext,
  type FeelFunction,
  type FeelList,
  type FeelRange,
  type FeelValue,
  isContext,
  isFunction,
  isList,
  isRange,
  kindOf,
} from './value.ts';

export type { FeelType, FunctionType } from './type-form.ts';

export const ANY: FeelType = { kind: 'any' };
export const NUMBER: FeelType = { kind: 'number' };
export const STRING: FeelType = { kind: 'string' };
export const BOOLEAN: FeelType = { kind: 'boolean' };
export const DATE: FeelType = { kind: 'date' };
export const NULL: FeelType = { kind: 'null' };

const SIMPLE: ReadonlyMap<string, FeelType> = new Map<string, FeelType>([
  ['Any', ANY],
  ['any', ANY],
  ['number', NUMBER],
  ['string', STRING],
  ['boolean', BOOLEAN],
  ['date', DATE],
  ['Null', NULL],
  ['null', NULL],
  ['time', { kind: 'time' }],
  ['date and time', { kind: 'date and time' }],
  ['dateTime', { kind: 'date and time' }],
  ['days and time duration', { kind: 'days and time duration' }],
  ['dayTimeDuration', { kind: 'days and time duration' }],
  ['years and months duration', { kind: 'years and months duration' }],
  ['yearMonthDuration', { kind: 'years and months duration' }],
  ['list', { kind: 'list', item: ANY }],
  ['context', { kind: 'context', entries: new Map() }],
  ['function', { kind: 'function', result: ANY }],
]);

/** The built-in type of a name, without a prefix such as `feel:`; null when there is none. */
export function simpleType(name: string): FeelType | null {
  return (
    SIMPLE.get(
      name
        .replace(/^feel[:.]/, '')
        .replace(/\s+/g, ' ')
        .trim(),
    ) ?? null
  );
}

/** Whether a value belongs to a type; null belongs to every type, a context must have the entries (DMN 1.5, 10.3.2.9). */
export function conforms(value: FeelValue, type: FeelType): boolean {
  if (value === null || type.kind === 'any') return true;
  switch (type.kind) {
    case 'list':
      return isList(value) && conformItems(value, type.item);
    case 'context':
      return isContext(value) && conformEntries(value, type.entries);
    case 'range':
      return isRange(value) && conformEnds(value, type.of);
    case 'function':
      return isFunction(value) && conformsFunction(value, type);
    case 'number':
      return typeof value === 'number' || kindOf(value) === 'number';
    default:
      return kindOf(value) === type.kind;
  }
}

function conformItems(items: FeelList, type: FeelType): boolean {
  for (let index = 0; index < items.length; index += 1)
    if (!conforms(items[index] ?? null, type)) return false;
  return true;
}

function conformEntries(value: FeelContext, entries: ReadonlyMap<string, FeelType>): boolean {
  for (const [name, entry] of entries) {
    const one = value.get(name);
    if (one === undefined || !conforms(one, entry)) return false;
  }
  return true;
}

function conformEnds({ low, high }: FeelRange, of: FeelType): boolean {
  return conforms(low, of) && conforms(high, of);
}

/** What it takes may be wider and what it gives narrower than asked for; what a built-in takes and gives isn't known. */
function conformsFunction(value: FeelFunction, type: FunctionType): boolean {
  const { parameters, result } = type;
  if (parameters === undefined) return true;
  const own = value.type;
  if (own?.parameters === undefined) return hasArity(value, parameters.length);
  return (
    own.parameters.length === parameters.length &&
    own.parameters.every((wanted, index) => conformsTo(parameters[index] as FeelType, wanted)) &&
    conformsTo(own.result, result)
  );
}

function hasArity({ signatures, least }: FeelFunction, count: number): boolean {
  return signatures.some(
    (names, index) => count <= names.length && count >= (least?.[index] ?? names.length),
  );
}

/** Whether every value of one type belongs to another (DMN 1.5, 10.3.2.9.2). A type that isn't known belongs to Any alone. */
export function conformsTo(type: FeelType, wanted: FeelType): boolean {
  if (wanted.kind === 'any' || type.kind === 'null') return true;
  switch (type.kind) {
    case 'list':
      return wanted.kind === 'list' && conformsTo(type.item, wanted.item);
    case 'range':
      return wanted.kind === 'range' && conformsTo(type.of, wanted.of);
    case 'context':
      return (
        wanted.kind === 'context' &&
        [...wanted.entries].every(([name, entry]) => {
          const own = type.entries.get(name);
          return own !== undefined && conformsTo(own, entry);
        })
      );
    case 'function':
      return wanted.kind === 'function' && conformFunctions(type, wanted);
    default:
      return type.kind === wanted.kind;
  }
}

function conformFunctions(type: FunctionType, wanted: FunctionType): boolean {
  if (wanted.parameters === undefined) return true;
  const { parameters } = wanted;
  return (
    type.parameters?.length === parameters.length &&
    type.parameters.every((own, index) => conformsTo(parameters[index] as FeelType, own)) &&
    conformsTo(type.result, wanted.result)
  );
}

/** `conforms`, but null only belongs to null and Any, as `instance of` has it. */
export function isInstance(value: FeelValue, type: FeelType): boolean {
  if (type.kind === 'any') return value !== null;
  if (value === null) return type.kind === 'null';
  return conforms(value, type);
}

/** A type as FEEL writes it. */
export function formatType(type: FeelType): string {
  switch (type.kind) {
    case 'any':
      return 'Any';
    case 'list':
      return `list<${formatType(type.item)}>`;
    case 'range':
      return `range<${formatType(type.of)}>`;
    case 'context':
      return `context<${[...type.entries].map(([name, entry]) => `${name}: ${formatType(entry)}`).join(', ')}>`;
    case 'function':
      return type.parameters === undefined
        ? 'function'
        : `function<${type.parameters.map(formatType).join(', ')}> -> ${formatType(type.result)}`;
    default:
      return type.kind;
  }
}

/** The type that values of both types have: contexts share their entries, null gives way, other differences are Any. */
export function joinTypes(left: FeelType, right: FeelType): FeelType {
  if (left.kind === 'null') return right;
  if (right.kind === 'null') return left;
  if (left.kind === 'list' && right.kind === 'list')
    return { kind: 'list', item: joinTypes(left.item, right.item) };
  if (left.kind === 'context' && right.kind === 'context') return joinContexts(left.entries, right.entries);
  const isSimple = left.kind !== 'function' && left.kind !== 'range';
  return left.kind === right.kind && isSimple ? left : ANY;
}

function joinContexts(left: ReadonlyMap<string, FeelType>, right: ReadonlyMap<string, FeelType>): FeelType {
  // A context of unknown entries may have any.
  if (left.size === 0 || right.size === 0) return { kind: 'context', entries: new Map() };
  const entries = new Map(left);
  for (const [name, type] of right) {
    const known = entries.get(name);
    entries.set(name, known === undefined ? type : joinTypes(known, type));
  }
  return { kind: 'context', entries };
}

/** The type of an element: a list's item, anything else itself. */
export function elementType(type: FeelType): FeelType {
  return type.kind === 'list' ? type.item : type.kind === 'range' ? type.of : type;
}
