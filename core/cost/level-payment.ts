/** The level payment that pays a debt off (等额本息) before any rounding to money: P·i / (1 − (1 + i)^−n), P / n at 0 %. */
import { ok, refuse, type Result } from '@plimsoll/core/base';

export type LevelPaymentTerms = {
  readonly principal: number;
  /** The rate of one period, as a fraction, above −1. */
  readonly ratePerPeriod: number;
  /** How many payments, a whole number from 1. */
  readonly periods: number;
  /** What is left after the last payment; 0 when left out. */
  readonly balloon?: number;
  /** Whether each payment is made at the beginning of its period; at its end when left out. */
  readonly inAdvance?: boolean;
};

const MAX_PERIODS = 100_000;
/** Below this |n·i| the closed form loses digits to P·i / (n·i) and the first terms of its series are exact. */
const SMALL = 1e-9;

/** The payment of each period, in the unit of the principal, not rounded. Refuses terms that are no loan. */
export function levelPayment(terms: LevelPaymentTerms): Result<number> {
  const { principal, ratePerPeriod: rate, periods, balloon = 0, inAdvance = false } = terms;
  if (!Number.isFinite(principal) || !Number.isFinite(balloon))
    return refuse('cost_input_refused', 'CST-10', { problem: 'the principal is no amount' });
  if (!Number.isInteger(periods) || periods < 1 || periods > MAX_PERIODS)
    return refuse('cost_input_refused', 'CST-10', {
      problem: 'payments are a whole number',
      periods: String(periods),
      most: MAX_PERIODS,
    });
  if (!Number.isFinite(rate) || rate <= -1)
    return refuse('cost_input_refused', 'CST-10', {
      problem: 'the rate of a period is above −1',
      rate: String(rate),
    });
  const discount = Math.exp(-periods * Math.log1p(rate));
  const due = principal - balloon * discount;
  const annuity =
    Math.abs(periods * rate) < SMALL
      ? periods * (1 - ((periods + 1) / 2) * rate)
      : -Math.expm1(-periods * Math.log1p(rate)) / rate;
  const payment = due / annuity / (inAdvance ? 1 + rate : 1);
  return Number.isFinite(payment)
    ? ok(payment)
    : refuse('cost_input_refused', 'CST-10', { problem: 'no payment pays this debt', rate: String(rate) });
}
