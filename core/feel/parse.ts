/**
 * From text to the typed tree: the grammar's tree is read once, names are resolved against the scope, static types
 * are noted where they are cheap to know. Problems don't stop the reading: a broken piece becomes a node that gives
 * null with a fault, so that a draft can be shown and the rest of it run.
 */
import { BUILTIN_NAMES, findBuiltin } from './builtins/registry.ts';
import { createFrame, createRun } from './frame.ts';
import { readSyntax, type SyntaxNode } from './grammar.ts';
import { MAX_NODE_DEPTH } from './limits.ts';
import type { ArithmeticOperator, CallNode, FeelNode, FeelProblem, RangeNode, TestNode } from './node.ts';
import { parseNumber } from './number.ts';
import { readFor, readFunction, readQuantified } from './parse-binding.ts';
import { readTests } from './parse-test.ts';
import { readType } from './parse-type.ts';
import { quickLiteral, quickTests } from './quick.ts';
import { broken, literalOf, type Reader, spanOf } from './reader.ts';
import {
  findName,
  findPrefix,
  type GlobalName,
  lastSlot,
  type LocalName,
  nameKey,
  type Prefix,
  type Scope,
  withItem,
  withLocal,
} from './scope.ts';
import type { Span } from './span.ts';
import { childrenOf, nameOf, partsOf, stringOf, textOf } from './syntax.ts';
import { parseTemporal } from './temporal.ts';
import { ANY, BOOLEAN, elementType, type FeelType, joinTypes, NUMBER, STRING } from './type.ts';
import type { CompareOperator } from './compare.ts';
import { type FeelFunction, type FeelValue, isCallFault } from './value.ts';

/** An expression read: the tree and what is wrong with it. Empty `problems`: sound. */
export type ParsedExpression = { readonly node: FeelNode; readonly problems: readonly FeelProblem[] };
export type ParsedTests = { readonly test: TestNode; readonly problems: readonly FeelProblem[] };

/** Reads a FEEL expression within a scope. Unreadable text gives a broken node and a problem with its place. */
export function parseExpression(text: string, scope: Scope): ParsedExpression {
  const quick = quickLiteral(text);
  if (quick !== null) return { node: quick, problems: [] };
  const reader = createReader(text);
  const syntax = readSyntax(text, 'Expression', { scope, builtins: BUILTIN_NAMES });
  if (!syntax.ok) {
    const { code, at, facts } = syntax.problem;
    return {
      node: { kind: 'broken', at, type: ANY, code, name: String(facts['near'] ?? '') },
      problems: [syntax.problem],
    };
  }
  const root = partsOf(syntax.root)[0];
  const node =
    root === undefined
      ? broken(reader, { from: 0, to: text.length }, { code: 'FEEL_SYNTAX', name: text.trim() })
      : readNode(root, scope, reader);
  return { node, problems: reader.problems };
}

/** Reads unary tests, such as a cell of a decision table; `?` is the value under test. Empty text or `-` is any value. */
export function parseTests(text: string, scope: Scope, tested: FeelType): ParsedTests {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed === '-') return { test: { kind: 'anything' }, problems: [] };
  const quick = quickTests(trimmed);
  if (quick !== null) return { test: quick, problems: [] };
  const inner = testScope(scope, tested);
  const syntax = readSyntax(text, 'UnaryTests', { scope: inner, builtins: BUILTIN_NAMES });
  if (!syntax.ok) {
    const { code, at, facts } = syntax.problem;
    const of: FeelNode = { kind: 'broken', at, type: ANY, code, name: String(facts['near'] ?? '') };
    return { test: { kind: 'member', of }, problems: [syntax.problem] };
  }
  const reader = createReader(text);
  return { test: readTests(syntax.root, inner, reader), problems: reader.problems };
}

const testScopes = new WeakMap<Scope, Map<FeelType, Scope>>();

/** The scope with `?`; kept, because the grammar is prepared once per scope and a column has many cells. */
function testScope(scope: Scope, tested: FeelType): Scope {
  const known = testScopes.get(scope) ?? new Map<FeelType, Scope>();
  testScopes.set(scope, known);
  const inner = known.get(tested) ?? withLocal(scope, '?', tested);
  known.set(tested, inner);
  return inner;
}

