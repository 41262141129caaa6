/** The instalments: what each asks for, what was paid on it, and whether it is late. */
import type { LoanDetail } from '@plimsoll/api/loan';
import { PlainTable, Section } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';

type Row = LoanDetail['state']['instalments'][number] & { readonly at: number };

export function ScheduleSection({ loan }: { readonly loan: LoanDetail }) {
  const { words, formats } = useLanguage();
  const { scheduleColumns: columns, rowStates, rowKinds } = words.loans;
  const { state, currency } = loan;
  const rows = state.instalments.map((row, at): Row => ({ ...row, at: at + 1 }));
  const money = (amount: number) => (amount === 0 ? '–' : formats.money(amount, currency));
  const stateOf = ({ outstandingMinor, due, isDue, settledOn }: Row) => {
    if (outstandingMinor === 0)
      return settledOn === null ? rowStates.settled : `${rowStates.settled} · ${formats.day(settledOn)}`;
    if (due < state.asOf) return <strong className="late">{rowStates.late}</strong>;
    return isDue ? rowStates.due : rowStates.coming;
  };
  const nameOf = ({ kind, n, at }: Row) =>
    kind === 'instalment'
      ? formats.count(n)
      : `${formats.count(at)} · ${rowKinds[kind as keyof typeof rowKinds] ?? kind}`;
  const amount = (key: string, title: string, of: (row: Row) => number) => ({
    key,
    title,
    numeric: true,
    cell: (row: Row) => money(of(row)),
  });
  const isCharged = rows.some(({ feeMinor, penaltyMinor }) => feeMinor + penaltyMinor > 0);
  return (
    <Section title={words.loans.schedule} hint={words.loans.scheduleHint}>
      <PlainTable<Row>
        label={words.loans.schedule}
        rows={rows}
        rowKey={({ at }) => at}
        columns={[
          { key: 'n', title: columns.n, cell: nameOf },
          { key: 'due', title: columns.due, cell: ({ due }) => formats.day(due) },
          amount('principal', columns.principal, ({ principalMinor }) => principalMinor),
          amount('interest', columns.interest, ({ interestMinor }) => interestMinor),
          ...(isCharged
            ? [
                amount('fee', columns.fee, ({ feeMinor }) => feeMinor),
                amount('penalty', columns.penalty, ({ penaltyMinor }) => penaltyMinor),
              ]
            : []),
          amount('total', columns.total, ({ dueMinor }) => dueMinor),
          amount('paid', columns.paid, ({ paidMinor }) => paidMinor),
          amount('outstanding', columns.outstanding, ({ outstandingMinor }) => outstandingMinor),
          amount('balance', columns.balance, ({ balanceAfterMinor }) => balanceAfterMinor),
          { key: 'state', title: columns.state, cell: stateOf },
        ]}
      />
    </Section>
  );
}
