import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Client } from '@plimsoll/api/client';
import type { OrderPayment } from '@plimsoll/api/payment';
import { startTestService, type TestService } from '@plimsoll/server/service';
import { good, madeUpBorrower } from './loan/testing-loan.ts';

const AMOUNT = 500_000;
let server: TestService;
let call: Client;
beforeAll(async () => {
  server = await startTestService({ paymentProvider: 'simulator' });
  call = server.client();
});
afterAll(async () => server.stop());

/** A loan that nobody need sign, in dollars. */
async function openLoan(seed: number): Promise<string> {
  const body = {
    product: 'us-personal',
    amountMinor: AMOUNT,
    currency: 'USD',
    borrower: madeUpBorrower(seed),
  };
  return good(await call('openLoan', { body, idempotencyKey: `open-${seed}` })).loan.id;
}

test('[HTTP-23] money is ordered, moved by the provider, booked in the loan, and agrees with the statement', async () => {
  const loan = await openLoan(1);
  const order = { purpose: 'disbursement', amountMinor: AMOUNT, currency: 'USD' } as const;
  const request = { params: { id: loan }, body: order, idempotencyKey: 'pay-1' };
  const ordered = good(await call('orderPayment', request));
  expect(ordered.status).toBe('instructed');
  expect(good(await call('orderPayment', request)), 'the same key is the same order').toEqual(ordered);
  for (let round = 0; round < 20; round++) {
    expect(good(await call('workPayments', {}))).toMatchObject({ provider: 'simulator', stuck: [] });
    const { rows } = good(await call('listPayments', { query: { loan } }));
    if (rows.every(({ status }) => status === 'settled')) break;
  }
  const [row] = good(await call('listPayments', { query: { loan, status: 'settled' } })).rows;
  expect(row).toMatchObject({
    id: ordered.id,
    loan,
    amountMinor: AMOUNT,
    purpose: 'disbursement',
    dueOn: null,
  });
  const { state } = good(await call('readLoan', { params: { id: loan }, query: {} }));
  expect(state).toMatchObject({ status: 'active', principalMinor: AMOUNT });
  const history = good(await call('readPayment', { params: { id: ordered.id } }));
  expect(history.events.at(-1)?.kind).toBe('payment.settled');
  const day = row?.settledDay ?? '';
  const line = { day, reference: row?.reference ?? '', amountMinor: 0 - AMOUNT, currency: 'USD' };
  const body = { from: day, to: day, lines: [line, { ...line, reference: 'somebody else' }] };
  expect(good(await call('reconcilePayments', { body }))).toEqual({
    matched: [{ payment: ordered.id, line: 0 }],
    unexpected: [1],
    missing: [],
    differing: [],
    repeated: [],
  });
});

test('[HTTP-24] what cannot be ordered is refused in words, and nothing is sent', async () => {
  const loan = await openLoan(2);
  const nobody = '00000000-0000-7000-8000-000000000000';
  const code = async (id: string, currency: string): Promise<string> => {
    const body = { purpose: 'debit', amountMinor: 5, currency } as const;
    const answer = await call('orderPayment', {
      params: { id },
      body,
      idempotencyKey: `wrong-${id}-${currency}`,
    });
    return answer.ok ? 'ordered' : answer.problem.code;
  };
  expect(await code(nobody, 'USD')).toBe('loan_not_found');
  expect(await code(loan, 'CNY')).toBe('currency_mismatch');
  const order = async (id: string, body: OrderPayment): Promise<string> => {
    const answer = await call('orderPayment', { params: { id }, body, idempotencyKey: crypto.randomUUID() });
    return answer.ok ? 'ordered' : answer.problem.code;
  };
  expect(await order(loan, { purpose: 'debit', amountMinor: 5, currency: 'USD' })).toBe('loan_not_paid_out');
  expect(await order(loan, { purpose: 'refund', amountMinor: 5, currency: 'USD' })).toBe(
    'refund_exceeds_overpayment',
  );
  const most = { purpose: 'disbursement', amountMinor: AMOUNT, currency: 'USD' } as const;
  expect(await order(loan, { ...most, amountMinor: AMOUNT + 1 })).toBe('loan_amount_exceeded');
  const unsigned = {
    product: 'travel-equal-principal',
    amountMinor: AMOUNT,
    currency: 'CNY',
    borrower: madeUpBorrower(3),
  };
  const opened = good(await call('openLoan', { body: unsigned, idempotencyKey: 'unsigned' })).loan.id;
  expect(await order(opened, { ...most, currency: 'CNY' })).toBe('contract_not_signed');
  const unheard = await call('readPayment', { params: { id: nobody } });
  expect(unheard.ok ? null : unheard.problem.code).toBe('payment_not_found');
  expect(good(await call('listPayments', { query: { loan } })).rows).toEqual([]);
  const all = await Promise.all(Array.from({ length: 20 }, async () => order(loan, most)));
  expect(
    all.filter((each) => each === 'ordered'),
    'one of them has the whole amount',
  ).toHaveLength(1);
  expect(new Set(all)).toEqual(new Set(['ordered', 'loan_amount_exceeded']));
  const today = new Date().toISOString().slice(0, 10);
  const byHand = await call('recordLoanFact', {
    params: { id: loan },
    body: { kind: 'disbursed', effectiveDay: today, currency: 'USD', amountMinor: AMOUNT },
    idempotencyKey: 'by-hand',
  });
  expect(byHand, 'nor is it booked by hand beside the order').toMatchObject({
    problem: { code: 'loan_amount_exceeded' },
  });
});
