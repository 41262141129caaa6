/**
 * Money coming in: first what is due, then, by the variant of early repayment, the rest: paid in advance on the
 * instalments to come, or as principal at once with the rest planned anew (fewer instalments, smaller ones, the next ones
 * less), or all of it: a payoff.
 */
import type { Day } from '@plimsoll/core/calendar';
import { addInterest, type FeeTerms, type PrepaymentVariant, roundInterest } from '@plimsoll/core/schedule';
import { allocate, type Flow, markSettled, payCharge, payPart } from './allocate.ts';
import {
  bearsWithPayment,
  type Book,
  type Charge,
  emptyRow,
  follows,
  type Payment,
  type Row,
  unpaidCharge,
  unpaidCharges,
  unpaidOf,
  unpaidRow,
} from './book.ts';
import { paymentOf } from './disburse.ts';
import { interestNow, openRows, project, replan, viewIfPaidNow } from './replan.ts';
import { accrueOverdue, accruePenalty, accrueTo, feeAmount } from './sweep.ts';

export type Repayment = {
  readonly factId: string;
  readonly day: Day;
  readonly amount: number;
  readonly payer: string;
  readonly variant: PrepaymentVariant | null;
  /** Where what is paid in advance goes; null: as the terms say. */
  readonly future: 'next' | 'last' | 'spread' | null;
};

/** Takes a payment in. What nothing asks for is held as overpaid. */
export function repay(book: Book, repayment: Repayment): void {
  const { factId, day, amount, payer } = repayment;
  for (const row of book.rows) if (row.penaltyCharge !== null) accruePenalty(book, row, day);
  const payment = paymentOf(book, { factId, kind: 'repaid', day, amount, payer });
  book.received.set(payer, (book.received.get(payer) ?? 0) + amount);
  const future = repayment.future ?? book.prepared.terms.allocation.future;
  const held = book.overpaid;
  const flow: Flow = { book, payment, day, future, left: amount + held };
  if (bearsWithPayment(book)) accrueOverdue(book, day);
  else accrueTo(book, day);
  allocate(flow, ['past_due', 'due']);
  if (flow.left > 0) payAhead(flow, repayment);
  book.overpaid = flow.left;
  payment.overpaid = flow.left - held;
  payment.principalAfter = book.principal;
  markSettled(book, day);
  if (book.writtenOffOn !== null) recover(book, payment);
}

/** What is held for the borrower pays what has fallen due, and ends the loan where it is enough to. */
export function useOverpaid(book: Book, day: Day): void {
  if (book.overpaid === 0) return;
  const held = book.overpaid;
  const payment = paymentOf(book, { factId: '', kind: 'repaid', day, amount: 0, payer: 'borrower' });
  const flow: Flow = { book, payment, day, future: 'next', left: held };
  allocate(flow, ['past_due', 'due']);
  if (flow.left > 0 && openRows(book).length > 0 && book.writtenOffOn === null) {
    const payoff = payoffAhead(book, day, 'hold');
    if (payoff > 0 && flow.left >= payoff) payOff(flow, 'hold');
  }
  book.overpaid = flow.left;
  payment.overpaid = flow.left - held;
  payment.principalAfter = book.principal;
  markSettled(book, day);
  if (payment.parts.length === 0) book.payments.pop();
  else if (book.writtenOffOn !== null) recover(book, payment);
}

/** What comes in after the write-off is a recovery, whatever it pays. */
function recover({ recovered }: Book, { parts }: Payment): void {
  for (const { component, payee, amountMinor } of parts) {
    if (component === 'principal' || component === 'interest') recovered[component] += amountMinor;
    else recovered.charges.set(payee ?? '', (recovered.charges.get(payee ?? '') ?? 0) + amountMinor);
  }
}

function payAhead(flow: Flow, { variant, future }: Repayment): void {
  const { book, day } = flow;
  accrueTo(book, day);
  const { prepayment } = book.prepared.terms;
  const chosen = variant ?? (future === null ? prepayment.usual : 'hold');
  if (openRows(book).length === 0 || book.writtenOffOn !== null) return allocate(flow, ['in_advance']);
  if (prepayment.early === 'principal' && follows(book) && flow.left < payoffAhead(book, day, 'hold'))
    return payPrincipal(flow, chosen);
  if (chosen !== 'hold') return prepay(flow, chosen);
  if (follows(book)) return payInAdvance(flow);
  const payoff = payoffAhead(book, day, 'hold');
  const asked = openRows(book).reduce((sum, row) => sum + unpaidRow(row), 0);
  if (flow.left >= payoff && payoff < asked) return payOff(flow, 'hold');
  allocate(flow, ['in_advance']);
}

