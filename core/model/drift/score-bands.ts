/**
 * Bands of a score, frozen on the sample the model was made of, so that its PSI is taken as that of any characteristic:
 * a row without a score has a band too.
 */
import { assert } from '@plimsoll/core/base';
import type { Outcomes } from '@plimsoll/core/stats';
import { type NumericColumn, numericColumn } from '@plimsoll/core/table';
import { freezeBins } from './frozen-bins.ts';
import type { ExpectedBins } from './stability.ts';

/**
 * Bands of about equally many reference rows, cut at observed scores; fewer where scores are tied. Asserts one score at
 * least. NaN is a row without a score.
 */
export function freezeScoreBands(scores: ArrayLike<number>, outcomes: Outcomes, bands = 10): ExpectedBins {
  const column = scoreColumn(scores);
  assert(
    column.values.some((value) => !Number.isNaN(value)),
    'some row has a score',
  );
  return freezeBins(column, outcomes, bands);
}

/** The scores of now as a column of that name. */
export function scoreColumn(scores: ArrayLike<number>): NumericColumn {
  return numericColumn('score', scores, 'no_score');
}
