/** The limits a validation judges by; a report carries those it was made with. Each can be set otherwise. */

export type ValidationSettings = {
  /** AUC below which a model is too weak (its whole interval below: fail), and above which it is suspect. */
  readonly minAuc: number;
  readonly maxAuc: number;
  /** Loss of AUC against the building sample: warning, fail. Only where it is significant. */
  readonly aucLossWarning: number;
  readonly aucLossFail: number;
  /** How far the actual rate may be from the mean PD, relative to the mean PD. Only where it is significant. */
  readonly levelWarning: number;
  readonly levelFail: number;
  readonly slopeLow: number;
  readonly slopeHigh: number;
  /** PSI and CSI (Siddiqi 2006, ch. 8): .1 look, .25 act. */
  readonly psiWarning: number;
  readonly psiFail: number;
  /** Four fifths (US Uniform Guidelines on Employee Selection Procedures 1978, §4D), as used in lending reviews. */
  readonly minAdverseImpactRatio: number;
  readonly minEvents: number;
  /** Rows and bads that a segment, period or group needs before it is judged. */
  readonly minGroupRows: number;
  readonly minGroupEvents: number;
  /** An input alone with this AUC, or within this of the whole model, is taken for a leak. */
  readonly leakAuc: number;
  readonly leakNearModel: number;
  readonly bins: number;
  readonly curvePoints: number;
};

export const DEFAULT_SETTINGS: ValidationSettings = {
  minAuc: 0.6,
  maxAuc: 0.97,
  aucLossWarning: 0.03,
  aucLossFail: 0.08,
  levelWarning: 0.1,
  levelFail: 0.25,
  slopeLow: 0.8,
  slopeHigh: 1.25,
  psiWarning: 0.1,
  psiFail: 0.25,
  minAdverseImpactRatio: 0.8,
  minEvents: 30,
  minGroupRows: 100,
  minGroupEvents: 10,
  leakAuc: 0.9,
  leakNearModel: 0.005,
  bins: 10,
  curvePoints: 120,
};
