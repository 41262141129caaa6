/**
 * Links a source model into a program: ids to indexes, requirements to scopes, cycles refused. What is broken becomes
 * a node that gives null with an error, and a problem; so a draft can be shown and the rest of it run.
 */
import { ANY, createScope, type FeelType, type GlobalName, type Scope } from '@plimsoll/core/feel';
import type { BoxedNode, FunctionBoxed, Program, ProgramGlobal } from './boxed.ts';
import { type DataType, readTypes, type TypeTable } from './item.ts';
import { MAX_DRG_ELEMENTS } from './limits.ts';
import { linkBoxed, linkFunction, withFit } from './link-boxed.ts';
import { findDeclared, type Linker } from './linker.ts';
import { createProblem, type Problem } from './problem.ts';
import type { LinkedModel, ReadModels } from './read-models.ts';
import { findOrder, type Wiring } from './requirement.ts';
import {
  qualify,
  referenceTo,
  type SourceDecision,
  type SourceElement,
  type SourceInput,
  type SourceKnowledge,
  type SourceModel,
  type SourceService,
} from './source.ts';

type Kinded = (
  | { readonly kind: 'input'; readonly source: SourceInput }
  | { readonly kind: 'decision'; readonly source: SourceDecision }
  | { readonly kind: 'knowledge'; readonly source: SourceKnowledge }
  | { readonly kind: 'service'; readonly source: SourceService }
) & {
  /** Its name in the model that was asked for: with the path of its own model. */
  readonly name: string;
  /** The place of its model. */
  readonly home: number;
};

/** What linking gives. `problems` is empty for a sound model. */
export type Linked = {
  readonly program: Program;
  /** Types by the place of the model that defines them. */
  readonly types: readonly TypeTable[];
  readonly problems: readonly Problem[];
};

/** Links everything. */
export function linkModels({ models, order: modelOrder }: ReadModels): Linked {
  const problems: Problem[] = [];
  const types = linkTypes(models, modelOrder, problems);
  const all = models.flatMap(({ source, path }, home) => listElements(source, path, home));
  const elements = all.slice(0, MAX_DRG_ELEMENTS);
  if (all.length > elements.length)
    problems.push(createProblem('DMN_TOO_MANY', {}, { what: 'elements', most: MAX_DRG_ELEMENTS }));
  checkNames(elements, problems);
  const byReference = new Map(
    elements.map(({ source, home }, index) => [
      referenceTo(models[home]?.source.namespace ?? '', source.id),
      index,
    ]),
  );
  const wiring = wire(elements, byReference, problems);
  const { order, cycles, inCycle } = findOrder(wiring);
  for (const cycle of cycles) {
    const path = cycle.map((index) => elements[index]?.name ?? '').join(' → ');
    problems.push(createProblem('DMN_CYCLE', { element: elements[cycle[0] ?? 0]?.name ?? null }, { path }));
  }
  const globals = linkInOrder({ elements, wiring, order, byReference, models, inCycle }, types, problems);
  checkServices(elements, { wiring, byReference }, problems);
  const reached = findReached(elements, wiring);
  const program: Program = {
    globals,
    blank: globals.map(() => undefined),
    indexOf: new Map(elements.map(({ name }, index) => [name, index])),
    origins: elements.map(({ source, home }) => ({
      namespace: models[home]?.source.namespace ?? '',
      name: source.name,
    })),
    order: order.filter((index) => elements[index]?.kind === 'decision' && reached.has(index)),
    reached,
  };
  return { program, types, problems };
}

function linkTypes(
  models: ReadModels['models'],
  order: ReadModels['order'],
  problems: Problem[],
): readonly TypeTable[] {
  const tables: TypeTable[] = [];
  for (const place of order) {
    const { source, path, imports } = models[place] as LinkedModel;
    const found: Problem[] = [];
    const imported = imports.flatMap(({ name, model }) => {
      const types = tables[model];
      return types === undefined ? [] : [{ name, types }];
    });
    tables[place] = readTypes(source.items, found, imported);
    problems.push(...found.map((problem) => under(problem, path)));
  }
  return tables;
}

/** A problem of an imported model, placed under its path. */
function under(problem: Problem, path: string): Problem {
  const element = qualify(path, problem.place.element ?? '');
  return path === '' ? problem : { ...problem, place: { ...problem.place, element } };
}

