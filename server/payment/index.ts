export { startPaymentBeat } from './beat.ts';
export type { PaymentBeat } from './beat.ts';
export { DESK, orderPayment, workPayments } from './desk.ts';
export type { DeskPorts, DeskReport } from './desk.ts';
export { listPayments, paymentsOfStatement, readPayment, readUnderWay } from './table.ts';
export type { StoredPayment } from './table.ts';
