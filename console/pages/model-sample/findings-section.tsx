/** What was found in a sample before anything is trained on it, the gravest first. */
import type { SampleFinding } from '@plimsoll/api/model';
import { SeverityTag } from '../../model/index.ts';
import { PlainTable, Said, Section } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';

export function FindingsSection({ findings }: { readonly findings: readonly SampleFinding[] }) {
  const { code, words } = useLanguage();
  const { sets } = words.models;
  const sorted = findings.toSorted((a, b) => Number(a.severity !== 'error') - Number(b.severity !== 'error'));
  return (
    <Section title={sets.findings} hint={sets.findingsHint}>
      {findings.length === 0 ? (
        <Said verdict="good">{sets.noFindings}</Said>
      ) : (
        <PlainTable<SampleFinding>
          label={sets.findings}
          rows={sorted}
          rowKey={(row) => `${row.code} ${row.column ?? ''} ${row.text.en}`}
          columns={[
            {
              key: 'severity',
              title: sets.severity,
              cell: ({ severity }) => <SeverityTag severity={severity} />,
            },
            { key: 'column', title: sets.column, cell: ({ column }) => column ?? sets.wholeTable },
            {
              key: 'text',
              title: sets.found,
              cell: (row) => (
                <>
                  {row.text[code]} <code className="faint">{row.code}</code>
                </>
              ),
            },
          ]}
        />
      )}
    </Section>
  );
}
