/**
 * The class of a loan (五级分类) and its stage of expected loss, as a policy of the portfolio says: what "bad" means is the
 * lender's table, not code. The policy is given what the loan itself says.
 */
import { ok, type Result, refuse } from '@plimsoll/core/base';
import { addMonths, type Day } from '@plimsoll/core/calendar';
import { createEvaluation, formatPlace, type Policy, toJson } from '@plimsoll/core/dmn';
import type { LoanFact } from '@plimsoll/loan/spine';
import { factsInForce } from './order.ts';
import type { LoanState } from './state.ts';

/** From the best to the worst: 正常, 关注, 次级, 可疑, 损失. */
export const loanClasses = ['pass', 'special_mention', 'substandard', 'doubtful', 'loss'] as const;
export type LoanClass = (typeof loanClasses)[number];

/** The inputs of a classification policy, by name. */
export type Standing = {
  readonly dpd: number;
  /** Whole months since the last restructuring that holds; null: there was none. */
  readonly monthsSinceRestructured: number | null;
  /** Lent to repay another loan (借新还旧). */
  readonly isRefinanced: boolean;
};

export type Classification = { readonly class: LoanClass; readonly stage: 1 | 2 | 3 };

/** What a policy is told of a loan on the day of its state. */
export function standingOf(
  facts: readonly LoanFact[],
  state: LoanState,
  { isRefinanced }: Pick<Standing, 'isRefinanced'>,
): Standing {
  const changed = factsInForce(facts, state.asOf).findLast(({ fact }) => fact.kind === 'restructured');
  const monthsSinceRestructured = changed === undefined ? null : wholeMonths(changed.day, state.asOf);
  return { dpd: state.delinquency.dpd, monthsSinceRestructured, isRefinanced };
}

/** Asks a policy with the decisions `class` and `stage`. Refuses an answer that is none of the classes or stages. */
export function classify(policy: Policy, standing: Standing): Result<Classification> {
  const evaluation = createEvaluation(policy, standing);
  const answer = toJson(evaluation.value('class'));
  const stage = toJson(evaluation.value('stage'));
  const found = loanClasses.find((each) => each === answer);
  const first = evaluation.errors[0];
  if (found === undefined || (stage !== 1 && stage !== 2 && stage !== 3) || first !== undefined)
    return refuse('classification_failed', 'SRV-21', {
      ...standing,
      class: answer,
      stage,
      error: first === undefined ? null : `${first.code} ${formatPlace(first.place)}`,
    });
  return ok({ class: found, stage });
}

function wholeMonths(from: Day, to: Day): number {
  let months = Math.max(0, Math.floor((to - from) / 31));
  while (addMonths(from, months + 1, 'clamp') <= to) months += 1;
  return months;
}
