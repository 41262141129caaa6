/**
 * A static check of kinds over the typed trees. It speaks only where the kinds are known for certain: numbers compared
 * with texts, arithmetic on texts, conditions that aren't boolean, arguments that a built-in refuses, results that
 * don't fit what is declared. What is of unknown type is left alone.
 */
import { type FeelNode, type FeelType, type FeelValue, isCallFault } from '@plimsoll/core/feel';
import type { BoxedNode, Program } from '../boxed.ts';
import type { Place } from '../problem.ts';
import { createFinding, type Finding } from './finding.ts';
import { bareFrame, isClosed, valueOfClosed, walk } from './walk.ts';

/** Kinds that never equal, order or add up with another kind. */
const CERTAIN: ReadonlySet<string> = new Set(['number', 'string', 'boolean', 'date', 'context']);

export function checkKinds(program: Program): readonly Finding[] {
  return program.globals.flatMap((global) => {
    if (global.kind !== 'decision' && global.kind !== 'knowledge') return [];
    const found: Finding[] = [];
    checkTree(global.logic, { element: global.name }, found);
    if (global.kind === 'decision')
      checkResult(global.logic.type, global.fit?.feel ?? null, { place: { element: global.name }, found });
    return found;
  });
}

/** Walks boxed expressions with their place, and the expressions inside them. */
function checkTree(node: BoxedNode, place: Partial<Place>, found: Finding[]): void {
  const inner = (part: BoxedNode, column: string | null = null): void => {
    checkTree(part, column === null ? place : { ...place, column }, found);
  };
  switch (node.kind) {
    case 'literal':
      checkFeel(node.node, place, found);
      checkResult(node.node.type, node.fit?.feel ?? null, { place, found });
      return;
    case 'table':
      checkTableKinds(node, place, found);
      return;
    case 'context':
      for (const { name, value } of node.entries) inner(value, name);
      if (node.result !== null) inner(node.result);
      return;
    case 'conditional':
      if (isCertainlyNot(node.condition.type, 'boolean'))
        found.push(conditionFinding(node.condition.type, place));
      inner(node.condition);
      inner(node.then);
      inner(node.otherwise);
      return;
    default:
      // Lists, relations, invocations, functions, loops: their parts are walked alike.
      walk(node, (part) => {
        if (part.kind === 'literal' && 'node' in part) checkFeel(part['node'] as FeelNode, place, found);
        if (part.kind === 'table') {
          checkTableKinds(part as unknown as Extract<BoxedNode, { readonly kind: 'table' }>, place, found);
          return false;
        }
        return !('at' in part);
      });
  }
}

function checkTableKinds(
  table: Extract<BoxedNode, { readonly kind: 'table' }>,
  place: Partial<Place>,
  found: Finding[],
): void {
  for (const { node, label } of table.inputs) checkFeel(node, { ...place, column: label }, found);
  for (const rule of table.rules) {
    const at = { ...place, rule: rule.index + 1 };
    for (const [position, column] of rule.columns.entries()) {
      const test = rule.tests[position];
      const cell = { ...at, column: table.inputs[column]?.label ?? null };
      if (test?.kind === 'compareTo') {
        const input = table.inputs[column]?.type;
        if (input !== undefined && differ(input, test.value.type))
          found.push(
            comparedFinding(test.operator, [input, test.value.type], { ...cell, ...spanOf(test.value) }),
          );
      }
      walk(test, (part) => {
        if (!('at' in part)) return true;
        checkFeel(part as unknown as FeelNode, cell, found);
        return false;
      });
    }
    for (const [column, node] of rule.outputs.entries()) {
      const output = table.outputs[column];
      const cell = { ...at, column: output?.label ?? null };
      checkFeel(node, cell, found);
      if (node.kind !== 'literal') checkResult(node.type, output?.fit?.feel ?? null, { place: cell, found });
    }
  }
}

function checkResult(
  given: FeelType,
  wanted: FeelType | null,
  { place, found }: { readonly place: Partial<Place>; readonly found: Finding[] },
): void {
  if (wanted === null || !differ(given, wanted)) return;
  const facts = { given: given.kind, wanted: wanted.kind };
  found.push(createFinding('CHECK_RESULT_KIND', 'error', { place, facts }));
}

