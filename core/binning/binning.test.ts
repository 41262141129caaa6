import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Outcomes } from '@plimsoll/core/stats';
import { categoricalColumn, type NumericColumn, numericColumn } from '@plimsoll/core/table';
import {
  assignBins,
  type BinSettings,
  binColumn,
  compareRates,
  type NumericTally,
  prebinNumeric,
  sumOf,
  type Tally,
  tallyColumn,
  tallyOf,
  woeColumn,
} from './index.ts';

const settings: BinSettings = {
  minGoods: 2,
  minBads: 2,
  minShare: 0,
  maxBins: 5,
  maxPrebins: 12,
  edgeDigits: null,
  trend: 'auto',
};

function numericTally(column: NumericColumn, outcomes: Outcomes): NumericTally {
  const tally = tallyColumn(column, { outcomes });
  if (tally.kind !== 'numeric') throw new Error('a number');
  return tally;
}

const rows = fc.array(
  fc.record({
    value: fc.option(fc.integer({ min: -20, max: 40 }), { nil: Number.NaN, freq: 8 }),
    bad: fc.constantFrom(0, 0, 1),
  }),
  { minLength: 30, maxLength: 150 },
);
const samples = rows
  .filter((each) => each.some((row) => row.bad === 1) && each.some((row) => row.bad === 0))
  .map((each) => ({
    column: numericColumn(
      'x',
      each.map((row) => row.value),
    ),
    texts: each.map((row) => (Number.isNaN(row.value) ? null : `level ${row.value % 7}`)),
    outcomes: Uint8Array.from(each, (row) => row.bad),
  }));

test('[BIN-1] the bins hold every row exactly once, numbers and categories alike', () => {
  fc.assert(
    fc.property(samples, ({ column, texts, outcomes }) => {
      for (const each of [column, categoricalColumn('c', texts)]) {
        const binning = binColumn(each, outcomes, settings);
        if (binning === null) continue;
        expect(sumOf(binning.bins)).toEqual(tallyOf({ outcomes }));
        const bins = assignBins(binning, each);
        for (const [at, bin] of binning.bins.entries()) {
          const inside = [...outcomes].filter((_, row) => bins[row] === at);
          expect({ goods: bin.goods, bads: bin.bads }).toEqual({
            goods: inside.filter((outcome) => outcome === 0).length,
            bads: inside.filter((outcome) => outcome === 1).length,
          });
        }
      }
    }),
  );
});

test('[BIN-2] an edge belongs to the interval above it', () => {
  const values = Array.from({ length: 40 }, (_, at) => at % 4);
  const outcomes = values.map((value, at) => (at < (value + 1) * 8 ? 1 : 0));
  const binning = binColumn(numericColumn('x', values), outcomes, { ...settings, minBads: 1, minGoods: 1 });
  if (binning === null) throw new Error('binned');
  const cells = binning.bins.map((bin) => bin.cell).filter((cell) => cell.kind === 'range');
  expect(cells[0]?.from).toBe(null);
  expect(cells.at(-1)?.to).toBe(null);
  for (const [at, cell] of cells.entries()) {
    if (cell.from === null) continue;
    const probe = assignBins(binning, numericColumn('x', [cell.from - 1e-9, cell.from]));
    expect([...probe]).toEqual([at - 1, at]);
  }
});

test('[BIN-3] bad rates move strictly along the trend', () => {
  fc.assert(
    fc.property(samples, fc.constantFrom('ascending', 'descending'), ({ column, outcomes }, trend) => {
      const binning = binColumn(column, outcomes, { ...settings, trend });
      const ranges = (binning?.bins ?? []).filter((bin) => bin.cell.kind === 'range');
      for (const [at, bin] of ranges.entries()) {
        const before = ranges[at - 1];
        if (before !== undefined)
          expect(Math.sign(compareRates(bin, before))).toBe(trend === 'ascending' ? 1 : -1);
      }
    }),
  );
});

test('[BIN-4] no measured bin is thinner, and no binning longer, than the bounds', () => {
  fc.assert(
    fc.property(samples, fc.integer({ min: 1, max: 4 }), ({ column, outcomes }, maxBins) => {
      const binning = binColumn(column, outcomes, { ...settings, maxBins, minShare: 0.1 });
      const measured = (binning?.bins ?? []).filter((bin) => bin.cell.kind === 'range');
      expect(measured.length).toBeLessThanOrEqual(maxBins);
      const present = sumOf(measured);
      for (const bin of measured) {
        expect(bin.goods).toBeGreaterThanOrEqual(settings.minGoods);
        expect(bin.bads).toBeGreaterThanOrEqual(settings.minBads);
        expect(bin.goods + bin.bads).toBeGreaterThanOrEqual(0.1 * (present.goods + present.bads));
      }
    }),
  );
});

test('[BIN-6] WOE and IV are what their formulas say, over all rows', () => {
  fc.assert(
    fc.property(samples, ({ column, outcomes }) => {
      const binning = binColumn(column, outcomes, settings);
      if (binning === null) return;
      const { goods, bads } = tallyOf({ outcomes });
      let iv = 0;
      for (const bin of binning.bins.filter((each) => each.measured)) {
        const goodShare = bin.goods / goods;
        const badShare = bin.bads / bads;
        expect(badShare * Math.exp(bin.woe)).toBeCloseTo(goodShare, 10);
        iv += (goodShare - badShare) * Math.log(goodShare / badShare);
      }
      expect(binning.iv).toBeCloseTo(iv, 10);
    }),
  );
});

