/** What the parties of a loan agree: the statement of cost, that it was read, the contract, that it was signed. */
import Type, { type Static } from 'typebox';
import type { JsonObject } from '@plimsoll/core/base';
import { Hash, Id, Instant, personal, PersonalText, shape } from '@plimsoll/api/primitive';

const OrNull = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const Language = Type.Union([Type.Literal('zh'), Type.Literal('en')]);

/** First that the statement is shown, then, after the least time, that it was read. */
export const ReadDisclosure = shape({
  disclosureSha256: Hash,
  language: Language,
  step: Type.Union([Type.Literal('shown'), Type.Literal('confirmed')]),
});
export const DisclosureRead = shape({
  id: Id,
  disclosureSha256: Hash,
  language: Language,
  shownAt: Instant,
  confirmedAt: OrNull(Instant),
  leastReadingSeconds: Type.Integer(),
  page: Type.String({ description: 'The statement as a web page of its own' }),
});

export const MakeContract = shape({
  language: Language,
  purpose: shape({
    zh: Type.String({ minLength: 1, maxLength: 200 }),
    en: Type.String({ minLength: 1, maxLength: 200 }),
  }),
  borrower: personal({
    name: Type.String({ minLength: 1, maxLength: 200 }),
    identityNumber: Type.String({ minLength: 3, maxLength: 64 }),
    phone: Type.String({ minLength: 3, maxLength: 32 }),
    account: Type.String({ minLength: 3, maxLength: 64 }),
  }),
});
export type MakeContract = Static<typeof MakeContract>;
/** `confirmationCode` is to be sent to the borrower and to nobody else; it is told this once and not kept. */
export const MadeContract = shape({
  id: Id,
  contractSha256: Hash,
  text: Type.String({ description: 'As it is hashed: nothing personal' }),
  confirmationCode: Type.String(),
  expiresAt: Instant,
});

export const SignContract = shape({ code: PersonalText(1, 32) });
const Signature = shape({
  party: Type.String(),
  signer: Type.String(),
  method: Type.String(),
  provider: Type.String(),
  contractSha256: Hash,
  signedAt: Instant,
  value: Type.String(),
});
export const SignedContract = shape({ id: Id, contractSha256: Hash, signedAt: Instant });

export const LoanAgreement = shape({
  id: Id,
  isSigningRequired: Type.Boolean(),
  leastReadingSeconds: Type.Integer(),
  disclosure: Type.Unsafe<JsonObject>({ type: 'object' }),
  disclosureSha256: Hash,
  shownAt: OrNull(Instant),
  confirmedAt: OrNull(Instant),
  contractSha256: OrNull(Hash),
  contractText: OrNull(Type.String()),
  signatures: Type.Array(Signature),
  signedAt: OrNull(Instant),
});
