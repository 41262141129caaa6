/** How the model does on parts of the rows: segments and periods. What has too few goods or bads is not ranked. */
import type { LevelFigures, ValidationReport } from '@plimsoll/core/model/validate';
import { PlainTable, Section } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';

const digits = 3;

export function PartsSection({ report }: { readonly report: ValidationReport }) {
  const { words } = useLanguage();
  const { model } = words.models;
  return (
    <>
      {report.segments.length === 0 ? null : <Parts title={model.segments} parts={report.segments} />}
      {report.periods.length === 0 ? null : <Parts title={model.periods} parts={report.periods} />}
    </>
  );
}

function Parts({ title, parts }: { readonly title: string; readonly parts: readonly LevelFigures[] }) {
  const { words, formats } = useLanguage();
  const { model } = words.models;
  return (
    <Section title={title}>
      <PlainTable<LevelFigures>
        label={title}
        rows={parts}
        rowKey={({ name, level }) => `${name} ${level}`}
        columns={[
          {
            key: 'level',
            title: model.part,
            cell: ({ name, level }) => (name === '' ? level : `${name}: ${level}`),
          },
          { key: 'rows', title: words.models.rows, numeric: true, cell: ({ rows }) => formats.count(rows) },
          { key: 'bads', title: words.models.bads, numeric: true, cell: ({ bads }) => formats.count(bads) },
          {
            key: 'predicted',
            title: model.meanPd,
            numeric: true,
            cell: ({ meanPd }) => formats.percent(meanPd, 2),
          },
          {
            key: 'rate',
            title: words.models.badRate,
            numeric: true,
            cell: ({ rate }) => (
              <span title={model.interval(formats.percent(rate.low, 2), formats.percent(rate.high, 2))}>
                {formats.percent(rate.share, 2)}
              </span>
            ),
          },
          {
            key: 'auc',
            title: words.models.auc,
            numeric: true,
            cell: ({ auc }) => (auc === null ? words.models.tooFew : formats.fixed(auc.auc, digits)),
          },
          {
            key: 'ks',
            title: words.models.ks,
            numeric: true,
            cell: ({ ks }) => (ks === null ? words.models.tooFew : formats.fixed(ks, digits)),
          },
        ]}
      />
    </Section>
  );
}
