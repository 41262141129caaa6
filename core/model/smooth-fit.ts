/**
 * A logistic model of bins whose neighbours hold one another: every bin of every characteristic has an effect on the
 * log-odds of bad, the differences of neighbouring ranges (or the effects of categories) are drawn towards zero, and how
 * firmly is learnt for each characteristic from the sample itself. Few bads: nearly a straight, flat line; many: free steps.
 * Sources: Wood & Fasiolo, Biometrics 73 (2017), eq. 4 (the firmness, by restricted likelihood); Breslow & Clayton,
 * JASA 88 (1993). Newton's method with halved steps; deterministic: no start value is drawn.
 */
import { assert, ok, type Result, refuse } from '@plimsoll/core/base';
import type { Outcomes } from '@plimsoll/core/stats';
import { choleskyOf, inverseLower, solveCholesky } from './linear-system.ts';
import { logistic } from './logistic.ts';

/** Newton steps of one fit, firmness included; sound samples need about ten. */
export const MAX_SMOOTH_STEPS = 40;
/** The most effects of one fit: each step costs their cube. */
export const MAX_EFFECTS = 1500;
/** No effect moves further than this in one step (log-odds): a first step from far off overshoots. */
const MAX_MOVE = 1.5;
const MAX_HALVINGS = 12;
const MOVE_TOLERANCE = 1e-3;
/** The log likelihood may lose so much to rounding. */
const VALUE_SLACK = 1e-6;
const FIRMNESS_TOLERANCE = 0.03;
const FIRMNESS = { start: 10, min: 0.3, max: 1e5 };
/** Holds the level of each characteristic, which the intercept could carry as well. */
const LEVEL_RIDGE = 0.01;
/** A bin without neighbours (missing, special) counts as if two more rows of average risk had been seen in it. */
const LOOSE_RIDGE = 0.5;
/** As good as zero beside any number of rows. */
const NEUTRAL_RIDGE = 1e9;

/** One characteristic: the bin of each row, and which bins hold one another. */
export type SmoothTerm = {
  readonly cells: Uint8Array;
  readonly size: number;
  /** Bins that follow one another: differences of neighbours are drawn to zero. Empty for categories. */
  readonly chain: readonly number[];
  /** Bins without order: effects are drawn to zero together. Empty for ranges. */
  readonly exchangeable: readonly number[];
  /** Bins held at zero: what they seemed to say is said better by another characteristic. */
  readonly neutral: readonly number[];
};

export type SmoothSample = {
  readonly terms: readonly SmoothTerm[];
  readonly outcomes: Outcomes;
  readonly weights?: ArrayLike<number>;
};

/** Where a fit may begin: what an earlier one on nearly the same terms found. */
export type SmoothStart = {
  readonly intercept: number;
  readonly effects: readonly ArrayLike<number>[];
  readonly firmness: readonly number[];
};

/** `effects[k][bin]` on the log-odds of bad; `freedom[k]` is how many free numbers term k really used. */
export type SmoothFit = SmoothStart & {
  readonly effects: readonly Float64Array[];
  readonly freedom: readonly number[];
  readonly logLikelihood: number;
  readonly steps: number;
};

/**
 * Fits, in `limits.steps` steps at most. Refuses a sample of one outcome alone, and one whose effects run away.
 * O(steps · (rows · terms² + effects³)).
 */
