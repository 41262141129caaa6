/**
 * What compiled expressions call: the quick way for plain numbers first, then the very functions that the interpreter
 * runs. Whatever would be a fault there gives up here.
 */
import { assert } from '@plimsoll/core/base';
import {
  addNumbers,
  type ArithmeticOperator,
  calculate,
  CALL_STEPS,
  callNamed,
  callPositional,
  type CallFault,
  type CallNode,
  type CompareOperator,
  compareValues,
  conjoin,
  costOf,
  disjoin,
  type FeelContext,
  type FeelValue,
  type Frame,
  isCallFault,
  isContext,
  isFunction,
  multiplyNumbers,
  negate,
  type PathNode,
  runPath,
  takeSteps,
} from '@plimsoll/core/feel';
import type { DataType } from '../item.ts';
import { fit } from '../item.ts';
import { giveUp } from './give-up.ts';

export function settled(value: FeelValue | CallFault): FeelValue {
  return isCallFault(value) ? giveUp() : value;
}

export function add(left: FeelValue, right: FeelValue): FeelValue {
  if (typeof left === 'number' && typeof right === 'number') {
    const sum = left + right;
    if (Number.isSafeInteger(sum) && Number.isSafeInteger(left) && Number.isSafeInteger(right)) return sum;
    return addNumbers(left, right) ?? giveUp();
  }
  return settled(calculate('+', left, right));
}

export function subtract(left: FeelValue, right: FeelValue): FeelValue {
  if (typeof left === 'number' && typeof right === 'number') {
    const difference = left - right;
    if (Number.isSafeInteger(difference) && Number.isSafeInteger(left) && Number.isSafeInteger(right))
      return difference;
  }
  return settled(calculate('-', left, right));
}

export function multiply(left: FeelValue, right: FeelValue): FeelValue {
  if (typeof left === 'number' && typeof right === 'number') {
    const product = left * right;
    if (Number.isSafeInteger(product) && Number.isSafeInteger(left) && Number.isSafeInteger(right))
      return product === 0 ? 0 : product;
    return multiplyNumbers(left, right) ?? giveUp();
  }
  return settled(calculate('*', left, right));
}

export function divide(left: FeelValue, right: FeelValue): FeelValue {
  return settled(calculate('/', left, right));
}

export function power(left: FeelValue, right: FeelValue): FeelValue {
  return settled(calculate('**', left, right));
}

export function negated(value: FeelValue): FeelValue {
  return settled(negate(value));
}

export const ARITHMETIC: {
  readonly [Operator in ArithmeticOperator]: (left: FeelValue, right: FeelValue) => FeelValue;
} = { '+': add, '-': subtract, '*': multiply, '/': divide, '**': power };

/** A comparison that could not be told, of two values that are there, is a fault of kinds. */
function compared(operator: CompareOperator, left: FeelValue, right: FeelValue): boolean | null {
  // Long values are compared by the interpreter, which takes the steps that this costs.
  if (
    typeof left === 'object' &&
    typeof right === 'object' &&
    left !== right &&
    costOf(left) + costOf(right) > 0
  )
    return giveUp();
  const answer = compareValues(operator, left, right);
  return answer === null && left !== null && right !== null ? giveUp() : answer;
}

export const COMPARISON: {
  readonly [Operator in CompareOperator]: (left: FeelValue, right: FeelValue) => boolean | null;
} = {
  '=': (left, right) =>
    left === right || (typeof left === 'string' && typeof right === 'string')
      ? left === right
      : compared('=', left, right),
  '!=': (left, right) =>
    left === right || (typeof left === 'string' && typeof right === 'string')
      ? left !== right
      : compared('!=', left, right),
  '<': (left, right) =>
    typeof left === 'number' && typeof right === 'number' ? left < right : compared('<', left, right),
  '<=': (left, right) =>
    typeof left === 'number' && typeof right === 'number' ? left <= right : compared('<=', left, right),
  '>': (left, right) =>
    typeof left === 'number' && typeof right === 'number' ? left > right : compared('>', left, right),
  '>=': (left, right) =>
    typeof left === 'number' && typeof right === 'number' ? left >= right : compared('>=', left, right),
};

/** `and` once the left side is known not to be false; `or` once it is known not to be true. */
export function and(left: FeelValue, right: FeelValue): FeelValue {
  return left === true && right === true ? true : conjoin(left, right);
}

export function or(left: FeelValue, right: FeelValue): FeelValue {
  return disjoin(left, right);
}

/** A built-in called by position with arguments already computed. */
export function callBuiltin(node: CallNode, args: readonly FeelValue[], frame: Frame): FeelValue {
  assert(node.callee.kind === 'builtin', 'the lowering sends only built-ins here');
  if (!payFor(node, args, frame)) return null;
  return settled(callPositional(node.callee.fn, args, frame));
}

/** Any call, as the interpreter does it; the first of the values is what is called. */
export function callValue(
  node: CallNode,
  [callee = null, ...args]: readonly FeelValue[],
  frame: Frame,
): FeelValue {
  if (!payFor(node, args, frame)) return null;
  if (!isFunction(callee)) return giveUp();
  return settled(
    node.names === null
      ? callPositional(callee, args, frame)
      : callNamed(callee, { names: node.names, values: args }, frame),
  );
}

/** Takes what handling the arguments costs from the budget; false when it is used up, which is a fault. */
function payFor(node: CallNode, args: readonly FeelValue[], frame: Frame): boolean {
  let cost = node.callee.kind === 'builtin' ? 0 : CALL_STEPS;
  for (let index = 0; index < args.length; index += 1) cost += costOf(args[index] as FeelValue);
  return cost === 0 || takeSteps(frame, node.at, cost);
}

export function pathOf(node: PathNode, source: FeelValue, frame: Frame): FeelValue {
  if (isContext(source)) {
    const value = source.get(node.name);
    if (value !== undefined) return value;
  }
  return runPath(node, source, frame);
}

/** The context of locals that were set one after the other. */
export function contextFrom(
  entries: readonly { readonly name: string; readonly slot: number }[],
  frame: Frame,
): FeelContext {
  const context = new Map<string, FeelValue>();
  for (let index = 0; index < entries.length; index += 1) {
    const { name, slot } = entries[index] as { readonly name: string; readonly slot: number };
    context.set(name, frame.locals[slot] ?? null);
  }
  return context;
}

/** The row of a table with several outputs. */
export function rowOf(names: readonly string[], values: readonly FeelValue[]): FeelContext {
  const row = new Map<string, FeelValue>();
  for (let index = 0; index < names.length; index += 1)
    row.set(names[index] as string, values[index] ?? null);
  return row;
}

export function fitted(type: DataType, value: FeelValue, frame: Frame): FeelValue {
  return settled(fit(value, type, frame));
}
