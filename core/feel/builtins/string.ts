/** String built-ins (OMG DMN 1.5, 10.3.4.2). Lengths and places count characters (code points), from 1. */
import { MAX_STRING_LENGTH } from '../limits.ts';
import { type FeelNumber, roundNumber, toInteger } from '../number.ts';
import { compilePattern } from '../pattern.ts';
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
  if (from < 0 || (length !== null && length < 1)) return callFault('FEEL_DOMAIN', { function: 'substring' });
  return points.slice(from, length === null ? undefined : from + length).join('');
}

function withPattern(
  source: { readonly pattern: string; readonly flags: string; readonly text: string },
  use: (pattern: RegExp) => FeelValue | CallFault,
): FeelValue | CallFault {
  const pattern = compilePattern(source.pattern, source.flags);
  if (pattern === null) return callFault('FEEL_PATTERN', { pattern: source.pattern.slice(0, 40) });
  const most = pattern.subjectLengthMax;
  if (source.text.length > most) return callFault('FEEL_LIMIT', { limit: 'text of a pattern', most });
  return use(pattern.expression);
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

/** Each hit may become the replacement with every group in it, which is at most the whole hit. */
function replaceHits(text: string, pattern: RegExp, replacement: string): FeelValue | CallFault {
  const groups = replacement.match(/\$/g)?.length ?? 0;
  let length = text.length;
  for (const [hit] of text.matchAll(pattern)) {
    length += replacement.length + groups * hit.length;
    if (length > MAX_STRING_LENGTH) return tooLong();
  }
  return text.replace(pattern, replacement.replace(/\$0/g, '$$&'));
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
        withPattern({ text, pattern, flags: flags ?? '' }, (compiled) => compiled.test(text)),
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
        withPattern({ text, pattern, flags: `${flags ?? ''}g` }, (compiled) =>
          replaceHits(text, compiled, replacement),
        ),
    ),
  ),
  builtin(
    'split',
    signature([subject, needs('delimiter', 'string')], ([text, pattern]) =>
      withPattern({ text, pattern, flags: '' }, (compiled) => text.split(compiled)),
    ),
  ),
  builtin(
    'string join',
    signature([needs('list', 'list'), mayBeNull('delimiter', 'string')], ([list, between]) =>
      join(list, between ?? ''),
    ),
  ),
];
