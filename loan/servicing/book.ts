/**
 * The working state of one fold: the loan's rows as they stand on a day. It is made and used within one call of
 * `foldLoan` and never leaves it, which is why it may change in place.
 */
import type { Day } from '@plimsoll/core/calendar';
import type { Rate, Term } from '@plimsoll/core/money';
import { type DueAnchor, type LoanTerms, type PreparedTerms, prepareTerms } from '@plimsoll/core/schedule';
import type { FunderShare, LoanDeed } from '@plimsoll/loan/spine';

/** `prepayment`: principal paid before any instalment asked for it, with its interest. */
export type RowKind = 'instalment' | 'down_payment' | 'prepayment' | 'charge';

export type Charge = {
  readonly component: 'fee' | 'penalty';
  readonly code: string;
  readonly payee: string;
  readonly due: Day;
  /** A fee of the plan, which falls away with its instalment; not one that was charged for something. */
  readonly isPlanned: boolean;
  amount: number;
  paid: number;
  waived: number;
};

export type Row = {
  kind: RowKind;
  n: number;
  from: Day;
  to: Day;
  due: Day;
  wholeDays: number;
  /** The level payment in force for it, or the level part of principal. */
  level: number;
  principal: number;
  interest: number;
  paidPrincipal: number;
  paidInterest: number;
  waivedInterest: number;
  charges: Charge[];
  paidInAdvance: number;
  paidLate: number;
  settledOn: Day | null;
  /** Its period is over: principal and interest are what they are. */
  isClosed: boolean;
  /** Paid in full before its period was over: what its period still earns falls due with the next. */
  isEarly: boolean;
  /** The late fees of the terms have been looked at. */
  isLateSeen: boolean;
  /** Penalty interest on it, exact, up to `penaltySince`; what of it has been charged. */
  penalty: Term[];
  penaltySince: Day;
  penaltyCharge: Charge | null;
};

export type Timing = 'past_due' | 'due' | 'in_advance';

/** A part of a payment: where it went. */
export type AllocationPart = {
  readonly row: Row;
  readonly component: 'principal' | 'interest' | 'fee' | 'penalty';
  readonly payee: string | null;
  readonly timing: Timing;
  readonly amountMinor: number;
};

export type Payment = {
  readonly factId: string;
  readonly kind: 'disbursed' | 'repaid' | 'refunded' | 'upfront' | 're_amortised' | 're_aged' | 'written_off';
  readonly day: Day;
  readonly payer: string;
  readonly amount: number;
  parts: AllocationPart[];
  overpaid: number;
  /** Principal outstanding after it. */
  principalAfter: number;
};

export type Pause = { readonly from: Day; to: Day };

export type Book = {
  prepared: PreparedTerms;
  rateAnnual: Rate;
  product: string;
  amountMinor: number;
  shares: readonly FunderShare[];
  /** From where due days are reckoned, and the number of the instalment that the anchor's first due day has. */
  anchor: DueAnchor | null;
  anchorN: number;
  rows: Row[];
  /** The first row whose period is not over; `rows.length` when all are. */
  open: number;
  /** Swept to this day: what happens on it has been seen. */
  day: Day;
  lent: number;
  /** Principal outstanding. */
  principal: number;
  /** Principal that has not fallen due, and isn't paid. */
  unbilled: number;
  /** Interest of the open period up to `since`. */
  accrued: Term[];
  since: Day;
  /** Interest of earlier periods that falls due with the next one. */
  deferred: number;
  /** Interest that ran after its instalment was settled early. */
  carried: number;
  /** What bears interest in the open period where interest follows the balance period by period. */
  bearing: number;
  /** The interest of overdue principal is reckoned up to this day, where it comes with payments only. */
  overdueSince: Day;
  credit: number;
  /** All that was lent, when. */
  drawings: { readonly day: Day; readonly amount: number }[];
  payments: Payment[];
  pauses: Pause[];
  overpaid: number;
  refunded: number;
  upfront: Charge[];
  received: Map<string, number>;
  writtenOffOn: Day | null;
  principalWrittenOff: number;
  interestWrittenOff: number;
  chargeWrittenOff: Map<string, number>;
  /** Paid after the write-off, by component and for charges by payee. */
  recovered: { principal: number; interest: number; charges: Map<string, number> };
};

