/**
 * One application as its events tell it. The bodies below are what the log keeps for ever: no personal data, and
 * all that a later recomputation of the decision needs.
 * Invariants of the fold: version = number of events; the first event is `application.submitted`; there is at most
 * one decision; performance only after a decision; `absent` has no state at all (null).
 */
import { assert } from '@plimsoll/core/base';
import type { DomainEvent } from './event.ts';
import { type ApplicationStatus, nextStatus } from './lifecycle.ts';

export type MissingReason = 'not_asked' | 'source_down' | 'no_record';

/** A value, or the declared reason why there is none. */
export type Fact = string | number | boolean | { readonly missing: MissingReason };

export type Consent = { readonly purpose: string; readonly grantedDay: string };

export type Outcome = 'approve' | 'refer' | 'decline';
export type Performance = 'good' | 'bad';

/** Body of `application.submitted`. */
export type SubmittedBody = {
  readonly product: string;
  readonly currency: string;
  readonly amountMinor: number;
  readonly termMonths: number;
  readonly purpose: string;
  readonly scenario: string;
  readonly facts: { readonly [name: string]: Fact };
  readonly consents: readonly Consent[];
  readonly applicantKind: string;
  readonly madeUp: boolean;
};

export type Offer = {
  readonly amountMinor: number;
  readonly termMonths: number;
  /** Nominal rate a year: 0.1425 is 14.25 %. */
  readonly rateAnnual: number;
  readonly instalmentMinor: number;
};

export type MissingInput = { readonly input: string; readonly why: MissingReason };

/** What went wrong while the policy was evaluated, and where. */
export type PolicyError = { readonly code: string; readonly place: string };

/** What a product and a day gave to the policy as inputs; recorded so that a replay needs no catalogue. */
export type PolicyTerms = { readonly [input: string]: number | string | readonly number[] | null };

/** A registered model that a decision asked, and its last day as it stood then. */
export type UsedModel = {
  readonly input: string;
  /** `name@version`. */
  readonly id: string;
  readonly documentSha256: string;
  readonly expiresDay: string;
};

/** Body of `application.decided`. */
export type DecidedBody = {
  readonly outcome: Outcome;
  /** The stage of the policy that ended the case; null when the policy gave none that holds. */
  readonly stage: string | null;
  readonly grade: string | null;
  readonly score: number | null;
  readonly probabilityOfDefault: number | null;
  readonly limitMinor: number | null;
  readonly offer: Offer | null;
  readonly reasons: readonly string[];
  readonly missing: readonly MissingInput[];
  readonly errors: readonly PolicyError[];
  readonly contextDay: string;
  readonly terms: PolicyTerms;
  /** Absent where the policy asks no model. */
  readonly models?: readonly UsedModel[];
};

export type ApplicationState = {
  readonly id: string;
  readonly subject: string;
  readonly status: Exclude<ApplicationStatus, 'absent'>;
  readonly version: number;
  readonly submitted: SubmittedBody;
  readonly decided: DecidedBody | null;
  readonly policyHash: string | null;
  readonly modelId: string | null;
  readonly performance: Performance | null;
};

/** What the fold reads of an event, be it fresh or from the log. */
export type FoldedEvent = Pick<
  DomainEvent,
  'stream' | 'kind' | 'subject' | 'body' | 'policyHash' | 'modelId'
>;

const STREAM = 'application:';

/** The stream of an application. */
export function applicationStream(id: string): string {
  return STREAM + id;
}

/**
 * The state that events in order of version lead to; null for none. Asserts that they are of one application and
 * that the lifecycle allows each: a log that says otherwise is broken, not refused.
 */
export function foldApplication(events: readonly FoldedEvent[]): ApplicationState | null {
  return events.reduce<ApplicationState | null>(applyEvent, null);
}

/** One step of the fold. */
export function applyEvent(state: ApplicationState | null, event: FoldedEvent): ApplicationState {
  const from = state === null ? 'absent' : state.status;
  const status = nextStatus(from, event.kind);
  assert(status !== null && status !== 'absent', `${event.kind} may follow when an application is ${from}`);
  if (state === null) return begin(event);
  assert(event.stream === applicationStream(state.id), 'the events are of one application');
  const next = { ...state, status, version: state.version + 1 };
  switch (event.kind) {
    case 'application.decided':
      return {
        ...next,
        decided: event.body as unknown as DecidedBody,
        policyHash: event.policyHash,
        modelId: event.modelId,
      };
    case 'application.performance_observed':
      return { ...next, performance: event.body['performance'] as Performance };
    default:
      return next;
  }
}

function begin(event: FoldedEvent): ApplicationState {
  assert(event.stream.startsWith(STREAM), 'the stream of an application begins with application:');
  assert(event.subject !== null, 'an application is about a person');
  return {
    id: event.stream.slice(STREAM.length),
    subject: event.subject,
    status: 'submitted',
    version: 1,
    submitted: event.body as unknown as SubmittedBody,
    decided: null,
    policyHash: null,
    modelId: null,
    performance: null,
  };
}
