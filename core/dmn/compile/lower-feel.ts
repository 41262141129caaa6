/** FEEL lowered: the common nodes written out, the rare ones run by the interpreter with compiled parts. */
import type { CallNode, CompareNode, ContextNode, FeelFunction, FeelNode } from '@plimsoll/core/feel';
import { call, constant, FALSE, FRAME, type Ir, TRUE } from './ir.ts';
import { lowerTest } from './lower-test.ts';
import { type Lowering, withTemp } from './lowering.ts';
import { quickBuiltin } from './quick-builtin.ts';
import {
  and,
  ARITHMETIC,
  callBuiltin,
  callValue,
  COMPARISON,
  contextFrom,
  negated,
  or,
  pathOf,
} from './runtime.ts';

/** An expression that gives the value of the node. */
export function lowerFeel(node: FeelNode, lowering: Lowering): Ir {
  const lower = (part: FeelNode): Ir => lowerFeel(part, lowering);
  switch (node.kind) {
    case 'literal':
      return constant(node.value);
    case 'global':
      return { op: 'global', index: node.index };
    case 'local':
      return { op: 'local', slot: node.slot };
    case 'arithmetic':
      return call(ARITHMETIC[node.operator], lower(node.left), lower(node.right));
    case 'compare':
      return call(COMPARISON[node.operator], lower(node.left), lower(node.right));
    case 'logic':
      return lowerLogic(node, lowering);
    case 'if':
      return {
        op: 'if',
        condition: lowerCondition(node.condition, lowering),
        then: lower(node.then),
        otherwise: lower(node.otherwise),
      };
    case 'list':
      return node.items.length > MAX_LISTED
        ? runRare(node, lowering)
        : { op: 'list', items: node.items.map(lower) };
    case 'builtin':
      return constant(node.fn);
    case 'call':
      return lowerCall(node, lowering);
    case 'negate':
      return call(negated, lower(node.value));
    case 'context':
      return lowerContext(node, lowering);
    case 'path':
      return call(pathOf, constant(node), lower(node.source), FRAME);
    case 'in':
      return withTemp(lowering, lower(node.value), (value) =>
        call(lowering.machine.test, constant({ test: node.test, slot: node.slot }), value, FRAME),
      );
    default:
      return runRare(node, lowering);
  }
}

/** Longer lists are written once, by the interpreter, rather than as code. */
const MAX_LISTED = 200;

/** A JavaScript boolean: whether the node's value is true. */
export function lowerCondition(node: FeelNode, lowering: Lowering): Ir {
  switch (node.kind) {
    case 'compare':
      return lowerComparison(node, lowering);
    case 'in':
      return withTemp(lowering, lowerFeel(node.value, lowering), (value) =>
        lowerTest(node.test, { value, slot: node.slot, lowering }),
      );
    case 'logic': {
      // The right side is computed unless the left one decides: its faults count.
      const right = lowerCondition(node.right, lowering);
      const stops = node.operator === 'or';
      return withTemp(lowering, lowerFeel(node.left, lowering), (left) => {
        const isTrue: Ir = { op: 'is', value: left, what: true };
        if (stops) return { op: 'either', left: isTrue, right };
        const isFalse: Ir = { op: 'is', value: left, what: false };
        const both: Ir = { op: 'both', left: right, right: isTrue };
        return { op: 'both', left: { op: 'not', value: isFalse }, right: both };
      });
    }
    default:
      return { op: 'is', value: lowerFeel(node, lowering), what: true };
  }
}

