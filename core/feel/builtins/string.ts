/** String built-ins (OMG DMN 1.5, 10.3.4.2). Lengths and places count characters (code points), from 1. */
import { MAX_STRING_LENGTH } from '../limits.ts';
import { type FeelNumber, roundNumber, toInteger } from '../number.ts';
import { compilePattern, type Pattern } from '../pattern.ts';
import { formatValue } from '../text.ts';
import { type CallFault, callFault, type FeelFunction, type FeelList, type FeelValue } from '../value.ts';
import { builtin, may, mayBeNull, needs, signature } from './define.ts';

const subject = needs('string', 'string');
const match = needs('match', 'string');

function predicate(name: string, holds: (text: string, part: string) => boolean): FeelFunction {
  return builtin(
    name,
    signature([subject, match], ([text, part]) => holds(text, part)),
  );
}

/** Fractions are cut off. */
function wholeOf(value: FeelNumber): number | null {
  return toInteger(roundNumber(value, 0, 'down') ?? 0);
}

function substring(text: string, start: number | null, length: number | null): FeelValue | CallFault {
  if (start === null || start === 0) return callFault('FEEL_DOMAIN', { parameter: 'start position' });
  const points = [...text];
  const from = start > 0 ? start - 1 : points.length + start;
  if (from < 0 || from >= points.length || (length !== null && length < 1))
    return callFault('FEEL_DOMAIN', { function: 'substring' });
  return points.slice(from, length === null ? undefined : from + length).join('');
}

type PatternUse = { readonly pattern: string; readonly flags: string; readonly text: string };

function withPattern(
  source: PatternUse,
  use: (pattern: Pattern) => FeelValue | CallFault,
): FeelValue | CallFault {
  const pattern = compilePattern(source.pattern, source.flags);
  if (pattern === null) return callFault('FEEL_PATTERN', { pattern: source.pattern.slice(0, 40) });
  const most = pattern.subjectLengthMax;
  if (source.text.length > most) return callFault('FEEL_LIMIT', { limit: 'text of a pattern', most });
  return use(pattern);
}

/** The matches of a pattern, which may not be one that matches nothing at all. */
function withMatches(
  source: PatternUse,
  use: (matches: readonly RegExpExecArray[], groups: number) => FeelValue | CallFault,
): FeelValue | CallFault {
  return withPattern(source, ({ expression, groups, isEmptyMatch }) =>
    isEmptyMatch
      ? callFault('FEEL_PATTERN', { pattern: source.pattern.slice(0, 40) })
      : use([...source.text.matchAll(expression)], groups),
  );
}

/** What stands between the matches. */
function partsBetween(text: string, matches: readonly RegExpExecArray[]): string[] {
  let from = 0;
  const parts = matches.map((found) => {
    const part = text.slice(from, found.index);
    from = found.index + found[0].length;
    return part;
  });
  return [...parts, text.slice(from)];
}

/** A replacement as pieces: texts, and numbers of groups. Null: a `$` or a backslash that means nothing. */
function readReplacement(replacement: string, groups: number): readonly (string | number)[] | null {
  const pieces: (string | number)[] = [];
  let left = replacement;
  while (left !== '') {
    const [whole = '', plain, escaped, digits] = /^(?:([^\\$]+)|\\([\\$])|\$(\d+))/.exec(left) ?? [];
    if (whole === '') return null;
    // As many digits as name a group; the others stand for themselves.
    let length = digits?.length ?? 0;
    while (length > 1 && Number(digits?.slice(0, length)) > groups) length -= 1;
    if (digits === undefined) pieces.push(plain ?? escaped ?? '');
    else pieces.push(Number(digits.slice(0, length)), digits.slice(length));
    left = left.slice(whole.length);
  }
  return pieces;
}

function replaceMatches(source: PatternUse, replacement: string): FeelValue | CallFault {
  return withMatches(source, (matches, groups) => {
    const pieces = readReplacement(replacement, groups);
    if (pieces === null) return callFault('FEEL_PATTERN', { pattern: replacement.slice(0, 40) });
    const parts = partsBetween(source.text, matches);
    let length = parts.reduce((sum, part) => sum + part.length, 0);
    const made: string[] = [parts[0] ?? ''];
    for (const [index, found] of matches.entries()) {
      const put = pieces.map((piece) => (typeof piece === 'string' ? piece : (found[piece] ?? ''))).join('');
      length += put.length;
      if (length > MAX_STRING_LENGTH) return tooLong();
      made.push(put, parts[index + 1] ?? '');
    }
    return made.join('');
  });
}

function join(list: FeelList, between: string): FeelValue | CallFault {
  const texts = list.filter((item) => item !== null);
  if (!texts.every((item) => typeof item === 'string'))
    return callFault('FEEL_TYPE', { function: 'string join', wanted: 'string' });
  // Told before it is made: the host has no room for the longest ones.
  const length = texts.reduce((sum, text) => sum + text.length + between.length, 0);
  return length > MAX_STRING_LENGTH + between.length ? tooLong() : texts.join(between);
}

function tooLong(): CallFault {
  return callFault('FEEL_LIMIT', { limit: 'string', most: MAX_STRING_LENGTH });
}

export const STRING_BUILTINS: readonly FeelFunction[] = [
  builtin(
    'string',
    signature([needs('from', 'any')], ([value]) => {
      if (value === null || typeof value === 'string') return value;
      const text = formatValue(value);
      return text.length > MAX_STRING_LENGTH ? tooLong() : text;
    }),
  ),
  builtin(
    'substring',
    signature(
      [subject, needs('start position', 'number'), may('length', 'number')],
      ([text, start, length]) => substring(text, wholeOf(start), length === null ? null : wholeOf(length)),
    ),
  ),
  builtin(
    'string length',
    signature([subject], ([text]) => [...text].length),
  ),
  builtin(
    'upper case',
    signature([subject], ([text]) => text.toUpperCase()),
  ),
  builtin(
    'lower case',
    signature([subject], ([text]) => text.toLowerCase()),
  ),
  builtin(
    'substring before',
    signature([subject, match], ([text, part]) => text.slice(0, Math.max(0, text.indexOf(part)))),
  ),
  builtin(
    'substring after',
    signature([subject, match], ([text, part]) =>
      text.includes(part) ? text.slice(text.indexOf(part) + part.length) : '',
    ),
  ),
  predicate('contains', (text, part) => text.includes(part)),
  predicate('starts with', (text, part) => text.startsWith(part)),
  predicate('ends with', (text, part) => text.endsWith(part)),
  builtin(
    'matches',
    signature(
      [needs('input', 'string'), needs('pattern', 'string'), mayBeNull('flags', 'string')],
      ([text, pattern, flags]) =>
        withPattern({ text, pattern, flags: flags ?? '' }, ({ expression }) => text.search(expression) >= 0),
    ),
  ),
  builtin(
    'replace',
    signature(
      [
        needs('input', 'string'),
        needs('pattern', 'string'),
        needs('replacement', 'string'),
        mayBeNull('flags', 'string'),
      ],
      ([text, pattern, replacement, flags]) =>
        replaceMatches({ text, pattern, flags: flags ?? '' }, replacement),
    ),
  ),
  builtin(
    'split',
    signature([subject, needs('delimiter', 'string')], ([text, pattern]) =>
      withMatches({ text, pattern, flags: '' }, (matches) => partsBetween(text, matches)),
    ),
  ),
  builtin(
    'string join',
    signature([needs('list', 'list'), mayBeNull('delimiter', 'string')], ([list, between]) =>
      join(list, between ?? ''),
    ),
  ),
];
