/**
 * The best way to merge ordered pre-bins into bins: the partition into neighbours with the most information
 * value, among all that obey the bounds and the trend. Exact, by dynamic programming over (trend phase, number
 * of bins, start and end of the last bin); no solver. A trend is a sequence of directions, each followed for a
 * while: ascending [+], descending [−], peak [+ −], valley [− +], free [0]. Convex and concave bend one way and need
 * the last two bins (`curved-optimum.ts`).
 */
import { assert } from '@plimsoll/core/base';
import { curvedStarts } from './curved-optimum.ts';
import { MAX_PREBINS } from './prebin.ts';
import { type Span, type SpanBounds, type Spans, spansOf } from './span.ts';
import type { Tally } from './tally.ts';

/** How the bad rate may move from bin to bin. `auto` takes ascending or descending, whichever holds more. */
export type Trend = FixedTrend | 'auto';
export type FixedTrend = 'ascending' | 'descending' | 'peak' | 'valley' | 'convex' | 'concave' | 'free';

/**
 * Bounds every binning obeys. `minShare` is of the tallied rows, in [0, 1]. Rates of neighbours differ strictly
 * along a trend, by `minRateDifference` at least, and by chance with a probability of `maxPValue` at most.
 */
export type BinBounds = SpanBounds & { readonly maxBins: number; readonly minBins?: number };

/** `starts` are the pre-bin indices at which bins start; the first is 0. `value` is the IV against `totals`. */
export type Partition = {
  readonly starts: readonly number[];
  readonly value: number;
  readonly trend: FixedTrend;
};

type Direction = -1 | 0 | 1;

const DIRECTIONS: { readonly [trend in Exclude<FixedTrend, 'convex' | 'concave'>]: readonly Direction[] } = {
  ascending: [1],
  descending: [-1],
  peak: [1, -1],
  valley: [-1, 1],
  free: [0],
};

/**
 * The partition of most IV, or null when none obeys the bounds. `totals` are goods and bads of the whole sample,
 * rows with a missing value included. `kept` are pre-bins at which a bin must start. Equal values: fewer bins first.
 * O(prebins³ · maxBins); convex and concave O(prebins⁴ · maxBins).
 */
export function bestPartition(
  prebins: readonly Tally[],
  totals: Tally,
  bounds: BinBounds & { readonly trend: Trend; readonly kept?: readonly number[] },
): Partition | null {
  assert(prebins.length <= MAX_PREBINS, 'pre-bins are bounded');
  assert(bounds.maxBins >= 1, 'at least one bin is allowed');
  const spans = spansOf({ prebins, totals, kept: bounds.kept ?? [] }, bounds);
  if (bounds.trend !== 'auto') return search(spans, bounds, bounds.trend);
  const up = search(spans, bounds, 'ascending');
  const down = search(spans, bounds, 'descending');
  return up === null || (down !== null && down.value > up.value) ? down : up;
}

function search(spans: Spans, bounds: BinBounds, trend: FixedTrend): Partition | null {
  const limits = { minBins: bounds.minBins ?? 1, maxBins: Math.min(bounds.maxBins, spans.count) };
  if (spans.count === 0 || limits.minBins > limits.maxBins) return null;
  const found =
    trend === 'convex' || trend === 'concave'
      ? curvedStarts(spans, limits, trend === 'convex' ? 1 : -1)
      : directedStarts(spans, limits, DIRECTIONS[trend]);
  return found === null ? null : { ...found, trend };
}

type Found = { readonly starts: readonly number[]; readonly value: number };
type Limits = { readonly minBins: number; readonly maxBins: number };

/** Tables of the search: for each (phase, bins, start, end) of the last bin, the most IV and where it came from. */
type Reached = {
  readonly values: Float64Array;
  readonly before: Int32Array;
  readonly at: (phase: number, bins: number, span: Pick<Span, 'start' | 'end'>) => number;
};

function directedStarts(spans: Spans, limits: Limits, directions: readonly Direction[]): Found | null {
  const { count } = spans;
  const depth = limits.maxBins + 1;
  const size = directions.length * depth * count * count;
  const reached: Reached = {
    values: new Float64Array(size).fill(Number.NEGATIVE_INFINITY),
    before: new Int32Array(size).fill(-1),
    at: (phase, bins, { start, end }) => ((phase * depth + bins) * count + start) * count + end,
  };
  for (let end = 0; end < count; end += 1)
    for (let start = 0; start <= end; start += 1) {
      const span = spans.at(start, end);
      if (span === null) continue;
      if (start === 0) reached.values[reached.at(0, 1, span)] = span.gain;
      else extend(spans, reached, { span, maxBins: limits.maxBins, directions });
    }
  let best = -1;
  let value = Number.NEGATIVE_INFINITY;
  for (let bins = limits.minBins; bins <= limits.maxBins; bins += 1)
    for (let start = 0; start < count; start += 1)
      for (let phase = 0; phase < directions.length; phase += 1) {
        const state = reached.at(phase, bins, { start, end: count - 1 });
        const candidate = reached.values[state] as number;
        if (candidate > value) {
          value = candidate;
          best = state;
        }
      }
  return best < 0 ? null : { starts: startsBefore(reached, best, count), value };
}

/** Lets the span follow each bin that ends where it starts, for each phase and number of bins reached there. */
function extend(
  spans: Spans,
  { values, before, at }: Reached,
  step: { readonly span: Span; readonly maxBins: number; readonly directions: readonly Direction[] },
): void {
  const { span, maxBins, directions } = step;
  for (let start = 0; start < span.start; start += 1) {
    const last = spans.at(start, span.start - 1);
    if (last === null) continue;
    const rise = spans.rise(last, span);
    if (rise === null) continue;
    for (let phase = 0; phase < directions.length; phase += 1)
      for (let next = phase; next < Math.min(phase + 2, directions.length); next += 1) {
        const direction = directions[next];
        if (direction !== 0 && direction !== rise) continue;
        for (let bins = 1; bins < maxBins; bins += 1) {
          const from = at(phase, bins, last);
          const value = (values[from] as number) + span.gain;
          const to = at(next, bins + 1, span);
          if (value > (values[to] as number)) {
            values[to] = value;
            before[to] = from;
          }
        }
      }
  }
}

function startsBefore({ before }: Reached, last: number, count: number): readonly number[] {
  const starts: number[] = [];
  for (let state = last; state >= 0; state = before[state] as number)
    starts.unshift(Math.floor(state / count) % count);
  return starts;
}