function listElements(source: SourceModel, path: string, home: number): readonly Kinded[] {
  const place = <T extends SourceElement>(element: T): { source: T; name: string; home: number } => ({
    source: element,
    name: qualify(path, element.name),
    home,
  });
  return [
    ...source.inputs.map((each): Kinded => ({ kind: 'input', ...place(each) })),
    ...source.decisions.map((each): Kinded => ({ kind: 'decision', ...place(each) })),
    ...source.knowledge.map((each): Kinded => ({ kind: 'knowledge', ...place(each) })),
    ...source.services.map((each): Kinded => ({ kind: 'service', ...place(each) })),
  ];
}

function checkNames(elements: readonly Kinded[], problems: Problem[]): void {
  const seen = new Set<string>();
  for (const { source, name } of elements) {
    if (source.name === '') problems.push(createProblem('DMN_NAMELESS', { element: source.id }));
    else if (seen.has(name)) problems.push(createProblem('DMN_DUPLICATE_NAME', { element: name }, { name }));
    seen.add(name);
  }
}

/** For each element the indexes of what it requires. */
function wire(
  elements: readonly Kinded[],
  byReference: ReadonlyMap<string, number>,
  problems: Problem[],
): Wiring {
  return elements.map(({ kind, source, name }) => {
    const find = (reference: string): readonly number[] => {
      const index = byReference.get(reference);
      const id = reference.slice(reference.lastIndexOf('#') + 1);
      if (index === undefined)
        problems.push(createProblem('DMN_UNKNOWN_REQUIREMENT', { element: name }, { id }));
      return index === undefined ? [] : [index];
    };
    if (kind !== 'service') return source.requires.flatMap(find);
    // What a service is given is no requirement of it, but it has to be there.
    for (const reference of [...source.inputs, ...source.inputDecisions]) find(reference);
    return [...source.outputs, ...source.encapsulated].flatMap(find);
  });
}

/** A service sees the inputs that it lists: another one that it needs would always be missing. */
function checkServices(
  elements: readonly Kinded[],
  { wiring, byReference }: Pick<Ordered, 'wiring' | 'byReference'>,
  problems: Problem[],
): void {
  for (const { kind, source, name } of elements) {
    if (kind !== 'service') continue;
    const given = [...source.inputs, ...source.inputDecisions].map((each) => byReference.get(each) ?? -1);
    const seen = new Set(given);
    const open = source.outputs.map((each) => byReference.get(each) ?? -1);
    for (let index = open.pop(); index !== undefined; index = open.pop()) {
      const element = elements[index];
      if (element === undefined || seen.has(index)) continue;
      seen.add(index);
      if (element.kind === 'input') {
        const facts = { service: name, name: element.name };
        problems.push(createProblem('DMN_SERVICE_INPUT', { element: name }, facts));
      } else if (element.kind === 'decision') open.push(...(wiring[index] ?? []));
    }
  }
}

/**
 * The elements of the model that was asked for, and whatever they need. An input that only services need is given by
 * their calls: it is asked of nobody.
 */
function findReached(elements: readonly Kinded[], wiring: Wiring): ReadonlySet<number> {
  const asked = walkWiring(elements, (index) =>
    elements[index]?.kind === 'service' ? [] : (wiring[index] ?? []),
  );
  const reached = walkWiring(elements, (index) => wiring[index] ?? []);
  return new Set([...reached].filter((index) => elements[index]?.kind !== 'input' || asked.has(index)));
}

function walkWiring(
  elements: readonly Kinded[],
  next: (index: number) => readonly number[],
): ReadonlySet<number> {
  const seen = new Set<number>();
  const open = elements.flatMap(({ home }, index) => (home === 0 ? [index] : []));
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    if (seen.has(index)) continue;
    seen.add(index);
    open.push(...next(index));
  }
  return seen;
}

type Ordered = {
  readonly elements: readonly Kinded[];
  readonly wiring: Wiring;
  readonly order: readonly number[];
  readonly byReference: ReadonlyMap<string, number>;
  readonly models: ReadModels['models'];
  readonly inCycle: ReadonlySet<number>;
};

