/** Loans before they begin: products, and a plan with its cost and its statement, the same for a preview and an opening. */
import Type, { type Static } from 'typebox';
import type { JsonObject } from '@plimsoll/core/base';
import type { LoanTerms } from '@plimsoll/core/schedule';
import { AmountMinor, CalendarDay, Currency, Hash, PersonalText, shape, Text } from '@plimsoll/api/primitive';

const OrNull = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
/** An amount to be lent or paid: above zero. */
export const Amount = Type.Integer({
  minimum: 1,
  maximum: Number.MAX_SAFE_INTEGER,
  description: 'Minor units (cents, 分), above 0',
});
export const Rate = Type.Number({ minimum: 0, maximum: 100, description: 'A fraction a year: 0.12 is 12 %' });
export const Terms = Type.Unsafe<LoanTerms>({
  type: 'object',
  description: 'Terms of a loan; core/schedule/terms.ts says every field',
});
/** Terms as sent: groups that are left out take their usual values. */
export const TermsWish = Type.Unsafe<JsonObject>({ type: 'object', description: 'Terms of a loan' });
export const ProductId = Type.String({ pattern: '^[a-z][a-z0-9-]{1,63}$' });

export const FunderShare = shape({
  funder: Type.String({ pattern: '^[a-z][a-z0-9-]{0,63}$', description: 'Small letters, digits and dashes' }),
  sharePpm: Type.Integer({ minimum: 1, maximum: 1_000_000, description: 'Millionths; all sum to 1,000,000' }),
  servicerFeePpm: Type.Integer({
    minimum: 0,
    maximum: 1_000_000,
    description: 'Of its interest, to the servicer',
  }),
});

export const LoanProduct = shape({
  id: ProductId,
  text: Text,
  scenario: Type.String(),
  security: Type.Union([Type.Literal('none'), Type.Literal('collateral'), Type.Literal('guarantee')]),
  terms: Terms,
  amountMinMinor: AmountMinor,
  amountMaxMinor: AmountMinor,
  amountStepMinor: AmountMinor,
  instalments: Type.Array(Type.Integer()),
  rateMinAnnual: Rate,
  rateMaxAnnual: Rate,
  caps: shape({ jurisdiction: Type.String(), lenderType: Type.String(), tags: Type.Array(Type.String()) }),
  parties: Type.Record(Type.String(), Type.String()),
  shares: Type.Array(FunderShare),
  ownFunder: OrNull(Type.String()),
  classification: Type.String({ description: 'The policy by which its loans are classed' }),
  signing: shape({ isRequired: Type.Boolean(), leastReadingSeconds: Type.Integer() }),
});
export type LoanProduct = Static<typeof LoanProduct>;
export const LoanProductList = shape({ rows: Type.Array(LoanProduct) });

const wish = {
  product: ProductId,
  amountMinor: Amount,
  currency: Currency,
  instalments: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 520, description: "The product's unless told" }),
  ),
  rateAnnual: Type.Optional(Rate),
  terms: Type.Optional(TermsWish),
};
export const PlanLoan = shape({
  ...wish,
  day: Type.Optional({ ...CalendarDay, description: 'Paid out on; today unless told' }),
});
export type PlanLoan = Static<typeof PlanLoan>;

const Borrower = Type.Object(
  {
    idKind: Type.String({
      pattern: '^[a-z][a-z0-9_]{1,39}$',
      description: 'cn_resident_id, passport, us_ssn …',
    }),
    idNumber: PersonalText(3, 64),
    phone: PersonalText(3, 32),
    email: Type.Optional(PersonalText(3, 254)),
  },
  { additionalProperties: false, 'x-personal': true },
);

/** Opens from an approved application, or for a person by identity: one of both. */
export const OpenLoan = shape({
  ...wish,
  amountMinor: Type.Optional(Amount),
  currency: Type.Optional(Currency),
  day: Type.Optional({ ...CalendarDay, description: 'Agreed on; today unless told' }),
  application: Type.Optional(Type.String({ format: 'uuid' })),
  borrower: Type.Optional(Borrower),
  shares: Type.Optional(Type.Array(FunderShare, { minItems: 1, maxItems: 20 })),
});
export type OpenLoan = Static<typeof OpenLoan>;

export const PlannedInstalment = shape({
  n: Type.Integer(),
  from: CalendarDay,
  due: CalendarDay,
  principalMinor: AmountMinor,
  interestMinor: AmountMinor,
  feeMinor: AmountMinor,
  dueMinor: AmountMinor,
  balanceAfterMinor: AmountMinor,
});
export const LoanCost = shape({
  advancedMinor: AmountMinor,
  receivedMinor: AmountMinor,
  costMinor: AmountMinor,
  items: Type.Array(shape({ payee: Type.String(), code: Type.String(), amountMinor: Type.Integer() })),
  irr12: Type.Number({ description: 'IRR a month × 12' }),
  effective: Type.Number({ description: 'The effective rate a year, by days' }),
  aprUs: Type.Number({ description: 'The APR of Regulation Z' }),
});
export const HeldCap = shape({
  cap: Type.String(),
  metric: Type.String(),
  comparator: Type.String(),
  limit: Type.Number(),
  figure: Type.Number(),
  source: Type.String(),
  confidence: Type.String(),
});
/** `disclosure` is the statement of cost as it is hashed; its form is in the guide of loans. */
export const LoanPlan = shape({
  product: ProductId,
  terms: Terms,
  amountMinor: AmountMinor,
  day: CalendarDay,
  instalments: Type.Array(PlannedInstalment),
  cost: LoanCost,
  caps: Type.Array(HeldCap),
  disclosure: Type.Unsafe<JsonObject>({ type: 'object' }),
  disclosureSha256: Hash,
});
export type LoanPlan = Static<typeof LoanPlan>;
