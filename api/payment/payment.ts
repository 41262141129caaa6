/** Payments as callers order and read them, and a bank's statement beside them. */
import Type, { type Static } from 'typebox';
import { AmountMinor, CalendarDay, Currency, Id, Instant, shape } from '@plimsoll/api/primitive';

const OrNull = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const OneOf = <const T extends string>(...names: readonly T[]) =>
  Type.Unsafe<T>({ type: 'string', enum: [...names] });

export const PaymentPurpose = OneOf('disbursement', 'debit', 'refund');
export const PaymentStatus = OneOf('instructed', 'unknown', 'waiting', 'settled', 'failed');

export const OrderPayment = shape({
  purpose: PaymentPurpose,
  amountMinor: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
  currency: Currency,
  day: Type.Optional({
    ...CalendarDay,
    description: 'The first day on which it may be done; today when left out',
  }),
});
export type OrderPayment = Static<typeof OrderPayment>;

export const PaymentRow = shape({
  id: Id,
  loan: Type.String(),
  purpose: PaymentPurpose,
  amountMinor: AmountMinor,
  currency: Currency,
  status: PaymentStatus,
  attempt: Type.Integer({ minimum: 1 }),
  reference: OrNull(Type.String()),
  settledDay: OrNull(CalendarDay),
  failure: OrNull(Type.String()),
  /** From when something is to be done with it: sent, asked again, tried again. */
  dueOn: OrNull(CalendarDay),
});
export type PaymentRow = Static<typeof PaymentRow>;

export const OrderedPayment = shape({ id: Id, status: PaymentStatus });
export const PaymentHistory = shape({
  payment: PaymentRow,
  events: Type.Array(
    shape({
      kind: Type.String(),
      bookedAt: Instant,
      attempt: Type.Integer(),
      status: PaymentStatus,
      reference: OrNull(Type.String()),
      failure: OrNull(Type.String()),
      retryDay: OrNull(CalendarDay),
    }),
  ),
});

export const ListPayments = shape({
  status: Type.Optional(PaymentStatus),
  loan: Type.Optional(Id),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
});
export type ListPayments = Static<typeof ListPayments>;
export const PaymentList = shape({ rows: Type.Array(PaymentRow) });

export const StatementLine = shape({
  day: CalendarDay,
  reference: Type.String({ maxLength: 100, description: 'Empty where the bank gives none' }),
  amountMinor: Type.Integer({ description: 'Minor units; money out below 0' }),
  currency: Currency,
});
export const ReconcilePayments = shape({
  from: CalendarDay,
  to: CalendarDay,
  lines: Type.Array(StatementLine, { maxItems: 20_000 }),
});
const Pairs = Type.Array(shape({ payment: Id, line: Type.Integer({ minimum: 0 }) }));
export const ReconciledPayments = shape({
  matched: Pairs,
  /** The same reference, another amount, direction or currency; or not settled with us. */
  differing: Pairs,
  repeated: Pairs,
  unexpected: Type.Array(Type.Integer({ minimum: 0 })),
  missing: Type.Array(Id),
});

export const WorkedPayments = shape({
  provider: OrNull(Type.String()),
  sent: Type.Integer({ minimum: 0 }),
  settled: Type.Integer({ minimum: 0 }),
  failed: Type.Integer({ minimum: 0 }),
  unanswered: Type.Integer({ minimum: 0 }),
  stuck: Type.Array(shape({ payment: Id, code: Type.String() })),
});
