/** A payment in the log: an order to a bank or wallet, and what became of it. The money of a loan moves by no other way. */

export const paymentPurposes = ['disbursement', 'debit', 'refund'] as const;
export type PaymentPurpose = (typeof paymentPurposes)[number];

/** What is asked of the provider. */
export type PaymentOrder = {
  readonly purpose: PaymentPurpose;
  /** The loan it is of. */
  readonly loan: string;
  readonly amountMinor: number;
  readonly currency: string;
  /** The day from which it may be done, `YYYY-MM-DD`. */
  readonly day: string;
};

/** `instructed`: sent, or about to be. `unknown`: no answer came. `waiting`: failed, and tried again on a day. */
export const paymentStatuses = ['absent', 'instructed', 'unknown', 'waiting', 'settled', 'failed'] as const;
export type PaymentStatus = (typeof paymentStatuses)[number];

export type PaymentEventKind =
  | 'payment.instructed'
  | 'payment.unanswered'
  | 'payment.settled'
  | 'payment.postponed'
  | 'payment.retried'
  | 'payment.failed';

/** The body of each event of a payment; what the kind doesn't tell is null. */
export type PaymentEventBody = {
  readonly order: PaymentOrder;
  /** From 1. An attempt that got no answer is asked again under the same number, so it can't be done twice. */
  readonly attempt: number;
  readonly status: PaymentStatus;
  /** The provider's own number. */
  readonly reference: string | null;
  readonly settledDay: string | null;
  readonly failure: string | null;
  /** The day of the next attempt. */
  readonly retryDay: string | null;
};

/** The stream of a payment. */
export function paymentStream(id: string): string {
  return `payment:${id}`;
}
