/**
 * What the parties agreed, from the events of a loan: the statement of cost that it was opened with, that it was read, the
 * contract that was made, that it was signed, and what stands behind it. None of these changes what is owed, so none carries a fact.
 */
import { assert, type JsonObject } from '@plimsoll/core/base';
import type { Disclosure, DisclosureReading } from '@plimsoll/loan/compliance';
import {
  type CodeChallenge,
  type Contract,
  type ContractSignature,
  type LoanSecurity,
  noSecurity,
} from '@plimsoll/loan/origination';
import type { DomainEvent, EventKind, LoanRecord } from '@plimsoll/loan/spine';
import type { StoredEvent } from '@plimsoll/server/store';

/** A contract without its text, which lies beside the log under its hash. */
export type MadeContract = Omit<Contract, 'text'>;

export type Agreement = {
  readonly disclosure: Disclosure;
  readonly disclosureSha256: string;
  /** The latest time that the statement was shown, and whether reading it was confirmed since. */
  readonly reading: DisclosureReading | null;
  readonly contract: MadeContract | null;
  readonly challenge: CodeChallenge | null;
  /** The event that holds the borrower's particulars, sealed. */
  readonly madeBy: StoredEvent | null;
  readonly signatures: readonly ContractSignature[];
  readonly signedAtMs: number | null;
  /** What stands behind it now. */
  readonly security: LoanSecurity;
};

/** Reads the agreement of a loan from its events. Asserts that the first opened it with a statement. */
export function agreementOf(events: readonly StoredEvent[]): Agreement {
  const [opened] = events;
  assert(opened?.kind === 'loan.opened', 'the first event of a loan opens it');
  const offer = bodyOf(opened)['offer'] as Pick<Agreement, 'disclosure' | 'disclosureSha256'> | undefined;
  assert(offer !== undefined, 'a loan is opened with its statement of cost');
  let agreement: Agreement = {
    ...offer,
    reading: null,
    contract: null,
    challenge: null,
    madeBy: null,
    signatures: [],
    signedAtMs: null,
    security: noSecurity,
  };
  for (const event of events) agreement = { ...agreement, ...stepOf(event) };
  return agreement;
}

function stepOf(event: StoredEvent): Partial<Agreement> {
  const body = bodyOf(event) as unknown as Partial<Agreement>;
  switch (event.kind) {
    case 'loan.disclosure_read':
      return { reading: body.reading ?? null };
    case 'loan.contract_made':
      return { contract: body.contract ?? null, challenge: body.challenge ?? null, madeBy: event };
    case 'loan.signed':
      return { signatures: body.signatures ?? [], signedAtMs: body.signedAtMs ?? null };
    case 'loan.secured':
      return { security: body.security ?? noSecurity };
    default:
      return {};
  }
}

function bodyOf({ body }: StoredEvent): JsonObject {
  return JSON.parse(body) as JsonObject;
}

/** An event of the agreement: nothing moves, and the loan stands as it stood. */
export function agreementEvent(
  record: LoanRecord,
  kind: Extract<EventKind, `loan.${'disclosure_read' | 'contract_made' | 'signed' | 'secured'}`>,
  part: { readonly day: string; readonly body: JsonObject; readonly personal: JsonObject | null },
): DomainEvent {
  assert(record.after !== null, 'a loan that was opened');
  return {
    stream: `loan:${record.id}`,
    kind,
    effectiveDay: part.day,
    subject: record.subject,
    body: { fact: null, postings: [], after: record.after, ...part.body },
    personal: part.personal,
    policyHash: null,
    modelId: null,
  };
}
