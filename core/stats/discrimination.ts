/**
 * How well a score separates bad from good: AUC, Gini, KS. A higher score means a higher risk; pass `−score` of
 * a card whose points mean safety. Ties count as half, exactly: all counting is in integers below 2^53.
 */
import { assert } from '@plimsoll/core/base';

/** 1 = bad (the event), 0 = good; one entry a row. */
export type Outcomes = ArrayLike<number>;

type TieGroup = { readonly goods: number; readonly bads: number };

/**
 * Area under the ROC curve: the chance that a random bad scores above a random good, a tie counting half
 * (Mann–Whitney U over goods × bads). Asserts finite scores and at least one good and one bad. O(n log n).
 */
export function auc(scores: ArrayLike<number>, outcomes: Outcomes): number {
  let goodsBelow = 0;
  let twiceU = 0;
  let bads = 0;
  for (const group of tieGroups(scores, outcomes)) {
    twiceU += group.bads * (2 * goodsBelow + group.goods);
    goodsBelow += group.goods;
    bads += group.bads;
  }
  return twiceU / (2 * goodsBelow * bads);
}

/** Gini coefficient (accuracy ratio): 2·AUC − 1. */
export function gini(scores: ArrayLike<number>, outcomes: Outcomes): number {
  return 2 * auc(scores, outcomes) - 1;
}

/** Kolmogorov–Smirnov: the largest gap between the cumulative shares of goods and of bads, over all cut-offs. */
export function ks(scores: ArrayLike<number>, outcomes: Outcomes): number {
  const groups = tieGroups(scores, outcomes);
  const goods = groups.reduce((sum, group) => sum + group.goods, 0);
  const bads = groups.reduce((sum, group) => sum + group.bads, 0);
  let goodsBelow = 0;
  let badsBelow = 0;
  let widest = 0;
  for (const group of groups) {
    goodsBelow += group.goods;
    badsBelow += group.bads;
    widest = Math.max(widest, Math.abs(goodsBelow * bads - badsBelow * goods));
  }
  return widest / (goods * bads);
}

function tieGroups(scores: ArrayLike<number>, outcomes: Outcomes): readonly TieGroup[] {
  assert(scores.length === outcomes.length, 'a score for each outcome');
  const order = Uint32Array.from({ length: scores.length }, (_, row) => row);
  order.sort((left, right) => (scores[left] ?? 0) - (scores[right] ?? 0));
  const groups: { goods: number; bads: number }[] = [];
  let last = Number.NaN;
  for (const row of order) {
    const score = scores[row] ?? Number.NaN;
    const outcome = outcomes[row];
    assert(Number.isFinite(score), 'scores are finite');
    assert(outcome === 0 || outcome === 1, 'outcomes are 0 or 1');
    if (score !== last) groups.push({ goods: 0, bads: 0 });
    const group = groups.at(-1);
    assert(group !== undefined, 'a row falls into a group');
    if (outcome === 1) group.bads += 1;
    else group.goods += 1;
    last = score;
  }
  assert(
    groups.some((group) => group.bads > 0) && groups.some((group) => group.goods > 0),
    'at least one good and one bad',
  );
  return groups;
}
