export { columnFor, factsOf, feelOf } from './characteristic.ts';
export type { Characteristic, CharacteristicSource, LocalText } from './characteristic.ts';
export { fitLogistic, linearPredictor, logistic, MAX_NEWTON_STEPS } from './logistic.ts';
export type { LogisticFit, LogisticSample } from './logistic.ts';
export { probabilityOf, scaleScorecard, scoreOf } from './scorecard.ts';
export type { PointScaling, Recalibration, Scorecard, ScoredBin, ScoredCharacteristic } from './scorecard.ts';
export { MAX_CANDIDATES, selectCharacteristics } from './selection.ts';
export type { Chosen, DropReason, HandCuts, ModelSample, Selection, SelectionSettings } from './selection.ts';
export { crossValidate, MAX_FOLDS, metricsOf, recalibrate } from './validation.ts';
export type { CardSettings, CrossValidation, FoldMetrics, Metrics } from './validation.ts';
export {
  ARTEFACT_DIGITS,
  ARTEFACT_SCHEMA,
  readArtefact,
  scorecardProblem,
  writeArtefact,
} from './artefact.ts';
export type { LeftOut, Lineage, ScorecardArtefact } from './artefact.ts';
export {
  cellFeel,
  GENERATED_END,
  GENERATED_START,
  probabilityFeel,
  reasonTextsFeel,
  scorecardDecisionsXml,
  spliceScorecard,
} from './scorecard-dmn.ts';
export { CARD_FIT_DEFAULTS, fitCard, MIN_OUTCOMES } from './card-fit.ts';
export type { CardFitSettings, FittedCard } from './card-fit.ts';
export { inferCharacteristics } from './candidates.ts';
export { measureRounding } from './rounding.ts';
export type { RoundingError } from './rounding.ts';
export { prepareCard, scoreRows } from './card-scorer.ts';
export type { CardScore, CardScorer, FactValue, FactValues } from './card-scorer.ts';
export { reasonsOf } from './reasons.ts';
export type { ReasonReference, ScoreReason } from './reasons.ts';
export type { SelectionStep } from './stepwise.ts';
