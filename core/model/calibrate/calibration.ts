/**
 * From a model's margin (log-odds of bad, as it was fitted) to a probability of default that comes true. Each kind is
 * a few numbers of a JSON document, so that whoever reads the model sees what is done to its scores.
 * Invariant: a higher margin never gives a lower probability. Only `isotonic` may give several margins one
 * probability; it says of how many rows this was so.
 */
import { assertNever, type JsonValue, ok, type Result, refuse } from '@plimsoll/core/base';

/** The most steps one sequence holds, and the most knots one isotonic step holds. */
export const MAX_CALIBRATION_STEPS = 8;
export const MAX_KNOTS = 5000;

/** Which rows a calibration was learnt from: never those the model had learnt from. */
export type CalibrationSample = {
  /** `out_of_fold`: each row's margin is of a model that left its fold out. */
  readonly origin: 'out_of_fold' | 'held_out' | 'out_of_time';
  readonly rows: number;
  readonly bads: number;
};

/** log-odds = intercept + slope · margin (Platt 1999). */
export type PlattCalibration = {
  readonly kind: 'platt';
  readonly intercept: number;
  readonly slope: number;
  readonly sample: CalibrationSample;
};

/** log-odds = c + a·ln p − b·ln(1 − p), p of the margin (Kull, Silva Filho & Flach 2017); a, b ≥ 0, not both 0. */
export type BetaCalibration = {
  readonly kind: 'beta';
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly sample: CalibrationSample;
};

/**
 * Rates that never fall (pool adjacent violators), linear between knots, level outside them. `margins` strictly grow;
 * `rates` never fall and lie off 0 and 1. `tiedShare`: the share of the sample's rows whose different margins share a rate.
 */
export type IsotonicCalibration = {
  readonly kind: 'isotonic';
  readonly margins: readonly number[];
  readonly rates: readonly number[];
  readonly tiedShare: number;
  readonly sample: CalibrationSample;
};

/** log-odds = margin + by, so that the mean probability is `to`, or (`prior`) the share of bads a sample was drawn with becomes `to`. */
export type ShiftCalibration = {
  readonly kind: 'shift';
  readonly by: number;
  readonly how: 'mean_pd' | 'prior';
  readonly from: number;
  readonly to: number;
};

export type CalibrationStep = PlattCalibration | BetaCalibration | IsotonicCalibration | ShiftCalibration;

/** What a model document holds. A sequence takes the log-odds of one step as the margin of the next. */
export type Calibration =
  | { readonly kind: 'none' }
  | CalibrationStep
  | { readonly kind: 'sequence'; readonly steps: readonly CalibrationStep[] };

/** The probability of default of one margin. NaN stays NaN. */
export function calibratedPd(calibration: Calibration, margin: number): number {
  const steps = stepsOf(calibration);
  const last = steps.at(-1);
  let logOdds = margin;
  for (const step of steps.slice(0, -1)) logOdds = applyStep(step, logOdds);
  if (last === undefined) return chanceOf(logOdds);
  return last.kind === 'isotonic' ? rateAt(last, logOdds) : chanceOf(applyStep(last, logOdds));
}

function stepsOf(calibration: Calibration): readonly CalibrationStep[] {
  if (calibration.kind === 'none') return [];
  return calibration.kind === 'sequence' ? calibration.steps : [calibration];
}

function applyStep(step: CalibrationStep, margin: number): number {
  switch (step.kind) {
    case 'platt':
      return step.intercept + step.slope * margin;
    case 'beta':
      return step.c - step.a * softplus(-margin) + step.b * softplus(margin);
    case 'isotonic':
      return logOddsOf(rateAt(step, margin));
    case 'shift':
      return margin + step.by;
    default:
      return assertNever(step);
  }
}

/** The same for each row. */
export function calibratedPds(calibration: Calibration, margins: ArrayLike<number>): Float64Array {
  const pds = new Float64Array(margins.length);
  for (let row = 0; row < pds.length; row += 1)
    pds[row] = calibratedPd(calibration, margins[row] ?? Number.NaN);
  return pds;
}

/** 1/(1+exp(−x)). */
export function chanceOf(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds));
}

/** ln(p/(1−p)); −∞ at 0 and ∞ at 1. */
export function logOddsOf(chance: number): number {
  return Math.log(chance) - Math.log1p(-chance);
}

