/**
 * Why a score is not higher: the characteristics that lost most points against a reference that was approved beforehand,
 * at most k of them. A reference is the best bin of each characteristic, the mean of a population (shares of its rows by
 * bin), or one profile (a bin each). Only losses are reasons; equal losses go by more information first, then by the order
 * of the card, so that the same applicant always hears the same reasons.
 */
import { assert } from '@plimsoll/core/base';
import type { LocalText } from './characteristic.ts';
import type { Scorecard, ScoredCharacteristic } from './scorecard.ts';

export type ReasonReference =
  | { readonly kind: 'best' }
  /** `shares[k][bin]` of characteristic k, adding up to 1. */
  | { readonly kind: 'mean'; readonly shares: readonly (readonly number[])[] }
  /** The bin of each characteristic that counts as ordinary. */
  | { readonly kind: 'profile'; readonly bins: readonly number[] };

export type ScoreReason = {
  readonly characteristic: string;
  readonly code: string;
  readonly text: LocalText;
  /** Below the reference; whole for the best bin and for a profile. */
  readonly pointsLost: number;
};

/** The reasons of one score, most points lost first. Asserts a bin for each characteristic and a reference that fits. */
export function reasonsOf(
  card: Pick<Scorecard, 'characteristics'>,
  bins: readonly number[],
  options: { readonly reference: ReasonReference; readonly most: number },
): readonly ScoreReason[] {
  assert(bins.length === card.characteristics.length, 'a bin for each characteristic');
  return card.characteristics
    .map((characteristic, at) => ({
      characteristic,
      at,
      lost:
        pointsAtReference(characteristic, options.reference, at) - pointsOf(characteristic, bins[at] ?? -1),
    }))
    .filter((each) => each.lost > 0)
    .sort(
      (left, right) =>
        right.lost - left.lost || right.characteristic.iv - left.characteristic.iv || left.at - right.at,
    )
    .slice(0, options.most)
    .map(({ characteristic, lost }) => ({
      characteristic: characteristic.name,
      code: characteristic.reason.code,
      text: { zh: characteristic.reason.zh, en: characteristic.reason.en },
      pointsLost: lost,
    }));
}

function pointsAtReference(
  characteristic: ScoredCharacteristic,
  reference: ReasonReference,
  at: number,
): number {
  switch (reference.kind) {
    case 'best':
      return Math.max(...characteristic.bins.map((bin) => bin.points));
    case 'mean': {
      const shares = reference.shares[at] ?? [];
      assert(shares.length === characteristic.bins.length, 'a share for each bin');
      return characteristic.bins.reduce((sum, bin, place) => sum + bin.points * (shares[place] ?? 0), 0);
    }
    case 'profile':
      return pointsOf(characteristic, reference.bins[at] ?? -1);
    default:
      return reference satisfies never;
  }
}

function pointsOf(characteristic: ScoredCharacteristic, at: number): number {
  const bin = characteristic.bins[at];
  assert(bin !== undefined, `a bin of ${characteristic.name}`);
  return bin.points;
}
