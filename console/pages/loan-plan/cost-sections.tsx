/** What a plan costs by payee, and the caps that it was held against. */
import type { LoanPlan } from '@plimsoll/api/loan';
import { PlainTable, Section } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';

export function CostSections({ plan }: { readonly plan: LoanPlan }) {
  const { words, formats } = useLanguage();
  const { plan: said } = words.loans;
  const { currency } = plan.terms;
  const ratio = (metric: string, value: number) =>
    metric === 'exposure' ? formats.money(value, currency) : formats.percent(value, 2);
  return (
    <>
      <Section title={said.items} hint={said.itemsHint}>
        <PlainTable
          label={said.items}
          rows={plan.cost.items}
          rowKey={({ payee, code }) => `${payee} ${code}`}
          columns={[
            { key: 'code', title: said.itemColumns.code, cell: ({ code }) => code },
            { key: 'payee', title: said.itemColumns.payee, cell: ({ payee }) => payee },
            {
              key: 'amount',
              title: said.itemColumns.amount,
              numeric: true,
              cell: ({ amountMinor }) => formats.money(amountMinor, currency),
            },
          ]}
        />
      </Section>
      <Section title={said.caps} hint={said.capsHint}>
        {plan.caps.length === 0 ? (
          <p className="hint">{said.noCaps}</p>
        ) : (
          <PlainTable
            label={said.caps}
            rows={plan.caps}
            rowKey={({ cap }) => cap}
            columns={[
              { key: 'cap', title: said.capColumns.cap, cell: ({ cap }) => cap },
              {
                key: 'figure',
                title: said.capColumns.figure,
                numeric: true,
                cell: ({ metric, figure }) => ratio(metric, figure),
              },
              {
                key: 'limit',
                title: said.capColumns.limit,
                numeric: true,
                cell: ({ metric, comparator, limit }) =>
                  `${comparator === '<=' ? '≤' : comparator} ${ratio(metric, limit)}`,
              },
              {
                key: 'source',
                title: said.capColumns.source,
                cell: ({ source, confidence }) => `${source} (${confidence})`,
              },
            ]}
          />
        )}
      </Section>
    </>
  );
}
