/**
 * The room's one door for writing: decide(loan, command, context) → an event, or a refusal. Pure: the day, the id and the
 * books come with the context. The event holds what happened, what it moves in the books and how the loan stands.
 */
import { assert, ok, type Result, refuse } from '@plimsoll/core/base';
import { type Day, parseDay } from '@plimsoll/core/calendar';
import { checkPostings, type Posting } from '@plimsoll/core/journal';
import {
  type DomainEvent,
  type FunderShare,
  type LoanAccounts,
  type LoanDeed,
  type LoanEventBody,
  type LoanFact,
  type LoanRecord,
  loanStream,
  MAX_LOAN_FACTS,
} from '@plimsoll/loan/spine';
import { refusalOfDeed } from './admit.ts';
import { foldLoan } from './fold.ts';
import { type LoanState, summaryOf } from './state.ts';

export type LoanCommand = {
  readonly deed: LoanDeed;
  /** The day from which it counts, `YYYY-MM-DD`. */
  readonly effectiveDay: string;
  /** ISO 4217: the money that the caller means; null where none is meant. */
  readonly currency: string | null;
};

/** What the books of a loan should hold, and what leads there. */
export type Books = (
  before: LoanAccounts | null,
  after: LoanAccounts,
  of: { readonly shares: readonly FunderShare[]; readonly currency: string },
) => readonly Posting[];

export type ServicingContext = {
  /** Today, `YYYY-MM-DD`. */
  readonly today: string;
  /** The id of the fact that comes of it. */
  readonly factId: string;
  readonly books: Books;
};

/** Decides a command. Refusals carry a code of api/errors, the rule and the facts in human units. */
export function decideLoan(
  loan: LoanRecord,
  command: LoanCommand,
  context: ServicingContext,
): Result<DomainEvent> {
  const { deed, effectiveDay } = command;
  const today = dayOf(context.today);
  const day = parseDay(effectiveDay);
  if (day === null) return refuse('loan_day_unreadable', 'SRV-1', { effectiveDay });
  if (day > today) return refuse('loan_day_in_future', 'SRV-1', { effectiveDay, today: context.today });
  if (loan.facts.length >= MAX_LOAN_FACTS)
    return refuse('loan_too_long', 'SRV-1', { facts: loan.facts.length, most: MAX_LOAN_FACTS });
  const before = foldLoan(loan.facts, day);
  const refusal = refusalOfDeed({ loan, before, deed, day, currency: command.currency });
  if (refusal !== null) return refusal;
  const fact: LoanFact = { id: context.factId, effectiveDay, bookedDay: context.today, ...deed };
  const state = foldLoan([...loan.facts, fact], today);
  assert(state !== null, 'a loan that was opened');
  return eventOf(loan, { fact, state }, context);
}

/** The event of a fact, or of a day that passed. */
export function eventOf(
  loan: LoanRecord,
  { fact, state }: { readonly fact: LoanFact | null; readonly state: LoanState },
  context: Omit<ServicingContext, 'factId'>,
): Result<DomainEvent> {
  const after = summaryOf(state);
  const of = { shares: state.shares, currency: state.terms.currency };
  const postings = checkPostings(context.books(loan.after?.accounts ?? null, after.accounts, of));
  if (!postings.ok) return postings;
  const body: LoanEventBody = { fact, postings: postings.value, after };
  return ok({
    stream: loanStream(loan.id),
    kind: fact === null ? 'loan.rolled' : `loan.${fact.kind}`,
    effectiveDay: fact?.effectiveDay ?? context.today,
    subject: loan.subject,
    body,
    personal: null,
    policyHash: null,
    modelId: null,
  });
}

function dayOf(text: string): Day {
  const day = parseDay(text);
  assert(day !== null, 'today is a day');
  return day;
}
