/** What the readers of one text share: the text, the problems found, and small node makers. */
import type { SyntaxNode } from './grammar.ts';
import type { BrokenNode, FeelNode, FeelProblem, LiteralNode } from './node.ts';
import { ANY, BOOLEAN, type FeelType, NULL, NUMBER, STRING } from './type.ts';
import type { Span } from './span.ts';
import type { Scope } from './scope.ts';
import { type FeelValue, kindOf } from './value.ts';

export type Reader = {
  readonly text: string;
  readonly problems: FeelProblem[];
  /** Reads one node of the grammar's tree; here so that the readers needn't import each other. */
  readonly read: (node: SyntaxNode, scope: Scope) => FeelNode;
  depth: number;
};

export function spanOf(node: SyntaxNode): Span {
  return { from: node.from, to: node.to };
}

/** Reports a problem and stands in with a node that gives null and the same fault. */
export function broken(
  reader: Reader,
  at: Span,
  { code, name }: { readonly code: string; readonly name: string },
): BrokenNode {
  reader.problems.push({ code, at, facts: { name } });
  return { kind: 'broken', at, type: ANY, code, name };
}

export function literalOf(value: FeelValue, at: Span): LiteralNode {
  return { kind: 'literal', at, type: literalType(value), value };
}

function literalType(value: FeelValue): FeelType {
  const kind = kindOf(value);
  switch (kind) {
    case 'null':
      return NULL;
    case 'number':
      return NUMBER;
    case 'string':
      return STRING;
    case 'boolean':
      return BOOLEAN;
    case 'date':
    case 'time':
    case 'date and time':
    case 'days and time duration':
    case 'years and months duration':
      return { kind };
    default:
      return ANY;
  }
}

/** The constant that a node is, if it is a plain one. */
export function constantOf(node: FeelNode): string | number | boolean | null {
  if (node.kind !== 'literal') return null;
  const { value } = node;
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}
