/**
 * The facts of a loan in the order in which they count: by effective day, within a day by what they are, then by id. The
 * order of booking plays no part, so facts that come late are where they would have been.
 */
import { assert } from '@plimsoll/core/base';
import { type Day, parseDay } from '@plimsoll/core/calendar';
import type { LoanDeedKind, LoanFact } from '@plimsoll/loan/spine';

export type DatedFact = { readonly fact: LoanFact; readonly day: Day };

/** Within one day: first the loan is there, then what changes it, then money in, then money back and endings. */
const RANKS: { readonly [kind in LoanDeedKind]: number } = {
  opened: 0,
  disbursed: 1,
  charged: 2,
  rate_changed: 3,
  rescheduled: 4,
  restructured: 5,
  re_aged: 6,
  paused: 7,
  resumed: 8,
  written_off: 9,
  waived: 10,
  repaid: 11,
  re_amortised: 12,
  refunded: 13,
  reversed: 14,
};

/** The facts that hold up to a day, in order; those that are undone by another are left out. */
export function factsInForce(facts: readonly LoanFact[], asOf: Day): readonly DatedFact[] {
  const undone = new Set<string>();
  for (const fact of facts) if (fact.kind === 'reversed') undone.add(fact.factId);
  const dated: DatedFact[] = [];
  for (const fact of facts) {
    if (fact.kind === 'reversed' || undone.has(fact.id)) continue;
    const day = parseDay(fact.effectiveDay);
    assert(day !== null, 'a day');
    if (day <= asOf) dated.push({ fact, day });
  }
  return dated.sort(compare);
}

function compare(left: DatedFact, right: DatedFact): number {
  if (left.day !== right.day) return left.day - right.day;
  const rank = RANKS[left.fact.kind] - RANKS[right.fact.kind];
  if (rank !== 0) return rank;
  return left.fact.id < right.fact.id ? -1 : left.fact.id > right.fact.id ? 1 : 0;
}
