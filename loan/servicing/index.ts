export { costFlows } from './cost-flows.ts';
export { bucketOf, pausedDays, usualBuckets } from './delinquency.ts';
export type { Bucket, Delinquency } from './delinquency.ts';
export { foldLoan } from './fold.ts';
export { summaryOf } from './state.ts';
export type { InstalmentState, LoanState, PaymentPart, PaymentState } from './state.ts';
