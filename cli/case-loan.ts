/** Cases that are the life of a loan: terms, what happened to it, and how it stood after each step. */
import type { JsonObject, JsonValue } from '@plimsoll/core/base';
import { type Day, formatDay, parseDay } from '@plimsoll/core/calendar';
import { foldLoan, type LoanState } from '@plimsoll/loan/servicing';
import type { LoanFact } from '@plimsoll/loan/spine';
import { compareDelinquency } from './case-delinquency.ts';
import { compareFields, type Difference, type Snapshot } from './case-compare.ts';
import { type CaseLife, readCaseLife } from './case-facts.ts';
import { compareJournal } from './case-journal.ts';
import {
  type CaseOutcome,
  failCase,
  isObject,
  passCase,
  refuseCase,
  type TestCase,
  textOf,
} from './case-outcome.ts';
import { contradictionIn } from './case-contradiction.ts';
import { objectOf, readCaseTerms } from './case-terms.ts';
import { compareTransactions } from './case-transaction.ts';

/** Runs the life of a loan through the fold that runs loans, and compares each figure the case states. */
export function runLoanCase(testCase: TestCase): CaseOutcome {
  const caution = textOf(objectOf(testCase['notes'])['caution'], '');
  const given = readCaseTerms(testCase);
  if ('why' in given) return refuseCase(testCase, given.why);
  const life = readCaseLife(testCase, given);
  if ('why' in life) return refuseCase(testCase, life.why);
  const expected = Array.isArray(testCase['expected']) ? testCase['expected'] : [];
  const differences: Difference[] = [];
  let compared = 0;
  for (const each of expected) {
    if (!isObject(each as JsonValue)) continue;
    const snapshot = snapshotOf(testCase, each as JsonObject, life);
    if (typeof snapshot === 'string') return refuseCase(testCase, snapshot);
    compared += 1;
    differences.push(...compare(snapshot));
  }
  if (compared === 0) return refuseCase(testCase, 'it expects nothing');
  const first = differences[0];
  if (first === undefined)
    return passCase(testCase, `${compared} ${compared === 1 ? 'snapshot' : 'snapshots'} to the cent`);
  const contradiction = contradictionIn(testCase);
  if (contradiction !== null) return refuseCase(testCase, `${contradiction}; ${first}`);
  if (/not reproduced|under-specified/.test(caution))
    return refuseCase(testCase, `its source says of it: ${caution}; ${first}`);
  return failCase(
    testCase,
    `${first}${differences.length > 1 ? ` (and ${differences.length - 1} more)` : ''}`,
  );
}

function snapshotOf(testCase: TestCase, expected: JsonObject, life: CaseLife): Snapshot | string {
  const after = expected['after_events'];
  const step = typeof after === 'number' ? after : life.steps.length - 1;
  const facts = life.steps[step];
  if (facts === undefined) return `it has fewer than ${step} events`;
  const day = parseDay(textOf(expected['as_of'], '')) ?? lastDayOf(facts, life);
  const state = foldLoan(facts, day);
  if (state === null) return `on ${formatDay(day)} there is no loan`;
  return { testCase, expected, life, step, day, state };
}

function lastDayOf(facts: readonly LoanFact[], life: CaseLife): Day {
  const days = facts.map((fact) => parseDay(fact.effectiveDay)).filter((day) => day !== null);
  return days.reduce((last, day) => (day > last ? day : last), life.opened);
}

function compare(snapshot: Snapshot): readonly Difference[] {
  const differences: Difference[] = [];
  for (const [field, value] of Object.entries(snapshot.expected)) {
    switch (field) {
      case 'after_events':
      case 'as_of':
        break;
      case 'totals':
        differences.push(...compareFields('totals', value, totalsOf(snapshot.state)));
        break;
      case 'schedule':
        differences.push(...compareSchedule(snapshot, value));
        break;
      case 'transactions':
        differences.push(...compareTransactions(snapshot, value));
        break;
      case 'status':
        differences.push(...compareStatus(snapshot, value));
        break;
      case 'loan_delinquency':
      case 'installment_delinquency':
        differences.push(...compareDelinquency(snapshot, field, value));
        break;
      case 'journal_of':
        differences.push(...compareJournal(snapshot, value));
        break;
      default:
        differences.push(...compareFields('figures', { [field]: value }, figuresOf(snapshot)));
    }
  }
  return differences;
}

function totalsOf({ instalments, upfront }: LoanState) {
  const atOnce = upfront.reduce((sum, { amount }) => sum + amount, 0);
  const sum = (of: (row: LoanState['instalments'][number]) => number) =>
    instalments.reduce((total, row) => total + of(row), 0);
  return {
    principal: sum((row) => row.principalMinor),
    interest: sum((row) => row.interestMinor),
    fees: sum((row) => row.feeMinor) + atOnce,
    penalties: sum((row) => row.penaltyMinor),
    total_due: sum((row) => row.dueMinor) + atOnce,
    paid: sum((row) => row.paidMinor) + atOnce,
    paid_in_advance: sum((row) => row.paidInAdvanceMinor),
    paid_late: sum((row) => row.paidLateMinor),
    outstanding: sum((row) => row.outstandingMinor),
  };
}

function compareSchedule({ state }: Snapshot, expected: JsonValue): readonly Difference[] {
  const rows = Array.isArray(expected) ? expected : [];
  const differences: Difference[] = [];
  if (rows.length !== state.instalments.length)
    differences.push(`schedule: expected ${rows.length} rows, got ${state.instalments.length}`);
  rows.forEach((row, index) => {
    const got = state.instalments[index];
    if (got === undefined) return;
    differences.push(
      ...compareFields(`row ${index + 1}`, row as JsonValue, {
        n: 100 * (index + 1),
        days: 100 * (got.due - got.from),
        due_date: formatDay(got.due),
        settled_on: got.settledOn === null ? null : formatDay(got.settledOn),
        balance_after: got.balanceAfterMinor,
        installment: got.dueMinor,
        principal: got.principalMinor,
        interest: got.interestMinor,
        fees: got.feeMinor,
        penalties: got.penaltyMinor,
        total_due: got.dueMinor,
        paid: got.paidMinor,
        paid_in_advance: got.paidInAdvanceMinor,
        paid_late: got.paidLateMinor,
        outstanding: got.outstandingMinor,
      }),
    );
  });
  return differences;
}

const statusWords: { readonly [status in LoanState['status']]: readonly string[] } = {
  approved: ['approved'],
  active: ['active'],
  written_off: ['active', 'written off'],
  overpaid: ['overpaid'],
  closed: ['closed (obligations met)', 'closed obligations met'],
};

function compareStatus({ state }: Snapshot, expected: JsonValue): readonly Difference[] {
  const word = textOf(expected, '').toLowerCase().replaceAll('_', ' ');
  return statusWords[state.status].includes(word) ? [] : [`status: expected ${word}, got ${state.status}`];
}

/** Single figures that some cases state instead of a schedule. */
function figuresOf({ life, step, state, day }: Snapshot): { readonly [field: string]: number } {
  const before = foldLoan(
    (life.steps[step] ?? []).filter(({ effectiveDay }) => effectiveDay < formatDay(day)),
    day,
  );
  const payment = state.payments.findLast(({ kind }) => kind === 'repaid');
  return {
    level_payment: state.instalments.find(({ kind }) => kind === 'instalment')?.dueMinor ?? 0,
    last_balance: state.instalments.at(-1)?.balanceAfterMinor ?? 0,
    payoff_total: before?.payoffMinor ?? 0,
    principal: payment?.principalMinor ?? 0,
    interest: payment?.interestMinor ?? 0,
  };
}
