/**
 * Logistic regression by iteratively reweighted least squares (Newton's method), with standard errors from the
 * inverse of the information matrix and an optional ridge on the slopes, never on the intercept.
 * Source: McCullagh & Nelder, Generalized Linear Models (1989), §4.4. Deterministic: no start value is drawn.
 */
import { assert, ok, type Result, refuse } from '@plimsoll/core/base';
import type { Outcomes } from '@plimsoll/core/stats';
import { choleskyOf, inverseDiagonal, repeatedColumn, solveCholesky } from './linear-system.ts';

/** Newton steps before the fit is called divergent; a sound sample needs fewer than ten. */
export const MAX_NEWTON_STEPS = 50;
const STEP_TOLERANCE = 1e-10;
/** A full step may overshoot where weights or an offset are lopsided: it is halved until it doesn't lose. */
const MAX_HALVINGS = 60;
const LIKELIHOOD_SLACK = 1e-9;

/** Coefficients on the log-odds of the event; index k of both arrays is column k. */
export type LogisticFit = {
  readonly intercept: number;
  readonly coefficients: readonly number[];
  readonly interceptError: number;
  readonly standardErrors: readonly number[];
  readonly logLikelihood: number;
  readonly steps: number;
};

export type LogisticSample = {
  readonly columns: readonly Float64Array[];
  readonly outcomes: Outcomes;
  /** How many rows each row stands for, finite and not negative; one each when left out. */
  readonly weights?: ArrayLike<number>;
  /** Log-odds each row has before the columns are asked; zero when left out. */
  readonly offset?: ArrayLike<number>;
  /** λ of the penalty λ/2·Σβ², slopes alone; 0 when left out. */
  readonly ridge?: number;
};

/**
 * Fits P(event) = 1/(1+exp(−(offset + a + Σ bₖxₖ))). Refuses one outcome alone, columns that repeat one another (naming
 * the first that others make up), and a sample that the columns separate perfectly: its best coefficient would be
 * infinite, and what such a fit stops at is no answer. O(steps · rows · columns²).
 */
export function fitLogistic(sample: LogisticSample): Result<LogisticFit> {
  const width = sample.columns.length + 1;
  assertSound(sample);
  if (hasOneOutcome(sample)) return unfitted('one outcome alone', {});
  const design = designOf(sample.columns, sample.outcomes.length);
  let beta = new Float64Array(width);
  // An offset far from zero would send the first step past all rows.
  if (sample.offset !== undefined) beta[0] = levelOf(sample, sample.offset);
  let logLikelihood = penalised(sample, design, beta);
  for (let step = 1; step <= MAX_NEWTON_STEPS; step += 1) {
    const { gradient, information } = derivatives(sample, design, beta);
    const root = choleskyOf(information, width);
    if (root === null && step === 1)
      return unfitted('columns repeat one another', {
        column: (repeatedColumn(information, width) ?? 0) - 1,
      });
    if (root === null) break;
    const move = solveCholesky(root, gradient);
    let next = beta.map((value, at) => value + (move[at] ?? 0));
    let reached = penalised(sample, design, next);
    for (let half = 0; half < MAX_HALVINGS && !(reached >= logLikelihood - LIKELIHOOD_SLACK); half += 1) {
      next = next.map((value, at) => (value + (beta[at] ?? 0)) / 2);
      reached = penalised(sample, design, next);
    }
    beta = next;
    logLikelihood = reached;
    if (!beta.every((value) => Number.isFinite(value))) break;
    if (move.every((change) => Math.abs(change) < STEP_TOLERANCE))
      return ok(finish(sample, design, { beta, steps: step }));
  }
  return unfitted('the columns separate the outcomes: no finite best fit', { steps: MAX_NEWTON_STEPS });
}

/** The log-odds of the sample's share of bads, less the mean offset. */
function levelOf({ outcomes, weights }: LogisticSample, offset: ArrayLike<number>): number {
  let bads = 0;
  let all = 0;
  let sum = 0;
  for (let row = 0; row < outcomes.length; row += 1) {
    const weight = weights?.[row] ?? 1;
    all += weight;
    sum += weight * (offset[row] ?? 0);
    if (outcomes[row] === 1) bads += weight;
  }
  return Math.log(bads / (all - bads)) - sum / all;
}

function unfitted(problem: string, facts: { readonly [name: string]: number }): Result<never> {
  return refuse('model_not_fitted', 'MOD-3', { problem, ...facts });
}

function assertSound({ columns, outcomes, weights, offset }: LogisticSample): void {
  const parts: readonly (ArrayLike<number> | undefined)[] = [...columns, weights, offset];
  assert(
    parts.every((part) => part === undefined || part.length === outcomes.length),
    'a value for each outcome',
  );
}

