import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLatencyHistogram } from './latency.ts';

const since = new Date(0);

test('[HTTP-19] a quantile is at most a fifth off the exact one', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0.2, max: 50_000, noNaN: true }), { minLength: 1, maxLength: 200 }),
      (times) => {
        const histogram = createLatencyHistogram(since);
        times.forEach(histogram.record);
        const sorted = times.toSorted((left, right) => left - right);
        const exact = (share: number): number => sorted[Math.ceil(share * times.length) - 1] ?? 0;
        const { p50Ms, p99Ms, count, buckets } = histogram.read();
        expect(count).toBe(times.length);
        expect(buckets.reduce((sum, bucket) => sum + bucket.count, 0)).toBe(times.length);
        for (const [found, share] of [
          [p50Ms, 0.5],
          [p99Ms, 0.99],
        ] as const) {
          expect(found ?? 0).toBeGreaterThan(exact(share) / 1.21);
          expect(found ?? 0).toBeLessThan(exact(share) * 1.21);
        }
      },
    ),
  );
});

test('[HTTP-19] nothing recorded has no quantile, and no time is too short or too long', () => {
  const histogram = createLatencyHistogram(since);
  expect(histogram.read()).toMatchObject({ count: 0, p50Ms: null, p99Ms: null, buckets: [] });
  for (const ms of [0, 1e-9, 1e9]) histogram.record(ms);
  expect(histogram.read().count).toBe(3);
});
