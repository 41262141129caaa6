/**
 * From a sample to what a document computes: one door for every kind of model, so that folds, training, the command line
 * and the console fit alike. Everything that looks at an outcome happens in here, on the rows it is given and no others.
 */
import { assertNever, type JsonValue, ok, type Result, refuse } from '@plimsoll/core/base';
import { autoSettings, trainTrees } from '@plimsoll/core/model/boost';
import { GLASS_DEFAULTS, trainGlass } from '@plimsoll/core/model/glass';
import { fitCardBody } from './card.ts';
import type { FitPlan, FittedBody } from './plan.ts';

/** Fits a body. Refuses directions of inputs that are not numbers, and what the kind's own trainer refuses. */
export function fitBody(plan: FitPlan): Result<FittedBody> {
  for (const name of Object.keys(plan.monotone)) {
    const column = plan.table.columns.find((each) => each.name === name);
    if (column?.kind !== 'numeric')
      return refuse('model_not_fitted', 'FIT-2', {
        problem: 'a direction needs a numeric input',
        input: name,
      });
  }
  if (plan.kind !== 'card' && Object.keys(plan.cuts ?? {}).length > 0)
    return refuse('model_not_fitted', 'FIT-7', {
      problem: 'bins cut by hand are for cards',
      kind: plan.kind,
    });
  switch (plan.kind) {
    case 'card':
      return fitCardBody(plan);
    case 'boost':
      return fitBoostBody(plan);
    case 'glass':
      return fitGlassBody(plan);
    default:
      return assertNever(plan.kind);
  }
}

function fitBoostBody({ table, outcomes, seed, monotone, port }: FitPlan): Result<FittedBody> {
  const chosen = autoSettings({ table, outcomes }, { seed: String(seed), monotone }, port);
  if (!chosen.ok) return chosen;
  const settings = chosen.value;
  const trained = trainTrees({ table, outcomes }, settings, port);
  if (!trained.ok) return trained;
  return ok({
    body: { kind: 'trees', ensemble: trained.value.ensemble },
    settings: { kind: 'boost', ...(settings as unknown as { [name: string]: JsonValue }) },
  });
}

function fitGlassBody({ table, outcomes, seed, monotone, port }: FitPlan): Result<FittedBody> {
  const settings = { ...GLASS_DEFAULTS, seed: String(seed), monotone };
  const trained = trainGlass({ table, outcomes }, settings, port);
  if (!trained.ok) return trained;
  const { model, rounds, pairRounds } = trained.value;
  return ok({
    body: { kind: 'glass', glass: model },
    settings: { kind: 'glass', ...settings, rounds, pairRounds },
  });
}
