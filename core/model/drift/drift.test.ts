import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRandom } from '@plimsoll/core/base';
import { type Binning, binColumn, type BinSettings } from '@plimsoll/core/binning';
import { auc, psi } from '@plimsoll/core/stats';
import { categoricalColumn, type Column, numericColumn, tableOf } from '@plimsoll/core/table';
import {
  ACTION_WORDS,
  actionOf,
  ACTIONS,
  alertsOf,
  alertWords,
  type DriftReference,
  type DriftRule,
  estimatePerformance,
  freezeBins,
  freezeScoreBands,
  MAX_APART,
  MEASURES,
  performanceByVintage,
  type Reading,
  readingsOf,
  ruleWords,
  scoreColumn,
  stabilityOf,
  stabilityOfColumn,
} from './index.ts';

const settings: BinSettings = {
  minGoods: 1,
  minBads: 1,
  minShare: 0,
  maxBins: 8,
  maxPrebins: 20,
  edgeDigits: null,
  trend: 'free',
};

const halfBad = (rows: number): Uint8Array => Uint8Array.from({ length: rows }, (_, row) => row % 2);

function frozen(
  column: Column,
  outcomes: Uint8Array = halfBad(column.marks.length),
  extra: Partial<BinSettings> = {},
): Binning {
  const binning = binColumn(column, outcomes, { ...settings, ...extra });
  if (binning === null) throw new Error('binned');
  return binning;
}

const normals = (seed: string, rows: number, shift = 0): number[] => {
  const random = createRandom(seed);
  return Array.from({ length: rows }, () => random.normal() + shift);
};

test('[DRF-1] every row of now is counted once, and the parts add up to the PSI', () => {
  fc.assert(
    fc.property(
      fc.array(fc.option(fc.integer({ min: -50, max: 50 }), { nil: Number.NaN }), {
        minLength: 1,
        maxLength: 60,
      }),
      (values) => {
        const binning = frozen(numericColumn('x', normals('base', 300)));
        const stability = stabilityOfColumn(binning, numericColumn('x', values));
        expect(stability.actualRows).toBe(values.length);
        expect(stability.bins.reduce((sum, bin) => sum + bin.actualShare, 0)).toBeCloseTo(1, 12);
        expect(stability.bins.reduce((sum, bin) => sum + bin.part, 0)).toBeCloseTo(stability.psi, 12);
      },
    ),
    { numRuns: 40 },
  );
});

test('[DRF-2] toad drops new categories: where half the rows are of a new one, PSI is 4.60 and not 0.347', () => {
  const binning = frozen(
    categoricalColumn(
      'job',
      Array.from({ length: 1000 }, () => 'A'),
    ),
  );
  const now = categoricalColumn(
    'job',
    Array.from({ length: 1000 }, (_, row) => (row % 2 === 0 ? 'A' : 'B')),
  );
  const stability = stabilityOfColumn(binning, now);
  expect(stability.psi).toBeCloseTo(4.604, 3);
  expect(stability.bins.find((bin) => bin.cell.kind === 'levels')?.part).toBeCloseTo(0.347, 3);
  expect(stability.bins.find((bin) => bin.cell.kind === 'unseen')?.actualShare).toBe(0.5);
});

test('[DRF-2] Evidently ignores missing: where two rows in five lose their value, PSI shows it', () => {
  const base = normals('base', 3000);
  const binning = frozen(numericColumn('income', base));
  const now = base.map((value, row) => (row % 5 < 2 ? Number.NaN : value));
  const stability = stabilityOfColumn(binning, numericColumn('income', now));
  expect(stability.bins.find((bin) => bin.cell.kind === 'missing')?.actualShare).toBe(0.4);
  expect(stability.psi).toBeGreaterThan(3);
});

