/**
 * Every rate at which flows are worth nothing, found so that none is missed. With one change of sign there is exactly one
 * (the value times a growing function is monotone), and it is bracketed. With more, the whole domain is cut into intervals,
 * and each is thrown away only when bounds of the value over it exclude zero, or kept as one root only when bounds of the
 * slope exclude zero (interval bisection with the mean-value form; Moore, *Interval Analysis*, 1966). Where neither can be
 * said down to the least width, the values touch zero or nearly so, and that is said instead of a rate.
 */
import { assert } from '@plimsoll/core/base';
import {
  countSignChanges,
  discountAt,
  type ScaledValue,
  scaledValue,
  type ValueTerm,
  weightAt,
} from './value-term.ts';

/** Rates a period that are looked at: ln(1 + i) within ± this, so −100 % + 10^−299 … 10^299. */
export const MAX_FORCE = 690;
const LEAST_WIDTH = 1e-6;
/** Terms times intervals looked at, about two seconds; a search cut short vouches for nothing. */
const MAX_VISITS = 50_000_000;
const MAX_STEPS = 200;
/** Of the sum of absolute values: what rounding may have done to a sum of at most 10,000 terms. */
const ROUNDING = 1e-12;

/**
 * `forces` are ln(1 + i), ascending. `touching`: at one of them the value touches zero or comes too near to say.
 * `isComplete` is false when there may be another outside the domain, or the search was cut short.
 */
export type RootSearch = {
  readonly forces: readonly number[];
  readonly touching: boolean;
  readonly isComplete: boolean;
};

type Interval = { readonly low: number; readonly high: number };
type Scale = { readonly early: number; readonly late: number; readonly seam: number };

/** Terms in the order of time, netted, none zero, as `netTerms` gives them. */
export function findForces(terms: readonly ValueTerm[]): RootSearch {
  const changes = countSignChanges(terms);
  if (changes === 0) return { forces: [], touching: false, isComplete: true };
  const scale = scaleOf(terms);
  return changes === 1 ? findOnly(terms, scale) : findAll(terms, scale);
}

/** The two scales meet a little below zero, so that the commonest root of all, 0 %, lies on no seam. */
function scaleOf(terms: readonly ValueTerm[]): Scale {
  const latest = Math.max(...terms.map(({ periods }) => periods)) + 1;
  return { early: terms[0]!.periods, late: latest, seam: -Math.min(0.0137, 300 / latest) };
}

function valueAt(terms: readonly ValueTerm[], scale: Scale, force: number): ScaledValue {
  return scaledValue(terms, force, force >= scale.seam ? scale.early : scale.late);
}

/** One change of sign: walk from 0 to the side where the sign turns, then narrow down. */
function findOnly(terms: readonly ValueTerm[], scale: Scale): RootSearch {
  const first = Math.sign(terms[0]!.amount);
  const atZero = Math.sign(valueAt(terms, scale, 0).value);
  if (atZero === 0) return { forces: [0], touching: false, isComplete: true };
  const direction = atZero === first ? -1 : 1;
  let near = 0;
  for (let step = 0.125; ; step *= 2) {
    const far = direction * Math.min(step, MAX_FORCE);
    if (Math.sign(valueAt(terms, scale, far).value) === -atZero) {
      const bracket = direction > 0 ? { low: near, high: far } : { low: far, high: near };
      return { forces: [refine(terms, scale, bracket)], touching: false, isComplete: true };
    }
    if (step >= MAX_FORCE) return { forces: [], touching: false, isComplete: false };
    near = far;
  }
}

function findAll(terms: readonly ValueTerm[], scale: Scale): RootSearch {
  const top = outweighedAbove(terms, scale);
  const bottom = outweighedBelow(terms);
  const high = top ?? MAX_FORCE;
  const low = bottom ?? -MAX_FORCE;
  const stack: Interval[] = [
    { low: scale.seam, high },
    { low, high: scale.seam },
  ];
  const roots: number[] = [];
  const unclear: Interval[] = [];
  let looked = 0;
  for (let interval = stack.pop(); interval !== undefined; interval = stack.pop()) {
    looked += terms.length;
    if (looked > MAX_VISITS) return { forces: [], touching: false, isComplete: false };
    const verdict = judge(terms, scale, interval);
    if (verdict === 'none') continue;
    const middle = (interval.low + interval.high) / 2;
    if (verdict === 'monotone') {
      const root = rootOfMonotone(terms, scale, interval);
      if (root !== null) roots.push(root);
    } else if (interval.high - interval.low < LEAST_WIDTH) unclear.push(interval);
    else stack.push({ low: middle, high: interval.high }, { low: interval.low, high: middle });
  }
  const touched = mergeUnclear(unclear);
  return {
    forces: mergeRoots([...roots, ...touched]),
    touching: touched.length > 0,
    isComplete: top !== null && bottom !== null,
  };
}

/**
 * The force above which the earliest term outweighs all the rest together, so that no root is left there: the quotient of
 * two discounts is monotone, hence once outweighed, always. Null when that is not reached within the domain.
 */
function outweighedAbove(terms: readonly ValueTerm[], scale: Scale): number | null {
  const first = terms[0]!;
  for (let force = 0.125; force <= MAX_FORCE; force *= 1.5) {
    const own = Math.abs(first.amount) * discountAt(first, force, scale.early);
    const { bound } = scaledValue(terms, force, scale.early);
    if (own > (bound - own) * (1 + 1e-9)) return force;
  }
  return null;
}

