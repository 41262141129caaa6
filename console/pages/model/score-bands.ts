/** How scores are spread, taken from the cumulative curve of a report: counts between its points, none invented. Pure. */
import type { Curves } from '@plimsoll/core/model/validate';
import type { ScoreBand } from '../../model/index.ts';

type GapPoint = Curves['gap'][number];
type Totals = { readonly goods: number; readonly bads: number };

/** About so many bands; each ends at a point of the curve, where the counts are exact. */
const wantedBands = 20;

/** Bands from the lowest score to the highest. `gap` runs from the highest score down, as a report has it. */
export function scoreBandsOf(gap: readonly GapPoint[], totals: Totals): readonly ScoreBand[] {
  const [highest] = gap;
  const lowest = gap.at(-1);
  if (highest === undefined || lowest === undefined || !(highest.score > lowest.score)) return [];
  const step = (highest.score - lowest.score) / wantedBands;
  const bands: ScoreBand[] = [];
  let upper = { score: highest.score, goodShare: 0, badShare: 0 };
  for (const [at, point] of gap.entries()) {
    const isLast = at === gap.length - 1;
    if (!isLast && upper.score - point.score < step) continue;
    bands.push({
      from: point.score,
      to: upper.score,
      // Whole numbers of the cumulative counts, so that the bands add up to the rows.
      goods: Math.round(point.goodShare * totals.goods) - Math.round(upper.goodShare * totals.goods),
      bads: Math.round(point.badShare * totals.bads) - Math.round(upper.badShare * totals.bads),
    });
    upper = point;
  }
  return bands.toReversed();
}
