export { decide } from './decide.ts';
export type {
  ApplicantForm,
  ApplicationForm,
  ObservePerformanceCommand,
  OriginationCommand,
  OriginationContext,
  SubmitCommand,
} from './decide.ts';
export { createPastSample, NOT_RECORDED } from './past-sample.ts';
export type { PastSample, PastSampleReader } from './past-sample.ts';
export { applicationInputs, DECISION, prepareOrigination, productInputs } from './prepare.ts';
export type { ModelledInput, PolicyModel } from './model-input.ts';
export type { InputSource, LocalText, ModelsOfPolicy, Origination, PlannedInput } from './prepare.ts';
export { missingCode, POLICY_ERROR, reasonText } from './reason.ts';
export { replayDecision, traceDecision } from './replay.ts';
export type { DecisionTrace, Difference, Replay } from './replay.ts';
export { readOrigination } from './read.ts';
export type { OriginationSource } from './read.ts';
