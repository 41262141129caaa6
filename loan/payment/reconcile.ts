/**
 * A bank's statement beside our payments: by reference, and where the bank lost it by amount, direction and day. What
 * doesn't fit is named and never dropped; nothing is booked by reconciling alone.
 */
import { assert } from '@plimsoll/core/base';
import type { PaymentOrder, PaymentStatus } from '@plimsoll/loan/spine';

/** A line of a statement: money out is below 0. */
export type StatementLine = {
  readonly day: string;
  /** The provider's number of the payment; empty where the bank gives none. */
  readonly reference: string;
  readonly amountMinor: number;
  readonly currency: string;
};

export type KnownPayment = {
  readonly id: string;
  readonly order: PaymentOrder;
  readonly status: PaymentStatus;
  readonly reference: string | null;
  readonly settledDay: string | null;
};

export type Reconciliation = {
  readonly matched: readonly { readonly payment: string; readonly line: number }[];
  /** The same reference, another amount, direction or currency. */
  readonly differing: readonly { readonly payment: string; readonly line: number }[];
  /** In the statement, settled nowhere with us. */
  readonly unexpected: readonly number[];
  /** A line whose payment another line matched already: done twice by the bank. */
  readonly repeated: readonly { readonly payment: string; readonly line: number }[];
  /** Settled with us, missing in the statement. */
  readonly missing: readonly string[];
};

/** The most lines of one statement. */
export const MAX_STATEMENT_LINES = 1_000_000;

/** Compares a statement with the payments of its days. Every line and every settled payment is in exactly one list. */
export function reconcile(
  lines: readonly StatementLine[],
  payments: readonly KnownPayment[],
): Reconciliation {
  assert(lines.length <= MAX_STATEMENT_LINES, `at most ${MAX_STATEMENT_LINES} lines`);
  const byReference = new Map(
    payments.map((payment) => [payment.reference ?? `\u0000${payment.id}`, payment]),
  );
  const free = new Map<string, KnownPayment[]>();
  for (const payment of payments) {
    if (payment.status !== 'settled' || payment.reference === null) continue;
    const key = keyOf(payment.settledDay ?? '', signedAmount(payment.order), payment.order.currency);
    free.set(key, [...(free.get(key) ?? []), payment]);
  }
  const lists = { matched: [], differing: [], repeated: [] } as {
    readonly [name in 'matched' | 'differing' | 'repeated']: { payment: string; line: number }[];
  };
  const unexpected: number[] = [];
  const seen = new Set<string>();
  lines.forEach((line, index) => {
    const named = byReference.get(line.reference);
    const payment = named ?? takeFree(free, seen, line);
    if (payment === undefined) unexpected.push(index);
    else if (seen.has(payment.id)) lists.repeated.push({ payment: payment.id, line: index });
    else {
      seen.add(payment.id);
      lists[isSame(line, payment) ? 'matched' : 'differing'].push({ payment: payment.id, line: index });
    }
  });
  const missing = payments
    .filter(({ id, status }) => status === 'settled' && !seen.has(id))
    .map(({ id }) => id);
  return { ...lists, unexpected, missing };
}

/** What an order moves on the account: a debit brings money in. */
export function signedAmount({ purpose, amountMinor }: PaymentOrder): number {
  return purpose === 'debit' ? amountMinor : 0 - amountMinor;
}

function takeFree(
  free: ReadonlyMap<string, readonly KnownPayment[]>,
  seen: ReadonlySet<string>,
  line: StatementLine,
): KnownPayment | undefined {
  if (line.reference !== '') return undefined;
  return free.get(keyOf(line.day, line.amountMinor, line.currency))?.find(({ id }) => !seen.has(id));
}

function isSame(line: StatementLine, payment: KnownPayment): boolean {
  const { order, status } = payment;
  return status === 'settled' && line.amountMinor === signedAmount(order) && line.currency === order.currency;
}

function keyOf(day: string, amountMinor: number, currency: string): string {
  return `${day} ${amountMinor} ${currency}`;
}