function linkInOrder(ordered: Ordered, types: readonly TypeTable[], problems: Problem[]): ProgramGlobal[] {
  const { elements, models, byReference } = ordered;
  const linked: ProgramGlobal[] = [];
  const typeOf: FeelType[] = elements.map(() => ANY);
  const views = models.map(({ source, imports }, place) => ({
    types: types[place] ?? NO_TYPES,
    feelTypes: nameTypes(place, ordered.models, types),
    allNames: new Set([
      ...elements.flatMap((element) => (element.home === place ? [element.source.name] : [])),
      ...imports.map(({ name }) => name),
      ...source.imports.map(({ name }) => name),
    ]),
  }));
  const given = findGiven(elements, byReference);
  for (const index of ordered.order) {
    const element = elements[index] as Kinded;
    const { allNames, feelTypes, ...view } = views[element.home] as (typeof views)[number];
    const linker: Linker = { element: element.name, column: null, wanted: null, problems, allNames, ...view };
    const scope = scopeOf(index, { ...ordered, typeOf, feelTypes, problems });
    const made = ordered.inCycle.has(index)
      ? breakElement(element)
      : linkElement(element, scope, {
          linker,
          index,
          typeOf,
          isGiven: given.has(index),
          nameOf: (each) => elements[each]?.source.name ?? '',
          find: (reference) => byReference.get(reference) ?? -1,
        });
    linked[index] = made.global;
    typeOf[index] = made.type;
  }
  return linked;
}

/** Decisions that the model leaves open because a service is given them. */
function findGiven(
  elements: readonly Kinded[],
  byReference: ReadonlyMap<string, number>,
): ReadonlySet<number> {
  const inputs = elements.flatMap((each) => (each.kind === 'service' ? each.source.inputDecisions : []));
  return new Set(
    inputs.flatMap((reference) => {
      const index = byReference.get(reference) ?? -1;
      const element = elements[index];
      const isOpen = element?.kind === 'decision' && element.source.logic.kind === 'missing';
      return isOpen && element.source.logic.what === 'expression' ? [index] : [];
    }),
  );
}

const NO_TYPES: TypeTable = { names: [], find: () => null };

/** The types that FEEL may name in one model: its own, and those of its imports with their prefix. */
function nameTypes(
  place: number,
  models: ReadModels['models'],
  tables: readonly TypeTable[],
): ReadonlyMap<string, FeelType> {
  const named = new Map<string, FeelType>();
  const add = (table: TypeTable | undefined, prefix: string): void => {
    for (const name of table?.names ?? []) named.set(qualify(prefix, name), table?.find(name)?.feel ?? ANY);
  };
  for (const { name, model } of models[place]?.imports ?? []) add(tables[model], name);
  add(tables[place], '');
  return named;
}

type Viewed = Ordered & {
  readonly typeOf: readonly FeelType[];
  readonly feelTypes: ReadonlyMap<string, FeelType>;
  readonly problems: Problem[];
};

/** The names that an element sees: what it requires, by its own name or under the name of an import. */
function scopeOf(index: number, { elements, wiring, models, typeOf, feelTypes, problems }: Viewed): Scope {
  const element = elements[index] as Kinded;
  const own: GlobalName[] = [];
  const prefixed = new Map<string, GlobalName[]>();
  for (const each of wiring[index] ?? []) {
    const { source, home, kind } = elements[each] as Kinded;
    if (kind === 'service' && element.kind === 'service') continue;
    const global: GlobalName = { name: source.name, index: each, type: typeOf[each] ?? ANY };
    const via =
      home === element.home ? '' : models[element.home]?.imports.find(({ model }) => model === home)?.name;
    if (via === undefined)
      problems.push(createProblem('DMN_UNKNOWN_REQUIREMENT', { element: element.name }, { id: source.id }));
    else if (via === '') own.push(global);
    else prefixed.set(via, [...(prefixed.get(via) ?? []), global]);
  }
  return createScope(own, feelTypes, prefixed);
}

type Made = { readonly global: ProgramGlobal; readonly type: FeelType };
type Where = {
  readonly linker: Linker;
  readonly index: number;
  readonly typeOf: readonly FeelType[];
  /** Whether it is a decision without logic that a service is given. */
  readonly isGiven: boolean;
  /** The name that an element has in its own model. */
  readonly nameOf: (index: number) => string;
  /** The index of what a reference names; −1 for none. */
  readonly find: (reference: string) => number;
};

