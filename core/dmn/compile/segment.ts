/**
 * The values of a column cut into segments within which every rule's test says the same: the points and open
 * intervals between the constants of its tests, each text, true, false, and null. A table whose tests are such is run
 * by segment, and what holds for a segment holds for all its values.
 */
import {
  compareNumbers,
  createFrame,
  createRun,
  type FeelValue,
  type FeelNumber,
  isNumber,
  run,
  runTest,
  type TestNode,
} from '@plimsoll/core/feel';

/** The values that a test holds for. Spans are pairs of segment numbers, both ends in, ascending. */
export type Coverage = {
  readonly kind: 'number' | 'string' | 'boolean' | 'none';
  readonly spans: readonly number[];
  readonly texts: ReadonlySet<string>;
  /** The texts are those that it does not hold for. */
  readonly isExcept: boolean;
  readonly yes: boolean;
  readonly no: boolean;
  readonly missing: boolean;
};

/** Segment `2i + 1` is the point `cuts[i]`, `2i` the open interval below it. */
export type Column = {
  readonly kind: 'number' | 'string' | 'boolean';
  readonly cuts: Float64Array;
  /** Texts that tests name, numbered from 0; any other text is number `texts.size`. */
  readonly texts: ReadonlyMap<string, number>;
  /** The same texts by number. */
  readonly names: readonly string[];
};

/** A column cut for a few rules: each segment leads to a leaf, each leaf to the rules that hold there. */
export type Segments = Column & {
  /** Leaves by segment: of numbers `2 * cuts + 1`, of texts one more than there are, of truth values no, yes. */
  readonly leafOf: Int32Array;
  readonly missingLeaf: number;
  /** Indexes into the given tests, ascending. */
  readonly leaves: readonly (readonly number[])[];
};

/** Segments × tests that are worth tabulating. */
const MAX_CELLS = 200_000;

const SILENT = createFrame(createRun({ global: () => null, fault: () => undefined }));
const PLACE = { frame: SILENT, slot: 0, at: { from: 0, to: 0 }, run };

/** The constants of a test; null for a test that segments can't tell. */
function constantsOf(test: TestNode): readonly (string | number | boolean)[] | null {
  switch (test.kind) {
    case 'equalsConstant':
      return [test.value];
    case 'inConstants':
      return [...test.values];
    case 'compareConstant':
      return [test.value];
    case 'intervalConstant':
      return test.low <= test.high ? [test.low, test.high] : null;
    case 'member':
      return test.of.kind === 'literal' && test.of.value === null ? [] : null;
    case 'anyOf': {
      const parts = test.tests.map(constantsOf);
      return parts.includes(null) ? null : parts.flatMap((part) => part ?? []);
    }
    case 'not':
      return constantsOf(test.test);
    default:
      return null;
  }
}

/** Cuts a column for its tests; null when they are of several kinds or can't be told by segments. */
export function cutColumn(tests: readonly TestNode[]): Column | null {
  const numbers = new Set<number>();
  const texts = new Set<string>();
  let hasTruth = false;
  for (const test of tests) {
    const constants = constantsOf(test);
    if (constants === null) return null;
    for (const each of constants) {
      if (typeof each === 'number') numbers.add(each);
      else if (typeof each === 'string') texts.add(each);
      else hasTruth = true;
    }
  }
  const kinds = [numbers.size > 0, texts.size > 0, hasTruth].filter(Boolean).length;
  if (kinds !== 1) return null;
  const cuts = Float64Array.from(numbers).sort();
  // Decimals between two doubles next to each other have a segment too, but nothing here could stand for it.
  const kind = numbers.size > 0 ? 'number' : texts.size > 0 ? 'string' : 'boolean';
  const names = [...texts];
  return { kind, cuts, texts: new Map(names.map((text, index) => [text, index])), names };
}

