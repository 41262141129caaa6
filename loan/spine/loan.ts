/**
 * A loan in the log: the facts of its life, and what the events carry beside them. The state of a loan is a pure fold of
 * its facts; a fact counts from its effective day, whenever it was booked, and is never edited: a correction is another.
 */
import type { Posting } from '@plimsoll/core/journal';
import type { LoanTerms, PrepaymentVariant } from '@plimsoll/core/schedule';

/** The most facts of one loan. */
export const MAX_LOAN_FACTS = 5000;

/** What a funder has of a loan, and the part of the interest it gets that it owes the servicer, in millionths. */
export type FunderShare = {
  readonly funder: string;
  /** The shares of a loan sum to 1,000,000. */
  readonly sharePpm: number;
  readonly servicerFeePpm: number;
};
/** All of it. */
export const WHOLE_PPM = 1_000_000;

export const payers = ['borrower', 'guarantor', 'merchant', 'collateral', 'insurer'] as const;
export type Payer = (typeof payers)[number];

/** What happened, without when. Amounts in minor units of the loan's currency, days `YYYY-MM-DD`. */
export type LoanDeed =
  /** The terms as agreed. */
  | {
      readonly kind: 'opened';
      readonly terms: LoanTerms;
      readonly product: string;
      readonly application: string | null;
      /** The most that may be paid out. */
      readonly amountMinor: number;
      readonly shares: readonly FunderShare[];
    }
  /** Paid out; also a drawing within a revolving loan. */
  | { readonly kind: 'disbursed'; readonly amountMinor: number; readonly paymentId: string | null }
  | {
      readonly kind: 'repaid';
      readonly amountMinor: number;
      readonly payer: Payer;
      /** What it does beyond what is due; null: what the terms say. */
      readonly variant: PrepaymentVariant | null;
      readonly paymentId: string | null;
    }
  /** An overpayment given back; beyond one, it is lent again. */
  | { readonly kind: 'refunded'; readonly amountMinor: number; readonly paymentId: string | null }
  | {
      readonly kind: 'charged';
      readonly component: 'fee' | 'penalty';
      readonly code: string;
      readonly payee: string;
      readonly amountMinor: number;
      readonly dueDay: string;
    }
  /** Given up, of what is due or charged. */
  | {
      readonly kind: 'waived';
      readonly component: 'interest' | 'fee' | 'penalty';
      readonly amountMinor: number;
    }
  /** Undone, as if it had never been. */
  | { readonly kind: 'reversed'; readonly factId: string; readonly reason: string }
  | { readonly kind: 'rate_changed'; readonly rateAnnual: number }
  /** The instalment due on a day, and those after it: another day, more of them, another rate. */
  | {
      readonly kind: 'rescheduled';
      readonly fromDay: string;
      readonly newDueDay: string | null;
      readonly extraInstalments: number;
      readonly rateAnnual: number | null;
    }
  /** Overdue principal spread over the instalments to come. */
  | { readonly kind: 're_amortised' }
  /** All that is unpaid in new instalments from a day on. */
  | { readonly kind: 're_aged'; readonly firstDueDay: string; readonly instalments: number }
  /** From the first day to the last, days past due stand still. */
  | { readonly kind: 'paused'; readonly fromDay: string; readonly toDay: string }
  /** The pause that holds on this fact's day ends with it. */
  | { readonly kind: 'resumed' }
  /** Other terms for all that is unpaid. */
  | { readonly kind: 'restructured'; readonly terms: LoanTerms; readonly reason: string }
  | { readonly kind: 'written_off'; readonly reason: string };

export type LoanFact = {
  readonly id: string;
  /** The day from which it counts. */
  readonly effectiveDay: string;
  /** The day it became known. */
  readonly bookedDay: string;
} & LoanDeed;

export type LoanDeedKind = LoanDeed['kind'];

export const loanStatuses = ['approved', 'active', 'written_off', 'overpaid', 'closed'] as const;
export type LoanStatus = (typeof loanStatuses)[number];

/** Amounts by payee. */
export type ByPayee = { readonly [payee: string]: number };

/**
 * The loan as the books need it: cumulative figures, all ≥ 0, minor units. Outstanding principal is disbursed −
 * principalPaid − principalWrittenOff; what is due and unpaid of a component is due − paid − waived − written off.
 */
export type LoanAccounts = {
  readonly disbursed: number;
  readonly principalPaid: number;
  readonly principalWrittenOff: number;
  /** Interest that has fallen due. */
  readonly interestDue: number;
  readonly interestPaid: number;
  readonly interestWaived: number;
  readonly interestWrittenOff: number;
  /** Fees and penalties charged, by who gets them. */
  readonly chargeDue: ByPayee;
  readonly chargePaid: ByPayee;
  readonly chargeWaived: ByPayee;
  readonly chargeWrittenOff: ByPayee;
  /** Paid after the write-off, by component; in the figures above it does not count as paid. */
  readonly recovered: number;
  /** Held for the borrower. */
  readonly overpaid: number;
  readonly refunded: number;
  /** All money in, and who paid it. */
  readonly received: ByPayee;
};

/** What lists and reports show of a loan without folding it. Days `YYYY-MM-DD`. */
export type LoanSummary = {
  readonly status: LoanStatus;
  readonly asOf: string;
  readonly disbursedMinor: number;
  readonly principalMinor: number;
  readonly dueMinor: number;
  readonly overdueMinor: number;
  readonly overpaidMinor: number;
  readonly dpd: number;
  readonly bucket: string;
  readonly nextDueDay: string | null;
  readonly nextDueMinor: number;
  readonly oldestUnpaidDay: string | null;
  readonly accounts: LoanAccounts;
};

/** The stream of a loan. */
export function loanStream(id: string): string {
  return `loan:${id}`;
}

/**
 * The body of each event of a loan: what happened (null: a day passed), what it moved in the books, and how the loan
 * stands after it.
 */
export type LoanEventBody = {
  readonly fact: LoanFact | null;
  readonly postings: readonly Posting[];
  readonly after: LoanSummary;
};

/** What is known of a loan before something is done with it. */
export type LoanRecord = {
  readonly id: string;
  readonly subject: string | null;
  /** In the order of booking. */
  readonly facts: readonly LoanFact[];
  /** As of its last event; null before the first. */
  readonly after: LoanSummary | null;
};
