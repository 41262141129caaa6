/** How much each input weighs: the mean size of what it adds to the log-odds, over the rows that the document carries. */
import type { Scorer } from '@plimsoll/core/model/document';
import type { Importance } from '../../model/index.ts';

/** Largest first, as shares of the whole; empty when the document carries no rows or nothing moves. */
export function importanceOf(scorer: Scorer): readonly Importance[] {
  const sizes = new Map<string, number>();
  for (const { values } of scorer.document.parity) {
    const reasons = scorer.explainRow(values);
    if (!reasons.ok) return [];
    for (const { input, effect } of reasons.value.effects)
      sizes.set(input, (sizes.get(input) ?? 0) + Math.abs(effect));
  }
  const whole = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  if (whole === 0) return [];
  return [...sizes]
    .map(([name, size]) => ({ name, share: size / whole }))
    .toSorted((a, b) => b.share - a.share || a.name.localeCompare(b.name));
}
