/** One run of the policy: inputs in, the body of `application.decided` out; the same by the interpreter, and traced. */
import { createEvaluation, type EvaluationError, formatPlace, type Trace, toJson } from '@plimsoll/core/dmn';
import type { DecidedBody, PolicyError } from '@plimsoll/loan/spine';
import { policyInputs } from './input.ts';
import { judge, type JudgementSetting } from './judgement.ts';
import { DECISION, type Origination } from './prepare.ts';

/** Runs the policy and judges its answer. Only `decision` is asked for, so a later stage runs when it is needed. */
export function decideBody(origination: Origination, setting: JudgementSetting): DecidedBody {
  const { values, missing } = policyInputs(origination.inputs, setting.submitted, setting.terms);
  const { value, errors } = origination.compiled.decide(values, DECISION);
  return judge({ value: toJson(value), errors: errors.map(policyError), missing }, setting);
}

/** The same by the interpreter, which is what the policy means: a replay asks the other engine. */
export function interpretBody(origination: Origination, setting: JudgementSetting): DecidedBody {
  const { values, missing } = policyInputs(origination.inputs, setting.submitted, setting.terms);
  const evaluation = createEvaluation(origination.policy, values);
  const value = toJson(evaluation.value(DECISION));
  return judge({ value, errors: evaluation.errors.map(policyError), missing }, setting);
}

/** The trace of the run that `decideBody` makes: which decisions were computed, which rows fired on which values. */
export function traceBody(origination: Origination, setting: JudgementSetting): Trace {
  const { values } = policyInputs(origination.inputs, setting.submitted, setting.terms);
  return origination.compiled.record(values, DECISION).trace();
}

function policyError(error: EvaluationError): PolicyError {
  return { code: error.code, place: formatPlace(error.place) };
}