/** Both kinds are known, and they are not the same. */
function differ(left: FeelType, right: FeelType): boolean {
  return CERTAIN.has(left.kind) && CERTAIN.has(right.kind) && left.kind !== right.kind;
}

function isCertainlyNot(type: FeelType, kind: string): boolean {
  return CERTAIN.has(type.kind) && type.kind !== kind;
}

function spanOf({ at }: FeelNode): Pick<Place, 'from' | 'to'> {
  return { from: at.from, to: at.to };
}

function conditionFinding(type: FeelType, place: Partial<Place>): Finding {
  return createFinding('CHECK_CONDITION_KIND', 'error', { place, facts: { given: type.kind } });
}

function comparedFinding(
  operator: string,
  [left, right]: readonly [FeelType, FeelType],
  place: Partial<Place>,
): Finding {
  const facts = { operator, left: left.kind, right: right.kind };
  return createFinding('CHECK_COMPARED_KINDS', 'error', { place, facts });
}

function checkFeel(root: FeelNode, place: Partial<Place>, found: Finding[]): void {
  walk(root, (part) => {
    if ('at' in part) found.push(...checkNode(part as unknown as FeelNode, place));
    return true;
  });
}

function checkNode(node: FeelNode, place: Partial<Place>): readonly Finding[] {
  const at = { ...place, ...spanOf(node) };
  switch (node.kind) {
    case 'compare':
      return differ(node.left.type, node.right.type)
        ? [comparedFinding(node.operator, [node.left.type, node.right.type], at)]
        : [];
    case 'arithmetic':
      return checkOperands(node.operator, [node.left.type, node.right.type], at);
    case 'negate':
      return checkOperands('-', [{ kind: 'number' }, node.value.type], at);
    case 'logic':
      return [node.left, node.right]
        .filter(({ type }) => isCertainlyNot(type, 'boolean'))
        .map((part) => conditionFinding(part.type, { ...at, ...spanOf(part) }));
    case 'if':
      return isCertainlyNot(node.condition.type, 'boolean')
        ? [conditionFinding(node.condition.type, { ...at, ...spanOf(node.condition) })]
        : [];
    case 'call':
      return checkArguments(node, at);
    default:
      return [];
  }
}

/** Numbers go with numbers; `+` also joins texts; dates and what is unknown are left to the interpreter. */
function checkOperands(
  operator: string,
  [left, right]: readonly [FeelType, FeelType],
  place: Partial<Place>,
): readonly Finding[] {
  const kinds = [left.kind, right.kind];
  const isJoin = operator === '+' && kinds.every((kind) => kind === 'string' || !CERTAIN.has(kind));
  const hasText = kinds.some((kind) => kind === 'string' || kind === 'boolean' || kind === 'context');
  if (!hasText || isJoin) return [];
  const facts = { operator, left: left.kind, right: right.kind };
  return [createFinding('CHECK_OPERAND_KIND', 'error', { place, facts })];
}

/** A value of a kind, for asking a built-in whether it takes that kind; null for a kind that isn't known. */
function sampleOf(node: FeelNode): FeelValue {
  if (isClosed(node) && node.kind !== 'function') return valueOfClosed(node);
  switch (node.type.kind) {
    case 'number':
      return 1;
    case 'string':
      return 'a';
    case 'boolean':
      return true;
    case 'context':
      return new Map();
    default:
      return null;
  }
}

/** The built-in itself says whether it takes such arguments: it looks at kinds before it looks at values. */
function checkArguments(
  node: Extract<FeelNode, { readonly kind: 'call' }>,
  place: Partial<Place>,
): readonly Finding[] {
  if (node.callee.kind !== 'builtin' || node.names !== null) return [];
  const answer = node.callee.fn.call(node.args.map(sampleOf), bareFrame());
  if (!isCallFault(answer) || answer.code !== 'FEEL_TYPE') return [];
  const { parameter, wanted, given } = answer.facts;
  if (parameter === undefined || wanted === undefined) return [];
  const facts = { function: node.callee.fn.name, parameter, wanted, given: given ?? '' };
  return [createFinding('CHECK_ARGUMENT_KIND', 'error', { place, facts })];
}
