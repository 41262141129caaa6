/** The amount of one fee on one base: the preview, the offer and the running loan take it from here, so they agree. */
import { type Minor, minor, mulDiv, RATE_SCALE, rateOf, type RoundingMode } from '@plimsoll/core/money';
import type { FeeTerms } from './terms.ts';

/** The part of the base, rounded once, and the fixed amount, not less than the least nor more than the most. */
export function feeAmount(fee: FeeTerms, baseMinor: number, mode: RoundingMode): Minor {
  const part =
    fee.base === 'fixed'
      ? 0
      : mulDiv(baseMinor, { numerator: rateOf(fee.rate), denominator: RATE_SCALE }, mode);
  const least = Math.max(part + fee.fixedMinor, fee.minMinor);
  return minor(fee.maxMinor === null ? least : Math.min(least, fee.maxMinor));
}
