/** What two inputs add together beside their curves: a table of cells, tinted by sign and size; the number stands in each. */
import type { CSSProperties } from 'react';
import type { ShapePair } from '@plimsoll/core/model/glass';
import { pairLabels } from '../../model/index.ts';
import { PlainTable, Section } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';

const digits = 3;
const strongestTint = 40;

export type PairSectionProps = {
  readonly pair: ShapePair;
  readonly first: string;
  readonly second: string;
};

type Row = { readonly label: string; readonly values: readonly number[] };

export function PairSection({ pair, first, second }: PairSectionProps) {
  const language = useLanguage();
  const { words, formats } = language;
  const across = pairLabels(pair.second, language);
  const rows = pairLabels(pair.first, language).map(
    (label, at): Row => ({ label, values: pair.values[at] ?? [] }),
  );
  const largest = pair.values.flat().reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const title = `${first} × ${second}`;
  return (
    <Section title={title} hint={words.models.model.pairHint(first, second)}>
      <div className="pair-table" data-pair={`${pair.first.input.name} ${pair.second.input.name}`}>
        <PlainTable<Row>
          label={title}
          rows={rows}
          rowKey={({ label }) => label}
          columns={[
            { key: 'first', title: first, cell: ({ label }) => label },
            ...across.map((label, at) => ({
              key: String(at),
              title: label,
              numeric: true,
              cell: ({ values }: Row) => (
                <span className="pair-cell" style={tint(values[at] ?? 0, largest)}>
                  {formats.fixed(rounded(values[at] ?? 0), digits)}
                </span>
              ),
            })),
          ]}
        />
      </div>
    </Section>
  );
}

/** No minus before a zero. */
function rounded(value: number): number {
  return Math.abs(value) < 0.5 * 10 ** -digits ? 0 : value;
}

/** More risk in the colour of declines, less in that of approvals; nothing is told by colour alone. */
function tint(value: number, largest: number): CSSProperties {
  if (largest === 0 || value === 0) return {};
  const share = Math.round((Math.abs(value) / largest) * strongestTint);
  const colour = value > 0 ? 'var(--decline-fill)' : 'var(--approve-fill)';
  return { background: `color-mix(in srgb, ${colour} ${share}%, transparent)` };
}
