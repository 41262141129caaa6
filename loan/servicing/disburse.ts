/** Money paid out: the first disbursement makes the plan, further ones plan the rest again. */
import type { Day } from '@plimsoll/core/calendar';
import { mulDiv, RATE_SCALE, rateOf } from '@plimsoll/core/money';
import { firstAnchor, periodsFrom } from '@plimsoll/core/schedule';
import { type Book, type Charge, emptyRow, type Payment } from './book.ts';
import { addRows, chargePeriodFees, openRows, replan } from './replan.ts';
import { accrueTo, feeAmount } from './sweep.ts';

/** Pays out an amount. */
export function disburse(
  book: Book,
  { factId, day, amount }: { readonly factId: string; readonly day: Day; readonly amount: number },
): void {
  const isFirst = book.anchor === null;
  accrueTo(book, day);
  book.lent += amount;
  book.drawings.push({ day, amount });
  book.principal += amount;
  book.unbilled += amount;
  addDownPayment(book, day, amount);
  if (isFirst) startPlan(book, day);
  else if (openRows(book).length === 0) addDueAtOnce(book, day);
  replan(book, 0);
  if (isFirst) chargePeriodFees(book, openRows(book));
  book.bearing = book.unbilled;
  const payment = paymentOf(book, { factId, kind: 'disbursed', day, amount, payer: 'lender' });
  payFeesOnDisbursement(book, payment, day);
}

/** The record of a payment that has not been allocated yet. */
export function paymentOf(
  book: Book,
  of: Pick<Payment, 'factId' | 'kind' | 'day' | 'amount' | 'payer'>,
): Payment {
  const payment: Payment = { ...of, parts: [], overpaid: 0, principalAfter: book.principal };
  book.payments.push(payment);
  return payment;
}

function startPlan(book: Book, day: Day): void {
  const { prepared } = book;
  book.anchor = firstAnchor(prepared, day);
  book.since = day;
  addRows(
    book,
    periodsFrom(prepared, { from: day, anchor: book.anchor, n: 1, count: prepared.terms.instalments }),
  );
}

/** Paid out when no instalment is to come any more (a change that made room was undone since): due at once. */
function addDueAtOnce(book: Book, day: Day): void {
  const row = emptyRow('charge', { n: 0, from: day, to: day, due: day, wholeDays: 0 });
  row.principal = book.unbilled;
  row.isClosed = true;
  book.unbilled = 0;
  book.rows.splice(book.open, 0, row);
  book.open += 1;
}

/** A part of each disbursement that is due at once, as a row of its own. */
function addDownPayment(book: Book, day: Day, amount: number): void {
  const { downPaymentShare, rounding } = book.prepared.terms;
  if (downPaymentShare === 0) return;
  const share = { numerator: rateOf(downPaymentShare), denominator: RATE_SCALE };
  const row = emptyRow('down_payment', { n: 0, from: day, to: day, due: day, wholeDays: 0 });
  row.principal = mulDiv(amount, share, rounding.mode);
  row.isClosed = true;
  book.unbilled -= row.principal;
  book.rows.splice(book.open, 0, row);
  book.open += 1;
}

/** Fees on disbursement: kept back or paid in at once, or due with the next instalment. */
function payFeesOnDisbursement(book: Book, { amount }: Payment, day: Day): void {
  for (const fee of book.prepared.terms.fees) {
    if (fee.on !== 'disbursement') continue;
    const charged = feeAmount(book, fee, fee.base === 'fixed' ? 0 : amount);
    if (charged === 0) continue;
    const { component, code, payee } = fee;
    const isAtOnce = fee.paid !== 'with_instalment';
    const charge: Charge = {
      component,
      code,
      payee,
      due: day,
      amount: charged,
      isPlanned: false,
      paid: isAtOnce ? charged : 0,
      waived: 0,
    };
    if (isAtOnce) book.upfront.push(charge);
    else
      (openRows(book)[0] ?? book.rows.at(-1))?.charges.push({
        ...charge,
        due: openRows(book)[0]?.due ?? day,
      });
  }
}
