/**
 * The standard normal distribution's tails, for tests of significance.
 * Series for small z, continued fraction for large (Abramowitz & Stegun 1964, 26.2.10 and 26.2.14).
 */

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
