/** The room of payments over HTTP. */
import type { JsonObject } from '@plimsoll/core/base';
import { decidePayment, reconcile } from '@plimsoll/loan/payment';
import {
  type LoanDeed,
  type PaymentEventBody,
  type PaymentOrder,
  type PaymentPurpose,
  paymentStream,
} from '@plimsoll/loan/spine';
import { decideChange, type LoanShelf, readLoan, type Turns } from '@plimsoll/server/loan';
import {
  listPayments,
  type PaymentBeat,
  paymentsOfStatement,
  readPayment,
  readUnderWay,
} from '@plimsoll/server/payment';
import { type Log, readStream } from '@plimsoll/server/store';
import type pg from 'pg';
import { answer, type RoomHandlers, refuseCall } from './call.ts';
import { decideAndAppend, type Decided } from './write.ts';

export type PaymentPorts = {
  readonly pool: pg.Pool;
  readonly log: Log;
  readonly payments: PaymentBeat;
  readonly loans: LoanShelf;
  /** One order at a time for one loan. */
  readonly turns: Turns;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly createId: (nowMs: number) => string;
};

const PAGE_ROWS = 100;

/** The handlers of the room. */
export function createPaymentHandlers(ports: PaymentPorts): RoomHandlers<'payment'> {
  const { pool, log, payments, clock, createId, turns } = ports;
  return {
    orderPayment: async ({ params, body, caller, idempotency }) => {
      const nowMs = clock();
      const id = createId(nowMs);
      const today = new Date(nowMs).toISOString().slice(0, 10);
      const decide = async (): Promise<Decided> => {
        const stored = await readLoan(pool, params.id);
        const [opened] = stored?.record.facts ?? [];
        if (stored === null || opened?.kind !== 'opened')
          return refuseCall('loan_not_found', { id: params.id });
        const { currency } = opened.terms;
        if (body.currency !== currency)
          return refuseCall('currency_mismatch', { currency: body.currency, expected: currency });
        const { purpose, amountMinor, day = today } = body;
        const order = { purpose, loan: params.id, amountMinor, currency, day };
        const held = await holdAgainstLoan(ports, order, { today, factId: id });
        if (!held.ok) return held;
        const decided = decidePayment(null, { kind: 'instruct', id, order }, today);
        if (!decided.ok) return decided;
        const events = decided.value === null ? [] : [decided.value];
        const streams = [{ stream: paymentStream(id), expectedVersion: 0, events }];
        const reply = { status: 201, body: { id, status: 'instructed' } };
        return { ok: true, value: { bookedAtMs: nowMs, streams, persons: [], reply } };
      };
      return turns([params.id], async () =>
        decideAndAppend<'orderPayment'>({ log, actor: caller.actor, idempotency }, decide),
      );
    },
    listPayments: async ({ query: { limit = PAGE_ROWS, ...filter } }) =>
      answer({ rows: [...(await listPayments(pool, filter, limit))] }),
    readPayment: async ({ params: { id } }) => {
      const payment = await readPayment(pool, id);
      if (payment === null) return refuseCall('payment_not_found', { id });
      const events = await readStream(pool, paymentStream(id));
      return answer({ payment, events: events.map(presentEvent) });
    },
    workPayments: async () => {
      const { stuck, ...counts } = await payments.workNow();
      return answer({ provider: payments.provider, ...counts, stuck: [...stuck] });
    },
    reconcilePayments: async ({ body: { from, to, lines } }) => {
      const references = lines.map(({ reference }) => reference).filter((reference) => reference !== '');
      const known = await paymentsOfStatement(pool, { from, to, references });
      const { matched, differing, repeated, unexpected, missing } = reconcile(lines, known);
      return answer({
        matched: [...matched],
        differing: [...differing],
        repeated: [...repeated],
        unexpected: [...unexpected],
        missing: [...missing],
      });
    },
  };
}

/**
 * Whether the loan would take what is ordered, were it settled today together with what is under way: money does not leave
 * for a contract that nobody signed, nor twice for one amount.
 */
async function holdAgainstLoan(
  { pool, loans }: PaymentPorts,
  order: PaymentOrder,
  { today, factId }: { readonly today: string; readonly factId: string },
) {
  const { purpose, loan, currency } = order;
  const underWay = purpose === 'debit' ? 0 : await readUnderWay(pool, loan, purpose);
  const deed = deedOf(purpose, order.amountMinor + underWay);
  return decideChange({ pool, loans }, loan, {
    command: { deed, effectiveDay: today, currency },
    today,
    factId,
  });
}

function deedOf(purpose: PaymentPurpose, amountMinor: number): LoanDeed {
  switch (purpose) {
    case 'disbursement':
      return { kind: 'disbursed', amountMinor, paymentId: null };
    case 'refund':
      return { kind: 'refunded', amountMinor, paymentId: null };
    case 'debit':
      return { kind: 'repaid', amountMinor, payer: 'borrower', variant: null, paymentId: null };
    default:
      return purpose satisfies never;
  }
}

function presentEvent({
  kind,
  bookedAt,
  body,
}: {
  readonly kind: string;
  readonly bookedAt: string;
  readonly body: string;
}) {
  const { attempt, status, reference, failure, retryDay } = JSON.parse(body) as JsonObject & PaymentEventBody;
  return {
    kind,
    bookedAt,
    attempt,
    status: status as Exclude<typeof status, 'absent'>,
    reference,
    failure,
    retryDay,
  };
}
