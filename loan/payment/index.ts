export { decidePayment, foldPayment } from './decide.ts';
export type { PaymentCommand, PaymentState, ProviderAnswer } from './decide.ts';
export { nextPaymentStatus, paymentLifecycle } from './lifecycle.ts';
export type { PaymentStep } from './lifecycle.ts';
export { MAX_STATEMENT_LINES, reconcile, signedAmount } from './reconcile.ts';
export type { KnownPayment, Reconciliation, StatementLine } from './reconcile.ts';
export { MAX_RETRY_DAYS, retryDayOf } from './retry.ts';
