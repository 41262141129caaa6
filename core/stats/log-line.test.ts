import { expect, test } from 'vitest';
import { fitLogLine } from './index.ts';

/** Four groups of one value each: the likelihood is that of grouped counts. */
const values = [0, 0, 0, 0, 0, 1, 1, 1, 1, 1];
const targets = [0, 0, 0, 0, 1, 0, 1, 1, 1, 1];

test('[STAT-10] on two groups the line goes through both rates', () => {
  const line = fitLogLine({ values, targets });
  expect(line?.intercept).toBeCloseTo(Math.log(0.2 / 0.8), 10);
  expect(line?.slope).toBeCloseTo(2 * Math.log(4), 10);
  // Woolf 1955: the variance of a log-odds ratio is the sum of one over each count.
  expect(line?.slopeError).toBeCloseTo(Math.sqrt(1 + 1 / 4 + 1 / 4 + 1), 10);
});

test('[STAT-10] weights count as rows would, and a given slope moves the intercept alone', () => {
  const twice = fitLogLine({ values, targets, weights: values.map(() => 2) });
  expect(twice?.slopeError).toBeCloseTo(Math.sqrt(2.5 / 2), 10);
  const large = fitLogLine({ values: [1, 1, 1, 1], targets: [1, 0, 0, 0], slope: 1 });
  expect(large?.intercept).toBeCloseTo(Math.log(1 / 3) - 1, 10);
});

test('[STAT-10] no line where values separate outcomes or do not differ', () => {
  expect(fitLogLine({ values: [0, 1, 2, 3], targets: [0, 0, 1, 1] })).toBeNull();
  expect(fitLogLine({ values: [2, 2, 2], targets: [0, 1, 1] })).toBeNull();
});
