/** The facts of a loan in the order of booking, with the day from which each counts. */
import type { LoanDetail } from '@plimsoll/api/loan';
import { CodeText, PlainTable, Section } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';

type Fact = LoanDetail['facts'][number];

export function HistorySection({ loan }: { readonly loan: LoanDetail }) {
  const { words, formats } = useLanguage();
  const { historyColumns: columns, kinds } = words.loans;
  return (
    <Section title={words.loans.history} hint={words.loans.historyHint}>
      <PlainTable<Fact>
        label={words.loans.history}
        rows={loan.facts}
        rowKey={({ id }) => id}
        columns={[
          {
            key: 'effective',
            title: columns.effective,
            cell: ({ effectiveDay }) => formats.day(effectiveDay),
          },
          { key: 'booked', title: columns.booked, cell: ({ bookedDay }) => formats.day(bookedDay) },
          { key: 'kind', title: columns.kind, cell: ({ kind }) => kinds[kind as keyof typeof kinds] ?? kind },
          { key: 'id', title: columns.id, cell: ({ id }) => <CodeText text={id} label={columns.id} /> },
        ]}
      />
    </Section>
  );
}
