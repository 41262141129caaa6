export {
  ListPayments,
  OrderedPayment,
  OrderPayment,
  PaymentHistory,
  PaymentList,
  ReconciledPayments,
  ReconcilePayments,
  WorkedPayments,
} from './payment.ts';
export type { PaymentRow } from './payment.ts';
