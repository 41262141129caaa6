/**
 * What an application must be before a policy sees it. Each check refuses with a code that callers know and facts
 * in human units; the first that fails is the answer, in the order product, currency, amount, term, consents, facts.
 */
import { type Refusal, type Result, ok, refuse } from '@plimsoll/core/base';
import type { PolicyInput } from '@plimsoll/core/dmn';
import { type Consent, type Fact, formatAmount, type Product } from '@plimsoll/loan/spine';
import type { Origination } from './prepare.ts';

/** What is checked of a submission. */
export type IntakeForm = {
  readonly product: string;
  readonly currency: string;
  readonly amountMinor: number;
  readonly termMonths: number;
  readonly consents: readonly Consent[];
  readonly facts: { readonly [name: string]: Fact };
};

/** ISO 3166-2, such as US-CA or CN-GD. */
const REGION = /^[A-Z]{2}-[A-Z0-9]{1,3}$/;

/** Checks a submission on a day; returns its product, or why it is refused. */
export function checkIntake(origination: Origination, form: IntakeForm, day: string): Result<Product> {
  const product = origination.products.get(form.product);
  if (product === undefined)
    return refuse('product_unknown', 'ORG-2', {
      product: form.product,
      offered: [...origination.products.keys()],
    });
  const fault =
    checkTerms(product, form) ??
    checkConsents(product, form.consents, day) ??
    checkFacts(origination.factInputs, form.facts);
  return fault ?? ok(product);
}

function checkTerms(product: Product, form: IntakeForm): Refusal | null {
  const { currency, minorDigits, amountMinMinor, amountMaxMinor, termsMonths } = product;
  if (form.currency !== currency)
    return refuse('currency_not_offered', 'ORG-3', { asked: form.currency, offered: [currency] });
  const isWhole = Number.isSafeInteger(form.amountMinor);
  if (!isWhole || form.amountMinor < amountMinMinor || form.amountMinor > amountMaxMinor)
    return refuse('amount_out_of_range', 'ORG-4', {
      asked: isWhole ? formatAmount(form.amountMinor, currency, minorDigits) : String(form.amountMinor),
      min: formatAmount(amountMinMinor, currency, minorDigits),
      max: formatAmount(amountMaxMinor, currency, minorDigits),
    });
  if (!termsMonths.includes(form.termMonths))
    return refuse('term_not_offered', 'ORG-5', {
      asked: `${form.termMonths} months`,
      offered: termsMonths.map((term) => `${term} months`),
    });
  return null;
}

/** A consent counts from the day it was granted: one dated after today is none yet. */
function checkConsents(product: Product, consents: readonly Consent[], day: string): Refusal | null {
  const missing = product.consents.filter(
    (purpose) => !consents.some((consent) => consent.purpose === purpose && consent.grantedDay <= day),
  );
  return missing.length === 0 ? null : refuse('consent_missing', 'ORG-6', { missing, day });
}

function checkFacts(
  inputs: ReadonlyMap<string, PolicyInput>,
  facts: { readonly [name: string]: Fact },
): Refusal | null {
  for (const name of Object.keys(facts)) {
    const fact = facts[name] as Fact;
    const input = inputs.get(name);
    if (input === undefined)
      return refuse('fact_unknown', 'ORG-7', { fact: name, known: [...inputs.keys()] });
    if (typeof fact === 'object') continue;
    if (input.type !== 'any' && typeof fact !== input.type)
      return refuse('fact_wrong_type', 'ORG-8', { fact: name, expected: input.type, got: typeof fact });
    const expected = expectedOf(input, fact);
    if (expected !== null)
      return refuse('fact_not_allowed', 'ORG-9', { fact: name, got: fact, allowed: expected });
  }
  return null;
}

/** What a fact should have been; null when it is fine. */
function expectedOf(input: PolicyInput, fact: string | number | boolean): string | readonly string[] | null {
  if (typeof fact === 'number') return expectedNumber(input.unit, fact);
  if (typeof fact !== 'string') return null;
  if (input.allowedValues !== null) return input.allowedValues.includes(fact) ? null : input.allowedValues;
  if (input.unit === 'iso3166-2' && !REGION.test(fact)) return 'an ISO 3166-2 code such as US-CA';
  return null;
}

/** Units say what a number can be: money in whole minor units, counts whole, and neither below zero. */
function expectedNumber(unit: string | null, value: number): string | null {
  switch (unit) {
    case 'minor':
      return Number.isSafeInteger(value) && value >= 0 ? null : 'whole minor units (cents, 分) from 0';
    case 'count':
    case 'months':
      return Number.isSafeInteger(value) && value >= 0 ? null : 'a whole number from 0';
    case 'years':
      return value >= 0 && value <= 100 ? null : 'years from 0 to 100';
    case 'percent':
      return value >= 0 && value <= 1000 ? null : 'per cent from 0 to 1000, such as 67.4';
    default:
      return Number.isFinite(value) ? null : 'a finite number';
  }
}
