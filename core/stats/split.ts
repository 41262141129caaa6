/** Scores of goods and of bads apart, in the order of the rows; every sample of scores and outcomes is checked here. */
import { assert } from '@plimsoll/core/base';

export type SplitScores = { readonly goods: Float64Array; readonly bads: Float64Array };

/** Asserts finite scores, outcomes of 0 and 1, and at least one of each. */
export function splitByOutcome(scores: ArrayLike<number>, outcomes: ArrayLike<number>): SplitScores {
  assert(scores.length === outcomes.length, 'a score for each outcome');
  let badCount = 0;
  for (let row = 0; row < outcomes.length; row += 1) {
    const outcome = outcomes[row];
    assert(outcome === 0 || outcome === 1, 'outcomes are 0 or 1');
    badCount += outcome;
  }
  assert(badCount > 0 && badCount < outcomes.length, 'at least one good and one bad');
  const goods = new Float64Array(outcomes.length - badCount);
  const bads = new Float64Array(badCount);
  let good = 0;
  let bad = 0;
  for (let row = 0; row < outcomes.length; row += 1) {
    const score = scores[row] as number;
    if (!Number.isFinite(score)) assert(false, 'scores are finite');
    if (outcomes[row] === 1) bads[bad++] = score;
    else goods[good++] = score;
  }
  return { goods, bads };
}
