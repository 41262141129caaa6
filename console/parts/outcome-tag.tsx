/** An outcome as sign, word and colour together: never by colour alone. */
import type { Outcome, Performance } from '@plimsoll/api/origination';
import { useLanguage } from '../words/index.ts';
import { Icon, type IconName } from './icon.tsx';

const signs: Readonly<Record<Outcome, IconName>> = { approve: 'check', refer: 'hand', decline: 'cross' };

export function OutcomeTag({
  outcome,
  large = false,
}: {
  readonly outcome: Outcome;
  readonly large?: boolean;
}) {
  const { words } = useLanguage();
  return (
    <span className={`outcome outcome-${outcome}${large ? ' outcome-large' : ''}`}>
      <Icon name={signs[outcome]} size={large ? 14 : 12} />
      {words.outcome[outcome]}
    </span>
  );
}

export function PerformanceWord({ performance }: { readonly performance: Performance | null }) {
  const { words } = useLanguage();
  if (performance === null) return <span className="faint">–</span>;
  return (
    <span className={`performance performance-${performance}`}>
      <span className="performance-dot" aria-hidden="true" />
      {words.performance[performance]}
    </span>
  );
}
