/** Reads type names: built-in, named by the scope, `list<…>`, `range<…>`, `context<…>`, `function<…> -> …`. */
import type { SyntaxNode } from './grammar.ts';
import type { Reader } from './reader.ts';
import { broken, spanOf } from './reader.ts';
import type { Scope } from './scope.ts';
import { nameOf, partsOf, textOf } from './syntax.ts';
import { ANY, type FeelType, simpleType } from './type.ts';

export function readType(node: SyntaxNode, scope: Scope, reader: Reader): FeelType {
  const inner = node.name === 'Type' ? (partsOf(node)[0] as SyntaxNode) : node;
  switch (inner.name) {
    case 'ListType': {
      const held = readType(partsOf(inner)[0] as SyntaxNode, scope, reader);
      // The grammar reads both as lists.
      return textOf(inner, reader.text).startsWith('range')
        ? { kind: 'range', of: held }
        : { kind: 'list', item: held };
    }
    case 'FunctionType': {
      const types = partsOf(inner).flatMap((part) =>
        part.name === 'ArgumentTypes' ? partsOf(part) : [part],
      );
      const [result = ANY, ...parameters] = types.map((type) => readType(type, scope, reader)).reverse();
      return { kind: 'function', parameters: parameters.reverse(), result };
    }
    case 'ContextType': {
      const entries = partsOf(inner).flatMap((part) =>
        part.name === 'ContextEntryTypes' ? partsOf(part) : [part],
      );
      return {
        kind: 'context',
        entries: new Map(
          entries.map((entry) => {
            const [name, type] = partsOf(entry) as [SyntaxNode, SyntaxNode];
            return [nameOf(name, reader.text), readType(type, scope, reader)];
          }),
        ),
      };
    }
    default:
      return readNamedType(inner, scope, reader);
  }
}

function readNamedType(node: SyntaxNode, scope: Scope, reader: Reader): FeelType {
  const name = nameOf(node, reader.text);
  const found = scope.types.get(name) ?? simpleType(name);
  if (found !== null) return found;
  broken(reader, spanOf(node), { code: 'FEEL_UNKNOWN_TYPE', name: name });
  return ANY;
}
