/** The one law that holds whatever is asked for: every row is in exactly one bin, in the fit and when assigned again. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Column, type NumericColumn } from '@plimsoll/core/table';
import { assignBins, assignPair, binPair, binTally, sumOf, tallyColumn, type Trend } from './index.ts';

const TRENDS: readonly Trend[] = [
  'ascending',
  'descending',
  'auto',
  'peak',
  'valley',
  'convex',
  'concave',
  'free',
];
const REASONS = ['no_record', 'refused', 'not_asked'];

const row = fc.record({
  value: fc.oneof(fc.integer({ min: -20, max: 20 }), fc.double({ min: -1e3, max: 1e3, noNaN: true })),
  level: fc.integer({ min: 0, max: 12 }),
  mark: fc.constantFrom(0, 0, 0, 0, 0, 1, 2, 3),
  bad: fc.constantFrom(0, 0, 1),
  weight: fc.constantFrom(0, 0.25, 1, 1, 3.5),
});
const sample = fc
  .array(row, { minLength: 20, maxLength: 120 })
  .filter((rows) => [0, 1].every((bad) => rows.some((each) => each.bad === bad && each.weight > 0)));
const settings = fc.record(
  {
    trend: fc.constantFrom(...TRENDS),
    minGoods: fc.integer({ min: 0, max: 5 }),
    minBads: fc.integer({ min: 0, max: 3 }),
    minShare: fc.constantFrom(0, 0.05, 0.2),
    maxBins: fc.integer({ min: 1, max: 8 }),
    maxPrebins: fc.integer({ min: 4, max: 20 }),
    edgeDigits: fc.constantFrom(null, 1, 3),
    minRateDifference: fc.constantFrom(0, 0.02),
    maxPValue: fc.constantFrom(1, 0.5),
    prebinning: fc.constantFrom('tree' as const, 'quantile' as const),
    minPrebinShare: fc.constantFrom(0.02, 0.1),
    dropsPurePrebins: fc.boolean(),
    specialApart: fc.constantFrom('each' as const, ['refused'], []),
    minLevelRows: fc.constantFrom(0, 5),
    edges: fc.constantFrom([], [0], [-7.5, 3, 900]),
    groups: fc.constantFrom([['level 1', 'level 2'], ['level 3']], [['level 0'], ['nobody']]),
    keepEdges: fc.constantFrom([], [0.5], [-3, 12]),
  },
  { requiredKeys: ['trend', 'minGoods', 'minBads', 'minShare', 'maxBins', 'maxPrebins', 'edgeDigits'] },
);

type Rows = readonly {
  readonly value: number;
  readonly level: number;
  readonly mark: number;
  readonly bad: number;
  readonly weight: number;
}[];

function columnsOf(rows: Rows): { readonly x: NumericColumn; readonly y: Column } {
  const marks = Uint8Array.from(rows, (each) => each.mark);
  return {
    x: {
      kind: 'numeric',
      name: 'x',
      values: Float64Array.from(rows, (each) => (each.mark === 0 ? each.value : Number.NaN)),
      marks,
      markNames: REASONS,
    },
    y: {
      kind: 'categorical',
      name: 'y',
      levels: Array.from({ length: 13 }, (_, at) => `level ${at}`),
      codes: Int32Array.from(rows, (each) => (each.mark === 0 ? each.level : -1)),
      marks,
      markNames: REASONS,
    },
  };
}

/** Goods and bads of the rows, by bin. */
function recounted(rows: Rows, bins: Uint8Array, count: number): readonly (readonly [number, number])[] {
  const sums = Array.from({ length: count }, (): [number, number] => [0, 0]);
  for (const [at, each] of rows.entries()) {
    const side = sums[bins[at] ?? -1];
    if (side === undefined) throw new Error('each row has a bin');
    side[each.bad === 1 ? 1 : 0] += each.weight;
  }
  return sums;
}

const near = ([goods, bads]: readonly [number, number]) => ({
  goods: expect.closeTo(goods, 9) as number,
  bads: expect.closeTo(bads, 9) as number,
});

test('[BIN-1] whatever the trend, bounds, pre-bins, codes, cuts and weights, bins hold each row once and as assigned', () => {
  let binned = 0;
  fc.assert(
    fc.property(sample, settings, (rows, each) => {
      const counted = { outcomes: rows.map((one) => one.bad), weights: rows.map((one) => one.weight) };
      for (const column of Object.values(columnsOf(rows))) {
        const binning = binTally(tallyColumn(column, counted), each);
        if (binning === null) continue;
        binned += 1;
        const again = recounted(rows, assignBins(binning, column), binning.bins.length);
        expect(binning.bins.map(({ goods, bads }) => ({ goods, bads }))).toEqual(again.map(near));
        expect(binning.bins.every((bin) => Number.isFinite(bin.woe) && Number.isFinite(bin.iv))).toBe(true);
        expect(binning.iv).toBeGreaterThan(-1e-12);
        expect(binning.gini).toBeGreaterThan(-1e-12);
        expect(binning.js).toBeLessThanOrEqual(Math.LN2 + 1e-12);
      }
    }),
    { numRuns: 300 },
  );
  expect(binned).toBeGreaterThan(100);
});

test('[BIN-21] so do the bins of a pair', () => {
  fc.assert(
    fc.property(
      sample,
      fc.integer({ min: 1, max: 8 }),
      fc.integer({ min: 2, max: 6 }),
      (rows, maxBins, maxPrebins) => {
        const counted = { outcomes: rows.map((one) => one.bad), weights: rows.map((one) => one.weight) };
        const columns = columnsOf(rows);
        const pair = binPair(columns, counted, {
          maxBins,
          maxPrebins,
          minGoods: 1,
          minBads: 1,
          minShare: 0,
          edgeDigits: null,
        });
        if (pair === null) return;
        const again = recounted(rows, assignPair(pair, columns), pair.bins.length);
        expect(pair.bins.map(({ goods, bads }) => ({ goods, bads }))).toEqual(again.map(near));
        const bads = rows.reduce((sum, one) => sum + one.bad * one.weight, 0);
        expect(sumOf(pair.bins).bads).toBeCloseTo(bads, 9);
      },
    ),
    { numRuns: 150 },
  );
});
