/** What folds are judged by, and folds themselves where none are given. */
import { createRandom } from '@plimsoll/core/base';
import { auc, brier, ks, logLoss } from '@plimsoll/core/stats';

export const FOLD_COUNT = 5;

export type Figures = {
  readonly auc: number;
  readonly ks: number;
  readonly brier: number;
  readonly logLoss: number;
};

/** AUC, KS, Brier and log loss of chances of bad. Asserts one good and one bad at least. */
export function figuresOf(chances: Float64Array, outcomes: Uint8Array): Figures {
  return {
    auc: auc(chances, outcomes),
    ks: ks(chances, outcomes),
    brier: brier(chances, outcomes),
    logLoss: logLoss(chances, outcomes),
  };
}

export function meanOf(figures: readonly Figures[]): Figures {
  const mean = (pick: (each: Figures) => number): number =>
    figures.reduce((total, each) => total + pick(each), 0) / figures.length;
  return {
    auc: mean((each) => each.auc),
    ks: mean((each) => each.ks),
    brier: mean((each) => each.brier),
    logLoss: mean((each) => each.logLoss),
  };
}

/** Folds 0…4, each with its share of bads and of goods, drawn by the seed. */
export function stratifiedFolds(outcomes: Uint8Array, seed: number): Uint8Array {
  const folds = new Uint8Array(outcomes.length);
  const random = createRandom(`folds ${seed}`);
  for (const outcome of [0, 1]) {
    const rows = [...outcomes.keys()].filter((row) => outcomes[row] === outcome);
    for (const [place, row] of random.shuffle(rows).entries()) folds[row] = place % FOLD_COUNT;
  }
  return folds;
}