/**
 * The same at the other end, where the terms of the last whole period outweigh the rest. They are weighed together, since
 * towards −100 % two of one period differ by their fractions only: a / (1 + f·i) lies between its values at the force and
 * at −100 %, and (1 + i)^(T − t) / (1 + f·i) is at most e^((T − t)·u) / (1 − f).
 */
function outweighedBelow(terms: readonly ValueTerm[]): number | null {
  const latest = terms.at(-1)!.periods;
  for (let force = -0.125; force >= -MAX_FORCE; force *= 1.5) {
    const sum = { least: 0, most: 0 };
    let rest = 0;
    for (const { amount, periods, fraction } of terms) {
      const atEnd = 1 / (1 - fraction);
      if (periods !== latest) rest += Math.abs(amount) * Math.exp((latest - periods) * force) * atEnd;
      else addBounds(sum, amount, { least: 1 / (1 + fraction * Math.expm1(force)), most: atEnd });
    }
    const reach = rest * (1 + 1e-9);
    if (sum.least > reach || sum.most < -reach) return force;
  }
  return null;
}

/** `none`: no root in the interval; `monotone`: at most one; `open`: cut it further. Bounds only, no samples. */
function judge(terms: readonly ValueTerm[], scale: Scale, { low, high }: Interval) {
  const isEarly = low >= scale.seam;
  const side = isEarly ? scale.early : scale.late;
  const value = { least: 0, most: 0 };
  const slope = { least: 0, most: 0 };
  let bound = 0;
  for (const term of terms) {
    const [atLow, atHigh] = [discountAt(term, low, side), discountAt(term, high, side)];
    const [least, most] = atLow < atHigh ? [atLow, atHigh] : [atHigh, atLow];
    addBounds(value, term.amount, { least, most });
    // The factor scale − weight has one sign on a side: ≤ 0 at the early scale, ≥ 0 at the late one.
    const factors = [Math.abs(side - weightAt(term, low)), Math.abs(side - weightAt(term, high))] as const;
    const sign = isEarly ? -1 : 1;
    addBounds(slope, sign * term.amount, {
      least: Math.min(...factors) * least,
      most: Math.max(...factors) * most,
    });
    bound += Math.abs(term.amount) * most * (1 + Math.max(...factors));
  }
  const slack = bound * ROUNDING;
  if (value.least > slack || value.most < -slack) return 'none';
  const middle = scaledValue(terms, (low + high) / 2, side).value;
  const reach = (Math.max(Math.abs(slope.least), Math.abs(slope.most)) * (high - low)) / 2 + slack;
  if (Math.abs(middle) > reach) return 'none';
  return slope.least > slack || slope.most < -slack ? 'monotone' : 'open';
}

function addBounds(
  sum: { least: number; most: number },
  amount: number,
  { least, most }: { readonly least: number; readonly most: number },
): void {
  sum.least += amount * (amount > 0 ? least : most);
  sum.most += amount * (amount > 0 ? most : least);
}

/** A root that lies on the edge within rounding counts for both neighbours and is merged afterwards. */
function rootOfMonotone(terms: readonly ValueTerm[], scale: Scale, interval: Interval): number | null {
  const side = interval.low >= scale.seam ? scale.early : scale.late;
  const [atLow, atHigh] = [interval.low, interval.high].map((force) => scaledValue(terms, force, side));
  assert(atLow !== undefined && atHigh !== undefined, 'both ends have a value');
  if (Math.abs(atLow.value) <= atLow.bound * ROUNDING) return interval.low;
  if (Math.abs(atHigh.value) <= atHigh.bound * ROUNDING) return interval.high;
  return Math.sign(atLow.value) === Math.sign(atHigh.value) ? null : refine(terms, scale, interval);
}

/** Newton's step where it stays inside the bracket, else halving; ends when the bracket can shrink no more. */
function refine(terms: readonly ValueTerm[], scale: Scale, bracket: Interval): number {
  let { low, high } = bracket;
  const lowSign = Math.sign(valueAt(terms, scale, low).value);
  let force = (low + high) / 2;
  for (let step = 0; step < MAX_STEPS; step += 1) {
    const { value, slope } = valueAt(terms, scale, force);
    if (value === 0) return force;
    if (Math.sign(value) === lowSign) low = force;
    else high = force;
    const newton = force - value / slope;
    // Every fourth step halves whatever Newton says: a bracket that shrinks from one side only would take for ever.
    const next = newton > low && newton < high && step % 4 !== 3 ? newton : (low + high) / 2;
    if (next === force || Math.abs(next - force) <= Math.abs(force) * 2e-16) return next;
    force = next;
  }
  return force;
}

function mergeUnclear(intervals: readonly Interval[]): readonly number[] {
  const merged: Interval[] = [];
  for (const interval of intervals.toSorted((a, b) => a.low - b.low)) {
    const last = merged.at(-1);
    if (last !== undefined && interval.low - last.high <= LEAST_WIDTH)
      merged[merged.length - 1] = { low: last.low, high: interval.high };
    else merged.push(interval);
  }
  return merged.map(({ low, high }) => (low + high) / 2);
}

function mergeRoots(roots: readonly number[]): readonly number[] {
  const sorted = roots.toSorted((a, b) => a - b);
  return sorted.filter((root, at) => at === 0 || root - sorted[at - 1]! > 1e-10);
}
