/**
 * The room's door for writing: a payment is ordered once, sent, and answered; what has no answer is unknown and never
 * taken for done or for failed. Pure: the day, the provider's answer and the policy of retries come with the command.
 */
import { assert, ok, type Result, refuse } from '@plimsoll/core/base';
import {
  type DomainEvent,
  type PaymentEventBody,
  type PaymentEventKind,
  type PaymentOrder,
  type PaymentStatus,
  paymentStream,
} from '@plimsoll/loan/spine';
import { nextPaymentStatus } from './lifecycle.ts';

export type PaymentState = PaymentEventBody & { readonly id: string; readonly version: number };

/** What a provider says of an attempt. */
export type ProviderAnswer =
  | { readonly kind: 'settled'; readonly reference: string; readonly settledDay: string }
  | { readonly kind: 'failed'; readonly failure: string }
  /** No answer, or one that says nothing: it may have been done or not. */
  | { readonly kind: 'unknown' };

export type PaymentCommand =
  | { readonly kind: 'instruct'; readonly id: string; readonly order: PaymentOrder }
  /** `retryDay`: when the policy has it tried again; null: it is given up. */
  | { readonly kind: 'report'; readonly answer: ProviderAnswer; readonly retryDay: string | null }
  | { readonly kind: 'retry' };

/** Decides a command on the day, `YYYY-MM-DD`. Refuses what the lifecycle has no step for (`payment_move_not_allowed`, PAY-2). */
export function decidePayment(
  state: PaymentState | null,
  command: PaymentCommand,
  today: string,
): Result<DomainEvent | null> {
  if (command.kind === 'instruct') return instruct(state, command, today);
  if (state === null) return refuse('payment_not_found', 'PAY-2');
  if (command.kind === 'retry')
    return moved(state, { kind: 'payment.retried', attempt: state.attempt + 1, retryDay: null }, today);
  return report(state, command, today);
}

/** The state after the last event; null before the first. */
export function foldPayment(
  id: string,
  events: readonly { readonly version: number; readonly body: PaymentEventBody }[],
): PaymentState | null {
  const last = events.at(-1);
  return last === undefined ? null : { ...last.body, id, version: last.version };
}

function instruct(
  state: PaymentState | null,
  { id, order }: Extract<PaymentCommand, { readonly kind: 'instruct' }>,
  today: string,
): Result<DomainEvent> {
  if (state !== null) return refuse('payment_exists', 'PAY-1', { payment: id, status: state.status });
  if (!Number.isSafeInteger(order.amountMinor) || order.amountMinor <= 0)
    return refuse('amount_impossible', 'PAY-1', {
      field: 'amountMinor',
      value: order.amountMinor,
      expected: 'whole minor units above 0',
      currency: order.currency,
    });
  const body: PaymentEventBody = {
    order,
    attempt: 1,
    status: 'instructed',
    reference: null,
    settledDay: null,
    failure: null,
    retryDay: null,
  };
  return ok(eventOf(id, { kind: 'payment.instructed', body }, today));
}

function report(
  state: PaymentState,
  { answer, retryDay }: Extract<PaymentCommand, { readonly kind: 'report' }>,
  today: string,
): Result<DomainEvent | null> {
  switch (answer.kind) {
    case 'settled': {
      // The same answer again says nothing new.
      if (state.status === 'settled' && state.reference === answer.reference) return ok(null);
      const { reference, settledDay } = answer;
      return moved(state, { kind: 'payment.settled', reference, settledDay, failure: null }, today);
    }
    case 'failed': {
      const { failure } = answer;
      if (state.status === 'failed' && state.failure === failure) return ok(null);
      return retryDay === null
        ? moved(state, { kind: 'payment.failed', failure, retryDay }, today)
        : moved(state, { kind: 'payment.postponed', failure, retryDay }, today);
    }
    case 'unknown':
      if (state.status === 'unknown') return ok(null);
      return moved(state, { kind: 'payment.unanswered' }, today);
    default:
      return answer satisfies never;
  }
}

type Move = { readonly kind: PaymentEventKind } & Partial<PaymentEventBody>;

function moved(state: PaymentState, { kind, ...change }: Move, today: string): Result<DomainEvent> {
  const status = nextPaymentStatus(state.status, kind);
  if (status === null)
    return refuse('payment_move_not_allowed', 'PAY-2', {
      payment: state.id,
      status: state.status,
      move: kind,
    });
  const { id, version: _version, ...body } = state;
  return ok(eventOf(id, { kind, body: { ...body, ...change, status } }, today));
}

function eventOf(
  id: string,
  { kind, body }: { readonly kind: PaymentEventKind; readonly body: PaymentEventBody },
  today: string,
): DomainEvent {
  const status: PaymentStatus = body.status;
  assert(status !== 'absent', 'a payment that exists');
  return {
    stream: paymentStream(id),
    kind,
    effectiveDay: body.settledDay ?? today,
    subject: null,
    body,
    personal: null,
    policyHash: null,
    modelId: null,
  };
}
