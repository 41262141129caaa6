/**
 * Curves of a score for drawing and for tables: ROC, precision–recall, the two cumulative shares of KS, gains and lift by
 * bands. A higher score means a higher risk; the riskiest rows come first. Rows of one score are never put in an
 * order: they enter together, and where a band ends among them it takes its share of their bads.
 */
import { assert } from '@plimsoll/core/base';
import type { Outcomes } from './discrimination.ts';
import { splitByOutcome } from './split.ts';

/** The most points of one curve, and the most bands of a table. */
export const MAX_CURVE_POINTS = 2000;
export const MAX_BANDS = 1000;

/** Counts of goods and bads at or above a score, riskiest first; the first entry is (0, 0) above all scores. */
export type RankedCounts = {
  readonly scores: Float64Array;
  readonly goods: Float64Array;
  readonly bads: Float64Array;
  readonly totalGoods: number;
  readonly totalBads: number;
};

export type RocPoint = { readonly falsePositiveRate: number; readonly truePositiveRate: number };
export type RecallPoint = { readonly recall: number; readonly precision: number };
export type GapPoint = {
  /** Rows at or above this score are the riskiest `share` of all. */
  readonly share: number;
  readonly score: number;
  readonly badShare: number;
  readonly goodShare: number;
};

export type GainsBand = {
  readonly band: number;
  readonly rows: number;
  readonly bads: number;
  readonly rate: number;
  /** Rate of the band, and of all bands up to it, against the rate of all rows. */
  readonly lift: number;
  readonly cumulativeLift: number;
  /** Share of all bads in the bands up to it. */
  readonly captured: number;
  /** The lowest score that enters the band. */
  readonly lowestScore: number;
};

/** Sorts once for all curves. Asserts finite scores, at least one good and one bad. O(n log n). */
export function rankCounts(scores: ArrayLike<number>, outcomes: Outcomes): RankedCounts {
  const { goods, bads } = splitByOutcome(scores, outcomes);
  goods.sort();
  bads.sort();
  const size = scores.length + 1;
  const ranked = {
    scores: new Float64Array(size),
    goods: new Float64Array(size),
    bads: new Float64Array(size),
  };
  ranked.scores[0] = Number.POSITIVE_INFINITY;
  let good = goods.length;
  let bad = bads.length;
  let groups = 1;
  while (good > 0 || bad > 0) {
    const score = Math.max(
      goods[good - 1] ?? Number.NEGATIVE_INFINITY,
      bads[bad - 1] ?? Number.NEGATIVE_INFINITY,
    );
    while (good > 0 && goods[good - 1] === score) good -= 1;
    while (bad > 0 && bads[bad - 1] === score) bad -= 1;
    ranked.scores[groups] = score;
    ranked.goods[groups] = goods.length - good;
    ranked.bads[groups] = bads.length - bad;
    groups += 1;
  }
  return {
    scores: ranked.scores.slice(0, groups),
    goods: ranked.goods.slice(0, groups),
    bads: ranked.bads.slice(0, groups),
    totalGoods: goods.length,
    totalBads: bads.length,
  };
}

/** ROC from (0, 0) to (1, 1), thinned to at most `points` by its length along both axes. */
export function rocCurve(ranked: RankedCounts, points: number): readonly RocPoint[] {
  return thinned(ranked, points, (at) => rateOf(ranked, at).good + rateOf(ranked, at).bad).map((at) => ({
    falsePositiveRate: rateOf(ranked, at).good,
    truePositiveRate: rateOf(ranked, at).bad,
  }));
}

/** Precision over recall, one point a score, thinned to at most `points` by recall. There is none at recall 0: no rows, no precision. */
export function recallCurve(ranked: RankedCounts, points: number): readonly RecallPoint[] {
  return thinned(ranked, points, (at) => rateOf(ranked, at).bad)
    .filter((at) => at > 0)
    .map((at) => ({ recall: rateOf(ranked, at).bad, precision: precisionAt(ranked, at) }));
}

/** Average precision: Σ (recall − recall before)·precision over distinct scores; no interpolation, which flatters. */
export function averagePrecision(ranked: RankedCounts): number {
  let sum = 0;
  for (let at = 1; at < ranked.scores.length; at += 1)
    sum += (rateOf(ranked, at).bad - rateOf(ranked, at - 1).bad) * precisionAt(ranked, at);
  return sum;
}

