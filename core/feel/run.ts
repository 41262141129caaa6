/**
 * The interpreter: walks the typed tree and gives the value. It is the meaning of FEEL here; a compiler has to agree
 * with it. It never throws on any input: what can't be computed is null, and why is reported to the host once, at
 * the place in the text.
 */
import { compareValues, orderValues } from './compare.ts';
import { callNamed, callPositional, createClosure } from './run-call.ts';
import { costOf, faultAt, takeSteps } from './frame.ts';
import { runFor, runQuantified } from './run-loop.ts';
import { runFilter, runPath } from './run-path.ts';
import { runTest } from './run-test.ts';
import { CALL_STEPS, MAX_LIST_LENGTH } from './limits.ts';
import type {
  BetweenNode,
  CallNode,
  CompareNode,
  ContextNode,
  FeelNode,
  LogicNode,
  RangeNode,
} from './node.ts';
import { calculate, conjoin, disjoin, negate } from './operate.ts';
import { createRange } from './range.ts';
import type { Span } from './span.ts';
import { isInstance } from './type.ts';
import {
  type CallFault,
  type FeelValue,
  type Frame,
  isCallFault,
  isContext,
  isFunction,
  kindOf,
} from './value.ts';

/** The value of a node within a frame. */
export function run(node: FeelNode, frame: Frame): FeelValue {
  switch (node.kind) {
    case 'literal':
      return node.value;
    case 'global':
      return frame.run.host.global(node.index);
    case 'local':
      return frame.locals[node.slot] ?? null;
    case 'arithmetic':
      return settle(calculate(node.operator, run(node.left, frame), run(node.right, frame)), node.at, frame);
    case 'compare':
      return runCompare(node, frame);
    case 'logic':
      return runLogic(node, frame);
    case 'if':
      return run(node.condition, frame) === true ? run(node.then, frame) : run(node.otherwise, frame);
    case 'call':
      return runCall(node, frame);
    case 'path':
      return runPath(node, run(node.source, frame), frame);
    case 'in':
      return runTest(node.test, run(node.value, frame), { frame, slot: node.slot, at: node.at, run });
    case 'list':
      return runList(node.items, node.at, frame);
    case 'builtin':
      return node.fn;
    default:
      return runRare(node, frame);
  }
}

type RareNode = Exclude<
  FeelNode,
  {
    readonly kind:
      | 'literal'
      | 'global'
      | 'local'
      | 'arithmetic'
      | 'compare'
      | 'logic'
      | 'if'
      | 'call'
      | 'path'
      | 'in'
      | 'list'
      | 'builtin';
  }
>;

function runRare(node: RareNode, frame: Frame): FeelValue {
  switch (node.kind) {
    case 'negate':
      return settle(negate(run(node.value, frame)), node.at, frame);
    case 'between':
      return runBetween(node, frame);
    case 'itemName': {
      const item = frame.locals[node.slot] ?? null;
      return isContext(item) && item.has(node.name)
        ? (item.get(node.name) ?? null)
        : run(node.otherwise, frame);
    }
    case 'context':
      return runContext(node, frame);
    case 'range':
      return runRange(node, frame);
    case 'for':
      return runFor(node, frame, run);
    case 'quantified':
      return runQuantified(node, frame, run);
    case 'filter':
      return runFilter(node, frame, run);
    case 'function':
      return createClosure(node, frame, run);
    case 'instance':
      return isInstance(run(node.value, frame), node.of);
    case 'broken':
      return faultAt(frame, node.at, { code: node.code, facts: { name: node.name } });
    default:
      return node satisfies never;
  }
}

/** Turns a fault into null with a record. */
export function settle(value: FeelValue | CallFault, at: Span, frame: Frame): FeelValue {
  return isCallFault(value) ? faultAt(frame, at, value) : value;
}

function runCompare(node: CompareNode, frame: Frame): FeelValue {
  const left = run(node.left, frame);
  const right = run(node.right, frame);
  if (typeof left === 'object' && typeof right === 'object' && left !== right) {
    const cost = costOf(left) + costOf(right);
    if (cost > 0 && !takeSteps(frame, node.at, cost)) return null;
  }
  const result = compareValues(node.operator, left, right);
  if (result === null && left !== null && right !== null) {
    return faultAt(frame, node.at, {
      code: 'FEEL_TYPE',
      facts: { operator: node.operator, left: kindOf(left), right: kindOf(right) },
    });
  }
  return result;
}

function runLogic(node: LogicNode, frame: Frame): FeelValue {
  const left = run(node.left, frame);
  if (node.operator === 'and') return left === false ? false : conjoin(left, run(node.right, frame));
  return left === true ? true : disjoin(left, run(node.right, frame));
}

function runBetween(node: BetweenNode, frame: Frame): FeelValue {
  const value = run(node.value, frame);
  const low = orderValues(run(node.low, frame), value);
  const high = orderValues(value, run(node.high, frame));
  return conjoin(low === null ? null : low <= 0, high === null ? null : high <= 0);
}

function runList(items: readonly FeelNode[], at: Span, frame: Frame): FeelValue {
  if (items.length > MAX_LIST_LENGTH) {
    return faultAt(frame, at, { code: 'FEEL_LIMIT', facts: { limit: 'list', most: MAX_LIST_LENGTH } });
  }
  return items.map((item) => run(item, frame));
}

function runContext(node: ContextNode, frame: Frame): FeelValue {
  const context = new Map<string, FeelValue>();
  for (const entry of node.entries) {
    const value = run(entry.value, frame);
    frame.locals[entry.slot] = value;
    context.set(entry.name, value);
  }
  return context;
}

function runRange(node: RangeNode, frame: Frame): FeelValue {
  const { lowClosed, highClosed, isUnary } = node;
  const [low, high] = [run(node.low, frame), run(node.high, frame)];
  return settle(createRange({ low, lowClosed, high, highClosed, isUnary }), node.at, frame);
}

function runCall(node: CallNode, frame: Frame): FeelValue {
  const callee = node.callee.kind === 'builtin' ? node.callee.fn : run(node.callee, frame);
  // A call of a function that the policy defines costs by itself: two calls in each double with every level.
  let cost = node.callee.kind === 'builtin' ? 0 : CALL_STEPS;
  const args: FeelValue[] = [];
  for (let index = 0; index < node.args.length; index += 1) {
    const value = run(node.args[index] as FeelNode, frame);
    cost += costOf(value);
    args.push(value);
  }
  if (cost > 0 && !takeSteps(frame, node.at, cost)) return null;
  if (!isFunction(callee)) {
    return faultAt(frame, node.at, { code: 'FEEL_NOT_A_FUNCTION', facts: { kind: kindOf(callee) } });
  }
  const value =
    node.names === null
      ? callPositional(callee, args, frame)
      : callNamed(callee, { names: node.names, values: args }, frame);
  return settle(value, node.at, frame);
}
