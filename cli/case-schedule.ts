/** Cases that are a schedule, made from terms and nothing that happened: kinds `schedule` and `rate_factor`. */
import { type CaseOutcome, refuseCase, type TestCase } from './case-outcome.ts';

export function runScheduleCase(testCase: TestCase): CaseOutcome {
  return refuseCase(testCase, `cases of kind ${testCase.kind} cannot be run yet`);
}
