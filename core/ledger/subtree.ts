/**
 * Perfect subtrees: the nodes of the log that never change once their leaves are there. Every root and proof, of any
 * size of the log, is made of them. Sizes and positions are safe integers, so shifts are divisions here: the bit
 * operators of ECMAScript would cut at 2^31.
 */
import { assert } from '@plimsoll/core/base';

/** Covers the leaves from `index · 2^level` to `(index + 1) · 2^level`, the end not included. */
export type Subtree = { readonly level: number; readonly index: number };

/** No tree is higher: sizes are safe integers. */
export const MAX_LEVEL = 53;

/** True for what can be a number of leaves. */
export function isSize(size: number): boolean {
  return Number.isSafeInteger(size) && size >= 0;
}

/**
 * The perfect subtrees that cover the leaves from `begin` to `end` (not included), left to right; none for no leaves.
 * At most 2 · 53, and one per set bit of the length where `begin` is a multiple of a power of two not under it.
 */
export function subtreesBetween(begin: number, end: number): readonly Subtree[] {
  assert(isSize(begin) && isSize(end) && begin <= end, 'a range of leaves');
  const subtrees: Subtree[] = [];
  let at = begin;
  while (at < end) {
    let level = 0;
    let width = 1;
    while (level < MAX_LEVEL && at % (width * 2) === 0 && at + width * 2 <= end) {
      level += 1;
      width *= 2;
    }
    subtrees.push({ level, index: at / width });
    at += width;
  }
  return subtrees;
}

/** The largest power of two below `count`: where RFC 6962 splits a tree of `count` leaves, two or more. */
export function splitOf(count: number): number {
  assert(count >= 2, 'a tree of two leaves or more splits');
  let half = 1;
  while (half * 2 < count) half *= 2;
  return half;
}

/** `number / 2` without its remainder: a shift that is right beyond 32 bits. */
export function halved(number: number): number {
  return Math.floor(number / 2);
}
