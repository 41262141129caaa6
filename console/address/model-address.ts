/**
 * What the addresses of the Models studio hold: the target of a sample, how its variables are sorted, which models are
 * shown, which two are compared. What isn't understood is left out, never guessed.
 */
export type SampleTarget = { readonly column: string; readonly badValue: string };

export const variableSorts = ['iv', 'name', 'missing', 'auc'] as const;
export type VariableSort = (typeof variableSorts)[number];
export type VariableOrder = { readonly sort: VariableSort; readonly order: 'asc' | 'desc' };

export type ModelVersion = { readonly name: string; readonly version: number };
export type ComparisonChoice = {
  readonly left: ModelVersion | null;
  readonly right: ModelVersion | null;
  /** The share of rows that both accept. */
  readonly share: number;
};

export const shownStates = ['draft', 'validated', 'approved', 'live', 'retired', 'rejected'] as const;
export type ShownState = (typeof shownStates)[number];

const maxTextLength = 200;
export const usualShare = 0.8;
const smallestShare = 0.01;
const largestShare = 0.99;
const hundred = 100;

/** null unless both parts are there: half a target is none. */
export function readTarget(search: URLSearchParams): SampleTarget | null {
  const column = readText(search.get('column'));
  const badValue = readText(search.get('bad'));
  return column === null || badValue === null ? null : { column, badValue };
}

export function writeTarget({ column, badValue }: SampleTarget): URLSearchParams {
  return new URLSearchParams({ column, bad: badValue });
}

/** The strongest variables first unless the address says otherwise. */
export function readVariableOrder(search: URLSearchParams): VariableOrder {
  const sort = variableSorts.find((one) => one === search.get('sort')) ?? 'iv';
  const order = search.get('order');
  if (order === 'asc' || order === 'desc') return { sort, order };
  return { sort, order: sort === 'name' ? 'asc' : 'desc' };
}

export function readShownState(search: URLSearchParams): ShownState | null {
  return shownStates.find((one) => one === search.get('state')) ?? null;
}

export function readComparison(search: URLSearchParams): ComparisonChoice {
  const text = search.get('share') ?? '';
  const share = /^\d{1,2}$/.test(text) ? Number(text) / hundred : usualShare;
  return {
    left: readVersion(search.get('left')),
    right: readVersion(search.get('right')),
    share: share >= smallestShare && share <= largestShare ? share : usualShare,
  };
}

export function writeComparison({ left, right, share }: ComparisonChoice): URLSearchParams {
  const search = new URLSearchParams();
  if (left !== null) search.set('left', writeVersion(left));
  if (right !== null) search.set('right', writeVersion(right));
  if (share !== usualShare) search.set('share', String(Math.round(share * hundred)));
  return search;
}

export function writeVersion({ name, version }: ModelVersion): string {
  return `${name}@${version}`;
}

/** `small-loans@3`; null when it isn't the name of a version. */
export function readVersion(text: string | null): ModelVersion | null {
  const match = /^([a-z][a-z0-9-]{0,62})@([1-9]\d{0,4})$/.exec(text ?? '');
  if (match === null) return null;
  return { name: match[1] ?? '', version: Number(match[2]) };
}

function readText(text: string | null): string | null {
  return text === null || text === '' || text.length > maxTextLength ? null : text;
}
