/** Readers of the expressions that bind names: `for`, `some`, `every`, `function`. */
import type { SyntaxNode } from './grammar.ts';
import { entryOf, readExternal, textEntry } from './external.ts';
import type { FeelNode, Binding } from './node.ts';
import { readType } from './parse-type.ts';
import { type Reader, spanOf } from './reader.ts';
import { lastSlot, type Scope, withLocal } from './scope.ts';
import { childrenOf, nameOf, partsOf } from './syntax.ts';
import { ANY, BOOLEAN, elementType, type FeelType } from './type.ts';

type Bound = { readonly iterators: readonly Binding[]; readonly scope: Scope };

export function readFor(node: SyntaxNode, scope: Scope, reader: Reader): FeelNode {
  const [clauses, body] = partsOf(node) as [SyntaxNode, SyntaxNode];
  const bound = readBindings(clauses, scope, reader);
  const inner = withLocal(bound.scope, 'partial', { kind: 'list', item: ANY });
  const result = reader.read(body, inner);
  return {
    kind: 'for',
    at: spanOf(node),
    type: { kind: 'list', item: result.type },
    iterators: bound.iterators,
    partialSlot: reader.text.slice(body.from, body.to).includes('partial') ? lastSlot(inner) : null,
    body: result,
  };
}

export function readQuantified(node: SyntaxNode, scope: Scope, reader: Reader): FeelNode {
  const [clauses, body] = partsOf(node) as [SyntaxNode, SyntaxNode];
  const bound = readBindings(clauses, scope, reader);
  return {
    kind: 'quantified',
    at: spanOf(node),
    type: BOOLEAN,
    quantifier: childrenOf(node)[0]?.name === 'every' ? 'every' : 'some',
    iterators: bound.iterators,
    body: reader.read(body, bound.scope),
  };
}

function readBindings(clauses: SyntaxNode, scope: Scope, reader: Reader): Bound {
  let inner = scope;
  const iterators = partsOf(clauses).map((clause): Binding => {
    const [name, domain] = partsOf(clause) as [SyntaxNode, SyntaxNode];
    const [from, to] = partsOf(domain).map((part) => reader.read(part, inner));
    const source = from as FeelNode;
    inner = withLocal(inner, nameOf(name, reader.text), elementType(source.type));
    return { name: nameOf(name, reader.text), slot: lastSlot(inner), source, end: to ?? null };
  });
  return { iterators, scope: inner };
}

export function readFunction(node: SyntaxNode, scope: Scope, reader: Reader): FeelNode {
  const at = spanOf(node);
  const parts = partsOf(node);
  const body = parts.at(-1) as SyntaxNode;
  const formal = parts.length > 1 ? partsOf(parts[0] as SyntaxNode) : [];
  const parameters = formal.map((parameter) => {
    const [name, type] = partsOf(parameter) as [SyntaxNode, SyntaxNode | undefined];
    return {
      name: nameOf(name, reader.text),
      type: type === undefined ? ANY : readType(type, scope, reader),
    };
  });
  const inner = parameters.reduce((outer, { name, type }) => withLocal(outer, name, type), scope);
  const firstSlot = scope.locals.length;
  const isExternal = [node, body].some((each) => childrenOf(each).some((child) => child.name === 'external'));
  const given = reader.read(partsOf(body)[0] as SyntaxNode, isExternal ? scope : inner);
  const result = isExternal ? passOn(given, { parameters, firstSlot }, reader) : given;
  const type: FeelType = { kind: 'function', result: result.type };
  return { kind: 'function', at, type, parameters, firstSlot, body: result };
}

/** The body of an external function: a call of what its mapping names. */
function passOn(
  mapping: FeelNode,
  of: { readonly parameters: readonly { readonly name: string }[]; readonly firstSlot: number },
  reader: Reader,
): FeelNode {
  const java = entryOf(mapping, 'java');
  const className = java === null ? null : textEntry(java, 'class');
  const signature = java === null ? null : textEntry(java, 'method signature');
  const names = of.parameters.map(({ name }) => name);
  const { body, problems } = readExternal(
    { className, signature },
    { names, firstSlot: of.firstSlot, at: mapping.at },
  );
  reader.problems.push(...problems);
  return body;
}
