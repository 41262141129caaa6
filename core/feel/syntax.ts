/** Small readings of the grammar's tree: children, texts, names, string literals. */
import type { SyntaxNode } from './grammar.ts';

const SKIPPED = new Set(['LineComment', 'BlockComment']);

/** Children without comments. */
export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    if (!SKIPPED.has(child.name)) children.push(child);
  }
  return children;
}

/** Children that are expressions or clauses: without keywords, operators and brackets, which are lower case or signs. */
export function partsOf(node: SyntaxNode): SyntaxNode[] {
  return childrenOf(node).filter((child) => isPart(child.name));
}

function isPart(name: string): boolean {
  const first = name.charCodeAt(0);
  const isCapital = first >= 65 && first <= 90;
  return (isCapital && name !== 'ArithOp' && name !== 'CompareOp') || name === 'null' || name === '?';
}

export function textOf(node: SyntaxNode, source: string): string {
  return source.slice(node.from, node.to);
}

/** A name with its runs of spaces made one. */
export function nameOf(node: SyntaxNode, source: string): string {
  return textOf(node, source).replace(/\s+/g, ' ').trim();
}

const ESCAPES: { readonly [letter: string]: string } = {
  n: '\n',
  r: '\r',
  t: '\t',
  '"': '"',
  "'": "'",
  '\\': '\\',
};

/** The value of a string literal: quotes off, escapes read (`\n \r \t \" \' \\ \uXXXX \UXXXXXX`). */
export function stringOf(literal: string): string {
  return literal
    .slice(1, -1)
    .replace(/\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{6}|[nrt"'\\])/g, (whole, code: string) => {
      if (code.length === 1) return ESCAPES[code] ?? whole;
      const point = Number.parseInt(code.slice(1), 16);
      return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
    });
}
