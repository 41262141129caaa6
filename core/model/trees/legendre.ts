/**
 * Gauss–Legendre quadrature on [0, 1]: n points integrate every polynomial of degree 2n − 1 exactly. Roots by Newton's method from
 * the cosine guess (Press et al., *Numerical Recipes*, §4.6).
 */
import { assert } from '@plimsoll/core/base';

const MAX_NEWTON_STEPS = 100;
const CLOSE_ENOUGH = 1e-15;

export type Quadrature = { readonly places: Float64Array; readonly weights: Float64Array };

/** Places and weights of `points` ≥ 1. */
export function legendreOnUnit(points: number): Quadrature {
  assert(Number.isSafeInteger(points) && points >= 1, 'at least one point');
  const places = new Float64Array(points);
  const weights = new Float64Array(points);
  for (let at = 0; at < points; at += 1) {
    let x = Math.cos((Math.PI * (at + 0.75)) / (points + 0.5));
    let slope = 1;
    for (let step = 0; step < MAX_NEWTON_STEPS; step += 1) {
      const { value, derivative } = legendre(points, x);
      slope = derivative;
      const move = value / derivative;
      x -= move;
      if (Math.abs(move) < CLOSE_ENOUGH) break;
    }
    places[at] = (1 - x) / 2;
    weights[at] = 1 / ((1 - x * x) * slope * slope);
  }
  return { places, weights };
}

function legendre(degree: number, x: number): { readonly value: number; readonly derivative: number } {
  let before = 1;
  let value = x;
  for (let n = 2; n <= degree; n += 1)
    [before, value] = [value, ((2 * n - 1) * x * value - (n - 1) * before) / n];
  return { value, derivative: (degree * (x * value - before)) / (x * x - 1) };
}
