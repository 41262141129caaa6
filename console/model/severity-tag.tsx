/** How grave a finding is: sign, colour and word together. */
import { Icon } from '../parts/index.ts';
import { useLanguage } from '../words/index.ts';

const looks = {
  fail: { className: 'outcome outcome-decline', icon: 'cross' },
  error: { className: 'outcome outcome-decline', icon: 'cross' },
  warning: { className: 'outcome outcome-refer', icon: 'hand' },
  note: { className: 'badge', icon: null },
} as const;

export function SeverityTag({ severity }: { readonly severity: 'fail' | 'error' | 'warning' | 'note' }) {
  const { words } = useLanguage();
  const { className, icon } = looks[severity];
  return (
    <span className={className} data-severity={severity}>
      {icon === null ? null : <Icon name={icon} size={12} />}
      {words.models.severities[severity]}
    </span>
  );
}
