/**
 * The desk for payments: sends what is ordered, asks again what had no answer, tries again what the policy lets it, and
 * books what was settled in the loan, in the same append. An order is in the log before it is sent, and sent under a key
 * that stands with it; so whoever is killed at any point, the next one goes on without doing anything twice.
 */
import { assert, ok, type Result, refuse } from '@plimsoll/core/base';
import { parseDay } from '@plimsoll/core/calendar';
import type { Policy } from '@plimsoll/core/dmn';
import {
  decidePayment,
  foldPayment,
  type PaymentCommand,
  type PaymentState,
  type ProviderAnswer,
  retryDayOf,
} from '@plimsoll/loan/payment';
import {
  type DomainEvent,
  type LoanDeed,
  type PaymentEventBody,
  type PaymentOrder,
  paymentStream,
} from '@plimsoll/loan/spine';
import { type PaymentProvider, providerKey } from '@plimsoll/server/feeds';
import { decideChange, type LoanShelf } from '@plimsoll/server/loan';
import { type Log, readStream, type StreamAppend } from '@plimsoll/server/store';
import type pg from 'pg';

export type DeskPorts = {
  readonly pool: pg.Pool;
  readonly log: Log;
  readonly loans: LoanShelf;
  readonly provider: PaymentProvider;
  /** When a failed debit is tried again. */
  readonly retries: Policy;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly createId: (nowMs: number) => string;
};

export type DeskReport = {
  readonly sent: number;
  readonly settled: number;
  readonly failed: number;
  readonly unanswered: number;
  /** Settled by the provider and not bookable in the loan: for a person to look at. */
  readonly stuck: readonly { readonly payment: string; readonly code: string }[];
};

export const DESK = 'system:payments';
/** Payments taken up at once, and how many are under way at the same time. */
const PAGE = 500;
const UNDER_WAY = 8;
/** Times that something is decided again because somebody wrote in between. */
const MAX_ATTEMPTS = 8;

/** Orders a payment: it is in the log, and will be sent. */
export async function orderPayment(
  { log, clock }: Pick<DeskPorts, 'log' | 'clock'>,
  id: string,
  order: PaymentOrder,
): Promise<Result<{ readonly id: string }>> {
  const decided = decidePayment(null, { kind: 'instruct', id, order }, dayAt(clock()));
  if (!decided.ok) return decided;
  assert(decided.value !== null, 'an order is an event');
  const stream = { stream: paymentStream(id), expectedVersion: 0, events: [decided.value] };
  const outcome = await append(log, [stream]);
  if (outcome === 'stale') return refuse('payment_exists', 'PAY-1', { payment: id });
  return ok({ id });
}

/** Does all that is due now, once; tells what came of it. */
export async function workPayments(
  ports: DeskPorts,
  onDone: () => void = () => undefined,
): Promise<DeskReport> {
  const today = dayAt(ports.clock());
  const counts = { sent: 0, settled: 0, failed: 0, unanswered: 0 };
  const stuck: { payment: string; code: string }[] = [];
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const { rows } = await ports.pool.query<{ readonly id: string }>(
      'SELECT id FROM payment WHERE due_on <= $1 AND id > $2 ORDER BY id LIMIT $3',
      [today, after, PAGE],
    );
    const queue = rows.map(({ id }) => id);
    const work = async (): Promise<void> => {
      for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
        const done = await workOne(ports, id, today);
        counts.sent += 1;
        if (done.kind === 'stuck') stuck.push({ payment: id, code: done.code });
        else counts[done.kind] += 1;
        onDone();
      }
    };
    await Promise.all(Array.from({ length: UNDER_WAY }, work));
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return { ...counts, stuck };
    after = last.id;
  }
}

type Done =
  | { readonly kind: 'settled' | 'failed' | 'unanswered' }
  | { readonly kind: 'stuck'; readonly code: string };

async function workOne(ports: DeskPorts, id: string, today: string): Promise<Done> {
  let state = await stateOf(ports.pool, id);
  if (state.status === 'waiting') state = await step(ports, { state, command: { kind: 'retry' } }, today);
  const key = providerKey(id, state.attempt);
  const known = state.status === 'unknown' ? await ports.provider.query(key) : null;
  const answer = known ?? (await ports.provider.instruct(key, state.order, today));
  return report(ports, { state, answer }, today);
}

