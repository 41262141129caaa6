/**
 * Learns a calibration from rows the model had not learnt from. Each sample says of each row whether the model that
 * gave the margin had seen it; one seen row refuses the whole: a calibration on training rows repeats their optimism.
 * Sources: Platt 1999 with his targets off 0 and 1; Zadrozny & Elkan 2002 (pool adjacent violators); Kull, Silva
 * Filho & Flach 2017 (beta); Elkan 2001, theorem 2 (prior).
 */
import { assert, ok, type Result, refuse } from '@plimsoll/core/base';
import { fitLogistic } from '@plimsoll/core/model';
import { fitLogLine, type Outcomes } from '@plimsoll/core/stats';
import {
  type BetaCalibration,
  type CalibrationSample,
  chanceOf,
  type IsotonicCalibration,
  logOddsOf,
  MAX_KNOTS,
  type PlattCalibration,
  type ShiftCalibration,
} from './calibration.ts';

/** Fewer bads or goods than this say nothing about a probability. */
export const MIN_CALIBRATION_EVENTS = 10;

export type HeldOutSample = {
  /** Log-odds of bad as the model gives them, finite. */
  readonly margins: Float64Array;
  readonly outcomes: Outcomes;
  /** 1 where the model that gave the margin had learnt from the row. One such row refuses the sample. */
  readonly seen: ArrayLike<number>;
  readonly origin: CalibrationSample['origin'];
};

/** Platt's line through targets (bads + 1)/(bads + 2) and 1/(goods + 2). Refuses a line that falls. */
export function fitPlatt(held: HeldOutSample): Result<PlattCalibration> {
  const sample = describe(held);
  if ('code' in sample) return sample;
  const target = [1 / (sample.rows - sample.bads + 2), (sample.bads + 1) / (sample.bads + 2)];
  const targets = Float64Array.from(held.outcomes, (outcome) => target[outcome] ?? Number.NaN);
  const line = fitLogLine({ values: held.margins, targets });
  if (line === null) return refuse('calibration_not_fitted', 'CAL-3', { problem: 'no finite best line' });
  if (line.slope <= 0)
    return refuse('calibration_not_fitted', 'CAL-3', {
      problem: 'the line falls: it would turn the rank round',
      slope: line.slope,
    });
  return ok({ kind: 'platt', intercept: line.intercept, slope: line.slope, sample });
}

/** Beta calibration; a parameter that would fall below zero is left out and the other fitted again, as its authors do. */
export function fitBeta(held: HeldOutSample): Result<BetaCalibration> {
  const sample = describe(held);
  if ('code' in sample) return sample;
  const lnBad = held.margins.map((margin) => -Math.log1p(Math.exp(-margin)));
  const lnGood = held.margins.map((margin) => Math.log1p(Math.exp(margin)));
  if (![...lnBad, ...lnGood].every((value) => Number.isFinite(value)))
    return refuse('calibration_not_fitted', 'CAL-5', { problem: 'a margin is too far out' });
  const both = fitLogistic({ columns: [lnBad, lnGood], outcomes: held.outcomes });
  if (!both.ok) return both;
  const [a = 0, b = 0] = both.value.coefficients;
  if (a >= 0 && b >= 0) return betaOf({ a, b, c: both.value.intercept }, sample);
  const kept = a < 0 ? lnGood : lnBad;
  const one = fitLogistic({ columns: [kept], outcomes: held.outcomes });
  if (!one.ok) return one;
  const slope = one.value.coefficients[0] ?? 0;
  return betaOf({ a: a < 0 ? 0 : slope, b: a < 0 ? slope : 0, c: one.value.intercept }, sample);
}

function betaOf(
  found: Pick<BetaCalibration, 'a' | 'b' | 'c'>,
  sample: CalibrationSample,
): Result<BetaCalibration> {
  if (found.a >= 0 && found.b >= 0 && found.a + found.b > 0) return ok({ kind: 'beta', ...found, sample });
  return refuse('calibration_not_fitted', 'CAL-5', {
    problem: 'the curve falls: it would turn the rank round',
    ...found,
  });
}

type Block = { first: number; last: number; distinct: number; rows: number; bads: number };

/** Pool adjacent violators over distinct margins; rates held off 0 and 1 by half a row. */
export function fitIsotonic(held: HeldOutSample): Result<IsotonicCalibration> {
  const sample = describe(held);
  if ('code' in sample) return sample;
  const blocks = poolViolators(held);
  const floor = 1 / (2 * sample.rows);
  const margins: number[] = [];
  const rates: number[] = [];
  for (const block of blocks) {
    const rate = Math.min(1 - floor, Math.max(floor, block.bads / block.rows));
    margins.push(block.first);
    rates.push(rate);
    if (block.last === block.first) continue;
    margins.push(block.last);
    rates.push(rate);
  }
  if (margins.length > MAX_KNOTS)
    return refuse('calibration_not_fitted', 'CAL-4', { problem: 'too many knots', knots: margins.length });
  const tied = blocks.filter((block) => block.distinct > 1).reduce((sum, block) => sum + block.rows, 0);
  return ok({ kind: 'isotonic', margins, rates, tiedShare: tied / sample.rows, sample });
}

