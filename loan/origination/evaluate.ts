/** One run of the policy: inputs in, the body of `application.decided` out; and the same run with a recorder. */
import {
  createEvaluation,
  type EvaluationError,
  formatPlace,
  type Trace,
  toJson,
  traceEvaluation,
} from '@plimsoll/core/dmn';
import type { DecidedBody, PolicyError } from '@plimsoll/loan/spine';
import { policyInputs } from './input.ts';
import { judge, type JudgementSetting } from './judgement.ts';
import { DECISION, type Origination } from './prepare.ts';

/** Runs the policy and judges its answer. Only `decision` is asked for, so a later stage runs when it is needed. */
export function decideBody(origination: Origination, setting: JudgementSetting): DecidedBody {
  const { values, missing } = policyInputs(origination.inputs, setting.submitted, setting.terms);
  const evaluation = createEvaluation(origination.policy, values);
  const value = toJson(evaluation.value(DECISION));
  return judge({ value, errors: evaluation.errors.map(policyError), missing }, setting);
}

/** The trace of the same run: which decisions were computed, which rows fired on which values. */
export function traceBody(origination: Origination, setting: JudgementSetting): Trace {
  const { values } = policyInputs(origination.inputs, setting.submitted, setting.terms);
  return traceEvaluation(origination.policy, values, DECISION);
}

function policyError(error: EvaluationError): PolicyError {
  return { code: error.code, place: formatPlace(error.place) };
}
