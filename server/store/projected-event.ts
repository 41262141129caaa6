/**
 * The part of an event that projections read, parsed once: a body that lacks what its kind promises is a bug of the
 * room that wrote it and never reaches the log.
 */
import { assert, type JsonObject, type JsonValue } from '@plimsoll/core/base';
import { type DayChange, parseDayChange } from './projected-day.ts';
import { type LoanChange, parseLoanChange } from './projected-loan.ts';
import { type ModelChange, parseModelChange } from './projected-model.ts';
import { parsePaymentChange, type PaymentChange } from './projected-payment.ts';

export type Submission = {
  readonly subject: string | null;
  readonly product: string;
  readonly currency: string;
  readonly amountMinor: number;
  readonly termMonths: number;
  readonly purpose: string;
  readonly scenario: string;
  readonly madeUp: boolean;
};

export type DecisionFact = {
  readonly outcome: string;
  readonly grade: string | null;
  readonly score: number | null;
  readonly pd: number | null;
  readonly limitMinor: number | null;
  readonly offerMinor: number | null;
  readonly rateAnnual: number | null;
  readonly reasons: readonly string[];
  readonly policyHash: string | null;
  readonly modelId: string | null;
};

export type ProjectedFact =
  | { readonly kind: 'submitted'; readonly id: string; readonly submission: Submission }
  | { readonly kind: 'decided'; readonly id: string; readonly decision: DecisionFact }
  | { readonly kind: 'performed'; readonly id: string; readonly performance: string }
  | { readonly kind: 'published'; readonly hash: string; readonly name: string; readonly xml: string }
  | { readonly kind: 'model'; readonly change: ModelChange }
  | { readonly kind: 'loan'; readonly change: LoanChange }
  | { readonly kind: 'day'; readonly change: DayChange }
  | { readonly kind: 'payment'; readonly change: Omit<PaymentChange, 'offset'> }
  /** Another event of an application: its version moves. */
  | { readonly kind: 'touched'; readonly id: string }
  | { readonly kind: 'other' };

export type ProjectedEvent = {
  readonly fact: ProjectedFact;
  readonly version: number;
  readonly bookedAtMs: number;
  readonly actor: string;
};

type Source = {
  readonly stream: string;
  readonly kind: string;
  readonly version: number;
  readonly bookedAtMs: number;
  readonly actor: string;
  readonly subject: string | null;
  readonly policyHash: string | null;
  readonly modelId: string | null;
  readonly body: JsonObject;
};

const APPLICATION = 'application:';
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Reads what projections need. Asserts on a body that is not of its kind. */
export function parseProjected(source: Source): ProjectedEvent {
  const { version, bookedAtMs, actor } = source;
  return { fact: parseFact(source), version, bookedAtMs, actor };
}

function parseFact(source: Source): ProjectedFact {
  const { body } = source;
  switch (source.kind) {
    case 'application.submitted':
      return { kind: 'submitted', id: applicationId(source), submission: parseSubmission(source) };
    case 'application.decided':
      return { kind: 'decided', id: applicationId(source), decision: parseDecision(source) };
    case 'application.performance_observed':
      return { kind: 'performed', id: applicationId(source), performance: text(body, 'performance') };
    case 'policy.published':
      return {
        kind: 'published',
        hash: text(body, 'hash'),
        name: text(body, 'name'),
        xml: text(body, 'xml'),
      };
    default:
      return parseOther(source);
  }
}

function parseOther(source: Source): ProjectedFact {
  if (source.stream.startsWith(APPLICATION)) return { kind: 'touched', id: applicationId(source) };
  const loan = parseLoanChange(source);
  if (loan !== null) return { kind: 'loan', change: loan };
  const day = parseDayChange(source);
  if (day !== null) return { kind: 'day', change: day };
  const payment = parsePaymentChange(source);
  if (payment !== null) return { kind: 'payment', change: payment };
  const change = parseModelChange(source);
  return change === null ? { kind: 'other' } : { kind: 'model', change };
}

function applicationId({ stream }: Source): string {
  const id = stream.startsWith(APPLICATION) ? stream.slice(APPLICATION.length) : '';
  assert(UUID.test(id), 'an application has a stream application:<uuid>');
  return id;
}

function parseSubmission({ body, subject }: Source): Submission {
  return {
    subject,
    product: text(body, 'product'),
    currency: text(body, 'currency'),
    amountMinor: integer(body, 'amountMinor'),
    termMonths: integer(body, 'termMonths'),
    purpose: text(body, 'purpose'),
    scenario: text(body, 'scenario'),
    madeUp: body['madeUp'] === true,
  };
}

function parseDecision({ body, policyHash, modelId }: Source): DecisionFact {
  const offer = body['offer'] ?? null;
  const terms = isObject(offer) ? offer : null;
  return {
    outcome: text(body, 'outcome'),
    grade: optionalText(body, 'grade'),
    score: optionalNumber(body, 'score'),
    pd: optionalNumber(body, 'probabilityOfDefault'),
    limitMinor: optionalNumber(body, 'limitMinor'),
    offerMinor: terms === null ? null : optionalNumber(terms, 'amountMinor'),
    rateAnnual: terms === null ? null : optionalNumber(terms, 'rateAnnual'),
    reasons: texts(body, 'reasons'),
    policyHash,
    modelId,
  };
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(body: JsonObject, name: string): string {
  const value = body[name];
  assert(typeof value === 'string' && value !== '', `the body has a text ${name}`);
  return value;
}

function optionalText(body: JsonObject, name: string): string | null {
  return (body[name] ?? null) === null ? null : text(body, name);
}

function integer(body: JsonObject, name: string): number {
  const value = body[name];
  assert(Number.isSafeInteger(value), `the body has a whole number ${name}`);
  return value as number;
}

function optionalNumber(body: JsonObject, name: string): number | null {
  const value = body[name] ?? null;
  assert(
    value === null || (typeof value === 'number' && Number.isFinite(value)),
    `the body has a number ${name}`,
  );
  return value;
}

/** A list of codes, or of objects with a member `code`. */
function texts(body: JsonObject, name: string): readonly string[] {
  const value = body[name] ?? [];
  assert(Array.isArray(value), `the body has a list ${name}`);
  return value.map((item: JsonValue) => {
    const code = isObject(item) ? item['code'] : item;
    assert(typeof code === 'string' && !code.includes(REASON_SEPARATOR), `${name} holds codes`);
    return code;
  });
}

/** Codes travel to the database as one text; no code holds this character. */
export const REASON_SEPARATOR = '\u001f';
