/**
 * Population stability index: how far the mix over bins has moved. Bins are those of the expected sample and are
 * given by the caller, with a place for missing and for unseen values: a bin that is empty on one side still
 * counts (its share is lifted to a floor), because a category that appears or dies is the drift one looks for.
 */
import { assert } from '@plimsoll/core/base';

/** The share an empty bin is lifted to, so that the logarithm is finite: 0.01 %. */
export const PSI_FLOOR_SHARE = 1e-4;

/**
 * Σ (actual − expected) · ln(actual / expected) over the bins' shares. `expected` and `actual` are counts a bin,
 * in the same order. Asserts equal length, counts ≥ 0 and a row on each side. Zero exactly when shares agree.
 */
export function psi(expected: readonly number[], actual: readonly number[]): number {
  assert(expected.length === actual.length, 'the same bins on both sides');
  const expectedRows = total(expected);
  const actualRows = total(actual);
  let sum = 0;
  for (const [bin, count] of expected.entries()) {
    const expectedShare = Math.max(PSI_FLOOR_SHARE, count / expectedRows);
    const actualShare = Math.max(PSI_FLOOR_SHARE, (actual[bin] ?? 0) / actualRows);
    sum += (actualShare - expectedShare) * Math.log(actualShare / expectedShare);
  }
  return sum;
}

function total(counts: readonly number[]): number {
  assert(
    counts.every((count) => count >= 0),
    'counts are not negative',
  );
  const rows = counts.reduce((sum, count) => sum + count, 0);
  assert(rows > 0, 'each side has a row');
  return rows;
}
