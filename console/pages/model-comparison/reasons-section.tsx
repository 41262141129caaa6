/** How far each input moves the log-odds under each model: where the reasons that people hear come from. */
import type { ModelComparison } from '@plimsoll/api/model';
import { PlainTable, Section } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';
import type { SideNames } from './side-names.ts';

const shownReasons = 15;
const digits = 3;

export type ReasonsSectionProps = { readonly comparison: ModelComparison; readonly names: SideNames };

export function ReasonsSection({ comparison, names }: ReasonsSectionProps) {
  const { words, formats } = useLanguage();
  const { compare } = words.models;
  type Row = ModelComparison['reasons'][number];
  const rows = comparison.reasons
    .toSorted((a, b) => b.left + b.right - (a.left + a.right) || a.input.localeCompare(b.input))
    .slice(0, shownReasons);
  return (
    <Section title={compare.reasons} hint={compare.reasonsHint}>
      <PlainTable<Row>
        label={compare.reasons}
        rows={rows}
        rowKey={({ input }) => input}
        columns={[
          { key: 'input', title: words.models.variable, cell: ({ input }) => <code>{input}</code> },
          {
            key: 'left',
            title: names.left,
            numeric: true,
            cell: ({ left }) => formats.fixed(left, digits),
          },
          {
            key: 'right',
            title: names.right,
            numeric: true,
            cell: ({ right }) => formats.fixed(right, digits),
          },
        ]}
      />
    </Section>
  );
}
