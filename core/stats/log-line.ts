/**
 * One line on the log-odds: P(event) = 1/(1+exp(−(intercept + slope · value))), by Newton's method with halved steps.
 * For calibration: the slope and intercept of outcomes on stated log-odds (Cox 1958), and Platt's line, whose
 * targets lie off 0 and 1. With `slope` given only the intercept moves: calibration in the large.
 */
import { assert } from '@plimsoll/core/base';

const MAX_STEPS = 100;
const MAX_HALVINGS = 40;
const TOLERANCE = 1e-11;

export type LogLine = {
  readonly intercept: number;
  readonly slope: number;
  readonly interceptError: number;
  /** 0 where the slope was given. */
  readonly slopeError: number;
};

export type LogLineSample = {
  readonly values: ArrayLike<number>;
  /** Outcomes 0 and 1, or anything between. */
  readonly targets: ArrayLike<number>;
  readonly weights?: ArrayLike<number>;
  readonly slope?: number;
};

type Moments = { loss: number; g0: number; g1: number; h00: number; h01: number; h11: number };

/** The most likely line; null when it is not finite (the values separate the targets) or the values do not differ. */
export function fitLogLine(sample: LogLineSample): LogLine | null {
  const rows = sample.values.length;
  assert(rows === sample.targets.length && rows > 0, 'a target for each value, one at least');
  assert(sample.weights === undefined || sample.weights.length === rows, 'a weight for each value');
  let at = { intercept: 0, slope: sample.slope ?? 0 };
  let moments = momentsAt(sample, at);
  for (let step = 0; step < MAX_STEPS; step += 1) {
    const move = moveOf(moments, sample.slope !== undefined);
    if (move === null) return null;
    const next = halved(sample, { at, move, loss: moments.loss });
    if (next === null) return null;
    const shift = Math.abs(next.at.intercept - at.intercept) + Math.abs(next.at.slope - at.slope);
    const size = 1 + Math.abs(at.intercept) + Math.abs(at.slope);
    ({ at, moments } = next);
    if (shift <= TOLERANCE * size) return withErrors(at, moments, sample.slope !== undefined);
  }
  return null;
}

type Place = { readonly intercept: number; readonly slope: number };

/** Halves the step until the loss doesn't grow: far from the best line a whole step may leap past it. */
function halved(
  sample: LogLineSample,
  from: { readonly at: Place; readonly move: Place; readonly loss: number },
): { readonly at: Place; readonly moments: Moments } | null {
  for (let halving = 0, share = 1; halving < MAX_HALVINGS; halving += 1, share /= 2) {
    const at = {
      intercept: from.at.intercept + share * from.move.intercept,
      slope: from.at.slope + share * from.move.slope,
    };
    const moments = momentsAt(sample, at);
    if (moments.loss <= from.loss * (1 + 1e-14)) return { at, moments };
  }
  return null;
}

function momentsAt(sample: LogLineSample, at: Place): Moments {
  const moments = { loss: 0, g0: 0, g1: 0, h00: 0, h01: 0, h11: 0 };
  for (let row = 0; row < sample.values.length; row += 1) {
    const value = sample.values[row] ?? Number.NaN;
    const target = sample.targets[row] ?? Number.NaN;
    const weight = sample.weights?.[row] ?? 1;
    const logOdds = at.intercept + at.slope * value;
    const chance = 1 / (1 + Math.exp(-logOdds));
    const miss = weight * (target - chance);
    const spread = weight * chance * (1 - chance);
    moments.loss +=
      weight * (Math.max(0, logOdds) + Math.log1p(Math.exp(-Math.abs(logOdds))) - target * logOdds);
    moments.g0 += miss;
    moments.g1 += miss * value;
    moments.h00 += spread;
    moments.h01 += spread * value;
    moments.h11 += spread * value * value;
  }
  return moments;
}

function moveOf(moments: Moments, isSlopeGiven: boolean): Place | null {
  const { g0, g1, h00, h01, h11 } = moments;
  if (!(h00 > 1e-12)) return null;
  if (isSlopeGiven) return { intercept: g0 / h00, slope: 0 };
  const determinant = h00 * h11 - h01 * h01;
  if (!(determinant > 1e-12 * h00 * h11)) return null;
  return {
    intercept: (h11 * g0 - h01 * g1) / determinant,
    slope: (h00 * g1 - h01 * g0) / determinant,
  };
}

function withErrors(at: Place, moments: Moments, isSlopeGiven: boolean): LogLine {
  const { h00, h01, h11 } = moments;
  if (isSlopeGiven) return { ...at, interceptError: Math.sqrt(1 / h00), slopeError: 0 };
  const determinant = h00 * h11 - h01 * h01;
  return {
    ...at,
    interceptError: Math.sqrt(h11 / determinant),
    slopeError: Math.sqrt(h00 / determinant),
  };
}