function linkElement(element: Kinded, scope: Scope, where: Where): Made {
  const { linker } = where;
  const { name } = element;
  const declared = findDeclared(element.source.typeRef, linker);
  switch (element.kind) {
    case 'input':
      return { global: { kind: 'input', name, fit: declared }, type: declared?.feel ?? ANY };
    case 'decision': {
      const logic = where.isGiven
        ? OPEN_LOGIC
        : linkBoxed(element.source.logic, scope, { ...linker, wanted: declared });
      const isFitted = declared === null || isContextFitted(logic, declared);
      const global = { kind: 'decision', name, logic, fit: declared, isFitted } as const;
      return { global, type: declared?.feel ?? logic.type };
    }
    case 'knowledge':
      return linkKnowledge(element.source, scope, { ...where, declared });
    case 'service':
      return linkService(element, declared, where);
    default:
      return element satisfies never;
  }
}

/** A decision that calls of a service decide. */
const OPEN_LOGIC: BoxedNode = {
  kind: 'broken',
  fit: null,
  type: ANY,
  code: 'DMN_NO_LOGIC',
  what: 'expression',
};

/** Whether every component of a type is an entry that was fitted to the same type. */
function isContextFitted(logic: BoxedNode, declared: DataType): boolean {
  const { components, allowed } = declared;
  if (logic.kind !== 'context' || logic.result !== null || logic.fit !== null) return false;
  if (components === null || allowed.length > 0) return false;
  return [...components].every(([name, wanted]) => {
    const fit = logic.entries.findLast((entry) => entry.name === name)?.value.fit ?? null;
    const hasSameTests = fit?.allowed === wanted.allowed || (!fit?.isConstrained && !wanted.isConstrained);
    return (
      fit !== null &&
      fit.feel === wanted.feel &&
      fit.item === wanted.item &&
      fit.components === wanted.components &&
      hasSameTests
    );
  });
}

/** A knowledge model may call itself; its name is in its own scope. */
function linkKnowledge(
  source: SourceKnowledge,
  scope: Scope,
  where: Where & { readonly declared: DataType | null },
): Made {
  const { linker, index, declared } = where;
  const { element: name } = linker;
  const result = resultOf(declared);
  const globals = [
    ...scope.globals.values(),
    { name: source.name, index, type: { kind: 'function', result: result?.feel ?? ANY } } as const,
  ];
  const own = { ...scope, globals: createScope(globals).globals };
  const node: BoxedNode =
    source.logic === null
      ? linkBoxed({ kind: 'missing', typeRef: null, what: 'function' }, own, linker)
      : linkFunction(source.logic, own, { ...linker, wanted: result });
  const logic = node.kind === 'function' && result !== null ? withResult(node, result) : node;
  const type: FeelType = logic.kind === 'function' ? { kind: 'function', result: logic.body.type } : ANY;
  return { global: { kind: 'knowledge', name, logic }, type };
}

function withResult(node: FunctionBoxed, result: DataType): FunctionBoxed {
  const type = node.type.kind === 'function' ? { ...node.type, result: result.feel } : node.type;
  return { ...node, type, body: withFit(node.body, result) };
}

/** The declared type of what a function gives: models declare the function's type or, from before DMN 1.3, its result's. */
function resultOf(declared: DataType | null): DataType | null {
  return declared?.feel.kind === 'function' ? declared.result : declared;
}

function linkService(
  { source, name }: Extract<Kinded, { readonly kind: 'service' }>,
  declared: DataType | null,
  { find, typeOf, nameOf, linker }: Where,
): Made {
  const found = (references: readonly string[]): number[] =>
    references.map(find).filter((index) => index >= 0);
  const fit = resultOf(declared);
  const outputs = found(source.outputs);
  if (outputs.length === 0)
    linker.problems.push(createProblem('DMN_NO_LOGIC', { element: name }, { what: 'outputDecision' }));
  const entries = outputs.map((index): [string, FeelType] => [nameOf(index), typeOf[index] ?? ANY]);
  const plain: FeelType =
    entries.length === 1 ? (entries[0]?.[1] ?? ANY) : { kind: 'context', entries: new Map(entries) };
  return {
    global: {
      kind: 'service',
      name,
      fit,
      parameters: [...found(source.inputs), ...found(source.inputDecisions)],
      outputs,
      inside: [...outputs, ...found(source.encapsulated)],
    },
    type: { kind: 'function', result: fit?.feel ?? plain },
  };
}

function breakElement(element: Kinded): Made {
  const { name } = element;
  const logic: BoxedNode = { kind: 'broken', fit: null, type: ANY, code: 'DMN_CYCLE', what: name };
  if (element.kind === 'knowledge') return { global: { kind: 'knowledge', name, logic }, type: ANY };
  return { global: { kind: 'decision', name, logic, fit: null, isFitted: true }, type: ANY };
}
