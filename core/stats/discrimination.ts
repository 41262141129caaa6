/**
 * How well a score separates bad from good: AUC, Gini, KS. A higher score means a higher risk; pass `−score` of
 * a card whose points mean safety. Ties count as half, exactly: all counting is in integers below 2^53.
 * Goods and bads are sorted apart as plain numbers and then walked together: 150,000 rows take about 15 ms.
 */
import { assert } from '@plimsoll/core/base';
import { splitByOutcome } from './split.ts';

/** 1 = bad (the event), 0 = good; one entry a row. */
export type Outcomes = ArrayLike<number>;

/** Weights of rows, ≥ 0; left out, each row counts once. */
export type Weights = ArrayLike<number>;

/** The widest gap of the cumulative shares, and where it lies. */
export type Separation = {
  readonly ks: number;
  /** The gap is among the rows with a score up to this one, this one included. */
  readonly atScore: number;
  readonly goodShare: number;
  readonly badShare: number;
};

/**
 * Area under the ROC curve: the chance that a random bad scores above a random good, a tie counting half
 * (Mann–Whitney U over goods × bads). Asserts finite scores and at least one good and one bad. O(n log n).
 */
export function auc(scores: ArrayLike<number>, outcomes: Outcomes, weights?: Weights): number {
  let goodsBelow = 0;
  let twiceU = 0;
  const totals = walk({ scores, outcomes, weights }, (_, goods, bads) => {
    twiceU += bads * (2 * goodsBelow + goods);
    goodsBelow += goods;
  });
  return twiceU / (2 * totals.goods * totals.bads);
}

/** Gini coefficient (accuracy ratio): 2·AUC − 1. */
export function gini(scores: ArrayLike<number>, outcomes: Outcomes, weights?: Weights): number {
  return 2 * auc(scores, outcomes, weights) - 1;
}

/** Kolmogorov–Smirnov: the largest gap between the cumulative shares of goods and of bads, over all cut-offs. */
export function ks(scores: ArrayLike<number>, outcomes: Outcomes, weights?: Weights): number {
  return separationOf(scores, outcomes, weights).ks;
}

/** KS with the score at which it lies: the lowest one, where several gaps are equally wide. */
export function separationOf(scores: ArrayLike<number>, outcomes: Outcomes, weights?: Weights): Separation {
  const sample = { scores, outcomes, weights };
  const totals = totalsOf(sample);
  const below = { goods: 0, bads: 0 };
  const widest = { gap: -1, atScore: Number.NaN, goods: 0, bads: 0 };
  walk(sample, (score, goods, bads) => {
    below.goods += goods;
    below.bads += bads;
    const gap = Math.abs(below.goods * totals.bads - below.bads * totals.goods);
    if (gap > widest.gap) Object.assign(widest, { gap, atScore: score, ...below });
  });
  return {
    ks: widest.gap / (totals.goods * totals.bads),
    atScore: widest.atScore,
    goodShare: widest.goods / totals.goods,
    badShare: widest.bads / totals.bads,
  };
}

type Sample = {
  readonly scores: ArrayLike<number>;
  readonly outcomes: Outcomes;
  readonly weights: Weights | undefined;
};
type Totals = { readonly goods: number; readonly bads: number };
type Visit = (score: number, goods: number, bads: number) => void;

/** Each distinct score once, lowest first, with the goods and bads that have it. */
function walk(sample: Sample, visit: Visit): Totals {
  return sample.weights === undefined
    ? walkCounts(sample, visit)
    : walkWeights(sample, sample.weights, visit);
}

function totalsOf({ outcomes, weights }: Sample): Totals {
  let goods = 0;
  let bads = 0;
  for (let row = 0; row < outcomes.length; row += 1) {
    const weight = weights?.[row] ?? 1;
    if (outcomes[row] === 1) bads += weight;
    else goods += weight;
  }
  return { goods, bads };
}

function walkCounts(sample: Sample, visit: Visit): Totals {
  const { goods, bads } = splitByOutcome(sample.scores, sample.outcomes);
  goods.sort();
  bads.sort();
  let good = 0;
  let bad = 0;
  while (good < goods.length || bad < bads.length) {
    const nextGood = good < goods.length ? (goods[good] as number) : Number.POSITIVE_INFINITY;
    const nextBad = bad < bads.length ? (bads[bad] as number) : Number.POSITIVE_INFINITY;
    const score = nextGood < nextBad ? nextGood : nextBad;
    const [goodsBefore, badsBefore] = [good, bad];
    while (good < goods.length && goods[good] === score) good += 1;
    while (bad < bads.length && bads[bad] === score) bad += 1;
    visit(score, good - goodsBefore, bad - badsBefore);
  }
  return { goods: goods.length, bads: bads.length };
}

function walkWeights({ scores, outcomes }: Sample, weights: Weights, visit: Visit): Totals {
  splitByOutcome(scores, outcomes);
  assert(weights.length === scores.length, 'a weight for each row');
  const order = Uint32Array.from({ length: scores.length }, (_, row) => row);
  order.sort((left, right) => (scores[left] as number) - (scores[right] as number));
  const totals = { goods: 0, bads: 0 };
  let group = { goods: 0, bads: 0 };
  for (const [at, row] of order.entries()) {
    const weight = weights[row] ?? Number.NaN;
    assert(weight >= 0 && weight < Number.POSITIVE_INFINITY, 'weights are finite and not below zero');
    if (outcomes[row] === 1) group.bads += weight;
    else group.goods += weight;
    const next = order[at + 1];
    if (next !== undefined && scores[next] === scores[row]) continue;
    visit(scores[row] as number, group.goods, group.bads);
    totals.goods += group.goods;
    totals.bads += group.bads;
    group = { goods: 0, bads: 0 };
  }
  assert(totals.goods > 0 && totals.bads > 0, 'at least one good and one bad');
  return totals;
}
