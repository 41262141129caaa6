/**
 * Money at a time, and what it is worth at time 0 at a rate i: amount / ((1 + f·i)·(1 + i)^t). With f = 0 this is compound
 * discounting; with a fraction it is the general equation of 12 CFR 1026 Appendix J (b)(8), which grows by simple interest
 * within an odd period. Everything here is in u = ln(1 + i), where no rate above −100 % is near an edge.
 */
import { ok, refuse, type Result } from '@plimsoll/core/base';

/** `periods` t ≥ 0, any real number; `fraction` f, 0 ≤ f < 1. A payment is positive and an advance negative, or the reverse. */
export type ValueTerm = { readonly amount: number; readonly periods: number; readonly fraction: number };

export const MAX_TERMS = 10_000;
/** Of the gross of a day: what adding up to 10,000 doubles may be off by. */
const NET_ROUNDING = 1e-12;

/** Value and slope in u of a sum of terms, both times e^(scale·u); `bound` is the sum of the absolute values. */
export type ScaledValue = { readonly value: number; readonly slope: number; readonly bound: number };

/**
 * Terms in the order of time, those of one time netted, nothing left that is zero. Refuses what is no money or no time.
 * The same flows give the same terms in whatever order they came.
 */
export function netTerms(given: readonly ValueTerm[]): Result<readonly ValueTerm[]> {
  if (given.length > MAX_TERMS)
    return refuseInput('too many flows', { flows: given.length, most: MAX_TERMS });
  for (const { amount, periods, fraction } of given) {
    if (!Number.isFinite(amount) || Math.abs(amount) > Number.MAX_SAFE_INTEGER)
      return refuseInput('an amount is no amount', { amount: String(amount) });
    if (!Number.isFinite(periods) || periods < 0 || !(fraction >= 0 && fraction < 1))
      return refuseInput('a flow has no place in time', {
        periods: String(periods),
        fraction: String(fraction),
      });
  }
  const sorted = given.toSorted(
    (a, b) => a.periods - b.periods || a.fraction - b.fraction || a.amount - b.amount,
  );
  const netted: { term: ValueTerm; gross: number; isWhole: boolean }[] = [];
  for (const term of sorted) {
    const last = netted.at(-1);
    const { amount } = term;
    if (last?.term.periods === term.periods && last.term.fraction === term.fraction) {
      last.term = { ...last.term, amount: last.term.amount + amount };
      last.gross += Math.abs(amount);
      last.isWhole &&= Number.isInteger(amount);
    } else netted.push({ term, gross: Math.abs(amount), isWhole: Number.isInteger(amount) });
  }
  return ok(netted.filter(isSomething).map(({ term }) => term));
}

/** Whole amounts net exactly. Of others, what rounding may have left (0.1 + 0.2 − 0.3) is nothing. */
function isSomething({
  term: { amount },
  gross,
  isWhole,
}: {
  readonly term: ValueTerm;
  readonly gross: number;
  readonly isWhole: boolean;
}): boolean {
  return isWhole ? amount !== 0 : Math.abs(amount) > gross * NET_ROUNDING;
}

function refuseInput(problem: string, facts: { readonly [name: string]: number | string }) {
  return refuse('cost_input_refused', 'CST-2', { problem, ...facts });
}

/** How often the sign changes from one term to the next: the most positive roots there can be (Descartes). */
export function countSignChanges(terms: readonly ValueTerm[]): number {
  return terms.filter((term, at) => at > 0 && Math.sign(term.amount) !== Math.sign(terms[at - 1]!.amount))
    .length;
}

/**
 * The sum of the values at u, times e^(scale·u). The scale moves no root; the caller picks it so that no term overflows:
 * the earliest time for u ≥ 0, one that is past the last for u < 0.
 */
export function scaledValue(terms: readonly ValueTerm[], force: number, scale: number): ScaledValue {
  let value = 0;
  let slope = 0;
  let bound = 0;
  for (const term of terms) {
    const part = term.amount * discountAt(term, force, scale);
    value += part;
    slope += part * (scale - weightAt(term, force));
    bound += Math.abs(part);
  }
  return { value, slope, bound };
}

/** e^(scale·u) / ((1 + f·i)(1 + i)^t), which falls in u for scale ≤ t and grows for scale ≥ t + 1. */
export function discountAt({ periods, fraction }: ValueTerm, force: number, scale: number): number {
  const compound = Math.exp((scale - periods) * force);
  return fraction === 0 ? compound : compound / (1 + fraction * Math.expm1(force));
}

/** −d ln(value) / du: t for compounding, between t and t + 1 for an odd period; never falls in u. */
export function weightAt({ periods, fraction }: ValueTerm, force: number): number {
  if (fraction === 0) return periods;
  return periods + fraction / (fraction + (1 - fraction) * Math.exp(-force));
}