/** ln(1 + exp x) without overflow: −ln of the chance of the other side. */
function softplus(x: number): number {
  return Math.max(0, x) + Math.log1p(Math.exp(-Math.abs(x)));
}

function rateAt({ margins, rates }: IsotonicCalibration, margin: number): number {
  if (Number.isNaN(margin)) return Number.NaN;
  let low = 0;
  let high = margins.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((margins[middle] as number) < margin) low = middle + 1;
    else high = middle;
  }
  const above = rates[low];
  if (low === 0) return above ?? Number.NaN;
  const below = rates[low - 1] as number;
  if (above === undefined || above === below) return below;
  const left = margins[low - 1] as number;
  const share = (margin - left) / ((margins[low] as number) - left);
  return Math.min(above, below + share * (above - below));
}

/** Reads a calibration of a model document. Refuses an unknown kind, and numbers that would turn a rank round. */
export function readCalibration(value: JsonValue): Result<Calibration> {
  const fields = fieldsOf(value);
  if (fields === null) return unreadable('not an object');
  if (fields['kind'] === 'none') return ok({ kind: 'none' });
  const steps = fields['kind'] === 'sequence' ? fields['steps'] : [value];
  if (!Array.isArray(steps) || steps.length === 0 || steps.length > MAX_CALIBRATION_STEPS)
    return unreadable('a sequence needs one to eight steps');
  for (const step of steps as readonly JsonValue[]) {
    const problem = problemOf(fieldsOf(step) ?? {});
    if (problem !== null) return unreadable(problem);
  }
  return ok(value as unknown as Calibration);
}

type Fields = { readonly [name: string]: JsonValue | undefined };

function problemOf(step: Fields): string | null {
  const isNumber = (name: string): boolean => Number.isFinite(step[name]);
  switch (step['kind']) {
    case 'platt':
      if (!isNumber('intercept') || !isNumber('slope') || Number(step['slope']) <= 0)
        return 'the slope is above zero';
      return sampleProblem(step);
    case 'beta': {
      const [a, b] = [Number(step['a']), Number(step['b'])];
      if (!isNumber('a') || !isNumber('b') || !isNumber('c') || a < 0 || b < 0 || a + b === 0)
        return 'a and b are not below zero, and not both zero';
      return sampleProblem(step);
    }
    case 'isotonic':
      return knotProblem(step) ?? sampleProblem(step);
    case 'shift':
      return isNumber('by') &&
        isNumber('from') &&
        isNumber('to') &&
        (step['how'] === 'mean_pd' || step['how'] === 'prior')
        ? null
        : 'a shift says by how much, how, from and to which rate';
    default:
      return 'an unknown kind of calibration';
  }
}

function knotProblem(step: Fields): string | null {
  const margins = numbersOf(step['margins']);
  const rates = numbersOf(step['rates']);
  if (margins === null || rates === null || margins.length !== rates.length) return 'a rate for each margin';
  if (margins.length === 0 || margins.length > MAX_KNOTS) return 'too few or too many knots';
  if (!Number.isFinite(step['tiedShare'])) return 'the share of tied rows is said';
  for (const [at, rate] of rates.entries()) {
    if (!(rate > 0 && rate < 1)) return 'rates lie between 0 and 1, neither included';
    if (at > 0 && !((margins[at] as number) > (margins[at - 1] as number))) return 'margins grow';
    if (at > 0 && rate < (rates[at - 1] as number)) return 'rates never fall';
  }
  return null;
}

function sampleProblem(step: Fields): string | null {
  const sample = fieldsOf(step['sample']) ?? {};
  const isKnown = ['out_of_fold', 'held_out', 'out_of_time'].some((known) => known === sample['origin']);
  return isKnown && Number.isSafeInteger(sample['rows']) && Number.isSafeInteger(sample['bads'])
    ? null
    : 'it says which held-out rows it was learnt from';
}

function numbersOf(value: JsonValue | undefined): readonly number[] | null {
  const isList = Array.isArray(value) && value.every((each) => Number.isFinite(each));
  return isList ? (value as readonly number[]) : null;
}

function fieldsOf(value: JsonValue | undefined): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;
}

function unreadable(problem: string): ReturnType<typeof refuse> {
  return refuse('calibration_unreadable', 'CAL-9', { problem });
}
