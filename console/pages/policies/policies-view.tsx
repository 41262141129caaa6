/** The versions, newest first. */
import { Link } from 'react-router';
import type { PolicyRow } from '@plimsoll/api/policy';
import { useLinks } from '../../address/index.ts';
import { CodeText, EmptyNote, Icon, Moment, PlainTable } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';

export function PoliciesView({ rows }: { readonly rows: readonly PolicyRow[] }) {
  const { words } = useLanguage();
  const links = useLinks();
  if (rows.length === 0) return <EmptyNote title={words.policies.empty} how={words.policies.emptyHow} />;
  return (
    <div className="section">
      <PlainTable<PolicyRow>
        label={words.policies.title}
        rows={rows}
        rowKey={({ hash }) => hash}
        columns={[
          {
            key: 'name',
            title: words.policies.name,
            cell: ({ hash, name }) => <Link to={links.policy(hash)}>{name}</Link>,
          },
          {
            key: 'state',
            title: '',
            cell: ({ active }) =>
              active ? (
                <span className="outcome outcome-approve">
                  <Icon name="check" size={12} />
                  {words.policies.active}
                </span>
              ) : (
                <span className="badge">{words.policies.inactive}</span>
              ),
          },
          {
            key: 'hash',
            title: words.policies.hash,
            cell: ({ hash }) => <CodeText text={hash} label={words.policies.hash} />,
          },
          {
            key: 'published',
            title: words.policies.published,
            cell: ({ publishedAt }) => <Moment at={publishedAt} />,
          },
          { key: 'actor', title: words.policies.actor, cell: ({ actor }) => actor },
          {
            key: 'applications',
            title: words.policies.applicationsUnder,
            cell: ({ hash }) => (
              <Link to={links.applications({ policyHash: hash })}>{words.nav.applications}</Link>
            ),
          },
        ]}
      />
    </div>
  );
}
