/** Function calls: by position, by name, and functions that an expression defines. */
import { MAX_CALL_DEPTH } from './limits.ts';
import type { FeelNode, FunctionNode } from './node.ts';
import { midnightOf } from './time.ts';
import { conforms, type FeelType } from './type.ts';
import {
  type CallFault,
  callFault,
  type FeelFunction,
  type FeelValue,
  type Frame,
  isDate,
  isList,
} from './value.ts';

import { isHeavy } from './weight.ts';

type RunNode = (node: FeelNode, frame: Frame) => FeelValue;

/** Calls with arguments in order; nesting is bounded. */
export function callPositional(
  fn: FeelFunction,
  args: readonly FeelValue[],
  frame: Frame,
): FeelValue | CallFault {
  const { run } = frame;
  if (run.depth >= MAX_CALL_DEPTH)
    return callFault('FEEL_LIMIT', { limit: 'call depth', most: MAX_CALL_DEPTH });
  run.depth += 1;
  const value = fn.call(args, frame);
  run.depth -= 1;
  return value;
}

/** Calls with arguments by name: the first signature that knows all names wins; what it needs and isn't named is null. */
export function callNamed(
  fn: FeelFunction,
  args: { readonly names: readonly string[]; readonly values: readonly FeelValue[] },
  frame: Frame,
): FeelValue | CallFault {
  const chosen = fn.signatures.findIndex((names) => args.names.every((name) => names.includes(name)));
  const signature = fn.signatures[chosen];
  if (signature === undefined) {
    return callFault('FEEL_UNKNOWN_PARAMETER', { function: fn.name, parameters: args.names.join(', ') });
  }
  const last = Math.max(-1, ...args.names.map((name) => signature.indexOf(name)));
  const count = Math.max(last + 1, fn.least?.[chosen] ?? signature.length);
  const ordered = signature.slice(0, count).map((name) => {
    const index = args.names.indexOf(name);
    return index < 0 ? null : (args.values[index] ?? null);
  });
  return callPositional(fn, ordered, frame);
}

/** A function with the locals around it as they are now; FEEL values never change, so a copy is enough. */
export function createClosure(node: FunctionNode, frame: Frame, run: RunNode): FeelFunction {
  const captured = frame.locals.slice(0, node.firstSlot);
  const { parameters } = node;
  return {
    kind: 'function',
    name: 'function',
    signatures: [parameters.map(({ name }) => name)],
    type: { kind: 'function', parameters: parameters.map(({ type }) => type), result: node.body.type },
    call: (args, caller) => {
      if (args.length !== parameters.length) {
        return callFault('FEEL_ARGUMENTS', {
          function: 'function',
          given: args.length,
          wanted: parameters.length,
        });
      }
      const locals = captured.slice();
      for (const [index, parameter] of parameters.entries()) {
        const value = coerce(args[index] ?? null, parameter.type);
        if (value === undefined)
          return callFault('FEEL_TYPE', { parameter: parameter.name, wanted: parameter.type.kind });
        locals[node.firstSlot + index] = value;
      }
      return run(node.body, { run: caller.run, locals });
    },
  };
}

/**
 * A list of one stands for its item, an item for the list of it, and a date for its midnight in UTC (DMN 1.5, 10.3.2.9.4).
 * Undefined: no fit.
 */
export function coerce(value: FeelValue, type: FeelType): FeelValue | undefined {
  if (isHeavy(value)) return undefined;
  if (conforms(value, type)) return value;
  if (type.kind === 'date and time' && isDate(value)) return midnightOf(value);
  if (type.kind === 'list') return conforms([value], type) ? [value] : undefined;
  if (isList(value) && value.length === 1) {
    const item = value[0] ?? null;
    return conforms(item, type) ? item : undefined;
  }
  return undefined;
}