function poolViolators(held: HeldOutSample): readonly Block[] {
  const order = Uint32Array.from(held.margins.keys()).sort(
    (left, right) => (held.margins[left] as number) - (held.margins[right] as number),
  );
  const blocks: Block[] = [];
  for (const row of order) {
    const margin = held.margins[row] as number;
    const bad = held.outcomes[row] ?? 0;
    const open = blocks.at(-1);
    if (open !== undefined && open.distinct === 1 && open.last === margin) {
      open.rows += 1;
      open.bads += bad;
    } else blocks.push({ first: margin, last: margin, distinct: 1, rows: 1, bads: bad });
  }
  const pooled: Block[] = [];
  for (const block of blocks) {
    let merged = block;
    for (let left = pooled.at(-1); left !== undefined; left = pooled.at(-1)) {
      if (left.bads * merged.rows < merged.bads * left.rows) break;
      pooled.pop();
      merged = {
        first: left.first,
        last: merged.last,
        distinct: left.distinct + merged.distinct,
        rows: left.rows + merged.rows,
        bads: left.bads + merged.bads,
      };
    }
    pooled.push(merged);
  }
  return pooled;
}

/** The intercept that makes the mean probability equal `rate` over these margins. Bisection: the mean grows with the shift. */
export function shiftToRate(margins: Float64Array, rate: number): Result<ShiftCalibration> {
  assert(margins.length > 0 && margins.every((margin) => Number.isFinite(margin)), 'finite margins');
  if (!(rate > 0 && rate < 1))
    return refuse('calibration_not_fitted', 'CAL-6', { problem: 'a rate lies between 0 and 1', rate });
  const from = meanChance(margins, 0);
  let low = logOddsOf(rate) - margins.reduce((most, margin) => Math.max(most, margin));
  let high = logOddsOf(rate) - margins.reduce((least, margin) => Math.min(least, margin));
  for (let step = 0; step < MAX_BISECTIONS && high - low > 1e-13 * Math.max(1, Math.abs(low)); step += 1) {
    const middle = (low + high) / 2;
    if (meanChance(margins, middle) < rate) low = middle;
    else high = middle;
  }
  return ok({ kind: 'shift', by: (low + high) / 2, how: 'mean_pd', from, to: rate });
}

const MAX_BISECTIONS = 100;

function meanChance(margins: Float64Array, by: number): number {
  let sum = 0;
  for (const margin of margins) sum += chanceOf(margin + by);
  return sum / margins.length;
}

/** Undoes a sample drawn with other odds than the book's: `from` the share of bads in the sample, `to` in the book. */
export function shiftPrior(rates: { readonly from: number; readonly to: number }): Result<ShiftCalibration> {
  const { from, to } = rates;
  if (!(from > 0 && from < 1 && to > 0 && to < 1))
    return refuse('calibration_not_fitted', 'CAL-7', { problem: 'a rate lies between 0 and 1', from, to });
  return ok({ kind: 'shift', by: logOddsOf(to) - logOddsOf(from), how: 'prior', from, to });
}

function describe(held: HeldOutSample): CalibrationSample | Extract<Result<never>, { ok: false }> {
  const rows = held.margins.length;
  assert(held.outcomes.length === rows && held.seen.length === rows, 'an outcome and a mark for each margin');
  assert(
    held.margins.every((margin) => Number.isFinite(margin)),
    'margins are finite',
  );
  let seen = 0;
  let bads = 0;
  for (let row = 0; row < rows; row += 1) {
    const outcome = held.outcomes[row];
    assert(outcome === 0 || outcome === 1, 'outcomes are 0 or 1');
    bads += outcome;
    seen += held.seen[row] === 0 ? 0 : 1;
  }
  if (seen > 0) return refuse('calibration_saw_training', 'CAL-2', { rows, seen });
  if (bads < MIN_CALIBRATION_EVENTS || rows - bads < MIN_CALIBRATION_EVENTS)
    return refuse('calibration_not_fitted', 'CAL-8', {
      problem: 'too few bads or goods',
      goods: rows - bads,
      bads,
      needed: MIN_CALIBRATION_EVENTS,
    });
  return { origin: held.origin, rows, bads };
}
