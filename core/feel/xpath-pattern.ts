/**
 * Regular expressions as the standard means them (XPath 2.0 functions, 7.6.1, over XML Schema, appendix F), written anew for the
 * host's engine in its `v` mode: classes can be subtracted there. What XPath calls an error is null here.
 */
import { blockOf } from './unicode-block.ts';

export type Translated = { readonly source: string; readonly groups: number };

/** State of one reading; `closed` are the groups that a back-reference may name. */
type Reading = {
  readonly text: string;
  at: number;
  opened: number;
  readonly open: number[];
  readonly closed: Set<number>;
};

const SPACES = ' \\t\\n\\r';
const NAME_START = '\\p{L}\\p{Nl}_:';
const NAME = `${NAME_START}\\p{M}\\p{Nd}.\\-·`;
/** Escapes that stand for many characters, as the inside of a class. */
const MANY: ReadonlyMap<string, string> = new Map([
  ['s', `[${SPACES}]`],
  ['S', `[^${SPACES}]`],
  ['d', '\\p{Nd}'],
  ['D', '\\P{Nd}'],
  ['w', '[^\\p{P}\\p{Z}\\p{C}]'],
  ['W', '[\\p{P}\\p{Z}\\p{C}]'],
  ['i', `[${NAME_START}]`],
  ['I', `[^${NAME_START}]`],
  ['c', `[${NAME}]`],
  ['C', `[^${NAME}]`],
]);
const ONE: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);
const PLAIN_ESCAPES = '\\|.?*+(){}-[]^$';

/** The pattern for the host's `v` mode; null when it is no pattern of XPath. `flags`: those of XPath. */
export function translatePattern(pattern: string, flags: string): Translated | null {
  const text = flags.includes('x') ? removeSpaces(pattern) : pattern;
  const reading: Reading = { text, at: 0, opened: 0, open: [], closed: new Set() };
  let source = '';
  while (reading.at < text.length) {
    const piece = readPiece(reading, flags);
    if (piece === null) return null;
    source += piece;
  }
  return reading.open.length > 0 ? null : { source, groups: reading.opened };
}

/** Spaces go, but for those within a class. */
function removeSpaces(pattern: string): string {
  let depth = 0;
  let kept = '';
  for (let at = 0; at < pattern.length; at += 1) {
    const sign = pattern[at] as string;
    if (depth === 0 && /[ \t\n\r]/.test(sign)) continue;
    kept += sign;
    if (sign === '\\' && at + 1 < pattern.length && !/[ \t\n\r]/.test(pattern[at + 1] as string)) {
      at += 1;
      kept += pattern[at] as string;
    } else if (sign === '[') depth += 1;
    else if (sign === ']' && depth > 0) depth -= 1;
  }
  return kept;
}

function readPiece(reading: Reading, flags: string): string | null {
  const { text, at } = reading;
  const sign = text[at] as string;
  switch (sign) {
    case '\\':
      return readEscape(reading, flags);
    case '[':
      return readClass(reading);
    case '.':
      reading.at += 1;
      return flags.includes('s') ? '.' : '[^\\n\\r]';
    case '(':
      return openGroup(reading);
    case ')':
      return closeGroup(reading);
    case '{': {
      const count = /^\{\d+(?:,\d*)?\}/.exec(text.slice(at))?.[0];
      reading.at += count?.length ?? 0;
      return count ?? null;
    }
    case '}':
    case ']':
      return null;
    default:
      reading.at += 1;
      return sign === '/' ? '\\/' : sign;
  }
}

function openGroup(reading: Reading): string | null {
  const rest = reading.text.slice(reading.at, reading.at + 3);
  if (rest.startsWith('(?') && rest !== '(?:') return null;
  const isCounted = rest !== '(?:';
  if (isCounted) reading.opened += 1;
  reading.open.push(isCounted ? reading.opened : 0);
  reading.at += isCounted ? 1 : 3;
  return isCounted ? '(' : '(?:';
}

function closeGroup(reading: Reading): string | null {
  const group = reading.open.pop();
  if (group === undefined) return null;
  reading.closed.add(group);
  reading.at += 1;
  return ')';
}

