/**
 * The upper tail of the chi-square distribution: the regularised incomplete gamma function, by its series below the
 * mean and its continued fraction above (Abramowitz & Stegun 1964, 6.5.29 and 6.5.31); ln Γ by Lanczos (g = 7).
 */
import { assert } from '@plimsoll/core/base';

const MAX_TERMS = 10_000;
const TINY = 1e-300;
const PRECISION = 1e-16;

/** The chance that a chi-square of `degrees` degrees of freedom exceeds `value`. */
export function chiSquareTail(value: number, degrees: number): number {
  assert(value >= 0 && degrees > 0, 'a chi-square is not below zero and has degrees of freedom');
  const [a, x] = [degrees / 2, value / 2];
  if (x === 0) return 1;
  if (x === Number.POSITIVE_INFINITY) return 0;
  const front = Math.exp(a * Math.log(x) - x - lnGamma(a));
  return x < a + 1 ? 1 - front * lowerSeries(a, x) : front * upperFraction(a, x);
}

function lowerSeries(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let step = 1; step < MAX_TERMS && term > PRECISION * sum; step += 1) {
    term *= x / (a + step);
    sum += term;
  }
  return sum;
}

/** Lentz's method. */
function upperFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1 / TINY;
  let d = 1 / b;
  let product = d;
  for (let step = 1; step < MAX_TERMS; step += 1) {
    const numerator = -step * (step - a);
    b += 2;
    d = 1 / (numerator * d + b || TINY);
    c = b + numerator / c || TINY;
    product *= c * d;
    if (Math.abs(c * d - 1) < PRECISION * 4) break;
  }
  return product;
}

const LANCZOS = [
  0.9999999999998099, 676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406,
  12.507343278686905, -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
] as const;

function lnGamma(a: number): number {
  const x = a - 1;
  const base = x + 7.5;
  let sum: number = LANCZOS[0];
  for (const [at, coefficient] of LANCZOS.entries()) if (at > 0) sum += coefficient / (x + at);
  return 0.5 * Math.log(2 * Math.PI) + (x + 0.5) * Math.log(base) - base + Math.log(sum);
}
