/**
 * How much a value holds at every depth. A part that occurs twice counts twice: `[x, x]` again and again is 2ⁿ items in n
 * small lists, and whoever goes through such a value meets them all. So its weight is told before anybody does.
 */
import { MAX_VALUE_DEPTH, MAX_VALUE_WEIGHT } from './limits.ts';
import { type FeelValue, isContext, isList } from './value.ts';

/** Characters of a text that weigh as much as one item. */
const CHARACTERS_PER_ITEM = 64;

/** Items and entries at every depth, texts by their length; just above `MAX_VALUE_WEIGHT` for whatever weighs more. */
export function weightOf(value: FeelValue): number {
  return MAX_VALUE_WEIGHT - leftAfter(value, MAX_VALUE_WEIGHT, 0);
}

/** Whether a value is too much to go through. */
export function isHeavy(value: FeelValue): boolean {
  return typeof value === 'object' && value !== null && weightOf(value) > MAX_VALUE_WEIGHT;
}

/** What is left of a budget; below zero as soon as it is used up. */
function leftAfter(value: FeelValue, budget: number, depth: number): number {
  if (typeof value === 'string') return budget - 1 - Math.floor(value.length / CHARACTERS_PER_ITEM);
  let left = budget - 1;
  if (value === null || typeof value !== 'object' || depth > MAX_VALUE_DEPTH) return left;
  if (isList(value)) {
    for (let index = 0; index < value.length && left >= 0; index += 1)
      left = leftAfter(value[index] ?? null, left, depth + 1);
  } else if (isContext(value)) {
    for (const entry of value.values()) {
      if (left < 0) break;
      left = leftAfter(entry, left, depth + 1);
    }
  }
  return left;
}
