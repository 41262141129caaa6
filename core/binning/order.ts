/**
 * Values in ascending order, by radix sort of the bits of doubles: the sort is most of what binning a long column
 * costs. Passes of at most 11 bits over the high halves, those in which all values agree left out; the low halves
 * are put right within runs of one high half, or by passes of their own where there are many. −0 counts as 0.
 * 150,000 distinct values take about 3 ms, where `Float64Array.sort` takes 15.
 */
import { assert } from '@plimsoll/core/base';

const DIGIT_BITS = 11;
const DIGITS = 1 << DIGIT_BITS;
const DIGIT_MASK = DIGITS - 1;
const HIGH_PASSES = 3;
const SIGN = 0x80000000;

/** Steps a value that ordering within equal high halves may take before the low halves get passes of their own. */
const MENDING_STEPS = 2;

/** Below this many values, counting digits costs more than comparing. */
const FEW = 1024;

/** A double is two words; which of them comes first is the machine's affair. */
const HIGH_WORD = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 1 : 0;

/** A sorted copy. Asserts that none is NaN. */
export function sortedValues(values: Float64Array): Float64Array {
  const plain = new Float64Array(values.length);
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at] as number;
    assert(!Number.isNaN(value), 'values are there');
    plain[at] = value + 0;
  }
  if (plain.length < FEW) return plain.sort();
  const byHigh = passes(plain, HIGH_WORD);
  const mended = mendRuns(negativesFirst(byHigh));
  return mended ?? negativesFirst(passes(passes(plain, 1 - HIGH_WORD), HIGH_WORD));
}

/** Stable passes over one word of each value, as an unsigned number; negative values come last, the largest first. */
function passes(values: Float64Array, word: number): Float64Array {
  const length = values.length;
  const counts = digitCounts(values, word);
  let from = values.slice();
  let to = new Float64Array(length);
  for (let pass = 0; pass < HIGH_PASSES; pass += 1) {
    const shift = pass * DIGIT_BITS;
    const offset = pass * DIGITS;
    if (!startsFromCounts(counts, offset, length)) continue;
    const words = new Uint32Array(from.buffer);
    for (let at = 0; at < length; at += 1) {
      const digit = offset + (((words[2 * at + word] as number) >>> shift) & DIGIT_MASK);
      const place = counts[digit] as number;
      counts[digit] = place + 1;
      to[place] = from[at] as number;
    }
    [from, to] = [to, from];
  }
  return from;
}

/** How often each digit of each pass occurs. */
function digitCounts(values: Float64Array, word: number): Uint32Array {
  const words = new Uint32Array(values.buffer);
  const counts = new Uint32Array(HIGH_PASSES * DIGITS);
  for (let at = word; at < words.length; at += 2) {
    const bits = words[at] as number;
    const first = bits & DIGIT_MASK;
    const second = DIGITS + ((bits >>> DIGIT_BITS) & DIGIT_MASK);
    const third = 2 * DIGITS + (bits >>> (2 * DIGIT_BITS));
    counts[first] = (counts[first] as number) + 1;
    counts[second] = (counts[second] as number) + 1;
    counts[third] = (counts[third] as number) + 1;
  }
  return counts;
}

/** Turns a pass's counts into the places where its digits start; false when all values have the same digit. */
function startsFromCounts(counts: Uint32Array, offset: number, length: number): boolean {
  let sum = 0;
  for (let digit = offset; digit < offset + DIGITS; digit += 1) {
    const count = counts[digit] as number;
    if (count === length) return false;
    counts[digit] = sum;
    sum += count;
  }
  return true;
}

/** By their bits negative values come last and the wrong way round. */
function negativesFirst(values: Float64Array): Float64Array {
  const words = new Uint32Array(values.buffer);
  let positives = values.length;
  while (positives > 0 && (words[2 * (positives - 1) + HIGH_WORD] as number) >= SIGN) positives -= 1;
  if (positives === values.length) return values;
  const sorted = new Float64Array(values.length);
  const negatives = values.subarray(positives).reverse();
  sorted.set(negatives);
  sorted.set(values.subarray(0, positives), negatives.length);
  return sorted;
}

/** Insertion within runs that are nearly ordered; null where they are not, and passes are cheaper. */
function mendRuns(values: Float64Array): Float64Array | null {
  let budget = MENDING_STEPS * values.length;
  for (let at = 1; at < values.length; at += 1) {
    const value = values[at] as number;
    if ((values[at - 1] as number) <= value) continue;
    let place = at;
    while (place > 0 && (values[place - 1] as number) > value) {
      values[place] = values[place - 1] as number;
      place -= 1;
      budget -= 1;
    }
    values[place] = value;
    if (budget < 0) return null;
  }
  return values;
}
