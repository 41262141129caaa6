/**
 * Alerts: what, how much, against which limit and which band of chance, since when; and what they call for. Rules are data
 * with thresholds. A rule that asks for more than chance stays silent while chance suffices, so a small month alone
 * calls nobody; a rule that asks for several periods in a row waits for them.
 */
import { byCodeUnit } from '@plimsoll/core/table';
import type { Measure, Reading } from './reading.ts';

/** From the mildest to the gravest. `recalibrate`: ranks hold, probabilities don't. `retrain`: ranks don't hold. */
export const ACTIONS = ['watch', 'recalibrate', 'retrain'] as const;
export type DriftAction = (typeof ACTIONS)[number];

export type DriftRule = {
  readonly id: string;
  readonly measure: Measure;
  /** One characteristic; all when left out. */
  readonly subject?: string;
  readonly above?: number;
  readonly below?: number;
  /** The value must also lie outside what chance alone leaves. */
  readonly isBeyondChance: boolean;
  /** Periods in a row, 1 at least. */
  readonly periods: number;
  readonly action: DriftAction;
};

export type DriftAlert = {
  readonly rule: string;
  readonly action: DriftAction;
  readonly measure: Measure;
  readonly subject: string;
  readonly period: string;
  readonly value: number;
  readonly limit: number;
  readonly chance: { readonly low: number | null; readonly high: number | null };
  /** The first period of the run that lasts. */
  readonly since: string;
  readonly periods: number;
};

/**
 * Where to start: PSI limits are the trade's (.10 watch, .25 act; Siddiqi 2006, ch. 9) and meant to be changed, the rest are
 * ours. A fall of the estimated AUC is a suspicion, one of the realised AUC a fact, so only the latter retrains.
 */
export const DEFAULT_DRIFT_RULES: readonly DriftRule[] = [
  { id: 'score-moves', measure: 'score_psi', above: 0.1, isBeyondChance: true, periods: 1, action: 'watch' },
  {
    id: 'score-moved',
    measure: 'score_psi',
    above: 0.25,
    isBeyondChance: true,
    periods: 2,
    action: 'retrain',
  },
  {
    id: 'characteristic-moved',
    measure: 'characteristic_psi',
    above: 0.25,
    isBeyondChance: true,
    periods: 1,
    action: 'watch',
  },
  {
    id: 'new-levels',
    measure: 'unseen_share',
    above: 0.01,
    isBeyondChance: true,
    periods: 1,
    action: 'watch',
  },
  {
    id: 'values-vanish',
    measure: 'missing_share',
    above: 0.05,
    isBeyondChance: true,
    periods: 1,
    action: 'watch',
  },
  {
    id: 'rank-may-fade',
    measure: 'estimated_auc_change',
    below: -0.03,
    isBeyondChance: true,
    periods: 1,
    action: 'watch',
  },
  {
    id: 'rank-fades',
    measure: 'auc_change',
    below: -0.03,
    isBeyondChance: true,
    periods: 2,
    action: 'retrain',
  },
  {
    id: 'riskier-people',
    measure: 'estimated_bad_ratio',
    above: 1.3,
    isBeyondChance: true,
    periods: 1,
    action: 'watch',
  },
  {
    id: 'too-hopeful',
    measure: 'bad_ratio',
    above: 1.2,
    isBeyondChance: true,
    periods: 2,
    action: 'recalibrate',
  },
  {
    id: 'too-fearful',
    measure: 'bad_ratio',
    below: 0.8,
    isBeyondChance: true,
    periods: 2,
    action: 'recalibrate',
  },
];

/**
 * The alerts that stand at the last period of each series, gravest first. A reading that chance can't bound (a null bound)
 * counts as beyond it. Readings may come in any order.
 */
export function alertsOf(
  readings: readonly Reading[],
  rules: readonly DriftRule[] = DEFAULT_DRIFT_RULES,
): readonly DriftAlert[] {
  const series = new Map<string, Reading[]>();
  for (const reading of readings) {
    const key = JSON.stringify([reading.measure, reading.subject]);
    series.set(key, [...(series.get(key) ?? []), reading]);
  }
  const alerts = [...series.values()].flatMap((each) => {
    const ordered = [...each].sort((left, right) => byCodeUnit(left.period, right.period));
    return rules.flatMap((rule) => alertOf(ordered, rule));
  });
  return alerts.sort((left, right) => ACTIONS.indexOf(right.action) - ACTIONS.indexOf(left.action));
}

/** The gravest action called for, with the alerts that call for it; null when none does. */
export function actionOf(
  alerts: readonly DriftAlert[],
): { readonly action: DriftAction; readonly because: readonly DriftAlert[] } | null {
  const action = ACTIONS.findLast((each) => alerts.some((alert) => alert.action === each));
  return action === undefined ? null : { action, because: alerts.filter((alert) => alert.action === action) };
}

function alertOf(ordered: readonly Reading[], rule: DriftRule): readonly DriftAlert[] {
  const last = ordered.at(-1);
  if (last === undefined || last.measure !== rule.measure) return [];
  if (rule.subject !== undefined && rule.subject !== last.subject) return [];
  const limit = brokenLimit(last, rule);
  if (limit === null) return [];
  const calm = ordered.findLastIndex((reading) => brokenLimit(reading, rule) !== limit);
  const run = ordered.slice(calm + 1);
  if (run.length < rule.periods) return [];
  return [
    {
      rule: rule.id,
      action: rule.action,
      measure: last.measure,
      subject: last.subject,
      period: last.period,
      value: last.value,
      limit,
      chance: { low: last.low, high: last.high },
      since: run[0]?.period ?? last.period,
      periods: run.length,
    },
  ];
}

/** The limit a reading breaks, or null. */
function brokenLimit(
  { value, low, high }: Reading,
  { above, below, isBeyondChance }: DriftRule,
): number | null {
  if (above !== undefined && value > above && (!isBeyondChance || high === null || value > high))
    return above;
  if (below !== undefined && value < below && (!isBeyondChance || low === null || value < low)) return below;
  return null;
}
