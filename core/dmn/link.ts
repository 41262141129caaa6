/**
 * Links a source model into a program: ids to indexes, requirements to scopes, cycles refused. What is broken becomes
 * a node that gives null with an error, and a problem; so a draft can be shown and the rest of it run.
 */
import { ANY, createScope, type FeelType, type GlobalName, type Scope } from '@plimsoll/core/feel';
import type { BoxedNode, Program, ProgramGlobal } from './boxed.ts';
import { type DataType, readTypes, type TypeTable } from './item.ts';
import { MAX_DRG_ELEMENTS } from './limits.ts';
import { linkBoxed, linkFunction, withFit } from './link-boxed.ts';
import { findDeclared, type Linker } from './linker.ts';
import { createProblem, type Problem } from './problem.ts';
import { findOrder, type Wiring } from './requirement.ts';
import type {
  SourceDecision,
  SourceElement,
  SourceInput,
  SourceKnowledge,
  SourceModel,
  SourceService,
} from './source.ts';

type Kinded =
  | { readonly kind: 'input'; readonly source: SourceInput }
  | { readonly kind: 'decision'; readonly source: SourceDecision }
  | { readonly kind: 'knowledge'; readonly source: SourceKnowledge }
  | { readonly kind: 'service'; readonly source: SourceService };

/** Links everything; `problems` is empty for a sound model. */
export function linkModel(model: SourceModel): {
  readonly program: Program;
  readonly types: TypeTable;
  readonly problems: readonly Problem[];
} {
  const problems: Problem[] = model.imports.map((name) => createProblem('DMN_IMPORT', {}, { name }));
  const types = readTypes(model.items, problems);
  const elements: readonly Kinded[] = [
    ...model.inputs.map((source): Kinded => ({ kind: 'input', source })),
    ...model.decisions.map((source): Kinded => ({ kind: 'decision', source })),
    ...model.knowledge.map((source): Kinded => ({ kind: 'knowledge', source })),
    ...model.services.map((source): Kinded => ({ kind: 'service', source })),
  ].slice(0, MAX_DRG_ELEMENTS);
  const count = model.inputs.length + model.decisions.length + model.knowledge.length + model.services.length;
  if (count > elements.length)
    problems.push(createProblem('DMN_TOO_MANY', {}, { what: 'elements', most: MAX_DRG_ELEMENTS }));
  checkNames(elements, problems);
  const wiring = wire(elements, problems);
  const { order, cycles } = findOrder(wiring);
  for (const cycle of cycles) {
    const path = cycle.map((index) => elements[index]?.source.name ?? '').join(' → ');
    problems.push(
      createProblem('DMN_CYCLE', { element: elements[cycle[0] ?? 0]?.source.name ?? null }, { path }),
    );
  }
  const linked = linkInOrder({ elements, wiring, order, inCycle: new Set(cycles.flat()) }, types, problems);
  const program: Program = {
    globals: linked,
    blank: linked.map(() => undefined),
    indexOf: new Map(elements.map(({ source }, index) => [source.name, index])),
    order: order.filter((index) => elements[index]?.kind === 'decision'),
  };
  return { program, types, problems };
}

function checkNames(elements: readonly Kinded[], problems: Problem[]): void {
  const seen = new Set<string>();
  for (const { source } of elements) {
    const { name } = source;
    if (name === '') problems.push(createProblem('DMN_NAMELESS', { element: source.id }));
    else if (seen.has(name)) problems.push(createProblem('DMN_DUPLICATE_NAME', { element: name }, { name }));
    seen.add(name);
  }
}

/** For each element the indexes of what it requires. */
function wire(elements: readonly Kinded[], problems: Problem[]): Wiring {
  const byId = new Map(elements.map(({ source }, index) => [source.id, index]));
  return elements.map(({ kind, source }) => {
    const ids = kind === 'service' ? [...source.outputs, ...source.encapsulated] : source.requires;
    return ids.flatMap((id) => {
      const index = byId.get(id);
      if (index === undefined)
        problems.push(createProblem('DMN_UNKNOWN_REQUIREMENT', { element: source.name }, { id }));
      return index === undefined ? [] : [index];
    });
  });
}

