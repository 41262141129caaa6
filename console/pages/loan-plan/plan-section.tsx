/** The instalments of a plan. */
import type { LoanPlan } from '@plimsoll/api/loan';
import { PlainTable, Section } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';

type Row = LoanPlan['instalments'][number];

export function PlanSection({ plan }: { readonly plan: LoanPlan }) {
  const { words, formats } = useLanguage();
  const { scheduleColumns: columns } = words.loans;
  const { currency } = plan.terms;
  const amount = (key: keyof Row, title: string) => ({
    key,
    title,
    numeric: true,
    cell: (row: Row) => (row[key] === 0 ? '–' : formats.money(Number(row[key]), currency)),
  });
  return (
    <Section title={words.loans.schedule} hint={words.loans.plan.scheduleHint}>
      <PlainTable<Row>
        label={words.loans.schedule}
        rows={plan.instalments}
        rowKey={({ n, due }) => `${n} ${due}`}
        columns={[
          { key: 'n', title: columns.n, cell: ({ n }) => formats.count(n) },
          { key: 'due', title: columns.due, cell: ({ due }) => formats.day(due) },
          amount('principalMinor', columns.principal),
          amount('interestMinor', columns.interest),
          amount('feeMinor', columns.fee),
          amount('dueMinor', columns.total),
          amount('balanceAfterMinor', columns.balance),
        ]}
      />
    </Section>
  );
}