/** Comparing with a number or with null, the usual thing in a condition, needs no call. */
function lowerComparison(node: CompareNode, lowering: Lowering): Ir {
  const { operator, left, right } = node;
  if (right.kind === 'literal' && right.value === null && (operator === '=' || operator === '!=')) {
    const isNull: Ir = { op: 'is', value: lowerFeel(left, lowering), what: null };
    return operator === '=' ? isNull : { op: 'not', value: isNull };
  }
  const rare = (leftValue: Ir, rightValue: Ir): Ir => ({
    op: 'is',
    value: call(COMPARISON[operator], leftValue, rightValue),
    what: true,
  });
  if (operator === '=' || operator === '!=')
    return rare(lowerFeel(left, lowering), lowerFeel(right, lowering));
  return withTemp(lowering, lowerFeel(left, lowering), (one) =>
    withTemp(lowering, lowerFeel(right, lowering), (other) => ({
      op: 'if',
      condition: {
        op: 'both',
        left: { op: 'kind', value: one, kind: 'number' },
        right: { op: 'kind', value: other, kind: 'number' },
      },
      then: { op: 'order', operator, left: one, right: other },
      otherwise: rare(one, other),
    })),
  );
}

function lowerLogic(node: Extract<FeelNode, { readonly kind: 'logic' }>, lowering: Lowering): Ir {
  const right = lowerFeel(node.right, lowering);
  const decisive = node.operator === 'or';
  return withTemp(lowering, lowerFeel(node.left, lowering), (left) => ({
    op: 'if',
    condition: { op: 'is', value: left, what: decisive },
    then: decisive ? TRUE : FALSE,
    otherwise: call(decisive ? or : and, left, right),
  }));
}

/** Entries are locals of those after them. */
function lowerContext(node: ContextNode, lowering: Lowering): Ir {
  const entries = node.entries.map(({ name, slot }) => ({ name, slot }));
  const steps = node.entries.map(({ slot, value }) => ({ slot, value: lowerFeel(value, lowering) }));
  return { op: 'sequence', steps, body: call(contextFrom, constant(entries), FRAME) };
}

function lowerCall(node: CallNode, lowering: Lowering): Ir {
  const args = node.args.map((arg) => lowerFeel(arg, lowering));
  if (node.callee.kind !== 'builtin' || node.names !== null) {
    const items = [lowerFeel(node.callee, lowering), ...args];
    return call(callValue, constant(node), { op: 'list', items }, FRAME);
  }
  const { fn } = node.callee;
  const quick = quickCall(fn, node, lowering);
  const callee = quickBuiltin(fn.name, args.length) ?? callBuiltin;
  return quick ?? call(callee, constant(node), { op: 'list', items: args }, FRAME);
}

/** `not` of a truth value and the like, without a list of arguments. */
function quickCall(fn: FeelFunction, node: CallNode, lowering: Lowering): Ir | null {
  const [only] = node.args;
  if (fn.name !== 'not' || node.args.length !== 1 || only === undefined) return null;
  return withTemp(lowering, lowerFeel(only, lowering), (value) => ({
    op: 'if',
    condition: { op: 'is', value, what: true },
    then: FALSE,
    otherwise: {
      op: 'if',
      condition: { op: 'is', value, what: false },
      then: TRUE,
      otherwise: call(callBuiltin, constant(node), { op: 'list', items: [value] }, FRAME),
    },
  }));
}

/** Lets the interpreter run a node; what it runs again and again is compiled as parts. */
function runRare(node: FeelNode, lowering: Lowering): Ir {
  switch (node.kind) {
    case 'function':
      lowering.nests = true;
      addPart(node.body, lowering);
      break;
    case 'for':
    case 'quantified':
      addPart(node.body, lowering);
      for (const { source, end } of node.iterators) {
        addPart(source, lowering);
        if (end !== null) addPart(end, lowering);
      }
      break;
    case 'filter':
      addPart(node.source, lowering);
      addPart(node.predicate, lowering);
      break;
    default:
      break;
  }
  return call(lowering.machine.runRare, constant(node), FRAME);
}

/** Compiles a node as a part that the runtime may call, unless it is a constant. */
export function addPart(node: FeelNode, lowering: Lowering): void {
  if (node.kind === 'literal' || lowering.seen.has(node)) return;
  lowering.seen.add(node);
  lowering.parts.push({ key: node, body: lowerFeel(node, lowering) });
}
