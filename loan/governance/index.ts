export { decideModel, isExpired, MAX_VERSIONS, refusalOf, scoringRefusal } from './decide.ts';
export type {
  ApproveCommand,
  DraftCommand,
  EndCommand,
  GovernanceContext,
  ModelCommand,
  ValidateCommand,
} from './decide.ts';
export { modelLifecycle, modelMoves, modelStates } from './lifecycle.ts';
export type { ModelMove, ModelState, ModelStep } from './lifecycle.ts';
export { foldModel, liveVersionOf, modelStream, versionOf } from './model.ts';
export type {
  ApprovedBody,
  DraftedBody,
  ModelEvent,
  ModelFigures,
  ModelVersion,
  NamedModel,
  ValidatedBody,
  Verdict,
} from './model.ts';
