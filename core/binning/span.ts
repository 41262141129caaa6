/**
 * Spans of neighbouring pre-bins, each a bin that might be: what it holds, what it is worth, whether the bounds allow
 * it, and whether two of them may stand beside each other. Counted once for all searches over the same pre-bins.
 */
import { differenceP, ivOf, rateOf } from './evidence.ts';
import { compareRates, sumOf, type Tally } from './tally.ts';

/** Bounds of single bins and of neighbours. */
export type SpanBounds = {
  readonly minGoods: number;
  readonly minBads: number;
  /** Of the tallied rows, in [0, 1]. */
  readonly minShare: number;
  /** The least difference of bad rates between neighbours, in [0, 1]. */
  readonly minRateDifference?: number;
  /** The most p-value of the test that neighbours have one bad rate. */
  readonly maxPValue?: number;
};

/** Pre-bins start…end inclusive as one bin. */
export type Span = Tally & {
  readonly start: number;
  readonly end: number;
  readonly rate: number;
  /** Its part of information value. */
  readonly gain: number;
};

export type Spans = {
  readonly count: number;
  /** The span, or null where the bounds forbid it as a bin. */
  readonly at: (start: number, end: number) => Span | null;
  /** −1, 0 or 1 as the bad rate falls, stays or rises; null where the two may not be neighbours. */
  readonly rise: (left: Span, right: Span) => -1 | 0 | 1 | null;
};

type Ground = {
  readonly prebins: readonly Tally[];
  readonly totals: Tally;
  readonly kept: readonly number[];
};

/** All spans of the pre-bins. A span doesn't run over a pre-bin at which a bin must start. */
export function spansOf({ prebins, totals, kept }: Ground, bounds: SpanBounds): Spans {
  const count = prebins.length;
  const rows = sumOf(prebins);
  const minRows = bounds.minShare * (rows.goods + rows.bads);
  const spans: (Span | null)[] = [];
  for (let start = 0; start < count; start += 1) {
    let goods = 0;
    let bads = 0;
    for (let end = 0; end < count; end += 1) {
      goods += end < start ? 0 : (prebins[end]?.goods ?? 0);
      bads += end < start ? 0 : (prebins[end]?.bads ?? 0);
      const isAllowed =
        end >= start &&
        goods > 0 &&
        bads > 0 &&
        goods >= bounds.minGoods &&
        bads >= bounds.minBads &&
        goods + bads >= minRows &&
        !kept.some((edge) => edge > start && edge <= end);
      const tally = { goods, bads };
      spans.push(isAllowed ? { start, end, ...tally, rate: rateOf(tally), gain: ivOf(tally, totals) } : null);
    }
  }
  return {
    count,
    at: (start, end) => spans[start * count + end] ?? null,
    rise: (left, right) =>
      areApart(left, right, bounds) ? (Math.sign(compareRates(right, left)) as -1 | 0 | 1) : null,
  };
}

/** Whether two bins differ enough to stand beside each other. */
export function areApart(
  left: Tally,
  right: Tally,
  { minRateDifference = 0, maxPValue = 1 }: Pick<SpanBounds, 'minRateDifference' | 'maxPValue'>,
): boolean {
  return (
    (minRateDifference <= 0 || Math.abs(rateOf(left) - rateOf(right)) >= minRateDifference) &&
    (maxPValue >= 1 || differenceP(left, right) <= maxPValue)
  );
}