function createReader(text: string): Reader {
  const reader: Reader = {
    text,
    problems: [],
    depth: 0,
    read: (node, scope) => readNode(node, scope, reader),
  };
  return reader;
}

/** Reads one node of the grammar's tree. */
function readNode(node: SyntaxNode, scope: Scope, reader: Reader): FeelNode {
  if (reader.depth >= MAX_NODE_DEPTH)
    return broken(reader, spanOf(node), { code: 'FEEL_LIMIT', name: 'depth' });
  reader.depth += 1;
  const read = readByName(node, scope, reader);
  reader.depth -= 1;
  return read;
}

function readByName(node: SyntaxNode, scope: Scope, reader: Reader): FeelNode {
  const at = spanOf(node);
  switch (node.name) {
    case 'NumericLiteral':
    case 'StringLiteral':
    case 'BooleanLiteral':
    case 'null':
      return readLiteral(node, reader);
    case 'DateTimeLiteral':
      return readDateTime(node, scope, reader);
    case '?':
    case 'VariableName':
      return readName(node, scope, reader);
    case 'ParenthesizedExpression':
      return readNode(partsOf(node)[0] as SyntaxNode, scope, reader);
    case 'ArithmeticExpression':
      return readArithmetic(node, scope, reader);
    case 'Comparison':
      return readComparison(node, scope, reader);
    case 'Conjunction':
    case 'Disjunction': {
      const [left, right] = readParts(node, scope, reader);
      const operator = node.name === 'Conjunction' ? 'and' : 'or';
      return { kind: 'logic', at, type: BOOLEAN, operator, left: left as FeelNode, right: right as FeelNode };
    }
    case 'IfExpression': {
      const [condition, then, otherwise] = readParts(node, scope, reader) as [FeelNode, FeelNode, FeelNode];
      const type = joinTypes(then.type, otherwise.type);
      return { kind: 'if', at, type, condition, then, otherwise };
    }
    case 'ForExpression':
      return readFor(node, scope, reader);
    case 'QuantifiedExpression':
      return readQuantified(node, scope, reader);
    case 'FunctionDefinition':
      return readFunction(node, scope, reader);
    case 'InstanceOfExpression':
      return readInstance(node, scope, reader);
    default:
      return readStructure(node, scope, reader);
  }
}

/** A type without its parameters is none (DMN 1.5, table 61). */
const BARE_TYPES: ReadonlySet<string> = new Set(['list', 'range', 'context', 'function']);

/** A type that nothing defines makes the whole null, not true. */
function readInstance(node: SyntaxNode, scope: Scope, reader: Reader): FeelNode {
  const [left, right] = partsOf(node) as [SyntaxNode, SyntaxNode];
  const value = readNode(left, scope, reader);
  const sound = reader.problems.length;
  const of = readType(right, scope, reader);
  const at = spanOf(node);
  const name = nameOf(right, reader.text);
  if (BARE_TYPES.has(name) && !scope.types.has(name))
    return broken(reader, at, { code: 'FEEL_UNKNOWN_TYPE', name });
  if (reader.problems.length > sound)
    return { kind: 'broken', at, type: BOOLEAN, code: 'FEEL_UNKNOWN_TYPE', name };
  return { kind: 'instance', at, type: BOOLEAN, value, of };
}

function readStructure(node: SyntaxNode, scope: Scope, reader: Reader): FeelNode {
  const at = spanOf(node);
  switch (node.name) {
    case 'List': {
      const items = readParts(node, scope, reader);
      return { kind: 'list', at, type: { kind: 'list', item: commonType(items) }, items };
    }
    case 'Context':
      return readContext(node, scope, reader);
    case 'PathExpression':
      return readPath(node, scope, reader);
    case 'FilterExpression':
      return readFilter(node, scope, reader);
    case 'FunctionInvocation':
      return readCall(node, scope, reader);
    case 'SimplePositiveUnaryTest':
    case 'Interval':
      return readRange(node, scope, reader);
    default:
      return broken(reader, at, { code: 'FEEL_UNSUPPORTED', name: textOf(node, reader.text).slice(0, 40) });
  }
}

