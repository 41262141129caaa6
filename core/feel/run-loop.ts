/** `for`, `some` and `every`: nested iterations with a budget of steps. */
import { dateOfDay } from './date.ts';
import { faultAt, takeStep } from './frame.ts';
import { MAX_LIST_LENGTH, MAX_PARTIAL_LENGTH } from './limits.ts';
import type { Binding, FeelNode, ForNode, QuantifiedNode } from './node.ts';
import { toInteger } from './number.ts';
import type { Span } from './span.ts';
import {
  type FeelRange,
  type FeelValue,
  type Frame,
  isDate,
  isList,
  isNumber,
  isRange,
  kindOf,
} from './value.ts';

type RunNode = (node: FeelNode, frame: Frame) => FeelValue;
/** Called for each combination; false stops. */
type Visit = () => boolean;
type Loop = {
  readonly bindings: readonly Binding[];
  readonly at: Span;
  readonly frame: Frame;
  readonly run: RunNode;
};

/** The list of the body's values; null when a source is null or past a bound. */
export function runFor(node: ForNode, frame: Frame, run: RunNode): FeelValue {
  const results: FeelValue[] = [];
  const most = node.partialSlot === null ? MAX_LIST_LENGTH : MAX_PARTIAL_LENGTH;
  const loop: Loop = { bindings: node.iterators, at: node.at, frame, run };
  const done = iterate(loop, 0, () => {
    if (results.length >= most) {
      faultAt(frame, node.at, { code: 'FEEL_LIMIT', facts: { limit: 'list', most } });
      return false;
    }
    // A copy: values never change, and the body may keep what it saw.
    if (node.partialSlot !== null) frame.locals[node.partialSlot] = results.slice();
    results.push(run(node.body, frame));
    return true;
  });
  return done ? results : null;
}

/** Three-valued `some` and `every`; both stop as soon as the answer is certain. */
export function runQuantified(node: QuantifiedNode, frame: Frame, run: RunNode): FeelValue {
  const decisive = node.quantifier === 'some';
  let answer: boolean | null = !decisive;
  let isDecided = false;
  const loop: Loop = { bindings: node.iterators, at: node.at, frame, run };
  const done = iterate(loop, 0, () => {
    const value = run(node.body, frame);
    if (value === decisive) {
      answer = decisive;
      isDecided = true;
      return false;
    }
    if (value !== !decisive) answer = null;
    return true;
  });
  return done || isDecided ? answer : null;
}

/** Visits every combination of the bindings from `index` on; false when stopped or a source is no source. */
function iterate(loop: Loop, index: number, visit: Visit): boolean {
  const binding = loop.bindings[index];
  if (binding === undefined) return visit();
  const { frame } = loop;
  const items = sourceOf(binding, loop);
  if (items === null) return false;
  for (const item of items) {
    if (!takeStep(frame, loop.at)) return false;
    frame.locals[binding.slot] = item;
    if (!iterate(loop, index + 1, visit)) return false;
  }
  return true;
}

function sourceOf(binding: Binding, loop: Loop): Iterable<FeelValue> | null {
  const { frame, run } = loop;
  const source = run(binding.source, frame);
  if (binding.end !== null) return countBetween(source, run(binding.end, frame), loop);
  return itemsOf(source, loop);
}

type LoopPlace = Pick<Loop, 'at' | 'frame'>;

/** What a loop goes through: a list, the whole numbers or days of a range, any other value by itself; null: nothing. */
export function itemsOf(source: FeelValue, place: LoopPlace): Iterable<FeelValue> | null {
  if (source === null) return null;
  if (isList(source)) return source;
  if (isRange(source)) return membersOf(source, place);
  if (isNumber(source) || kindOf(source) !== 'function') return [source];
  const facts = { wanted: 'list', given: kindOf(source) };
  return faultAt(place.frame, place.at, { code: 'FEEL_TYPE', facts });
}

/** The whole numbers or days of a range, upwards; a range that runs downwards holds none and is a fault. */
function membersOf(range: FeelRange, place: LoopPlace): Iterable<FeelValue> | null {
  const { low, high, lowClosed, highClosed } = range;
  const [from, to] = [stepOf(low), stepOf(high)];
  if (
    low === null ||
    high === null ||
    from === null ||
    to === null ||
    kindOf(low) !== kindOf(high) ||
    from > to
  )
    return noSteps(low, high, place);
  return countSteps({
    from: lowClosed ? from : from + 1,
    to: highClosed ? to : to - 1,
    step: 1,
    areDays: isDate(low),
  });
}

/** `from .. to` counts down when it has to. */
function countBetween(low: FeelValue, high: FeelValue, loop: Loop): Iterable<FeelValue> | null {
  if (low === null || high === null) return null;
  const [from, to] = [stepOf(low), stepOf(high)];
  if (from === null || to === null || kindOf(low) !== kindOf(high)) return noSteps(low, high, loop);
  return countSteps({ from, to, step: from <= to ? 1 : -1, areDays: isDate(low) });
}

/** A whole number, or the number of a day. */
function stepOf(value: FeelValue): number | null {
  if (isDate(value)) return value.day;
  return isNumber(value) ? toInteger(value) : null;
}

function noSteps(low: FeelValue, high: FeelValue, { frame, at }: LoopPlace): null {
  const given = `${kindOf(low)}..${kindOf(high)}`;
  return faultAt(frame, at, { code: 'FEEL_TYPE', facts: { wanted: 'integers', given } });
}

type Steps = { readonly from: number; readonly to: number; readonly step: 1 | -1; readonly areDays: boolean };

function* countSteps({ from, to, step, areDays }: Steps): Generator<FeelValue> {
  for (let value = from; step > 0 ? value <= to : value >= to; value += step)
    yield areDays ? dateOfDay(value) : value;
}
