/** One run of the policy: inputs in, the body of `application.decided` out; the same by the interpreter, and traced. */
import {
  createEvaluation,
  type EvaluationError,
  formatPlace,
  type InputReader,
  type Trace,
  toJson,
} from '@plimsoll/core/dmn';
import type { InputValue } from '@plimsoll/core/model/document';
import type { DecidedBody, MissingInput, PolicyError, UsedModel } from '@plimsoll/loan/spine';
import { policyInputs, valueOf } from './input.ts';
import { judge, type JudgementSetting } from './judgement.ts';
import { askModels, type ModelAnswers } from './model-input.ts';
import { DECISION, type Origination, sourceOf } from './prepare.ts';

/** Runs the policy and judges its answer. Only `decision` is asked for, so a later stage runs when it is needed. */
export function decideBody(origination: Origination, setting: DecisionSetting): DecidedBody {
  const asked = ask(origination, setting);
  const { value, errors } = origination.compiled.decide(asked.values, DECISION);
  return concluded(asked, { value: toJson(value), errors: errors.map(policyError) }, setting);
}

/** The same by the interpreter, which is what the policy means: a replay asks the other engine. */
export function interpretBody(origination: Origination, setting: DecisionSetting): DecidedBody {
  const asked = ask(origination, setting);
  const evaluation = createEvaluation(origination.policy, asked.values);
  const value = toJson(evaluation.value(DECISION));
  return concluded(asked, { value, errors: evaluation.errors.map(policyError) }, setting);
}

/** The trace of the run that `decideBody` makes: which decisions were computed, which rows fired on which values. */
export function traceBody(origination: Origination, setting: DecisionSetting): Trace {
  return origination.compiled.record(ask(origination, setting).values, DECISION).trace();
}

/** What a decision is made in; `recorded` are the models of one that is made again. */
export type DecisionSetting = JudgementSetting & { readonly recorded?: readonly UsedModel[] };

type Asked = {
  readonly values: InputReader;
  readonly missing: readonly MissingInput[];
  readonly models: ModelAnswers | null;
};

function ask(origination: Origination, setting: DecisionSetting): Asked {
  const { submitted, terms, day, recorded = null } = setting;
  const { values, missing } = policyInputs(origination.inputs, submitted, terms);
  if (origination.modelled.length === 0) return { values, missing, models: null };
  const models = askModels(origination.modelled, {
    day,
    recorded,
    isWanting: (name) => missing.some(({ input }) => input === name),
    valueOf: (name): InputValue => {
      const fact = submitted.facts[name];
      if (typeof fact === 'object' && fact !== null) return { absent: fact.missing };
      const value = valueOf({ name, source: sourceOf(name) }, submitted, terms);
      // What is neither a number nor a text the model refuses by itself.
      return value as InputValue;
    },
  });
  return { values: (name) => models.values.get(name) ?? values(name), missing, models };
}

function concluded(
  { missing, models }: Asked,
  answer: Pick<Parameters<typeof judge>[0], 'value' | 'errors'>,
  setting: DecisionSetting,
): DecidedBody {
  if (models === null) return judge({ ...answer, missing }, setting);
  const errors = [...models.errors, ...answer.errors];
  return { ...judge({ value: answer.value, errors, missing }, setting), models: models.used };
}

function policyError(error: EvaluationError): PolicyError {
  return { code: error.code, place: formatPlace(error.place) };
}
