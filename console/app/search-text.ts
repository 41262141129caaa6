/** What a person typed into the search: an application's id, or something personal to look up exactly. */
export type SearchWish =
  | { readonly kind: 'application'; readonly id: string }
  | {
      readonly kind: 'person';
      readonly fields: readonly ('idNumber' | 'phone' | 'email')[];
      readonly value: string;
    }
  | { readonly kind: 'nothing' };

const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const shortest = 3;

/** Reads a search; `fields` are tried in order, the likelier one first. */
export function readSearch(typed: string): SearchWish {
  const value = typed.trim();
  if (value.length < shortest) return { kind: 'nothing' };
  if (uuid.test(value)) return { kind: 'application', id: value.toLowerCase() };
  if (value.includes('@')) return { kind: 'person', fields: ['email'], value };
  if (value.startsWith('+') || /^1\d{10}$/.test(value))
    return { kind: 'person', fields: ['phone', 'idNumber'], value };
  return { kind: 'person', fields: ['idNumber', 'phone'], value };
}
