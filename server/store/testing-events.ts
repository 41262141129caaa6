/** Requests for tests: applications as the room of origination writes them, made up from a number. */
import type { DomainEvent } from '@plimsoll/loan/spine';
import type { PersonIdentity } from './identity.ts';
import type { PersonKeys } from './person.ts';
import type { AppendRequest } from './request.ts';
import { uuidV7 } from './uuid.ts';

export const TEST_TIME_MS = Date.UTC(2026, 0, 15, 9, 30);

/** The made-up person number `n`. */
export function testIdentity(n: number): PersonIdentity {
  return { idKind: 'passport', idNumber: `X ${n}`, phone: `+1 555 ${n}`, email: `Person${n}@Example.org` };
}

const OUTCOMES = ['approve', 'refer', 'decline'] as const;

/** The two events of a decided application of a person; `n` chooses amounts, outcome, grade, score. */
export function applicationEvents(stream: string, subject: string, n: number): readonly DomainEvent[] {
  const shared = {
    stream,
    effectiveDay: '2026-01-15',
    subject,
    policyHash: 'hash-of-policy',
    modelId: 'card-1',
  };
  const outcome = OUTCOMES[n % 3] ?? 'decline';
  const offer =
    outcome === 'approve' ? { amountMinor: 100_000 + n, termMonths: 36, rateAnnual: 0.1425 } : null;
  return [
    {
      ...shared,
      kind: 'application.submitted',
      body: {
        product: 'personal-instalment',
        currency: 'USD',
        amountMinor: 100_000 + n,
        termMonths: 36,
        purpose: 'debt_consolidation',
        scenario: 'general',
        madeUp: true,
        facts: { annualIncomeMinor: 5_000_000 + n, region: 'US-CA', note: 'quote " back \\ slash, 你好 😀' },
        consents: [],
        channel: 'api',
      },
      personal: { name: `Person ${n}`, idKind: 'passport', idNumber: `X ${n}`, phone: `+1 555 ${n}` },
    },
    {
      ...shared,
      kind: 'application.decided',
      body: {
        outcome,
        grade: n % 5 === 0 ? null : 'ABCD'.charAt(n % 4),
        score: n % 7 === 0 ? null : 500 + (n % 200) + 0.5,
        probabilityOfDefault: 0.01 * (n % 50),
        limitMinor: outcome === 'approve' ? 200_000 : null,
        offer,
        reasons: n % 3 === 0 ? [] : ['utilisation_high', `reason_${n % 4}`],
        policyHash: 'hash-of-policy',
        modelId: 'card-1',
        contextDay: '2026-01-15',
      },
      personal: null,
    },
  ];
}

/** A request that submits and decides application `n` of `person`, under a stream of its own. */
export function applicationRequest(person: PersonKeys, n: number, stream = newStream()): AppendRequest {
  return {
    actor: 'key:test',
    bookedAtMs: TEST_TIME_MS + n * 60_000,
    idempotency: null,
    streams: [{ stream, expectedVersion: 0, events: applicationEvents(stream, person.subject, n) }],
    persons: [person],
    reply: { status: 201, body: { n } },
  };
}

/** A request that observes how an application ended. */
export function performanceRequest(
  person: PersonKeys,
  at: { readonly stream: string; readonly version: number; readonly performance: 'good' | 'bad' },
): AppendRequest {
  const { stream, version, performance } = at;
  const body = { performance, observedDay: '2026-06-01' };
  const event: DomainEvent = {
    stream,
    kind: 'application.performance_observed',
    effectiveDay: '2026-06-01',
    subject: person.subject,
    body,
    personal: null,
    policyHash: null,
    modelId: null,
  };
  return {
    actor: 'key:test',
    bookedAtMs: TEST_TIME_MS + 86_400_000,
    idempotency: null,
    streams: [{ stream, expectedVersion: version, events: [event] }],
    persons: [person],
    reply: { status: 200, body: {} },
  };
}

/** A request that erases a person. */
export function erasureRequest(person: PersonKeys): AppendRequest {
  const stream = `person:${person.subject}`;
  const event: DomainEvent = {
    stream,
    kind: 'person.erased',
    effectiveDay: '2026-02-01',
    subject: person.subject,
    body: { reason: 'asked by the person' },
    personal: null,
    policyHash: null,
    modelId: null,
  };
  return {
    actor: 'officer:1',
    bookedAtMs: TEST_TIME_MS,
    idempotency: null,
    streams: [{ stream, expectedVersion: 0, events: [event] }],
    persons: [],
    reply: { status: 200, body: {} },
  };
}

/** A stream for a new application. */
export function newStream(): string {
  return `application:${uuidV7(TEST_TIME_MS)}`;
}