/** The book of a loan that was opened on a day and not yet paid out. */
export function openBook(deed: Extract<LoanDeed, { readonly kind: 'opened' }>, day: Day): Book {
  const prepared = preparedOf(deed.terms);
  return {
    prepared,
    rateAnnual: prepared.rateAnnual,
    product: deed.product,
    amountMinor: deed.amountMinor,
    shares: deed.shares,
    anchor: null,
    anchorN: 1,
    rows: [],
    open: 0,
    day,
    lent: 0,
    principal: 0,
    unbilled: 0,
    accrued: [],
    since: day,
    deferred: 0,
    carried: 0,
    bearing: 0,
    overdueSince: day,
    credit: 0,
    drawings: [],
    payments: [],
    pauses: [],
    overpaid: 0,
    refunded: 0,
    upfront: [],
    received: new Map(),
    writtenOffOn: null,
    principalWrittenOff: 0,
    interestWrittenOff: 0,
    chargeWrittenOff: new Map(),
    recovered: { principal: 0, interest: 0, charges: new Map() },
  };
}

/** Loans of one product often share the very same terms: those are prepared once, as long as somebody keeps them. */
const preparations = new WeakMap<LoanTerms, PreparedTerms>();

function preparedOf(terms: LoanTerms): PreparedTerms {
  const known = preparations.get(terms);
  if (known !== undefined) return known;
  const made = prepareTerms(terms);
  preparations.set(terms, made);
  return made;
}

/** What of a component a row still asks for. */
export function unpaidOf(row: Row, component: 'principal' | 'interest'): number {
  return component === 'principal'
    ? row.principal - row.paidPrincipal
    : row.interest - row.paidInterest - row.waivedInterest;
}

/** What a charge still asks for. */
export function unpaidCharge(charge: Charge): number {
  return charge.amount - charge.paid - charge.waived;
}

/** Fees and penalties that a row still asks for. */
export function unpaidCharges(row: Row): number {
  let sum = 0;
  for (const charge of row.charges) sum += unpaidCharge(charge);
  return sum;
}

/** All that a row still asks for. */
export function unpaidRow(row: Row): number {
  return unpaidOf(row, 'principal') + unpaidOf(row, 'interest') + unpaidCharges(row);
}

/** A row without anything on it yet. */
export function emptyRow(kind: RowKind, days: Pick<Row, 'n' | 'from' | 'to' | 'due' | 'wholeDays'>): Row {
  return {
    kind,
    n: days.n,
    from: days.from,
    to: days.to,
    due: days.due,
    wholeDays: days.wholeDays,
    level: 0,
    principal: 0,
    interest: 0,
    paidPrincipal: 0,
    paidInterest: 0,
    waivedInterest: 0,
    charges: [],
    paidInAdvance: 0,
    paidLate: 0,
    settledOn: null,
    isClosed: false,
    isEarly: false,
    isLateSeen: false,
    penalty: [],
    penaltySince: days.due,
    penaltyCharge: null,
  };
}

/** Whether overdue principal bears interest only when a payment comes. */
export function bearsWithPayment(book: Book): boolean {
  const { recalculation, overdueInterest } = book.prepared.terms;
  return follows(book) && recalculation === 'daily' && overdueInterest === 'with_payment';
}

/** Whether interest follows the real balance. Flat interest is of the amount lent and never does. */
export function follows({ prepared }: Book): boolean {
  const { recalculation, method } = prepared.terms;
  return recalculation !== 'none' && method !== 'flat';
}