/** Where interest follows the balance: the instalments to come ask for the interest that has run, and no more. */
function payInAdvance(flow: Flow): void {
  const { book, day } = flow;
  const isPayoff = flow.left >= payoffAhead(book, day, 'hold');
  if (isPayoff && book.prepared.terms.prepayment.interestTo === 'period_end') chargeWholePeriod(book);
  if (isPayoff) for (const row of openRows(book)) dropCharges(row, day);
  viewIfPaidNow(book, day);
  allocate(flow, ['in_advance']);
  for (const row of openRows(book))
    if (
      row.paidPrincipal + row.paidInterest > 0 &&
      unpaidOf(row, 'principal') + unpaidOf(row, 'interest') === 0
    )
      row.isEarly = true;
  project(book, day);
}

/** What is left to pay for everything on a day, once what is due is paid. */
export function payoffAhead(book: Book, day: Day, variant: PrepaymentVariant): number {
  accrueOverdue(book, day);
  accrueTo(book, day);
  const rows = book.rows.slice(book.open);
  const charges = rows.reduce((sum, row) => sum + chargesDue(row, day), 0);
  const payoff = book.unbilled + interestToPay(book) + charges + prepaymentFees(book, variant, book.unbilled);
  if (variant !== 'hold' || follows(book)) return payoff;
  return Math.min(
    payoff,
    rows.reduce((sum, row) => sum + unpaidRow(row), 0),
  );
}

/** Charges of instalments to come that a payoff has to pay: those made for something, not fees of the plan. */
function chargesDue(row: Row, day: Day): number {
  return row.charges.reduce((sum, charge) => sum + (isOwed(charge, day) ? unpaidCharge(charge) : 0), 0);
}

function isOwed(charge: Charge, day: Day): boolean {
  return !charge.isPlanned || charge.due <= day;
}

/** Takes fees of the plan that have not fallen due off an instalment. */
function dropCharges(row: Row, day: Day): void {
  for (const charge of row.charges) if (!isOwed(charge, day)) charge.amount = charge.paid + charge.waived;
}

/** Interest of a payoff: to its day, or to the end of the period; less what was paid of it in advance. */
export function interestToPay(book: Book): number {
  const rows = openRows(book);
  const first = rows[0];
  if (first === undefined) return 0;
  const { prepayment, method } = book.prepared.terms;
  if (method === 'flat') return unpaidOf(first, 'interest');
  const paid = rows.reduce((sum, row) => sum + row.paidInterest, 0);
  const earned = prepayment.interestTo === 'date' ? interestNow(book) : wholePeriodInterest(book);
  return Math.max(0, earned - paid);
}

function wholePeriodInterest(book: Book): number {
  const period = openRows(book)[0];
  if (period === undefined) return 0;
  const interest = [...book.accrued];
  const from = book.since > period.from ? book.since : period.from;
  const stretch = { from, to: period.to, balanceMinor: book.unbilled, rateAnnual: book.rateAnnual };
  addInterest(interest, book.prepared, { period, stretch });
  return roundInterest(book.prepared, interest) + book.deferred + book.carried;
}

function chargeWholePeriod(book: Book): void {
  const period = openRows(book)[0];
  if (period === undefined) return;
  const from = book.since > period.from ? book.since : period.from;
  const stretch = { from, to: period.to, balanceMinor: book.unbilled, rateAnnual: book.rateAnnual };
  addInterest(book.accrued, book.prepared, { period, stretch });
  book.since = period.to;
}

/**
 * All of it principal of the instalment whose period it is; the interest stays due. What goes beyond the instalment makes
 * the rest smaller, fewer, or the next ones less.
 */
function payPrincipal(flow: Flow, variant: PrepaymentVariant): void {
  const { book, day } = flow;
  const closed = book.rows[book.open - 1];
  const isDueToday = closed !== undefined && closed.kind === 'instalment' && closed.due === day;
  project(book, day);
  const row = isDueToday ? closed : openRows(book)[0];
  if (row === undefined) return;
  const planned = isDueToday ? row.paidPrincipal : row.principal;
  const before = row.paidPrincipal;
  const amount = Math.min(flow.left, book.unbilled + (isDueToday ? 0 : 0));
  row.principal = Math.max(row.principal, before + amount);
  if (isDueToday) book.unbilled -= amount;
  payPart(flow, { row, timing: isDueToday ? 'due' : 'in_advance', component: 'principal' }, amount);
  const excess = row.paidPrincipal - Math.max(planned, before);
  if (variant === 'next' && excess > 0) book.credit += excess;
  const isLower = variant === 'lower' && excess > 0;
  project(book, day);
  if (isLower) replan(book, isDueToday ? 0 : 1);
  if (variant === 'shorten') dropEmptyRows(book);
}

