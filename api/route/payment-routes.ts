/** The routes of payments: order, look, work them off, compare with a statement. */
import {
  ListPayments,
  OrderedPayment,
  OrderPayment,
  PaymentHistory,
  PaymentList,
  ReconciledPayments,
  ReconcilePayments,
  WorkedPayments,
} from '@plimsoll/api/payment';
import { Id, shape } from '@plimsoll/api/primitive';
import { plain, type Route } from './route.ts';

const byId = shape({ id: Id });

export const paymentRoutes = {
  orderPayment: {
    ...plain,
    method: 'POST',
    path: '/v1/loans/:id/payments',
    summary:
      'Order money to move: a disbursement, a debit, a refund; it is booked in the loan once it is settled',
    room: 'payment',
    access: 'loans:write',
    idempotent: true,
    status: 201,
    params: byId,
    body: OrderPayment,
    reply: OrderedPayment,
  },
  listPayments: {
    ...plain,
    method: 'GET',
    path: '/v1/payments',
    summary: 'Payments by status and loan, newest first',
    room: 'payment',
    access: 'loans:read',
    query: ListPayments,
    reply: PaymentList,
  },
  readPayment: {
    ...plain,
    method: 'GET',
    path: '/v1/payments/:id',
    summary: 'One payment with everything that became of it',
    room: 'payment',
    access: 'loans:read',
    params: byId,
    reply: PaymentHistory,
  },
  workPayments: {
    ...plain,
    method: 'POST',
    path: '/v1/payments/work',
    summary: 'Send what is due now, without waiting for the next beat',
    room: 'payment',
    access: 'loans:write',
    reply: WorkedPayments,
  },
  reconcilePayments: {
    ...plain,
    method: 'POST',
    path: '/v1/reconciliations',
    summary:
      'Compare a statement of the bank with the payments settled within its days; nothing is booked by it',
    room: 'payment',
    access: 'loans:read',
    body: ReconcilePayments,
    bodyLimitBytes: 8 * 1024 * 1024,
    reply: ReconciledPayments,
  },
} as const satisfies Record<string, Route>;
