import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { categoricalColumn, numericColumn } from '@plimsoll/core/table';
import { assignPair, binPair, chooseTrend, ivOf, type PairSettings, sumOf, type Tally } from './index.ts';
import { sortedValues } from './order.ts';
import { divisionOf } from './pair-division.ts';

const settings: PairSettings = {
  minGoods: 1,
  minBads: 1,
  minShare: 0,
  maxBins: 6,
  maxPrebins: 5,
  edgeDigits: null,
};

/** The most IV of all divisions by whole cuts, by plain recursion over sets of cells. */
function mostIv(
  grid: readonly Tally[][],
  limit: { readonly bins: number; readonly minBads: number },
): number {
  const totals = sumOf(grid.flat());
  const solve = (rows: readonly Tally[][], bins: number): number => {
    const tally = sumOf(rows.flat());
    let best =
      tally.bads >= Math.max(1, limit.minBads) && tally.goods >= 1
        ? ivOf(tally, totals)
        : Number.NEGATIVE_INFINITY;
    for (let left = 1; left < bins; left += 1) {
      for (let cut = 1; cut < rows.length; cut += 1)
        best = Math.max(best, solve(rows.slice(0, cut), left) + solve(rows.slice(cut), bins - left));
      for (let cut = 1; cut < (rows[0]?.length ?? 0); cut += 1)
        best = Math.max(
          best,
          solve(
            rows.map((row) => row.slice(0, cut)),
            left,
          ) +
            solve(
              rows.map((row) => row.slice(cut)),
              bins - left,
            ),
        );
    }
    return best;
  };
  return solve(grid, limit.bins);
}

const cell = fc.record({ goods: fc.integer({ min: 0, max: 20 }), bads: fc.integer({ min: 0, max: 6 }) });

test('[BIN-21] the division of a grid is the best of all by whole cuts, as exhaustive search shows', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 3, maxLength: 3 }),
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 3 }),
      (grid, bins, minBads) => {
        const totals = sumOf(grid.flat());
        fc.pre(totals.goods > 0 && totals.bads > 0);
        const found = divisionOf({ grid: grid.flat(), width: 3, height: 3 }, totals, {
          minGoods: 1,
          minBads,
          minShare: 0,
          maxBins: bins,
        });
        const truth = mostIv(grid, { bins, minBads });
        if (found === null) expect(truth).toBe(Number.NEGATIVE_INFINITY);
        else {
          expect(found.length).toBeLessThanOrEqual(bins);
          expect(sumOf(found.map((each) => each.tally))).toEqual(totals);
          expect(found.reduce((sum, { tally }) => sum + ivOf(tally, totals), 0)).toBeCloseTo(truth, 10);
        }
      },
    ),
    { numRuns: 60 },
  );
});

test('[BIN-21] a pair finds the risk that lies in the combination alone, and holds every row once', () => {
  const x = Array.from({ length: 4000 }, (_, row) => (row % 50 === 0 ? Number.NaN : (row * 31) % 97));
  const y = x.map((_, row) => (row % 75 === 0 ? null : (['a', 'b', 'c'][(row * 7) % 3] ?? null)));
  // Bad where exactly one of "x is high" and "y is a" holds: neither says anything alone.
  const outcomes = Uint8Array.from(x, (value, row) =>
    ((row * 7919) % 1013) / 1013 < (value > 48 === (y[row] === 'a') ? 0.05 : 0.35) ? 1 : 0,
  );
  const columns = { x: numericColumn('x', x), y: categoricalColumn('y', y) };
  const pair = binPair(columns, { outcomes }, settings);
  if (pair === null) throw new Error('binned');
  expect(pair.iv).toBeGreaterThan(5 * Math.max(pair.x.iv, pair.y.iv));
  const bads = outcomes.reduce((sum, outcome) => sum + outcome, 0);
  expect(sumOf(pair.bins)).toEqual({ goods: outcomes.length - bads, bads });
  const bins = assignPair(pair, columns);
  for (const [at, bin] of pair.bins.entries())
    expect(bins.filter((each) => each === at).length).toBe(bin.goods + bin.bads);
  expect(pair.bins.slice(-3).map((bin) => bin.cell)).toEqual([
    { kind: 'absent', of: 'x' },
    { kind: 'absent', of: 'y' },
    { kind: 'absent', of: 'both' },
  ]);
  const probe = assignPair(pair, {
    x: numericColumn('x', [1, Number.NaN, Number.NaN, 1]),
    y: categoricalColumn('y', ['new', 'a', null, null]),
  });
  const absent = pair.bins.length - 3;
  expect([...probe]).toEqual([absent + 1, absent, absent + 2, absent + 1]);
});

test('[BIN-22] the trend is the simplest that held-out rows do not speak against', () => {
  const half = (seed: number, rateOf: (value: number) => number) => {
    const values = Array.from({ length: 5000 }, (_, row) => (row * 17 + seed) % 100);
    return {
      column: numericColumn('x', values),
      outcomes: Uint8Array.from(values, (value, row) =>
        (((row + seed) * 7919) % 1009) / 1009 < rateOf(value) ? 1 : 0,
      ),
    };
  };
  const bounds = { minGoods: 10, minBads: 10, minShare: 0, maxBins: 8, maxPrebins: 20, edgeDigits: null };
  const rising = (value: number): number => 0.05 + value / 400;
  const valley = (value: number): number => 0.05 + Math.abs(value - 50) / 150;
  const straight = chooseTrend(half(1, rising), half(3, rising), bounds);
  const bent = chooseTrend(half(1, valley), half(3, valley), bounds);
  expect(straight?.chosen.trend).toBe('ascending');
  expect(['convex', 'valley']).toContain(bent?.chosen.trend);
  expect(bent?.tried.find((each) => each.trend === 'ascending')?.excess).toBeGreaterThan(0);
  const free = straight?.tried.find((each) => each.trend === 'free');
  expect(free?.binning.iv).toBeGreaterThanOrEqual(straight?.chosen.binning.iv ?? 0);
});

test('[BIN-25] values come out in ascending order whatever their bits, few or many, near or far', () => {
  const value = fc.oneof(
    fc.double({ noNaN: true }),
    fc.integer({ min: -3, max: 3 }),
    fc.constant(-0),
    fc.integer({ min: -900, max: 900 }).map((step) => 1 + step * Number.EPSILON),
  );
  fc.assert(
    fc.property(fc.array(value, { maxLength: 60 }), fc.constantFrom(1, 40, 300), (values, times) => {
      const many = Float64Array.from({ length: values.length * times }, (_, at) => {
        const base = values[(at * 7) % values.length] ?? 0;
        return at < values.length ? base : base * (1 + (at % 13));
      });
      const plain = many.map((each) => each + 0);
      expect(sortedValues(many)).toEqual(plain.slice().sort());
    }),
  );
  // One high half for all, and low halves the wrong way round: the passes over low halves are taken.
  const near = Float64Array.from({ length: 5000 }, (_, at) => 1 + (5000 - at) * Number.EPSILON);
  expect(sortedValues(near)).toEqual(near.slice().sort());
  const negative = near.map((each) => -each);
  expect(sortedValues(negative)).toEqual(negative.slice().sort());
  expect(() => sortedValues(Float64Array.of(Number.NaN))).toThrow('values are there');
});