/** Interest to the day, then principal, as a row of its own; the rest of the loan is planned anew, or is no more. */
function prepay(flow: Flow, variant: PrepaymentVariant): void {
  const { book, day } = flow;
  if (flow.left >= payoffAhead(book, day, variant)) return payOff(flow, variant);
  const interest = interestToPay(book);
  const fee = prepaymentFees(book, variant, flow.left - interest);
  const principal = Math.min(book.unbilled, flow.left - interest - fee);
  if (principal <= 0) return payInAdvanceOf(flow);
  addPrepayment(flow, { interest, principal, variant });
  if (variant === 'next') book.credit += principal;
  replan(book, variant === 'lower' ? 0 : null);
  if (variant === 'shorten') dropEmptyRows(book);
}

function payInAdvanceOf(flow: Flow): void {
  if (follows(flow.book)) payInAdvance(flow);
  else allocate(flow, ['in_advance']);
}

/** Everything: what the instalments to come would still have asked for falls away. */
function payOff(flow: Flow, variant: PrepaymentVariant): void {
  const { book, day } = flow;
  for (const row of book.rows.slice(book.open))
    for (const charge of row.charges)
      if (isOwed(charge, day)) payCharge(flow, { row, timing: 'in_advance', charge }, flow.left);
  addPrepayment(flow, { interest: interestToPay(book), principal: book.unbilled, variant });
  for (const row of openRows(book)) dropCharges(row, day);
  if (book.prepared.terms.kind === 'revolving') replan(book);
  else endPlan(book);
}

/** Takes the instalments to come off the loan, except what was paid on them. */
export function endPlan(book: Book): void {
  for (const row of openRows(book)) {
    row.principal = row.paidPrincipal;
    row.interest = row.paidInterest + row.waivedInterest;
    for (const charge of row.charges) charge.amount = charge.paid + charge.waived;
    row.isClosed = true;
  }
  book.rows = book.rows.filter(
    (row) => row.kind !== 'instalment' || !row.isClosed || row.to <= book.day || hasPaid(row),
  );
  book.open = book.rows.length;
  book.accrued = [];
  book.deferred = 0;
  book.carried = 0;
}

function hasPaid(row: Row): boolean {
  return row.paidPrincipal + row.paidInterest + row.paidInAdvance + unpaidCharges(row) > 0;
}

function addPrepayment(
  flow: Flow,
  {
    interest,
    principal,
    variant,
  }: { readonly interest: number; readonly principal: number; readonly variant: PrepaymentVariant },
): void {
  const { book, day } = flow;
  const row = emptyRow('prepayment', { n: 0, from: book.since, to: day, due: day, wholeDays: 0 });
  row.interest = interest;
  row.principal = principal;
  row.isClosed = true;
  for (const { code, payee, component, amount } of feesOf(book, variant, principal))
    row.charges.push({ code, payee, component, amount, due: day, isPlanned: false, paid: 0, waived: 0 });
  book.rows.splice(book.open, 0, row);
  book.open += 1;
  book.unbilled -= principal;
  book.accrued = [];
  book.deferred = 0;
  book.carried = 0;
  book.since = day;
  for (const charge of row.charges) payCharge(flow, { row, timing: 'due', charge }, flow.left);
  payPart(flow, { row, timing: 'due', component: 'interest' }, flow.left);
  payPart(flow, { row, timing: 'due', component: 'principal' }, flow.left);
}

function prepaymentFees(book: Book, variant: PrepaymentVariant, principal: number): number {
  return feesOf(book, variant, principal).reduce((sum, { amount }) => sum + amount, 0);
}

function feesOf(
  book: Book,
  variant: PrepaymentVariant,
  principal: number,
): readonly (Pick<FeeTerms, 'code' | 'payee' | 'component'> & { readonly amount: number })[] {
  if (variant === 'hold' || principal <= 0) return [];
  return book.prepared.terms.fees
    .filter((fee) => fee.on === 'prepayment')
    .map((fee) => {
      const { code, payee, component } = fee;
      return { code, payee, component, amount: feeAmount(book, fee, fee.base === 'fixed' ? 0 : principal) };
    })
    .filter(({ amount }) => amount > 0);
}

/** Instalments that ask for nothing, at the end of the plan. */
function dropEmptyRows(book: Book): void {
  for (;;) {
    const last = book.rows.at(-1);
    if (
      last === undefined ||
      last.isClosed ||
      last.kind !== 'instalment' ||
      unpaidRow(last) > 0 ||
      hasPaid(last)
    )
      return;
    book.rows.pop();
  }
}
