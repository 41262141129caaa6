import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { categoricalColumn, type Column, numericColumn } from '@plimsoll/core/table';
import {
  benchOf,
  binColumn,
  type BinFault,
  type Binning,
  type BinningBench,
  type BinningEdit,
  type BinSettings,
  binTally,
  editBinning,
  edgesOf,
  faultsOf,
  MAX_BENCH_CELLS,
  snapEdge,
  sumOf,
  tallyColumn,
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

/** 4,000 rows of a number of 3,000 values, some missing, worse as it grows. */
const values = Array.from({ length: 4000 }, (_, row) => (row % 40 === 0 ? Number.NaN : (row * 37) % 3001));
const outcomes = Uint8Array.from(values, (value, row) =>
  ((row * 7919) % 1009) / 1009 < (Number.isNaN(value) ? 0.3 : 0.05 + value / 12_000) ? 1 : 0,
);
const column = numericColumn('amount', values);
const tally = tallyColumn(column, { outcomes });
const jobs = categoricalColumn(
  'job',
  values.map((value, row) =>
    Number.isNaN(value) ? null : (['clerk', 'nurse', 'pilot', 'farmer'][row % 4] ?? null),
  ),
);

function cut(
  each: Column = column,
  extra: Partial<BinSettings> = {},
): { binning: Binning; bench: BinningBench } {
  const binning = binColumn(each, outcomes, { ...settings, ...extra });
  if (binning === null) throw new Error('binned');
  return { binning, bench: benchOf(tallyColumn(each, { outcomes }), edgesOf(binning)) };
}

function edited(bench: BinningBench, binning: Binning, edit: BinningEdit): Binning {
  const result = editBinning(bench, binning, edit);
  if (!result.ok) throw new Error(JSON.stringify(result.facts));
  return result.value;
}

test('[BIN-15] a bench is small, is JSON, holds every row, and gives the bins the counts they have', () => {
  const { binning, bench } = cut();
  expect(bench.isExact).toBe(false);
  expect(bench.goods.length).toBeLessThanOrEqual(MAX_BENCH_CELLS);
  expect(JSON.stringify(bench).length).toBeLessThan(100_000);
  const read = JSON.parse(JSON.stringify(bench)) as BinningBench;
  expect(binTally(read, { ...settings, edges: edgesOf(binning) })).toEqual({ ...binning, trend: 'given' });
  const few = benchOf(tallyColumn(numericColumn('x', [1, 2, 2, 3]), { outcomes: [0, 1, 0, 1] }));
  expect(few).toMatchObject({ isExact: true, starts: [1, 2, 3], goods: [1, 1, 0], bads: [0, 1, 1] });
});

test('[BIN-16] any hand-made edit gives what binning the rows at the same edges gives', () => {
  const edits = fc.array(
    fc.oneof(
      fc.record({
        kind: fc.constant('merge' as const),
        bin: fc.integer({ min: 0, max: 5 }),
        with: fc.integer({ min: 0, max: 5 }),
      }),
      fc.record({ kind: fc.constant('split' as const), at: fc.integer({ min: -10, max: 3100 }) }),
      fc.record({
        kind: fc.constant('move_edge' as const),
        edge: fc.integer({ min: 0, max: 4 }),
        to: fc.integer({ min: 0, max: 3000 }),
      }),
    ),
    { maxLength: 6 },
  );
  const { binning, bench } = cut();
  fc.assert(
    fc.property(edits, (each) => {
      let now = binning;
      for (const edit of each) {
        const result = editBinning(bench, now, edit);
        if (!result.ok) {
          expect(result).toMatchObject({ code: 'binning_edit_refused', rule: 'BIN-16' });
          continue;
        }
        now = result.value;
        expect(now).toEqual(binTally(tally, { ...settings, edges: edgesOf(now) }));
        expect(sumOf(now.bins)).toEqual(sumOf(binning.bins));
      }
    }),
    { numRuns: 60 },
  );
});

test('[BIN-16] an edge stands where it was asked for on exact benches, else at the nearest start of a cell', () => {
  const { binning, bench } = cut();
  if (bench.kind !== 'numeric') throw new Error('a number');
  const snapped = snapEdge(bench, 1234.5);
  expect(bench.starts).toContain(snapped);
  expect(Math.abs(snapped - 1234.5)).toBeLessThan(5);
  expect(edgesOf(edited(bench, binning, { kind: 'split', at: 1234.5 }))).toContain(snapped);
  const small = numericColumn(
    'small',
    values.map((value) => value % 50),
  );
  const exact = cut(small);
  const split = edited(exact.bench, exact.binning, { kind: 'split', at: 12.25 });
  expect(edgesOf(split)).toContain(12.25);
  expect(split).toEqual(binTally(tallyColumn(small, { outcomes }), { ...settings, edges: edgesOf(split) }));
});

test('[BIN-16] levels move between groups, groups are split and merged, and labels last until a bin changes', () => {
  const { binning, bench } = cut(jobs, { groups: [['clerk', 'nurse'], ['pilot'], ['farmer']] });
  const named = edited(bench, binning, { kind: 'label', bin: 1, label: ' fliers ' });
  expect(named.bins[1]?.label).toBe('fliers');
  const moved = edited(bench, named, { kind: 'move_level', level: 'nurse', to: 2 });
  expect(moved.bins.map((bin) => bin.cell)).toMatchObject([
    { levels: ['clerk'] },
    { levels: ['pilot'] },
    { levels: ['farmer', 'nurse'] },
    { kind: 'missing' },
    { kind: 'unseen' },
  ]);
  expect(moved.bins[1]?.label).toBe('fliers');
  const split = edited(bench, moved, { kind: 'split_levels', levels: ['nurse'] });
  expect(split.bins.map((bin) => (bin.cell.kind === 'levels' ? bin.cell.levels : []))).toContainEqual([
    'nurse',
  ]);
  const merged = edited(bench, split, { kind: 'merge', bin: 1, with: 0 });
  expect(merged.bins[0]?.cell).toEqual({ kind: 'levels', levels: ['pilot', 'clerk'] });
  expect(merged.bins.some((bin) => bin.label !== undefined)).toBe(false);
  expect(sumOf(merged.bins)).toEqual(sumOf(binning.bins));
  const gone = edited(bench, moved, { kind: 'move_level', level: 'clerk', to: 1 });
  expect(gone.bins.length).toBe(moved.bins.length - 1);
  expect(edited(bench, named, { kind: 'label', bin: 1, label: '' }).bins[1]?.label).toBe(undefined);
});

test('[BIN-16] an edit that has no place is refused', () => {
  const number = cut();
  const level = cut(jobs);
  const problem = ({ binning, bench }: typeof number, edit: BinningEdit): unknown => {
    const result = editBinning(bench, binning, edit);
    return result.ok ? null : result.facts['problem'];
  };
  const edge = edgesOf(number.binning)[0] ?? 0;
  expect(problem(number, { kind: 'merge', bin: 0, with: 2 })).toBe('these bins are not neighbours');
  expect(problem(number, { kind: 'merge', bin: 0, with: -1 })).toBe('these bins are not neighbours');
  expect(problem(number, { kind: 'split', at: edge })).toBe('there is an edge already, or no such value');
  expect(problem(number, { kind: 'move_edge', edge: 1, to: -5 })).toBe('the edge would pass its neighbour');
  expect(problem(number, { kind: 'move_edge', edge: 99, to: 5 })).toBe('the edge would pass its neighbour');
  expect(problem(number, { kind: 'move_level', level: 'clerk', to: 0 })).toBe('a number has no levels');
  expect(problem(number, { kind: 'label', bin: 99, label: 'x' })).toBe('there is no such bin');
  expect(problem(number, { kind: 'label', bin: 0, label: 'x'.repeat(201) })).toBe('the label is too long');
  expect(problem(level, { kind: 'split', at: 1 })).toBe('a category has no edges');
  expect(problem(level, { kind: 'move_level', level: 'ghost', to: 0 })).toBe(
    'there is no such level or group',
  );
  expect(problem(level, { kind: 'split_levels', levels: ['ghost'] })).toBe(
    'levels to split must be some of one group',
  );
  expect(problem({ binning: number.binning, bench: level.bench }, { kind: 'split', at: 1 })).toBe(
    'the bench is of another column',
  );
  const low = cut(
    numericColumn(
      'small',
      values.map((value) => value % 50),
    ),
  );
  expect(problem(low, { kind: 'split', at: -3 })).toBe('a bin would hold no row');
});

test('[BIN-17] faults name the thin bin, the bins alike, the bin against the trend, and too many', () => {
  const binning = binTally(tally, { ...settings, edges: [10, 1000, 1010, 2000] });
  if (binning === null) throw new Error('binned');
  const kinds = (faults: readonly BinFault[]): readonly string[] =>
    faults.map((fault) => `${fault.kind}${'bin' in fault ? ` ${fault.bin}` : ''}`);
  const faults = faultsOf(binning, {
    ...settings,
    trend: 'ascending',
    minBads: 10,
    maxBins: 4,
    maxPValue: 0.05,
  });
  expect(kinds(faults)).toContain('thin 0');
  expect(kinds(faults)).toContain('alike 2');
  expect(kinds(faults)).toContain('too_many');
  expect(kinds(faultsOf(binning, { ...settings, trend: 'descending', minBads: 1 }))).toContain(
    'against_trend 4',
  );
  expect(faultsOf(cut().binning, { ...settings, trend: 'ascending' })).toEqual([]);
  expect(kinds(faultsOf(cut().binning, { ...settings, trend: 'ascending', minBins: 9 }))).toEqual([
    'too_few',
  ]);
});

test('[BIN-19] given edges and groups are kept exactly, kept edges are among those found', () => {
  const given = binTally(tally, { ...settings, edges: [100, 2500] });
  expect(given?.trend).toBe('given');
  expect(given === null ? [] : edgesOf(given)).toEqual([100, 2500]);
  const kept = binTally(tally, { ...settings, maxBins: 6, keepEdges: [777.5, 2000] });
  const edges = kept === null ? [] : edgesOf(kept);
  expect(edges).toContain(777.5);
  expect(edges).toContain(2000);
  expect(edges.length).toBeGreaterThan(2);
  const groups = [['clerk', 'farmer'], ['pilot']];
  const grouped = binColumn(jobs, outcomes, { ...settings, groups });
  expect(grouped?.bins.slice(0, 2).map(({ cell }) => cell)).toEqual(
    groups.map((levels) => ({ kind: 'levels', levels })),
  );
  // Nurses are in no group: they are unseen in training as they will be when scored.
  const unseen = grouped?.bins.at(-1);
  expect(unseen?.cell.kind).toBe('unseen');
  expect((unseen?.goods ?? 0) + (unseen?.bads ?? 0)).toBe(1000);
  expect(() => binTally(tally, { ...settings, edges: [5, 5] })).toThrow('edges are finite and ascend');
});
