import { assert, expect, test } from 'vitest';
import {
  benchOf,
  binColumn,
  type Binning,
  type BinSettings,
  edgesOf,
  editBinning,
  tallyColumn,
} from '@plimsoll/core/binning';
import { categoricalColumn, numericColumn } from '@plimsoll/core/table';
import { binningOf, countTurns, cutOf, isSameCut, middleOf } from './bin-cut.ts';

const settings: BinSettings = {
  trend: 'free',
  minGoods: 1,
  minBads: 1,
  minShare: 0.05,
  maxBins: 6,
  maxPrebins: 20,
  edgeDigits: null,
};
const rows = Array.from({ length: 400 }, (_, at) => at);
const outcomes = Uint8Array.from(rows, (row) => (row % 7 === 0 || (row > 250 && row % 3 === 0) ? 1 : 0));
const age = numericColumn(
  'age',
  rows.map((row) => (row % 31 === 0 ? Number.NaN : Math.floor(row / 8))),
);
const job = categoricalColumn(
  'job',
  rows.map((row) => ['clerk', 'farmer', 'nurse', 'smith'][Math.floor(row / 100)] ?? null),
);

function binned(column: typeof age | typeof job): Binning {
  const binning = binColumn(column, outcomes, settings);
  assert(binning !== null, 'the column can be binned');
  return binning;
}

test('[CON-24] what is kept of bins makes the same bins again from the counts of the bench', () => {
  for (const column of [age, job]) {
    const binning = binned(column);
    const bench = benchOf(
      tallyColumn(column, { outcomes }),
      binning.kind === 'numeric' ? edgesOf(binning) : [],
    );
    const again = binningOf(bench, settings, cutOf(binning));
    expect(again?.bins).toEqual(binning.bins);
    expect(again?.iv).toBe(binning.iv);
  }
});

test('[CON-24] after an edit the figures are those of the rows cut the same way', () => {
  const binning = binned(age);
  const bench = benchOf(tallyColumn(age, { outcomes }), edgesOf(binning));
  const at = rows.find((value) => value > 1 && !edgesOf(binning).includes(value)) ?? 0;
  const edited = editBinning(bench, binning, { kind: 'split', at });
  assert(edited.ok, 'the edit has a place');
  const counted = binColumn(age, outcomes, { ...settings, edges: edgesOf(edited.value) });
  expect(edited.value.bins).toEqual(counted?.bins);
  expect(isSameCut(cutOf(edited.value), cutOf(binning))).toBe(false);
});

test('[CON-25] a kept cut that does not fit the column is not used', () => {
  const bench = benchOf(tallyColumn(age, { outcomes }));
  expect(binningOf(bench, settings, { cuts: [5, 5] })).toBeNull();
  expect(binningOf(bench, settings, { groups: [['clerk']] })).toBeNull();
  const levels = benchOf(tallyColumn(job, { outcomes }));
  expect(binningOf(levels, settings, { groups: [['clerk'], ['clerk', 'nurse']] })).toBeNull();
});

test('[CON-24] a split is offered where it halves the rows of the bin, and not where one value is left', () => {
  const bench = benchOf(tallyColumn(age, { outcomes }));
  const middle = middleOf(bench, { cell: { kind: 'range', from: 10, to: 20 } });
  expect(middle).toBe(15);
  expect(middleOf(bench, { cell: { kind: 'range', from: 10, to: 11 } })).toBeNull();
  expect(middleOf(bench, { cell: { kind: 'missing' } })).toBeNull();
});

test('[CON-24] turns of the bad rate are counted along the intervals', () => {
  const withRates = (rates: readonly number[]) => ({
    ...binned(age),
    bins: rates.map((bads, at) => ({
      cell: { kind: 'range' as const, from: at, to: at + 1 },
      goods: 100 - bads,
      bads,
      woe: 0,
      iv: 0,
      measured: true,
    })),
  });
  expect(countTurns(withRates([1, 2, 2, 3]))).toBe(0);
  expect(countTurns(withRates([1, 3, 2]))).toBe(1);
  expect(countTurns(withRates([1, 3, 2, 4]))).toBe(2);
});
