/** What would be: a payoff on a day, and how the loan would stand after something. By the fold that books, so that they can't differ. */
import { type Day, formatDay } from '@plimsoll/core/calendar';
import type { LoanDeed, LoanFact } from '@plimsoll/loan/spine';
import { foldLoan } from './fold.ts';
import type { LoanState } from './state.ts';

/** What ends a loan on a day, and what of it is what; minor units. All 0 when the loan has ended. */
export type PayoffQuote = {
  readonly day: string;
  readonly totalMinor: number;
  readonly principalMinor: number;
  readonly interestMinor: number;
  readonly feeMinor: number;
  readonly penaltyMinor: number;
};

/** The loan as it would stand on a day if something happened on that day; null before it was opened. */
export function previewDeed(facts: readonly LoanFact[], deed: LoanDeed, day: Day): LoanState | null {
  const text = formatDay(day);
  // The id sorts after all others of the day, as that of the next fact does.
  return foldLoan([...facts, { id: '\uffff', effectiveDay: text, bookedDay: text, ...deed }], day);
}

/** The payoff on a day, which may be one to come; null before the loan was opened. */
export function quotePayoff(facts: readonly LoanFact[], day: Day): PayoffQuote | null {
  const state = foldLoan(facts, day);
  if (state === null) return null;
  const totalMinor = state.payoffMinor;
  const none = { principalMinor: 0, interestMinor: 0, feeMinor: 0, penaltyMinor: 0 };
  if (totalMinor === 0) return { day: formatDay(day), totalMinor, ...none };
  const paid = previewDeed(
    facts,
    { kind: 'repaid', amountMinor: totalMinor, payer: 'borrower', variant: null, paymentId: null },
    day,
  );
  const { principalMinor, interestMinor, feeMinor, penaltyMinor } = paid?.payments.at(-1) ?? none;
  return { day: formatDay(day), totalMinor, principalMinor, interestMinor, feeMinor, penaltyMinor };
}
