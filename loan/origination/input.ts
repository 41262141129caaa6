/**
 * What a policy is asked with: the application, what the product and the day give, and the facts. A fact that is
 * not there, declared missing or not sent at all, is null in FEEL: never zero, never an empty text.
 */
import { assertNever, type JsonValue } from '@plimsoll/core/base';
import { fromJson, type InputReader } from '@plimsoll/core/dmn';
import type { MissingInput, MissingReason, PolicyTerms, Product, SubmittedBody } from '@plimsoll/loan/spine';
import { rateCapOn } from '@plimsoll/loan/spine';
import { type PlannedInput, type productInputs, sourceOf } from './prepare.ts';

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
  /** The value of an input that the policy declares. */
  readonly values: InputReader;
  /** The required inputs that are not there, each with the reason why, in the policy's order. */
  readonly missing: readonly MissingInput[];
};

/** What a policy is asked with, and what is missing of it. */
export function policyInputs(
  inputs: readonly PlannedInput[],
  submitted: SubmittedBody,
  terms: PolicyTerms,
): Asked {
  const missing: MissingInput[] = [];
  for (const input of inputs)
    if (
      input.whenMissing === 'refer' &&
      input.source !== 'model' &&
      valueOf(input, submitted, terms) === null
    )
      missing.push({ input: input.name, why: whyMissing(input, submitted) });
  const values: InputReader = (name) => {
    const value = valueOf({ name, source: sourceOf(name) }, submitted, terms);
    return typeof value === 'string' ? value : fromJson(value);
  };
  return { values, missing };
}

/** The value of an input that no model gives, as JSON; null where there is none. */
export function valueOf(
  input: Pick<PlannedInput, 'name' | 'source'>,
  submitted: SubmittedBody,
  terms: PolicyTerms,
): JsonValue {
  switch (input.source) {
    case 'application':
      return applicationValue(submitted, input.name);
    case 'product':
      return terms[input.name] ?? null;
    case 'fact':
      return factValue(submitted.facts[input.name]);
    case 'model':
      return null;
    default:
      return assertNever(input.source);
  }
}

/** Null for what is declared missing or not sent, and for what every object has, such as `constructor`. */
function factValue(fact: unknown): string | number | boolean | null {
  return typeof fact === 'string' || typeof fact === 'number' || typeof fact === 'boolean' ? fact : null;
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
