/** What a check said: holds, doesn't, or can't be told yet. Sign, colour and words together. */
import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';

export type SaidProps = { readonly verdict: 'good' | 'bad' | 'open'; readonly children: ReactNode };

const icons = { good: 'check', bad: 'cross', open: 'hand' } as const;

export function Said({ verdict, children }: SaidProps) {
  return (
    <p className={`said said-${verdict}`} role={verdict === 'bad' ? 'alert' : undefined}>
      <Icon name={icons[verdict]} size={14} />
      <span>{children}</span>
    </p>
  );
}
