/** The figures of a binning that move with every edit, beside those of the optimum; and what speaks against it. */
import { type Binning, type BinSettings, faultsOf } from '@plimsoll/core/binning';
import { Figure, Said } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';
import { countTurns } from './bin-cut.ts';

const digits = 4;

export type BinFiguresProps = {
  readonly binning: Binning;
  readonly optimum: Binning;
  readonly settings: BinSettings;
};

export function BinFigures({ binning, optimum, settings }: BinFiguresProps) {
  const { words, formats } = useLanguage();
  const { editor } = words.models;
  const rows = binning.bins.reduce((sum, { goods, bads }) => sum + goods + bads, 0);
  const cut = binning.bins.filter(({ cell }) => cell.kind === 'range' || cell.kind === 'levels');
  const smallest = Math.min(...cut.map(({ goods, bads }) => goods + bads));
  const { trend: _, ...bounds } = settings;
  const thin = faultsOf(binning, bounds).filter(({ kind }) => kind === 'thin').length;
  return (
    <>
      <div className="figures" aria-live="polite">
        <Figure
          label={<span title={words.models.ivLong}>{editor.ivNow}</span>}
          value={<span data-figure="iv">{formats.fixed(binning.iv, digits)}</span>}
          note={editor.ivOptimal(formats.fixed(optimum.iv, digits))}
        />
        <Figure label={editor.gini} value={formats.fixed(binning.gini, digits)} />
        <Figure label={editor.js} value={formats.fixed(binning.js, digits)} />
        <Figure label={words.models.variables.bins} value={formats.count(cut.length)} />
        <Figure
          label={editor.smallest}
          value={formats.percent(smallest / Math.max(1, rows))}
          note={editor.rowsOf(formats.count(smallest))}
        />
      </div>
      {countTurns(binning) > 1 ? <Said verdict="open">{editor.notMonotone}</Said> : null}
      {thin > 0 ? <Said verdict="open">{editor.thin(thin)}</Said> : null}
    </>
  );
}
