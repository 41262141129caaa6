/** A card of whatever columns a sample has: each is a characteristic by its own name; the choice is made on evidence. */
import { type JsonObject, ok, type Result } from '@plimsoll/core/base';
import {
  type CardSettings,
  type Characteristic,
  scaleScorecard,
  selectCharacteristics,
} from '@plimsoll/core/model';
import type { Column } from '@plimsoll/core/table';
import type { Directions, FitPlan, FittedBody } from './plan.ts';

/** Bins are bounded by bads, not by share: a thin tail may carry the risk. */
const SETTINGS: CardSettings = {
  bins: { minGoods: 20, minBads: 20, minShare: 0, maxBins: 8, maxPrebins: 20, edgeDigits: null },
  minIv: 0.02,
  maxP: 0.05,
  ridge: 1,
  scaling: { baseScore: 600, baseOdds: 20, pdo: 50 },
};

export function fitCardBody({ table, outcomes, monotone }: FitPlan): Result<FittedBody> {
  const candidates = table.columns.map((column) => characteristicOf(column, monotone));
  const selection = selectCharacteristics({ table, outcomes }, candidates, SETTINGS);
  if (!selection.ok) return selection;
  return ok({
    body: { kind: 'card', scorecard: scaleScorecard(selection.value, SETTINGS.scaling) },
    settings: { kind: 'card', ...(SETTINGS as unknown as JsonObject), dropped: selection.value.dropped },
  });
}

function characteristicOf(column: Column, monotone: Directions): Characteristic {
  const { name, kind } = column;
  return {
    name,
    label: { zh: name, en: name },
    source: { kind: 'fact', fact: name, type: kind === 'numeric' ? 'number' : 'string' },
    trend: monotone[name] ?? 'auto',
    reason: {
      code: `SCORE_${name.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_')}`,
      zh: `“${name}”所处区间风险较高`,
      en: `"${name}" lies in a riskier range`,
    },
  };
}
