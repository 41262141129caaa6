/** One fact after another: each changes the book as of its day. */
import { assertNever } from '@plimsoll/core/base';
import { type Day, parseDay } from '@plimsoll/core/calendar';
import type { LoanDeed } from '@plimsoll/loan/spine';
import { markSettled } from './allocate.ts';
import { type Book, emptyRow } from './book.ts';
import { changeRate, reAge, reAmortise, reschedule, restructure, waive, writeOff } from './change.ts';
import { disburse, paymentOf } from './disburse.ts';
import type { DatedFact } from './order.ts';
import { repay } from './repay.ts';
import { accrueTo } from './sweep.ts';

/** What still happens to a loan that was written off; a change of it that was booked first and counts later is moot. */
const afterLoss: ReadonlySet<LoanDeed['kind']> = new Set(['repaid', 'refunded', 'paused', 'resumed']);

/** Applies a fact. Time has been swept to its day. */
export function apply(book: Book, { fact, day }: DatedFact): void {
  const factId = fact.id;
  if (book.writtenOffOn !== null && !afterLoss.has(fact.kind)) return;
  switch (fact.kind) {
    case 'opened':
    case 'reversed':
      return;
    case 'disbursed':
      return disburse(book, { factId, day, amount: fact.amountMinor });
    case 'repaid': {
      const future = fact.payer === 'merchant' ? 'spread' : null;
      const { payer, variant } = fact;
      return repay(book, { factId, day, amount: fact.amountMinor, payer, variant, future });
    }
    case 'refunded':
      return refund(book, { factId, day, amount: fact.amountMinor });
    case 'charged':
      return charge(book, fact, day);
    case 'waived':
      return waive(book, day, fact);
    case 'rate_changed':
      return changeRate(book, day, fact.rateAnnual);
    case 'rescheduled':
      return reschedule(book, fact);
    case 're_amortised':
      return reAmortise(book, { factId, day });
    case 're_aged':
      return reAge(book, { factId, day }, fact);
    case 'restructured':
      return restructure(book, day, fact);
    case 'paused': {
      const from = parseDay(fact.fromDay);
      const to = parseDay(fact.toDay);
      if (from !== null && to !== null) book.pauses.push({ from, to });
      return;
    }
    case 'resumed':
      for (const pause of book.pauses) if (pause.from <= day && day <= pause.to) pause.to = day;
      return;
    case 'written_off':
      // Nothing was lent, so nothing is lost: what was lent then was undone since.
      return book.anchor === null ? undefined : writeOff(book, { factId, day });
    default:
      return assertNever(fact);
  }
}

/** A fee or penalty, on the instalment within whose period it falls due; after the last one, as a row of its own. */
function charge(book: Book, deed: Extract<LoanDeed, { readonly kind: 'charged' }>, day: Day): void {
  const due = parseDay(deed.dueDay) ?? day;
  const { component, code, payee, amountMinor: amount } = deed;
  const made = { component, code, payee, due, amount, isPlanned: false, paid: 0, waived: 0 };
  rowOn(book, due).charges.push(made);
}

function rowOn(book: Book, day: Day): Book['rows'][number] {
  const inside = book.rows.find((row) => row.kind === 'instalment' && row.from < day && day <= row.due);
  if (inside !== undefined) return inside;
  const first = book.rows[0];
  if (first !== undefined && day <= first.due) return first;
  const last = book.rows.at(-1);
  if (last?.kind === 'charge' && last.due === day) return last;
  const from = last?.due ?? day;
  const row = emptyRow('charge', { n: 0, from, to: day, due: day, wholeDays: day - from });
  book.rows.push(row);
  return row;
}

/** An overpayment given back; beyond one, the money is lent, and falls due with the instalment of that day. */
function refund(
  book: Book,
  { factId, day, amount }: { readonly factId: string; readonly day: Day; readonly amount: number },
): void {
  const back = Math.min(amount, book.overpaid);
  book.overpaid -= back;
  book.refunded += back;
  const lent = amount - back;
  const payment = paymentOf(book, { factId, kind: 'refunded', day, amount, payer: 'lender' });
  payment.overpaid = back;
  if (lent > 0) {
    accrueTo(book, day);
    const row =
      book.rows.find((candidate) => candidate.due >= day && candidate.kind === 'instalment') ??
      rowOn(book, day);
    row.principal += lent;
    book.lent += lent;
    book.drawings.push({ day, amount: lent });
    book.principal += lent;
    if (!row.isClosed) book.unbilled += lent;
    markSettled(book, day);
  }
  payment.principalAfter = book.principal;
}
