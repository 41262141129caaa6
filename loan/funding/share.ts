/**
 * An amount split among funders by their shares, from the cumulative figure and never from an increment: so that what a
 * funder has is always its share of the whole to the cent, however many steps led there.
 */
import { assert } from '@plimsoll/core/base';
import { mulDiv } from '@plimsoll/core/money';
import { type FunderShare, WHOLE_PPM } from '@plimsoll/loan/spine';

/** Each funder's part of a cumulative amount ≥ 0. Σ = the amount. */
export function splitByShare(amountMinor: number, shares: readonly FunderShare[]): readonly number[] {
  assert(amountMinor >= 0, 'a cumulative amount');
  let ppm = 0;
  let given = 0;
  const parts = shares.map(({ sharePpm }) => {
    ppm += sharePpm;
    const upTo = mulDiv(amountMinor, { numerator: ppm, denominator: WHOLE_PPM }, 'down');
    const part = upTo - given;
    given = upTo;
    return part;
  });
  assert(ppm === WHOLE_PPM && given === amountMinor, 'the shares are the whole');
  return parts;
}