test('[DRF-2] a special code that grows counts as a bin of its own', () => {
  const values = Float64Array.from({ length: 600 }, (_, row) => (row % 6 < 2 ? Number.NaN : row));
  const marked = (marks: (row: number) => number): Column => ({
    kind: 'numeric',
    name: 'x',
    values,
    marks: Uint8Array.from(values, (value, row) => (Number.isNaN(value) ? marks(row) : 0)),
    markNames: ['no_record', 'refused'],
  });
  const binning = frozen(
    marked((row) => 1 + (row % 2)),
    halfBad(600),
    { specialApart: 'each' },
  );
  const stability = stabilityOfColumn(
    binning,
    marked(() => 2),
  );
  const share = (kind: string): number =>
    stability.bins.find((bin) => bin.cell.kind === kind)?.actualShare ?? -1;
  expect([share('missing'), share('special')]).toEqual([0, 1 / 3]);
  expect(stability.psi).toBeGreaterThan(0.5);
});

test('[DRF-1] Evidently bins on the joined sample: one far value there hides a shift that frozen bins show', () => {
  const base = normals('base', 2000);
  const now = [...normals('now', 2000, 1), 1e6];
  const joined = [...base, ...now];
  const [low, high] = [Math.min(...joined), Math.max(...joined)];
  const counts = (values: readonly number[]): readonly number[] => {
    const bins = Array.from({ length: 10 }, () => 0);
    for (const value of values) {
      const bin = Math.min(9, Math.floor(((value - low) / (high - low)) * 10));
      bins[bin] = (bins[bin] ?? 0) + 1;
    }
    return bins;
  };
  expect(psi(counts(base), counts(now))).toBeLessThan(0.01);
  const binning = frozen(numericColumn('x', base));
  const withFar = stabilityOfColumn(binning, numericColumn('x', now));
  const without = stabilityOfColumn(binning, numericColumn('x', now.slice(0, -1)));
  expect(withFar.psi).toBeGreaterThan(0.5);
  expect(withFar.psi).toBeCloseTo(without.psi, 2);
});

