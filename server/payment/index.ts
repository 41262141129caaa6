export { DESK, orderPayment, workPayments } from './desk.ts';
export type { DeskPorts, DeskReport } from './desk.ts';
