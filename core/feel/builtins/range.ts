/** Built-ins that relate points and ranges (OMG DMN 1.5, 10.3.4.9, after Allen's interval algebra). */
import { compareValues, orderValues } from '../compare.ts';
import { parseRange } from '../range.ts';
import { callFault, type FeelFunction, type FeelRange, type FeelValue, isRange } from '../value.ts';
import { builtin, needs, signature } from './define.ts';

type Relation = (left: FeelRange, right: FeelRange) => boolean | null;

/** A point is a closed range of one. */
function asRange(value: FeelValue): FeelRange | null {
  if (value === null) return null;
  return isRange(value)
    ? value
    : { kind: 'range', low: value, lowClosed: true, high: value, highClosed: true };
}

function relation(name: string, holds: Relation): FeelFunction {
  return builtin(
    name,
    signature([needs('a', 'any'), needs('b', 'any')], ([a, b]) => {
      const left = asRange(a);
      const right = asRange(b);
      if (left === null || right === null) return null;
      return holds(left, right) ?? callFault('FEEL_TYPE', { function: name });
    }),
  );
}

const isBefore: Relation = (left, right) => {
  const order = orderValues(left.high, right.low);
  if (order === null) return null;
  return order < 0 || (order === 0 && !(left.highClosed && right.lowClosed));
};

const meets: Relation = (left, right) => {
  const equal = compareValues('=', left.high, right.low);
  return equal === null ? null : equal && left.highClosed && right.lowClosed;
};

const overlaps: Relation = (left, right) => {
  const before = isBefore(left, right);
  const after = isBefore(right, left);
  return before === null || after === null ? null : !before && !after;
};

function startsAt(left: FeelRange, right: FeelRange): boolean {
  return orderValues(left.low, right.low) === 0 && left.lowClosed === right.lowClosed;
}

function endsAt(left: FeelRange, right: FeelRange): boolean {
  return orderValues(left.high, right.high) === 0 && left.highClosed === right.highClosed;
}

/** Whether `outer` holds all of `inner`. */
const includes: Relation = (outer, inner) => {
  const low = orderValues(outer.low, inner.low);
  const high = orderValues(inner.high, outer.high);
  if (low === null || high === null) return null;
  const isLowIn = low < 0 || (low === 0 && (outer.lowClosed || !inner.lowClosed));
  const isHighIn = high < 0 || (high === 0 && (outer.highClosed || !inner.highClosed));
  return isLowIn && isHighIn;
};

const starts: Relation = (left, right) => {
  const within = includes(right, left);
  return within === null ? null : within && startsAt(left, right);
};

const finishes: Relation = (left, right) => {
  const within = includes(right, left);
  return within === null ? null : within && endsAt(left, right);
};

/** The left one starts first, reaches into the right one, and ends no later. */
const overlapsBefore: Relation = (left, right) => {
  const share = overlaps(left, right);
  const lows = orderValues(left.low, right.low);
  const highs = orderValues(left.high, right.high);
  if (share === null || lows === null || highs === null) return null;
  const isLowFirst = lows < 0 || (lows === 0 && left.lowClosed && !right.lowClosed);
  const isHighFirst = highs < 0 || (highs === 0 && (!left.highClosed || right.highClosed));
  return share && isLowFirst && isHighFirst;
};

export const RANGE_BUILTINS: readonly FeelFunction[] = [
  builtin(
    'range',
    signature(
      [needs('from', 'string')],
      ([text]) => parseRange(text) ?? callFault('FEEL_NOT_A_RANGE', { text: text.slice(0, 40) }),
    ),
  ),
  relation('before', isBefore),
  relation('after', (left, right) => isBefore(right, left)),
  relation('meets', meets),
  relation('met by', (left, right) => meets(right, left)),
  relation('overlaps', overlaps),
  relation('overlaps before', overlapsBefore),
  relation('overlaps after', (left, right) => overlapsBefore(right, left)),
  relation('finishes', finishes),
  relation('finished by', (left, right) => finishes(right, left)),
  relation('includes', includes),
  relation('during', (left, right) => includes(right, left)),
  relation('starts', starts),
  relation('started by', (left, right) => starts(right, left)),
  relation('coincides', (left, right) => startsAt(left, right) && endsAt(left, right)),
];
