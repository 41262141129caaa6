/**
 * The state of a loan: a fold of its facts up to a day. Facts count in the order of their effective days, so that a late
 * booking, a reversal or a correction gives the loan that would have been; what depends on time alone (interest, late
 * fees, days past due) is a function of the day asked and needs no event.
 */
import { assert } from '@plimsoll/core/base';
import type { Day } from '@plimsoll/core/calendar';
import { approximate } from '@plimsoll/core/money';
import type { LoanFact } from '@plimsoll/loan/spine';
import { apply } from './apply.ts';
import { bearsWithPayment, type Book, openBook } from './book.ts';
import { factsInForce } from './order.ts';
import { useOverpaid } from './repay.ts';
import { project } from './replan.ts';
import { type LoanState, stateOf } from './state.ts';
import { accrueTo, sweepTo } from './sweep.ts';

/** The loan on a day; null before it was opened. O(facts × instalments) at worst, usually O(facts + instalments). */
export function foldLoan(facts: readonly LoanFact[], asOf: Day): LoanState | null {
  const book = bookOf(facts, asOf);
  if (book === null) return null;
  if (!bearsWithPayment(book)) return stateOf(book, { asOf, ifPaid: book });
  // A payment itself brings interest: what would end the loan is known only as if one came.
  return stateOf(book, { asOf, ifPaid: bookOf(facts, asOf, true) ?? book });
}

/** The working state on a day, swept and projected; null before the loan was opened. */
export function bookOf(facts: readonly LoanFact[], asOf: Day, isPaying = false): Book | null {
  const dated = factsInForce(facts, asOf);
  const first = dated[0];
  if (first === undefined) return null;
  assert(first.fact.kind === 'opened', 'a loan begins by being opened');
  const book = openBook(first.fact, first.day);
  for (const fact of dated) {
    sweepTo(book, { day: fact.day, isPaying: fact.fact.kind === 'repaid' }, useOverpaid);
    apply(book, fact);
    useOverpaid(book, fact.day);
  }
  sweepTo(book, { day: asOf, isPaying }, useOverpaid);
  project(book, asOf);
  accrueTo(book, asOf);
  check(book);
  return book;
}

/** What must hold whatever happened. */
function check(book: Book): void {
  let due = 0;
  let paid = 0;
  for (const row of book.rows) {
    due += row.principal;
    paid += row.paidPrincipal;
  }
  assert(due === book.lent, `principal of instalments = disbursed (${due} and ${book.lent})`);
  assert(paid <= due, 'no more principal is paid than there is');
  assert(
    book.writtenOffOn !== null || book.principal === book.lent - paid,
    'principal outstanding = disbursed − paid',
  );
  for (const payment of book.payments) {
    if (payment.kind !== 'repaid') continue;
    const parts = payment.parts.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
    assert(parts + payment.overpaid === payment.amount, 'parts of a payment = the payment');
  }
  assert(Number.isFinite(approximate(book.accrued)), 'interest is a number');
}
