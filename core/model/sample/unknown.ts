/**
 * What can and can't be known of applicants who were declined. Without an assumption their bad rate lies anywhere
 * from 0 to 1, which bounds the rate of all who applied (Manski, "Partial Identification of Probability
 * Distributions", 2003). The curve shows what follows from each rate that one may believe.
 */
import { assert } from '@plimsoll/core/base';
import { auc } from '@plimsoll/core/stats';

export type OutcomeBounds = {
  readonly applicants: number;
  readonly accepted: number;
  /** Of those whose outcome is known. */
  readonly acceptedBadRate: number;
  /** Of all who applied: no declined bad, all declined bad. Holds whatever the truth. */
  readonly lowest: number;
  readonly highest: number;
};

/** Bounds on the bad rate of a group of applicants; `isIn` narrows it to part of them (those a new model would take). */
export function outcomeBounds(
  isAccepted: Uint8Array,
  outcomes: Uint8Array,
  isIn: (row: number) => boolean = () => true,
): OutcomeBounds {
  assert(isAccepted.length === outcomes.length, 'one mark for every applicant');
  let applicants = 0;
  let accepted = 0;
  let bads = 0;
  for (let row = 0; row < isAccepted.length; row++) {
    if (!isIn(row)) continue;
    applicants += 1;
    if (isAccepted[row] !== 1) continue;
    accepted += 1;
    if (outcomes[row] === 1) bads += 1;
  }
  return {
    applicants,
    accepted,
    acceptedBadRate: accepted === 0 ? Number.NaN : bads / accepted,
    lowest: applicants === 0 ? Number.NaN : bads / applicants,
    highest: applicants === 0 ? Number.NaN : (bads + applicants - accepted) / applicants,
  };
}

export type RejectPoint = {
  /** The bad rate that is assumed of the declined. */
  readonly rejectBadRate: number;
  readonly populationBadRate: number;
  /** AUC of the PDs over all applicants: when the bads among the declined are ranked by the PDs, and at the worst and best. */
  readonly auc: number;
  readonly aucLowest: number;
  readonly aucHighest: number;
  /** Bad rate of those the PDs would accept at the old acceptance rate, at the assumed ranking. */
  readonly newlyAcceptedBadRate: number;
};

export type RejectCurve = {
  readonly points: readonly RejectPoint[];
  /** Applicants whom the PDs would accept in place of others, at the old acceptance rate. */
  readonly swappedIn: number;
  readonly swappedOut: number;
};

export type JudgedApplicants = {
  readonly isAccepted: Uint8Array;
  readonly outcomes: Uint8Array;
  /** Probability of bad of every applicant by the model that is judged. */
  readonly pds: Float64Array;
};

const ODDS_STEPS = 60;
const MAX_SHIFT = 40;

/** What the model would look like for each bad rate of the declined that one may believe. */
export function rejectCurve(judged: JudgedApplicants, rejectBadRates: readonly number[]): RejectCurve {
  const { isAccepted, pds } = judged;
  const rows = Array.from(pds.keys());
  const acceptedCount = isAccepted.reduce((sum, each) => sum + each, 0);
  const ranked = rows.toSorted(
    (left, right) => (pds[left] as number) - (pds[right] as number) || left - right,
  );
  const taken = new Set(ranked.slice(0, acceptedCount));
  const rejected = ranked.filter((row) => isAccepted[row] !== 1);
  return {
    points: rejectBadRates.map((rate) => pointOf(judged, { rate, rejected, taken })),
    swappedIn: rows.filter((row) => taken.has(row) && isAccepted[row] !== 1).length,
    swappedOut: rows.filter((row) => !taken.has(row) && isAccepted[row] === 1).length,
  };
}

type Assumed = {
  readonly rate: number;
  /** The declined, from the lowest PD. */
  readonly rejected: readonly number[];
  readonly taken: ReadonlySet<number>;
};

function pointOf(judged: JudgedApplicants, { rate, rejected, taken }: Assumed): RejectPoint {
  assert(rate >= 0 && rate <= 1, 'a bad rate is a share');
  const { isAccepted, outcomes, pds } = judged;
  const shifted = shiftTo(
    rejected.map((row) => pds[row] as number),
    rate,
  );
  const badShare = Float64Array.from(outcomes, (outcome, row) => (isAccepted[row] === 1 ? outcome : 0));
  for (const [at, row] of rejected.entries()) badShare[row] = shifted[at] as number;
  const bads = Math.round(rate * rejected.length);
  const withBads = (isBad: (place: number) => boolean): Float64Array => {
    const shares = Float64Array.from(outcomes, (outcome, row) => (isAccepted[row] === 1 ? outcome : 0));
    for (const [place, row] of rejected.entries()) shares[row] = isBad(place) ? 1 : 0;
    return shares;
  };
  const takenBads = [...taken].reduce((sum, row) => sum + (badShare[row] as number), 0);
  return {
    rejectBadRate: rate,
    populationBadRate: badShare.reduce((sum, share) => sum + share, 0) / pds.length,
    auc: aucOfShares(pds, badShare),
    aucLowest: aucOfShares(
      pds,
      withBads((place) => place < bads),
    ),
    aucHighest: aucOfShares(
      pds,
      withBads((place) => place >= rejected.length - bads),
    ),
    newlyAcceptedBadRate: takenBads / taken.size,
  };
}

/** The PDs with their log-odds shifted so that their mean is the rate: the ranking is kept, the level is assumed. */
function shiftTo(pds: readonly number[], rate: number): readonly number[] {
  if (rate === 0 || rate === 1) return pds.map(() => rate);
  const at = (shift: number): readonly number[] =>
    pds.map((pd) => {
      const bounded = Math.min(1 - 1e-12, Math.max(1e-12, pd));
      return 1 / (1 + ((1 - bounded) / bounded) * Math.exp(-shift));
    });
  let low = -MAX_SHIFT;
  let high = MAX_SHIFT;
  for (let step = 0; step < ODDS_STEPS; step++) {
    const middle = (low + high) / 2;
    const mean = at(middle).reduce((sum, pd) => sum + pd, 0) / pds.length;
    if (mean < rate) low = middle;
    else high = middle;
  }
  return at((low + high) / 2);
}

/** AUC where an applicant is bad by a share: two weighted rows each. */
function aucOfShares(pds: Float64Array, badShares: Float64Array): number {
  const twice = Float64Array.from({ length: 2 * pds.length }, (_, at) => pds[at % pds.length] as number);
  const outcomes = Uint8Array.from(twice, (_, at) => (at < pds.length ? 1 : 0));
  const weights = Float64Array.from(twice, (_, at) => {
    const share = badShares[at % pds.length] as number;
    return at < pds.length ? share : 1 - share;
  });
  return auc(twice, outcomes, weights);
}
