/**
 * What every room writes: domain events. The log adds id, version, booked time, actor, commitment and
 * leaf hash. `personal` is sealed under the person's key; `body` never holds personal data.
 */
import type { JsonObject } from '@plimsoll/core/base';

/** Every kind of event there is. A kind, once in a log, keeps its meaning for ever. */
export const eventKinds = [
  'application.submitted',
  'application.decided',
  'application.performance_observed',
  'policy.published',
  'model.drafted',
  'model.validated',
  'model.approved',
  'model.made_live',
  'model.retired',
  'model.rejected',
  'loan.opened',
  'loan.disbursed',
  'loan.repaid',
  'loan.refunded',
  'loan.charged',
  'loan.waived',
  'loan.reversed',
  'loan.rate_changed',
  'loan.rescheduled',
  'loan.re_amortised',
  'loan.re_aged',
  'loan.paused',
  'loan.resumed',
  'loan.restructured',
  'loan.written_off',
  'loan.rolled',
  'payment.instructed',
  'payment.unanswered',
  'payment.settled',
  'payment.postponed',
  'payment.retried',
  'payment.failed',
  'day.started',
  'day.advanced',
  'day.closed',
  'loan.disclosure_read',
  'loan.contract_made',
  'loan.signed',
  'loan.secured',
  'limit.set',
  'limit.moved',
  'personal_data.viewed',
  'person.erased',
] as const;
export type EventKind = (typeof eventKinds)[number];

export type DomainEvent = {
  /**
   * `application:<uuid>`, `policy:<hash>`, `model:<name>`, `loan:<uuid>`, `limit:<pseudonym>`, `limit:group:<name>`,
   * `payment:<uuid>`, `day:<yyyy-mm-dd>`, `person:<pseudonym>`.
   */
  readonly stream: string;
  readonly kind: EventKind;
  /** The day from which it counts, `YYYY-MM-DD`. */
  readonly effectiveDay: string;
  /** The random pseudonym of the person it is about. */
  readonly subject: string | null;
  readonly body: JsonObject;
  readonly personal: JsonObject | null;
  readonly policyHash: string | null;
  readonly modelId: string | null;
};
