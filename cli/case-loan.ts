/** Cases that are the life of a loan: terms, what happened to it, and how it stood after each step. */
import { type CaseOutcome, refuseCase, type TestCase } from './case-outcome.ts';

export function runLoanCase(testCase: TestCase): CaseOutcome {
  return refuseCase(testCase, `cases of kind ${testCase.kind} cannot be run yet`);
}
