/**
 * What a person and a product agree on: an amount, a number of instalments and a rate within the product's bounds, as the
 * terms of one loan. Preview and opening both come through here.
 */
import { type JsonValue, ok, type Result, refuse } from '@plimsoll/core/base';
import { type LoanTerms, readTerms } from '@plimsoll/core/schedule';
import type { LoanProduct } from '@plimsoll/loan/spine';

export type OfferWish = {
  readonly amountMinor: number;
  /** Null: the product's own. */
  readonly instalments: number | null;
  readonly rateAnnual: number | null;
  /** Terms in place of the product's, in its currency and within its bounds; null: the product's. */
  readonly terms: JsonValue | null;
};

/** The terms of one loan. Refuses (`offer_outside_product`, ORG-32) what the product does not allow, with its bounds. */
export function agreeTerms(product: LoanProduct, wish: OfferWish): Result<LoanTerms> {
  const base = wish.terms === null ? ok(product.terms) : readTerms(wish.terms);
  if (!base.ok) return base;
  const asked = {
    ...base.value,
    instalments: wish.instalments ?? base.value.instalments,
    rateAnnual: wish.rateAnnual ?? base.value.rateAnnual,
    ...(base.value.kind === 'revolving' ? { limitMinor: wish.amountMinor } : {}),
  };
  return faultOf(product, asked, wish.amountMinor) ?? readTerms(asked);
}

function faultOf(product: LoanProduct, terms: LoanTerms, amountMinor: number) {
  const outside = (field: string, value: JsonValue, expected: JsonValue) =>
    refuse('offer_outside_product', 'ORG-32', { product: product.id, field, value, expected });
  const { amountMinMinor, amountMaxMinor, amountStepMinor, instalments, rateMinAnnual, rateMaxAnnual } =
    product;
  if (terms.currency !== product.terms.currency)
    return outside('terms.currency', terms.currency, product.terms.currency);
  if (!Number.isSafeInteger(amountMinor) || amountMinor < amountMinMinor || amountMinor > amountMaxMinor)
    return outside('amountMinor', amountMinor, { from: amountMinMinor, to: amountMaxMinor });
  if (amountMinor % amountStepMinor !== 0)
    return outside('amountMinor', amountMinor, { multipleOf: amountStepMinor });
  if (!instalments.includes(terms.instalments))
    return outside('instalments', terms.instalments, [...instalments]);
  if (terms.rateAnnual < rateMinAnnual || terms.rateAnnual > rateMaxAnnual)
    return outside('rateAnnual', terms.rateAnnual, { from: rateMinAnnual, to: rateMaxAnnual });
  return null;
}
