/** Loans as callers read and change them. What happened is a fact; how the loan stands follows from its facts. */
import Type, { type Static } from 'typebox';
import { AmountMinor, CalendarDay, Currency, Id, Instant, page, shape, Text } from '@plimsoll/api/primitive';
import {
  Amount,
  FunderShare,
  HeldCap,
  LoanCost,
  LoanPlan,
  ProductId,
  Rate,
  Terms,
  TermsWish,
} from './offer.ts';

const OrNull = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const OneOf = <const T extends string>(...names: readonly T[]) =>
  Type.Unsafe<T>({ type: 'string', enum: [...names] });
const Signed = Type.Integer({ description: 'Minor units; debit above 0' });
const ByPayee = Type.Record(Type.String(), AmountMinor);

export const LoanStatus = OneOf('approved', 'active', 'written_off', 'overpaid', 'closed');

/** What may be done to a loan once it is open. */
export const FactKind = OneOf(
  'disbursed',
  'repaid',
  'refunded',
  'charged',
  'waived',
  'reversed',
  'rate_changed',
  'rescheduled',
  're_amortised',
  're_aged',
  'paused',
  'resumed',
  'restructured',
  'written_off',
);

/** A fact to book. Which of the fields below `currency` it takes depends on its kind; the guide has a table. */
export const RecordFact = shape({
  kind: FactKind,
  effectiveDay: { ...CalendarDay, description: 'The day from which it counts; not after today' },
  currency: Type.Optional({ ...Currency, description: 'Needed with an amount: the money that is meant' }),
  amountMinor: Type.Optional(Amount),
  paymentId: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
  payer: Type.Optional(OneOf('borrower', 'guarantor', 'merchant', 'collateral', 'insurer')),
  variant: Type.Optional(OneOf('shorten', 'lower', 'next', 'hold')),
  component: Type.Optional(OneOf('interest', 'fee', 'penalty')),
  code: Type.Optional(Type.String({ pattern: '^[a-z][a-z0-9_]{1,63}$' })),
  payee: Type.Optional(Type.String({ pattern: '^[a-z][a-z0-9_-]{1,63}$' })),
  dueDay: Type.Optional(CalendarDay),
  factId: Type.Optional(Id),
  reason: Type.Optional(Type.String({ minLength: 1, maxLength: 500, description: 'Nothing personal' })),
  rateAnnual: Type.Optional(Rate),
  fromDay: Type.Optional(CalendarDay),
  toDay: Type.Optional(CalendarDay),
  newDueDay: Type.Optional(CalendarDay),
  extraInstalments: Type.Optional(Type.Integer({ minimum: 0, maximum: 520 })),
  firstDueDay: Type.Optional(CalendarDay),
  instalments: Type.Optional(Type.Integer({ minimum: 1, maximum: 520 })),
  terms: Type.Optional(TermsWish),
});
export type RecordFact = Static<typeof RecordFact>;

const standing = {
  status: LoanStatus,
  asOf: CalendarDay,
  disbursedMinor: AmountMinor,
  principalMinor: AmountMinor,
  dueMinor: AmountMinor,
  overdueMinor: AmountMinor,
  overpaidMinor: AmountMinor,
  dpd: Type.Integer({ minimum: 0, description: 'Days past due' }),
  bucket: Type.String(),
  nextDueDay: OrNull(CalendarDay),
  nextDueMinor: AmountMinor,
  oldestUnpaidDay: OrNull(CalendarDay),
};

export const LoanRow = shape({
  id: Id,
  subject: OrNull(Type.String({ description: 'A random pseudonym of the person' })),
  product: Type.String(),
  currency: Currency,
  version: Type.Integer({ description: 'Number of events of this loan' }),
  ...standing,
});
export type LoanRow = Static<typeof LoanRow>;
export const LoanPage = page(LoanRow);
export const ListLoans = shape({
  status: Type.Optional(LoanStatus),
  bucket: Type.Optional(Type.String({ maxLength: 16 })),
  product: Type.Optional(ProductId),
  subject: Type.Optional(Type.String({ maxLength: 64 })),
  funder: Type.Optional(Type.String({ maxLength: 64 })),
  isOverdue: Type.Optional(Type.Boolean()),
  cursor: Type.Optional(Type.String({ maxLength: 400 })),
  limit: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 500, description: 'Rows a page; 50 unless told' }),
  ),
});
export type ListLoans = Static<typeof ListLoans>;

export const Posting = shape({
  funder: Type.String(),
  currency: Currency,
  account: Type.String(),
  amountMinor: Signed,
});

