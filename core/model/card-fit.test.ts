import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRandom } from '@plimsoll/core/base';
import { auc, brier } from '@plimsoll/core/stats';
import { categoricalColumn, numericColumn, tableOf, takeRows } from '@plimsoll/core/table';
import { fitCard, inferCharacteristics, probabilityOf, scoreOf, scoreRows } from './index.ts';
import { makeSample } from './made-sample.ts';
import { shaped } from './shape.ts';

const sample = makeSample();
const fitted = fitCard(sample);
if (!fitted.ok) throw new Error(JSON.stringify(fitted));
const { scorecard, selection, rounding } = fitted.value;

/** 3,000 rows of a known law: a rising number with a far-off code, a place of 300 levels that says nothing, noise. */
function knownSample() {
  const random = createRandom('known law');
  const rows = Array.from({ length: 3000 }, () => ({
    late: random.integer(0, 39) === 0 ? 98 : random.integer(0, 11),
    place: `place ${random.integer(0, 299)}`,
    noise: random.integer(0, 999),
    chance: random.integer(0, 999_999) / 1_000_000,
  }));
  const outcomes = Uint8Array.from(rows, ({ late, chance }) =>
    chance < (late === 98 ? 0.5 : 0.02 + late * 0.03) ? 1 : 0,
  );
  const table = tableOf([
    numericColumn(
      'late',
      rows.map((row) => row.late),
    ),
    categoricalColumn(
      'place',
      rows.map((row) => row.place),
    ),
    numericColumn(
      'noise',
      rows.map((row) => row.noise),
    ),
  ]);
  return { table, outcomes };
}

test('[MOD-18] a card fitted without instructions keeps what drives the outcome and says why the rest went', () => {
  const names = scorecard.characteristics.map((each) => each.name);
  expect(names).toEqual(expect.arrayContaining(['use', 'job']));
  expect(selection.dropped.find((each) => each.name === 'constant')?.why).toBe('one_bin');
  const all = [...names, ...selection.dropped.map((each) => each.name)].sort();
  expect(all).toEqual(sample.table.columns.map((column) => column.name).sort());
});

test('[MOD-18] too few goods or bads are refused, whatever the columns', () => {
  const few = (bads: number) => {
    const outcomes = sample.outcomes.map((_, row) => (row < bads ? 1 : 0));
    return fitCard({ table: sample.table, outcomes });
  };
  for (const bads of [0, 1, 19, 1181, 1200])
    expect(few(bads)).toMatchObject({ ok: false, code: 'model_not_fitted', rule: 'MOD-18' });
  const five = Int32Array.of(0, 1, 2, 3, 4);
  expect(
    fitCard({ table: takeRows(sample.table, five), outcomes: sample.outcomes.slice(0, 5) }),
  ).toMatchObject({ ok: false, rule: 'MOD-18' });
});

test('[MOD-18] columns that say nothing leave no card', () => {
  const table = tableOf([
    numericColumn(
      'same',
      Array.from(sample.outcomes, () => 7),
    ),
    numericColumn(
      'never',
      Array.from(sample.outcomes, () => Number.NaN),
    ),
  ]);
  expect(fitCard({ table, outcomes: sample.outcomes })).toMatchObject({ ok: false, rule: 'MOD-5' });
});

test('[MOD-19] bins follow their trend, a far-off code stands alone, and levels too many to measure are not learnt by heart', () => {
  const known = knownSample();
  const card = fitCard(known);
  if (!card.ok) throw new Error(JSON.stringify(card));
  const { characteristics } = card.value.scorecard;
  expect(characteristics.map((each) => each.name)).toEqual(['late']);
  expect(card.value.selection.dropped.map((each) => each.name).sort()).toEqual(['noise', 'place']);
  const bins = characteristics[0]?.bins ?? [];
  const ranges = bins.flatMap((bin) =>
    bin.cell.kind === 'range' ? [{ ...bin.cell, points: bin.points }] : [],
  );
  expect(characteristics[0]?.fittedTrend).toBe('ascending');
  expect(ranges.at(-1)).toMatchObject({ from: 98, to: null });
  const points = ranges.slice(0, -1).map((range) => range.points);
  expect(points).toEqual([...points].sort((left, right) => right - left));
  expect(points.length).toBeGreaterThan(2);
});

test('[MOD-18] of a hundred columns of chance few stay, and those that drive the outcome do', () => {
  const random = createRandom('many columns');
  const rows = 1500;
  const chance = Array.from({ length: 100 }, (_, at) =>
    numericColumn(
      `chance ${at}`,
      Array.from({ length: rows }, () => random.integer(0, 9999)),
    ),
  );
  const drives = Array.from({ length: rows }, () => random.integer(0, 9));
  const outcomes = Uint8Array.from(drives, (value) => (random.integer(0, 99) < 5 + 4 * value ? 1 : 0));
  const card = fitCard({ table: tableOf([...chance, numericColumn('drives', drives)]), outcomes });
  if (!card.ok) throw new Error(JSON.stringify(card));
  const names = card.value.scorecard.characteristics.map((each) => each.name);
  expect(names).toContain('drives');
  expect(names.length).toBeLessThan(25);
});

