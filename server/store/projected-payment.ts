/** What projections read of a payment: its row as it stands after an event. */
import { assert, type JsonObject } from '@plimsoll/core/base';
import { parseDay } from '@plimsoll/core/calendar';
import type { PaymentEventBody, PaymentStatus } from '@plimsoll/loan/spine';

export type PaymentChange = {
  readonly id: string;
  readonly loan: string;
  readonly purpose: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly status: PaymentStatus;
  readonly attempt: number;
  readonly reference: string | null;
  /** Days since 1970. */
  readonly settledDay: number | null;
  readonly failure: string | null;
  readonly dueOn: number | null;
  readonly version: number;
  /** Place of the event within the page, from 0. */
  readonly offset: number;
};

type Source = {
  readonly stream: string;
  readonly kind: string;
  readonly version: number;
  readonly body: JsonObject;
};

const STREAM = 'payment:';

/** Reads an event of a payment; null for any other kind. Asserts on a body that is not of its kind. */
export function parsePaymentChange({
  stream,
  kind,
  version,
  body,
}: Source): Omit<PaymentChange, 'offset'> | null {
  if (!kind.startsWith('payment.')) return null;
  assert(stream.startsWith(STREAM), 'a payment has a stream payment:<uuid>');
  const { order, status, attempt, reference, settledDay, failure, retryDay } =
    body as unknown as PaymentEventBody;
  assert(Number.isSafeInteger(order.amountMinor) && order.amountMinor > 0, 'a payment has an amount');
  return {
    id: stream.slice(STREAM.length),
    loan: order.loan,
    purpose: order.purpose,
    amountMinor: order.amountMinor,
    currency: order.currency,
    status,
    attempt,
    reference,
    settledDay: dayOf(settledDay),
    failure,
    dueOn: status === 'waiting' ? dayOf(retryDay) : isOpen(status) ? dayOf(order.day) : null,
    version,
  };
}

function isOpen(status: PaymentStatus): boolean {
  return status === 'instructed' || status === 'unknown';
}

function dayOf(text: string | null): number | null {
  if (text === null) return null;
  const day = parseDay(text);
  assert(day !== null, 'a day of a payment');
  return day;
}