const repeated = (
  counts: readonly (readonly [number, Tally])[],
): { values: number[]; outcomes: number[] } => {
  const values: number[] = [];
  const outcomes: number[] = [];
  for (const [value, tally] of counts)
    for (let row = 0; row < tally.goods + tally.bads; row += 1) {
      values.push(value);
      outcomes.push(row < tally.bads ? 1 : 0);
    }
  return { values, outcomes };
};

test('[BIN-7] missing stands apart, and borrows the worst evidence when too thin to be measured', () => {
  const known = [
    [1, { goods: 90, bads: 5 }],
    [2, { goods: 80, bads: 20 }],
  ] as const;
  const thin = repeated([...known, [Number.NaN, { goods: 50, bads: 1 }]]);
  const thick = repeated([...known, [Number.NaN, { goods: 50, bads: 2 }]]);
  const thinBins = binColumn(numericColumn('x', thin.values), thin.outcomes, settings)?.bins ?? [];
  const thickBins = binColumn(numericColumn('x', thick.values), thick.outcomes, settings)?.bins ?? [];
  expect(thinBins.at(-1)).toMatchObject({
    cell: { kind: 'missing' },
    goods: 50,
    bads: 1,
    measured: false,
    iv: 0,
  });
  expect(thinBins.at(-1)?.woe).toBe(Math.min(...thinBins.slice(0, -1).map((bin) => bin.woe)));
  expect(thickBins.at(-1)).toMatchObject({ cell: { kind: 'missing' }, measured: true });
  expect(thickBins.at(-1)?.woe).toBeCloseTo(Math.log(50 / 220 / (2 / 27)), 12);
});

test('[BIN-8] categories are ordered by bad rate, and a level never seen takes the worst evidence', () => {
  const { values, outcomes } = repeated([
    [0, { goods: 70, bads: 30 }],
    [1, { goods: 95, bads: 5 }],
    [2, { goods: 85, bads: 15 }],
    [3, { goods: 95, bads: 5 }],
  ]);
  const names = ['worst', 'z best', 'middle', 'a best'];
  const column = categoricalColumn(
    'c',
    values.map((value) => names[value] ?? null),
  );
  const binning = binColumn(column, outcomes, settings);
  if (binning === null) throw new Error('binned');
  expect(binning.bins.map((bin) => bin.cell)).toEqual([
    { kind: 'levels', levels: ['a best', 'z best'] },
    { kind: 'levels', levels: ['middle'] },
    { kind: 'levels', levels: ['worst'] },
    { kind: 'missing' },
    { kind: 'unseen' },
  ]);
  const woe = woeColumn(binning, categoricalColumn('c', ['new', 'worst', null, 'a best']));
  expect(woe[0]).toBe(woe[1]);
  expect(woe[2]).toBe(woe[1]);
  expect(woe[3]).toBeGreaterThan(woe[0] ?? 0);
});

test('[BIN-10] pre-bins are bounded, hold every present row, and have rounded edges', () => {
  fc.assert(
    fc.property(samples, fc.integer({ min: 1, max: 20 }), ({ column, outcomes }, maxPrebins) => {
      const { edges, tallies } = prebinNumeric(numericTally(column, outcomes), {
        maxPrebins,
        edgeDigits: 1,
      });
      expect(tallies.length).toBeLessThanOrEqual(maxPrebins);
      expect(tallies.length).toBe(edges.length + 1);
      expect(edges.every((edge) => Number(edge.toPrecision(1)) === edge)).toBe(true);
      expect(edges.every((edge, at) => at === 0 || edge > (edges[at - 1] ?? 0))).toBe(true);
      const present = sumOf(tallies);
      expect(present.goods + present.bads).toBe(column.marks.filter((mark) => mark === 0).length);
    }),
  );
});

test('[BIN-12] a column that nothing can be measured on has no binning', () => {
  const outcomes = [0, 1, 0, 1, 0];
  expect(binColumn(numericColumn('x', [1, 2, 3, 4, 5]), outcomes, { ...settings, minBads: 3 })).toBe(null);
  const absent = numericColumn(
    'x',
    outcomes.map(() => Number.NaN),
  );
  expect(binColumn(absent, outcomes, settings)).toBe(null);
});

test('[BIN-13] other rows fall where the frozen edges say', () => {
  const { values, outcomes } = repeated([
    [10, { goods: 90, bads: 5 }],
    [20, { goods: 80, bads: 20 }],
  ]);
  const binning = binColumn(numericColumn('x', values), outcomes, settings);
  if (binning === null) throw new Error('binned');
  const probe = numericColumn('x', [-1e9, 19.999, 20, 1e9, Number.NaN]);
  expect([...assignBins(binning, probe)]).toEqual([0, 0, 1, 1, 2]);
  expect(() => assignBins(binning, categoricalColumn('x', ['a']))).toThrow('of the kind that was binned');
});