export function fitSmooth(
  sample: SmoothSample,
  start?: SmoothStart,
  limits: { readonly steps: number } = { steps: MAX_SMOOTH_STEPS },
): Result<SmoothFit> {
  const layout = layoutOf(sample);
  assert(layout.size <= MAX_EFFECTS, 'effects are bounded');
  const share = badShare(sample);
  if (!(share > 0 && share < 1)) return refuse('model_not_fitted', 'MOD-3', { problem: 'one outcome alone' });
  let beta = startOf(layout, start, Math.log(share / (1 - share)));
  let penalty: Penalty = {
    terms: sample.terms,
    layout,
    firmness: start === undefined ? sample.terms.map(() => FIRMNESS.start) : start.firmness,
  };
  let here = derivatives(sample, layout, beta);
  for (let step = 1; step <= limits.steps; step += 1) {
    const before = here.value - penaltyOf(penalty, beta);
    addPenalty(penalty, beta, here);
    const root = choleskyOf(here.information, layout.size);
    if (root === null) break;
    const move = solveCholesky(root, here.gradient);
    const longest = move.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
    let part = Math.min(1, MAX_MOVE / longest);
    for (let halving = 0; halving < MAX_HALVINGS; halving += 1, part /= 2) {
      const next = beta.map((each, at) => each + part * (move[at] as number));
      here = derivatives(sample, layout, next);
      if (here.value - penaltyOf(penalty, next) < before - VALUE_SLACK && halving + 1 < MAX_HALVINGS)
        continue;
      beta = next;
      break;
    }
    const learnt = learn(penalty, beta, inverseLower(root));
    const { firmness } = penalty;
    const change = Math.max(
      0,
      ...learnt.firmness.map((each, at) => Math.abs(Math.log(each / (firmness[at] ?? 1)))),
    );
    penalty = { ...penalty, firmness: learnt.firmness };
    const isSettled = part * longest < MOVE_TOLERANCE && change < FIRMNESS_TOLERANCE;
    if (!isSettled && step < limits.steps) continue;
    const effects = sample.terms.map((term, at) =>
      beta.slice(layout.starts[at], (layout.starts[at] ?? 0) + term.size),
    );
    return ok({ intercept: beta[0] ?? 0, effects, ...learnt, logLikelihood: here.value, steps: step });
  }
  return refuse('model_not_fitted', 'MOD-3', { problem: 'no finite best fit', steps: MAX_SMOOTH_STEPS });
}

/** Effect 0 is the intercept; term k's effects begin at `starts[k]`. `places` holds each row's effects, row by row. */
type Layout = { readonly size: number; readonly starts: readonly number[]; readonly places: Uint16Array };
type Penalty = {
  readonly terms: readonly SmoothTerm[];
  readonly layout: Layout;
  readonly firmness: readonly number[];
};
/** Where a fit stands: `value` is the log likelihood. */
type Derivatives = {
  readonly gradient: Float64Array;
  readonly information: Float64Array;
  readonly value: number;
};

function layoutOf({ terms, outcomes }: SmoothSample): Layout {
  const starts: number[] = [];
  let size = 1;
  for (const term of terms) {
    starts.push(size);
    size += term.size;
  }
  const width = terms.length;
  const places = new Uint16Array(outcomes.length * width);
  for (const [at, term] of terms.entries()) {
    assert(term.cells.length === outcomes.length, 'a bin for each outcome');
    const from = starts[at] ?? 0;
    for (let row = 0, place = at; row < outcomes.length; row += 1, place += width)
      places[place] = from + (term.cells[row] as number);
  }
  return { size, starts, places };
}

function startOf(layout: Layout, start: SmoothStart | undefined, intercept: number): Float64Array {
  const beta = new Float64Array(layout.size);
  beta[0] = start?.intercept ?? intercept;
  for (const [at, effects] of (start?.effects ?? []).entries())
    beta.set(Array.from(effects), layout.starts[at]);
  return beta;
}

function badShare({ outcomes, weights }: SmoothSample): number {
  let bads = 0;
  let all = 0;
  for (let row = 0; row < outcomes.length; row += 1) {
    const weight = weights === undefined ? 1 : (weights[row] as number);
    all += weight;
    if (outcomes[row] === 1) bads += weight;
  }
  return bads / all;
}

/** First derivative and negative second derivative (row-major, lower half) of the log likelihood. */
function derivatives(sample: SmoothSample, layout: Layout, beta: Float64Array): Derivatives {
  const { outcomes, weights } = sample;
  const { size, places } = layout;
  const width = sample.terms.length;
  const gradient = new Float64Array(size);
  const information = new Float64Array(size * size);
  let value = 0;
  for (let row = 0, from = 0; row < outcomes.length; row += 1, from += width) {
    let logOdds = beta[0] as number;
    for (let k = 0; k < width; k += 1) logOdds += beta[places[from + k] as number] as number;
    const chance = logistic(logOdds);
    const rowWeight = weights === undefined ? 1 : (weights[row] as number);
    const isBad = outcomes[row] === 1;
    value += rowWeight * Math.log(Math.max(Number.MIN_VALUE, isBad ? chance : 1 - chance));
    const miss = rowWeight * ((isBad ? 1 : 0) - chance);
    const weight = rowWeight * chance * (1 - chance);
    gradient[0] = (gradient[0] as number) + miss;
    information[0] = (information[0] as number) + weight;
    for (let i = 0; i < width; i += 1) {
      const place = places[from + i] as number;
      const line = place * size;
      gradient[place] = (gradient[place] as number) + miss;
      information[line] = (information[line] as number) + weight;
      for (let j = 0; j <= i; j += 1) {
        const at = line + (places[from + j] as number);
        information[at] = (information[at] as number) + weight;
      }
    }
  }
  return { gradient, information, value };
}

