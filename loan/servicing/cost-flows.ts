/**
 * What a loan really cost so far, as the cost engine takes it: money paid out, what was paid of principal, interest and
 * charges and to whom, on the days it was paid. What is still unpaid counts on its due day, or on the day asked when that
 * has passed, so that the cost of a loan that runs is the one it will have if nothing more goes wrong.
 */
import type { Day } from '@plimsoll/core/calendar';
import type { LoanFlow } from '@plimsoll/core/cost';
import type { LoanFact } from '@plimsoll/loan/spine';
import { type Book, unpaidCharge, unpaidOf } from './book.ts';
import { bookOf } from './fold.ts';

const LENDER = 'lender';

/** Flows of the loan to a day and those to come; null before it was opened. Waived and written-off amounts are none. */
export function costFlows(facts: readonly LoanFact[], asOf: Day): readonly LoanFlow[] | null {
  const book = bookOf(facts, asOf);
  return book === null
    ? null
    : [...lentOf(book), ...paidOf(book), ...unpaidFrom(book, asOf)].filter(isSomething);
}

function lentOf({ drawings }: Book): readonly LoanFlow[] {
  return drawings.map(({ day, amount }) => ({
    day,
    kind: 'advance',
    payee: 'borrower',
    code: 'principal',
    amountMinor: amount,
  }));
}

function paidOf({ payments, upfront }: Book): readonly LoanFlow[] {
  const atOnce = upfront.map(({ due, payee, code, paid }) =>
    chargeOn(due, { payee, code, amountMinor: paid }),
  );
  const later = payments.flatMap(({ day, parts }) =>
    parts.map(({ component, payee, amountMinor }) =>
      component === 'principal'
        ? principalOn(day, amountMinor)
        : chargeOn(day, { payee: payee ?? LENDER, code: component, amountMinor }),
    ),
  );
  return [...atOnce, ...later];
}

function unpaidFrom(book: Book, asOf: Day): readonly LoanFlow[] {
  if (book.writtenOffOn !== null) return [];
  return book.rows.flatMap((row) => {
    const day = row.due > asOf ? row.due : asOf;
    return [
      principalOn(day, unpaidOf(row, 'principal')),
      chargeOn(day, { payee: LENDER, code: 'interest', amountMinor: unpaidOf(row, 'interest') }),
      ...row.charges.map((charge) =>
        chargeOn(day, { payee: charge.payee, code: charge.component, amountMinor: unpaidCharge(charge) }),
      ),
    ];
  });
}

function principalOn(day: Day, amountMinor: number): LoanFlow {
  return { day, kind: 'principal', payee: LENDER, code: 'principal', amountMinor };
}

function chargeOn(day: Day, charge: Pick<LoanFlow, 'payee' | 'code' | 'amountMinor'>): LoanFlow {
  return { day, kind: 'charge', ...charge };
}

function isSomething({ amountMinor }: LoanFlow): boolean {
  return amountMinor > 0;
}
