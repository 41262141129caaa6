/** A card of whatever columns a sample has: each is a characteristic by its own name; the choice is made on evidence. */
import { type JsonObject, ok, type Result } from '@plimsoll/core/base';
import { CARD_FIT_DEFAULTS, fitCard, inferCharacteristics } from '@plimsoll/core/model';
import type { FitPlan, FittedBody } from './plan.ts';

export function fitCardBody({ table, outcomes, monotone }: FitPlan): Result<FittedBody> {
  const candidates = inferCharacteristics(table).map((each) => ({
    ...each,
    trend: monotone[each.name] ?? each.trend,
  }));
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
