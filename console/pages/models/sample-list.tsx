/** The samples on this server, newest first. */
import { Link } from 'react-router';
import type { SampleRow } from '@plimsoll/api/model';
import { useLinks } from '../../address/index.ts';
import { CodeText, EmptyNote, Moment, PlainTable, Section } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';

export function SampleList({ rows }: { readonly rows: readonly SampleRow[] }) {
  const { words, formats } = useLanguage();
  const links = useLinks();
  const { sets } = words.models;
  return (
    <Section title={sets.title} hint={sets.hint}>
      {rows.length === 0 ? (
        <EmptyNote title={sets.empty} how={sets.emptyHow} />
      ) : (
        <PlainTable<SampleRow>
          label={sets.title}
          rows={rows}
          rowKey={({ sha256 }) => sha256}
          columns={[
            {
              key: 'name',
              title: words.models.name,
              cell: ({ sha256, name }) => <Link to={links.sample(sha256)}>{name}</Link>,
            },
            {
              key: 'rows',
              title: words.models.rows,
              numeric: true,
              cell: (row) => formats.count(row.rows),
            },
            {
              key: 'columns',
              title: sets.columns,
              numeric: true,
              cell: ({ columnCount }) => formats.count(columnCount),
            },
            {
              key: 'size',
              title: sets.size,
              numeric: true,
              cell: ({ sizeBytes }) => formats.bytes(sizeBytes),
            },
            {
              key: 'hash',
              title: sets.hash,
              cell: ({ sha256 }) => <CodeText text={sha256} label={sets.hash} />,
            },
            {
              key: 'uploaded',
              title: sets.uploaded,
              cell: ({ uploadedAt }) => <Moment at={uploadedAt} short />,
            },
            { key: 'actor', title: words.models.by, cell: ({ actor }) => actor },
          ]}
        />
      )}
    </Section>
  );
}
