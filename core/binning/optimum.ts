/**
 * The best way to merge ordered pre-bins into bins: the partition into neighbours with the most information
 * value, among all that obey the bounds and the trend. Exact, by dynamic programming over (trend phase, number
 * of bins, start and end of the last bin); no solver. A trend is a sequence of directions, each followed for a
 * while: ascending [+], descending [−], peak [+ −], valley [− +], free [0].
 */
import { assert } from '@plimsoll/core/base';
import { compareRates, MAX_PREBINS, type Tally } from './prebin.ts';

/** How the bad rate may move from bin to bin. `auto` takes ascending or descending, whichever holds more. */
export type Trend = 'ascending' | 'descending' | 'auto' | 'peak' | 'valley' | 'free';
export type FixedTrend = Exclude<Trend, 'auto'>;

/** Bounds every bin obeys. `minShare` is of the tallied rows, in [0, 1]. Rates differ strictly along a trend. */
export type BinBounds = {
  readonly minGoods: number;
  readonly minBads: number;
  readonly minShare: number;
  readonly maxBins: number;
};

/** `starts` are the pre-bin indices at which bins start; the first is 0. `value` is the IV against `totals`. */
export type Partition = {
  readonly starts: readonly number[];
  readonly value: number;
  readonly trend: FixedTrend;
};

type Direction = -1 | 0 | 1;
type State = {
  readonly start: number;
  readonly end: number;
  readonly bins: number;
  readonly phase: number;
  readonly value: number;
  readonly before: State | null;
};

const DIRECTIONS: { readonly [trend in FixedTrend]: readonly Direction[] } = {
  ascending: [1],
  descending: [-1],
  peak: [1, -1],
  valley: [-1, 1],
  free: [0],
};

/**
 * The partition of most IV, or null when not even one bin obeys the bounds. `totals` are goods and bads of the
 * whole sample, rows with a missing value included. Equal values: fewer bins first. O(prebins³ · maxBins).
 */
export function bestPartition(
  prebins: readonly Tally[],
  totals: Tally,
  bounds: BinBounds & { readonly trend: Trend },
): Partition | null {
  assert(prebins.length <= MAX_PREBINS, 'pre-bins are bounded');
  assert(bounds.maxBins >= 1, 'at least one bin is allowed');
  if (bounds.trend !== 'auto') return search(prebins, totals, { ...bounds, trend: bounds.trend });
  const up = search(prebins, totals, { ...bounds, trend: 'ascending' });
  const down = search(prebins, totals, { ...bounds, trend: 'descending' });
  return up === null || (down !== null && down.value > up.value) ? down : up;
}

/** Weight of evidence ln((goods/G)/(bads/B)): positive is safer than the sample (Siddiqi 2006, ch. 6). */
export function woeOf(bin: Tally, totals: Tally): number {
  return Math.log((bin.goods * totals.bads) / (bin.bads * totals.goods));
}

/** The bin's part of information value, (goods/G − bads/B)·WOE; infinite when one side of the bin is empty. */
export function ivOf(bin: Tally, totals: Tally): number {
  return (bin.goods / totals.goods - bin.bads / totals.bads) * woeOf(bin, totals);
}

function search(
  prebins: readonly Tally[],
  totals: Tally,
  bounds: BinBounds & { readonly trend: FixedTrend },
): Partition | null {
  const spans = spansOf(prebins);
  const rows = spans(0, prebins.length - 1);
  const minRows = bounds.minShare * (rows.goods + rows.bads);
  const directions = DIRECTIONS[bounds.trend];
  const endingAt: State[][] = [];
  for (let end = 0; end < prebins.length; end += 1) {
    const states: State[] = [];
    for (let start = 0; start <= end; start += 1) {
      const span = spans(start, end);
      const allowed =
        span.goods >= Math.max(1, bounds.minGoods) &&
        span.bads >= Math.max(1, bounds.minBads) &&
        span.goods + span.bads >= minRows;
      if (!allowed) continue;
      const gain = ivOf(span, totals);
      if (start === 0) states.push({ start, end, bins: 1, phase: 0, value: gain, before: null });
      else
        states.push(
          ...extensions(
            endingAt[start - 1] ?? [],
            { start, end, gain, span, spans, directions },
            bounds.maxBins,
          ),
        );
    }
    endingAt.push(states);
  }
  let best: State | null = null;
  for (const state of endingAt.at(-1) ?? []) if (best === null || better(state, best)) best = state;
  return best === null ? null : { starts: startsOf(best), value: best.value, trend: bounds.trend };
}

type Step = {
  readonly start: number;
  readonly end: number;
  readonly gain: number;
  readonly span: Tally;
  readonly spans: (start: number, end: number) => Tally;
  readonly directions: readonly Direction[];
};

/** The best state for each (phase, bins) in which the bin of `step` follows one of `previous`. */
function extensions(previous: readonly State[], step: Step, maxBins: number): readonly State[] {
  const best = new Map<number, State>();
  for (const before of previous) {
    if (before.bins >= maxBins) continue;
    const rise = Math.sign(compareRates(step.span, step.spans(before.start, before.end)));
    const lastPhase = Math.min(before.phase + 1, step.directions.length - 1);
    for (let phase = before.phase; phase <= lastPhase; phase += 1) {
      const direction = step.directions[phase];
      if (direction !== 0 && direction !== rise) continue;
      const state: State = {
        start: step.start,
        end: step.end,
        bins: before.bins + 1,
        phase,
        value: before.value + step.gain,
        before,
      };
      const key = phase * (MAX_PREBINS + 1) + state.bins;
      const known = best.get(key);
      if (known === undefined || better(state, known)) best.set(key, state);
    }
  }
  return [...best.values()];
}

function better(state: State, known: State): boolean {
  return state.value > known.value || (state.value === known.value && state.bins < known.bins);
}

function startsOf(state: State): readonly number[] {
  const starts: number[] = [];
  for (let each: State | null = state; each !== null; each = each.before) starts.unshift(each.start);
  return starts;
}

/** Tally of pre-bins start…end inclusive, in constant time, from running sums. */
function spansOf(prebins: readonly Tally[]): (start: number, end: number) => Tally {
  const goods = [0];
  const bads = [0];
  for (const [at, prebin] of prebins.entries()) {
    goods.push((goods[at] ?? 0) + prebin.goods);
    bads.push((bads[at] ?? 0) + prebin.bads);
  }
  return (start, end) => ({
    goods: (goods[end + 1] ?? 0) - (goods[start] ?? 0),
    bads: (bads[end + 1] ?? 0) - (bads[start] ?? 0),
  });
}
