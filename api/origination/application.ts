/** Applications as callers send and read them. */
import Type, { type Static } from 'typebox';
import type { Trace } from '@plimsoll/core/dmn';
import {
  AmountMinor,
  CalendarDay,
  Currency,
  Hash,
  Id,
  Instant,
  page,
  personal,
  PersonalText,
  shape,
  Text,
} from '@plimsoll/api/primitive';

const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()]);

export const MissingReason = Type.Union(
  [Type.Literal('not_asked'), Type.Literal('source_down'), Type.Literal('no_record')],
  { description: 'Why a value is not there' },
);
export type MissingReason = Static<typeof MissingReason>;

/** A value the policy may use, or the declared reason why there is none. Missing is never zero. */
export const Fact = Type.Union([
  Type.String({ maxLength: 200 }),
  Type.Number(),
  Type.Boolean(),
  shape({ missing: MissingReason }),
]);
export type Fact = Static<typeof Fact>;

export const Outcome = Type.Union([Type.Literal('approve'), Type.Literal('refer'), Type.Literal('decline')]);
export type Outcome = Static<typeof Outcome>;

export const Performance = Type.Union([Type.Literal('good'), Type.Literal('bad')]);
export type Performance = Static<typeof Performance>;

/** What is left of an id number or a phone after blanks and signs must still tell persons apart. */
const TELLING = '[\\p{L}\\p{N}].*[\\p{L}\\p{N}].*[\\p{L}\\p{N}]';
const DIALLED = '\\p{Nd}.*\\p{Nd}.*\\p{Nd}';

/** Personal data: sealed in the log, never in an address, a server log, a list or an error. */
export const Applicant = personal({
  kind: Type.Union([Type.Literal('person'), Type.Literal('small_business')]),
  name: Type.String({ minLength: 1, maxLength: 200 }),
  idKind: Type.String({
    pattern: '^[a-z][a-z0-9_]{1,39}$',
    description: 'cn_resident_id, passport, us_ssn …',
  }),
  idNumber: Type.String({
    maxLength: 64,
    pattern: TELLING,
    description: 'At least three letters or digits: it tells persons apart',
  }),
  phone: Type.String({ maxLength: 32, pattern: DIALLED, description: 'At least three digits' }),
  email: Type.Optional(Type.String({ maxLength: 254, pattern: '^[^\\s@]+@[^\\s@]+$' })),
});
export type Applicant = Static<typeof Applicant>;

export const Consent = shape({
  purpose: Type.String({ pattern: '^[a-z][a-z0-9_]{1,63}$', description: 'credit_decision, bureau_query …' }),
  grantedDay: CalendarDay,
});

export const SubmitApplication = shape({
  product: Type.String({ pattern: '^[a-z][a-z0-9-]{1,63}$' }),
  amountMinor: Type.Integer({
    minimum: 1,
    maximum: Number.MAX_SAFE_INTEGER,
    description: 'Minor units (cents, 分)',
  }),
  currency: Currency,
  termMonths: Type.Integer({ minimum: 1, maximum: 600 }),
  purpose: Type.String({ pattern: '^[a-z][a-z0-9_]{1,63}$' }),
  scenario: Type.Union([
    Type.Literal('general'),
    Type.Literal('shopping'),
    Type.Literal('education'),
    Type.Literal('travel'),
    Type.Literal('business'),
  ]),
  applicant: Applicant,
  consents: Type.Array(Consent, { maxItems: 20 }),
  facts: Type.Record(Type.String({ pattern: '^[a-z][A-Za-z0-9]{0,63}$' }), Fact, {
    maxProperties: 200,
    additionalProperties: false,
  }),
  madeUp: Type.Optional(Type.Boolean({ description: 'True when the applicant is made up, as in the demo' })),
});
export type SubmitApplication = Static<typeof SubmitApplication>;

export const Offer = shape({
  amountMinor: AmountMinor,
  termMonths: Type.Integer(),
  rateAnnual: Type.Number({ description: 'Nominal rate a year: 0.1425 is 14.25 %' }),
  instalmentMinor: AmountMinor,
});

const rowProperties = {
  id: Id,
  subject: Type.String({ description: 'A random pseudonym of the person' }),
  product: Type.String(),
  currency: Currency,
  amountMinor: AmountMinor,
  termMonths: Type.Integer(),
  purpose: Type.String(),
  scenario: Type.String(),
  submittedAt: Instant,
  decidedAt: Instant,
  outcome: Outcome,
  grade: nullable(Type.String()),
  score: nullable(Type.Number()),
  probabilityOfDefault: nullable(Type.Number()),
  limitMinor: nullable(AmountMinor),
  rateAnnual: nullable(Type.Number()),
  reasons: Type.Array(Type.String()),
  policyHash: Hash,
  modelId: nullable(Type.String()),
  performance: nullable(Performance),
  madeUp: Type.Boolean(),
};

