/** A card of whatever columns a sample has: each is a characteristic by its own name; the choice is made on evidence. */
import { type JsonObject, ok, type Result } from '@plimsoll/core/base';
import {
  CARD_FIT_DEFAULTS,
  type Characteristic,
  fitCard,
  inferCharacteristics,
  scaleScorecard,
  selectCharacteristics,
  type SelectionSettings,
} from '@plimsoll/core/model';
import type { FitPlan, FittedBody } from './plan.ts';

export function fitCardBody(plan: FitPlan): Result<FittedBody> {
  const { table, outcomes, monotone, cuts = {} } = plan;
  const candidates = inferCharacteristics(table).map((each) => ({
    ...each,
    trend: monotone[each.name] ?? each.trend,
  }));
  if (Object.keys(cuts).length > 0) return fitOnCuts(plan, candidates);
  const fitted = fitCard({ table, outcomes, candidates });
  if (!fitted.ok) return fitted;
  const { scorecard, selection, rounding } = fitted.value;
  return ok({
    body: { kind: 'card', scorecard },
    settings: {
      kind: 'card',
      ...(CARD_FIT_DEFAULTS as unknown as JsonObject),
      dropped: selection.dropped,
      rounding,
    },
  });
}

/** Bins are bounded by bads, not by share: a thin tail may carry the risk. */
const ON_CUTS: SelectionSettings = {
  bins: { minGoods: 20, minBads: 20, minShare: 0, maxBins: 8, maxPrebins: 20, edgeDigits: null },
  minIv: 0.02,
  maxP: 0.05,
  ridge: 1,
};

/**
 * Bins that a person cut must not be merged, so the card stands on weights of evidence: of those bins as they were cut,
 * and of the best bins of every other characteristic.
 */
function fitOnCuts(
  { table, outcomes, cuts = {} }: FitPlan,
  candidates: readonly Characteristic[],
): Result<FittedBody> {
  const settings = { ...ON_CUTS, cuts };
  const selection = selectCharacteristics({ table, outcomes }, candidates, settings);
  if (!selection.ok) return selection;
  const { scaling } = CARD_FIT_DEFAULTS;
  return ok({
    body: { kind: 'card', scorecard: scaleScorecard(selection.value, scaling) },
    settings: {
      kind: 'card',
      ...(settings as unknown as JsonObject),
      scaling,
      dropped: selection.value.dropped,
    },
  });
}
