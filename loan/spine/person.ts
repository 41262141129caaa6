/**
 * What is written when somebody looks at personal data and when a person is erased. The acts themselves (unsealing,
 * destroying keys) are the store's; these events are the record of them. The reason is free text by staff: it may
 * name a person, so it is sealed like personal data and goes when the person is erased.
 */
import type { DomainEvent } from './event.ts';
import { applicationStream } from './application.ts';

/** The stream of a person. */
export function personStream(subject: string): string {
  return `person:${subject}`;
}

export type PersonalDataView = {
  readonly applicationId: string;
  readonly subject: string;
  readonly reason: string;
  /** `YYYY-MM-DD`. */
  readonly day: string;
};

/** The event of a look at an applicant's personal data; who looked is the log's `actor`. */
export function personalDataViewed(view: PersonalDataView): DomainEvent {
  return {
    stream: applicationStream(view.applicationId),
    kind: 'personal_data.viewed',
    effectiveDay: view.day,
    subject: view.subject,
    body: { fields: ['applicant'] },
    personal: { reason: view.reason },
    policyHash: null,
    modelId: null,
  };
}

export type PersonErasure = { readonly subject: string; readonly day: string };

/** The event of an erasure. It carries nothing but the pseudonym: what is erased must not return by its record. */
export function personErased(erasure: PersonErasure): DomainEvent {
  return {
    stream: personStream(erasure.subject),
    kind: 'person.erased',
    effectiveDay: erasure.day,
    subject: erasure.subject,
    body: {},
    personal: null,
    policyHash: null,
    modelId: null,
  };
}
