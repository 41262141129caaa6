import { expect, test } from 'vitest';
import type { LoanDeed, LoanFact } from '@plimsoll/loan/spine';
import { decideLoan } from './decide.ts';
import { AMOUNT, factsOf, lifeOf, opened, paidOut, recordOf, repaid, stateOn } from './testing-loan.ts';

const TODAY = '2026-03-10';

/** The code with which a deed is refused, today unless it is told otherwise; null when it is not. */
function codeOf(
  facts: readonly LoanFact[],
  deed: LoanDeed,
  { day = TODAY, currency = null }: { readonly day?: string; readonly currency?: string | null } = {},
): string | null {
  const context = { today: TODAY, factId: 'new', books: () => [] };
  const decided = decideLoan(recordOf(facts), { deed, effectiveDay: day, currency }, context);
  return decided.ok ? null : decided.code;
}

test('[SRV-1] a day to come and a day that is none are refused', () => {
  expect(codeOf(lifeOf({}), repaid(100), { day: '2026-03-11' })).toBe('loan_day_in_future');
  expect(codeOf(lifeOf({}), repaid(100), { day: '2026-02-30' })).toBe('loan_day_unreadable');
  expect(codeOf(lifeOf({}), repaid(100))).toBeNull();
});

test('[SRV-2] a loan is opened once, and before anything else', () => {
  expect(codeOf([], paidOut)).toBe('loan_not_opened');
  expect(codeOf(lifeOf({}), opened())).toBe('loan_already_opened');
  expect(codeOf([], opened())).toBeNull();
});

test('[SRV-3] another currency and an amount that is none are refused', () => {
  expect(codeOf(lifeOf({}), repaid(100), { currency: 'USD' })).toBe('currency_mismatch');
  for (const amount of [0, -1, 0.5, 2 ** 53, Number.NaN])
    expect(codeOf(lifeOf({}), repaid(amount))).toBe('amount_impossible');
});

test('[SRV-4] the shares of funders make a whole', () => {
  const deed = opened();
  if (deed.kind !== 'opened') throw new Error('a deed that opens');
  const shares = [{ funder: 'own', sharePpm: 999_999, servicerFeePpm: 0 }];
  expect(codeOf([], { ...deed, shares })).toBe('shares_incomplete');
});

test('[SRV-5] nothing is paid on a loan that is not running, and no more is paid out than was agreed', () => {
  const open = factsOf(['2026-01-01', opened()]);
  expect(codeOf(open, repaid(100))).toBe('loan_not_paid_out');
  expect(codeOf(open, { kind: 'disbursed', amountMinor: AMOUNT + 1, paymentId: null })).toBe(
    'loan_amount_exceeded',
  );
  const payoff = stateOn('2026-03-01', lifeOf({})).payoffMinor;
  expect(codeOf(lifeOf({}, ['2026-03-01', repaid(payoff)]), repaid(100))).toBe('loan_ended');
});

test('[SRV-6] an early repayment does what the terms allow', () => {
  expect(codeOf(lifeOf({}), { ...repaid(100), variant: 'next' } as LoanDeed)).toBe('prepayment_not_allowed');
  expect(codeOf(lifeOf({}), repaid(100, 'shorten'))).toBeNull();
});

test('[SRV-7] no more is given back than is held, and no more is waived than is unpaid', () => {
  expect(codeOf(lifeOf({}), { kind: 'refunded', amountMinor: 1, paymentId: null })).toBe(
    'refund_exceeds_overpayment',
  );
  const waived: LoanDeed = { kind: 'waived', component: 'penalty', amountMinor: 1 };
  expect(codeOf(lifeOf({}), waived)).toBe('waiver_exceeds_due');
});

test('[SRV-8] what happened is reversed once, and only if it happened', () => {
  const undo = (factId: string): LoanDeed => ({ kind: 'reversed', factId, reason: 'bounced' });
  const paid = lifeOf({}, ['2026-02-01', repaid(5000)]);
  expect(codeOf(paid, undo('f2'))).toBeNull();
  expect(codeOf(paid, undo('nothing'))).toBe('fact_not_reversible');
  expect(codeOf(paid, undo('f0'))).toBe('fact_not_reversible');
  const undone = lifeOf({}, ['2026-02-01', repaid(5000)], ['2026-02-03', undo('f2')]);
  expect(codeOf(undone, undo('f2'))).toBe('fact_already_reversed');
});

test('[SRV-9] a change that cannot be is refused', () => {
  const moved = (fromDay: string, newDueDay: string): LoanDeed => ({
    kind: 'rescheduled',
    fromDay,
    newDueDay,
    extraInstalments: 0,
    rateAnnual: null,
  });
  expect(codeOf(lifeOf({}), moved('2027-06-01', '2027-07-01'))).toBe('loan_change_impossible');
  expect(codeOf(lifeOf({}), moved('2026-04-01', '2026-03-01'))).toBe('loan_change_impossible');
  expect(codeOf(lifeOf({}), { kind: 'rate_changed', rateAnnual: -1 })).toBe('loan_change_impossible');
  expect(codeOf(lifeOf({}), moved('2026-04-01', '2026-04-15'))).toBeNull();
});

test('[SRV-26] a payment is booked once, unless what booked it was undone', () => {
  const once = { ...repaid(5000), paymentId: 'bank-1' } as LoanDeed;
  const paid = lifeOf({}, ['2026-02-01', once]);
  expect(codeOf(paid, once)).toBe('payment_already_booked');
  const undone = lifeOf(
    {},
    ['2026-02-01', once],
    ['2026-02-03', { kind: 'reversed', factId: 'f2', reason: 'bounced' }],
  );
  expect(codeOf(undone, once)).toBeNull();
});

test('[SRV-9] a loan is not written off before money was paid out on it', () => {
  const more = lifeOf({ kind: 'revolving', limitMinor: 10 * AMOUNT }, [
    '2026-03-01',
    { kind: 'disbursed', amountMinor: 100, paymentId: null },
  ]);
  expect(codeOf(more, { kind: 'written_off', reason: 'lost' }, { day: '2026-02-15' })).toBe(
    'loan_change_impossible',
  );
  expect(codeOf(more, { kind: 'written_off', reason: 'lost' })).toBeNull();
});
