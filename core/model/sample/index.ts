/** The sample designer and reject inference. Outcomes: 1 = bad; days are whole days since 1970-01-01. */
export { DROP_REASONS, designSample } from './design.ts';
export type { DesignedSample, DropReason, LoanDays, SampleDesign } from './design.ts';
export { augment, fuzzy, parcel } from './inference.ts';
export type { FitSample, InferredSample, ThroughTheDoor } from './inference.ts';
export { MAX_BUCKETS, rollCounts, rollTable, suggestBad } from './roll.ts';
export type { BadDefinition, MonthlyStates, RollRow } from './roll.ts';
export { outcomeBounds, rejectCurve } from './unknown.ts';
export type { OutcomeBounds, RejectCurve, RejectPoint } from './unknown.ts';
export { findLateColumns } from './late-column.ts';
export { rejectReport } from './reject-report.ts';
export type { RejectReport } from './reject-report.ts';
export { vintageTable } from './vintage.ts';
export type { VintageRow } from './vintage.ts';
