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
import type { ModelledInput, PolicyModel } from './model-input.ts';

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

export type InputSource = 'application' | 'product' | 'fact' | 'model';

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
  /** The inputs that registered models give. */
  readonly modelled: readonly ModelledInput[];
};

/** What a policy version is made ready with beside the catalogue. */
export type ModelsOfPolicy = {
  readonly modelId?: string | null;
  readonly models?: readonly PolicyModel[];
};

/**
 * Makes a policy version ready. `modelId` names the model artefact whose card the policy holds; null for none. `models` are
 * the registered models that its inputs name, by `name@version`.
 * Refuses (`policy_unusable`, ORG-1) a policy without a decision named `decision`, or whose reason texts are broken; and
 * (`policy_model_unusable`, ORG-27) one that names a model that is not given, or that doesn't ask what the model asks.
 */
export function prepareOrigination(
  policy: Policy,
  products: readonly Product[],
  { modelId = null, models = [] }: ModelsOfPolicy = {},
): Result<Origination> {
  const names = new Set(policy.decisions.map((decision) => decision.name));
  if (!names.has(DECISION)) return refuse('policy_unusable', 'ORG-1', { missingDecision: DECISION });
  const texts = names.has(REASON_TEXTS) ? readReasonTexts(policy) : new Map<string, LocalText>();
  if (texts === null) return refuse('policy_unusable', 'ORG-1', { brokenDecision: REASON_TEXTS });
  const inputs = policy.inputs.map(
    (input): PlannedInput => ({
      ...input,
      source: input.model === undefined ? sourceOf(input.name) : 'model',
    }),
  );
  const modelled = matchModels(inputs, models);
  if (!modelled.ok) return modelled;
  return ok({
    policy,
    compiled: compilePolicy(policy),
    modelId: modelIdOf(modelId, modelled.value),
    products: new Map(products.map((product) => [product.id, product])),
    inputs,
    factInputs: new Map(inputs.flatMap((input) => (input.source === 'fact' ? [[input.name, input]] : []))),
    required: inputs.filter((input) => input.whenMissing === 'refer' && input.source !== 'model'),
    reasonTexts: texts,
    modelled: modelled.value,
  });
}

/** The models of a policy in the order of its inputs: each given, and asking only what the policy has, of its kind. */
function matchModels(
  inputs: readonly PlannedInput[],
  models: readonly PolicyModel[],
): Result<readonly ModelledInput[]> {
  const found: ModelledInput[] = [];
  for (const { name, model: wanted } of inputs) {
    if (wanted === undefined) continue;
    const id = `${wanted.name}@${wanted.version}`;
    const model = models.find((each) => each.id === id);
    if (model === undefined) return refuse('policy_model_unusable', 'ORG-27', { input: name, model: id });
    for (const asked of model.inputs) {
      const given = inputs.find((input) => input.name === asked.name);
      const type = asked.kind === 'numeric' ? 'number' : 'string';
      if (given === undefined || given.source === 'model' || (given.type !== type && given.type !== 'any'))
        return refuse('policy_model_unusable', 'ORG-27', { model: id, asks: asked.name, type });
    }
    found.push({ name, model });
  }
  return ok(found);
}

/** What a decision names as its model: the card inside the policy, the registered models, or both. */
function modelIdOf(own: string | null, modelled: readonly ModelledInput[]): string | null {
  const ids = [...(own === null ? [] : [own]), ...modelled.map(({ model }) => model.id)];
  return ids.length === 0 ? null : ids.join(' ');
}

/** Where the value of an input that no model gives comes from: its name says. */
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
