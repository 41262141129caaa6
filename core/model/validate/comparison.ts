/**
 * Two models on the same rows: does one rank better (paired DeLong), who would be let in and who turned away if one took
 * the other's place at the same approval rate, and how alike the two are. Rows of one score at the cut-off are
 * approved in proportion, never by the order in which they stand, and as much by both as can be: a model beside itself
 * swaps nobody.
 */
import { assert } from '@plimsoll/core/base';
import { type AucComparison, compareAucs, type Outcomes } from '@plimsoll/core/stats';
import {
  type CalibrationFigures,
  type Discrimination,
  measureCalibration,
  measureDiscrimination,
} from './measure.ts';
import { takeFigures } from './sample.ts';
import { DEFAULT_SETTINGS } from './settings.ts';

export type RankedModel = {
  readonly pds: ArrayLike<number>;
  /** Higher = riskier; the PDs when left out. */
  readonly scores?: ArrayLike<number>;
};

export type SwapCell = { readonly rows: number; readonly bads: number; readonly rate: number | null };

export type SwapSet = {
  readonly approvalRate: number;
  readonly bothApprove: SwapCell;
  /** The challenger approves, the champion doesn't. */
  readonly swapIn: SwapCell;
  /** The champion approves, the challenger doesn't. */
  readonly swapOut: SwapCell;
  readonly bothDecline: SwapCell;
  /** Bad rate among those approved. */
  readonly championRate: number | null;
  readonly challengerRate: number | null;
};

export type ModelComparison = {
  /** Of challenger (first) and champion (second). */
  readonly auc: AucComparison;
  readonly champion: Discrimination;
  readonly challenger: Discrimination;
  readonly championCalibration: CalibrationFigures;
  readonly challengerCalibration: CalibrationFigures;
  /** Spearman's rank correlation of the scores, ties at their middle rank. */
  readonly rankCorrelation: number | null;
  readonly swapSets: readonly SwapSet[];
};

/** Asserts the same rows on both sides, and approval rates between 0 and 1. */
export function compareModels(
  models: { readonly champion: RankedModel; readonly challenger: RankedModel },
  outcomes: Outcomes,
  approvalRates: readonly number[],
): ModelComparison {
  const every = Int32Array.from({ length: outcomes.length }, (_, row) => row);
  const champion = takeFigures({ ...models.champion, outcomes }, every);
  const challenger = takeFigures({ ...models.challenger, outcomes }, every);
  return {
    auc: compareAucs({ first: challenger.scores, second: champion.scores }, outcomes),
    champion: measureDiscrimination(champion),
    challenger: measureDiscrimination(challenger),
    championCalibration: measureCalibration(champion, DEFAULT_SETTINGS),
    challengerCalibration: measureCalibration(challenger, DEFAULT_SETTINGS),
    rankCorrelation: correlationOf(middleRanks(champion.scores), middleRanks(challenger.scores)),
    swapSets: approvalRates.map((approvalRate) =>
      swapSetOf({ champion: champion.scores, challenger: challenger.scores }, outcomes, approvalRate),
    ),
  };
}

/** The share of each row that is approved: 1 below the cut-off score, 0 above, and a part on it. Their mean is the rate. */
export function approvalShares(scores: ArrayLike<number>, approvalRate: number): Float64Array {
  assert(approvalRate >= 0 && approvalRate <= 1, 'an approval rate lies in [0, 1]');
  const sorted = Float64Array.from(scores).sort();
  const wanted = approvalRate * sorted.length;
  const cut = sorted[Math.min(sorted.length - 1, Math.floor(wanted))] ?? 0;
  let below = 0;
  let on = 0;
  for (const score of sorted) {
    if (score < cut) below += 1;
    else if (score === cut) on += 1;
    else break;
  }
  const part = (wanted - below) / on;
  return Float64Array.from(scores, (score) => (score < cut ? 1 : score === cut ? part : 0));
}

/** The swap set of two models by what each ranks by (higher = riskier). Asserts an approval rate between 0 and 1. */
export function swapSetOf(
  scores: { readonly champion: ArrayLike<number>; readonly challenger: ArrayLike<number> },
  outcomes: Outcomes,
  approvalRate: number,
): SwapSet {
  const approved = {
    champion: approvalShares(scores.champion, approvalRate),
    challenger: approvalShares(scores.challenger, approvalRate),
  };
  const cell = (share: (old: number, now: number) => number): SwapCell => {
    let rows = 0;
    let bads = 0;
    for (let row = 0; row < outcomes.length; row += 1) {
      const part = share(approved.champion[row] ?? 0, approved.challenger[row] ?? 0);
      rows += part;
      bads += part * (outcomes[row] ?? 0);
    }
    return { rows, bads, rate: rows > 0 ? bads / rows : null };
  };
  return {
    approvalRate,
    bothApprove: cell((old, now) => Math.min(old, now)),
    swapIn: cell((old, now) => Math.max(0, now - old)),
    swapOut: cell((old, now) => Math.max(0, old - now)),
    bothDecline: cell((old, now) => 1 - Math.max(old, now)),
    championRate: cell((old) => old).rate,
    challengerRate: cell((_, now) => now).rate,
  };
}

function middleRanks(scores: Float64Array): Float64Array {
  const order = Uint32Array.from(scores.keys()).sort(
    (left, right) => (scores[left] as number) - (scores[right] as number),
  );
  const ranks = new Float64Array(scores.length);
  for (let start = 0, end = 0; start < order.length; start = end) {
    const score = scores[order[start] as number];
    for (end = start; end < order.length && scores[order[end] as number] === score; ) end += 1;
    for (let at = start; at < end; at += 1) ranks[order[at] as number] = (start + end - 1) / 2;
  }
  return ranks;
}

/** Pearson's; null where one side doesn't vary. */
function correlationOf(left: Float64Array, right: Float64Array): number | null {
  const middle = (left.length - 1) / 2;
  let [both, one, other] = [0, 0, 0];
  for (let at = 0; at < left.length; at += 1) {
    const [x, y] = [(left[at] as number) - middle, (right[at] as number) - middle];
    both += x * y;
    one += x * x;
    other += y * y;
  }
  return one > 0 && other > 0 ? both / Math.sqrt(one * other) : null;
}
