/** Rates and steps of the overview's charts: pure. */
import type { Overview } from '@plimsoll/api/overview';

/** The share that went bad among those whose outcome is known; null where none is. Never 0 for "unknown". */
export function observedBadRate({
  good,
  bad,
}: {
  readonly good: number;
  readonly bad: number;
}): number | null {
  return good + bad === 0 ? null : bad / (good + bad);
}

/** A share of fewer known outcomes than this says little: the chart leaves it out, the table shows it with its count. */
const minKnown = 30;

/** The bad rate of a band for the chart, in percent; null where too few outcomes are known. */
export function drawnBadRate(band: { readonly good: number; readonly bad: number }): number | null {
  const rate = observedBadRate(band);
  return rate === null || band.good + band.bad < minKnown ? null : Math.round(rate * 10_000) / 100;
}

export type TimeBar = {
  readonly from: string;
  readonly to: string;
  readonly approve: number;
  readonly refer: number;
  readonly decline: number;
};

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const maxHourBars = 72;

/** Hours as they came when they fit on the chart, else days; counts are added, nothing is dropped. */
export function toTimeBars(byHour: Overview['byHour']): {
  readonly step: 'hour' | 'day';
  readonly bars: readonly TimeBar[];
} {
  const times = byHour.map(({ hour }) => Date.parse(hour));
  const first = Math.min(...times);
  const last = Math.max(...times);
  const step = (last - first) / hourMs < maxHourBars ? 'hour' : 'day';
  const stepMs = step === 'hour' ? hourMs : dayMs;
  const bars = new Map<number, TimeBar>();
  for (const { hour, approve, refer, decline } of byHour) {
    const startMs = step === 'hour' ? Date.parse(hour) : startOfDay(Date.parse(hour));
    const bar = bars.get(startMs);
    bars.set(startMs, {
      from: new Date(startMs).toISOString(),
      to: new Date(startMs + stepMs).toISOString(),
      approve: (bar?.approve ?? 0) + approve,
      refer: (bar?.refer ?? 0) + refer,
      decline: (bar?.decline ?? 0) + decline,
    });
  }
  return { step, bars: [...bars.values()].toSorted((a, b) => a.from.localeCompare(b.from)) };
}

/** Midnight in UTC: the day of the log, so that two readers in two zones see the same bars. */
function startOfDay(ms: number): number {
  return Math.floor(ms / dayMs) * dayMs;
}

export const bandPoints = 20;

/** The score filter of a band. Scores are whole points, so a band ends one below the next. */
export function bandFilter(scoreMin: number): { readonly scoreMin: number; readonly scoreMax: number } {
  return { scoreMin, scoreMax: scoreMin + bandPoints - 1 };
}
