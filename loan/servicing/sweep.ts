/**
 * Time passing: periods close and fall due, interest runs on, late fees and penalty interest come. A function of the
 * terms and of what has happened, never an event: a payment that turns out to have come earlier changes it by itself.
 */
import { assert } from '@plimsoll/core/base';
import type { Day } from '@plimsoll/core/calendar';
import { mulDiv, RATE_SCALE, type Rate, rateOf, roundSum } from '@plimsoll/core/money';
import {
  addInterest,
  feeAmount as plannedFee,
  type FeeTerms,
  principalDue,
  rateOfInstalment,
  roundInterest,
} from '@plimsoll/core/schedule';
import {
  bearsWithPayment,
  type Book,
  follows,
  type Row,
  unpaidCharges,
  unpaidOf,
  unpaidRow,
} from './book.ts';

export type Until = { readonly day: Day /** A payment comes on that day. */; readonly isPaying: boolean };

/** Lets time pass to a day; what falls due on that day has fallen due, and `onDue` has been told of each due day. */
export function sweepTo(book: Book, { day, isPaying }: Until, onDue: (book: Book, day: Day) => void): void {
  while (book.open < book.rows.length) {
    const row = book.rows[book.open];
    assert(row !== undefined, 'a row');
    if (row.to > day) break;
    markLate(book, row.to);
    if (isPaying && row.to === day) accrueOverdue(book, day);
    closeRow(book, row);
    book.open += 1;
    openPeriod(book);
    onDue(book, row.to);
  }
  markLate(book, day);
  if (day > book.day) book.day = day;
}

/** Reckons the interest of the open period up to a day. */
export function accrueTo(book: Book, day: Day): void {
  const row = book.rows[book.open];
  if (row === undefined || day <= book.since) return;
  const to = day < row.to ? day : row.to;
  const from = book.since > row.from ? book.since : row.from;
  if (to > from && book.writtenOffOn === null) {
    const stretch = { from, to, balanceMinor: bearingOf(book), rateAnnual: rateOfRow(book, row) };
    addInterest(book.accrued, book.prepared, { period: row, stretch });
  }
  book.since = to;
}

/** Where overdue principal bears interest only when a payment comes: from the last one, or the period's first day, on. */
export function accrueOverdue(book: Book, day: Day): void {
  const row = book.rows[book.open];
  if (row === undefined || !bearsWithPayment(book) || book.writtenOffOn !== null) return;
  const from = book.overdueSince > row.from ? book.overdueSince : row.from;
  const to = day < row.to ? day : row.to;
  const balanceMinor = book.principal - book.unbilled + overdueInterest(book);
  const stretch = { from, to, balanceMinor, rateAnnual: rateOfRow(book, row) };
  addInterest(book.accrued, book.prepared, { period: row, stretch });
  book.overdueSince = day;
}

/** What bears interest now. */
function bearingOf(book: Book): number {
  const { recalculation } = book.prepared.terms;
  if (book.principal === 0) return 0;
  if (!follows(book) || bearsWithPayment(book)) return book.unbilled;
  return recalculation === 'period' ? book.bearing : book.principal + overdueInterest(book);
}

/** Overdue interest that bears interest itself, where the terms say so. */
function overdueInterest(book: Book): number {
  if (book.prepared.terms.compounding === 'none') return 0;
  let sum = 0;
  for (let index = 0; index < book.open; index++) {
    const row = book.rows[index];
    if (row !== undefined) sum += unpaidOf(row, 'interest');
  }
  return sum;
}

function rateOfRow(book: Book, row: Row): Rate {
  return rateOfInstalment(book.prepared, row.n, book.rateAnnual);
}

function closeRow(book: Book, row: Row): void {
  row.isClosed = true;
  if (row.kind !== 'instalment') {
    book.unbilled -= unpaidOf(row, 'principal');
    return;
  }
  if (follows(book) && book.writtenOffOn === null) settleRow(book, row);
  book.unbilled -= unpaidOf(row, 'principal');
  book.accrued = [];
  book.since = row.to;
}

