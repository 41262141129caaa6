/** List built-ins (OMG DMN 1.5, 10.3.4.4). Places count from 1; negative places count from the end. */
import { compareValues, equalValues, orderValues } from '../compare.ts';
import { MAX_LIST_LENGTH, MAX_STEPS, MAX_VALUE_DEPTH } from '../limits.ts';
import { roundNumber, toInteger, type FeelNumber } from '../number.ts';
import {
  type CallFault,
  callFault,
  type FeelFunction,
  type FeelList,
  type FeelValue,
  type Frame,
  isCallFault,
  isList,
} from '../value.ts';
import { builtin, may, needs, rest, signature } from './define.ts';

const list = needs('list', 'list');

/** `f(list)` and `f(a, b, c)` are the same. */
export function overList(name: string, body: (items: FeelList) => FeelValue | CallFault): FeelFunction {
  return builtin(
    name,
    signature([list], ([items]) => body(items)),
    signature([needs('item', 'any'), rest('items', 'any')], ([first, others]) => body([first, ...others])),
  );
}

function extreme(name: string, operator: '<' | '>'): FeelFunction {
  return overList(name, (items) => {
    const [first, ...others] = items;
    if (first === undefined || items.includes(null)) return null;
    let best: FeelValue = first;
    for (const item of others) {
      const isBetter = compareValues(operator, item, best);
      if (isBetter === null) return callFault('FEEL_TYPE', { function: name });
      if (isBetter) best = item;
    }
    return orderValues(best, best) === null ? callFault('FEEL_TYPE', { function: name }) : best;
  });
}

function has(items: FeelList, wanted: FeelValue): boolean {
  return items.some((item) => equalValues(item, wanted) === true);
}

/** Linear for plain values; lists, contexts and long decimals are compared with each other, a step each time. */
function distinct(items: FeelList, frame: Frame): FeelValue | CallFault {
  const plain = new Set<FeelValue>();
  const compound: FeelValue[] = [];
  const kept: FeelValue[] = [];
  for (const item of items) {
    const isPlain = typeof item !== 'object' || item === null;
    if (!isPlain) frame.run.stepsLeft -= compound.length;
    if (frame.run.stepsLeft <= 0) return callFault('FEEL_LIMIT', { limit: 'steps', most: MAX_STEPS });
    if (isPlain ? plain.has(item) : has(compound, item)) continue;
    if (isPlain) plain.add(item);
    else compound.push(item);
    kept.push(item);
  }
  return kept;
}

/** From 0; null when the list has no such place. Fractions are cut off. `isGap`: one past the end counts too. */
function indexOf(items: FeelList, place: FeelNumber, isGap = false): number | null {
  const number = toInteger(roundNumber(place, 0, 'down') ?? 0);
  if (number === null || number === 0) return null;
  const index = number > 0 ? number - 1 : items.length + number;
  return index >= 0 && index < items.length + (isGap ? 1 : 0) ? index : null;
}

function sublist(items: FeelList, start: FeelNumber, length: FeelNumber | null): FeelValue | CallFault {
  const from = indexOf(items, start);
  const left = items.length - (from ?? 0);
  const count = length === null ? left : toInteger(roundNumber(length, 0, 'down') ?? 0);
  if (from === null || count === null || count < 1 || count > left)
    return callFault('FEEL_DOMAIN', { function: 'sublist' });
  return items.slice(from, from + count);
}

/** Lists deeper than the bound stay as they are. */
function flatten(items: FeelList): FeelValue | CallFault {
  const flat: FeelValue[] = [];
  const add = (inner: FeelList, depth: number): void => {
    for (const item of inner) {
      if (flat.length > MAX_LIST_LENGTH) return;
      if (isList(item) && depth < MAX_VALUE_DEPTH) add(item, depth + 1);
      else flat.push(item);
    }
  };
  add(items, 0);
  return bounded(flat);
}

function bounded(items: FeelValue[]): FeelValue | CallFault {
  return items.length > MAX_LIST_LENGTH
    ? callFault('FEEL_LIMIT', { limit: 'list', most: MAX_LIST_LENGTH })
    : items;
}

