import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { twoSidedP } from '@plimsoll/core/stats';
import { fitLogistic, linearPredictor, logistic } from './index.ts';
import peers from './vectors/logistic.json' with { type: 'json' };

const columns = peers.columns.map((column) => Float64Array.from(column));

test('[MOD-1] coefficients, errors, p-values and log likelihood are those of statsmodels', () => {
  const fit = fitLogistic({ columns, outcomes: peers.outcomes });
  if (!fit.ok) throw new Error('fits');
  expect(fit.value.intercept).toBeCloseTo(peers.intercept, 9);
  expect(fit.value.interceptError).toBeCloseTo(peers.interceptError, 9);
  expect(fit.value.logLikelihood).toBeCloseTo(peers.logLikelihood, 8);
  for (const [at, coefficient] of fit.value.coefficients.entries()) {
    const error = fit.value.standardErrors[at] ?? Number.NaN;
    expect(coefficient).toBeCloseTo(peers.coefficients[at] ?? Number.NaN, 9);
    expect(error).toBeCloseTo(peers.standardErrors[at] ?? Number.NaN, 9);
    expect(twoSidedP(coefficient / error)).toBeCloseTo(peers.pValues[at] ?? Number.NaN, 9);
  }
});

test('[MOD-1] at the optimum the mean probability is the share of bads', () => {
  const rows = fc.array(fc.record({ x: fc.integer({ min: -5, max: 5 }), bad: fc.constantFrom(0, 1) }), {
    minLength: 20,
    maxLength: 80,
  });
  fc.assert(
    fc.property(rows, (each) => {
      const x = Float64Array.from(each, (row) => row.x);
      const outcomes = each.map((row) => row.bad);
      const fit = fitLogistic({ columns: [x], outcomes, ridge: 0.1 });
      if (!fit.ok) return;
      const mean = (values: ArrayLike<number>): number =>
        Array.from(values).reduce((a, b) => a + b, 0) / values.length;
      expect(mean(linearPredictor(fit.value, [x]).map(logistic))).toBeCloseTo(mean(outcomes), 9);
    }),
  );
});

test('[MOD-2] a ridge holds the slopes as its formula says, the intercept not', () => {
  const fit = fitLogistic({ columns, outcomes: peers.outcomes, ridge: peers.ridge });
  if (!fit.ok) throw new Error('fits');
  for (const [at, value] of [fit.value.intercept, ...fit.value.coefficients].entries())
    expect(value).toBeCloseTo(peers.ridgeCoefficients[at] ?? Number.NaN, 9);
  const firm = fitLogistic({ columns, outcomes: peers.outcomes, ridge: 1e9 });
  if (!firm.ok) throw new Error('fits');
  const share = peers.outcomes.filter((outcome) => outcome === 1).length / peers.outcomes.length;
  expect(firm.value.intercept).toBeCloseTo(Math.log(share / (1 - share)), 4);
});

test('[MOD-3] repeated columns and perfect separation are refused', () => {
  const x = Float64Array.of(1, 2, 3, 4, 5, 6);
  const mixed = [0, 1, 0, 1, 0, 1];
  expect(fitLogistic({ columns: [x, x.map((value) => 2 * value)], outcomes: mixed })).toMatchObject({
    ok: false,
    code: 'model_not_fitted',
    rule: 'MOD-3',
  });
  expect(fitLogistic({ columns: [x], outcomes: [0, 0, 0, 1, 1, 1] })).toMatchObject({
    ok: false,
    rule: 'MOD-3',
  });
});
