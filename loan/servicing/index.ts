export { costFlows } from './cost-flows.ts';
export { decideLoan, rollLoan } from './decide.ts';
export type { Books, LoanCommand, ServicingContext } from './decide.ts';
export { bucketOf, pausedDays, usualBuckets } from './delinquency.ts';
export type { Bucket, Delinquency } from './delinquency.ts';
export { foldLoan } from './fold.ts';
export { summaryOf } from './state.ts';
export type { InstalmentState, LoanState, PaymentPart, PaymentState } from './state.ts';