/** The cumulative shares of bads and goods over the riskiest share of rows: KS is their widest gap. */
export function gapCurve(ranked: RankedCounts, points: number): readonly GapPoint[] {
  return thinned(ranked, points, (at) => 2 * rowShare(ranked, at))
    .filter((at) => at > 0)
    .map((at) => ({
      share: rowShare(ranked, at),
      score: ranked.scores[at] as number,
      badShare: rateOf(ranked, at).bad,
      goodShare: rateOf(ranked, at).good,
    }));
}

/** Bands of equal size, riskiest first. Rows and bads of a band may be fractions where ties lie across its end. */
export function gainsTable(ranked: RankedCounts, bands: number): readonly GainsBand[] {
  assert(Number.isSafeInteger(bands) && bands >= 1 && bands <= MAX_BANDS, 'bands are bounded');
  const rows = ranked.totalGoods + ranked.totalBads;
  const base = ranked.totalBads / rows;
  const table: GainsBand[] = [];
  let before = 0;
  for (let band = 1; band <= bands; band += 1) {
    const { bads, lowestScore } = badsAmong(ranked, (rows * band) / bands);
    const size = rows / bands;
    table.push({
      band,
      rows: size,
      bads: bads - before,
      rate: (bads - before) / size,
      lift: (bads - before) / size / base,
      cumulativeLift: bads / (size * band) / base,
      captured: bads / ranked.totalBads,
      lowestScore,
    });
    before = bads;
  }
  return table;
}

/** Lift of the riskiest `share` of rows: their rate against the rate of all. */
export function liftAt(ranked: RankedCounts, share: number): number {
  assert(share > 0 && share <= 1, 'a share lies in (0, 1]');
  const rows = ranked.totalGoods + ranked.totalBads;
  return badsAmong(ranked, rows * share).bads / ranked.totalBads / share;
}

/** Bads among the riskiest `rows` (a fraction counts), ties at the end taken in proportion. */
function badsAmong(
  ranked: RankedCounts,
  rows: number,
): { readonly bads: number; readonly lowestScore: number } {
  let low = 1;
  let high = ranked.scores.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (rowsAt(ranked, middle) < rows) low = middle + 1;
    else high = middle;
  }
  const before = rowsAt(ranked, low - 1);
  const share = Math.min(1, (rows - before) / (rowsAt(ranked, low) - before));
  const badsBefore = ranked.bads[low - 1] as number;
  return {
    bads: badsBefore + share * ((ranked.bads[low] as number) - badsBefore),
    lowestScore: ranked.scores[low] as number,
  };
}

function rowsAt(ranked: RankedCounts, at: number): number {
  return (ranked.goods[at] as number) + (ranked.bads[at] as number);
}

function rowShare(ranked: RankedCounts, at: number): number {
  return rowsAt(ranked, at) / (ranked.totalGoods + ranked.totalBads);
}

function rateOf(ranked: RankedCounts, at: number): { readonly good: number; readonly bad: number } {
  return {
    good: (ranked.goods[at] as number) / ranked.totalGoods,
    bad: (ranked.bads[at] as number) / ranked.totalBads,
  };
}

function precisionAt(ranked: RankedCounts, at: number): number {
  return (ranked.bads[at] as number) / rowsAt(ranked, at);
}

/** Indices of groups: the first, the last, and between them one for each step of the length. */
function thinned(ranked: RankedCounts, points: number, lengthAt: (at: number) => number): readonly number[] {
  assert(points >= 2 && points <= MAX_CURVE_POINTS, 'points of a curve are bounded');
  const last = ranked.scores.length - 1;
  const step = lengthAt(last) / (points - 1);
  const kept = [0];
  let next = step;
  for (let at = 1; at < last; at += 1) {
    if (lengthAt(at) < next) continue;
    kept.push(at);
    next = (Math.floor(lengthAt(at) / step) + 1) * step;
  }
  return kept.length < points ? [...kept, last] : [...kept.slice(0, points - 1), last];
}
