export { hashContractText, renderContract, showContract } from './contract.ts';
export type { Contract, ContractLanguage, ContractRequest, PersonalParticulars } from './contract.ts';
export {
  answerChallenge,
  challengeWith,
  checkSignatures,
  codeVerifier,
  keyProvider,
  keyVerifier,
  signatureMessage,
  signWithKey,
} from './contract-signature.ts';
export type {
  CodeChallenge,
  ContractSignature,
  SignatureProvider,
  SignatureRequest,
  SignatureVerifiers,
  SigningParty,
} from './contract-signature.ts';
export { contractPlaces, personalPlaces, readContractTemplate } from './contract-template.ts';
export type { ContractPlace, ContractTemplate, PersonalPlace } from './contract-template.ts';
export { decide } from './decide.ts';
export type {
  ApplicantForm,
  ApplicationForm,
  ObservePerformanceCommand,
  OriginationCommand,
  OriginationContext,
  SubmitCommand,
} from './decide.ts';
export { createPastSample, NOT_RECORDED } from './past-sample.ts';
export type { PastSample, PastSampleReader } from './past-sample.ts';
export { applicationInputs, DECISION, prepareOrigination, productInputs } from './prepare.ts';
export type { ModelledInput, PolicyModel } from './model-input.ts';
export type { InputSource, LocalText, ModelsOfPolicy, Origination, PlannedInput } from './prepare.ts';
export { missingCode, POLICY_ERROR, reasonText } from './reason.ts';
export { replayDecision, traceDecision } from './replay.ts';
export type { DecisionTrace, Difference, Replay } from './replay.ts';
export { readOrigination } from './read.ts';
export type { OriginationSource } from './read.ts';
export { agreeTerms } from './offer.ts';
export type { OfferWish } from './offer.ts';
export { decideLimit } from './limit.ts';
export type { LimitCommand, LimitContext } from './limit.ts';
export { coverageOf, noSecurity, refusalOfSecurity } from './security.ts';
export type { Collateral, Coverage, Guarantee, LoanSecurity } from './security.ts';