type Ordered = {
  readonly elements: readonly Kinded[];
  readonly wiring: Wiring;
  readonly order: readonly number[];
  readonly inCycle: ReadonlySet<number>;
};

function linkInOrder(ordered: Ordered, types: TypeTable, problems: Problem[]): ProgramGlobal[] {
  const { elements, wiring } = ordered;
  const linked: ProgramGlobal[] = [];
  const typeOf: FeelType[] = elements.map(() => ANY);
  const allNames = new Set(elements.map(({ source }) => source.name));
  const feelTypes = new Map<string, FeelType>();
  for (const name of types.names) feelTypes.set(name, types.find(name)?.feel ?? ANY);
  for (const index of ordered.order) {
    const element = elements[index] as Kinded;
    const linker: Linker = { element: element.source.name, column: null, problems, types, allNames };
    const required = (wiring[index] ?? []).filter(
      (each) => elements[each]?.kind !== 'service' || element.kind !== 'service',
    );
    const scope = createScope(
      required.map(
        (each): GlobalName => ({
          name: elements[each]?.source.name ?? '',
          index: each,
          type: typeOf[each] ?? ANY,
        }),
      ),
      feelTypes,
    );
    const made = ordered.inCycle.has(index)
      ? breakElement(element)
      : linkElement(element, scope, {
          linker,
          index,
          byId: (id) => elements.findIndex(({ source }) => source.id === id),
        });
    linked[index] = made.global;
    typeOf[index] = made.type;
  }
  return linked;
}

type Made = { readonly global: ProgramGlobal; readonly type: FeelType };
type Where = { readonly linker: Linker; readonly index: number; readonly byId: (id: string) => number };

function linkElement(element: Kinded, scope: Scope, where: Where): Made {
  const { linker } = where;
  const { name } = element.source;
  const declared = findDeclared(element.source.typeRef, linker);
  switch (element.kind) {
    case 'input':
      return { global: { kind: 'input', name, fit: declared }, type: declared?.feel ?? ANY };
    case 'decision': {
      const logic = linkBoxed(element.source.logic, scope, linker);
      const isFitted = declared === null || isContextFitted(logic, declared);
      const global = { kind: 'decision', name, logic, fit: declared, isFitted } as const;
      return { global, type: declared?.feel ?? logic.type };
    }
    case 'knowledge':
      return linkKnowledge(element.source, scope, { ...where, declared });
    case 'service':
      return { global: linkService(element.source, where.byId), type: { kind: 'function', result: ANY } };
    default:
      return element satisfies never;
  }
}

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
  const { name } = source;
  const result = declared === null || declared.feel.kind === 'function' ? null : declared;
  const globals = [
    ...scope.globals.values(),
    { name, index, type: { kind: 'function', result: result?.feel ?? ANY } } as const,
  ];
  const own = createScope(globals, scope.types);
  const node: BoxedNode =
    source.logic === null
      ? linkBoxed({ kind: 'missing', typeRef: null, what: 'function' }, own, linker)
      : linkFunction(source.logic, own, linker);
  const logic =
    node.kind === 'function' && result !== null ? { ...node, body: withFit(node.body, result) } : node;
  const type: FeelType = logic.kind === 'function' ? { kind: 'function', result: logic.body.type } : ANY;
  return { global: { kind: 'knowledge', name, logic }, type };
}

function linkService(source: SourceService, byId: (id: string) => number): ProgramGlobal {
  const found = (ids: readonly string[]): number[] => ids.map(byId).filter((index) => index >= 0);
  return {
    kind: 'service',
    name: source.name,
    parameters: [...found(source.inputs), ...found(source.inputDecisions)],
    outputs: found(source.outputs),
    inside: [...found(source.outputs), ...found(source.encapsulated)],
  };
}

function breakElement(element: Kinded): Made {
  const { name } = element.source as SourceElement;
  const logic: BoxedNode = { kind: 'broken', fit: null, type: ANY, code: 'DMN_CYCLE', what: name };
  if (element.kind === 'knowledge') return { global: { kind: 'knowledge', name, logic }, type: ANY };
  return { global: { kind: 'decision', name, logic, fit: null, isFitted: true }, type: ANY };
}