function hasOneOutcome({ outcomes, weights }: LogisticSample): boolean {
  let bads = 0;
  let goods = 0;
  for (let row = 0; row < outcomes.length; row += 1) {
    const weight = weights?.[row] ?? 1;
    assert(weight >= 0 && weight < Number.POSITIVE_INFINITY, 'weights are finite and not negative');
    if (outcomes[row] === 1) bads += weight;
    else goods += weight;
  }
  return bads === 0 || goods === 0;
}

function penalised(sample: LogisticSample, design: Float64Array, beta: Float64Array): number {
  const squares = beta.subarray(1).reduce((sum, slope) => sum + slope * slope, 0);
  return logLikelihoodOf(sample, design, beta) - ((sample.ridge ?? 0) * squares) / 2;
}

/** The fitted log-odds of each row. */
export function linearPredictor(
  fit: Pick<LogisticFit, 'intercept' | 'coefficients'>,
  columns: readonly Float64Array[],
): Float64Array {
  const sum = new Float64Array(columns[0]?.length ?? 0).fill(fit.intercept);
  for (const [at, column] of columns.entries()) {
    const slope = fit.coefficients[at] ?? 0;
    for (let row = 0; row < sum.length; row += 1)
      sum[row] = (sum[row] ?? 0) + slope * (column[row] ?? Number.NaN);
  }
  return sum;
}

/** 1/(1+exp(−x)). */
export function logistic(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds));
}

type Derivatives = { readonly gradient: Float64Array; readonly information: Float64Array };

/** Rows one after another, each led by the 1 of the intercept: the inner loops walk memory in order. */
function designOf(columns: readonly Float64Array[], rowCount: number): Float64Array {
  const width = columns.length + 1;
  const design = new Float64Array(rowCount * width).fill(1);
  for (const [at, column] of columns.entries())
    for (let row = 0; row < rowCount; row += 1) design[row * width + at + 1] = column[row] ?? Number.NaN;
  return design;
}

/** First derivative and negative second derivative (row-major, lower half) of the penalised log likelihood. */
function derivatives(sample: LogisticSample, design: Float64Array, beta: Float64Array): Derivatives {
  const width = beta.length;
  const { outcomes, weights, offset, ridge = 0 } = sample;
  const gradient = new Float64Array(width);
  const information = new Float64Array(width * width);
  for (let row = 0; row < outcomes.length; row += 1) {
    const start = row * width;
    let logOdds = offset === undefined ? 0 : (offset[row] as number);
    for (let k = 0; k < width; k += 1) logOdds += (design[start + k] as number) * (beta[k] as number);
    const chance = logistic(logOdds);
    const rowWeight = weights === undefined ? 1 : (weights[row] as number);
    const miss = rowWeight * ((outcomes[row] as number) - chance);
    const weight = rowWeight * chance * (1 - chance);
    for (let i = 0; i < width; i += 1) {
      const value = design[start + i] as number;
      const weighted = weight * value;
      gradient[i] = (gradient[i] as number) + miss * value;
      for (let j = 0, at = i * width; j <= i; j += 1, at += 1)
        information[at] = (information[at] as number) + weighted * (design[start + j] as number);
    }
  }
  for (let i = 1; i < width; i += 1) {
    gradient[i] = (gradient[i] ?? 0) - ridge * (beta[i] ?? 0);
    information[i * width + i] = (information[i * width + i] ?? 0) + ridge;
  }
  return { gradient, information };
}

function finish(
  sample: LogisticSample,
  design: Float64Array,
  found: { readonly beta: Float64Array; readonly steps: number },
): LogisticFit {
  const { beta, steps } = found;
  const { information } = derivatives(sample, design, beta);
  const root = choleskyOf(information, beta.length);
  assert(root !== null, 'the information at the optimum is positive definite');
  const errors = inverseDiagonal(root).map((variance) => Math.sqrt(variance));
  const fit = { intercept: beta[0] ?? 0, coefficients: [...beta.subarray(1)] };
  return {
    ...fit,
    interceptError: errors[0] ?? Number.NaN,
    standardErrors: [...errors.subarray(1)],
    logLikelihood: logLikelihoodOf(sample, design, beta),
    steps,
  };
}

/** Σ w·(y·η − ln(1+exp η)), written so that it never overflows. */
function logLikelihoodOf(sample: LogisticSample, design: Float64Array, beta: Float64Array): number {
  const { outcomes, weights, offset } = sample;
  const width = beta.length;
  let sum = 0;
  for (let row = 0, start = 0; row < outcomes.length; row += 1, start += width) {
    let logOdds = offset === undefined ? 0 : (offset[row] as number);
    for (let k = 0; k < width; k += 1) logOdds += (beta[k] as number) * (design[start + k] as number);
    const term =
      (outcomes[row] ?? 0) * logOdds - Math.max(0, logOdds) - Math.log1p(Math.exp(-Math.abs(logOdds)));
    sum += weights === undefined ? term : (weights[row] as number) * term;
  }
  return sum;
}
