export { applicationStream, applyEvent, foldApplication } from './application.ts';
export type {
  ApplicationState,
  Consent,
  DecidedBody,
  Fact,
  FoldedEvent,
  MissingInput,
  MissingReason,
  Offer,
  Outcome,
  Performance,
  PolicyError,
  PolicyTerms,
  SubmittedBody,
  UsedModel,
} from './application.ts';
export { eventKinds } from './event.ts';
export type { DomainEvent, EventKind } from './event.ts';
export { applicationLifecycle, applicationStatuses, nextStatus } from './lifecycle.ts';
export type { ApplicationStatus, Transition } from './lifecycle.ts';
export { personalDataViewed, personErased, personStream } from './person.ts';
export type { PersonalDataView, PersonErasure } from './person.ts';
export { formatAmount, MAX_PRODUCT_LIST, MAX_PRODUCTS, rateCapOn, readCatalogue } from './product.ts';
export type { Product, RateCap } from './product.ts';
export { sayInterest, sayMethod, sayPenalty, sayPercent } from './terms-words.ts';
export type { LocalText } from './terms-words.ts';
export { loanStatuses, loanStream, MAX_LOAN_FACTS, payers, WHOLE_PPM } from './loan.ts';
export type {
  ByPayee,
  FunderShare,
  LoanAccounts,
  LoanDeed,
  LoanDeedKind,
  LoanEventBody,
  LoanFact,
  LoanRecord,
  LoanStatus,
  LoanSummary,
  Payer,
} from './loan.ts';
export { MAX_FUNDERS, readLoanProduct, securities } from './loan-product.ts';
export type { LoanProduct, Security } from './loan-product.ts';
export { paymentPurposes, paymentStatuses, paymentStream } from './payment.ts';
export type {
  PaymentEventBody,
  PaymentEventKind,
  PaymentOrder,
  PaymentPurpose,
  PaymentStatus,
} from './payment.ts';
export {
  exposureOf,
  holdingOf,
  limitStream,
  MAX_GROUPS,
  MAX_HOLDINGS,
  noLimit,
} from './limit.ts';
export type { LimitEventBody, LimitHolding, LimitState } from './limit.ts';
