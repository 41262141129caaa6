/** How close stated probabilities of the event come to what happened: Brier score and log loss. Lower is better. */
import { assert } from '@plimsoll/core/base';
import type { Outcomes, Weights } from './discrimination.ts';

/** Log loss takes no probability nearer to 0 or 1 than this: one certain mistake must not be infinite. */
export const LOG_LOSS_FLOOR = 1e-15;

/** Mean squared distance between probability and outcome (Brier, 1950). Asserts probabilities in [0, 1]. */
export function brier(probabilities: ArrayLike<number>, outcomes: Outcomes, weights?: Weights): number {
  return meanOver(
    { probabilities, outcomes, weights },
    (probability, outcome) => (probability - outcome) ** 2,
  );
}

/** Mean negative log likelihood, natural logarithm, probabilities held off 0 and 1 by `LOG_LOSS_FLOOR`. */
export function logLoss(probabilities: ArrayLike<number>, outcomes: Outcomes, weights?: Weights): number {
  return meanOver({ probabilities, outcomes, weights }, (probability, outcome) => {
    const held = Math.min(1 - LOG_LOSS_FLOOR, Math.max(LOG_LOSS_FLOOR, probability));
    return -Math.log(outcome === 1 ? held : 1 - held);
  });
}

function meanOver(
  sample: {
    readonly probabilities: ArrayLike<number>;
    readonly outcomes: Outcomes;
    readonly weights: Weights | undefined;
  },
  loss: (probability: number, outcome: number) => number,
): number {
  const { probabilities, outcomes, weights } = sample;
  assert(
    probabilities.length === outcomes.length && outcomes.length > 0,
    'a probability for each outcome, one at least',
  );
  assert(weights === undefined || weights.length === outcomes.length, 'a weight for each row');
  let sum = 0;
  let total = 0;
  for (let row = 0; row < outcomes.length; row += 1) {
    const probability = probabilities[row] ?? Number.NaN;
    const outcome = outcomes[row];
    const weight = weights?.[row] ?? 1;
    assert(probability >= 0 && probability <= 1, 'probabilities lie in [0, 1]');
    assert(outcome === 0 || outcome === 1, 'outcomes are 0 or 1');
    sum += weight * loss(probability, outcome);
    total += weight;
  }
  assert(total > 0, 'a row has weight');
  return sum / total;
}
