/** What a fold gives: the loan on a day, as values that nothing changes any more. */
import { type Day, formatDay } from '@plimsoll/core/calendar';
import { type Minor, minor } from '@plimsoll/core/money';
import type { LoanTerms, Timing } from '@plimsoll/core/schedule';
import type { ByPayee, FunderShare, LoanAccounts, LoanStatus, LoanSummary } from '@plimsoll/loan/spine';
import { type Book, type Charge, type Row, type RowKind, unpaidRow } from './book.ts';
import { bucketOf, type Delinquency, delinquencyOf } from './delinquency.ts';
import { interestNow, openRows } from './replan.ts';
import { payoffAhead } from './repay.ts';

export type InstalmentState = {
  readonly kind: RowKind;
  /** The number of the instalment, from 1; 0 for a row that is none. */
  readonly n: number;
  readonly from: Day;
  readonly due: Day;
  readonly principalMinor: Minor;
  readonly interestMinor: Minor;
  readonly feeMinor: Minor;
  readonly penaltyMinor: Minor;
  /** Of all four. */
  readonly dueMinor: Minor;
  readonly paidMinor: Minor;
  readonly waivedMinor: Minor;
  readonly paidInAdvanceMinor: Minor;
  readonly paidLateMinor: Minor;
  readonly outstandingMinor: Minor;
  /** Principal still to be repaid after it. */
  readonly balanceAfterMinor: Minor;
  readonly settledOn: Day | null;
  /** Its day has come. */
  readonly isDue: boolean;
};

export type PaymentPart = {
  /** Index of the instalment in the state. */
  readonly row: number;
  readonly component: 'principal' | 'interest' | 'fee' | 'penalty';
  readonly payee: string | null;
  readonly timing: Timing;
  readonly amountMinor: number;
};

/** A payment and where it went. */
export type PaymentState = {
  readonly factId: string;
  readonly kind: Book['payments'][number]['kind'];
  readonly day: Day;
  readonly payer: string;
  readonly amountMinor: number;
  readonly principalMinor: number;
  readonly interestMinor: number;
  readonly feeMinor: number;
  readonly penaltyMinor: number;
  readonly overpaidMinor: number;
  readonly principalAfterMinor: number;
  readonly parts: readonly PaymentPart[];
};

export type LoanState = {
  readonly asOf: Day;
  readonly status: LoanStatus;
  readonly product: string;
  readonly terms: LoanTerms;
  readonly shares: readonly FunderShare[];
  /** The most that may be paid out. */
  readonly amountMinor: Minor;
  readonly disbursedMinor: Minor;
  /** Principal outstanding. */
  readonly principalMinor: Minor;
  /** Interest that has run and not fallen due. */
  readonly accruedMinor: Minor;
  readonly overpaidMinor: Minor;
  readonly instalments: readonly InstalmentState[];
  readonly payments: readonly PaymentState[];
  /** Fees paid when the money was paid out, and not with an instalment. */
  readonly upfront: readonly Readonly<Charge>[];
  readonly delinquency: Delinquency;
  readonly pauses: readonly { readonly from: Day; readonly to: Day }[];
  readonly accounts: LoanAccounts;
  /** What would end the loan on this day; 0 when it has ended. */
  readonly payoffMinor: Minor;
};

/** The state of a book on a day. The book was swept and projected to it. */
export function stateOf(
  book: Book,
  { asOf, ifPaid }: { readonly asOf: Day; readonly ifPaid: Book },
): LoanState {
  const delinquency = delinquencyOf(book, asOf);
  const isOpen = book.writtenOffOn === null && book.anchor !== null;
  const accrued = isOpen && openRows(book).length > 0 ? interestNow(book) : 0;
  const { usual } = book.prepared.terms.prepayment;
  const payoff = isOpen ? unpaidDue(ifPaid) + payoffAhead(ifPaid, asOf, usual) - ifPaid.overpaid : 0;
  return {
    asOf,
    status: statusOf(book),
    product: book.product,
    terms: book.prepared.terms,
    shares: book.shares,
    amountMinor: minor(book.amountMinor),
    disbursedMinor: minor(book.lent),
    principalMinor: minor(book.principal),
    accruedMinor: minor(accrued),
    overpaidMinor: minor(book.overpaid),
    instalments: instalmentsOf(book, asOf),
    payments: paymentsOf(book),
    upfront: book.upfront,
    delinquency,
    pauses: book.pauses,
    accounts: accountsOf(book, asOf),
    payoffMinor: minor(Math.max(0, payoff)),
  };
}

/** The figures of a state that lists show without folding. */
export function summaryOf(state: LoanState): LoanSummary {
  const { delinquency, instalments } = state;
  const next = instalments.find((row) => row.due >= state.asOf && row.outstandingMinor > 0) ?? null;
  const dueMinor = instalments.reduce((sum, row) => sum + (row.isDue ? row.outstandingMinor : 0), 0);
  return {
    status: state.status,
    asOf: formatDay(state.asOf),
    disbursedMinor: state.disbursedMinor,
    principalMinor: state.principalMinor,
    dueMinor,
    overdueMinor: delinquency.overdueMinor,
    overpaidMinor: state.overpaidMinor,
    dpd: delinquency.dpd,
    bucket: bucketOf(delinquency.dpd),
    nextDueDay: next === null ? null : formatDay(next.due),
    nextDueMinor: next?.outstandingMinor ?? 0,
    oldestUnpaidDay: delinquency.oldestUnpaid === null ? null : formatDay(delinquency.oldestUnpaid),
    accounts: state.accounts,
  };
}

