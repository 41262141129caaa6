/**
 * A score as the sum of its parts: one step per characteristic, read from the rows of the scorecard table that
 * matched. A scorecard is a table with hit policy COLLECT and aggregation SUM; a row that asks nothing is the base.
 */
import type { JsonValue } from '@plimsoll/core/base';
import type { Model, ModelTable, Trace, TraceTable } from '@plimsoll/core/dmn';
import type { LanguageCode } from '../words/index.ts';
import { columnLabel } from './label.ts';

export type WaterfallStep = {
  readonly key: string;
  /** null for the base. */
  readonly label: string | null;
  /** What was asked: absent for the base. */
  readonly value?: JsonValue;
  readonly band: string;
  readonly points: number;
  /** The sum before and after this step. */
  readonly from: number;
  readonly to: number;
};

export type Waterfall = {
  readonly decision: string;
  readonly steps: readonly WaterfallStep[];
  readonly total: number;
};

/** The waterfall of the largest scorecard that was computed; null when none was. */
export function buildWaterfall(model: Model, trace: Trace, language: LanguageCode): Waterfall | null {
  const cards = model.decisions.flatMap(({ name, logic }) => {
    const table = trace.decisions.find(
      (decision) => decision.name === name && decision.status === 'computed',
    )?.table;
    return logic.kind === 'table' && isScorecard(logic) && table !== undefined
      ? [{ name, logic, table }]
      : [];
  });
  const card = cards.toSorted((a, b) => b.logic.rules.length - a.logic.rules.length)[0];
  if (card === undefined) return null;
  const steps = addUp(card.logic, card.table, { model, language });
  return { decision: card.name, steps, total: steps.at(-1)?.to ?? 0 };
}

export function isScorecard({ hitPolicy, aggregation }: ModelTable): boolean {
  return hitPolicy === 'COLLECT' && aggregation === 'SUM';
}

function addUp(
  card: ModelTable,
  fired: TraceTable,
  { model, language }: { readonly model: Model; readonly language: LanguageCode },
): readonly WaterfallStep[] {
  const steps: WaterfallStep[] = [];
  for (const { index, id, matched, outputs } of fired.rules) {
    const rule = card.rules[index];
    const points = outputs?.[0];
    if (!matched || rule === undefined || typeof points !== 'number') continue;
    const asked = rule.inputs.flatMap((entry, column) => (entry.trim() === '-' ? [] : [column]));
    const from = steps.at(-1)?.to ?? 0;
    const [first] = asked;
    const labels = asked.flatMap((column) => {
      const input = card.inputs[column];
      return input === undefined ? [] : [columnLabel(input, model.inputs, language)];
    });
    steps.push({
      key: id,
      label: labels.length === 0 ? null : labels.join(' × '),
      ...(first === undefined ? {} : { value: fired.inputs[first]?.value ?? null }),
      band: asked.map((column) => rule.inputs[column] ?? '').join(' · '),
      points,
      from,
      to: from + points,
    });
  }
  return steps;
}

/** Where a step stands on a scale, as shares of its width. The scale leaves out most of the base, else no step is seen. */
export function barOf(
  step: Pick<WaterfallStep, 'from' | 'to'>,
  scale: { readonly min: number; readonly max: number },
) {
  const width = Math.max(1, scale.max - scale.min);
  const place = (sum: number) => Math.min(1, Math.max(0, (sum - scale.min) / width));
  const [low, high] = [Math.min(step.from, step.to), Math.max(step.from, step.to)];
  return { left: place(low), right: place(high) };
}

const marginShare = 0.12;

/** From a little under the lowest running sum to the highest one. */
export function scaleOf(steps: readonly WaterfallStep[]): { readonly min: number; readonly max: number } {
  const sums = steps.map(({ to }) => to);
  const [low, high] = [Math.min(...sums), Math.max(...sums)];
  return { min: Math.max(0, low - (high - low) * marginShare), max: high };
}