/** Stable merge sort with the caller's order; stops at the first comparison that is no boolean. */
function sort(items: FeelList, precedes: FeelFunction | null, frame: Frame): FeelValue | CallFault {
  let fault: CallFault | null = null;
  const isBefore = (left: FeelValue, right: FeelValue): boolean => {
    if (fault !== null) return false;
    const answer = precedes === null ? compareValues('<', left, right) : precedes.call([left, right], frame);
    if (isCallFault(answer)) fault = answer;
    else if (typeof answer !== 'boolean')
      fault = callFault('FEEL_TYPE', { function: 'sort', wanted: 'boolean' });
    return answer === true;
  };
  const sorted = items.toSorted((left, right) =>
    isBefore(left, right) ? -1 : isBefore(right, left) ? 1 : 0,
  );
  return fault ?? sorted;
}

function replaceItems(
  items: FeelList,
  match: FeelFunction,
  change: { readonly to: FeelValue; readonly frame: Frame },
): FeelValue | CallFault {
  const replaced: FeelValue[] = [];
  for (const item of items) {
    const answer = match.call([item, change.to], change.frame);
    if (isCallFault(answer)) return answer;
    if (typeof answer !== 'boolean')
      return callFault('FEEL_TYPE', { function: 'list replace', wanted: 'boolean' });
    replaced.push(answer ? change.to : item);
  }
  return replaced;
}

export const LIST_BUILTINS: readonly FeelFunction[] = [
  builtin(
    'list contains',
    signature([list, needs('element', 'any')], ([items, element]) => has(items, element)),
  ),
  builtin(
    'count',
    signature([list], ([items]) => items.length),
  ),
  extreme('min', '<'),
  extreme('max', '>'),
  builtin(
    'sublist',
    signature([list, needs('start position', 'number'), may('length', 'number')], ([items, start, length]) =>
      sublist(items, start, length),
    ),
  ),
  builtin(
    'append',
    signature([list, rest('item', 'any')], ([items, more]) => bounded([...items, ...more])),
  ),
  builtin(
    'concatenate',
    signature([rest('list', 'list')], ([lists]) => bounded(lists.flat())),
  ),
  builtin(
    'insert before',
    signature([list, needs('position', 'number'), needs('newItem', 'any')], ([items, position, item]) => {
      const index = indexOf(items, position, true);
      return index === null
        ? callFault('FEEL_DOMAIN', { function: 'insert before' })
        : bounded(items.toSpliced(index, 0, item));
    }),
  ),
  builtin(
    'remove',
    signature([list, needs('position', 'number')], ([items, position]) => {
      const index = indexOf(items, position);
      return index === null ? callFault('FEEL_DOMAIN', { function: 'remove' }) : items.toSpliced(index, 1);
    }),
  ),
  builtin(
    'reverse',
    signature([list], ([items]) => items.toReversed()),
  ),
  builtin(
    'index of',
    signature([list, needs('match', 'any')], ([items, wanted]) =>
      items.flatMap((item, index) => (equalValues(item, wanted) === true ? [index + 1] : [])),
    ),
  ),
  builtin(
    'union',
    signature([rest('list', 'list')], ([lists], frame) => distinct(lists.flat(), frame)),
  ),
  builtin(
    'distinct values',
    signature([list], ([items], frame) => distinct(items, frame)),
  ),
  builtin(
    'flatten',
    signature([list], ([items]) => flatten(items)),
  ),
  builtin(
    'sort',
    signature([list, may('precedes', 'function')], ([items, precedes], frame) =>
      sort(items, precedes, frame),
    ),
  ),
  builtin(
    'list replace',
    signature([list, needs('position', 'number'), needs('newItem', 'any')], ([items, position, item]) => {
      const index = indexOf(items, position);
      return index === null
        ? callFault('FEEL_DOMAIN', { function: 'list replace' })
        : items.with(index, item);
    }),
    signature([list, needs('match', 'function'), needs('newItem', 'any')], ([items, match, to], frame) =>
      replaceItems(items, match, { to, frame }),
    ),
  ),
  overList('all', (items) =>
    items.includes(false) ? false : items.every((item) => item === true) ? true : null,
  ),
  overList('any', (items) =>
    items.includes(true) ? true : items.every((item) => item === false) ? false : null,
  ),
];
