export { brier, LOG_LOSS_FLOOR, logLoss } from './accuracy.ts';
export { bootstrapInterval, MAX_DRAWS } from './bootstrap.ts';
export type { BootstrapInterval, BootstrapSettings } from './bootstrap.ts';
export { chiSquareTail } from './chi-square.ts';
export {
  averagePrecision,
  gainsTable,
  gapCurve,
  liftAt,
  MAX_BANDS,
  MAX_CURVE_POINTS,
  rankCounts,
  recallCurve,
  rocCurve,
} from './curves.ts';
export type { GainsBand, GapPoint, RankedCounts, RecallPoint, RocPoint } from './curves.ts';
export { aucInterval, compareAucs, DEFAULT_LEVEL } from './delong.ts';
export type { AucComparison, AucInterval } from './delong.ts';
export { auc, gini, ks, separationOf } from './discrimination.ts';
export type { Outcomes, Separation, Weights } from './discrimination.ts';
export { fitLogLine } from './log-line.ts';
export type { LogLine, LogLineSample } from './log-line.ts';
export { normalCdf, normalQuantile, twoSidedP } from './normal.ts';
export { shareInterval } from './proportion.ts';
export type { ShareInterval } from './proportion.ts';
export {
  brierParts,
  calibrationError,
  calibrationLine,
  hosmerLemeshow,
  LOG_ODDS_FLOOR,
  MAX_PROBABILITY_BINS,
  probabilityBins,
} from './reliability.ts';
export type {
  BinsOfProbability,
  BrierParts,
  CalibrationLine,
  GoodnessTest,
  ProbabilityBin,
} from './reliability.ts';
export { PSI_FLOOR_SHARE, psi } from './stability.ts';
