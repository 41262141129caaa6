/**
 * Inputs of a policy that a registered model gives: `plimsoll:model="name@version"` on an input. The shell brings the
 * version with its scorer when the policy version is made ready; here it is asked with the other inputs of the policy, by
 * their names. What the model was, and its last day as it stood then, is recorded, so a replay asks the same and judges
 * the day the same. A model that is past its last day, or that refuses the values, gives nothing: the case is referred.
 */
import type { JsonObject, Result } from '@plimsoll/core/base';
import { fromJson, type FeelValue } from '@plimsoll/core/dmn';
import type { InputValue, InputValues, ModelDocument, RowScore } from '@plimsoll/core/model/document';
import type { PolicyError, UsedModel } from '@plimsoll/loan/spine';

/** A registered version, ready to score. */
export type PolicyModel = {
  /** `name@version`. */
  readonly id: string;
  readonly documentSha256: string;
  /** The last day on which it scores. */
  readonly expiresDay: string;
  readonly inputs: ModelDocument['inputs'];
  readonly scoreRow: (values: InputValues) => Result<RowScore>;
};

/** An input of the policy and the model that gives it. */
export type ModelledInput = { readonly name: string; readonly model: PolicyModel };

export type ModelAnswers = {
  readonly values: ReadonlyMap<string, FeelValue>;
  readonly errors: readonly PolicyError[];
  readonly used: readonly UsedModel[];
};

type Asking = {
  readonly day: string;
  /** What a decision that is made again had recorded; null for a new one. */
  readonly recorded: readonly UsedModel[] | null;
  /** The value of another input of the policy, and why there is none. */
  readonly valueOf: (name: string) => InputValue;
  /** Whether an input is not there though the policy requires it. */
  readonly isWanting: (name: string) => boolean;
};

/** Asks each model once, whatever the policy makes of it: so both executors see the same. */
export function askModels(inputs: readonly ModelledInput[], asking: Asking): ModelAnswers {
  const values = new Map<string, FeelValue>();
  const errors: PolicyError[] = [];
  const used: UsedModel[] = [];
  for (const { name, model } of inputs) {
    const known = asking.recorded?.find((each) => each.input === name);
    const expiresDay = known?.expiresDay ?? model.expiresDay;
    used.push({ input: name, id: model.id, documentSha256: model.documentSha256, expiresDay });
    // Without what is required the model says nothing, so the policy can't decline by a guess.
    if (model.inputs.some((each) => asking.isWanting(each.name))) continue;
    const value = asking.day > expiresDay ? 'MODEL_EXPIRED' : scoreOf(model, asking.valueOf);
    if (typeof value === 'string') errors.push({ code: value, place: name });
    else values.set(name, fromJson(value));
  }
  return { values, errors, used };
}

function scoreOf(model: PolicyModel, valueOf: Asking['valueOf']): JsonObject | 'MODEL_INPUT_REFUSED' {
  const row = Object.fromEntries(model.inputs.map(({ name }) => [name, valueOf(name)]));
  const scored = model.scoreRow(row);
  if (!scored.ok) return 'MODEL_INPUT_REFUSED';
  const { probability, margin, points } = scored.value;
  return { probability, margin, points };
}
