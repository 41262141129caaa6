/** Changes of a running loan: other due days, more instalments, another rate, other terms; and its write-off. */
import { type Day, parseDay } from '@plimsoll/core/calendar';
import { rateOf } from '@plimsoll/core/money';
import {
  type DueAnchor,
  evenPart,
  type LoanTerms,
  MAX_INSTALMENTS,
  periodsFrom,
  prepareTerms,
} from '@plimsoll/core/schedule';
import type { LoanDeed } from '@plimsoll/loan/spine';
import { markSettled } from './allocate.ts';
import { type Book, type Row, unpaidCharge, unpaidOf, unpaidRow } from './book.ts';
import { paymentOf } from './disburse.ts';
import { addRows, openRows, project, replan } from './replan.ts';
import { accrueTo } from './sweep.ts';

type Deed<Kind extends LoanDeed['kind']> = Extract<LoanDeed, { readonly kind: Kind }>;

/** Another rate from a day on; the level payment follows. */
export function changeRate(book: Book, day: Day, rateAnnual: number): void {
  accrueTo(book, day);
  book.rateAnnual = rateOf(rateAnnual);
  book.prepared = withTerms(book, { rateAnnual });
  replan(book, 0);
}

/** Moves the instalments from one on, adds to them, or changes their rate. */
export function reschedule(book: Book, deed: Deed<'rescheduled'>): void {
  const from = parseDay(deed.fromDay);
  const rows = openRows(book);
  const index = rows.findIndex((row) => from !== null && row.due >= from);
  const first = rows[index];
  if (first === undefined) return;
  if (deed.rateAnnual !== null) {
    const { promotions } = book.prepared.terms;
    const own = { fromInstalment: first.n, toInstalment: MAX_INSTALMENTS, rateAnnual: deed.rateAnnual };
    book.prepared = withTerms(book, { promotions: [own, ...promotions] });
  }
  const newDue = deed.newDueDay === null ? null : parseDay(deed.newDueDay);
  if (newDue !== null || deed.extraInstalments > 0) {
    const anchor =
      newDue === null ? anchorOf(book, first) : ({ kind: 'day', day: newDue, steps: 0 } as const);
    setPeriods(book, rows.slice(index), { anchor, extra: deed.extraInstalments });
  }
  replan(book, index);
}

function anchorOf(book: Book, row: Row): DueAnchor {
  const by = row.n - book.anchorN;
  const { anchor } = book;
  if (anchor === null) return { kind: 'day', day: row.due, steps: 0 };
  if (anchor.kind === 'day') return { ...anchor, steps: anchor.steps + by };
  return { ...anchor, month: anchor.month + by * book.prepared.terms.period.every };
}

/** Gives rows other periods, and adds rows after them. */
function setPeriods(
  book: Book,
  rows: readonly Row[],
  { anchor, extra }: { readonly anchor: DueAnchor; readonly extra: number },
): void {
  const first = rows[0];
  if (first === undefined) return;
  const count = rows.length + extra;
  const periods = periodsFrom(book.prepared, { from: first.from, anchor, n: first.n, count });
  book.anchor = anchor;
  book.anchorN = first.n;
  periods.forEach((period, index) => {
    const row = rows[index];
    if (row === undefined) return;
    Object.assign(row, period);
    row.penaltySince = period.due;
    // Flat interest is by the period: a due day that moves does not change it.
    if (book.prepared.terms.method === 'flat') row.wholeDays = row.to - row.from;
  });
  addRows(book, periods.slice(rows.length));
}

/** Overdue principal goes to the instalments to come, an even part to each; interest and charges stay where they are. */
export function reAmortise(
  book: Book,
  { factId, day }: { readonly factId: string; readonly day: Day },
): void {
  const rows = openRows(book);
  if (rows.length === 0) return;
  let moved = 0;
  for (const row of book.rows.slice(0, book.open)) {
    const unpaid = unpaidOf(row, 'principal');
    moved += unpaid;
    row.principal = row.paidPrincipal;
    if (unpaid > 0 && unpaidRow(row) === 0) row.settledOn = day;
  }
  if (moved === 0) return;
  const payment = paymentOf(book, { factId, kind: 're_amortised', day, amount: moved, payer: 'lender' });
  payment.principalAfter = 0;
  accrueTo(book, day);
  book.unbilled += moved;
  const { rateAnnual, method } = book.prepared.terms;
  if (rateAnnual === 0 || method === 'flat') {
    const part = evenPart(book.prepared, moved, rows.length);
    rows.forEach((row, index) => {
      row.principal += index === rows.length - 1 ? moved - part * (rows.length - 1) : part;
    });
  } else replan(book, 0);
  markSettled(book, day);
}

