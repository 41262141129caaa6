/**
 * Bands of a score, frozen on the sample the model was made of, so that its PSI is taken as that of any characteristic:
 * a row without a score has a band too.
 */
import { type Binning, type BinSettings, binTally, tallyColumn } from '@plimsoll/core/binning';
import { assert } from '@plimsoll/core/base';
import type { Outcomes } from '@plimsoll/core/stats';
import { type NumericColumn, numericColumn } from '@plimsoll/core/table';

/** The most bands of a score. */
export const MAX_BANDS = 50;

/**
 * Bands of about equally many reference rows, cut at observed scores; fewer where scores are tied. Asserts a good and a
 * bad. NaN is a row without a score.
 */
export function freezeScoreBands(scores: ArrayLike<number>, outcomes: Outcomes, bands = 10): Binning {
  assert(bands >= 2 && bands <= MAX_BANDS, 'bands are bounded');
  const column = numericColumn('score', scores, 'no_score');
  const present = column.values.filter((value) => !Number.isNaN(value)).sort();
  assert(present.length > 0, 'some row has a score');
  const edges = new Set<number>();
  for (let band = 1; band < bands; band += 1) {
    const edge = present[Math.floor((band * present.length) / bands)] as number;
    if (edge > (present[0] as number)) edges.add(edge);
  }
  const binning = binTally(tallyColumn(column, { outcomes }), { ...AS_GIVEN, edges: [...edges] });
  assert(binning !== null, 'a band holds a good and a bad');
  return binning;
}

/** The scores of now as a column of that name. */
export function scoreColumn(scores: ArrayLike<number>): NumericColumn {
  return numericColumn('score', scores, 'no_score');
}

const AS_GIVEN: Omit<BinSettings, 'edges'> = {
  minGoods: 1,
  minBads: 1,
  minShare: 0,
  maxBins: MAX_BANDS,
  maxPrebins: 20,
  edgeDigits: null,
  trend: 'free',
};
