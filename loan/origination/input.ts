/**
 * What a policy is asked with: the application, what the product and the day give, and the facts. A fact that is
 * not there, declared missing or not sent at all, is null in FEEL: never zero, never an empty text.
 */
import { assertNever, type JsonValue } from '@plimsoll/core/base';
import { type FeelValue, fromJson, type PolicyValues } from '@plimsoll/core/dmn';
import type { MissingInput, MissingReason, PolicyTerms, Product, SubmittedBody } from '@plimsoll/loan/spine';
import { rateCapOn } from '@plimsoll/loan/spine';
import type { PlannedInput, productInputs } from './prepare.ts';

/** What a product gives a policy on a day. Every name is there, so that the record is whole. */
export function policyTerms(product: Product, day: string): PolicyTerms {
  const terms: { readonly [name in (typeof productInputs)[number]]: PolicyTerms[string] } = {
    productAmountMinMinor: product.amountMinMinor,
    productAmountMaxMinor: product.amountMaxMinor,
    productAmountStepMinor: product.amountStepMinor,
    productTermsMonths: product.termsMonths,
    productCountry: product.country,
    productIncomeMinMinor: product.incomeMinMinor,
    productIncomeReviewMinor: product.incomeReviewMinor,
    rateCapAnnual: rateCapOn(product, day),
  };
  return terms;
}

export type Asked = {
  /** One value for each input that the policy declares. */
  readonly values: PolicyValues;
  /** The required inputs that are not there, each with the reason why, in the policy's order. */
  readonly missing: readonly MissingInput[];
};

/** What a policy is asked with, and what is missing of it. */
export function policyInputs(
  inputs: readonly PlannedInput[],
  submitted: SubmittedBody,
  terms: PolicyTerms,
): Asked {
  const values: { [name: string]: FeelValue } = {};
  const missing: MissingInput[] = [];
  for (const input of inputs) {
    const value = valueOf(input, submitted, terms);
    values[input.name] = typeof value === 'string' ? value : fromJson(value);
    if (value === null && input.whenMissing === 'refer')
      missing.push({ input: input.name, why: whyMissing(input, submitted) });
  }
  return { values, missing };
}

function valueOf(input: PlannedInput, submitted: SubmittedBody, terms: PolicyTerms): JsonValue {
  switch (input.source) {
    case 'application':
      return applicationValue(submitted, input.name);
    case 'product':
      return terms[input.name] ?? null;
    case 'fact': {
      const fact = Object.hasOwn(submitted.facts, input.name) ? submitted.facts[input.name] : undefined;
      return fact === undefined || typeof fact === 'object' ? null : fact;
    }
    default:
      return assertNever(input.source);
  }
}

function applicationValue(submitted: SubmittedBody, name: string): JsonValue {
  switch (name) {
    case 'amountMinor':
      return submitted.amountMinor;
    case 'termMonths':
      return submitted.termMonths;
    case 'purpose':
      return submitted.purpose;
    case 'scenario':
      return submitted.scenario;
    case 'applicantKind':
      return submitted.applicantKind;
    default:
      return null;
  }
}

/** A fact that was not sent was not asked for; what the product can't give is on no record. */
function whyMissing(input: PlannedInput, submitted: SubmittedBody): MissingReason {
  if (input.source === 'product') return 'no_record';
  const fact = submitted.facts[input.name];
  return typeof fact === 'object' ? fact.missing : 'not_asked';
}
