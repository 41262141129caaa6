/**
 * Money as a safe integer of minor units (cents, 分). No fraction ever exists; a sum that would leave the
 * safe range is a bug and throws.
 */
import { assert, type Brand } from '@plimsoll/core/base';

/** An amount in minor units of some currency: an integer, |m| ≤ 2^53 − 1. */
export type Minor = Brand<number, 'Minor'>;

/** An amount with its ISO 4217 currency code. */
export type Money = { readonly amountMinor: Minor; readonly currency: string };

export type RoundingMode = 'halfUp' | 'halfEven' | 'down' | 'up';

/** Takes a number that should already be whole minor units. Throws when it isn't. */
export function minor(value: number): Minor {
  assert(Number.isSafeInteger(value), `minor units must be a safe integer, got ${value}`);
  return (value === 0 ? 0 : value) as Minor;
}

/** Rounds to whole minor units; the mode is always named at the call. `up` and `down` are away from and towards 0. */
export function roundMinor(value: number, mode: RoundingMode): Minor {
  assert(Number.isFinite(value), `cannot round ${value}`);
  const magnitude = Math.abs(value);
  const floor = Math.floor(magnitude);
  const fraction = magnitude - floor;
  const rounded = floor + (roundsAway(mode, fraction, floor) ? 1 : 0);
  return minor(Math.sign(value) * rounded);
}

function roundsAway(mode: RoundingMode, fraction: number, floor: number): boolean {
  switch (mode) {
    case 'down':
      return false;
    case 'up':
      return fraction > 0;
    case 'halfUp':
      return fraction >= 0.5;
    case 'halfEven':
      return fraction > 0.5 || (fraction === 0.5 && floor % 2 === 1);
    default:
      return mode satisfies never;
  }
}