/** Where a test of the column holds. */
export function coverageOf(test: TestNode, column: Column): Coverage {
  const numbers = column.kind === 'number';
  return {
    kind: column.kind,
    spans: numbers ? spansOf(test, column.cuts) : [],
    ...(column.kind === 'string' ? textsOf(test) : { texts: new Set<string>(), isExcept: false }),
    yes: column.kind === 'boolean' && runTest(test, true, PLACE) === true,
    no: column.kind === 'boolean' && runTest(test, false, PLACE) === true,
    missing: runTest(test, null, PLACE) === true,
  };
}

/** Whether a segment of the column (from `segmentOf`) is covered; −1 is null. */
export function covers(coverage: Coverage, segment: number, column: Column): boolean {
  if (segment < 0) return coverage.missing;
  switch (column.kind) {
    case 'number':
      return holdsSpan(coverage.spans, segment);
    case 'string':
      return coversText(coverage, column.names[segment]);
    case 'boolean':
      return segment === 1 ? coverage.yes : coverage.no;
    default:
      return column.kind satisfies never;
  }
}

/** How many segments a column has, null apart. */
export function segmentCount({ kind, cuts, names }: Column): number {
  return kind === 'number' ? 2 * cuts.length + 1 : kind === 'string' ? names.length + 1 : 2;
}

/** Whether any of neighbouring segments is covered. */
export function meets(
  coverage: Coverage,
  { from, to }: { readonly from: number; readonly to: number },
  column: Column,
): boolean {
  if (column.kind === 'number') {
    const { spans } = coverage;
    for (let index = 0; index < spans.length; index += 2)
      if ((spans[index] as number) <= to && (spans[index + 1] as number) >= from) return true;
    return false;
  }
  const last = Math.min(to, segmentCount(column) - 1);
  for (let segment = from; segment <= last; segment += 1) if (covers(coverage, segment, column)) return true;
  return false;
}

function coversText({ texts, isExcept }: Coverage, text: string | undefined): boolean {
  return (text !== undefined && texts.has(text)) !== isExcept;
}

function holdsSpan(spans: readonly number[], segment: number): boolean {
  for (let index = 0; index < spans.length; index += 2)
    if (segment >= (spans[index] as number) && segment <= (spans[index + 1] as number)) return true;
  return false;
}

