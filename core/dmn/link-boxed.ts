/** Links boxed expressions: reads their FEEL within the scope that grows with context entries and parameters. */
import {
  ANY,
  BOOLEAN,
  createScope,
  type FeelType,
  lastSlot,
  parseExpression,
  readExternal,
  type Scope,
  withItem,
  withLocal,
} from '@plimsoll/core/feel';
import type { BoxedNode, FunctionBoxed } from './boxed.ts';
import type { DataType } from './item.ts';
import { MAX_ENTRIES } from './limits.ts';
import { findDeclared, linkFeel, type Linker } from './linker.ts';
import { linkTable } from './link-table.ts';
import { createProblem } from './problem.ts';
import type { SourceExpression, SourceFunction } from './source.ts';

function elementOf(type: FeelType): FeelType {
  return type.kind === 'list' ? type.item : type;
}

function at(linker: Linker, column: string | null): Linker {
  return { ...linker, column, wanted: null };
}

/** Links one boxed expression. */
export function linkBoxed(source: SourceExpression, scope: Scope, linker: Linker): BoxedNode {
  const fit = findDeclared(source.typeRef, linker);
  const declared = fit?.feel ?? null;
  const { column } = linker;
  const inner = (part: SourceExpression): BoxedNode => linkBoxed(part, scope, at(linker, column));
  switch (source.kind) {
    case 'literal': {
      const node = linkFeel(source.text, scope, { place: { column }, linker });
      return { kind: 'literal', node, fit, type: declared ?? node.type };
    }
    case 'table':
      return linkTable(source, scope, linker);
    case 'context':
      return linkContext(source, scope, linker);
    case 'relation':
      return linkRelation(source, scope, linker);
    case 'list': {
      const items = source.items.map((item) => inner(item));
      return { kind: 'list', fit, items, type: declared ?? { kind: 'list', item: items[0]?.type ?? ANY } };
    }
    case 'invocation': {
      const callee = inner(source.callee);
      const bindings = source.bindings.map(({ name, value }) => ({
        name,
        value: linkBoxed(value, scope, at(linker, name)),
      }));
      const result = callee.type.kind === 'function' ? callee.type.result : ANY;
      return { kind: 'invocation', fit, callee, bindings, type: declared ?? result };
    }
    case 'function':
      return linkFunction(source, scope, linker);
    case 'conditional': {
      const then = inner(source.then);
      return {
        kind: 'conditional',
        fit,
        condition: inner(source.condition),
        then,
        otherwise: inner(source.otherwise),
        type: declared ?? then.type,
      };
    }
    case 'filter':
    case 'iteration':
      return linkLoop(source, scope, linker);
    case 'missing':
      linker.problems.push(
        createProblem('DMN_NO_LOGIC', { element: linker.element, column }, { what: source.what }),
      );
      return { kind: 'broken', fit, type: ANY, code: 'DMN_NO_LOGIC', what: source.what };
    default:
      return source satisfies never;
  }
}

function linkContext(
  source: Extract<SourceExpression, { readonly kind: 'context' }>,
  scope: Scope,
  linker: Linker,
): BoxedNode {
  const fit = findDeclared(source.typeRef, linker);
  let inner = scope;
  let result: BoxedNode | null = null;
  const entries: { name: string; slot: number; value: BoxedNode }[] = [];
  const types = new Map<string, FeelType>();
  if (source.entries.length > MAX_ENTRIES)
    linker.problems.push(
      createProblem('DMN_TOO_MANY', { element: linker.element }, { what: 'entries', most: MAX_ENTRIES }),
    );
  for (const { name, typeRef, value: part } of source.entries.slice(0, MAX_ENTRIES)) {
    const value = withFit(linkBoxed(part, inner, at(linker, name)), findDeclared(typeRef, linker));
    if (name === null) {
      result = value;
      continue;
    }
    if (types.has(name))
      linker.problems.push(
        createProblem('DMN_DUPLICATE_NAME', { element: linker.element, column: name }, { name }),
      );
    inner = withLocal(inner, name, value.type);
    types.set(name, value.type);
    entries.push({ name, slot: lastSlot(inner), value });
  }
  const type: FeelType = fit?.feel ?? result?.type ?? { kind: 'context', entries: types };
  return { kind: 'context', fit, type, entries, result };
}

/** A declared type of the variable wins over one of the expression. */
export function withFit(node: BoxedNode, fit: DataType | null): BoxedNode {
  return fit === null ? node : { ...node, fit, type: fit.feel };
}

