/**
 * The trend chosen on rows that the bins have not seen. A shape with more turns always holds at least as much
 * information where it was fitted; whether the turns are there is asked of a validation part: the shapes' log losses
 * on it, and of those not told apart from the best by one standard error, the simplest.
 */
import { assert } from '@plimsoll/core/base';
import { LOG_LOSS_FLOOR, type Outcomes } from '@plimsoll/core/stats';
import type { Column } from '@plimsoll/core/table';
import { assignBins } from './assignment.ts';
import { type Binning, binTally, type BinSettings } from './binning.ts';
import { tallyColumn } from './column-tally.ts';
import type { FixedTrend } from './optimum.ts';

/** From the simplest to the freest. */
const SHAPES: readonly FixedTrend[] = [
  'ascending',
  'descending',
  'convex',
  'concave',
  'valley',
  'peak',
  'free',
];

type Part = { readonly column: Column; readonly outcomes: Outcomes };

export type TriedTrend = {
  readonly trend: FixedTrend;
  readonly binning: Binning;
  /** Mean log loss on the validation part. */
  readonly logLoss: number;
  /** What it is above the best shape's, and the standard error of that difference. */
  readonly excess: number;
  readonly excessError: number;
};

/** The chosen binning (made of the training part alone) and every shape that could be tried; null when none could. */
export function chooseTrend(
  training: Part,
  validation: Part,
  settings: Omit<BinSettings, 'trend'>,
): { readonly chosen: TriedTrend; readonly tried: readonly TriedTrend[] } | null {
  assert(validation.outcomes.length > 0, 'a validation part has rows');
  const tally = tallyColumn(training.column, training);
  const shapes = tally.kind === 'numeric' ? SHAPES : SHAPES.slice(0, 1);
  const fitted = shapes.flatMap((trend) => {
    const binning = binTally(tally, { ...settings, trend });
    return binning === null ? [] : [{ trend, binning, losses: lossesOf(binning, validation) }];
  });
  const best = fitted.reduce<(typeof fitted)[number] | null>(
    (least, each) => (least === null || mean(each.losses) < mean(least.losses) ? each : least),
    null,
  );
  if (best === null) return null;
  const tried = fitted.map(({ trend, binning, losses }): TriedTrend => {
    const differences = losses.map((loss, row) => loss - (best.losses[row] as number));
    const excess = mean(differences);
    const squares = differences.reduce((sum, each) => sum + (each - excess) ** 2, 0);
    const excessError = Math.sqrt(squares / Math.max(1, losses.length - 1) / losses.length);
    return { trend, binning, logLoss: mean(losses), excess, excessError };
  });
  const chosen = tried.find((each) => each.excess <= each.excessError);
  assert(chosen !== undefined, 'the best shape is within an error of itself');
  return { chosen, tried };
}

/** The log loss of each row, its chance of bad being the odds of the training sample moved by its bin's evidence. */
function lossesOf(binning: Binning, { column, outcomes }: Part): Float64Array {
  const goods = binning.bins.reduce((sum, bin) => sum + bin.goods, 0);
  const bads = binning.bins.reduce((sum, bin) => sum + bin.bads, 0);
  const chances = binning.bins.map((bin) => {
    const chance = 1 / (1 + (goods / bads) * Math.exp(bin.woe));
    return Math.min(1 - LOG_LOSS_FLOOR, Math.max(LOG_LOSS_FLOOR, chance));
  });
  return Float64Array.from(assignBins(binning, column), (bin, row) => {
    const chance = chances[bin] as number;
    return -Math.log(outcomes[row] === 1 ? chance : 1 - chance);
  });
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
