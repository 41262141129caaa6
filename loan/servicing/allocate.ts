/**
 * Where a payment goes: over what is past due, due and in advance, and over penalties, fees, interest and principal, in
 * the order that the terms give as data. Σ of the parts and what is overpaid = the payment.
 */
import { assertNever } from '@plimsoll/core/base';
import type { Day } from '@plimsoll/core/calendar';
import { mulDiv } from '@plimsoll/core/money';
import {
  type AllocationTarget,
  type Component,
  components,
  type FutureRule,
  type Timing,
  timings,
} from '@plimsoll/core/schedule';
import { type Book, type Charge, type Payment, type Row, unpaidCharge, unpaidOf, unpaidRow } from './book.ts';

/** A payment on its way through the rows. */
export type Flow = {
  readonly book: Book;
  readonly payment: Payment;
  readonly day: Day;
  readonly future: FutureRule;
  left: number;
};

type Target = { readonly timing: Timing; readonly component: Component };

/** Pays what the rows ask for, of the timings named. What nothing takes stays in `flow.left`. */
export function allocate(flow: Flow, wanted: readonly Timing[]): void {
  const { order, scope } = flow.book.prepared.terms.allocation;
  if (scope === 'component_first') {
    for (const each of order) {
      const { timing, component } = TARGETS[each];
      if (wanted.includes(timing)) payRows(flow, timing, [component]);
    }
    return;
  }
  for (const timing of wanted) {
    if (flow.left === 0) return;
    const parts: Component[] = [];
    for (const each of order) if (TARGETS[each].timing === timing) parts.push(TARGETS[each].component);
    payRows(flow, timing, parts);
  }
}

const TARGETS = Object.fromEntries(
  timings.flatMap((timing) =>
    components.map((component): [string, Target] => [`${timing}_${component}`, { timing, component }]),
  ),
) as { readonly [target in AllocationTarget]: Target };

function payRows(flow: Flow, timing: Timing, parts: readonly Component[]): void {
  const rows = flow.book.rows;
  if (timing !== 'in_advance' || flow.future === 'next') {
    for (const row of rows) {
      if (flow.left === 0) return;
      if (timing !== 'in_advance' && row.due > flow.day && row.charges.length === 0) continue;
      if (unpaidRow(row) <= 0) continue;
      for (const component of parts) payOne(flow, { row, timing, component }, flow.left);
    }
    return;
  }
  if (flow.future === 'last') {
    for (const row of rows.toReversed())
      for (const component of parts) payOne(flow, { row, timing, component }, flow.left);
    return;
  }
  spread(flow, parts);
}

/** An even part for each row that is still to come; what a row can't take goes round again. */
function spread(flow: Flow, parts: readonly Component[]): void {
  const { mode } = flow.book.prepared.terms.rounding;
  for (;;) {
    const rows = flow.book.rows.filter((row) => row.due > flow.day && unpaidRow(row) > 0);
    if (flow.left === 0 || rows.length === 0) return;
    const before = flow.left;
    const part = mulDiv(before, { numerator: 1, denominator: rows.length }, mode);
    rows.forEach((row, index) => {
      const share = index === rows.length - 1 ? flow.left : Math.min(part, flow.left);
      const floor = flow.left - share;
      for (const component of parts)
        payOne(flow, { row, timing: 'in_advance', component }, flow.left - floor);
    });
    if (flow.left === before) return;
  }
}

type Place = { readonly row: Row; readonly timing: Timing; readonly component: Component };

function payOne(flow: Flow, { row, timing, component }: Place, most: number): void {
  if (flow.left === 0 || most <= 0) return;
  switch (component) {
    case 'principal':
    case 'interest':
      if (timingOf(row.due, flow.day) === timing) payPart(flow, { row, timing, component }, most);
      return;
    case 'fee':
    case 'penalty': {
      let room = most;
      for (const charge of row.charges) {
        if (charge.component !== component || timingOf(charge.due, flow.day) !== timing) continue;
        room -= payCharge(flow, { row, timing, charge }, room);
      }
      return;
    }
    default:
      assertNever(component);
  }
}

function timingOf(due: Day, day: Day): Timing {
  return due < day ? 'past_due' : due === day ? 'due' : 'in_advance';
}

/** Pays principal or interest of a row, as far as it goes. */
export function payPart(
  flow: Flow,
  {
    row,
    timing,
    component,
  }: { readonly row: Row; readonly timing: Timing; readonly component: 'principal' | 'interest' },
  most: number,
): void {
  const amount = Math.min(most, flow.left, unpaidOf(row, component));
  if (amount <= 0) return;
  if (component === 'interest') row.paidInterest += amount;
  else {
    row.paidPrincipal += amount;
    if (flow.book.writtenOffOn === null) {
      flow.book.principal -= amount;
      if (!row.isClosed) flow.book.unbilled -= amount;
    }
  }
  record(flow, row, amount);
  flow.payment.parts.push({ row, component, payee: null, timing, amountMinor: amount });
}

/** Pays a charge of a row; returns how much. */
export function payCharge(
  flow: Flow,
  { row, timing, charge }: { readonly row: Row; readonly timing: Timing; readonly charge: Charge },
  most: number,
): number {
  const amount = Math.min(most, flow.left, unpaidCharge(charge));
  if (amount <= 0) return 0;
  charge.paid += amount;
  record(flow, row, amount);
  const { component, payee } = charge;
  flow.payment.parts.push({ row, component, payee, timing, amountMinor: amount });
  return amount;
}

function record(flow: Flow, row: Row, amount: number): void {
  flow.left -= amount;
  if (flow.day < row.due) row.paidInAdvance += amount;
  else if (flow.day > row.due) row.paidLate += amount;
}

/** Marks the rows that ask for nothing more as settled on a day. */
export function markSettled(book: Book, day: Day): void {
  for (const row of book.rows) {
    if (unpaidRow(row) > 0) row.settledOn = null;
    else if (row.settledOn === null && row.principal + row.interest + row.charges.length > 0)
      row.settledOn = day;
  }
}
