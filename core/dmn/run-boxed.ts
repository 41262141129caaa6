/** Runs boxed expressions: the interpreter of the model's tree, beside that of FEEL. */
import {
  callFault,
  callNamed,
  callPositional,
  faultAt,
  type FeelFunction,
  type FeelList,
  type FeelValue,
  type Frame,
  isCallFault,
  isFunction,
  isList,
  isNumber,
  itemsOf,
  kindOf,
  MAX_LIST_LENGTH,
  run,
  takeStep,
  toInteger,
  toJson,
} from '@plimsoll/core/feel';
import type {
  BoxedNode,
  ConditionalBoxed,
  ContextBoxed,
  FilterBoxed,
  FunctionBoxed,
  InvocationBoxed,
  IterationBoxed,
  RelationBoxed,
} from './boxed.ts';
import { type Evaluator, recordError, settleFault } from './evaluator.ts';
import { fit } from './item.ts';
import { runTable } from './run-table.ts';

const NO_SPAN = { from: 0, to: 0 };

/** The value of a boxed expression, fitted to its declared type. */
export function runBoxed(node: BoxedNode, frame: Frame, evaluator: Evaluator): FeelValue {
  const part = evaluator.parts?.get(node);
  if (part !== undefined) return part(frame);
  const value = runUnfitted(node, frame, evaluator);
  if (node.fit === null || value === null) return value;
  return settleFault(
    fit(value, node.fit, frame),
    evaluator,
    evaluator.place.column ?? evaluator.place.element ?? '',
  );
}

/** The value before it is fitted. */
export function runUnfitted(node: BoxedNode, frame: Frame, evaluator: Evaluator): FeelValue {
  switch (node.kind) {
    case 'literal':
      return run(node.node, frame);
    case 'table':
      return runTable(node, frame, evaluator);
    case 'context':
      return runContext(node, frame, evaluator);
    case 'relation':
      return runRelation(node, frame, evaluator);
    case 'list':
      return node.items.map((item) => runBoxed(item, frame, evaluator));
    case 'invocation':
      return runInvocation(node, frame, evaluator);
    case 'function':
      return createBoxedFunction(node, frame, evaluator);
    case 'conditional':
      return runConditional(node, frame, evaluator);
    case 'filter':
      return runFilter(node, frame, evaluator);
    case 'iteration':
      return runIteration(node, frame, evaluator);
    case 'broken':
      return recordError(evaluator, node.code, { facts: { what: node.what, path: node.what } });
    default:
      return node satisfies never;
  }
}

/** Null counts as false; a condition that is neither is an error. */
function runConditional(node: ConditionalBoxed, frame: Frame, evaluator: Evaluator): FeelValue {
  const condition = runBoxed(node.condition, frame, evaluator);
  if (condition !== null && typeof condition !== 'boolean') {
    return recordError(evaluator, 'FEEL_TYPE', { facts: { wanted: 'boolean', given: kindOf(condition) } });
  }
  return runBoxed(condition === true ? node.then : node.otherwise, frame, evaluator);
}

function runContext(node: ContextBoxed, frame: Frame, evaluator: Evaluator): FeelValue {
  const context = new Map<string, FeelValue>();
  const { place, recorder } = evaluator;
  const outer = place.column;
  for (const { name, slot, value: part } of node.entries) {
    place.column = name;
    const value = runBoxed(part, frame, evaluator);
    frame.locals[slot] = value;
    context.set(name, value);
    recorder?.open.entries.push({ name, value: toJson(value) });
  }
  place.column = outer;
  return node.result === null ? context : runBoxed(node.result, frame, evaluator);
}

function runRelation(node: RelationBoxed, frame: Frame, evaluator: Evaluator): FeelValue {
  return node.rows.map(
    (row) =>
      new Map(
        node.columns.map(({ name, fit: wanted }, column): [string, FeelValue] => {
          const cell = row[column];
          const value = cell === undefined ? null : runBoxed(cell, frame, evaluator);
          return [name, wanted === null ? value : settleFault(fit(value, wanted, frame), evaluator, name)];
        }),
      ),
  );
}

