/** Where a model comes from: hashes of what went in, the settings, who asks it. Each leads to what it names. */
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { ModelDetail } from '@plimsoll/api/model';
import type { JsonValue } from '@plimsoll/core/base';
import { useLinks } from '../../address/index.ts';
import { CodeText, Pairs, Section } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';

export function LineageSection({ model }: { readonly model: ModelDetail }) {
  const { words, formats } = useLanguage();
  const links = useLinks();
  const { model: said, sets } = words.models;
  const { lineage, sampleSha256, documentSha256, usedBy, target } = model;
  const show = (name: string, value: JsonValue): ReactNode => {
    if (name === 'sampleSha256' && sampleSha256 !== null)
      return (
        <>
          <Link to={links.sample(sampleSha256, target)}>{sets.open}</Link>{' '}
          <CodeText text={sampleSha256} label={sets.hash} />
        </>
      );
    if (typeof value === 'string') return <CodeText text={value} />;
    if (typeof value === 'number') return formats.decimal(value);
    return <pre>{JSON.stringify(value, null, 2)}</pre>;
  };
  return (
    <Section title={said.lineage} hint={said.lineageHint}>
      <Pairs
        pairs={[
          {
            key: 'document',
            name: words.models.act.document,
            value: <CodeText text={documentSha256} whole label={words.models.act.document} />,
          },
          ...Object.entries(lineage).flatMap(([name, value]) =>
            value === null || value === undefined
              ? []
              : [{ key: name, name: said.lineages[name] ?? name, value: show(name, value) }],
          ),
          {
            key: 'target',
            name: sets.targetTitle,
            value: (
              <code>
                {target.column} = {target.badValue}
              </code>
            ),
          },
          {
            key: 'usedBy',
            name: said.usedBy,
            value:
              usedBy.length === 0
                ? said.usedByNone
                : usedBy.map((hash) => (
                    <Link key={hash} to={links.policy(hash)} className="link-row">
                      <code>{hash.slice(0, 12)}…</code>
                    </Link>
                  )),
          },
        ]}
      />
    </Section>
  );
}
