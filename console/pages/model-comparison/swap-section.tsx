/** The swap set: both accept the same share of rows; who is taken in and who falls out, and how they turned out. */
import type { ModelComparison } from '@plimsoll/api/model';
import { PlainTable, Section } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';
import type { SideNames } from './side-names.ts';

export type SwapSectionProps = { readonly comparison: ModelComparison; readonly names: SideNames };

export function SwapSection({ comparison, names }: SwapSectionProps) {
  const { words, formats } = useLanguage();
  const { compare } = words.models;
  const { swap, rows: all, approvalShare } = comparison;
  const rows = [
    { key: 'both', name: compare.both, cell: swap.both },
    { key: 'leftOnly', name: compare.only(names.left), cell: swap.leftOnly },
    { key: 'rightOnly', name: compare.only(names.right), cell: swap.rightOnly },
    { key: 'neither', name: compare.neither, cell: swap.neither },
  ];
  return (
    <Section title={compare.swap} hint={compare.swapHint(formats.percent(approvalShare, 0))}>
      <PlainTable<(typeof rows)[number]>
        label={compare.swap}
        rows={rows}
        rowKey={({ key }) => key}
        columns={[
          { key: 'name', title: compare.whom, cell: ({ name }) => name },
          {
            key: 'rows',
            title: words.models.rows,
            numeric: true,
            cell: ({ cell }) => formats.count(cell.rows),
          },
          {
            key: 'share',
            title: words.models.share,
            numeric: true,
            cell: ({ cell }) => formats.percent(cell.rows / Math.max(1, all)),
          },
          {
            key: 'bads',
            title: words.models.bads,
            numeric: true,
            cell: ({ cell }) => formats.count(cell.bads),
          },
          {
            key: 'rate',
            title: words.models.badRate,
            numeric: true,
            cell: ({ cell }) => (cell.badRate === null ? '–' : formats.percent(cell.badRate, 2)),
          },
        ]}
      />
      <SwapLine swap={swap} />
    </Section>
  );
}

/** The swap in a sentence: whether those taken in turned out better than those who fall out. */
function SwapLine({ swap }: Pick<ModelComparison, 'swap'>) {
  const { words, formats } = useLanguage();
  const { compare } = words.models;
  const out = swap.leftOnly.badRate;
  const taken = swap.rightOnly.badRate;
  if (out === null || taken === null) return null;
  const rates = { taken: formats.percent(taken, 2), out: formats.percent(out, 2) };
  return <p>{taken < out ? compare.swapPays(rates) : compare.swapCosts(rates)}</p>;
}
