export { brier, LOG_LOSS_FLOOR, logLoss } from './accuracy.ts';
export { auc, gini, ks } from './discrimination.ts';
export type { Outcomes } from './discrimination.ts';
export { twoSidedP } from './normal.ts';
export { PSI_FLOOR_SHARE, psi } from './stability.ts';
export { fitLogLine } from './log-line.ts';
export type { LogLine, LogLineSample } from './log-line.ts';