export const ApplicationRow = shape(rowProperties);
export type ApplicationRow = Static<typeof ApplicationRow>;
export const ApplicationPage = page(ApplicationRow);

export const ReasonText = shape({ code: Type.String(), text: Text });

/** What a submission answers: the decision, its reasons in words, and the offer when there is one. */
export const Decision = shape({
  id: Id,
  subject: Type.String(),
  outcome: Outcome,
  grade: nullable(Type.String()),
  score: nullable(Type.Number()),
  probabilityOfDefault: nullable(Type.Number()),
  limitMinor: nullable(AmountMinor),
  offer: nullable(Offer),
  reasons: Type.Array(ReasonText),
  policyHash: Hash,
  modelId: nullable(Type.String()),
  decidedAt: Instant,
});
export type Decision = Static<typeof Decision>;

export const ApplicationDetail = shape({
  ...rowProperties,
  offer: nullable(Offer),
  reasonTexts: Type.Array(ReasonText),
  facts: Type.Record(Type.String(), Fact),
  consents: Type.Array(Consent),
  applicantKind: Type.String(),
  erased: Type.Boolean({ description: 'Whether the personal data of the person has been erased' }),
  version: Type.Integer({ description: 'Number of events of this application' }),
});
export type ApplicationDetail = Static<typeof ApplicationDetail>;

export const ListApplications = shape({
  outcome: Type.Optional(Outcome),
  grade: Type.Optional(Type.String({ maxLength: 8 })),
  reason: Type.Optional(Type.String({ maxLength: 64 })),
  performance: Type.Optional(Performance),
  subject: Type.Optional(Type.String({ maxLength: 64 })),
  policyHash: Type.Optional(Hash),
  from: Type.Optional(Instant),
  to: Type.Optional(Instant),
  scoreMin: Type.Optional(Type.Number()),
  scoreMax: Type.Optional(Type.Number()),
  amountMinMinor: Type.Optional(AmountMinor),
  amountMaxMinor: Type.Optional(AmountMinor),
  sort: Type.Optional(
    Type.Union([Type.Literal('submittedAt'), Type.Literal('score'), Type.Literal('amountMinor')]),
  ),
  order: Type.Optional(Type.Union([Type.Literal('asc'), Type.Literal('desc')])),
  cursor: Type.Optional(Type.String({ maxLength: 400 })),
  limit: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 500, description: 'Rows a page; 50 unless told' }),
  ),
});
export type ListApplications = Static<typeof ListApplications>;

/** Exact look-up by personal data, in the body so that it never stands in an address. */
export const SearchPerson = shape({
  field: Type.Union([Type.Literal('idNumber'), Type.Literal('phone'), Type.Literal('email')]),
  value: PersonalText(1, 254),
});
export const SearchResult = shape({
  subject: nullable(Type.String()),
  applications: Type.Array(ApplicationRow),
});

export const ObservePerformance = shape({ performance: Performance, observedDay: CalendarDay });

export const RevealPersonalData = shape({ reason: PersonalText(3, 500) });
export const PersonalData = shape({ applicant: Applicant });

export const ErasePerson = shape({ reason: PersonalText(3, 500) });
export const ErasedPerson = shape({ subject: Type.String(), erasedAt: Instant });

export const TraceReply = shape({
  id: Id,
  policyHash: Hash,
  outcome: Outcome,
  trace: Type.Unsafe<Trace>({ type: 'object' }),
});

export const ReplayReply = shape({
  id: Id,
  same: Type.Boolean({ description: 'Whether the recomputed decision has the same bytes' }),
  policyHash: Hash,
  recordedSha256: Hash,
  recomputedSha256: Hash,
  recorded: Type.Record(Type.String(), Type.Unknown()),
  recomputed: Type.Record(Type.String(), Type.Unknown()),
  differences: Type.Array(
    shape({ field: Type.String(), recorded: Type.Unknown(), recomputed: Type.Unknown() }),
  ),
  trace: Type.Unsafe<Trace>({ type: 'object' }),
});
export type ReplayReply = Static<typeof ReplayReply>;

export const EventRow = shape({
  position: Type.Integer({ description: 'Place in the log, from 0' }),
  id: Id,
  kind: Type.String(),
  version: Type.Integer(),
  bookedAt: Instant,
  effectiveDay: CalendarDay,
  actor: Type.String(),
  policyHash: nullable(Hash),
  modelId: nullable(Type.String()),
  body: Type.Record(Type.String(), Type.Unknown()),
  sealed: Type.Boolean({ description: 'Whether personal fields are sealed beside the body' }),
});
export const EventList = shape({ rows: Type.Array(EventRow) });

export const Product = shape({
  id: Type.String(),
  text: Text,
  currency: Currency,
  amountMinMinor: AmountMinor,
  amountMaxMinor: AmountMinor,
  termsMonths: Type.Array(Type.Integer()),
  consents: Type.Array(Type.String()),
});
export const ProductList = shape({ rows: Type.Array(Product) });