function readParts(node: SyntaxNode, scope: Scope, reader: Reader): FeelNode[] {
  return partsOf(node).map((part) => readNode(part, scope, reader));
}

function commonType(items: readonly FeelNode[]): FeelType {
  const [first, ...others] = items;
  return first === undefined ? ANY : others.reduce((type, item) => joinTypes(type, item.type), first.type);
}

function readLiteral(node: SyntaxNode, reader: Reader): FeelNode {
  const at = spanOf(node);
  const text = textOf(node, reader.text);
  switch (node.name) {
    case 'StringLiteral':
      return literalOf(stringOf(text), at);
    case 'BooleanLiteral':
      return literalOf(text === 'true', at);
    case 'NumericLiteral': {
      const value = parseNumber(text.replace(/\s+/g, ''));
      return value === null ? broken(reader, at, { code: 'FEEL_SYNTAX', name: text }) : literalOf(value, at);
    }
    default:
      return literalOf(null, at);
  }
}

function readDateTime(node: SyntaxNode, scope: Scope, reader: Reader): FeelNode {
  const at = spanOf(node);
  const first = partsOf(node)[0] as SyntaxNode;
  if (first.name === 'AtLiteral') {
    const text = stringOf(textOf(partsOf(first)[0] as SyntaxNode, reader.text));
    const value = parseTemporal(text);
    return value === null
      ? broken(reader, at, { code: 'FEEL_NOT_A_DATE', name: text.slice(0, 40) })
      : literalOf(value, at);
  }
  const name = nameOf(first, reader.text);
  const fn = findBuiltin(nameKey(name));
  if (fn === null) return broken(reader, spanOf(first), { code: 'FEEL_UNSUPPORTED', name: name });
  const callee: FeelNode = { kind: 'builtin', at: spanOf(first), type: ANY, fn };
  const call = readArguments(node, { callee, scope }, reader);
  return call.kind === 'call' && call.names === null ? foldMoment(call, fn) : call;
}

/** `date("2024-02-29")` is a constant; what is no such date stays a call, so that its fault has a place. */
function foldMoment(call: CallNode, fn: FeelFunction): FeelNode {
  const values: FeelValue[] = [];
  for (const argument of call.args) {
    if (argument.kind !== 'literal') return call;
    values.push(argument.value);
  }
  const value = fn.call(values, createFrame(createRun({ global: () => null, fault: () => undefined })));
  return value === null || isCallFault(value) ? call : literalOf(value, call.at);
}

/** A variable, an entry of a filter's item, or a built-in function, in that order. */
function readName(node: SyntaxNode, scope: Scope, reader: Reader): FeelNode {
  const at = spanOf(node);
  const name = nameOf(node, reader.text);
  const { found, items } = findName(scope, name);
  return items.reduceRight<FeelNode>(
    (otherwise, item) => ({
      kind: 'itemName',
      at,
      type: entryTypeOf(item, name),
      name,
      slot: item.slot,
      otherwise,
    }),
    readOutside(),
  );

  function readOutside(): FeelNode {
    if (found?.kind === 'local') return { kind: 'local', at, type: found.of.type, name, slot: found.of.slot };
    if (found?.kind === 'global') return globalOf(found.of, at);
    const prefix = items.length === 0 ? findPrefix(scope, name) : null;
    if (prefix !== null) return gatherPrefix(prefix, at, scope);
    const fn = findBuiltin(nameKey(name));
    if (fn !== null) return { kind: 'builtin', at, type: { kind: 'function', result: ANY }, fn };
    return items.length > 0
      ? literalOf(null, at)
      : broken(reader, at, { code: 'FEEL_UNKNOWN_NAME', name: name });
  }
}

function globalOf({ name, index, type }: GlobalName, at: Span, prefix: Prefix | null = null): FeelNode {
  return { kind: 'global', at, type, name: prefix === null ? name : `${prefix.name}.${name}`, index };
}

