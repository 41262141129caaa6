/** The life of a payment as data: what may follow in which status. A test walks it. */
import type { PaymentEventKind, PaymentStatus } from '@plimsoll/loan/spine';

export type PaymentStep = {
  readonly from: PaymentStatus;
  readonly event: PaymentEventKind;
  readonly to: PaymentStatus;
};

/** Every step there is. What is not here cannot happen: nothing leads out of `settled` and `failed`. */
export const paymentLifecycle: readonly PaymentStep[] = [
  { from: 'absent', event: 'payment.instructed', to: 'instructed' },
  { from: 'instructed', event: 'payment.settled', to: 'settled' },
  { from: 'instructed', event: 'payment.failed', to: 'failed' },
  { from: 'instructed', event: 'payment.postponed', to: 'waiting' },
  { from: 'instructed', event: 'payment.unanswered', to: 'unknown' },
  { from: 'unknown', event: 'payment.settled', to: 'settled' },
  { from: 'unknown', event: 'payment.failed', to: 'failed' },
  { from: 'unknown', event: 'payment.postponed', to: 'waiting' },
  { from: 'waiting', event: 'payment.retried', to: 'instructed' },
  { from: 'waiting', event: 'payment.failed', to: 'failed' },
];

/** Where an event leads from a status; null when it may not happen there. */
export function nextPaymentStatus(from: PaymentStatus, event: PaymentEventKind): PaymentStatus | null {
  return paymentLifecycle.find((step) => step.from === from && step.event === event)?.to ?? null;
}
