/** Built-ins that relate points and ranges (OMG DMN 1.5, 10.3.4.9, after Allen's interval algebra). */
import { compareValues, orderValues } from '../compare.ts';
import { parseRange } from '../range.ts';
import {
  type CallFault,
  callFault,
  type FeelFunction,
  type FeelRange,
  type FeelValue,
  isList,
  isRange,
} from '../value.ts';
import { builtin, needs, signature } from './define.ts';

type Relation = (left: FeelRange, right: FeelRange) => boolean | null;

/** The forms of a relation's two arguments; the names are those of the standard. */
const POINTS = ['point1', 'point2'] as const;
const RANGES = ['range1', 'range2'] as const;
const POINT_RANGE = ['point', 'range'] as const;
const RANGE_POINT = ['range', 'point'] as const;
type Form = typeof POINTS | typeof RANGES | typeof POINT_RANGE | typeof RANGE_POINT;

/** A point is a closed range of one. */
function asRange(value: FeelValue): FeelRange | null {
  if (value === null) return null;
  return isRange(value)
    ? value
    : { kind: 'range', low: value, lowClosed: true, high: value, highClosed: true };
}

function isOfForm(value: FeelValue, name: string): boolean {
  return value === null || isRange(value) === name.startsWith('range');
}

function relation(name: string, forms: readonly Form[], holds: Relation): FeelFunction {
  const relate = (a: FeelValue, b: FeelValue): FeelValue | CallFault => {
    const [left, right] = [asRange(a), asRange(b)];
    if (left === null || right === null) return null;
    const isKnown = forms.some(([first, second]) => isOfForm(a, first) && isOfForm(b, second));
    const answer = isKnown ? holds(left, right) : null;
    return answer ?? callFault('FEEL_TYPE', { function: name });
  };
  return builtin(
    name,
    ...forms.map(([first, second]) =>
      signature([needs(first, 'any'), needs(second, 'any')], ([a, b]) => relate(onlyItem(a), onlyItem(b))),
    ),
  );
}

/** A list of one stands for its item. */
function onlyItem(value: FeelValue): FeelValue {
  return isList(value) && value.length === 1 ? (value[0] ?? null) : value;
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

const coincides: Relation = (left, right) => {
  const areOfOneKind =
    orderValues(left.low, right.low) !== null && orderValues(left.high, right.high) !== null;
  return areOfOneKind ? startsAt(left, right) && endsAt(left, right) : null;
};

export const RANGE_BUILTINS: readonly FeelFunction[] = [
  builtin(
    'range',
    signature(
      [needs('from', 'string')],
      ([text]) => parseRange(text) ?? callFault('FEEL_NOT_A_RANGE', { text: text.slice(0, 40) }),
    ),
  ),
  relation('before', [POINTS, POINT_RANGE, RANGE_POINT, RANGES], isBefore),
  relation('after', [POINTS, POINT_RANGE, RANGE_POINT, RANGES], (left, right) => isBefore(right, left)),
  relation('meets', [RANGES], meets),
  relation('met by', [RANGES], (left, right) => meets(right, left)),
  relation('overlaps', [RANGES], overlaps),
  relation('overlaps before', [RANGES], overlapsBefore),
  relation('overlaps after', [RANGES], (left, right) => overlapsBefore(right, left)),
  relation('finishes', [POINT_RANGE, RANGES], finishes),
  relation('finished by', [RANGE_POINT, RANGES], (left, right) => finishes(right, left)),
  relation('includes', [RANGE_POINT, RANGES], includes),
  relation('during', [POINT_RANGE, RANGES], (left, right) => includes(right, left)),
  relation('starts', [POINT_RANGE, RANGES], starts),
  relation('started by', [RANGE_POINT, RANGES], (left, right) => starts(right, left)),
  relation('coincides', [POINTS, RANGES], coincides),
];
