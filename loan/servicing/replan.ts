/** The rows to come, planned again from how the loan stands. */
import { assert } from '@plimsoll/core/base';
import type { Day } from '@plimsoll/core/calendar';
import {
  type InterestPeriod,
  planRest,
  principalDue,
  type Rest,
  roundInterest,
} from '@plimsoll/core/schedule';
import { bearsWithPayment, type Book, emptyRow, follows, type Row } from './book.ts';
import { accrueTo, feeAmount } from './sweep.ts';

/** Instalments whose period is not over. */
export function openRows(book: Book): Row[] {
  return book.rows.slice(book.open).filter((row) => row.kind === 'instalment');
}

/** Plans the open rows again: with the level payments in force, or with one reckoned anew for those from an index on. */
export function replan(book: Book, levelFrom: number | null = null): void {
  const rows = openRows(book);
  if (rows.length === 0) return;
  if (levelFrom !== null && levelFrom < rows.length) {
    const level = levelOf(book, rows, levelFrom);
    for (const row of rows.slice(levelFrom)) row.level = level;
  }
  const plan = planRest(book.prepared, { ...restOf(book, rows), levels: rows.map(({ level }) => level) });
  plan.instalments.forEach((planned, index) => {
    const row = rows[index];
    assert(row !== undefined, 'a row for each instalment');
    row.principal = planned.principalMinor;
    row.interest = planned.interestMinor;
  });
}

/** The level payment of the open rows from one on, as it would be if those before it were paid as planned. */
function levelOf(book: Book, rows: readonly Row[], from: number): number {
  const rest = restOf(book, rows.slice(from));
  if (from === 0) return planRest(book.prepared, rest).levelMinor;
  const before = rows.slice(0, from).reduce((sum, row) => sum + row.principal - row.paidPrincipal, 0);
  const since = rows[from]?.from ?? book.since;
  const balanceMinor = book.unbilled - before;
  return planRest(book.prepared, {
    ...rest,
    balanceMinor,
    since,
    accrued: [],
    deferredMinor: 0,
    carriedMinor: 0,
  }).levelMinor;
}

function restOf(book: Book, rows: readonly Row[]): Rest {
  return {
    periods: rows,
    since: book.since,
    balanceMinor: book.unbilled,
    rateAnnual: book.rateAnnual,
    accrued: book.accrued,
    deferredMinor: book.deferred,
    carriedMinor: book.carried,
    levels: null,
    creditMinor: book.credit,
    lentMinor: book.lent,
    ahead: rows.map((row) => ({
      principalMinor: row.paidPrincipal,
      interestMinor: row.paidInterest + row.waivedInterest,
      isSettled: row.isEarly,
    })),
  };
}

/**
 * How the rest looks on a day: what is overdue is taken to be paid that day, what is to come to be paid when due. Only
 * where interest follows the balance; a fixed plan stands as it is.
 */
export function project(book: Book, day: Day): void {
  if (!follows(book) || book.writtenOffOn !== null) return;
  if (!bearsWithPayment(book)) accrueTo(book, day);
  replan(book);
}

/**
 * Shows on the open rows what they ask for if they are paid this day: the interest that has run, none that has not, and
 * principal up to the level payment.
 */
export function viewIfPaidNow(book: Book, day: Day): void {
  accrueTo(book, day);
  const rows = openRows(book);
  let balance = book.unbilled;
  rows.forEach((row, index) => {
    const earned = index === 0 ? Math.max(row.paidInterest, interestNow(book)) : row.paidInterest;
    const isLast = index === rows.length - 1;
    const before = balance + row.paidPrincipal;
    const at = { period: row, isLast, balance: before, earned, level: row.level };
    row.principal =
      row.isEarly && !isLast
        ? row.paidPrincipal
        : Math.max(row.paidPrincipal, principalDue(book.prepared, at));
    row.interest = row.isEarly ? row.paidInterest : earned;
    balance -= row.principal - row.paidPrincipal;
  });
}

/** Interest of the open period so far, with what earlier ones left to it, rounded. */
export function interestNow(book: Book): number {
  return roundInterest(book.prepared, book.accrued) + book.deferred + book.carried;
}

/** Rows for periods, after those there are. */
export function addRows(book: Book, periods: readonly InterestPeriod[]): Row[] {
  const rows = periods.map((period) => emptyRow('instalment', period));
  book.rows.push(...rows);
  return rows;
}

/** Fees that fall due with each instalment, by the formulas of the terms. */
export function chargePeriodFees(book: Book, rows: readonly Row[]): void {
  for (const fee of book.prepared.terms.fees) {
    if (fee.on !== 'period') continue;
    let balance = rows.reduce((sum, row) => sum + row.principal, 0);
    for (const row of rows) {
      const base = { disbursed: book.lent, instalment: row.principal + row.interest, fixed: 0 }[
        fee.base as string
      ];
      const amount = feeAmount(book, fee, base ?? balance);
      balance -= row.principal;
      if (amount === 0) continue;
      const { component, code, payee } = fee;
      row.charges.push({ component, code, payee, due: row.due, amount, isPlanned: true, paid: 0, waived: 0 });
    }
  }
}