/** All that is unpaid in new instalments from a day on: principal anew, interest and charges with the first. */
export function reAge(
  book: Book,
  { factId, day }: { readonly factId: string; readonly day: Day },
  deed: Deed<'re_aged'>,
): void {
  const firstDue = parseDay(deed.firstDueDay);
  if (firstDue === null) return;
  const payment = paymentOf(book, { factId, kind: 're_aged', day, amount: book.principal, payer: 'lender' });
  payment.principalAfter = book.principal;
  rollOver(book, day, { terms: book.prepared.terms, firstDue, instalments: deed.instalments });
}

/** Other terms for all that is unpaid, from a day on. */
export function restructure(book: Book, day: Day, { terms }: Deed<'restructured'>): void {
  rollOver(book, day, { terms, firstDue: null, instalments: terms.instalments });
}

function rollOver(
  book: Book,
  day: Day,
  to: { readonly terms: LoanTerms; readonly firstDue: Day | null; readonly instalments: number },
): void {
  accrueTo(book, day);
  let deferred = book.deferred + book.carried;
  const charges: Row['charges'] = [];
  for (const row of book.rows) {
    const isOpen = !row.isClosed;
    if (!isOpen && unpaidRow(row) > 0) row.settledOn = day;
    book.unbilled += isOpen ? 0 : unpaidOf(row, 'principal');
    row.principal = row.paidPrincipal;
    if (!isOpen) deferred += unpaidOf(row, 'interest');
    row.interest = row.paidInterest + row.waivedInterest;
    for (const charge of row.charges) {
      const left = unpaidCharge(charge);
      if (left > 0 && (!isOpen || charge.due <= day))
        charges.push({ ...charge, amount: left, paid: 0, waived: 0 });
      charge.amount -= left;
    }
  }
  const paid = book.rows.filter((row) => row.isClosed || row.paidInAdvance > 0);
  for (const row of paid) {
    // An instalment that was paid ahead ends here: nothing can fall within its period any more.
    if (!row.isClosed && row.due > day) row.due = row.to = day;
    row.isClosed = true;
  }
  const n = paid.filter(({ kind }) => kind === 'instalment').length + 1;
  book.rows = paid;
  book.open = paid.length;
  book.deferred = deferred;
  book.carried = 0;
  book.prepared = prepareTerms({ ...to.terms, instalments: to.instalments });
  book.rateAnnual = book.prepared.rateAnnual;
  book.anchor =
    to.firstDue === null ? { kind: 'day', day, steps: 1 } : { kind: 'day', day: to.firstDue, steps: 0 };
  book.anchorN = n;
  const rows = addRows(
    book,
    periodsFrom(book.prepared, { from: day, anchor: book.anchor, n, count: to.instalments }),
  );
  replan(book, 0);
  const first = rows[0];
  if (first !== undefined) first.charges.push(...charges.map((charge) => ({ ...charge, due: first.due })));
  markSettled(book, day);
}

/** What is due or charged and given up: the oldest first. */
export function waive(book: Book, day: Day, deed: Deed<'waived'>): void {
  let left = deed.amountMinor;
  project(book, day);
  for (const row of book.rows) {
    if (deed.component === 'interest') {
      const amount = Math.min(left, unpaidOf(row, 'interest'));
      row.waivedInterest += amount;
      left -= amount;
      continue;
    }
    for (const charge of row.charges) {
      if (charge.component !== deed.component) continue;
      const amount = Math.min(left, unpaidCharge(charge));
      charge.waived += amount;
      left -= amount;
    }
  }
  markSettled(book, day);
}

/** The loan is lost: what is unpaid leaves the books, nothing more accrues; what still comes in is a recovery. */
export function writeOff(book: Book, { factId, day }: { readonly factId: string; readonly day: Day }): void {
  project(book, day);
  const payment = paymentOf(book, { factId, kind: 'written_off', day, amount: 0, payer: 'lender' });
  book.writtenOffOn = day;
  book.principalWrittenOff = book.principal;
  for (const row of book.rows) {
    book.interestWrittenOff += unpaidOf(row, 'interest');
    for (const charge of row.charges) {
      const left = unpaidCharge(charge);
      book.chargeWrittenOff.set(charge.payee, (book.chargeWrittenOff.get(charge.payee) ?? 0) + left);
    }
  }
  payment.parts = book.rows.flatMap((row) => [
    {
      row,
      component: 'principal',
      payee: null,
      timing: 'due',
      amountMinor: unpaidOf(row, 'principal'),
    } as const,
    {
      row,
      component: 'interest',
      payee: null,
      timing: 'due',
      amountMinor: unpaidOf(row, 'interest'),
    } as const,
  ]);
  book.principal = 0;
  payment.principalAfter = 0;
}

function withTerms(book: Book, change: Partial<LoanTerms>): Book['prepared'] {
  return { ...book.prepared, terms: { ...book.prepared.terms, ...change } };
}
