/** Each payment with the rows and components that it paid. */
import type { LoanDetail } from '@plimsoll/api/loan';
import { EmptyNote, PlainTable, Section } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';

type Payment = LoanDetail['state']['payments'][number] & { readonly at: number };

export function PaymentSection({ loan }: { readonly loan: LoanDetail }) {
  const { words, formats } = useLanguage();
  const { paymentColumns: columns, components, kinds, toRow, held } = words.loans;
  const { currency } = loan;
  const payments = loan.state.payments.map((payment, at): Payment => ({ ...payment, at }));
  const money = (amount: number) => formats.money(amount, currency);
  const wentOf = ({ kind, parts, overpaidMinor }: Payment) => {
    if (kind === 'disbursed') return '–';
    const went = parts.map(
      ({ row, component, amountMinor }) =>
        `${toRow(row + 1)} ${components[component as keyof typeof components] ?? component} ${money(amountMinor)}`,
    );
    if (overpaidMinor > 0) went.push(`${held} ${money(overpaidMinor)}`);
    return went.length === 0 ? '–' : went.join(' · ');
  };
  return (
    <Section title={words.loans.payments}>
      {payments.length === 0 ? (
        <EmptyNote title={words.loans.noPayments} how={words.loans.noPaymentsHow} />
      ) : (
        <PlainTable<Payment>
          label={words.loans.payments}
          rows={payments}
          rowKey={({ at }) => at}
          columns={[
            { key: 'day', title: columns.day, cell: ({ day }) => formats.day(day) },
            {
              key: 'kind',
              title: columns.kind,
              cell: ({ kind }) => kinds[kind as keyof typeof kinds] ?? kind,
            },
            { key: 'payer', title: columns.payer, cell: ({ payer }) => payer },
            {
              key: 'amount',
              title: columns.amount,
              numeric: true,
              cell: ({ amountMinor }) => money(amountMinor),
            },
            { key: 'went', title: columns.went, cell: wentOf },
          ]}
        />
      )}
    </Section>
  );
}
