/**
 * How long decisions take: counts in buckets that grow by a fifth, from 0.1 ms to a minute. A quantile is read off within
 * its bucket, so it is at most 20 % off; recording costs one search among 75 numbers and no memory.
 */
const FIRST_UP_TO_MS = 0.1;
const GROWTH = 1.2;
const BUCKET_COUNT = 75;

export type LatencyReading = {
  readonly count: number;
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  /** The buckets that hold something, ascending. */
  readonly buckets: readonly { readonly upToMs: number; readonly count: number }[];
  readonly since: string;
};

export type LatencyHistogram = {
  readonly record: (ms: number) => void;
  readonly read: () => LatencyReading;
};

/** An empty histogram. `since`: the instant from which it counts. */
export function createLatencyHistogram(since: Date): LatencyHistogram {
  const upToMs = Array.from({ length: BUCKET_COUNT }, (_, index) => FIRST_UP_TO_MS * GROWTH ** index);
  const counts = new Float64Array(BUCKET_COUNT);
  return {
    record: (ms) => {
      const index = Math.ceil(
        Math.log(Math.max(ms, FIRST_UP_TO_MS) / FIRST_UP_TO_MS) / Math.log(GROWTH) - 1e-9,
      );
      const bounded = Math.min(index, BUCKET_COUNT - 1);
      counts[bounded] = (counts[bounded] ?? 0) + 1;
    },
    read: () => {
      const count = counts.reduce((sum, each) => sum + each, 0);
      const buckets = upToMs.flatMap((upTo, index) => {
        const inside = counts[index] ?? 0;
        return inside === 0 ? [] : [{ upToMs: roundMs(upTo), count: inside }];
      });
      return {
        count,
        p50Ms: quantile({ upToMs, counts, rank: count * 0.5 }),
        p99Ms: quantile({ upToMs, counts, rank: count * 0.99 }),
        buckets,
        since: since.toISOString(),
      };
    },
  };
}

function quantile(of: {
  readonly upToMs: readonly number[];
  readonly counts: Float64Array;
  readonly rank: number;
}): number | null {
  let below = 0;
  for (const [index, upTo] of of.upToMs.entries()) {
    const inside = of.counts[index] ?? 0;
    if (inside > 0 && below + inside >= of.rank) {
      const from = index === 0 ? 0 : upTo / GROWTH;
      return roundMs(from + (upTo - from) * Math.max(0, (of.rank - below) / inside));
    }
    below += inside;
  }
  return null;
}

function roundMs(ms: number): number {
  return Number(ms.toPrecision(3));
}