function statusOf(book: Book): LoanStatus {
  if (book.anchor === null) return 'approved';
  const isPaid = book.rows.every((row) => unpaidRow(row) <= 0);
  if (isPaid) return book.overpaid > 0 ? 'overpaid' : 'closed';
  return book.writtenOffOn === null ? 'active' : 'written_off';
}

function unpaidDue(book: Book): number {
  let sum = 0;
  for (const row of book.rows) if (row.isClosed) sum += unpaidRow(row);
  return sum;
}

function instalmentsOf(book: Book, asOf: Day): readonly InstalmentState[] {
  let balance = 0;
  let drawn = 0;
  return book.rows.map((row, index) => {
    const isLast = index === book.rows.length - 1;
    for (; drawn < book.drawings.length; drawn++) {
      const drawing = book.drawings[drawn];
      if (drawing === undefined || (drawing.day > row.due && !isLast)) break;
      balance += drawing.amount;
    }
    balance -= row.principal;
    const sums = chargesOf(row);
    const paid = row.paidPrincipal + row.paidInterest + sums.paid;
    const due = row.principal + row.interest + sums.fee + sums.penalty;
    return {
      kind: row.kind,
      n: row.n,
      from: row.from,
      due: row.due,
      principalMinor: minor(row.principal),
      interestMinor: minor(row.interest),
      feeMinor: minor(sums.fee),
      penaltyMinor: minor(sums.penalty),
      dueMinor: minor(due),
      paidMinor: minor(paid),
      waivedMinor: minor(row.waivedInterest + sums.waived),
      paidInAdvanceMinor: minor(row.paidInAdvance),
      paidLateMinor: minor(row.paidLate),
      outstandingMinor: minor(due - paid - row.waivedInterest - sums.waived),
      balanceAfterMinor: minor(balance),
      settledOn: row.settledOn,
      isDue: row.due <= asOf,
    };
  });
}

function chargesOf(row: Row): {
  readonly fee: number;
  readonly penalty: number;
  readonly paid: number;
  readonly waived: number;
} {
  const sums = { fee: 0, penalty: 0, paid: 0, waived: 0 };
  for (const charge of row.charges) {
    sums[charge.component] += charge.amount;
    sums.paid += charge.paid;
    sums.waived += charge.waived;
  }
  return sums;
}

function paymentsOf(book: Book): readonly PaymentState[] {
  const places = new Map(book.rows.map((row, index) => [row, index]));
  return book.payments.map((payment) => {
    const sums = { principal: 0, interest: 0, fee: 0, penalty: 0 };
    for (const { component, amountMinor } of payment.parts) sums[component] += amountMinor;
    return {
      factId: payment.factId,
      kind: payment.kind,
      day: payment.day,
      payer: payment.payer,
      amountMinor: payment.amount,
      principalMinor: sums.principal,
      interestMinor: sums.interest,
      feeMinor: sums.fee,
      penaltyMinor: sums.penalty,
      overpaidMinor: payment.overpaid,
      principalAfterMinor: payment.principalAfter,
      parts: payment.parts.map(({ row, ...part }) => ({ ...part, row: places.get(row) ?? -1 })),
    };
  });
}

function accountsOf(book: Book, asOf: Day): LoanAccounts {
  const figures = { principalPaid: 0, interestDue: 0, interestPaid: 0, interestWaived: 0 };
  const due = new Map<string, number>();
  const paid = new Map<string, number>();
  const waived = new Map<string, number>();
  const addCharge = (charge: Charge, isCounted: boolean) => {
    add(due, charge.payee, isCounted ? charge.amount : charge.paid + charge.waived);
    add(paid, charge.payee, charge.paid);
    add(waived, charge.payee, charge.waived);
  };
  for (const charge of book.upfront) addCharge(charge, true);
  for (const row of book.rows) {
    const isDue = row.isClosed || row.due <= asOf || book.writtenOffOn !== null;
    figures.principalPaid += row.paidPrincipal;
    figures.interestPaid += row.paidInterest;
    figures.interestWaived += row.waivedInterest;
    figures.interestDue += isDue ? row.interest : row.paidInterest + row.waivedInterest;
    for (const charge of row.charges) addCharge(charge, isDue || charge.due <= asOf);
  }
  const { recovered } = book;
  let recoveredCharges = 0;
  for (const [payee, amount] of recovered.charges) {
    add(paid, payee, 0 - amount);
    recoveredCharges += amount;
  }
  return {
    disbursed: book.lent,
    ...figures,
    principalPaid: figures.principalPaid - recovered.principal,
    interestPaid: figures.interestPaid - recovered.interest,
    principalWrittenOff: book.principalWrittenOff,
    interestWrittenOff: book.interestWrittenOff,
    chargeDue: byPayee(due),
    chargePaid: byPayee(paid),
    chargeWaived: byPayee(waived),
    chargeWrittenOff: byPayee(book.chargeWrittenOff),
    recovered: recovered.principal + recovered.interest + recoveredCharges,
    overpaid: book.overpaid,
    refunded: book.refunded,
    received: byPayee(book.received),
  };
}

function add(into: Map<string, number>, name: string, amount: number): void {
  if (amount !== 0) into.set(name, (into.get(name) ?? 0) + amount);
}

function byPayee(amounts: ReadonlyMap<string, number>): ByPayee {
  return Object.fromEntries([...amounts].sort(([left], [right]) => (left < right ? -1 : 1)));
}
