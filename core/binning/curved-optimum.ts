/**
 * The best partition whose bad rates bend one way: second differences from bin to bin never negative (convex) or
 * never positive (concave). Exact, by dynamic programming over (number of bins, starts of the last two, end).
 */
import type { Span, Spans } from './span.ts';

/** Second differences nearer to zero than this count as none. */
const STRAIGHT = 1e-12;

type Limits = { readonly minBins: number; readonly maxBins: number };

/** Bin starts and their information value, or null when nothing obeys. `bend` 1 is convex, −1 concave. */
export function curvedStarts(
  spans: Spans,
  { minBins, maxBins }: Limits,
  bend: 1 | -1,
): { readonly starts: readonly number[]; readonly value: number } | null {
  const { count } = spans;
  let best: Path | null = null;
  let layer = new Map<number, Path>();
  for (let end = 0; end < count; end += 1) {
    const span = spans.at(0, end);
    if (span !== null) layer.set(end, { span, before: null, value: span.gain });
  }
  for (let bins = 1; bins <= maxBins && layer.size > 0; bins += 1) {
    if (bins >= minBins)
      for (const path of layer.values())
        if (path.span.end === count - 1 && (best === null || path.value > best.value)) best = path;
    layer = nextLayer(spans, layer, bend);
  }
  return best === null ? null : { starts: startsOf(best), value: best.value };
}

type Path = { readonly span: Span; readonly before: Path | null; readonly value: number };

/** Every path longer by one bin; of those that end in the same two bins, the best. */
function nextLayer(spans: Spans, layer: ReadonlyMap<number, Path>, bend: 1 | -1): Map<number, Path> {
  const { count } = spans;
  const next = new Map<number, Path>();
  for (const path of layer.values())
    for (let end = path.span.end + 1; end < count; end += 1) {
      const span = spans.at(path.span.end + 1, end);
      if (span === null || spans.rise(path.span, span) === null) continue;
      const before = path.before?.span;
      if (before !== undefined && bend * (span.rate - 2 * path.span.rate + before.rate) < -STRAIGHT) continue;
      const value = path.value + span.gain;
      const key = (path.span.start * count + span.start) * count + end;
      if (value > (next.get(key)?.value ?? Number.NEGATIVE_INFINITY))
        next.set(key, { span, before: path, value });
    }
  return next;
}

function startsOf(last: Path): readonly number[] {
  const starts: number[] = [];
  for (let path: Path | null = last; path !== null; path = path.before) starts.unshift(path.span.start);
  return starts;
}
