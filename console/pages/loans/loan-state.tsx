/** The state of a loan in a word; what is late is said, not only coloured. */
import type { LoanRow } from '@plimsoll/api/loan';
import { Icon } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';

export function LoanState({ row }: { readonly row: Pick<LoanRow, 'status' | 'dpd' | 'bucket'> }) {
  const { words } = useLanguage();
  const word = words.loans.status[row.status];
  if (row.status === 'active' && row.dpd > 0)
    return (
      <span className="outcome outcome-refer">
        <Icon name="clock" size={12} />
        {word} · {row.bucket}
      </span>
    );
  if (row.status === 'written_off')
    return (
      <span className="outcome outcome-decline">
        <Icon name="cross" size={12} />
        {word}
      </span>
    );
  if (row.status === 'active')
    return (
      <span className="outcome outcome-approve">
        <Icon name="check" size={12} />
        {word}
      </span>
    );
  return <span className="badge">{word}</span>;
}