test('[MOD-19] no characteristic has more bins than asked for, nor a coefficient against its own evidence', () => {
  for (const maxBins of [2, 4, 10]) {
    const card = fitCard(knownSample(), { maxBins });
    if (!card.ok) throw new Error('fits');
    for (const each of card.value.scorecard.characteristics) {
      const shown = each.bins.filter(({ cell }) => cell.kind === 'range' || cell.kind === 'levels');
      expect(shown.length).toBeLessThanOrEqual(maxBins + 1);
      expect(each.coefficient).toBeLessThan(0);
    }
  }
});

test('[MOD-19] a bin that was not measured is worth as few points as the worst that was', () => {
  for (const each of scorecard.characteristics)
    for (const bin of each.bins)
      if (!bin.measured && (bin.cell.kind === 'missing' || bin.cell.kind === 'unseen'))
        expect(bin.points).toBe(Math.min(...each.bins.map(({ points }) => points)));
});

test('[MOD-19] a row in its shape is left as it is, and shaping never moves further than a flat row would', () => {
  const rows = fc.array(
    fc.record({ value: fc.integer({ min: -50, max: 50 }), weight: fc.integer({ min: 1, max: 9 }) }),
    {
      minLength: 1,
      maxLength: 12,
    },
  );
  fc.assert(
    fc.property(
      rows,
      fc.constantFrom('ascending' as const, 'descending' as const, 'peak' as const, 'valley' as const),
      (row, trend) => {
        const values = row.map((each) => each.value);
        const weights = row.map((each) => each.weight);
        const once = shaped({ values, weights }, trend);
        const again = shaped({ values: once, weights }, trend);
        for (const [at, value] of again.entries()) expect(value).toBeCloseTo(once[at] ?? Number.NaN, 9);
        const whole = weights.reduce((sum, weight) => sum + weight, 0);
        const level = values.reduce((sum, value, at) => sum + value * (weights[at] ?? 0), 0) / whole;
        const miss = (to: (at: number) => number): number =>
          values.reduce((sum, value, at) => sum + (weights[at] ?? 0) * (value - to(at)) ** 2, 0);
        expect(miss((at) => once[at] ?? 0)).toBeLessThanOrEqual(miss(() => level) + 1e-6);
      },
    ),
  );
});

test('[MOD-20] the mean probability is the share of bads, and beats saying that share of everyone', () => {
  const scores = scoreRows(scorecard, sample.table);
  const chances = Float64Array.from(scores, (score) => probabilityOf(scorecard, score));
  const bads = sample.outcomes.reduce((sum, outcome) => sum + outcome, 0);
  expect(chances.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(bads, -1);
  const share = bads / sample.outcomes.length;
  expect(brier(chances, sample.outcomes)).toBeLessThan(share * (1 - share));
  expect(auc(chances, sample.outcomes)).toBeGreaterThan(0.65);
});

test('[MOD-20] points lead to a probability and back', () => {
  fc.assert(
    fc.property(fc.double({ min: 300, max: 900, noNaN: true }), (score) => {
      expect(scoreOf(scorecard, probabilityOf(scorecard, score))).toBeCloseTo(score, 6);
    }),
  );
});

test('[MOD-20] rounding swaps no two bins and says how far it moves a probability', () => {
  expect(rounding.swappedBins).toBe(0);
  expect(rounding.rows.max).toBeGreaterThan(0);
  expect(rounding.rows.mean).toBeLessThanOrEqual(rounding.rows.max);
  const halfPoint = 0.5 / scorecard.factor;
  const terms = scorecard.characteristics.length + 1;
  expect(rounding.rows.max).toBeLessThanOrEqual((halfPoint * terms) / 4);
  expect(rounding.bins.max).toBeLessThanOrEqual(halfPoint / 4 + 1e-12);
  const coarse = fitCard(sample, { scaling: { baseScore: 600, baseOdds: 20, pdo: 2 } });
  if (!coarse.ok) throw new Error('fits');
  expect(coarse.value.rounding.rows.mean).toBeGreaterThan(rounding.rows.mean);
  expect(coarse.value.rounding.swappedBins).toBe(0);
});

test('[MOD-21] any table gives characteristics: the name as label in both languages, a code made of it, no code twice', () => {
  const table = tableOf(
    ['NumberOfTime30-59Days', 'number_of_time_30_59_days', '年龄', '性别', 'x1'].map((name) =>
      numericColumn(name, [1]),
    ),
  );
  const inferred = inferCharacteristics(table);
  expect(inferred.map((each) => each.label)).toEqual(
    table.columns.map(({ name }) => ({ zh: name, en: name })),
  );
  const codes = inferred.map((each) => each.reason.code);
  expect(codes[0]).toBe('SCORE_NUMBER_OF_TIME_30_59_DAYS');
  expect(new Set(codes).size).toBe(codes.length);
  for (const code of codes) expect(code).toMatch(/^SCORE_[A-Z0-9_]+$/);
});

test('[MOD-21] the same sample gives the same card, to the last bit', () => {
  expect(fitCard(makeSample())).toEqual(fitted);
});
