/** The filter, sort and order of the list of applications, read from an address and written into one. */
import type { ListApplications } from '@plimsoll/api/origination';

export const outcomes = ['approve', 'refer', 'decline'] as const;
export const performances = ['good', 'bad'] as const;
export const sorts = ['submittedAt', 'score', 'amountMinor'] as const;

export type ApplicationFilter = Omit<ListApplications, 'from' | 'to' | 'cursor' | 'limit'>;

const texts = ['grade', 'reason', 'subject'] as const;
const numbers = ['scoreMin', 'scoreMax'] as const;
const amounts = ['amountMinMinor', 'amountMaxMinor'] as const;
const maxTextLength = 64;

/** Reads a filter; what isn't understood is left out, never guessed. */
export function readFilter(search: URLSearchParams): ApplicationFilter {
  const filter: { -readonly [K in keyof ApplicationFilter]?: ApplicationFilter[K] } = {};
  const outcome = outcomes.find((one) => one === search.get('outcome'));
  const performance = performances.find((one) => one === search.get('performance'));
  const sort = sorts.find((one) => one === search.get('sort'));
  const policyHash = search.get('policyHash');
  if (outcome !== undefined) filter.outcome = outcome;
  if (performance !== undefined) filter.performance = performance;
  for (const name of texts) {
    const text = search.get(name);
    if (text !== null && text !== '' && text.length <= maxTextLength) filter[name] = text;
  }
  for (const name of numbers) {
    const value = readNumber(search.get(name));
    if (value !== null) filter[name] = value;
  }
  for (const name of amounts) {
    const value = readNumber(search.get(name));
    if (value !== null && value >= 0 && Number.isSafeInteger(value)) filter[name] = value;
  }
  if (policyHash !== null && /^[0-9a-f]{64}$/.test(policyHash)) filter.policyHash = policyHash;
  if (sort !== undefined) filter.sort = sort;
  if (search.get('order') === 'asc') filter.order = 'asc';
  if (search.get('order') === 'desc') filter.order = 'desc';
  return filter;
}

/** Writes a filter as parameters, in a fixed order. */
export function writeFilter(filter: ApplicationFilter): URLSearchParams {
  const search = new URLSearchParams();
  const names = [
    'outcome',
    'performance',
    ...texts,
    ...numbers,
    ...amounts,
    'policyHash',
    'sort',
    'order',
  ] as const;
  for (const name of names) {
    const value = filter[name];
    if (value !== undefined) search.set(name, String(value));
  }
  return search;
}

/** How many conditions a filter has; sort and order aren't conditions. */
export function countConditions(filter: ApplicationFilter): number {
  return Object.keys(filter).filter((name) => name !== 'sort' && name !== 'order').length;
}

function readNumber(text: string | null): number | null {
  if (text === null || !/^-?\d+(\.\d+)?$/.test(text)) return null;
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}
