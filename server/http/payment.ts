/** The room of payments over HTTP. */
import type { JsonObject } from '@plimsoll/core/base';
import { decidePayment, reconcile } from '@plimsoll/loan/payment';
import { type PaymentEventBody, paymentStream } from '@plimsoll/loan/spine';
import { readLoan } from '@plimsoll/server/loan';
import { listPayments, type PaymentBeat, paymentsOfStatement, readPayment } from '@plimsoll/server/payment';
import { type Log, readStream } from '@plimsoll/server/store';
import type pg from 'pg';
import { answer, type RoomHandlers, refuseCall } from './call.ts';
import { decideAndAppend } from './write.ts';

export type PaymentPorts = {
  readonly pool: pg.Pool;
  readonly log: Log;
  readonly payments: PaymentBeat;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly createId: (nowMs: number) => string;
};

const PAGE_ROWS = 100;

/** The handlers of the room. */
export function createPaymentHandlers(ports: PaymentPorts): RoomHandlers<'payment'> {
  const { pool, log, payments, clock, createId } = ports;
  return {
    orderPayment: async ({ params, body, caller, idempotency }) => {
      const nowMs = clock();
      const id = createId(nowMs);
      const today = new Date(nowMs).toISOString().slice(0, 10);
      return decideAndAppend<'orderPayment'>({ log, actor: caller.actor, idempotency }, async () => {
        const stored = await readLoan(pool, params.id);
        const [opened] = stored?.record.facts ?? [];
        if (stored === null || opened?.kind !== 'opened')
          return refuseCall('loan_not_found', { id: params.id });
        const { currency } = opened.terms;
        if (body.currency !== currency)
          return refuseCall('currency_mismatch', { currency: body.currency, expected: currency });
        const { purpose, amountMinor, day = today } = body;
        const order = { purpose, loan: params.id, amountMinor, currency, day };
        const decided = decidePayment(null, { kind: 'instruct', id, order }, today);
        if (!decided.ok) return decided;
        const events = decided.value === null ? [] : [decided.value];
        const streams = [{ stream: paymentStream(id), expectedVersion: 0, events }];
        const reply = { status: 201, body: { id, status: 'instructed' } };
        return { ok: true, value: { bookedAtMs: nowMs, streams, persons: [], reply } };
      });
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
