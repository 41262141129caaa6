/**
 * A case of figures from elsewhere (a schedule, a loan's life, a rate) and what came of running it. A runner reads the
 * conventions that the case states and never guesses them from its id: a case that leaves something open is refused.
 */
import type { JsonObject, JsonValue } from '@plimsoll/core/base';

/** One entry of `cases` in a file; every other field belongs to its kind. */
export type TestCase = JsonObject & { readonly id: string; readonly kind: string };

/** `why`: the figures that agreed; the figures expected and got; or the reason why the case was not run. */
export type CaseOutcome = {
  readonly id: string;
  readonly status: 'passed' | 'failed' | 'refused';
  readonly why: string;
};

export const passCase = (testCase: TestCase, why: string): CaseOutcome => outcome(testCase, 'passed', why);
export const failCase = (testCase: TestCase, why: string): CaseOutcome => outcome(testCase, 'failed', why);
export const refuseCase = (testCase: TestCase, why: string): CaseOutcome => outcome(testCase, 'refused', why);

function outcome(testCase: TestCase, status: CaseOutcome['status'], why: string): CaseOutcome {
  return { id: testCase.id, status, why };
}

/** A field that is a text, or else what stands for its absence. */
export function textOf(value: JsonValue | undefined, absent: string): string {
  return typeof value === 'string' ? value : absent;
}

/** An object and nothing else: neither null nor a list. */
export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
