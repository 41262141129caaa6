/**
 * What whole points cost: the probability a card states beside that of the model before rounding, over the rows of a
 * sample and over the bins, and whether any two bins of a characteristic changed places.
 */
import { assignBins } from '@plimsoll/core/binning';
import { columnFor } from './characteristic.ts';
import { logistic } from './logistic.ts';
import { scoreRows } from './card-scorer.ts';
import { probabilityOf, type Scorecard } from './scorecard.ts';
import type { ModelSample, Selection } from './selection.ts';

export type Spread = { readonly mean: number; readonly max: number };

export type RoundingError = {
  /** |PD of the points − PD before rounding| over rows. */
  readonly rows: Spread;
  /** The same for each bin alone, at the average row's odds: what its own rounding moves. */
  readonly bins: Spread;
  /** Pairs of bins of one characteristic that rounding put into the opposite order; ties are no swap. */
  readonly swappedBins: number;
};

/** Compares a card with the selection it was scaled from, on a sample. */
export function measureRounding(card: Scorecard, selection: Selection, sample: ModelSample): RoundingError {
  const { intercept, slope } = card.recalibration;
  const exact = new Float64Array(sample.table.rowCount).fill(selection.intercept);
  for (const chosen of selection.chosen) {
    const effects = effectsOfChosen(chosen);
    const bins = assignBins(chosen.binning, columnFor(sample.table, chosen.characteristic.source));
    for (let row = 0; row < exact.length; row += 1)
      exact[row] = (exact[row] as number) + (effects[bins[row] as number] ?? Number.NaN);
  }
  const scores = scoreRows(card, sample.table);
  const rowErrors = exact.map((logOdds, row) =>
    Math.abs(probabilityOf(card, scores[row] as number) - logistic(intercept + slope * logOdds)),
  );
  const level = exact.reduce((sum, each) => sum + each, 0) / Math.max(1, exact.length);
  const binErrors: number[] = [];
  let swappedBins = 0;
  for (const [at, characteristic] of card.characteristics.entries()) {
    const effects = (selection.chosen[at] === undefined ? [] : effectsOfChosen(selection.chosen[at])).map(
      (effect) => slope * effect,
    );
    const riskiest = Math.max(...effects);
    for (const [bin, scored] of characteristic.bins.entries()) {
      const moved = -scored.points / card.factor - ((effects[bin] ?? 0) - riskiest);
      const here = intercept + slope * level;
      binErrors.push(Math.abs(logistic(here + moved) - logistic(here)));
      for (const [other, rival] of characteristic.bins.entries()) {
        const before = (effects[bin] ?? 0) - (effects[other] ?? 0);
        if (before > 0 && scored.points > rival.points) swappedBins += 1;
      }
    }
  }
  return { rows: spreadOf(rowErrors), bins: spreadOf(binErrors), swappedBins };
}

/** The effect of each bin on the log-odds of bad: fitted ones, else coefficient times weight of evidence. */
export function effectsOfChosen({
  effects,
  coefficient,
  binning,
}: Selection['chosen'][number]): readonly number[] {
  return effects ?? binning.bins.map((bin) => coefficient * bin.woe);
}

function spreadOf(values: ArrayLike<number>): Spread {
  let sum = 0;
  let max = 0;
  for (let at = 0; at < values.length; at += 1) {
    sum += values[at] as number;
    max = Math.max(max, values[at] as number);
  }
  return { mean: values.length === 0 ? 0 : sum / values.length, max };
}
