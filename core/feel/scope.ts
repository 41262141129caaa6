/**
 * The names an expression may use while it is read. Globals have an index, locals a slot; a slot is the number of
 * locals around it, so a frame is one flat array. A filter adds its item, whose entries are names too.
 */
import { normalizeContextKey } from 'lezer-feel';
import { type FeelType, elementType } from './type.ts';

export type GlobalName = { readonly name: string; readonly index: number; readonly type: FeelType };
export type LocalName = {
  readonly kind: 'variable' | 'item';
  readonly name: string;
  readonly key: string;
  readonly slot: number;
  readonly type: FeelType;
};

export type Scope = {
  readonly globals: ReadonlyMap<string, GlobalName>;
  readonly locals: readonly LocalName[];
  /** Named types that `instance of` and parameters may use. */
  readonly types: ReadonlyMap<string, FeelType>;
  /** Globals that are reached as `prefix.name`: those of imported models. */
  readonly prefixes: ReadonlyMap<string, Prefix>;
};

/** A name under which other names are gathered; it has no value of its own. */
export type Prefix = { readonly name: string; readonly globals: ReadonlyMap<string, GlobalName> };

export type Found =
  | { readonly kind: 'global'; readonly of: GlobalName }
  | { readonly kind: 'local'; readonly of: LocalName }
  | null;

/** Names that differ in spaces around `. / - ' + *` are the same name (DMN 1.5, 10.3.1.2). */
export function nameKey(name: string): string {
  return replaceAstral(normalizeContextKey(name));
}

/** The grammar can't read characters beyond the basic plane: each half becomes one letter of the same length. */
export function replaceAstral(text: string): string {
  return text.replace(/[\ud800-\udfff]/g, '\u2c2f');
}

export function createScope(
  globals: readonly GlobalName[],
  types: ReadonlyMap<string, FeelType> = new Map(),
  prefixed: ReadonlyMap<string, readonly GlobalName[]> = new Map(),
): Scope {
  const prefixes = new Map(
    [...prefixed].map(([name, under]) => [nameKey(name), { name, globals: byKey(under) }] as const),
  );
  return { globals: byKey(globals), locals: [], types, prefixes };
}

function byKey(globals: readonly GlobalName[]): ReadonlyMap<string, GlobalName> {
  return new Map(globals.map((entry) => [nameKey(entry.name), entry]));
}

/** A prefix that no other name hides. */
export function findPrefix(scope: Scope, name: string): Prefix | null {
  const prefix = scope.prefixes.get(nameKey(name));
  if (prefix === undefined) return null;
  const { found, items } = findName(scope, name);
  return found === null && items.length === 0 ? prefix : null;
}

/** Adds a local; its slot is the last of the new scope. */
export function withLocal(scope: Scope, name: string, type: FeelType): Scope {
  return withName(scope, { kind: 'variable', name, type });
}

/** Adds the item of a filter: the name `item`, and its entries. */
export function withItem(scope: Scope, type: FeelType): Scope {
  return withName(scope, { kind: 'item', name: 'item', type });
}

function withName(scope: Scope, { kind, name, type }: Pick<LocalName, 'kind' | 'name' | 'type'>): Scope {
  const local: LocalName = { kind, name, key: nameKey(name), slot: scope.locals.length, type };
  return { ...scope, locals: [...scope.locals, local] };
}

export function lastSlot(scope: Scope): number {
  return scope.locals.length - 1;
}

/** Finds a name from the inside out; items of filters in between are returned too, innermost first. */
export function findName(
  scope: Scope,
  name: string,
): { readonly found: Found; readonly items: readonly LocalName[] } {
  const key = nameKey(name);
  const items: LocalName[] = [];
  for (let index = scope.locals.length - 1; index >= 0; index -= 1) {
    const local = scope.locals[index] as LocalName;
    // An entry of the item comes before the item itself, also when it is called "item".
    if (local.kind === 'item' && mayHold(local.type, key)) items.push(local);
    if (local.key === key) return { found: { kind: 'local', of: local }, items };
  }
  const global = scope.globals.get(key);
  return { found: global === undefined ? null : { kind: 'global', of: global }, items };
}

/** Whether an item of this type may have an entry of this name; an unknown type may. */
function mayHold(type: FeelType, key: string): boolean {
  if (type.kind === 'any') return true;
  if (type.kind !== 'context') return false;
  return type.entries.size === 0 || [...type.entries.keys()].some((name) => nameKey(name) === key);
}

/** A sample object whose keys tell the grammar which names exist, contexts nested. */
export type Shape = { readonly [name: string]: Shape | 1 };

/** Deeper contexts than this have no names with spaces. */
const MAX_SHAPE_DEPTH = 6;

export function shapeOf(type: FeelType, depth = 0): Shape | 1 {
  const element = elementType(type);
  const inner = element.kind === 'function' ? elementType(element.result) : element;
  if (inner.kind !== 'context' || depth > MAX_SHAPE_DEPTH) return 1;
  const entries: [string, Shape | 1][] = [...inner.entries].map(([name, entry]) => [
    replaceAstral(name),
    shapeOf(entry, depth + 1),
  ]);
  return Object.fromEntries(entries);
}

export function scopeShape(scope: Scope, extraNames: Iterable<string>): Shape {
  const shape: Record<string, Shape | 1> = {};
  for (const name of extraNames) shape[name] = 1;
  for (const { name, globals } of scope.prefixes.values())
    shape[replaceAstral(name)] = Object.fromEntries(
      [...globals.values()].map((entry) => [replaceAstral(entry.name), shapeOf(entry.type)]),
    );
  for (const entry of scope.globals.values()) shape[replaceAstral(entry.name)] = shapeOf(entry.type);
  for (const local of scope.locals) {
    const own = shapeOf(local.type);
    if (local.kind === 'item' && own !== 1) Object.assign(shape, own);
    shape[replaceAstral(local.name)] = own;
  }
  return shape;
}
