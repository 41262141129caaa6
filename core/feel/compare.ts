/**
 * Equality and order of FEEL values (OMG DMN 1.5, tables 47–49). Different kinds are not comparable: the answer is
 * null, which is neither true nor false.
 */
import { MAX_VALUE_DEPTH } from './limits.ts';
import { compareNumbers, type FeelNumber } from './number.ts';
import { equalTemporals, type FeelTemporal, isSameTemporal, orderTemporals } from './temporal.ts';
import {
  type FeelContext,
  type FeelList,
  type FeelRange,
  type FeelValue,
  isContext,
  isDuration,
  isList,
  isMoment,
  kindOf,
} from './value.ts';

/** `=`: true, false, or null when the kinds differ or the nesting passes the bound. null equals null alone. */
export function equalValues(left: FeelValue, right: FeelValue, depth = 0): boolean | null {
  if (left === right) return true;
  if (depth > MAX_VALUE_DEPTH) return null;
  if (left === null || right === null) return false;
  const kind = kindOf(left);
  if (kind !== kindOf(right)) return null;
  switch (kind) {
    case 'number':
      return compareNumbers(left as FeelNumber, right as FeelNumber) === 0;
    case 'list':
      return equalLists(left as FeelList, right as FeelList, depth + 1);
    case 'context':
      return equalContexts(left as FeelContext, right as FeelContext, depth + 1);
    case 'range':
      return equalRanges(left as FeelRange, right as FeelRange);
    case 'date':
    case 'time':
    case 'date and time':
    case 'days and time duration':
    case 'years and months duration':
      return equalTemporals(left as FeelTemporal, right as FeelTemporal);
    default:
      return false;
  }
}

function equalLists(left: FeelList, right: FeelList, depth: number): boolean {
  return (
    left.length === right.length &&
    left.every((item, index) => equalValues(item, right[index] ?? null, depth) === true)
  );
}

function equalContexts(left: FeelContext, right: FeelContext, depth: number): boolean {
  return (
    left.size === right.size &&
    [...left].every(
      ([name, value]) => right.has(name) && equalValues(value, right.get(name) ?? null, depth) === true,
    )
  );
}

function equalRanges(left: FeelRange, right: FeelRange): boolean {
  return (
    left.isPoint === right.isPoint &&
    left.lowClosed === right.lowClosed &&
    left.highClosed === right.highClosed &&
    equalValues(left.low, right.low) === true &&
    equalValues(left.high, right.high) === true
  );
}

/** Whether two values are the same one (`is`): never null, and moments are the same only when they are written alike. */
export function isSame(left: FeelValue, right: FeelValue, depth = 0): boolean {
  if (left === right) return true;
  if (left === null || right === null || depth > MAX_VALUE_DEPTH) return false;
  if (kindOf(left) !== kindOf(right)) return false;
  if (isList(left) && isList(right))
    return (
      left.length === right.length &&
      left.every((item, index) => isSame(item, right[index] ?? null, depth + 1))
    );
  if (isContext(left) && isContext(right))
    return (
      left.size === right.size &&
      [...left].every(([name, value]) => right.has(name) && isSame(value, right.get(name) ?? null, depth + 1))
    );
  return isTemporal(left) ? isSameTemporal(left, right as FeelTemporal) : equalValues(left, right) === true;
}

/** −1, 0 or 1 for two numbers, strings, dates, times or durations of one kind; null for anything else. */
export function orderValues(left: FeelValue, right: FeelValue): number | null {
  if (typeof left === 'number' && typeof right === 'number') return left < right ? -1 : left > right ? 1 : 0;
  if (left === null || right === null) return null;
  const kind = kindOf(left);
  if (kind !== kindOf(right)) return null;
  switch (kind) {
    case 'number':
      return compareNumbers(left as FeelNumber, right as FeelNumber);
    case 'string':
      return orderStrings(left as string, right as string);
    case 'date':
    case 'time':
    case 'date and time':
    case 'days and time duration':
    case 'years and months duration':
      return orderTemporals(left as FeelTemporal, right as FeelTemporal);
    default:
      return null;
  }
}

function isTemporal(value: FeelValue): value is FeelTemporal {
  return isMoment(value) || isDuration(value) || kindOf(value) === 'time';
}

/** By code points, so that the order does not depend on a locale. */
function orderStrings(left: string, right: string): number {
  if (left === right) return 0;
  const leftPoints = [...left];
  const rightPoints = [...right];
  const length = Math.min(leftPoints.length, rightPoints.length);
  for (let index = 0; index < length; index += 1) {
    const gap =
      (leftPoints[index] as string).codePointAt(0)! - (rightPoints[index] as string).codePointAt(0)!;
    if (gap !== 0) return Math.sign(gap);
  }
  return Math.sign(leftPoints.length - rightPoints.length);
}

export type CompareOperator = '=' | '!=' | '<' | '<=' | '>' | '>=';

/** One comparison with three-valued logic. */
export function compareValues(operator: CompareOperator, left: FeelValue, right: FeelValue): boolean | null {
  if (operator === '=') return equalValues(left, right);
  if (operator === '!=') {
    const equal = equalValues(left, right);
    return equal === null ? null : !equal;
  }
  const order = orderValues(left, right);
  return order === null ? null : holds(operator, order);
}

function holds(operator: '<' | '<=' | '>' | '>=', order: number): boolean {
  switch (operator) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    default:
      return operator satisfies never;
  }
}

/** Whether a range holds a value; null when they can't be compared. */
export function rangeHolds(range: FeelRange, value: FeelValue): boolean | null {
  if (value === null) return null;
  const aboveLow = range.low === null ? true : compareValues(range.lowClosed ? '<=' : '<', range.low, value);
  const belowHigh =
    range.high === null ? true : compareValues(range.highClosed ? '<=' : '<', value, range.high);
  if (aboveLow === false || belowHigh === false) return false;
  return aboveLow === null || belowHigh === null ? null : true;
}

/** Membership as `in` and unary tests have it: equal to it, in the list, in the range. */
export function isMember(value: FeelValue, of: FeelValue): boolean | null {
  if (isList(of)) {
    if (isList(value) && equalValues(value, of) === true) return true;
    return of.some((item) => isMember(value, item) === true);
  }
  if (of !== null && !isContext(of) && kindOf(of) === 'range') return rangeHolds(of as FeelRange, value);
  return equalValues(value, of);
}
