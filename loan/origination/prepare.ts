/**
 * A policy version and a catalogue made ready to decide with, once per version: which inputs come from where, which
 * must be there, and the words of each reason. Nothing here is looked up again while deciding.
 */
import { type JsonValue, ok, type Result, refuse } from '@plimsoll/core/base';
import {
  type CompiledPolicy,
  compilePolicy,
  createEvaluation,
  type Policy,
  type PolicyInput,
  toJson,
} from '@plimsoll/core/dmn';
import type { Product } from '@plimsoll/loan/spine';

/** The decision that a policy must have: what it says is the decision. */
export const DECISION = 'decision';
/** The decision that holds the words of each reason, if the policy has one. */
const REASON_TEXTS = 'reasonTexts';

/** Inputs that the application itself gives; callers can't send them as facts. */
export const applicationInputs = [
  'amountMinor',
  'termMonths',
  'purpose',
  'scenario',
  'applicantKind',
] as const;

/** Inputs that the product and the day give; callers can't send them as facts. */
export const productInputs = [
  'productAmountMinMinor',
  'productAmountMaxMinor',
  'productAmountStepMinor',
  'productTermsMonths',
  'productCountry',
  'productIncomeMinMinor',
  'productIncomeReviewMinor',
  'rateCapAnnual',
] as const;

export type LocalText = { readonly zh: string; readonly en: string };

export type InputSource = 'application' | 'product' | 'fact';

const ownSources: ReadonlyMap<string, InputSource> = new Map<string, InputSource>([
  ...applicationInputs.map((name) => [name, 'application'] as const),
  ...productInputs.map((name) => [name, 'product'] as const),
]);

export type PlannedInput = PolicyInput & { readonly source: InputSource };

/** A policy version ready to decide with. */
export type Origination = {
  readonly policy: Policy;
  readonly compiled: CompiledPolicy;
  readonly modelId: string | null;
  readonly products: ReadonlyMap<string, Product>;
  readonly inputs: readonly PlannedInput[];
  /** The inputs that callers send as facts, by name. */
  readonly factInputs: ReadonlyMap<string, PolicyInput>;
  readonly required: readonly PlannedInput[];
  readonly reasonTexts: ReadonlyMap<string, LocalText>;
};

/**
 * Makes a policy version ready. `modelId` names the model artefact whose card the policy holds; null for none.
 * Refuses (`policy_unusable`, ORG-1) a policy without a decision named `decision`, or whose reason texts are broken.
 */
export function prepareOrigination(
  policy: Policy,
  products: readonly Product[],
  modelId: string | null = null,
): Result<Origination> {
  const names = new Set(policy.decisions.map((decision) => decision.name));
  if (!names.has(DECISION)) return refuse('policy_unusable', 'ORG-1', { missingDecision: DECISION });
  const texts = names.has(REASON_TEXTS) ? readReasonTexts(policy) : new Map<string, LocalText>();
  if (texts === null) return refuse('policy_unusable', 'ORG-1', { brokenDecision: REASON_TEXTS });
  const inputs = policy.inputs.map((input) => ({ ...input, source: sourceOf(input.name) }));
  return ok({
    policy,
    compiled: compilePolicy(policy),
    modelId,
    products: new Map(products.map((product) => [product.id, product])),
    inputs,
    factInputs: new Map(inputs.flatMap((input) => (input.source === 'fact' ? [[input.name, input]] : []))),
    required: inputs.filter((input) => input.whenMissing === 'refer'),
    reasonTexts: texts,
  });
}

/** Where the value of an input comes from: its name says. */
export function sourceOf(name: string): InputSource {
  return ownSources.get(name) ?? 'fact';
}

function readReasonTexts(policy: Policy): ReadonlyMap<string, LocalText> | null {
  const evaluation = createEvaluation(policy, {});
  const rows: JsonValue = toJson(evaluation.value(REASON_TEXTS));
  if (!Array.isArray(rows) || evaluation.errors.length > 0) return null;
  const texts = new Map<string, LocalText>();
  for (const row of rows as readonly { readonly [column: string]: JsonValue }[]) {
    const { code, zh, en } = row;
    if (typeof code !== 'string' || typeof zh !== 'string' || typeof en !== 'string') return null;
    texts.set(code, { zh, en });
  }
  return texts;
}
