export { feeAmount } from './fee.ts';
export { addInterest, periodRate, roundInterest } from './interest.ts';
export type { Stretch } from './interest.ts';
export { evenPart, levelPayment, toMultiple } from './level.ts';
export { amountFault, planLoan, planRest, principalDue } from './plan.ts';
export type { PaidAhead, PlannedInstalment, Rest, RestPlan } from './plan.ts';
export { dueAt, firstAnchor, periodsFrom, periodsOf } from './period.ts';
export type { DueAnchor, InterestPeriod, PeriodStart } from './period.ts';
export { prepareTerms, rateOfInstalment } from './prepare.ts';
export type { PreparedTerms } from './prepare.ts';
export { orderOf, presets, usualOrder, usualTerms } from './preset.ts';
export type { PresetName } from './preset.ts';
export { readTerms } from './read-terms.ts';
export {
  components,
  loanKinds,
  MAX_INSTALMENTS,
  MAX_TERM_ENTRIES,
  methods,
  prepaymentVariants,
  timings,
} from './terms.ts';
export type {
  AllocationScope,
  AllocationTarget,
  AllocationTerms,
  Component,
  FeeTerms,
  FutureRule,
  LoanKind,
  LoanTerms,
  Method,
  PenaltyTerms,
  PrepaymentVariant,
  RoundingTerms,
  Timing,
} from './terms.ts';
