/**
 * The standard normal distribution: tails for tests of significance, and quantiles for intervals.
 * Series for small z, continued fraction for large (Abramowitz & Stegun 1964, 26.2.10 and 26.2.14); the quantile by
 * Acklam's rational start and two steps of Halley's method on the exact tail.
 */
import { assert } from '@plimsoll/core/base';

/** Below this |z| the series is used, above it the continued fraction; both are exact to ~1e-14 there. */
const SERIES_LIMIT = 3;
const MAX_TERMS = 200;

/** The chance that |Z| exceeds |z|: the two-sided p-value of a Wald statistic. Absolute error below 1e-13. */
export function twoSidedP(z: number): number {
  const size = Math.abs(z);
  const density = Math.exp((-size * size) / 2) / Math.sqrt(2 * Math.PI);
  if (size < SERIES_LIMIT) {
    let term = size;
    let sum = size;
    for (let step = 1; step < MAX_TERMS; step += 1) {
      term *= (size * size) / (2 * step + 1);
      sum += term;
    }
    return 1 - 2 * density * sum;
  }
  let fraction = size;
  for (let step = MAX_TERMS; step >= 1; step -= 1) fraction = size + step / fraction;
  return (2 * density) / fraction;
}

/** The chance that Z is at most z. */
export function normalCdf(z: number): number {
  return z < 0 ? twoSidedP(z) / 2 : 1 - twoSidedP(z) / 2;
}

/** The z below which a share of the distribution lies. Asserts a share between 0 and 1, neither included. */
export function normalQuantile(share: number): number {
  assert(share > 0 && share < 1, 'a share lies between 0 and 1');
  if (share > 0.5) return -normalQuantile(1 - share);
  let z = startOf(share);
  for (let step = 0; step < 2; step += 1) {
    const miss = (normalCdf(z) - share) * Math.sqrt(2 * Math.PI) * Math.exp((z * z) / 2);
    z -= miss / (1 + (z * miss) / 2);
  }
  return z;
}

/** Acklam 2003, lower half: relative error 1.15e-9. */
function startOf(share: number): number {
  if (share < 0.02425) {
    const q = Math.sqrt(-2 * Math.log(share));
    const top = polynomial(
      q,
      [
        -0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734, 4.374664141464968,
        2.938163982698783,
      ],
    );
    const bottom = polynomial(
      q,
      [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416, 1],
    );
    return top / bottom;
  }
  const q = share - 0.5;
  const r = q * q;
  const top = polynomial(
    r,
    [
      -39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716,
      2.506628277459239,
    ],
  );
  const bottom = polynomial(
    r,
    [-54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572, 1],
  );
  return (top * q) / bottom;
}

function polynomial(x: number, coefficients: readonly number[]): number {
  return coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0);
}