function linkRelation(
  source: Extract<SourceExpression, { readonly kind: 'relation' }>,
  scope: Scope,
  linker: Linker,
): BoxedNode {
  const fit = findDeclared(source.typeRef, linker);
  const columns = source.columns.map(({ name, typeRef }) => ({ name, fit: findDeclared(typeRef, linker) }));
  const rows = source.rows.map((row, index) => {
    if (row.length !== columns.length) {
      linker.problems.push(
        createProblem(
          'DMN_CELLS',
          { element: linker.element, rule: index + 1 },
          { cells: row.length, columns: columns.length },
        ),
      );
    }
    return row.map((cell, column) => linkBoxed(cell, scope, at(linker, columns[column]?.name ?? null)));
  });
  const entries = new Map(
    columns.map(({ name, fit: own }, index) => [name, own?.feel ?? rows[0]?.[index]?.type ?? ANY]),
  );
  return {
    kind: 'relation',
    fit,
    columns,
    rows,
    type: fit?.feel ?? { kind: 'list', item: { kind: 'context', entries } },
  };
}

/** Links a function; its parameters are locals of the body. */
export function linkFunction(source: SourceFunction, scope: Scope, linker: Linker): BoxedNode {
  const parameters = source.parameters.map(({ name, typeRef }) => ({
    name,
    fit: findDeclared(typeRef, linker),
  }));
  const inner = parameters.reduce((outer, { name, fit }) => withLocal(outer, name, fit?.feel ?? ANY), scope);
  const body = source.isExternal
    ? linkExternal(source, scope.locals.length, linker)
    : linkBoxed(source.body, inner, linker);
  const node: FunctionBoxed = {
    kind: 'function',
    name: linker.column ?? linker.element,
    fit: null,
    type: { kind: 'function', parameters: parameters.map(({ fit }) => fit?.feel ?? ANY), result: body.type },
    parameters,
    firstSlot: scope.locals.length,
    body,
  };
  return node;
}

/** The body of a function of another language: a call of what is known by its meaning, else one that is refused. */
function linkExternal({ body, parameters }: SourceFunction, firstSlot: number, linker: Linker): BoxedNode {
  const { element, column } = linker;
  const names = parameters.map(({ name }) => name);
  const mapping = { className: textOfEntry(body, 'class'), signature: textOfEntry(body, 'method signature') };
  const { body: node, problems } = readExternal(mapping, { names, firstSlot, at: { from: 0, to: 0 } });
  for (const { code, facts } of problems)
    linker.problems.push(createProblem(code, { element, column }, facts));
  return { kind: 'literal', node, fit: null, type: ANY };
}

/** The text of an entry of a boxed context, when it is written as a plain text. */
function textOfEntry(source: SourceExpression, name: string): string | null {
  if (source.kind !== 'context') return null;
  const value = source.entries.find((entry) => entry.name === name)?.value;
  if (value?.kind !== 'literal') return null;
  const { node } = parseExpression(value.text, createScope([]));
  return node.kind === 'literal' && typeof node.value === 'string' ? node.value : null;
}

function linkLoop(
  source: Extract<SourceExpression, { readonly kind: 'filter' | 'iteration' }>,
  scope: Scope,
  linker: Linker,
): BoxedNode {
  const fit = findDeclared(source.typeRef, linker);
  const list = linkBoxed(source.source, scope, at(linker, 'in'));
  const item = elementOf(list.type);
  if (source.kind === 'filter') {
    const inner = withItem(scope, item);
    const match = linkBoxed(source.match, inner, at(linker, 'match'));
    return { kind: 'filter', fit, source: list, slot: lastSlot(inner), match, type: fit?.feel ?? list.type };
  }
  const itemScope = withLocal(scope, source.variable, item);
  const inner = withLocal(itemScope, 'partial', { kind: 'list', item: ANY });
  const body = linkBoxed(source.body, inner, at(linker, source.iteration));
  const type: FeelType = source.iteration === 'for' ? { kind: 'list', item: body.type } : BOOLEAN;
  return {
    kind: 'iteration',
    fit,
    iteration: source.iteration,
    source: list,
    slot: lastSlot(itemScope),
    partialSlot: JSON.stringify(source.body).includes('partial') ? lastSlot(inner) : null,
    body,
    type: fit?.feel ?? type,
  };
}
