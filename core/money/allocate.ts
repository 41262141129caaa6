/** An amount shared out by weights without losing or making a cent: largest remainder, the first of equals first. */
import { assert } from '@plimsoll/core/base';
import { mulDiv } from './exact.ts';
import { type Minor, minor } from './minor.ts';

/** The most parts of one amount. */
export const MAX_PARTS = 1000;

/**
 * Shares out an amount by whole weights ≥ 0 of which at least one is above 0. Σ of the parts = the amount; each part is
 * within one minor unit of its exact share; parts have the sign of the amount.
 */
export function allocate(amount: Minor, weights: readonly number[]): readonly Minor[] {
  assert(weights.length > 0 && weights.length <= MAX_PARTS, `1 to ${MAX_PARTS} weights`);
  let total = 0;
  for (const weight of weights) {
    assert(Number.isSafeInteger(weight) && weight >= 0, 'whole weights from 0');
    total += weight;
  }
  assert(total > 0 && Number.isSafeInteger(total), 'a weight above 0');
  const magnitude = Math.abs(amount);
  const parts = weights.map((weight) => mulDiv(magnitude, { numerator: weight, denominator: total }, 'down'));
  let rest = magnitude - parts.reduce((sum, part) => sum + part, 0);
  const order = weights
    .map((weight, index) => ({ index, remainder: remainderOf(magnitude, weight, total) }))
    .sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1));
  for (const { index } of order) {
    if (rest === 0) break;
    parts[index] = minor((parts[index] ?? 0) + 1);
    rest -= 1;
  }
  assert(rest === 0, 'nothing is left over');
  return amount < 0 ? parts.map((part) => minor(0 - part)) : parts;
}

function remainderOf(amount: number, weight: number, total: number): bigint {
  return (BigInt(amount) * BigInt(weight)) % BigInt(total);
}