test('[DRF-3] without drift, PSI keeps to its band: its mean, and five in a hundred above the limit', () => {
  const shares = [0.05, 0.1, 0.1, 0.15, 0.2, 0.2, 0.1, 0.1];
  const cell = { kind: 'range', from: null, to: null } as const;
  const random = createRandom('no drift');
  const draw = (rows: number): readonly number[] => {
    const counts = shares.map(() => 0);
    for (let row = 0; row < rows; row += 1) {
      let left = random.next();
      let bin = 0;
      while (bin < shares.length - 1 && left >= (shares[bin] ?? 0)) {
        left -= shares[bin] ?? 0;
        bin += 1;
      }
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
    return counts;
  };
  const months = Array.from({ length: 400 }, () => {
    const [expected, actual] = [draw(3000), draw(700)];
    return stabilityOf(
      'x',
      shares.map((_, at) => ({ cell, expected: expected[at] ?? 0, actual: actual[at] ?? 0 })),
    );
  });
  const mean = months.reduce((sum, month) => sum + month.psi, 0) / months.length;
  expect(mean / (months[0]?.band.mean ?? 0)).toBeCloseTo(1, 0.5);
  const above = months.filter((month) => month.psi > month.band.limit).length / months.length;
  expect(above).toBeGreaterThan(0.02);
  expect(above).toBeLessThan(0.09);
  expect(months.filter((month) => month.band.pValue < 0.05).length / months.length).toBe(above);
  // χ² of 7 degrees stays below 14.067 in 95 of 100 (any table of it).
  expect(months[0]?.band.limit).toBeCloseTo(14.067 * (1 / 3000 + 1 / 700), 6);
  expect(
    stabilityOf('x', [
      { cell, expected: 3, actual: 1 },
      { cell, expected: 0, actual: 1 },
    ]).band.isRough,
  ).toBe(true);
  expect(months[0]?.band.isRough).toBe(false);
});

test('[DRF-4] score bands are frozen, and a row without a score has one', () => {
  const scores = normals('scores', 1000);
  const bands = freezeScoreBands(scores, halfBad(1000));
  expect(bands.bins.length).toBe(11);
  expect(bands.bins.slice(0, 10).map((bin) => bin.goods + bin.bads)).toEqual(
    Array.from({ length: 10 }, () => 100),
  );
  const now = stabilityOfColumn(
    bands,
    scoreColumn([...scores.slice(0, 900), ...Array.from({ length: 100 }, () => Number.NaN)]),
  );
  expect(now.bins.at(-1)).toMatchObject({ cell: { kind: 'missing' }, expectedShare: 0, actualShare: 0.1 });
  const tied = freezeScoreBands([1, 1, 1, 1, 2, 2], [0, 1, 0, 1, 0, 1]);
  expect(tied.bins.length).toBe(3);
});

test('[DRF-12] bins for the watch alone: equal shares, the largest levels, reasons apart, every row once', () => {
  const levels = Array.from({ length: 1000 }, (_, row) => (row < 100 ? `rare ${row}` : `level ${row % 50}`));
  const binned = freezeBins(categoricalColumn('x', levels), halfBad(1000));
  const cells = binned.bins.map(({ cell }) => cell);
  expect(cells.filter((cell) => cell.kind === 'levels' && cell.levels.length === 1).length).toBe(MAX_APART);
  expect(cells.find((cell) => cell.kind === 'levels' && cell.levels.length > 1)).toMatchObject({
    levels: expect.arrayContaining(['rare 99']) as unknown,
  });
  expect(binned.bins.reduce((sum, bin) => sum + bin.goods + bin.bads, 0)).toBe(1000);
  const numbers = freezeBins(
    {
      kind: 'numeric',
      name: 'y',
      values: Float64Array.from({ length: 1000 }, (_, row) => (row < 200 ? Number.NaN : row)),
      marks: Uint8Array.from({ length: 1000 }, (_, row) => (row < 150 ? 1 : row < 200 ? 2 : 0)),
      markNames: ['no_record', 'refused'],
    },
    halfBad(1000),
    4,
  );
  expect(numbers.bins.map((bin) => [bin.cell.kind, bin.goods + bin.bads])).toEqual([
    ...Array.from({ length: 4 }, () => ['range', 200]),
    ['special', 50],
    ['missing', 150],
  ]);
});

test('[DRF-5] expected AUC and bad rate are those of outcomes drawn from the PDs, and so are the intervals', () => {
  const random = createRandom('estimate');
  const pds = Array.from(
    { length: 1500 },
    () => Math.round(100 / (1 + Math.exp(2 - random.normal()))) / 100 + 0.001,
  );
  const estimated = estimatePerformance(pds);
  const drawn = Array.from({ length: 300 }, () => {
    const outcomes = pds.map((pd) => (random.next() < pd ? 1 : 0));
    return { auc: auc(pds, outcomes), badRate: outcomes.filter((each) => each === 1).length / pds.length };
  });
  for (const what of ['auc', 'badRate'] as const) {
    const estimate = estimated[what];
    if (estimate === null) throw new Error('estimated');
    const mean = drawn.reduce((sum, each) => sum + each[what], 0) / drawn.length;
    const spread = Math.sqrt(
      drawn.reduce((sum, each) => sum + (each[what] - mean) ** 2, 0) / (drawn.length - 1),
    );
    expect(Math.abs(mean - estimate.value)).toBeLessThan(
      4 * (estimate.standardError / Math.sqrt(drawn.length)),
    );
    expect(spread / estimate.standardError).toBeGreaterThan(0.88);
    expect(spread / estimate.standardError).toBeLessThan(1.12);
    const inside = drawn.filter((each) => each[what] >= estimate.low && each[what] <= estimate.high).length;
    expect(inside / drawn.length).toBeGreaterThan(0.91);
  }
  // Two rows: the pairs that can be ranked are (bad .9, good .1) with chance .81 and (bad .1, good .9) with .01.
  expect(estimatePerformance([0.1, 0.9]).auc?.value).toBeCloseTo(0.81 / 0.82, 12);
  expect(estimatePerformance([0.5, 0.5]).auc?.value).toBeCloseTo(0.5, 12);
  expect(estimatePerformance([0.3]).auc).toBe(null);
  expect(() => estimatePerformance([1.2])).toThrow('probabilities');
});

/** Two years of months in which bads are `times` what the PDs say from `breaks` on. */
function vintages(breaks: number, times: number) {
  const random = createRandom(`vintages ${breaks} ${times}`);
  const rows = Array.from({ length: 12_000 }, (_, row) => {
    const month = row % 12;
    const pd = Math.min(0.6, 0.02 + 0.2 * random.next() ** 2);
    return { month, pd, bad: random.next() < pd * (month >= breaks ? times : 1) ? 1 : 0 };
  });
  return {
    vintages: categoricalColumn(
      'month',
      rows.map((row) => `2026-${String(row.month + 1).padStart(2, '0')}`),
    ),
    pds: rows.map((row) => row.pd),
    outcomes: Uint8Array.from(rows, (row) => row.bad),
    isRipe: Uint8Array.from(rows, (row) => (row.month < 10 ? 1 : 0)),
  };
}

test('[DRF-6] what is known of rows that are not ripe changes nothing', () => {
  const sample = vintages(12, 1);
  const told = performanceByVintage(sample);
  const upside = sample.outcomes.map((outcome, row) => (sample.isRipe[row] === 1 ? outcome : 1 - outcome));
  expect(performanceByVintage({ ...sample, outcomes: upside })).toEqual(told);
  expect(told.map((each) => each.vintage)).toEqual([...sample.vintages.levels]);
  expect(told.slice(10).every((each) => each.realised === null && each.estimated.auc !== null)).toBe(true);
});

test('[DRF-7] ripe vintages are tested against the promise of their own PDs', () => {
  const told = performanceByVintage(vintages(6, 2));
  for (const [month, each] of told.slice(0, 10).entries()) {
    if (each.realised === null) throw new Error('ripe');
    if (month < 6) expect(each.realised.pValue).toBeGreaterThan(0.001);
    else {
      expect(each.realised.pValue).toBeLessThan(1e-6);
      expect(each.realised.badRatio).toBeGreaterThan(1.6);
      expect(each.realised.badRate.low).toBeGreaterThan(each.realised.promised.badRate.high);
    }
  }
  expect(told[0]?.realised?.aucPValue).toBeGreaterThan(0.001);
});

const reading = (period: string, value: number, extra: Partial<Reading> = {}): Reading => ({
  period,
  measure: 'score_psi',
  subject: 'score',
  value,
  low: null,
  high: 0.05,
  ...extra,
});
const rule: DriftRule = {
  id: 'moved',
  measure: 'score_psi',
  above: 0.25,
  isBeyondChance: true,
  periods: 2,
  action: 'retrain',
};

test('[DRF-8] an alert says what, how much, against which limit and band, and since when', () => {
  const series = [
    reading('2026-01', 0.3),
    reading('2026-02', 0.1),
    reading('2026-04', 0.4),
    reading('2026-03', 0.3),
  ];
  expect(alertsOf(series, [rule])).toEqual([
    {
      rule: 'moved',
      action: 'retrain',
      measure: 'score_psi',
      subject: 'score',
      period: '2026-04',
      value: 0.4,
      limit: 0.25,
      chance: { low: null, high: 0.05 },
      since: '2026-03',
      periods: 2,
    },
  ]);
  expect(alertsOf(series.slice(0, 3), [rule])).toEqual([]);
  expect(alertsOf([...series, reading('2026-05', 0.1)], [rule])).toEqual([]);
  const small = series.map((each) => ({ ...each, high: 0.5 }));
  expect(alertsOf(small, [rule])).toEqual([]);
  expect(alertsOf(small, [{ ...rule, isBeyondChance: false }]).length).toBe(1);
  expect(
    alertsOf(
      small.map((each) => ({ ...each, high: null })),
      [rule],
    ).length,
  ).toBe(1);
  expect(alertsOf(series, [{ ...rule, subject: 'income' }])).toEqual([]);
  const falls = [reading('2026-01', -0.05, { measure: 'auc_change', low: -0.02, high: 0.02 })];
  const fall: DriftRule = {
    id: 'fades',
    measure: 'auc_change',
    below: -0.03,
    isBeyondChance: true,
    periods: 1,
    action: 'retrain',
  };
  expect(alertsOf(falls, [fall])[0]?.limit).toBe(-0.03);
});

test('[DRF-9] the gravest action is called for, with the alerts that call for it', () => {
  const many: readonly DriftRule[] = [
    { ...rule, id: 'moves', above: 0.1, periods: 1, action: 'watch' },
    { ...rule, periods: 1 },
  ];
  const alerts = alertsOf([reading('2026-01', 0.3), reading('2026-01', 0.2, { subject: 'other' })], many);
  expect(alerts.map((alert) => alert.action)).toEqual(['retrain', 'watch', 'watch']);
  expect(actionOf(alerts)).toMatchObject({ action: 'retrain', because: [{ rule: 'moved' }] });
  expect(actionOf([])).toBe(null);
});

/** A world in which the PD follows from one number; the model knows it, and then people or their behaviour change. */
function world(seed: string, options: { readonly shift?: number; readonly times?: number } = {}) {
  const x = normals(seed, 4000, options.shift ?? 0);
  const random = createRandom(`${seed} outcomes`);
  const pds = x.map((value) => 1 / (1 + Math.exp(2.5 - value)));
  return {
    scores: pds,
    pds,
    table: tableOf([numericColumn('x', x)]),
    outcomes: Uint8Array.from(pds, (pd) => (random.next() < Math.min(1, pd * (options.times ?? 1)) ? 1 : 0)),
    isRipe: new Uint8Array(4000).fill(1),
  };
}

test('[DRF-10] people who changed show before outcomes ripen, behaviour that changed when they do', () => {
  const base = world('base');
  const column = base.table.columns[0];
  if (column === undefined) throw new Error('a column');
  const reference: DriftReference = {
    scoreBands: freezeScoreBands(base.scores, base.outcomes),
    characteristics: [frozen(column, base.outcomes)],
    auc: { value: auc(base.pds, base.outcomes), standardError: 0.01 },
  };
  const kinds = (months: readonly ReturnType<typeof world>[], isRipe: boolean): readonly string[] => {
    const readings = months.flatMap((month, at) => {
      const { outcomes, isRipe: ripe, ...rest } = month;
      return readingsOf(reference, {
        period: `2026-0${at + 1}`,
        ...rest,
        ...(isRipe ? { outcomes, isRipe: ripe } : {}),
      });
    });
    return alertsOf(readings).map((alert) => alert.rule);
  };
  const calm = [world('one'), world('two')];
  expect(kinds(calm, true)).toEqual([]);
  const others = [world('one', { shift: 0.8 }), world('two', { shift: 0.8 })];
  expect(kinds(others, false)).toEqual(
    expect.arrayContaining(['score-moved', 'riskier-people', 'characteristic-moved']),
  );
  expect(kinds(others, true)).not.toContain('too-hopeful');
  const worse = [world('one', { times: 1.5 }), world('two', { times: 1.5 })];
  expect(kinds(worse, false)).toEqual([]);
  expect(kinds(worse, true)).toContain('too-hopeful');
  expect(kinds(worse.slice(0, 1), true)).not.toContain('too-hopeful');
});

test('[DRF-13] alerts and rules are said in both languages with value, limit, chance and since when', () => {
  for (const measure of MEASURES) {
    const asked: DriftRule = {
      id: 'x',
      measure,
      above: 0.25,
      isBeyondChance: true,
      periods: 2,
      action: 'watch',
    };
    const readings: readonly Reading[] = ['2026-01', '2026-02'].map((period) => ({
      period,
      measure,
      subject: 'income',
      value: 0.5,
      low: 0,
      high: 0.1,
    }));
    const [alert] = alertsOf(readings, [asked]);
    if (alert === undefined) throw new Error('an alert stands');
    for (const text of Object.values(alertWords(alert)))
      expect(text).toMatch(/(50\.0%|0\.50).*(25\.0%|0\.25).*(10\.0%|0\.10).*2026-01.*2/);
    for (const text of Object.values(ruleWords(asked))) expect(text).toMatch(/(25\.0%|0\.25).*2/);
    expect(alertWords(alert).zh).toMatch(/[\u4e00-\u9fff]/);
  }
  for (const action of ACTIONS) expect(ACTION_WORDS[action].zh).not.toBe(ACTION_WORDS[action].en);
});
