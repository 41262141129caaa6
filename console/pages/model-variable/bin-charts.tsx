/** The bins drawn: how many goods and bads, the bad rate, the weight of evidence; the table stands behind. */
import { useMemo } from 'react';
import type { Binning } from '@plimsoll/core/binning';
import { type BinBar, drawBins, drawEvidence, labelOfBin } from '../../model/index.ts';
import { ChartSection, PlainTable, usePalette } from '../../parts/index.ts';
import { type Language, useLanguage } from '../../words/index.ts';

const woeDigits = 3;

export function BinCharts({ binning }: { readonly binning: Binning }) {
  const { words, formats } = useLanguage();
  const palette = usePalette();
  const bars = useMemo(() => barsOf(binning, { words, formats }), [binning, words, formats]);
  const drawing = useMemo(() => ({ words, formats, palette }), [words, formats, palette]);
  const { editor } = words.models;
  const table = (label: string) => (
    <PlainTable<BinBar>
      label={label}
      rows={bars}
      rowKey={(bar) => bar.label}
      columns={[
        { key: 'bin', title: words.models.bin, cell: (bar) => bar.label },
        { key: 'goods', title: words.models.goods, numeric: true, cell: ({ goods }) => formats.count(goods) },
        { key: 'bads', title: words.models.bads, numeric: true, cell: ({ bads }) => formats.count(bads) },
        {
          key: 'rate',
          title: words.models.badRate,
          numeric: true,
          cell: ({ badRate }) => (badRate === null ? words.overview.notKnown : formats.percent(badRate, 2)),
        },
        {
          key: 'woe',
          title: words.models.woe,
          numeric: true,
          cell: ({ woe }) => formats.fixed(woe, woeDigits),
        },
      ]}
    />
  );
  return (
    <div className="two">
      <ChartSection
        title={editor.chart}
        option={useMemo(() => drawBins(bars, drawing), [bars, drawing])}
        rowCount={bars.length}
        table={table(editor.chart)}
      />
      <ChartSection
        title={editor.evidence}
        hint={editor.evidenceHint}
        option={useMemo(() => drawEvidence(bars, drawing), [bars, drawing])}
        rowCount={bars.length}
        table={table(editor.evidence)}
      />
    </div>
  );
}

function barsOf(binning: Binning, language: Pick<Language, 'words' | 'formats'>): readonly BinBar[] {
  return binning.bins
    .filter(({ cell, goods, bads }) => cell.kind === 'range' || cell.kind === 'levels' || goods + bads > 0)
    .map((bin) => ({
      label: labelOfBin(bin, language),
      goods: bin.goods,
      bads: bin.bads,
      badRate: bin.goods + bin.bads === 0 ? null : bin.bads / (bin.goods + bin.bads),
      woe: bin.woe,
      isMeasured: bin.measured,
    }));
}
