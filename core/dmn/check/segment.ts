/**
 * A column's values cut where its tests can change their mind: each constant, the numbers or days between two
 * neighbours, any other text, true and false, and missing. Within a segment every exact test answers alike, so one
 * value stands for all of them.
 */
import { type FeelValue, formatValue, isDate, isList, isRange } from '@plimsoll/core/feel';

/** The kinds whose values can be cut. */
export type SegmentKind = 'number' | 'string' | 'boolean' | 'date';

export type Segment = {
  /** The value that stands for all of the segment. */
  readonly value: FeelValue;
  /** The segment as a person reads it: `5`, `5 < … < 8`, `"A"`, `other text`, `missing`. */
  readonly label: string;
};

export type Constants = {
  readonly numbers: Set<number>;
  readonly strings: Set<string>;
  readonly booleans: Set<boolean>;
  /** Days as numbers. */
  readonly days: Set<number>;
};

export function createConstants(): Constants {
  return { numbers: new Set(), strings: new Set(), booleans: new Set(), days: new Set() };
}

/** Adds the constants of a value: itself, the ends of a range, the items of a list. False when it has others. */
export function addConstants(into: Constants, value: FeelValue): boolean {
  if (value === null) return true;
  if (typeof value === 'number') into.numbers.add(value);
  else if (typeof value === 'string') into.strings.add(value);
  else if (typeof value === 'boolean') into.booleans.add(value);
  else if (isDate(value)) into.days.add(value.day);
  else if (isList(value)) return value.map((item) => addConstants(into, item)).every(Boolean);
  else if (isRange(value))
    return !hasTextEnd(value.low, value.high) && addConstants(into, [value.low, value.high]);
  else return false;
  return true;
}

export function mergeConstants(into: Constants, from: Constants): void {
  for (const value of from.numbers) into.numbers.add(value);
  for (const value of from.strings) into.strings.add(value);
  for (const value of from.booleans) into.booleans.add(value);
  for (const value of from.days) into.days.add(value);
}

/** Texts in order have no segments: "other text" would lie on both sides. */
function hasTextEnd(low: FeelValue, high: FeelValue): boolean {
  return typeof low === 'string' || typeof high === 'string';
}

export function kindsOf(constants: Constants): readonly SegmentKind[] {
  const { numbers, strings, booleans, days } = constants;
  return [
    ...(numbers.size > 0 ? (['number'] as const) : []),
    ...(strings.size > 0 ? (['string'] as const) : []),
    ...(booleans.size > 0 ? (['boolean'] as const) : []),
    ...(days.size > 0 ? (['date'] as const) : []),
  ];
}

/** The segments of one kind, in order; for numbers and days from the least to the greatest. */
export function cut(kind: SegmentKind, constants: Constants): readonly Segment[] {
  switch (kind) {
    case 'number':
      return cutNumbers([...constants.numbers].toSorted((left, right) => left - right));
    case 'string':
      return cutStrings([...constants.strings]);
    case 'boolean':
      return [true, false].map(pointOf);
    case 'date':
      return cutDays([...constants.days].toSorted((left, right) => left - right));
    default:
      return kind satisfies never;
  }
}

export function pointOf(value: FeelValue): Segment {
  return { value, label: typeof value === 'string' ? `"${value}"` : formatValue(value) };
}

/** A value of a kind that no constant has: every comparison with one of them leaves it out. */
export const OTHER_KIND: Segment = { value: new Map(), label: 'another kind' };
export const MISSING: Segment = { value: null, label: 'missing' };

function cutNumbers(points: readonly number[]): readonly Segment[] {
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined) return [{ value: 1, label: 'any number' }];
  const segments: Segment[] = [{ value: below(first), label: `< ${first}` }];
  for (const [index, point] of points.entries()) {
    segments.push(pointOf(point));
    const next = points[index + 1];
    const middle = next === undefined ? null : between(point, next);
    if (next !== undefined && middle !== null)
      segments.push({ value: middle, label: `${point} < … < ${next}` });
  }
  segments.push({ value: above(last), label: `> ${last}` });
  return segments;
}

/** A number between two others, whole where one is, of few digits; null when doubles hold none. */
export function between(low: number, high: number): number | null {
  const middle = low + (high - low) / 2;
  const whole = Math.round(middle);
  if (whole > low && whole < high) return whole;
  for (let digits = 1; digits <= 15; digits += 1) {
    const short = Number(middle.toPrecision(digits));
    if (short > low && short < high) return short;
  }
  return null;
}

function below(point: number): number {
  return Math.abs(point) < 1e15 ? Math.ceil(point) - 1 : point * (point > 0 ? 0.5 : 2);
}

function above(point: number): number {
  return Math.abs(point) < 1e15 ? Math.floor(point) + 1 : point * (point > 0 ? 2 : 0.5);
}

function cutStrings(points: readonly string[]): readonly Segment[] {
  let other = 'other';
  for (let count = 2; points.includes(other); count += 1) other = `other ${count}`;
  return [...points.map(pointOf), { value: other, label: 'other text' }];
}

function cutDays(points: readonly number[]): readonly Segment[] {
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined) return [dayOf(0)];
  const days = points.flatMap((day, index) => {
    const next = points[index + 1];
    return next === undefined || next === day + 1 ? [day] : [day, day + 1];
  });
  return [first - 1, ...days, last + 1].map(dayOf);
}

function dayOf(day: number): Segment {
  return pointOf({ kind: 'date', day } as FeelValue);
}