/** The index of a constant among the cuts. */
function placeOf(cuts: Float64Array, value: number): number {
  let low = 0;
  let high = cuts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((cuts[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function spansOf(test: TestNode, cuts: Float64Array): number[] {
  const last = 2 * cuts.length;
  const point = (value: number): number => 2 * placeOf(cuts, value) + 1;
  switch (test.kind) {
    case 'compareConstant': {
      const at = point(test.value);
      if (test.operator === '<') return [0, at - 1];
      if (test.operator === '<=') return [0, at];
      return test.operator === '>' ? [at + 1, last] : [at, last];
    }
    case 'intervalConstant': {
      const low = point(test.low) + (test.lowClosed ? 0 : 1);
      const high = point(test.high) - (test.highClosed ? 0 : 1);
      return low <= high ? [low, high] : [];
    }
    case 'equalsConstant':
      return [point(test.value as number), point(test.value as number)];
    case 'inConstants':
      return joinSpans([...test.values].flatMap((value) => [point(value as number), point(value as number)]));
    case 'anyOf':
      return joinSpans(test.tests.flatMap((each) => spansOf(each, cuts)));
    case 'not':
      return complement(spansOf(test.test, cuts), last);
    default:
      return [];
  }
}

/** Ascending, none touching another. */
function joinSpans(spans: readonly number[]): number[] {
  const pairs = Array.from({ length: spans.length / 2 }, (_, index): [number, number] => [
    spans[2 * index] as number,
    spans[2 * index + 1] as number,
  ]).sort((left, right) => left[0] - right[0]);
  const joined: number[] = [];
  for (const [low, high] of pairs) {
    const before = joined.at(-1);
    if (before !== undefined && low <= before + 1) joined[joined.length - 1] = Math.max(before, high);
    else joined.push(low, high);
  }
  return joined;
}

function complement(spans: readonly number[], last: number): number[] {
  const rest: number[] = [];
  let next = 0;
  for (let index = 0; index < spans.length; index += 2) {
    if ((spans[index] as number) > next) rest.push(next, (spans[index] as number) - 1);
    next = (spans[index + 1] as number) + 1;
  }
  if (next <= last) rest.push(next, last);
  return rest;
}

function textsOf(test: TestNode): { readonly texts: ReadonlySet<string>; readonly isExcept: boolean } {
  switch (test.kind) {
    case 'equalsConstant':
      return { texts: new Set([test.value as string]), isExcept: false };
    case 'inConstants':
      return { texts: test.values as ReadonlySet<string>, isExcept: false };
    case 'not': {
      const { texts, isExcept } = textsOf(test.test);
      return { texts, isExcept: !isExcept };
    }
    case 'anyOf':
      return test.tests.map(textsOf).reduce(uniteTexts);
    default:
      return { texts: new Set(), isExcept: false };
  }
}

type Texts = ReturnType<typeof textsOf>;

function uniteTexts(left: Texts, right: Texts): Texts {
  if (!left.isExcept && !right.isExcept)
    return { texts: new Set([...left.texts, ...right.texts]), isExcept: false };
  const [except, of] = left.isExcept ? [left, right] : [right, left];
  const texts = [...except.texts].filter((text) => of.texts.has(text) === of.isExcept);
  return { texts: new Set(texts), isExcept: true };
}

/** The segment of a value: −1 for null; −2 for a value of another kind, on which the tests would fault. */
export function segmentOf(column: Column, value: FeelValue): number {
  if (value === null) return -1;
  switch (column.kind) {
    case 'number':
      return isNumber(value) ? numberSegment(column.cuts, value) : -2;
    case 'string':
      return typeof value === 'string' ? (column.texts.get(value) ?? column.texts.size) : -2;
    case 'boolean':
      return typeof value === 'boolean' ? Number(value) : -2;
    default:
      return column.kind satisfies never;
  }
}

function numberSegment(cuts: Float64Array, value: FeelNumber): number {
  if (typeof value !== 'number') return longSegment(cuts, value);
  let low = 0;
  let high = cuts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((cuts[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return cuts[low] === value ? 2 * low + 1 : 2 * low;
}

/** The same for a number of more than 15 digits. */
function longSegment(cuts: Float64Array, value: FeelNumber): number {
  let low = 0;
  let high = cuts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareNumbers(cuts[middle] as number, value) < 0) low = middle + 1;
    else high = middle;
  }
  const cut = cuts[low];
  return cut !== undefined && compareNumbers(cut, value) === 0 ? 2 * low + 1 : 2 * low;
}

/** Cuts a column and tabulates which tests hold where; null when that can't be, or not cheaply. */
export function tabulate(tests: readonly TestNode[]): Segments | null {
  const column = cutColumn(tests);
  if (column === null) return null;
  const count = segmentCount(column);
  if (count * tests.length > MAX_CELLS) return null;
  const coverages = tests.map((test) => coverageOf(test, column));
  const leafByRules = new Map<string, number>();
  const leaves: (readonly number[])[] = [];
  const leafAt = (segment: number): number => {
    const rules = coverages.flatMap((coverage, index) => (covers(coverage, segment, column) ? [index] : []));
    const key = rules.join(',');
    const known = leafByRules.get(key);
    if (known !== undefined) return known;
    leafByRules.set(key, leaves.length);
    return leaves.push(rules) - 1;
  };
  const leafOf = Int32Array.from({ length: count }, (_, segment) => leafAt(segment));
  return { ...column, leafOf, missingLeaf: leafAt(-1), leaves };
}

/** The leaf of a value; −1 for a value of another kind. */
export function leafOfValue(segments: Segments, value: FeelValue): number {
  const segment = segmentOf(segments, value);
  if (segment >= 0) return segments.leafOf[segment] as number;
  return segment === -1 ? segments.missingLeaf : -1;
}
