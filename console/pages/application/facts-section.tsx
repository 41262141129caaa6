/** What was known when it was decided: each fact with its unit and source, or the reason why there is none. */
import type { Fact } from '@plimsoll/api/origination';
import type { PolicyDetail } from '@plimsoll/api/policy';
import { PlainTable, Section } from '../../parts/index.ts';
import { type Formats, useLanguage } from '../../words/index.ts';
import type { Application } from './application.ts';

export type FactsSectionProps = { readonly application: Application; readonly policy: PolicyDetail | null };

type Row = {
  readonly name: string;
  readonly label: string;
  readonly fact: Fact;
  readonly unit: string | null;
};

export function FactsSection({ application, policy }: FactsSectionProps) {
  const { code, words, formats } = useLanguage();
  const rows = Object.entries(application.facts)
    .map(([name, fact]): Row => {
      const input = policy?.inputs.find((one) => one.name === name);
      return { name, fact, label: input?.label[code] ?? name, unit: input?.unit ?? null };
    })
    .toSorted((a, b) => a.name.localeCompare(b.name));
  return (
    <Section title={words.application.facts}>
      {rows.length === 0 ? (
        <p className="hint">{words.application.noFacts}</p>
      ) : (
        <PlainTable<Row>
          label={words.application.facts}
          rows={rows}
          rowKey={({ name }) => name}
          columns={[
            {
              key: 'fact',
              title: words.application.fact,
              cell: ({ name, label }) => <span title={name}>{label}</span>,
            },
            {
              key: 'value',
              title: words.application.value,
              numeric: true,
              cell: ({ fact, unit }) => {
                const missing = missingReason(fact);
                return missing === null ? (
                  writeFact(fact, unit, { formats, currency: application.currency })
                ) : (
                  <span className="missing">{words.missingBecause(words.missing[missing])}</span>
                );
              },
            },
            {
              key: 'unit',
              title: words.application.unit,
              cell: ({ unit }) => (
                <span className="faint">{unit === null ? '–' : (words.units[unit] ?? unit)}</span>
              ),
            },
            {
              key: 'source',
              title: words.application.source,
              cell: () => <span className="faint">{words.application.fromApplication}</span>,
            },
          ]}
        />
      )}
    </Section>
  );
}

function missingReason(fact: Fact): 'not_asked' | 'source_down' | 'no_record' | null {
  return typeof fact === 'object' ? fact.missing : null;
}

type FactContext = { readonly formats: Formats; readonly currency: string };

function writeFact(fact: Fact, unit: string | null, { formats, currency }: FactContext): string {
  if (typeof fact !== 'number') return String(typeof fact === 'object' ? fact.missing : fact);
  if (unit === 'minor') return formats.money(fact, currency);
  return formats.decimal(fact);
}