/** The principal and interest of a row whose period is over, on the balance as it really was. */
function settleRow(book: Book, row: Row): void {
  const { prepared } = book;
  const { terms } = prepared;
  accrueTo(book, row.to);
  const earned = roundInterest(prepared, book.accrued) + book.carried;
  const isLast = isLastInstalment(book);
  const isDeferring = !isLast && (terms.method === 'bullet' || row.n <= terms.grace.interest);
  const settled = row.paidInterest + row.waivedInterest;
  book.carried = 0;
  if (row.isEarly && !isLast) {
    row.interest = settled;
    book.carried = earned - settled;
  } else {
    row.interest = isDeferring ? settled : Math.max(settled, earned + book.deferred);
    book.deferred += earned - row.interest;
  }
  const balance = book.unbilled + row.paidPrincipal;
  const at = { period: row, isLast, balance, earned: row.isEarly ? row.interest : earned, level: row.level };
  const wanted = principalDue(prepared, at);
  const relief = isLast ? 0 : Math.min(book.credit, Math.max(0, wanted - row.paidPrincipal));
  book.credit -= relief;
  row.principal = Math.max(wanted - relief, row.paidPrincipal);
}

function isLastInstalment(book: Book): boolean {
  for (let index = book.open + 1; index < book.rows.length; index++)
    if (book.rows[index]?.kind === 'instalment') return false;
  return true;
}

/** A period begins: what bears interest in it, where only its beginning counts. */
function openPeriod(book: Book): void {
  const row = book.rows[book.open];
  if (row === undefined) return;
  const isBehind = book.rows.some(
    (earlier, index) => index < book.open && earlier.due < row.from && unpaidOf(earlier, 'principal') > 0,
  );
  book.bearing = isBehind ? book.principal : book.unbilled;
}

/** Late fees of rows that were not paid within the days of grace; once a row. */
function markLate(book: Book, day: Day): void {
  if (book.writtenOffOn !== null) return;
  const { fees, grace, penalty } = book.prepared.terms;
  const lateFees = fees.filter((fee) => fee.on === 'late');
  if (lateFees.length === 0 && penalty === null) return;
  for (let index = 0; index < book.open; index++) {
    const row = book.rows[index];
    if (row === undefined || row.due + grace.lateDays >= day) continue;
    if (!row.isLateSeen) {
      row.isLateSeen = true;
      if (unpaidRow(row) > 0) for (const fee of lateFees) chargeLate(book, row, fee);
    }
    if (penalty !== null) accruePenalty(book, row, day);
  }
}

function chargeLate(book: Book, row: Row, fee: FeeTerms): void {
  const base =
    fee.base === 'overdue_principal' ? unpaidOf(row, 'principal') : unpaidRow(row) - unpaidCharges(row);
  const amount = feeAmount(book, fee, base);
  if (amount === 0) return;
  const { component, code, payee } = fee;
  row.charges.push({ component, code, payee, due: row.due, amount, isPlanned: false, paid: 0, waived: 0 });
}

/** A fee by its formula, the one that offers are costed by. */
export function feeAmount(book: Book, fee: FeeTerms, baseMinor: number): number {
  return plannedFee(fee, baseMinor, book.prepared.terms.rounding.mode);
}

/** Penalty interest of a row from the last time it was reckoned to a day. */
export function accruePenalty(book: Book, row: Row, day: Day): void {
  const { penalty, rounding } = book.prepared.terms;
  if (penalty === null || day <= row.penaltySince) return;
  const base =
    unpaidOf(row, 'principal') + (penalty.base === 'principal_and_interest' ? unpaidOf(row, 'interest') : 0);
  const from = row.penaltySince;
  row.penaltySince = day;
  if (base <= 0) return;
  const rate =
    penalty.rateAnnual === null
      ? (mulDiv(
          book.rateAnnual,
          { numerator: rateOf(penalty.timesRate ?? 0), denominator: RATE_SCALE },
          'halfUp',
        ) as number as Rate)
      : rateOf(penalty.rateAnnual);
  const daily = { ...book.prepared, terms: { ...book.prepared.terms, accrual: 'daily' as const } };
  addInterest(row.penalty, daily, {
    period: row,
    stretch: { from, to: day, balanceMinor: base, rateAnnual: rate },
  });
  const total = roundSum(row.penalty, rounding.mode);
  const charge = row.penaltyCharge ?? {
    component: 'penalty',
    code: 'penalty_interest',
    payee: 'lender',
    due: row.due,
    amount: 0,
    isPlanned: false,
    paid: 0,
    waived: 0,
  };
  if (row.penaltyCharge === null) {
    row.penaltyCharge = charge;
    row.charges.push(charge);
  }
  const room =
    penalty.maxMinor === null ? total : Math.max(charge.amount, penalty.maxMinor - otherPenalty(book, row));
  charge.amount = Math.min(total, room);
}

function otherPenalty(book: Book, row: Row): number {
  return book.rows.reduce((sum, other) => sum + (other === row ? 0 : (other.penaltyCharge?.amount ?? 0)), 0);
}
