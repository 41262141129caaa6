export {
  calibratedPd,
  calibratedPds,
  MAX_CALIBRATION_STEPS,
  MAX_KNOTS,
  readCalibration,
} from './calibration.ts';
export type {
  BetaCalibration,
  Calibration,
  CalibrationSample,
  CalibrationStep,
  IsotonicCalibration,
  PlattCalibration,
  ShiftCalibration,
} from './calibration.ts';
export {
  fitBeta,
  fitIsotonic,
  fitPlatt,
  MIN_CALIBRATION_EVENTS,
  shiftPrior,
  shiftToRate,
} from './fit-calibration.ts';
export type { HeldOutSample } from './fit-calibration.ts';
