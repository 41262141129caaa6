/**
 * The time range, kept in the address once for all pages. A preset is relative to now and open at its end, so
 * what arrives is seen; its start is rounded down so that two looks a moment apart ask the same question.
 */
export const presets = ['1h', '24h', '7d', '30d', '90d', '1y'] as const;
export type Preset = (typeof presets)[number];

export type TimeRange =
  | { readonly kind: 'preset'; readonly preset: Preset }
  | { readonly kind: 'chosen'; readonly from: string; readonly to: string };

export type Span = { readonly from?: string; readonly to?: string };

export const defaultRange: TimeRange = { kind: 'preset', preset: '30d' };
/** The parameters that every link keeps. */
export const rangeParameters = ['range', 'from', 'to'] as const;

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Counts of the overview are by whole hours, so a range begins on one: list and overview then speak of the same. */
const stepMs = hourMs;

const lengthsMs: Readonly<Record<Preset, number>> = {
  '1h': hourMs,
  '24h': dayMs,
  '7d': 7 * dayMs,
  '30d': 30 * dayMs,
  '90d': 90 * dayMs,
  // The server's longest range is 366 days.
  '1y': 365 * dayMs,
};

/** Reads the range of an address; what isn't one counts as the default. */
export function readRange(search: URLSearchParams): TimeRange {
  const from = readInstant(search.get('from'));
  const to = readInstant(search.get('to'));
  if (from !== null && to !== null && from < to) return { kind: 'chosen', from, to };
  const preset = presets.find((one) => one === search.get('range'));
  return preset === undefined ? defaultRange : { kind: 'preset', preset };
}

/** Writes a range into a copy of the parameters; the default leaves no trace. */
export function writeRange(search: URLSearchParams, range: TimeRange): URLSearchParams {
  const next = new URLSearchParams(search);
  for (const name of rangeParameters) next.delete(name);
  if (range.kind === 'chosen') {
    next.set('from', range.from);
    next.set('to', range.to);
  } else if (range.preset !== '30d') next.set('range', range.preset);
  return next;
}

/** The instants of a range, `nowMs` being milliseconds since 1970; an open end is left out. */
export function toSpan(range: TimeRange, nowMs: number): Span {
  if (range.kind === 'chosen') return { from: range.from, to: range.to };
  const fromMs = Math.floor((nowMs - lengthsMs[range.preset]) / stepMs) * stepMs;
  return { from: new Date(fromMs).toISOString() };
}

function readInstant(text: string | null): string | null {
  if (text === null || !/^\d{4}-\d{2}-\d{2}T/.test(text)) return null;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}
