/** Paths (`loan.rate`) and filters (`loans[amount > 5]`, `loans[1]`). */
import { costOf, faultAt, takeStep, takeSteps } from './frame.ts';
import type { FeelNode, FilterNode, PathNode } from './node.ts';
import { toInteger } from './number.ts';
import { propertyOf } from './property.ts';
import { nameKey } from './scope.ts';
import { type FeelList, type FeelValue, type Frame, isContext, isList, isNumber } from './value.ts';

type RunNode = (node: FeelNode, frame: Frame) => FeelValue;

/** An entry of a context, of each context in a list, or a property of a value. Missing is null. */
export function runPath(node: PathNode, source: FeelValue, frame: Frame): FeelValue {
  if (source === null) return null;
  if (isContext(source)) return source.get(node.name) ?? byKey(source, node.name);
  if (isList(source)) {
    if (!takeSteps(frame, node.at, costOf(source))) return null;
    return source.map((item) => runPath(node, item, frame));
  }
  const property = typeof source === 'object' ? propertyOf(source, node.name) : undefined;
  return property === undefined
    ? faultAt(frame, node.at, { code: 'FEEL_NO_PROPERTY', facts: { name: node.name } })
    : property;
}

/** Entries whose names differ in spaces around signs only. */
function byKey(source: ReadonlyMap<string, FeelValue>, name: string): FeelValue {
  if (source.has(name) || !/[./\-'+*]/.test(name)) return null;
  const key = nameKey(name);
  for (const [entry, value] of source) if (nameKey(entry) === key) return value;
  return null;
}

/** A number picks by place (from 1, negative from the end); a condition keeps the items for which it is true. */
export function runFilter(node: FilterNode, frame: Frame, run: RunNode): FeelValue {
  const source = run(node.source, frame);
  if (source === null) return null;
  const items: FeelList = isList(source) ? source : [source];
  frame.locals[node.slot] = items[0] ?? null;
  if (node.predicate.kind === 'literal' || items.length === 0) {
    const only = run(node.predicate, frame);
    if (isNumber(only)) return pick(items, toInteger(only));
    return only === true ? items : [];
  }
  const kept: FeelValue[] = [];
  for (const [index, item] of items.entries()) {
    if (!takeStep(frame, node.at)) return null;
    frame.locals[node.slot] = item;
    const value = run(node.predicate, frame);
    if (index === 0 && isNumber(value)) return pick(items, toInteger(value));
    if (value === true) kept.push(item);
  }
  return kept;
}

function pick(items: FeelList, place: number | null): FeelValue {
  if (place === null || place === 0) return null;
  return items[place > 0 ? place - 1 : items.length + place] ?? null;
}
