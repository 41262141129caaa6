/**
 * The log likelihood near a fit as a parabola. Reading the rows once is enough to try every smaller model: each is a small
 * system of equations. Source: Lawless & Singhal, Biometrics 34 (1978), on screening regression models.
 */
import type { Outcomes } from '@plimsoll/core/stats';
import { chiSquareTail } from '@plimsoll/core/stats';
import { choleskyOf, inverseDiagonal, solveCholesky } from './linear-system.ts';
import { logistic } from './logistic.ts';

/** `information`·β = `target` at the best fit of all columns; index 0 is the intercept. */
export type Parabola = {
  readonly size: number;
  readonly information: Float64Array;
  readonly target: Float64Array;
};

/** Wald's test of a coefficient: its value, its standard error, and how likely so much is by chance. */
export type Wald = { readonly value: number; readonly error: number; readonly pValue: number };

/** Keeps each system solvable where two columns nearly say the same. */
const FAINT_RIDGE = 1e-6;

/** The parabola at intercept and coefficients of 1: columns are effects that a fit has found. */
export function parabolaAt(
  sample: { readonly outcomes: Outcomes; readonly weights?: ArrayLike<number> },
  columns: readonly Float64Array[],
  intercept: number,
): Parabola {
  const { outcomes, weights } = sample;
  const size = columns.length + 1;
  const information = new Float64Array(size * size);
  const target = new Float64Array(size);
  const row = new Float64Array(size).fill(1);
  for (let at = 0; at < outcomes.length; at += 1) {
    let logOdds = intercept;
    for (let k = 1; k < size; k += 1) {
      const value = columns[k - 1]?.[at] as number;
      row[k] = value;
      logOdds += value;
    }
    const chance = logistic(logOdds);
    const rowWeight = weights === undefined ? 1 : (weights[at] as number);
    const weight = rowWeight * chance * (1 - chance);
    const pull = rowWeight * ((outcomes[at] as number) - chance) + weight * logOdds;
    for (let i = 0; i < size; i += 1) {
      const value = row[i] as number;
      target[i] = (target[i] as number) + pull * value;
      for (let j = 0, place = i * size; j <= i; j += 1, place += 1)
        information[place] = (information[place] as number) + weight * value * (row[j] as number);
    }
  }
  return { size, information, target };
}

/**
 * Wald's tests of the columns of `kept`, others left out; in the order of `kept`. `freedom[k]` is how many free numbers made
 * column k: what was fitted with many looks better than chance more easily, so it is held against a χ² of as many degrees.
 * O(kept³).
 */
export function waldOf(
  { size, information, target }: Parabola,
  kept: readonly number[],
  freedom: readonly number[],
): readonly Wald[] {
  const places = [0, ...kept.map((column) => column + 1)];
  const width = places.length;
  const small = new Float64Array(width * width);
  for (const [i, a] of places.entries())
    for (const [j, b] of places.entries())
      if (j <= i) small[i * width + j] = information[Math.max(a, b) * size + Math.min(a, b)] as number;
  for (let i = 1; i < width; i += 1) {
    const at = i * width + i;
    small[at] = (small[at] as number) * (1 + FAINT_RIDGE) + FAINT_RIDGE;
  }
  const root = choleskyOf(small, width);
  if (root === null) return kept.map(() => ({ value: 0, error: Number.POSITIVE_INFINITY, pValue: 1 }));
  const best = solveCholesky(
    root,
    Float64Array.from(places, (place) => target[place] as number),
  );
  const variances = inverseDiagonal(root);
  return kept.map((column, at) => {
    const value = best[at + 1] as number;
    const error = Math.sqrt(variances[at + 1] as number);
    const degrees = Math.max(1, freedom[column] ?? 1);
    return { value, error, pValue: chiSquareTail((value / error) ** 2, degrees) };
  });
}
