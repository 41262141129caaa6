import { expect, test } from 'vitest';
import { binColumn, woeColumn } from '@plimsoll/core/binning';
import { columnOf } from '@plimsoll/core/table';
import { fitLogistic, selectCharacteristics } from './index.ts';
import { MADE_CANDIDATES, MADE_SETTINGS, makeSample } from './made-sample.ts';
import { chooseStepwise, inflationOf, type StepwiseColumn } from './stepwise.ts';
import weighted from './vectors/logistic-weighted.json' with { type: 'json' };

const sample = makeSample();

const evidence: readonly StepwiseColumn[] = ['use', 'job', 'debt', 'noise'].map((name) => {
  const column = columnOf(sample.table, name);
  const binning = binColumn(column, sample.outcomes, { ...MADE_SETTINGS.bins, trend: 'auto' });
  if (binning === null) throw new Error('measured');
  return { name, woe: woeColumn(binning, column) };
});
const settings = { maxP: 0.05, ridge: 0 };

test('[MOD-1] with weights and an offset, coefficients, errors and log likelihood are those of statsmodels', () => {
  const fit = fitLogistic({ ...weighted, columns: weighted.columns.map((each) => Float64Array.from(each)) });
  if (!fit.ok) throw new Error('fits');
  expect(fit.value.intercept).toBeCloseTo(weighted.intercept, 8);
  expect(fit.value.interceptError).toBeCloseTo(weighted.interceptError, 8);
  expect(fit.value.logLikelihood).toBeCloseTo(weighted.logLikelihood, 6);
  for (const [at, coefficient] of fit.value.coefficients.entries()) {
    expect(coefficient).toBeCloseTo(weighted.coefficients[at] ?? Number.NaN, 8);
    expect(fit.value.standardErrors[at]).toBeCloseTo(weighted.standardErrors[at] ?? Number.NaN, 8);
  }
});

test('[MOD-1] a weight of two is the row twice', () => {
  const columns = weighted.columns.map((each) => Float64Array.from(each));
  const twice = fitLogistic({
    columns,
    outcomes: weighted.outcomes,
    weights: weighted.outcomes.map((each) => 1 + each),
  });
  const rows = weighted.outcomes.flatMap((each, at) => (each === 1 ? [at, at] : [at]));
  const repeated = fitLogistic({
    columns: columns.map((column) => Float64Array.from(rows, (row) => column[row] ?? 0)),
    outcomes: rows.map((row) => weighted.outcomes[row] ?? 0),
  });
  if (!twice.ok || !repeated.ok) throw new Error('fits');
  expect(twice.value.intercept).toBeCloseTo(repeated.value.intercept, 9);
  for (const [at, each] of twice.value.coefficients.entries())
    expect(each).toBeCloseTo(repeated.value.coefficients[at] ?? 0, 9);
});

test('[MOD-1] an offset far from zero does not lose the fit: the intercept takes it back', () => {
  const outcomes = weighted.outcomes;
  const plain = fitLogistic({ columns: [], outcomes });
  const shifted = fitLogistic({ columns: [], outcomes, offset: outcomes.map(() => 30) });
  if (!plain.ok || !shifted.ok) throw new Error('fits');
  expect(shifted.value.intercept).toBeCloseTo(plain.value.intercept - 30, 8);
});

test('[MOD-3] what cannot be fitted says whether columns repeat, separate, or one outcome is missing', () => {
  const x = Float64Array.of(1, 2, 3, 4, 5, 6);
  const problemOf = (columns: readonly Float64Array[], outcomes: readonly number[]) => {
    const fit = fitLogistic({ columns, outcomes });
    return fit.ok ? null : fit.facts;
  };
  expect(problemOf([x, x.map((each) => 3 * each)], [0, 1, 0, 1, 0, 1])).toMatchObject({
    problem: 'columns repeat one another',
    column: 1,
  });
  expect(problemOf([x], [0, 0, 0, 1, 1, 1])?.['problem']).toContain('separate');
  expect(problemOf([x], [1, 1, 1, 1, 1, 1])?.['problem']).toBe('one outcome alone');
});

test.each(['backward', 'forward', 'both'] as const)(
  '[MOD-23] %s by p-value, AIC and BIC keeps what drives the outcome, each step written down',
  (direction) => {
    for (const criterion of ['p', 'aic', 'bic'] as const) {
      const chosen = chooseStepwise(
        { outcomes: sample.outcomes, columns: evidence },
        { ...settings, direction, criterion },
      );
      if (!chosen.ok) throw new Error(JSON.stringify(chosen));
      const names = chosen.value.kept.map((at) => evidence[at]?.name);
      expect(names).toEqual(expect.arrayContaining(['use', 'job', 'debt']));
      for (const each of chosen.value.fit?.coefficients ?? []) expect(each).toBeLessThan(0);
      const steps = chosen.value.steps;
      expect(steps.map((each) => each.step)).toEqual(steps.map((_, at) => at + 1));
      const count = (action: string): number => steps.filter((each) => each.action === action).length;
      const begun = direction === 'backward' ? evidence.length : 0;
      expect(chosen.value.kept.length).toBe(begun + count('add') - count('drop'));
      if (criterion !== 'p') {
        const values = steps
          .filter((each) => each.why !== 'wrong_sign')
          .map((each) => each.criterion ?? Number.NaN);
        expect(values).toEqual([...values].sort((left, right) => right - left));
      }
    }
  },
);

test('[MOD-23] AIC after a forward step is that of statsmodels', () => {
  const columns = weighted.columns.map((each, at) => ({
    name: String(at),
    woe: Float64Array.from(each, (value) => -value),
  }));
  const chosen = chooseStepwise(
    { outcomes: weighted.outcomes, columns: columns.slice(0, 1) },
    { maxP: 1, ridge: 0, direction: 'forward', criterion: 'aic' },
  );
  if (!chosen.ok) throw new Error('chooses');
  expect(chosen.value.steps[0]?.criterion).toBeCloseTo(weighted.aics[1] ?? Number.NaN, 6);
});

test('[MOD-23] limits on correlation and inflation drop the less informative, and say so', () => {
  const alike = MADE_CANDIDATES.slice(0, 1).map((each) => ({
    ...each,
    name: 'useAgain',
    trend: 'free' as const,
  }));
  const limited = selectCharacteristics(sample, [...MADE_CANDIDATES, ...alike], {
    ...MADE_SETTINGS,
    maxCorrelation: 0.8,
  });
  if (!limited.ok) throw new Error('selects');
  const names = limited.value.chosen.map((each) => each.characteristic.name);
  expect(names.filter((name) => name.startsWith('use')).length).toBe(1);
  expect(
    limited.value.dropped.some((each) => each.why === 'correlated' || each.why === 'repeats_another'),
  ).toBe(true);
  const inflated = selectCharacteristics(sample, [...MADE_CANDIDATES, ...alike], {
    ...MADE_SETTINGS,
    maxInflation: 2,
  });
  if (!inflated.ok) throw new Error('selects');
  expect(inflated.value.chosen.filter((each) => each.characteristic.name.startsWith('use')).length).toBe(1);
});

test('[MOD-23] inflation of two columns is 1/(1 − r²), and infinite where one makes up another', () => {
  const left = Float64Array.of(1, 2, 3, 4, 5);
  const correlation = (): number => 0.6;
  for (const each of inflationOf([left, left], correlation)) expect(each).toBeCloseTo(1 / (1 - 0.36), 9);
  expect(inflationOf([left, left], () => 1)).toEqual([Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]);
});