/** A prefix by itself is the context of what it gathers. */
function gatherPrefix(prefix: Prefix, at: Span, scope: Scope): FeelNode {
  const entries = [...prefix.globals.values()].map((global, position) => ({
    name: global.name,
    slot: scope.locals.length + position,
    value: globalOf(global, at, prefix),
  }));
  const types = new Map(entries.map(({ name, value }) => [name, value.type]));
  return { kind: 'context', at, type: { kind: 'context', entries: types }, entries };
}

function entryTypeOf(item: LocalName, name: string): FeelType {
  return item.type.kind === 'context' ? (findEntry(item.type, name)?.type ?? ANY) : ANY;
}

function findEntry(type: FeelType, name: string): { readonly name: string; readonly type: FeelType } | null {
  if (type.kind !== 'context') return null;
  const key = nameKey(name);
  for (const [entry, entryType] of type.entries) {
    if (entry === name || nameKey(entry) === key) return { name: entry, type: entryType };
  }
  return null;
}

function readArithmetic(node: SyntaxNode, scope: Scope, reader: Reader): FeelNode {
  const at = spanOf(node);
  const sign = childrenOf(node).find((child) => child.name === 'ArithOp') as SyntaxNode;
  const [left, right] = readParts(node, scope, reader);
  if (right === undefined) return { kind: 'negate', at, type: NUMBER, value: left as FeelNode };
  const operator = textOf(sign, reader.text) as ArithmeticOperator;
  const both = [(left as FeelNode).type.kind, right.type.kind];
  const type = both.every((kind) => kind === 'number')
    ? NUMBER
    : both.every((kind) => kind === 'string')
      ? STRING
      : ANY;
  return { kind: 'arithmetic', at, type, operator, left: left as FeelNode, right };
}

function readComparison(node: SyntaxNode, scope: Scope, reader: Reader): FeelNode {
  const at = spanOf(node);
  const children = childrenOf(node);
  const operator = children[1] as SyntaxNode;
  const value = readNode(children[0] as SyntaxNode, scope, reader);
  if (operator.name === 'between') {
    const [, low, high] = partsOf(node) as [SyntaxNode, SyntaxNode, SyntaxNode];
    return {
      kind: 'between',
      at,
      type: BOOLEAN,
      value,
      low: readNode(low, scope, reader),
      high: readNode(high, scope, reader),
    };
  }
  if (operator.name === 'in') {
    const inner = withLocal(scope, '?', value.type);
    return {
      kind: 'in',
      at,
      type: BOOLEAN,
      value,
      slot: lastSlot(inner),
      test: readTests(node, inner, reader),
    };
  }
  const right = readNode(children[2] as SyntaxNode, scope, reader);
  return {
    kind: 'compare',
    at,
    type: BOOLEAN,
    operator: textOf(operator, reader.text) as CompareOperator,
    left: value,
    right,
  };
}

function readContext(node: SyntaxNode, scope: Scope, reader: Reader): FeelNode {
  let inner = scope;
  const types = new Map<string, FeelType>();
  let duplicate: { readonly name: string; readonly at: Span } | null = null;
  const entries = partsOf(node).map((entry) => {
    const [key, body] = partsOf(entry) as [SyntaxNode, SyntaxNode];
    const label = partsOf(key)[0] as SyntaxNode;
    const name =
      label.name === 'StringLiteral' ? stringOf(textOf(label, reader.text)) : nameOf(label, reader.text);
    if (types.has(name)) duplicate = { name, at: spanOf(key) };
    const value = readNode(body, inner, reader);
    inner = withLocal(inner, name, value.type);
    types.set(name, value.type);
    return { name, slot: lastSlot(inner), value };
  });
  if (duplicate !== null) return reportDuplicate(duplicate, reader);
  return { kind: 'context', at: spanOf(node), type: { kind: 'context', entries: types }, entries };
}

function reportDuplicate(
  { name, at }: { readonly name: string; readonly at: Span },
  reader: Reader,
): FeelNode {
  return broken(reader, at, { code: 'FEEL_DUPLICATE_NAME', name });
}

