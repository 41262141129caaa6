/** An application comes in and its decision goes out in the same call; and later, how the loan turned out. */
import type { Decision } from '@plimsoll/api/origination';
import type { JsonObject } from '@plimsoll/core/base';
import { decide, type Origination, reasonText } from '@plimsoll/loan/origination';
import { applicationStream, type DecidedBody, type DomainEvent, foldApplication } from '@plimsoll/loan/spine';
import { folded, readStream } from '@plimsoll/server/store';
import { type Handler, refuseCall } from '../call.ts';
import { decideAndAppend, type Decided } from '../write.ts';
import { dayAt, type OriginationPorts } from './ports.ts';

/** Submits: the decision is made now, under the active policy, and answered after it is durable. */
export function createSubmit(ports: OriginationPorts): Handler<'submitApplication'> {
  const { log, shelf, clock, createId, onDecision } = ports;
  return async ({ body: form, caller, idempotency }) => {
    const { origination } = shelf.active();
    const nowMs = clock();
    const applicationId = createId(nowMs);
    const { idKind, idNumber, phone, email } = form.applicant;
    const answer = await decideAndAppend<'submitApplication'>(
      { log, actor: caller.actor, idempotency },
      async () => {
        const person = await log.resolvePerson({ idKind, idNumber, phone, email: email ?? null });
        const command = { kind: 'submit', applicationId, subject: person.subject, form } as const;
        const events = decide(null, command, { origination, day: dayAt(nowMs) });
        if (!events.ok) return events;
        const reply = presentDecision(origination, { id: applicationId, nowMs, events: events.value });
        const stream = { stream: applicationStream(applicationId), expectedVersion: 0, events: events.value };
        return written({
          bookedAtMs: nowMs,
          streams: [stream],
          persons: [person],
          reply: { status: 201, body: reply },
        });
      },
    );
    if (answer.ok && answer.isReplayed !== true) onDecision(answer.value.outcome);
    return answer;
  };
}

/** Records the outcome of a loan, as an event of its own. */
export function createObservePerformance(ports: OriginationPorts): Handler<'observePerformance'> {
  const { pool, log, shelf, clock } = ports;
  return async ({ params: { id }, body: { performance, observedDay }, caller, idempotency }) =>
    decideAndAppend<'observePerformance'>({ log, actor: caller.actor, idempotency }, async () => {
      const state = foldApplication(folded(await readStream(pool, applicationStream(id))));
      const command = { kind: 'observe_performance', applicationId: id, performance, observedDay } as const;
      const context = { origination: shelf.active().origination, day: dayAt(clock()) };
      const events = decide(state, command, context);
      if (!events.ok) return events;
      if (state === null) return refuseCall('application_not_found');
      const stream = { stream: applicationStream(id), expectedVersion: state.version, events: events.value };
      return written({
        streams: [stream],
        persons: [],
        reply: { status: 201, body: { id, performance } },
      });
    });
}

function written(wish: Extract<Decided, { readonly ok: true }>['value']): Decided {
  return { ok: true, value: wish };
}

/** The decision as callers read it. */
function presentDecision(
  origination: Origination,
  made: { readonly id: string; readonly nowMs: number; readonly events: readonly DomainEvent[] },
): JsonObject {
  const event = made.events.find(({ kind }) => kind === 'application.decided');
  const decided = event?.body as unknown as DecidedBody;
  const decision: Decision = {
    id: made.id,
    subject: event?.subject ?? '',
    outcome: decided.outcome,
    grade: decided.grade,
    score: decided.score,
    probabilityOfDefault: decided.probabilityOfDefault,
    limitMinor: decided.limitMinor,
    offer: decided.offer,
    reasons: decided.reasons.map((code) => ({ code, text: reasonText(origination, code) })),
    policyHash: origination.policy.hash,
    modelId: origination.modelId,
    decidedAt: new Date(made.nowMs).toISOString(),
  };
  return decision;
}
