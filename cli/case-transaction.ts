/** The transactions of a case: what each payment paid, and what stood after it. */
import type { JsonObject, JsonValue } from '@plimsoll/core/base';
import { type Day, formatDay, parseDay } from '@plimsoll/core/calendar';
import { foldLoan, type LoanState, type PaymentState } from '@plimsoll/loan/servicing';
import { compareFields, type Difference, type Snapshot } from './case-compare.ts';
import { isObject, textOf } from './case-outcome.ts';
import { eventsOf, objectOf } from './case-terms.ts';

type Transaction = { readonly [field: string]: number | string | null };

/** Compares the transactions in order. Whether one was reversed is compared where the case says so of one that was. */
export function compareTransactions(snapshot: Snapshot, expected: JsonValue): readonly Difference[] {
  const rows = (Array.isArray(expected) ? expected : []).filter((row) =>
    isObject(row as JsonValue),
  ) as JsonObject[];
  const got = transactionsOf(snapshot, rows);
  if (rows.length !== got.length) return [`transactions: expected ${rows.length}, got ${got.length}`];
  return rows.flatMap((row, index) => {
    const { reversed: _, ...stated } = row;
    return compareFields(`transaction ${index + 1}`, stated, got[index] ?? {});
  });
}

function transactionsOf(snapshot: Snapshot, rows: readonly JsonObject[]): readonly Transaction[] {
  const made: { readonly day: Day; readonly order: number; readonly transaction: Transaction }[] = [];
  const seen = lastSeen(snapshot);
  const isUpfrontStated = rows.some((row) => textOf(row['type'], '').startsWith('Repayment (at time'));
  for (const [factId, payment] of seen) {
    const order = Number(factId) || 0;
    if (isUpfrontStated && payment.kind === 'disbursed')
      for (const { amount } of snapshot.state.upfront)
        made.push({ day: payment.day, order: order - 0.5, transaction: upfrontOf(payment, amount) });
    made.push({ day: payment.day, order, transaction: transactionOf(snapshot, payment) });
  }
  if (rows.some((row) => row['type'] === 'Accrual'))
    accrualsOf(snapshot).forEach((transaction, index) => {
      const day = rows.findIndex((row) => row['date'] === transaction['date']);
      made.push({ day: snapshot.day, order: 10_000 + index + day, transaction });
    });
  const text = (entry: { readonly transaction: Transaction }) => String(entry.transaction['date']);
  return made
    .toSorted((left, right) =>
      text(left) === text(right) ? left.order - right.order : text(left) < text(right) ? -1 : 1,
    )
    .map(({ transaction }) => transaction);
}

/** Each payment as it was when it last stood: a reversed one keeps what it had paid. */
function lastSeen({ life, step, day, state }: Snapshot): ReadonlyMap<string, PaymentState> {
  const seen = new Map<string, PaymentState>();
  for (const facts of life.steps.slice(0, step + 1)) {
    const earlier = foldLoan(facts, day);
    for (const payment of earlier?.payments ?? []) seen.set(payment.factId, payment);
  }
  for (const payment of state.payments) seen.set(payment.factId, payment);
  return seen;
}

const names: { readonly [kind in PaymentState['kind']]: string } = {
  disbursed: 'Disbursement',
  repaid: 'Repayment',
  refunded: 'Credit Balance Refund',
  upfront: 'Repayment (at time of disbursement)',
  re_amortised: 'Re-amortize',
  re_aged: 'Re-age',
  written_off: 'Charge-off',
};

function transactionOf({ testCase, life, state }: Snapshot, payment: PaymentState): Transaction {
  const { principalMinor, interestMinor, feeMinor, penaltyMinor } = payment;
  const isMoved = payment.kind === 're_amortised' || payment.kind === 're_aged';
  const isLost = payment.kind === 'written_off';
  const isDown = payment.kind === 'repaid' && isDownPayment(state, payment) && payment.day === life.opened;
  return {
    date: formatDay(payment.day),
    type: isDown && isPaidAtOnce(testCase) ? 'Down Payment' : nameOf(testCase, payment),
    amount: isLost ? principalMinor + interestMinor + feeMinor + penaltyMinor : payment.amountMinor,
    principal: isMoved
      ? payment.amountMinor
      : payment.kind === 'refunded'
        ? payment.amountMinor - payment.overpaidMinor
        : principalMinor,
    interest: interestMinor,
    fees: feeMinor,
    penalties: penaltyMinor,
    loan_balance: isMoved ? 0 : payment.principalAfterMinor,
    overpayment: payment.overpaidMinor,
  };
}

function nameOf(testCase: Snapshot['testCase'], payment: PaymentState): string {
  const isRefund = eventsOf(testCase).some(
    (event) =>
      event['type'] === 'merchant_issued_refund' &&
      event['date'] === formatDay(payment.day) &&
      Math.round(Number(event['amount']) * 100) === payment.amountMinor,
  );
  return payment.kind === 'repaid' && isRefund ? 'Merchant Issued Refund' : names[payment.kind];
}

function isPaidAtOnce(testCase: Snapshot['testCase']): boolean {
  return textOf(objectOf(testCase['loan'])['product_key'], '').includes('DOWNPAYMENT_AUTO');
}

function isDownPayment(state: LoanState, payment: PaymentState): boolean {
  return state.instalments.some(
    ({ kind, due, principalMinor }) =>
      kind === 'down_payment' && due === payment.day && principalMinor === payment.amountMinor,
  );
}

function upfrontOf(payment: PaymentState, amount: number): Transaction {
  return {
    date: formatDay(payment.day),
    type: names.upfront,
    amount,
    principal: 0,
    interest: 0,
    fees: amount,
    penalties: 0,
    loan_balance: payment.principalAfterMinor,
    overpayment: 0,
  };
}

/** Income by day as the source books it: by instalment on its due day, or by the day before each end of day. */
function accrualsOf({ testCase, life, step, state }: Snapshot): readonly Transaction[] {
  const accrual = (
    day: Day,
    interest: number,
    rest: { readonly fees: number; readonly penalties: number },
  ): Transaction => ({
    date: formatDay(day),
    type: 'Accrual',
    amount: interest + rest.fees + rest.penalties,
    principal: 0,
    interest,
    ...rest,
    loan_balance: 0,
    overpayment: 0,
  });
  if (objectOf(testCase['loan'])['interest_period'] !== 'DAILY')
    return state.instalments
      .filter(({ isDue }) => isDue)
      .map((row) => accrual(row.due, row.interestMinor, { fees: row.feeMinor, penalties: row.penaltyMinor }));
  const accruals: Transaction[] = [];
  let before = 0;
  eventsOf(testCase)
    .slice(0, step)
    .forEach((event, index) => {
      const day = parseDay(textOf(event['date'], ''));
      const facts = life.steps[index + 1] ?? [];
      if (event['type'] !== 'end_of_day_processing' || day === null) return;
      if (facts.some(({ kind }) => kind === 'written_off')) return;
      const booked = (day - 1) as Day;
      const earned = foldLoan(facts, booked)?.accruedMinor ?? 0;
      if (earned > before) accruals.push(accrual(booked, earned - before, { fees: 0, penalties: 0 }));
      before = Math.max(before, earned);
    });
  return accruals;
}
