/**
 * What projections read of the life of a loan: an event carries how the loan stands after it, so nothing is folded here.
 * Facts are kept as canonical JSON, one a line, so that a rebuild gives the same text as an append.
 */
import { assert, canonicalize, type JsonObject, type JsonValue } from '@plimsoll/core/base';
import { parseDay } from '@plimsoll/core/calendar';

export type PostedAmount = {
  readonly funder: string;
  readonly currency: string;
  readonly account: string;
  readonly amountMinor: number;
};

/** What stands in the row only once: said by the event that opens the loan. */
export type LoanOpening = {
  readonly subject: string | null;
  readonly product: string;
  readonly currency: string;
  /** Names with a blank between. */
  readonly funders: string;
};

export type LoanStanding = {
  readonly status: string;
  /** Days since 1970. */
  readonly asOf: number;
  readonly principalMinor: number;
  readonly dueMinor: number;
  readonly overdueMinor: number;
  readonly dpd: number;
  readonly bucket: string;
  readonly nextDueDay: number | null;
  readonly nextDueMinor: number;
  readonly text: string;
};

export type LoanChange = {
  readonly id: string;
  readonly opening: LoanOpening | null;
  readonly standing: LoanStanding;
  /** Canonical JSON of the facts, each ended by a line feed; may be empty. */
  readonly facts: string;
  readonly version: number;
  readonly postings: readonly PostedAmount[];
  /** Place of the event that opened it within its page, from 0. */
  readonly offset: number;
};

type Source = {
  readonly stream: string;
  readonly kind: string;
  readonly version: number;
  readonly subject: string | null;
  readonly body: JsonObject;
};

const STREAM = 'loan:';
const PARTITION_MASK = 63;

/** The partition of a loan, 0 … 63: the last byte of its id modulo 64. */
export function partitionOf(id: string): number {
  return Number.parseInt(id.slice(-2), 16) & PARTITION_MASK;
}

/** Reads an event of a loan; null for any other kind. Asserts on a body that is not of its kind. */
export function parseLoanChange(source: Source): LoanChange | null {
  if (!source.kind.startsWith('loan.')) return null;
  const { stream, body, subject, version } = source;
  assert(stream.startsWith(STREAM), 'a loan has a stream loan:<uuid>');
  const fact = object(body['fact'] ?? null);
  return {
    id: stream.slice(STREAM.length),
    opening: source.kind === 'loan.opened' ? openingOf(fact, subject) : null,
    standing: standingOf(object(body['after'] ?? null)),
    facts: fact === null ? '' : `${canonicalize(fact)}\n`,
    version,
    postings: readPostings(body['postings'] ?? null),
    offset: 0,
  };
}

/** Two changes of one loan as one, the later after the earlier. */
export function mergeLoanChanges(earlier: LoanChange, later: LoanChange): LoanChange {
  const { opening, facts, offset } = earlier;
  return { ...later, opening, offset, facts: facts + later.facts };
}

/** Postings of a body. Asserts that they sum to zero for each funder and currency: what does not never reaches the log. */
export function readPostings(value: JsonValue): readonly PostedAmount[] {
  assert(Array.isArray(value), 'the body has postings');
  const postings = value as unknown as readonly PostedAmount[];
  const sums = new Map<string, number>();
  for (const { funder, currency, amountMinor } of postings) {
    assert(Number.isSafeInteger(amountMinor), 'a posting is of whole minor units');
    const books = `${funder} ${currency}`;
    sums.set(books, (sums.get(books) ?? 0) + amountMinor);
  }
  for (const [books, sum] of sums) assert(sum === 0, `the postings of ${books} sum to zero`);
  return postings;
}

function openingOf(fact: JsonObject | null, subject: string | null): LoanOpening {
  const terms = object(fact?.['terms'] ?? null);
  assert(fact !== null && terms !== null, 'a loan is opened with terms');
  return {
    subject,
    product: text(fact, 'product'),
    currency: text(terms, 'currency'),
    funders: fundersOf(fact['shares'] ?? null),
  };
}

function fundersOf(shares: JsonValue): string {
  assert(Array.isArray(shares), 'a loan has funders');
  return shares.map((share: JsonValue) => text(object(share) ?? {}, 'funder')).join(' ');
}

function standingOf(after: JsonObject | null): LoanStanding {
  assert(after !== null, 'an event of a loan says how it stands');
  const asOf = parseDay(text(after, 'asOf'));
  assert(asOf !== null, 'a day');
  const next = after['nextDueDay'] ?? null;
  return {
    status: text(after, 'status'),
    asOf,
    principalMinor: whole(after, 'principalMinor'),
    dueMinor: whole(after, 'dueMinor'),
    overdueMinor: whole(after, 'overdueMinor'),
    dpd: whole(after, 'dpd'),
    bucket: text(after, 'bucket'),
    nextDueDay: next === null ? null : parseDay(text(after, 'nextDueDay')),
    nextDueMinor: whole(after, 'nextDueMinor'),
    text: canonicalize(after),
  };
}

function object(value: JsonValue): JsonObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;
}

function text(from: JsonObject, name: string): string {
  const value = from[name];
  assert(typeof value === 'string' && value !== '', `a text ${name}`);
  return value;
}

function whole(from: JsonObject, name: string): number {
  const value = from[name];
  assert(Number.isSafeInteger(value), `a whole number ${name}`);
  return value as number;
}
