/** The columns as they were read: type, how many are missing, how many values, from where to where. */
import type { SampleDetail } from '@plimsoll/api/model';
import { PlainTable, Section } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';

const shownValues = 4;

export function ColumnsSection({ sample }: { readonly sample: SampleDetail }) {
  const { words, formats } = useLanguage();
  const { sets } = words.models;
  type Row = SampleDetail['columns'][number];
  return (
    <Section title={sets.profile}>
      <PlainTable<Row>
        label={sets.profile}
        rows={sample.columns}
        rowKey={({ name }) => name}
        columns={[
          { key: 'name', title: sets.column, cell: ({ name }) => <code>{name}</code> },
          { key: 'type', title: sets.type, cell: ({ kind }) => sets.types[kind] ?? kind },
          {
            key: 'missing',
            title: sets.missing,
            numeric: true,
            cell: ({ missing }) => formats.percent(missing / Math.max(1, sample.rows)),
          },
          {
            key: 'distinct',
            title: sets.distinct,
            numeric: true,
            cell: ({ distinct }) => formats.count(distinct),
          },
          {
            key: 'range',
            title: sets.range,
            cell: ({ min, max, values }) =>
              min === null || max === null ? (
                <span className="clip" title={values.map(({ value }) => value).join(' · ')}>
                  {values
                    .slice(0, shownValues)
                    .map(({ value }) => value)
                    .join(' · ')}
                  {values.length > shownValues ? ' …' : ''}
                </span>
              ) : (
                `${formats.decimal(min)} – ${formats.decimal(max)}`
              ),
          },
        ]}
      />
    </Section>
  );
}
