/** The state of a model version: sign, colour and word together; what is past its last day says so. */
import { Icon, type IconName } from '../parts/index.ts';
import { useLanguage } from '../words/index.ts';

export type StateTagProps = {
  readonly state: string;
  readonly isExpired?: boolean;
  readonly isLarge?: boolean;
};

const looks: Readonly<Record<string, { readonly className: string; readonly icon: IconName }>> = {
  draft: { className: 'badge-tag', icon: 'minus' },
  validated: { className: 'outcome-refer', icon: 'hand' },
  approved: { className: 'outcome-approve', icon: 'check' },
  live: { className: 'outcome-approve', icon: 'check' },
  retired: { className: 'badge-tag', icon: 'lock' },
  rejected: { className: 'outcome-decline', icon: 'cross' },
};
const unknownLook = { className: 'badge-tag', icon: 'minus' } as const;

export function StateTag({ state, isExpired = false, isLarge = false }: StateTagProps) {
  const { words } = useLanguage();
  const look = isExpired
    ? { className: 'outcome-decline', icon: 'clock' as const }
    : (looks[state] ?? unknownLook);
  const word = words.models.states[state] ?? state;
  return (
    <span className={`outcome ${isLarge ? 'outcome-large ' : ''}${look.className}`} data-state={state}>
      <Icon name={look.icon} size={12} />
      {isExpired ? words.models.expiredState(word) : word}
    </span>
  );
}
