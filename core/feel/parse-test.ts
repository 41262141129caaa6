/**
 * Reads unary tests into specialised nodes: a comparison with a constant, a constant interval, a set of constants.
 * What depends on other names, or mentions `?`, stays general.
 */
import type { CompareOperator } from './compare.ts';
import type { SyntaxNode } from './grammar.ts';
import type { FeelNode, TestNode } from './node.ts';
import { constantOf, type Reader } from './reader.ts';
import { lastSlot, type Scope } from './scope.ts';
import { childrenOf, partsOf, textOf } from './syntax.ts';

/** `node` is the root of unary tests, or a comparison with `in`; the scope's last local is `?`. */
export function readTests(node: SyntaxNode, scope: Scope, reader: Reader): TestNode {
  const parts = partsOf(node);
  if (parts.some((part) => part.name === 'Wildcard')) return { kind: 'anything' };
  const holder = parts.find((part) => part.name === 'PositiveUnaryTests') ?? node;
  const tests = partsOf(holder)
    .filter((part) => part.name === 'PositiveUnaryTest')
    .map((part) => readTest(partsOf(part)[0] as SyntaxNode, scope, reader));
  const joined = joinTests(tests);
  return childrenOf(node)[0]?.name === 'not' ? { kind: 'not', test: joined } : joined;
}

function joinTests(tests: readonly TestNode[]): TestNode {
  if (tests.length === 1) return tests[0] as TestNode;
  const constants = tests.flatMap((test) => (test.kind === 'equalsConstant' ? [test.value] : []));
  const kind = typeof constants[0];
  const isUniform = constants.length === tests.length && constants.every((value) => typeof value === kind);
  if (!isUniform) return { kind: 'anyOf', tests };
  return { kind: 'inConstants', values: new Set(constants), kindOf: kind as 'string' | 'number' | 'boolean' };
}

function readTest(node: SyntaxNode, scope: Scope, reader: Reader): TestNode {
  if (node.name === 'SimplePositiveUnaryTest') return readSimple(node, scope, reader);
  const read = reader.read(node, scope);
  if (mentionsTested(node, reader.text)) return { kind: 'general', slot: lastSlot(scope), condition: read };
  const constant = constantOf(read);
  return constant === null ? { kind: 'member', of: read } : { kind: 'equalsConstant', value: constant };
}

function readSimple(node: SyntaxNode, scope: Scope, reader: Reader): TestNode {
  const [first, second] = childrenOf(node) as [SyntaxNode, SyntaxNode | undefined];
  if (first.name === 'Interval') return readInterval(reader.read(node, scope));
  const value = reader.read(second as SyntaxNode, scope);
  const operator = textOf(first, reader.text) as CompareOperator;
  const constant = constantOf(value);
  if (operator === '=' && constant !== null) return { kind: 'equalsConstant', value: constant };
  if (operator !== '=' && operator !== '!=' && typeof constant === 'number') {
    return { kind: 'compareConstant', operator, value: constant };
  }
  return { kind: 'compareTo', operator, value };
}

function readInterval(range: FeelNode): TestNode {
  if (range.kind !== 'range') return { kind: 'member', of: range };
  const low = constantOf(range.low);
  const high = constantOf(range.high);
  if (typeof low !== 'number' || typeof high !== 'number') return { kind: 'member', of: range };
  return { kind: 'intervalConstant', low, lowClosed: range.lowClosed, high, highClosed: range.highClosed };
}

function mentionsTested(node: SyntaxNode, source: string): boolean {
  const cursor = node.cursor();
  const end = node.to;
  do {
    const isName = cursor.name === '?' || cursor.name === 'VariableName';
    if (isName && source.slice(cursor.from, cursor.to) === '?') return true;
  } while (cursor.next() && cursor.from < end);
  return false;
}
