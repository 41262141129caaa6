/**
 * What values an expression can have at all: a few constants, numbers of a range, a context of such, or anything. It
 * always says at least what can happen, so what it leaves out is proved never to happen (abstract interpretation,
 * Cousot and Cousot 1977).
 */
import { equalValues, type FeelValue, isContext } from '@plimsoll/core/feel';
import { MAX_POSSIBLE } from './limits.ts';

export type Possible = {
  /** The values other than missing, when they are these few; null: more than that. */
  readonly values: readonly FeelValue[] | null;
  readonly mayBeMissing: boolean;
  /** For numbers: none is outside. */
  readonly range: { readonly low: number; readonly high: number } | null;
  /** For contexts: what is known of the entries. */
  readonly entries: ReadonlyMap<string, Possible> | null;
};

export const ANYTHING: Possible = { values: null, mayBeMissing: true, range: null, entries: null };
/** No value at all: what can't be reached. */
export const NOTHING: Possible = { values: [], mayBeMissing: false, range: null, entries: null };
export const ONLY_MISSING: Possible = { ...NOTHING, mayBeMissing: true };

/** Exactly one value. */
export function onlyValue(value: FeelValue): Possible {
  if (value === null) return ONLY_MISSING;
  if (isContext(value))
    return {
      ...NOTHING,
      values: null,
      entries: new Map([...value].map(([name, entry]) => [name, onlyValue(entry)])),
    };
  return { ...NOTHING, values: [value] };
}

/** One of some answers: true, false, null. */
export function answersOf(answers: Iterable<boolean | null>): Possible {
  const all = new Set(answers);
  return { ...NOTHING, values: [...all].filter((answer) => answer !== null), mayBeMissing: all.has(null) };
}

/** The answers that a condition can give. */
export function answersIn({ values, mayBeMissing }: Possible): readonly (boolean | null)[] {
  const truths = values === null ? [true, false] : values.filter((value) => typeof value === 'boolean');
  const hasOther = values === null || values.some((value) => typeof value !== 'boolean');
  return mayBeMissing || hasOther ? [...truths, null] : truths;
}

export function unite(left: Possible, right: Possible): Possible {
  if (isNothing(left)) return right;
  if (isNothing(right)) return left;
  return {
    values: uniteValues(left.values, right.values),
    mayBeMissing: left.mayBeMissing || right.mayBeMissing,
    range: uniteRanges(left, right),
    entries: uniteEntries(left, right),
  };
}

function isNothing({ values, mayBeMissing }: Possible): boolean {
  return values?.length === 0 && !mayBeMissing;
}

function isMissingOnly({ values }: Possible): boolean {
  return values?.length === 0;
}

function uniteValues(
  left: readonly FeelValue[] | null,
  right: readonly FeelValue[] | null,
): readonly FeelValue[] | null {
  if (left === null || right === null) return null;
  const fresh = right.filter((value) => !left.some((each) => equalValues(each, value) === true));
  return left.length + fresh.length > MAX_POSSIBLE ? null : [...left, ...fresh];
}

/** A set of constants has the range that they span. */
export function rangeOf({ values, range }: Possible): Possible['range'] {
  if (range !== null || values === null || values.length === 0) return range;
  const numbers = values.filter((value) => typeof value === 'number');
  if (numbers.length < values.length) return null;
  return { low: Math.min(...numbers), high: Math.max(...numbers) };
}

function uniteRanges(left: Possible, right: Possible): Possible['range'] {
  if (isMissingOnly(left)) return right.range;
  if (isMissingOnly(right)) return left.range;
  const [one, other] = [rangeOf(left), rangeOf(right)];
  if (one === null || other === null) return null;
  return { low: Math.min(one.low, other.low), high: Math.max(one.high, other.high) };
}

function uniteEntries(left: Possible, right: Possible): Possible['entries'] {
  if (isMissingOnly(left)) return right.entries;
  if (isMissingOnly(right)) return left.entries;
  if (left.entries === null || right.entries === null) return null;
  const names = new Set([...left.entries.keys(), ...right.entries.keys()]);
  return new Map(
    [...names].map((name) => [
      name,
      unite(left.entries?.get(name) ?? ONLY_MISSING, right.entries?.get(name) ?? ONLY_MISSING),
    ]),
  );
}

/** Whether a value is among the possible ones. */
export function mayBe({ values, mayBeMissing, range }: Possible, value: FeelValue): boolean {
  if (value === null) return mayBeMissing;
  if (values !== null) return values.some((each) => equalValues(each, value) === true);
  return range === null || typeof value !== 'number' || (value >= range.low && value <= range.high);
}
