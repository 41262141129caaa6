import { readFileSync } from 'node:fs';
import type { JsonValue } from '@plimsoll/core/base';
import { readLoanProduct } from '@plimsoll/loan/spine';
import { expect, test } from 'vitest';
import { agreeTerms, type OfferWish } from './offer.ts';

const read = (name: string) => {
  const url = new URL(`../../policies/products/${name}.json`, import.meta.url);
  const product = readLoanProduct(JSON.parse(readFileSync(url, 'utf8')) as JsonValue);
  if (!product.ok) throw new Error(product.code);
  return product.value;
};
const wish: OfferWish = { amountMinor: 600_000, instalments: null, rateAnnual: null, terms: null };

test('[ORG-32] an offer is within the bounds of its product, or refused with the bound that it breaks', () => {
  const travel = read('travel-equal-principal');
  expect(agreeTerms(travel, wish)).toEqual({ ok: true, value: travel.terms });
  expect(agreeTerms(travel, { ...wish, instalments: 9, rateAnnual: 0.15 })).toMatchObject({
    ok: true,
    value: { instalments: 9, rateAnnual: 0.15, method: 'equal_principal' },
  });
  const faults: readonly (readonly [field: string, changes: Partial<OfferWish>])[] = [
    ['amountMinor', { amountMinor: travel.amountMinMinor - 1 }],
    ['amountMinor', { amountMinor: travel.amountMaxMinor + travel.amountStepMinor }],
    ['amountMinor', { amountMinor: 600_001 }],
    ['amountMinor', { amountMinor: 600_000.5 }],
    ['instalments', { instalments: 7 }],
    ['rateAnnual', { rateAnnual: 0.19 }],
    ['rateAnnual', { rateAnnual: 0 }],
    ['terms.currency', { terms: { ...travel.terms, currency: 'USD' } }],
  ];
  for (const [field, changes] of faults)
    expect(agreeTerms(travel, { ...wish, ...changes })).toMatchObject({
      ok: false,
      code: 'offer_outside_product',
      rule: 'ORG-32',
      facts: { product: travel.id, field },
    });
  expect(agreeTerms(travel, { ...wish, terms: { instalments: 0 } })).toMatchObject({
    ok: false,
    code: 'terms_impossible',
  });
});

test('[ORG-32] the limit of a revolving line is the amount that was asked for', () => {
  expect(agreeTerms(read('revolving-line'), wish)).toMatchObject({ value: { limitMinor: 600_000 } });
});
