/**
 * The bundled LendingClub applications as submissions: a row of the file becomes the body of one application, the
 * key that makes sending it twice harmless, and how the loan turned out. `int_rate` and `sub_grade` are the old
 * lender's own verdict and are never sent; `Class` is sent later, as an event of its own. The set has no names, no
 * purpose and no dates: applicants are made up and marked so, the purpose is `not_recorded`.
 */
import type { Fact, Performance, SubmitApplication } from '@plimsoll/api/origination';
import { ok, type Result, refuse } from '@plimsoll/core/base';
import { parseCsv } from '@plimsoll/core/table';
import { makeApplicant } from './applicants.ts';

export const LENDING_CLUB_PRODUCT = 'personal-instalment';
const CENTS = 100;

/** A row of the file: column → text. */
export type LendingClubRow = Readonly<Record<string, string>>;

export type TownSetting = {
  readonly seed: string;
  /** The day on which the consents were given, `YYYY-MM-DD`. */
  readonly consentDay: string;
};

/** One submission and what became of it. */
export type TownApplication = {
  readonly idempotencyKey: string;
  readonly body: SubmitApplication;
  readonly performance: Performance;
};

const TERMS: Readonly<Record<string, number>> = { term_36: 36, term_60: 60 };
const VERIFICATIONS: Readonly<Record<string, string>> = {
  Not_Verified: 'not_verified',
  Source_Verified: 'source_verified',
  Verified: 'verified',
};

type Unit = 'money' | 'plain';
const NUMBER_FACTS: readonly (readonly [fact: string, column: string, unit: Unit])[] = [
  ['annualIncomeMinor', 'annual_inc', 'money'],
  ['delinquencies24m', 'delinq_2yrs', 'plain'],
  ['inquiries6m', 'inq_last_6mths', 'plain'],
  ['revolvingUtilisationPct', 'revol_util', 'plain'],
  ['accountsNowDelinquent', 'acc_now_delinq', 'plain'],
  ['activeInstalmentAccounts', 'open_il_6m', 'plain'],
  ['instalmentAccountsOpened12m', 'open_il_12m', 'plain'],
  ['instalmentAccountsOpened24m', 'open_il_24m', 'plain'],
  ['instalmentBalanceMinor', 'total_bal_il', 'money'],
  ['totalUtilisationPct', 'all_util', 'plain'],
  ['financeInquiries', 'inq_fi', 'plain'],
  ['inquiries12m', 'inq_last_12m', 'plain'],
  ['pastDueMinor', 'delinq_amnt', 'money'],
  ['instalmentAccounts', 'num_il_tl', 'plain'],
  ['instalmentCreditLimitMinor', 'total_il_high_credit_limit', 'money'],
];

const COLUMNS = [
  'funded_amnt',
  'term',
  'addr_state',
  'verification_status',
  'emp_length',
  'Class',
  ...NUMBER_FACTS.map(([, column]) => column),
];

/** Reads the file's text. Refuses (`sample_unreadable`) text that is no such file. */
export function readLendingClub(csv: string): Result<readonly LendingClubRow[]> {
  const parsed = parseCsv(csv);
  if (!parsed.ok) return parsed;
  const { header, rows } = parsed.value;
  const absent = COLUMNS.filter((column) => !header.includes(column));
  if (absent.length > 0) return refuse('sample_unreadable', 'SIM-4', { missingColumns: absent });
  return ok(rows.map((cells) => Object.fromEntries(header.map((name, at) => [name, cells[at] ?? '']))));
}

/**
 * The submission of a row; `index` counts from 0 in the order of the file.
 * Refuses (`sample_unreadable`) a row with a value outside what the file is known to hold.
 */
export function lendingClubApplication(
  row: LendingClubRow,
  index: number,
  setting: TownSetting,
): Result<TownApplication> {
  const facts = factsOf(row);
  const termMonths = TERMS[row['term'] ?? ''];
  const amount = Number(row['funded_amnt']);
  const performance = row['Class'];
  if (facts === null || termMonths === undefined || !(amount > 0) || !isPerformance(performance))
    return refuse('sample_unreadable', 'SIM-5', { row: index });
  const consent = (purpose: string) => ({ purpose, grantedDay: setting.consentDay });
  return ok({
    idempotencyKey: `lendingclub-${index}`,
    performance,
    body: {
      product: LENDING_CLUB_PRODUCT,
      amountMinor: Math.round(amount * CENTS),
      currency: 'USD',
      termMonths,
      purpose: 'not_recorded',
      scenario: 'general',
      applicant: makeApplicant(setting.seed, index),
      consents: [consent('credit_decision'), consent('bureau_query')],
      facts,
      madeUp: true,
    },
  });
}

function factsOf(row: LendingClubRow): Record<string, Fact> | null {
  const employment = employmentFact(row['emp_length'] ?? '');
  const verification = VERIFICATIONS[row['verification_status'] ?? ''];
  const state = row['addr_state'] ?? '';
  if (employment === null || verification === undefined || !/^[A-Z]{2}$/.test(state)) return null;
  const facts: Record<string, Fact> = {
    region: `US-${state}`,
    incomeVerification: verification,
    employmentYears: employment,
  };
  for (const [fact, column, unit] of NUMBER_FACTS) {
    const text = row[column] ?? '';
    const value = Number(text);
    if (text === '' || !Number.isFinite(value)) return null;
    facts[fact] = unit === 'money' ? Math.round(value * CENTS) : value;
  }
  return facts;
}

/** `emp_lt_1` 0, `emp_ge_10` 10, `emp_unk`: the bureau has no record. Null for any other text. */
function employmentFact(text: string): Fact | null {
  if (text === 'emp_unk') return { missing: 'no_record' };
  if (text === 'emp_lt_1') return 0;
  if (text === 'emp_ge_10') return 10;
  const match = /^emp_([1-9])$/.exec(text);
  return match === null ? null : Number(match[1]);
}

function isPerformance(text: string | undefined): text is Performance {
  return text === 'good' || text === 'bad';
}
