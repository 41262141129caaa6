/**
 * Chance that can be repeated: the same seed gives the same numbers on every machine.
 * Source: xoshiro128** 1.1 (Blackman and Vigna, "Scrambled Linear Pseudorandom Number Generators", ACM TOMS 2021),
 * its 128-bit state being the first 16 bytes (big-endian words) of SHA-256 of the seed's UTF-8. Seeds that differ in one
 * character give unrelated streams, so `createRandom(`${seed}/borrower/${n}`)` is a stream of its own.
 * For simulation, sampling and folds. Never for keys or salts.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { toUtf8 } from './bytes.ts';
import { assert } from './result.ts';

const TWO_POW_32 = 2 ** 32;
const MAX_REJECTIONS = 1000;

/** A stream of pseudorandom numbers; every call moves it on. */
export type Random = {
  /** Uniform in [0, 1), 53 bits. */
  readonly next: () => number;
  /** A whole number from `min` to `max`, both included, without modulo bias. */
  readonly integer: (min: number, max: number) => number;
  /** One item of a list that is not empty. */
  readonly pick: <T>(items: readonly T[]) => T;
  /** Normal with mean 0 and standard deviation 1. */
  readonly normal: () => number;
  /** A new list in random order (Fisher–Yates). */
  readonly shuffle: <T>(items: readonly T[]) => readonly T[];
};

/** Starts a stream from a seed, any text. */
export function createRandom(seed: string): Random {
  const digest = sha256(toUtf8(seed));
  const words = new DataView(digest.buffer, digest.byteOffset, digest.byteLength);
  return fromWords(
    xoshiro128([words.getUint32(0), words.getUint32(4), words.getUint32(8), words.getUint32(12)]),
  );
}

/** The bare generator over its four 32-bit words of state: whole numbers in [0, 2^32). */
export function xoshiro128(state: readonly [number, number, number, number]): () => number {
  let [a, b, c, d] = state;
  assert((a | b | c | d) !== 0, 'a state that is not all zero');
  return () => {
    const result = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotateLeft(d, 11);
    return result;
  };
}

function rotateLeft(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}

function fromWords(word: () => number): Random {
  const bits53 = () => (word() >>> 5) * 2 ** 26 + (word() >>> 6);
  const next = () => bits53() / 2 ** 53;
  const integer = (min: number, max: number) => {
    assert(Number.isSafeInteger(min) && Number.isSafeInteger(max) && min <= max, 'whole bounds, min ≤ max');
    const span = max - min + 1;
    assert(Number.isSafeInteger(span), 'a span of at most 2^53 − 1');
    return min + below(span, word, bits53);
  };
  return {
    next,
    integer,
    pick: (items) => {
      assert(items.length > 0, 'something to pick from');
      return items[integer(0, items.length - 1)] as (typeof items)[number];
    },
    normal: () => polarNormal(next),
    shuffle: (items) => shuffled(items, integer),
  };
}

/** Rejection sampling: numbers above the last whole multiple of `span` are drawn again. */
function below(span: number, word: () => number, bits53: () => number): number {
  const isNarrow = span <= TWO_POW_32;
  const range = isNarrow ? TWO_POW_32 : 2 ** 53;
  const limit = range - (range % span);
  for (let attempt = 0; attempt < MAX_REJECTIONS; attempt++) {
    const drawn = isNarrow ? word() : bits53();
    if (drawn < limit) return drawn % span;
  }
  throw new Error('assertion failed: a draw is rejected less than half the time');
}

/** Marsaglia's polar method (SIAM Review, 1964). The second number is dropped: a stream has no hidden half step. */
function polarNormal(next: () => number): number {
  for (let attempt = 0; attempt < MAX_REJECTIONS; attempt++) {
    const x = 2 * next() - 1;
    const y = 2 * next() - 1;
    const square = x * x + y * y;
    if (square > 0 && square < 1) return x * Math.sqrt((-2 * Math.log(square)) / square);
  }
  throw new Error('assertion failed: a point falls outside the circle less than a quarter of the time');
}

function shuffled<T>(items: readonly T[], integer: Random['integer']): readonly T[] {
  const order = [...items];
  for (let last = order.length - 1; last > 0; last--) {
    const other = integer(0, last);
    [order[last], order[other]] = [order[other] as T, order[last] as T];
  }
  return order;
}