export const LoanInstalment = shape({
  kind: Type.String(),
  n: Type.Integer(),
  from: CalendarDay,
  due: CalendarDay,
  principalMinor: AmountMinor,
  interestMinor: AmountMinor,
  feeMinor: AmountMinor,
  penaltyMinor: AmountMinor,
  dueMinor: AmountMinor,
  paidMinor: AmountMinor,
  waivedMinor: AmountMinor,
  paidInAdvanceMinor: AmountMinor,
  paidLateMinor: AmountMinor,
  outstandingMinor: AmountMinor,
  balanceAfterMinor: AmountMinor,
  settledOn: OrNull(CalendarDay),
  isDue: Type.Boolean(),
});
export const LoanPayment = shape({
  factId: Type.String(),
  kind: Type.String(),
  day: CalendarDay,
  payer: Type.String(),
  amountMinor: AmountMinor,
  principalMinor: AmountMinor,
  interestMinor: AmountMinor,
  feeMinor: AmountMinor,
  penaltyMinor: AmountMinor,
  overpaidMinor: AmountMinor,
  principalAfterMinor: AmountMinor,
  /** Where it went: to which row of `instalments`, which component, whose. */
  parts: Type.Array(
    shape({
      row: Type.Integer(),
      component: Type.String(),
      payee: OrNull(Type.String()),
      timing: Type.String(),
      amountMinor: AmountMinor,
    }),
  ),
});
export const LoanAccounts = shape({
  disbursed: AmountMinor,
  principalPaid: AmountMinor,
  principalWrittenOff: AmountMinor,
  interestDue: AmountMinor,
  interestPaid: AmountMinor,
  interestWaived: AmountMinor,
  interestWrittenOff: AmountMinor,
  chargeDue: ByPayee,
  chargePaid: ByPayee,
  chargeWaived: ByPayee,
  chargeWrittenOff: ByPayee,
  recovered: AmountMinor,
  overpaid: AmountMinor,
  refunded: AmountMinor,
  received: ByPayee,
});

/** A loan on a day: everything that its facts lead to. */
export const LoanState = shape({
  ...standing,
  accruedMinor: Type.Integer({ description: 'Interest that has run and not fallen due' }),
  payoffMinor: AmountMinor,
  terms: Terms,
  instalments: Type.Array(LoanInstalment),
  payments: Type.Array(LoanPayment),
  pauses: Type.Array(shape({ from: CalendarDay, to: CalendarDay })),
  accounts: LoanAccounts,
});
export type LoanState = Static<typeof LoanState>;

export const LoanDay = shape({
  day: Type.Optional({
    ...CalendarDay,
    description: 'Today unless told; a later day shows what will be if nothing happens',
  }),
});
export const LoanFactRow = Type.Object(
  { id: Type.String(), kind: Type.String(), effectiveDay: CalendarDay, bookedDay: CalendarDay },
  { description: 'With the fields of its kind' },
);
export const LoanDetail = shape({
  id: Id,
  subject: OrNull(Type.String()),
  product: Type.String(),
  currency: Currency,
  application: OrNull(Id),
  amountMinor: AmountMinor,
  shares: Type.Array(FunderShare),
  version: Type.Integer(),
  openedDay: CalendarDay,
  state: LoanState,
  /** By the policy of the product's portfolio; null where the product is no longer sold. */
  classification: OrNull(
    shape({
      policy: Type.String(),
      class: Type.String({ description: 'pass, special_mention, substandard, doubtful, loss' }),
      stage: Type.Integer({ minimum: 1, maximum: 3 }),
    }),
  ),
  facts: Type.Array(LoanFactRow),
});
export type LoanDetail = Static<typeof LoanDetail>;

export const OpenedLoan = shape({ id: Id, loan: LoanRow, plan: LoanPlan });
export const RecordedFact = shape({
  factId: Id,
  kind: Type.String(),
  effectiveDay: CalendarDay,
  loan: LoanRow,
  postings: Type.Array(Posting),
});
export const PreviewedFact = shape({
  before: OrNull(LoanState),
  after: LoanState,
  postings: Type.Array(Posting),
});

/** What would end a loan on a day, and what of it is what; all 0 when it has ended. */
export const PayoffQuote = shape({
  id: Id,
  currency: Currency,
  day: CalendarDay,
  totalMinor: AmountMinor,
  principalMinor: AmountMinor,
  interestMinor: AmountMinor,
  feeMinor: AmountMinor,
  penaltyMinor: AmountMinor,
});

/** What a loan really cost so far, and will if nothing more goes wrong, against the caps of the day it was agreed. */
export const LoanCostReply = shape({
  id: Id,
  day: CalendarDay,
  currency: Currency,
  cost: LoanCost,
  caps: Type.Array(HeldCap),
});

export const LoanPostings = shape({
  rows: Type.Array(
    shape({
      position: Type.Integer({ description: 'Place in the log, from 0' }),
      eventId: Id,
      kind: Type.String(),
      effectiveDay: CalendarDay,
      bookedAt: Instant,
      postings: Type.Array(Posting),
    }),
  ),
});

export const FunderBooks = shape({
  funder: Type.String(),
  currency: Currency,
  accounts: Type.Array(
    shape({ account: Type.String(), kind: Type.String(), text: Text, amountMinor: Signed }),
  ),
  /** Sum of all balances: 0, or the books do not balance. */
  sumMinor: Signed,
});

/** What a funder's accounts held, moved and hold: the settlement statement of a period. */
export const StatementQuery = shape({ from: CalendarDay, to: CalendarDay });
export const FunderName = shape({ funder: Type.String({ pattern: '^[a-z][a-z0-9_-]{0,63}$' }) });
export const FunderStatement = shape({
  funder: Type.String(),
  from: CalendarDay,
  to: CalendarDay,
  rows: Type.Array(
    shape({
      currency: Currency,
      account: Type.String(),
      kind: OneOf('asset', 'liability', 'income', 'expense'),
      text: Text,
      openingMinor: Signed,
      debitMinor: AmountMinor,
      creditMinor: AmountMinor,
      closingMinor: Signed,
    }),
  ),
  /** Of all closing balances: 0, or the books do not balance. */
  sumMinor: Signed,
});
export const FunderList = shape({ rows: Type.Array(FunderBooks) });

export const LoanId = shape({ id: Id });