/** An escape outside a class: a back-reference, many characters, or one. */
function readEscape(reading: Reading, flags: string): string | null {
  const next = reading.text[reading.at + 1] ?? '';
  if (/[0-9]/.test(next)) return readReference(reading);
  const many = readMany(reading);
  // Without regard to case a letter is any of its cases; what is asked for by category stays as asked.
  if (many !== undefined) return many !== null && flags.includes('i') ? `(?-i:${many})` : many;
  const one = readOne(reading);
  return one === null ? null : literal(one);
}

/** The longest number that names a group; one that isn't closed yet can't be named. */
function readReference(reading: Reading): string | null {
  const digits = /^\d+/.exec(reading.text.slice(reading.at + 1))?.[0] ?? '';
  let length = digits.length;
  while (length > 1 && Number(digits.slice(0, length)) > reading.opened) length -= 1;
  const group = Number(digits.slice(0, length));
  if (group === 0 || !reading.closed.has(group)) return null;
  reading.at += 1 + length;
  return `(?:\\${group})`;
}

/** Undefined: no escape for many characters; null: one that doesn't exist. */
function readMany(reading: Reading): string | null | undefined {
  const { text, at } = reading;
  const letter = text[at + 1] ?? '';
  const many = MANY.get(letter);
  if (many !== undefined) {
    reading.at += 2;
    return many;
  }
  if (letter !== 'p' && letter !== 'P') return undefined;
  const match = /^\{([A-Za-z0-9-]+)\}/.exec(text.slice(at + 2));
  if (match === null) return null;
  const [whole, name = ''] = match;
  reading.at += 2 + whole.length;
  if (/^(?:L[ultmo]?|M[nce]?|N[dlo]?|P[cdseifo]?|Z[slp]?|S[mcko]?|C[cfon]?)$/.test(name))
    return `\\${letter}{${name}}`;
  const block = name.startsWith('Is') ? blockOf(name.slice(2)) : null;
  return block === null ? null : `[${letter === 'P' ? '^' : ''}${block}]`;
}

/** The character of an escape for one; null when there is no such escape. */
function readOne(reading: Reading): string | null {
  const letter = reading.text[reading.at + 1] ?? '';
  const one = ONE.get(letter) ?? (letter !== '' && PLAIN_ESCAPES.includes(letter) ? letter : null);
  if (one !== null) reading.at += 2;
  return one;
}

function literal(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

/** A class with what is taken from it: `[a-z-[aeiou]]`. */
function readClass(reading: Reading): string | null {
  const { text } = reading;
  reading.at += 1;
  const isNegated = text[reading.at] === '^';
  if (isNegated) reading.at += 1;
  let items = '';
  let minus: string | null = null;
  for (;;) {
    const sign = text[reading.at];
    if (sign === undefined) return null;
    if (sign === ']') break;
    if (sign === '-' && text[reading.at + 1] === '[') {
      reading.at += 1;
      minus = readClass(reading);
      if (minus === null || text[reading.at] !== ']') return null;
      break;
    }
    const item = readItem(reading);
    if (item === null) return null;
    items += item;
  }
  reading.at += 1;
  if (items === '') return null;
  const own = `[${isNegated ? '^' : ''}${items}]`;
  return minus === null ? own : `[${own}--${minus}]`;
}

/** A character, a range of them, or an escape. */
function readItem(reading: Reading): string | null {
  const many = reading.text[reading.at] === '\\' ? readMany(reading) : undefined;
  if (many !== undefined) return many;
  const from = readCharacter(reading);
  if (from === null) return null;
  const next = reading.text.slice(reading.at, reading.at + 2);
  if (next[0] !== '-' || next === '-]' || next === '-[') return literal(from);
  reading.at += 1;
  const to = readCharacter(reading);
  return to === null || to < from ? null : `${literal(from)}-${literal(to)}`;
}

function readCharacter(reading: Reading): string | null {
  const point = reading.text.codePointAt(reading.at);
  if (point === undefined) return null;
  const character = String.fromCodePoint(point);
  if (character === '\\') return readOne(reading);
  if (character === '[' || character === ']') return null;
  reading.at += character.length;
  return character;
}