/** What the penalty ½·Σ(firmness·differences²) takes off the derivatives. */
function addPenalty({ terms, layout, firmness }: Penalty, beta: Float64Array, into: Derivatives): void {
  const { gradient, information } = into;
  const hold = (i: number, j: number, strength: number): void => {
    const at = Math.max(i, j) * layout.size + Math.min(i, j);
    information[at] = (information[at] as number) + strength;
    gradient[i] = (gradient[i] as number) - strength * (beta[j] as number);
    if (i !== j) gradient[j] = (gradient[j] as number) - strength * (beta[i] as number);
  };
  for (const [k, term] of terms.entries()) {
    const from = layout.starts[k] ?? 0;
    const strength = firmness[k] ?? 0;
    for (let bin = 0; bin < term.size; bin += 1) hold(from + bin, from + bin, LOOSE_RIDGE);
    for (const bin of term.chain) hold(from + bin, from + bin, LEVEL_RIDGE - LOOSE_RIDGE);
    for (const bin of term.neutral) hold(from + bin, from + bin, NEUTRAL_RIDGE);
    for (const bin of term.exchangeable) hold(from + bin, from + bin, strength - LOOSE_RIDGE);
    for (const [at, bin] of term.chain.entries()) {
      const before = term.chain[at - 1];
      if (before === undefined) continue;
      hold(from + bin, from + bin, strength);
      hold(from + before, from + before, strength);
      hold(from + bin, from + before, -strength);
    }
  }
}

function penaltyOf({ terms, layout, firmness }: Penalty, beta: Float64Array): number {
  let sum = 0;
  for (const [k, term] of terms.entries()) {
    const effect = (bin: number): number => beta[(layout.starts[k] ?? 0) + bin] as number;
    for (let bin = 0; bin < term.size; bin += 1) sum += LOOSE_RIDGE * effect(bin) ** 2;
    for (const bin of term.chain) sum += (LEVEL_RIDGE - LOOSE_RIDGE) * effect(bin) ** 2;
    for (const bin of term.neutral) sum += NEUTRAL_RIDGE * effect(bin) ** 2;
    for (const bin of term.exchangeable) sum += ((firmness[k] ?? 0) - LOOSE_RIDGE) * effect(bin) ** 2;
    for (const [at, bin] of term.chain.entries()) {
      const before = term.chain[at - 1];
      if (before !== undefined) sum += (firmness[k] ?? 0) * (effect(bin) - effect(before)) ** 2;
    }
  }
  return sum / 2;
}

/** Firmness of each term anew: the free numbers it used over the sum of squares they made (Wood & Fasiolo 2017). */
function learn(
  { terms, layout, firmness }: Penalty,
  beta: Float64Array,
  lower: Float64Array,
): { readonly firmness: number[]; readonly freedom: readonly number[] } {
  const { size } = layout;
  const covariance = (i: number, j: number): number => {
    let sum = 0;
    for (let k = Math.max(i, j); k < size; k += 1)
      sum += (lower[k * size + i] as number) * (lower[k * size + j] as number);
    return sum;
  };
  const freedom: number[] = [];
  const next = terms.map((term, at) => {
    const from = layout.starts[at] ?? 0;
    let squares = 0;
    let spread = 0;
    let rank = 0;
    for (const bin of term.exchangeable) {
      squares += (beta[from + bin] as number) ** 2;
      spread += covariance(from + bin, from + bin);
      rank += 1;
    }
    for (const [place, bin] of term.chain.entries()) {
      const before = term.chain[place - 1];
      if (before === undefined) continue;
      const [i, j] = [from + bin, from + before];
      squares += ((beta[i] as number) - (beta[j] as number)) ** 2;
      spread += covariance(i, i) + covariance(j, j) - 2 * covariance(i, j);
      rank += 1;
    }
    const used = Math.max(1e-3, rank - (firmness[at] ?? 0) * spread);
    freedom.push(rank === 0 ? 0 : used);
    if (rank === 0) return firmness[at] ?? FIRMNESS.start;
    return Math.min(FIRMNESS.max, Math.max(FIRMNESS.min, used / (squares + 1e-6)));
  });
  return { firmness: next, freedom };
}
