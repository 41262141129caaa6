/** The address as state: time range and filter, and links that keep the time range. */
import { useCallback, useMemo, useSyncExternalStore } from 'react';
import { useSearchParams } from 'react-router';
import { type ApplicationFilter, readFilter, writeFilter } from './application-filter.ts';
import {
  type ComparisonChoice,
  type ModelVersion,
  type SampleTarget,
  writeComparison,
  writeTarget,
} from './model-address.ts';
import { rangeParameters, readRange, type Span, type TimeRange, toSpan, writeRange } from './time-range.ts';

// "Now" moves only when somebody refreshes or once a minute, so that every part of a page asks about one moment.
let nowMs = Date.now();
const listeners = new Set<() => void>();
const tickMs = 60_000;
let ticking: ReturnType<typeof setInterval> | null = null;

/** Moves "now" to now, for all parts of the page at once. */
export function moveNow(): void {
  nowMs = Date.now();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  ticking ??= setInterval(moveNow, tickMs);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0 || ticking === null) return;
    clearInterval(ticking);
    ticking = null;
  };
}

export function useTimeRange(): {
  readonly range: TimeRange;
  readonly span: Span;
  readonly setRange: (range: TimeRange) => void;
} {
  const [search, setSearch] = useSearchParams();
  const now = useSyncExternalStore(subscribe, () => nowMs);
  const range = readRange(search);
  const { from, to } = toSpan(range, now);
  const setRange = useCallback(
    (next: TimeRange) => setSearch((current) => writeRange(current, next)),
    [setSearch],
  );
  const span = useMemo(
    () => ({ ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }),
    [from, to],
  );
  return { range, span, setRange };
}

export function useApplicationFilter(): {
  readonly filter: ApplicationFilter;
  readonly setFilter: (filter: ApplicationFilter) => void;
} {
  const [search, setSearch] = useSearchParams();
  const text = search.toString();
  const filter = useMemo(() => readFilter(new URLSearchParams(text)), [text]);
  const setFilter = useCallback(
    (next: ApplicationFilter) =>
      setSearch((current) => keepRange(current, writeFilter(next)), { replace: true }),
    [setSearch],
  );
  return { filter, setFilter };
}

/** Parts of the address that a page keeps for itself; a null takes one away. Steps back stay as they were. */
export function useAddressPart(): {
  readonly search: URLSearchParams;
  readonly setPart: (part: Readonly<Record<string, string | null>>) => void;
} {
  const [search, setSearch] = useSearchParams();
  const setPart = useCallback(
    (part: Readonly<Record<string, string | null>>) =>
      setSearch(
        (current) => {
          const next = new URLSearchParams(current);
          for (const [name, value] of Object.entries(part))
            if (value === null) next.delete(name);
            else next.set(name, value);
          return next;
        },
        { replace: true },
      ),
    [setSearch],
  );
  return { search, setPart };
}

/** Makes addresses inside the console that keep the time range of the present one. */
export function useLinks() {
  const [search] = useSearchParams();
  const kept = keepRange(search, new URLSearchParams()).toString();
  return useMemo(() => {
    const range = new URLSearchParams(kept);
    const to = (path: string, own = new URLSearchParams()) => {
      const text = keepRange(range, own).toString();
      return text === '' ? path : `${path}?${text}`;
    };
    return {
      overview: () => to('/'),
      applications: (filter: ApplicationFilter = {}) => to('/applications', writeFilter(filter)),
      applicationsWithin: (filter: ApplicationFilter, from: string, until: string) => {
        const own = writeFilter(filter);
        return `/applications?${writeRange(own, { kind: 'chosen', from, to: until }).toString()}`;
      },
      application: (id: string) => to(`/applications/${encodeURIComponent(id)}`),
      loans: ({ subject = null }: { readonly subject?: string | null } = {}) =>
        to('/loans', subject === null ? undefined : new URLSearchParams({ subject })),
      loan: (id: string) => to(`/loans/${encodeURIComponent(id)}`),
      plan: () => to('/loan-plan'),
      payments: () => to('/payments'),
      funders: () => to('/funders'),
      policies: () => to('/policies'),
      policy: (hash: string) => to(`/policies/${encodeURIComponent(hash)}`),
      ledger: () => to('/ledger'),
      models: () => to('/models'),
      model: ({ name, version }: ModelVersion) =>
        to(`/models/versions/${encodeURIComponent(name)}/${version}`),
      sample: (sha256: string, target: SampleTarget | null = null) =>
        to(`/models/samples/${sha256}`, target === null ? undefined : writeTarget(target)),
      variable: (sha256: string, target: SampleTarget, variable: string) =>
        to(`/models/samples/${sha256}/variables/${encodeURIComponent(variable)}`, writeTarget(target)),
      train: (sha256: string, target: SampleTarget) =>
        to(`/models/samples/${sha256}/training`, writeTarget(target)),
      training: (id: string) => to(`/models/trainings/${encodeURIComponent(id)}`),
      comparison: (choice: ComparisonChoice) => to('/models/comparison', writeComparison(choice)),
    };
  }, [kept]);
}

export type Links = ReturnType<typeof useLinks>;

function keepRange(from: URLSearchParams, into: URLSearchParams): URLSearchParams {
  const next = new URLSearchParams(into);
  for (const name of rangeParameters) {
    const value = from.get(name);
    if (value !== null) next.set(name, value);
  }
  return next;
}
