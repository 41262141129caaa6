/** Whether these are still the people the model was built on: PSI of the score, CSI of each input, beside what chance gives. */
import type { Shift, ValidationReport } from '@plimsoll/core/model/validate';
import { PlainTable, Section } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';

const digits = 3;

export function ShiftSection({ report }: { readonly report: ValidationReport }) {
  const { words, formats } = useLanguage();
  const { model } = words.models;
  const { stability, settings } = report;
  if (stability === null) return null;
  const rows = [stability.score, ...stability.inputs.toSorted((a, b) => b.index - a.index)];
  const levelOf = ({ index, noise }: Shift) => {
    if (index < settings.psiWarning || index <= noise) return model.shift.none;
    return index < settings.psiFail ? model.shift.some : model.shift.much;
  };
  return (
    <Section title={model.stability} hint={model.stabilityHint}>
      <PlainTable<Shift>
        label={model.stability}
        rows={rows}
        rowKey={({ name }) => name}
        columns={[
          {
            key: 'name',
            title: words.models.variable,
            cell: ({ name }) =>
              name === '' ? <strong>{words.models.charts.score}</strong> : <code>{name}</code>,
          },
          {
            key: 'index',
            title: model.psi,
            numeric: true,
            cell: ({ index }) => formats.fixed(index, digits),
          },
          {
            key: 'noise',
            title: model.psiNoise,
            numeric: true,
            cell: ({ noise }) => formats.fixed(noise, digits),
          },
          { key: 'level', title: model.shiftTitle, cell: levelOf },
        ]}
      />
    </Section>
  );
}