function readPath(node: SyntaxNode, scope: Scope, reader: Reader): FeelNode {
  const [left, right] = partsOf(node) as [SyntaxNode, SyntaxNode];
  const written = nameOf(right, reader.text);
  const prefix = left.name === 'VariableName' ? findPrefix(scope, nameOf(left, reader.text)) : null;
  const imported = prefix?.globals.get(nameKey(written));
  if (prefix !== null && imported !== undefined) return globalOf(imported, spanOf(node), prefix);
  const source = readNode(left, scope, reader);
  const holder = elementType(source.type);
  const entry = findEntry(holder, written);
  if (entry === null && holder.kind === 'context' && holder.entries.size > 0) {
    reader.problems.push({ code: 'FEEL_NO_PROPERTY', at: spanOf(right), facts: { name: written } });
  }
  const type = entry?.type ?? ANY;
  return {
    kind: 'path',
    at: spanOf(node),
    type: source.type.kind === 'list' ? { kind: 'list', item: type } : type,
    source,
    name: entry?.name ?? written,
  };
}

function readFilter(node: SyntaxNode, scope: Scope, reader: Reader): FeelNode {
  const [left, right] = partsOf(node) as [SyntaxNode, SyntaxNode];
  const source = readNode(left, scope, reader);
  const inner = withItem(scope, elementType(source.type));
  const predicate = readNode(right, inner, reader);
  const type = predicate.type.kind === 'number' ? elementType(source.type) : source.type;
  return { kind: 'filter', at: spanOf(node), type, source, slot: lastSlot(inner), predicate };
}

function readCall(node: SyntaxNode, scope: Scope, reader: Reader): FeelNode {
  const callee = readNode(partsOf(node)[0] as SyntaxNode, scope, reader);
  return readArguments(node, { callee, scope }, reader);
}

function readArguments(
  node: SyntaxNode,
  call: { readonly callee: FeelNode; readonly scope: Scope },
  reader: Reader,
): FeelNode {
  const { callee, scope } = call;
  const at = spanOf(node);
  const type = callee.type.kind === 'function' ? callee.type.result : ANY;
  const parameters = partsOf(node)[1];
  if (parameters?.name === 'NamedParameters') {
    const pairs = partsOf(parameters).map((pair) => partsOf(pair) as [SyntaxNode, SyntaxNode]);
    const names = pairs.map(([name]) => nameOf(name, reader.text));
    const args = pairs.map(([, value]) => readNode(value, scope, reader));
    return { kind: 'call', at, type, callee, args, names };
  }
  const args = parameters === undefined ? [] : readParts(parameters, scope, reader);
  return { kind: 'call', at, type, callee, args, names: null };
}

/** `[1..5)`, and `(> 5)` as a range without a high end. */
function readRange(node: SyntaxNode, scope: Scope, reader: Reader): FeelNode {
  const at = spanOf(node);
  const children = childrenOf(node);
  const first = children[0] as SyntaxNode;
  if (first.name === 'Interval') return readRange(first, scope, reader);
  if (node.name === 'Interval') {
    const [low, high] = readParts(node, scope, reader) as [FeelNode, FeelNode];
    const last = children.at(-1) as SyntaxNode;
    const type: FeelType = { kind: 'range', of: low.type };
    return {
      kind: 'range',
      at,
      type,
      low,
      lowClosed: first.name === '[',
      high,
      highClosed: last.name === ']',
      isUnary: false,
    };
  }
  const end = readNode(children[1] as SyntaxNode, scope, reader);
  const none = literalOf(null, at);
  const type: FeelType = { kind: 'range', of: end.type };
  const operator = textOf(first, reader.text);
  const closed = operator.includes('=');
  const ends = { low: none, lowClosed: false, high: none, highClosed: false };
  const open: RangeNode = { kind: 'range', at, type, ...ends, isUnary: true };
  switch (operator) {
    case '>':
    case '>=':
      return { ...open, low: end, lowClosed: closed };
    case '<':
    case '<=':
      return { ...open, high: end, highClosed: closed };
    case '=':
      return { ...open, low: end, lowClosed: true, high: end, highClosed: true };
    default:
      return broken(reader, at, { code: 'FEEL_UNSUPPORTED', name: operator });
  }
}
