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
  use: (pattern: RegExp) => FeelValue,
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
  const text = texts.join(between);
  return text.length > MAX_STRING_LENGTH
    ? callFault('FEEL_LIMIT', { limit: 'string', most: MAX_STRING_LENGTH })
    : text;
}

export const STRING_BUILTINS: readonly FeelFunction[] = [
  builtin(
    'string',
    signature([needs('from', 'any')], ([value]) => (value === null ? null : formatValue(value))),
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
          text.replace(compiled, replacement.replace(/\$0/g, '$$&')),
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