async function report(
  ports: DeskPorts,
  { state, answer }: { readonly state: PaymentState; readonly answer: ProviderAnswer },
  today: string,
): Promise<Done> {
  const retry =
    answer.kind === 'failed' ? retryOf(ports, { state, failure: answer.failure }, today) : ok(null);
  if (!retry.ok) return { kind: 'stuck', code: retry.code };
  const command: PaymentCommand = { kind: 'report', answer, retryDay: retry.value };
  if (answer.kind !== 'settled') {
    await step(ports, { state, command }, today);
    return { kind: answer.kind === 'failed' ? 'failed' : 'unanswered' };
  }
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    const now = attempt === 1 ? state : await stateOf(ports.pool, state.id);
    const decided = decidePayment(now, command, today);
    if (!decided.ok) return { kind: 'stuck', code: decided.code };
    if (decided.value === null) return { kind: 'settled' };
    const change = {
      command: { deed: deedOf(now), effectiveDay: answer.settledDay, currency: now.order.currency },
      today,
      factId: ports.createId(ports.clock()),
    };
    const booked = await decideChange(ports, now.order.loan, change);
    if (!booked.ok) return { kind: 'stuck', code: booked.code };
    const outcome = await append(ports.log, [streamOf(now, decided.value), ...booked.value.streams]);
    if (outcome === 'committed') return { kind: 'settled' };
  }
  return { kind: 'stuck', code: 'stale_version' };
}

/** Disbursements are never given up by themselves: a person decides. Debits go by the policy. */
function retryOf(
  { retries }: DeskPorts,
  { state: { order, attempt }, failure }: { readonly state: PaymentState; readonly failure: string },
  today: string,
): Result<string | null> {
  const day = parseDay(today);
  assert(day !== null, 'a day');
  return order.purpose === 'debit' ? retryDayOf(retries, { failure, attempt }, day) : ok(null);
}

/** What a settled payment is in the life of its loan. */
function deedOf({ id, order }: PaymentState): LoanDeed {
  const { amountMinor } = order;
  switch (order.purpose) {
    case 'disbursement':
      return { kind: 'disbursed', amountMinor, paymentId: id };
    case 'debit':
      return { kind: 'repaid', amountMinor, payer: 'borrower', variant: null, paymentId: id };
    case 'refund':
      return { kind: 'refunded', amountMinor, paymentId: id };
    default:
      return order.purpose satisfies never;
  }
}

/** Decides and appends one event of a payment alone, from its newest state. */
async function step(
  { pool, log }: DeskPorts,
  from: { readonly state: PaymentState; readonly command: PaymentCommand },
  today: string,
): Promise<PaymentState> {
  const { command } = from;
  let { state } = from;
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    const decided = decidePayment(state, command, today);
    if (!decided.ok || decided.value === null) return state;
    if ((await append(log, [streamOf(state, decided.value)])) === 'committed') return stateOf(pool, state.id);
    state = await stateOf(pool, state.id);
  }
  return state;
}

function streamOf({ id, version }: PaymentState, event: DomainEvent): StreamAppend {
  return { stream: paymentStream(id), expectedVersion: version, events: [event] };
}

async function append(log: Log, streams: readonly StreamAppend[]): Promise<'committed' | 'stale'> {
  const outcome = await log.append({
    actor: DESK,
    idempotency: null,
    streams,
    persons: [],
    reply: { status: 200, body: {} },
  });
  assert(outcome.kind === 'committed' || outcome.kind === 'stale_version', `it is written: ${outcome.kind}`);
  return outcome.kind === 'committed' ? 'committed' : 'stale';
}

async function stateOf(pool: pg.Pool, id: string): Promise<PaymentState> {
  const events = await readStream(pool, paymentStream(id));
  const state = foldPayment(
    id,
    events.map(({ version, body }) => ({ version, body: JSON.parse(body) as PaymentEventBody })),
  );
  assert(state !== null, 'a payment that was ordered');
  return state;
}

function dayAt(nowMs: number): string {
  return new Date(nowMs).toISOString().slice(0, 10);
}
