/**
 * Do stated probabilities come true? Rows in bins of like probability, and what is read from them: expected calibration
 * error, the parts of the Brier score (Murphy 1973), Hosmer & Lemeshow's test (1980), Cox's line (1958).
 * Bins of equal count never part rows of one probability: a tie group falls into the bin of its middle row.
 */
import { assert } from '@plimsoll/core/base';
import { brier } from './accuracy.ts';
import { chiSquareTail } from './chi-square.ts';
import type { Outcomes } from './discrimination.ts';
import { fitLogLine, type LogLine } from './log-line.ts';

/** The most bins of probability. */
export const MAX_PROBABILITY_BINS = 1000;
/** Log-odds are taken of probabilities held off 0 and 1 by this. */
export const LOG_ODDS_FLOOR = 1e-12;

export type ProbabilityBin = {
  /** Lowest and highest probability of the rows in it. */
  readonly from: number;
  readonly to: number;
  readonly rows: number;
  readonly bads: number;
  readonly meanProbability: number;
  readonly rate: number;
};

export type BinsOfProbability = { readonly by: 'width' | 'count'; readonly count: number };

export type BrierParts = {
  readonly brier: number;
  /** Σ rows·(mean probability − rate)²/n: lower is better. */
  readonly reliability: number;
  /** Σ rows·(rate − base rate)²/n: higher is better. */
  readonly resolution: number;
  /** base rate · (1 − base rate). */
  readonly uncertainty: number;
  /** What differs inside bins (Stephenson, Coelho & Jolliffe 2008): brier = reliability − resolution + uncertainty + within. */
  readonly within: number;
};

export type GoodnessTest = {
  readonly statistic: number;
  readonly degrees: number;
  readonly pValue: number;
  readonly bins: number;
};

/** The bins that hold rows, lowest probability first. Equal width: [k/count, (k+1)/count), the last one closed. */
export function probabilityBins(
  probabilities: ArrayLike<number>,
  outcomes: Outcomes,
  bins: BinsOfProbability,
): readonly ProbabilityBin[] {
  assert(probabilities.length === outcomes.length && outcomes.length > 0, 'a probability for each outcome');
  assert(bins.count >= 1 && bins.count <= MAX_PROBABILITY_BINS, 'bins are bounded');
  const order = Uint32Array.from({ length: outcomes.length }, (_, row) => row);
  order.sort((left, right) => (probabilities[left] as number) - (probabilities[right] as number));
  const tallies = new Map<number, { from: number; to: number; rows: number; bads: number; sum: number }>();
  for (let start = 0, end = 0; start < order.length; start = end) {
    const probability = probabilities[order[start] as number] as number;
    assert(probability >= 0 && probability <= 1, 'probabilities lie in [0, 1]');
    let bads = 0;
    for (end = start; end < order.length && probabilities[order[end] as number] === probability; end += 1)
      bads += outcomes[order[end] as number] as number;
    const share = bins.by === 'width' ? probability : (start + end) / (2 * order.length);
    const bin = Math.min(bins.count - 1, Math.floor(share * bins.count));
    const tally = tallies.get(bin) ?? { from: probability, to: probability, rows: 0, bads: 0, sum: 0 };
    tally.to = probability;
    tally.rows += end - start;
    tally.bads += bads;
    tally.sum += probability * (end - start);
    tallies.set(bin, tally);
  }
  return [...tallies.values()].map(({ from, to, rows, bads, sum }) => ({
    from,
    to,
    rows,
    bads,
    meanProbability: sum / rows,
    rate: bads / rows,
  }));
}

/** Expected calibration error: the mean over rows of |mean probability − rate| of their bin. */
export function calibrationError(bins: readonly ProbabilityBin[]): number {
  const gaps = bins.reduce((sum, bin) => sum + bin.rows * Math.abs(bin.meanProbability - bin.rate), 0);
  return gaps / rowsOf(bins);
}

/** The Brier score in parts, over the given bins; they add up exactly, whatever the bins. */
export function brierParts(
  probabilities: ArrayLike<number>,
  outcomes: Outcomes,
  bins: readonly ProbabilityBin[],
): BrierParts {
  const rows = rowsOf(bins);
  assert(rows === outcomes.length, 'the bins hold the rows');
  const base = bins.reduce((sum, bin) => sum + bin.bads, 0) / rows;
  let reliability = 0;
  let resolution = 0;
  for (const bin of bins) {
    reliability += (bin.rows * (bin.meanProbability - bin.rate) ** 2) / rows;
    resolution += (bin.rows * (bin.rate - base) ** 2) / rows;
  }
  const whole = brier(probabilities, outcomes);
  const uncertainty = base * (1 - base);
  return {
    brier: whole,
    reliability,
    resolution,
    uncertainty,
    within: whole - (reliability - resolution + uncertainty),
  };
}

/**
 * Σ (bads − expected)²/(rows·p̄·(1 − p̄)) over bins. Degrees of freedom are bins − 2 on rows the model was fitted on
 * and bins on other rows. Null where a bin expects no bads or no goods, or too few bins are left.
 */
export function hosmerLemeshow(
  bins: readonly ProbabilityBin[],
  rows: 'fitted' | 'held_out',
): GoodnessTest | null {
  const degrees = rows === 'fitted' ? bins.length - 2 : bins.length;
  if (degrees < 1) return null;
  let statistic = 0;
  for (const bin of bins) {
    const spread = bin.rows * bin.meanProbability * (1 - bin.meanProbability);
    if (!(spread > 0)) return null;
    statistic += (bin.bads - bin.rows * bin.meanProbability) ** 2 / spread;
  }
  return { statistic, degrees, pValue: chiSquareTail(statistic, degrees), bins: bins.length };
}

export type CalibrationLine = {
  /** Of outcomes on stated log-odds: 1 is right, below 1 the probabilities are too extreme. Null: no finite line. */
  readonly line: LogLine | null;
  /** How much all log-odds would have to move, slope held at 1: above 0 the probabilities are too low. */
  readonly inTheLarge: LogLine | null;
};

/** Cox's line of outcomes on the log-odds of stated probabilities. */
export function calibrationLine(probabilities: ArrayLike<number>, outcomes: Outcomes): CalibrationLine {
  const values = Float64Array.from(probabilities, (probability) => {
    const held = Math.min(1 - LOG_ODDS_FLOOR, Math.max(LOG_ODDS_FLOOR, probability));
    return Math.log(held) - Math.log1p(-held);
  });
  return {
    line: fitLogLine({ values, targets: outcomes }),
    inTheLarge: fitLogLine({ values, targets: outcomes, slope: 1 }),
  };
}

function rowsOf(bins: readonly ProbabilityBin[]): number {
  return bins.reduce((sum, bin) => sum + bin.rows, 0);
}
