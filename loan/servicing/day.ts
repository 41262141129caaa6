/**
 * The end of a day of one loan: what fell due, late fees and another bucket show in its books and its summary; interest
 * that has run and not fallen due is told, for the books of its funders. A quiet loan has no event on a quiet day.
 */
import { canonicalize, ok, type Result } from '@plimsoll/core/base';
import { type Day, formatDay } from '@plimsoll/core/calendar';
import type { DomainEvent, FunderShare, LoanRecord, LoanSummary } from '@plimsoll/loan/spine';
import { type Books, eventOf } from './decide.ts';
import { foldLoan } from './fold.ts';
import { summaryOf } from './state.ts';

export type ClosedDay = {
  /** Null when nothing shows. */
  readonly event: DomainEvent | null;
  /** Interest that has run by the end of the day and not fallen due, minor units. */
  readonly accruedMinor: number;
  readonly shares: readonly FunderShare[];
  readonly currency: string;
};

/**
 * Closes a day of a loan. A loan that was written to on a later day stands there already: it only tells its interest.
 * Null before the loan was opened. Asserts what a fold asserts.
 */
export function closeDay(loan: LoanRecord, day: Day, books: Books): Result<ClosedDay | null> {
  const state = foldLoan(loan.facts, day);
  if (state === null) return ok(null);
  const closed = { accruedMinor: state.accruedMinor, shares: state.shares, currency: state.terms.currency };
  const today = formatDay(day);
  if (loan.after !== null && loan.after.asOf > today) return ok({ event: null, ...closed });
  // The books are a function of the accounts: where those stand, nothing moves.
  if (loan.after !== null && isSameStanding(loan.after, summaryOf(state)))
    return ok({ event: null, ...closed });
  const event = eventOf(loan, { fact: null, state }, { today, books });
  return event.ok ? ok({ event: event.value, ...closed }) : event;
}

/** The same to everybody who looks, but for the day. */
function isSameStanding(before: LoanSummary, after: LoanSummary): boolean {
  const standing = ({ asOf: _asOf, dpd: _dpd, ...rest }: LoanSummary) => canonicalize(rest);
  return standing(before) === standing(after);
}
