/** The books of a case, in the account names of its source. */
import type { JsonObject, JsonValue } from '@plimsoll/core/base';
import { formatDay } from '@plimsoll/core/calendar';
import type { Difference, Snapshot } from './case-compare.ts';
import { textOf } from './case-outcome.ts';
import { minorOf, objectOf } from './case-terms.ts';

type Entry = readonly [account: string, debit: number, credit: number];

/** Compares the entries of one transaction, whatever their order. */
export function compareJournal(snapshot: Snapshot, expected: JsonValue): readonly Difference[] {
  const stated = objectOf(expected);
  const type = textOf(stated['type'], '');
  const day = textOf(stated['date'], '');
  const entries = Array.isArray(stated['entries']) ? (stated['entries'] as JsonObject[]) : [];
  const want = entries.map(
    (entry): Entry => [textOf(entry['account'], ''), minorOf(entry['debit']), minorOf(entry['credit'])],
  );
  const got = entriesOf(snapshot, type, day);
  if (got === null) return [`journal: there is no ${type} on ${day}`];
  const text = (list: readonly Entry[]) =>
    list
      .map((entry) => JSON.stringify(entry))
      .toSorted()
      .join(' ');
  return text(want) === text(got)
    ? []
    : [`journal of ${type} on ${day}: expected ${text(want)}, got ${text(got)}`];
}

function entriesOf({ state }: Snapshot, type: string, day: string): readonly Entry[] | null {
  const { accounts } = state;
  const of = (kind: string) =>
    state.payments.find((each) => each.kind === kind && formatDay(each.day) === day);
  const sum = (amounts: { readonly [payee: string]: number }) =>
    Object.values(amounts).reduce((total, amount) => total + amount, 0);
  switch (type) {
    case 'DISBURSEMENT': {
      const amount = of('disbursed')?.amountMinor;
      return amount === undefined
        ? null
        : [
            ['Loans Receivable', amount, 0],
            ['Suspense/Clearing account', 0, amount],
          ];
    }
    case 'REPAYMENT': {
      const amount = of('repaid')?.amountMinor;
      const income = state.accounts.principalWrittenOff > 0 ? 'Recoveries' : 'Loans Receivable';
      return amount === undefined
        ? null
        : [
            [income, 0, amount],
            ['Suspense/Clearing account', amount, 0],
          ];
    }
    case 'CHARGE_OFF': {
      const { principalWrittenOff: principal, interestWrittenOff: interest } = accounts;
      const charges = sum(accounts.chargeWrittenOff);
      return [
        ['Loans Receivable', 0, principal],
        ['Interest/Fee Receivable', 0, interest + charges],
        ['Credit Loss/Bad Debt-Fraud', principal, 0],
        ['Interest Income Charge Off', interest, 0],
        ['Fee Charge Off', charges, 0],
      ];
    }
    case 'ACCRUAL': {
      const rows = state.instalments;
      const total = (pick: (row: (typeof rows)[number]) => number) =>
        rows.reduce((all, row) => all + pick(row), 0);
      return [
        ...pair(
          'Interest Income',
          total((row) => row.interestMinor),
        ),
        ...pair(
          'Fee Income',
          total((row) => row.feeMinor),
        ),
        ...pair(
          'Fee Income',
          total((row) => row.penaltyMinor),
        ),
      ];
    }
    default:
      return null;
  }
}

function pair(income: string, amount: number): readonly Entry[] {
  return [
    ['Interest/Fee Receivable', amount, 0],
    [income, 0, amount],
  ];
}
