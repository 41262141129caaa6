/**
 * The bundled LendingClub applications as a sample: which column becomes which fact, in which unit.
 * `Class` is the outcome; `int_rate` and `sub_grade` are the old lender's own verdict and are read only to
 * measure what leaving them out costs.
 */
import { ok, type Result, refuse } from '@plimsoll/core/base';
import { type ColumnSpec, numericColumnOf, parseCsv, tableFromCsv } from '@plimsoll/core/table';
import type { ModelSample } from '@plimsoll/core/model';

const MINOR_PER_UNIT = 100;

const LEVELS_OF_VERIFICATION = {
  Not_Verified: 'not_verified',
  Source_Verified: 'source_verified',
  Verified: 'verified',
};

/** Years in the job: 0 is less than one, 10 is ten or more; unknown is a fact that no record holds. */
const YEARS_OF_EMPLOYMENT: { readonly [text: string]: number } = {
  emp_lt_1: 0,
  emp_ge_10: 10,
  ...Object.fromEntries(Array.from({ length: 9 }, (_, at) => [`emp_${at + 1}`, at + 1])),
};

/** A1 … G5 as 1 … 35. */
const SUB_GRADES = Object.fromEntries(
  ['A', 'B', 'C', 'D', 'E', 'F', 'G'].flatMap((letter, grade) =>
    [1, 2, 3, 4, 5].map((step) => [`${letter}${step}`, grade * 5 + step]),
  ),
);

const count = (name: string, from: string): ColumnSpec => ({ kind: 'numeric', name, from });
const money = (name: string, from: string): ColumnSpec => ({
  kind: 'numeric',
  name,
  from,
  scale: MINOR_PER_UNIT,
});

/** Column of the file → fact. Money is in US cents. */
export const STARTER_FACTS: readonly ColumnSpec[] = [
  money('amountMinor', 'funded_amnt'),
  { kind: 'numeric', name: 'termMonths', from: 'term', numberOf: { term_36: 36, term_60: 60 } },
  money('annualIncomeMinor', 'annual_inc'),
  {
    kind: 'numeric',
    name: 'employmentYears',
    from: 'emp_length',
    numberOf: YEARS_OF_EMPLOYMENT,
    absent: { emp_unk: 'no_record' },
  },
  {
    kind: 'categorical',
    name: 'incomeVerification',
    from: 'verification_status',
    levelOf: LEVELS_OF_VERIFICATION,
  },
  { kind: 'categorical', name: 'region', from: 'addr_state' },
  count('delinquencies24m', 'delinq_2yrs'),
  count('inquiries6m', 'inq_last_6mths'),
  count('revolvingUtilisationPct', 'revol_util'),
  count('accountsNowDelinquent', 'acc_now_delinq'),
  count('activeInstalmentAccounts', 'open_il_6m'),
  count('instalmentAccountsOpened12m', 'open_il_12m'),
  count('instalmentAccountsOpened24m', 'open_il_24m'),
  money('instalmentBalanceMinor', 'total_bal_il'),
  count('totalUtilisationPct', 'all_util'),
  count('financeInquiries', 'inq_fi'),
  count('inquiries12m', 'inq_last_12m'),
  money('pastDueMinor', 'delinq_amnt'),
  count('instalmentAccounts', 'num_il_tl'),
  money('instalmentCreditLimitMinor', 'total_il_high_credit_limit'),
];

/** The old lender's verdict, for the comparison alone. */
export const VERDICT_COLUMNS: readonly ColumnSpec[] = [
  count('interestRatePct', 'int_rate'),
  { kind: 'numeric', name: 'subGrade', from: 'sub_grade', numberOf: SUB_GRADES },
];

export type StarterSample = ModelSample & { readonly outcomes: Uint8Array; readonly folds: Uint8Array };

/** Reads applications and folds. Refuses text that is not as described, and folds that belong to other rows. */
export function readStarterSample(texts: {
  readonly applications: string;
  readonly folds: string;
}): Result<StarterSample> {
  const applications = parseCsv(texts.applications);
  if (!applications.ok) return applications;
  const foldRows = parseCsv(texts.folds);
  if (!foldRows.ok) return foldRows;
  const table = tableFromCsv(applications.value, [...STARTER_FACTS, ...VERDICT_COLUMNS]);
  if (!table.ok) return table;
  const outcome = tableFromCsv(applications.value, [
    { kind: 'numeric', name: 'outcome', from: 'Class', numberOf: { good: 0, bad: 1 } },
  ]);
  if (!outcome.ok) return outcome;
  const folds = tableFromCsv(foldRows.value, [
    count('row', 'row'),
    count('fold', 'fold'),
    count('outcome', 'y'),
  ]);
  if (!folds.ok) return folds;
  const outcomes = Uint8Array.from(numericColumnOf(outcome.value, 'outcome').values);
  const same =
    folds.value.rowCount === outcomes.length &&
    numericColumnOf(folds.value, 'row').values.every((row, at) => row === at) &&
    numericColumnOf(folds.value, 'outcome').values.every((each, at) => each === outcomes[at]);
  if (!same) return refuse('sample_unreadable', 'MOD-9', { problem: 'the folds belong to other rows' });
  return ok({
    table: table.value,
    outcomes,
    folds: Uint8Array.from(numericColumnOf(folds.value, 'fold').values),
  });
}
