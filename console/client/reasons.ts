/** The words of reason codes, from the overview of the range (sums by the hour: cheap, and cached). */
import { useMemo } from 'react';
import { type CallOptions, useCall } from './call.ts';
import { useMay } from './session.ts';

export type ReasonWords = ReadonlyMap<string, { readonly zh: string; readonly en: string }>;

const usual: CallOptions = { keepLast: true, freshMs: 60_000 };

/** Codes without words are absent: show the code then. Empty for those who may not see the overview. */
export function useReasonWords(span: { readonly from?: string; readonly to?: string }): ReasonWords {
  const mayRead = useMay('operations:read');
  const overview = useCall('readOverview', { query: span }, { ...usual, enabled: mayRead });
  return useMemo(
    () => new Map(overview.data?.reasons.map(({ code, text }) => [code, text])),
    [overview.data],
  );
}