function runInvocation(node: InvocationBoxed, frame: Frame, evaluator: Evaluator): FeelValue {
  const callee = runBoxed(node.callee, frame, evaluator);
  const values = node.bindings.map(({ value }) => runBoxed(value, frame, evaluator));
  if (!isFunction(callee))
    return recordError(evaluator, 'FEEL_NOT_A_FUNCTION', { facts: { kind: kindOf(callee) } });
  if (!takeStep(frame, NO_SPAN)) return null;
  const names = node.bindings.map(({ name }) => name);
  const value =
    names.length === 0 ? callPositional(callee, [], frame) : callNamed(callee, { names, values }, frame);
  return settleFault(value, evaluator, callee.name);
}

/** A function whose body is a boxed expression; it keeps the locals around it as they are now. */
export function createBoxedFunction(node: FunctionBoxed, frame: Frame, evaluator: Evaluator): FeelFunction {
  const captured = frame.locals.slice(0, node.firstSlot);
  const { parameters, name } = node;
  return {
    kind: 'function',
    name,
    signatures: [parameters.map((parameter) => parameter.name)],
    ...(node.type.kind === 'function' ? { type: node.type } : {}),
    call: (args) => {
      if (args.length !== parameters.length) {
        return callFault('FEEL_ARGUMENTS', { function: name, given: args.length, wanted: parameters.length });
      }
      const locals = captured.slice();
      for (const [index, { name: parameter, fit: wanted }] of parameters.entries()) {
        const value = args[index] ?? null;
        const fitted = wanted === null ? value : fit(value, wanted, frame);
        if (isCallFault(fitted)) return callFault(fitted.code, { name: parameter, ...fitted.facts });
        locals[node.firstSlot + index] = fitted;
      }
      return runBoxed(node.body, { run: frame.run, locals }, evaluator);
    },
  };
}

function listOf(value: FeelValue): FeelList | null {
  return value === null || isList(value) ? value : [value];
}

function runFilter(node: FilterBoxed, frame: Frame, evaluator: Evaluator): FeelValue {
  const items = listOf(runBoxed(node.source, frame, evaluator));
  if (items === null) return null;
  const kept: FeelValue[] = [];
  for (const [index, item] of items.entries()) {
    if (!takeStep(frame, NO_SPAN)) return null;
    frame.locals[node.slot] = item;
    const answer = runBoxed(node.match, frame, evaluator);
    if (index === 0 && isNumber(answer)) return pick(items, toInteger(answer));
    if (answer !== null && typeof answer !== 'boolean')
      return faultAt(frame, NO_SPAN, {
        code: 'FEEL_TYPE',
        facts: { wanted: 'boolean', given: kindOf(answer) },
      });
    if (answer === true) kept.push(item);
  }
  return kept;
}

/** By place from 1, or from the end when negative. */
function pick(items: FeelList, place: number | null): FeelValue {
  if (place === null || place === 0) return null;
  return items.at(place > 0 ? place - 1 : place) ?? null;
}

/** A list, a range or a single value is gone through; `some` and `every` stop when the answer is certain. */
function runIteration(node: IterationBoxed, frame: Frame, evaluator: Evaluator): FeelValue {
  const items = itemsOf(runBoxed(node.source, frame, evaluator), { frame, at: NO_SPAN });
  if (items === null) return null;
  const decisive = node.iteration === 'for' ? null : node.iteration === 'some';
  const results: FeelValue[] = [];
  for (const item of items) {
    if (!takeStep(frame, NO_SPAN)) return null;
    if (results.length >= MAX_LIST_LENGTH) return tooLong(frame);
    frame.locals[node.slot] = item;
    if (node.partialSlot !== null) frame.locals[node.partialSlot] = results.slice();
    const value = runBoxed(node.body, frame, evaluator);
    if (decisive !== null && value === decisive) return decisive;
    results.push(value);
  }
  if (decisive === null) return results;
  return results.every((value) => value === !decisive) ? !decisive : null;
}

function tooLong(frame: Frame): null {
  const facts = { limit: 'list', most: MAX_LIST_LENGTH };
  return faultAt(frame, NO_SPAN, { code: 'FEEL_LIMIT', facts });
}
