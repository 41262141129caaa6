/** When a debit that failed is tried again, as a policy says; never, where the policy gives no day. */
import { ok, type Result, refuse } from '@plimsoll/core/base';
import { type Day, formatDay } from '@plimsoll/core/calendar';
import { createEvaluation, formatPlace, type Policy, toJson } from '@plimsoll/core/dmn';

/** The most days that a policy may put off an attempt. */
export const MAX_RETRY_DAYS = 60;

/** Asks a policy with the decision `retryAfterDays` (a number of days, or null: give up). */
export function retryDayOf(
  policy: Policy,
  failed: { readonly failure: string; readonly attempt: number },
  today: Day,
): Result<string | null> {
  const evaluation = createEvaluation(policy, failed);
  const days = toJson(evaluation.value('retryAfterDays'));
  const first = evaluation.errors[0];
  if (first === undefined && days === null) return ok(null);
  if (
    first === undefined &&
    typeof days === 'number' &&
    Number.isInteger(days) &&
    days >= 1 &&
    days <= MAX_RETRY_DAYS
  )
    return ok(formatDay((today + days) as Day));
  return refuse('retry_policy_failed', 'PAY-4', {
    ...failed,
    retryAfterDays: days,
    error: first === undefined ? null : `${first.code} ${formatPlace(first.place)}`,
  });
}
