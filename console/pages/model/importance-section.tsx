/** What weighs most in the model, as bars; computed here from the document and the rows that it carries. */
import { useMemo } from 'react';
import type { Scorer } from '@plimsoll/core/model/document';
import { drawImportance, type Importance, importanceHeight } from '../../model/index.ts';
import { ChartSection, PlainTable, usePalette } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';
import { importanceOf } from './importance.ts';

const shownInputs = 20;

export function ImportanceSection({ scorer }: { readonly scorer: Scorer }) {
  const { code, words, formats } = useLanguage();
  const palette = usePalette();
  const rows = useMemo(() => {
    const labels = new Map(scorer.document.inputs.map(({ name, label }) => [name, label[code]]));
    return importanceOf(scorer).map(({ name, share }) => ({ name: labels.get(name) ?? name, share }));
  }, [scorer, code]);
  const shown = rows.slice(0, shownInputs);
  const option = useMemo(
    () => drawImportance(shown, { words, formats, palette }),
    [shown, words, formats, palette],
  );
  const { model } = words.models;
  if (rows.length === 0) return null;
  return (
    <ChartSection
      title={model.importance}
      hint={model.importanceHint(scorer.document.parity.length)}
      option={option}
      height={importanceHeight(shown.length)}
      rowCount={rows.length}
      table={
        <PlainTable<Importance>
          label={model.importance}
          rows={rows}
          rowKey={({ name }) => name}
          columns={[
            { key: 'name', title: words.models.variable, cell: ({ name }) => name },
            {
              key: 'share',
              title: words.models.importance,
              numeric: true,
              cell: ({ share }) => formats.percent(share),
            },
          ]}
        />
      }
    />
  );
}
