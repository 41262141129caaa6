import { expect, test } from 'vitest';
import {
  columnFor,
  crossValidate,
  probabilityOf,
  recalibrate,
  scaleScorecard,
  scoreRows,
  selectCharacteristics,
} from './index.ts';
import { MADE_CANDIDATES, MADE_SETTINGS, makeSample } from './made-sample.ts';

const sample = makeSample();
const selected = selectCharacteristics(sample, MADE_CANDIDATES, MADE_SETTINGS);
if (!selected.ok) throw new Error(JSON.stringify(selected));
const selection = selected.value;
const card = scaleScorecard(selection, MADE_SETTINGS.scaling);

test('[MOD-4] what stays has the right sign and is significant; what goes says why', () => {
  expect(selection.chosen.map((each) => each.characteristic.name)).toEqual(['use', 'job', 'debtToIncome']);
  for (const each of selection.chosen) {
    expect(each.coefficient).toBeLessThan(0);
    expect(each.pValue).toBeLessThanOrEqual(MADE_SETTINGS.maxP);
  }
  expect(selection.dropped.find((each) => each.name === 'constant')?.why).toBe('one_bin');
  expect(['low_information', 'not_significant']).toContain(
    selection.dropped.find((each) => each.name === 'noise')?.why,
  );
});

test('[MOD-4] a repeated piece of evidence is dropped, not split or rewarded with the opposite sign', () => {
  const twin = MADE_CANDIDATES.slice(0, 1).map((each) => ({ ...each, name: 'useAgain' }));
  const both = selectCharacteristics(sample, [...MADE_CANDIDATES, ...twin], MADE_SETTINGS);
  if (!both.ok) throw new Error('selects');
  expect(both.value.chosen).toEqual(selection.chosen);
  expect(both.value.dropped.find((each) => each.name === 'useAgain')?.why).toBe('repeats_another');
});

test('[MOD-5] a sample that leaves no characteristic is refused', () => {
  const constant = MADE_CANDIDATES.filter((each) => each.name === 'constant');
  expect(selectCharacteristics(sample, constant, MADE_SETTINGS)).toMatchObject({ ok: false, rule: 'MOD-5' });
});

test('[MOD-6] base odds at the base score, doubled by each PDO', () => {
  const odds = (score: number): number => 1 / probabilityOf(card, score) - 1;
  expect(odds(600)).toBeCloseTo(20, 9);
  expect(odds(650)).toBeCloseTo(40, 9);
  expect(odds(550)).toBeCloseTo(10, 9);
});

test('[MOD-6] the points add up to the log-odds of the model, rounding aside', () => {
  const scores = scoreRows(card, sample.table);
  for (let row = 0; row < 200; row += 1) {
    let logOdds = selection.intercept;
    for (const each of card.characteristics) {
      const bin = each.bins.find((_, at) => at === binAt(each.name, row));
      logOdds += each.coefficient * (bin?.woe ?? Number.NaN);
    }
    const exact = card.offset - card.factor * logOdds;
    expect(Math.abs((scores[row] ?? 0) - exact)).toBeLessThanOrEqual(0.5 * (card.characteristics.length + 1));
  }
});

/** The bin of a row, found by testing each cell against the value, apart from the code under test. */
function binAt(name: string, row: number): number {
  const each = card.characteristics.find((one) => one.name === name);
  if (each === undefined) throw new Error('known');
  const column = columnFor(sample.table, each.source);
  const isMissing = (column.marks[row] ?? 0) > 0;
  return each.bins.findIndex(({ cell }) => {
    if (cell.kind === 'missing') return isMissing;
    if (isMissing || cell.kind === 'unseen' || cell.kind === 'special') return false;
    if (cell.kind === 'levels')
      return (
        column.kind === 'categorical' && cell.levels.includes(column.levels[column.codes[row] ?? -1] ?? '')
      );
    const value = column.kind === 'numeric' ? (column.values[row] ?? 0) : 0;
    return value >= (cell.from ?? Number.NEGATIVE_INFINITY) && value < (cell.to ?? Number.POSITIVE_INFINITY);
  });
}

test('[MOD-7] points are whole, worst bins are worth 0, and points lost are those against the best', () => {
  for (const each of card.characteristics) {
    const points = each.bins.map((bin) => bin.points);
    expect(points.every(Number.isSafeInteger)).toBe(true);
    expect(Math.min(...points)).toBe(0);
    for (const bin of each.bins) expect(bin.pointsLost).toBe(Math.max(...points) - bin.points);
    const safest = each.bins.reduce((best, bin) => (bin.woe > best.woe ? bin : best));
    expect(safest.pointsLost).toBe(0);
  }
  const best = card.characteristics.reduce(
    (sum, each) => sum + Math.max(...each.bins.map((bin) => bin.points)),
    0,
  );
  expect([card.minScore, card.maxScore]).toEqual([card.basePoints, card.basePoints + best]);
});

test('[MOD-10] what a held-out row scores does not depend on any held-out outcome', () => {
  const honest = crossValidate(sample, MADE_CANDIDATES, MADE_SETTINGS);
  const outcomes = sample.outcomes.map((outcome, row) => (sample.folds[row] === 2 ? 1 - outcome : outcome));
  const flipped = crossValidate({ ...sample, outcomes }, MADE_CANDIDATES, MADE_SETTINGS);
  if (!honest.ok || !flipped.ok) throw new Error('validates');
  const scoresOf = (scores: Int32Array): readonly number[] =>
    [...scores].filter((_, row) => sample.folds[row] === 2);
  expect(scoresOf(flipped.value.heldOutScores)).toEqual(scoresOf(honest.value.heldOutScores));
  expect(honest.value.mean.auc).toBeGreaterThan(0.6);
});

test('[MOD-10] scores that are surer than they should be are straightened by a slope below 1', () => {
  const honest = crossValidate(sample, MADE_CANDIDATES, MADE_SETTINGS);
  if (!honest.ok) throw new Error('validates');
  const straight = recalibrate(honest.value.heldOutScores, sample.outcomes, card);
  if (!straight.ok) throw new Error('fits');
  const doubled = honest.value.heldOutScores.map((score) => Math.round(2 * score - card.offset));
  const halved = recalibrate(doubled, sample.outcomes, card);
  expect(halved.ok && halved.value.slope).toBeCloseTo(straight.value.slope / 2, 2);
  expect(straight.value.slope).toBeLessThan(1.1);
});
