/** A glass box in steps a person reads: one label for each value of a shape, for each cell of a pair. */
import type { PairAxis, Shape } from '@plimsoll/core/model/glass';
import type { Language } from '../words/index.ts';
import { labelOfBin } from './bin-label.ts';

export type Step = { readonly label: string; readonly value: number };

type Say = Pick<Language, 'words' | 'formats'>;

/** The values in order, without those for nothing given and for a level that is not listed. */
export function stepsOf(shape: Shape, say: Say): readonly Step[] {
  return cellLabels(shape, say).map((label, at) => ({ label, value: shape.values[at] ?? 0 }));
}

/** What is added where there is no value, or a level that is not listed. */
export function otherSteps({ input, missing, unseen }: Shape, { words }: Say): readonly Step[] {
  const absent = { label: words.models.editor.missing, value: missing };
  return input.kind === 'numeric' ? [absent] : [absent, { label: words.models.editor.unseen, value: unseen }];
}

/** One label a cell of one side of a pair; the last is for missing and unseen. */
export function pairLabels(axis: PairAxis, say: Say): readonly string[] {
  return [...cellLabels(axis, say), say.words.models.editor.missing];
}

/** From the lowest to the highest that a shape adds: how much it can move the log-odds. */
export function spreadOf({ values }: Pick<Shape, 'values'>): number {
  return values.length === 0 ? 0 : Math.max(...values) - Math.min(...values);
}

function cellLabels({ input, edges }: PairAxis, say: Say): readonly string[] {
  if (input.kind === 'categorical') return input.levels;
  return [...edges, null].map((to, at) =>
    labelOfBin({ cell: { kind: 'range', from: edges[at - 1] ?? null, to } }, say),
  );
}
