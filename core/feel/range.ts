/** Making ranges, from their ends and from a text (OMG DMN 1.5, 10.3.2.7 and 10.3.4.1). */
import { orderValues } from './compare.ts';
import { parseNumber } from './number.ts';
import { stringOf } from './syntax.ts';
import { parseTemporal } from './temporal.ts';
import { type CallFault, callFault, type FeelRange, type FeelValue, kindOf } from './value.ts';

/** `isUnary`: written with an operator, such as `(> 5)`; then null at an end is no bound there. */
export type RangeEnds = {
  readonly low: FeelValue;
  readonly lowClosed: boolean;
  readonly high: FeelValue;
  readonly highClosed: boolean;
  readonly isUnary: boolean;
};

/** The range of two ends; null when an end is null, a fault when the ends can't be compared. */
export function createRange({
  low,
  lowClosed,
  high,
  highClosed,
  isUnary,
}: RangeEnds): FeelRange | CallFault | null {
  if (isUnary ? low === null && high === null : low === null || high === null) return null;
  if (low !== null && high !== null && orderValues(low, high) === null)
    return callFault('FEEL_TYPE', { operator: '..', left: kindOf(low), right: kindOf(high) });
  const range = { kind: 'range', low, lowClosed, high, highClosed } as const;
  return isUnary && lowClosed && highClosed ? { ...range, isPoint: true } : range;
}

const TEXT = '"(?:[^"\\\\]|\\\\.)*"';
/** A literal: a number, a string, `@"…"`, or a call of `date`, `time`, `date and time` or `duration` on a string. */
const END = `-?\\d+(?:\\.\\d+)?|-?\\.\\d+|${TEXT}|@${TEXT}|(?:date\\s+and\\s+time|date|time|duration)\\s*\\(\\s*${TEXT}\\s*\\)`;
const INTERVAL = new RegExp(`^\\s*([[(\\]])\\s*(${END})?\\s*\\.\\.\\s*(${END})?\\s*([\\])[])\\s*$`);

/**
 * Reads an interval of literals, such as `[18..21)`. An open side may be without an end (`[2..)`); the ends are of one kind
 * and in order. Null when it is no such text.
 */
export function parseRange(text: string): FeelRange | null {
  const match = INTERVAL.exec(text);
  if (match === null) return null;
  const [, first, from, to, last] = match;
  const [lowClosed, highClosed] = [first === '[', last === ']'];
  const [low, high] = [readEnd(from), readEnd(to)];
  if (low === undefined || high === undefined) return null;
  if ((low === null && lowClosed) || (high === null && highClosed)) return null;
  const isUnary = low === null || high === null;
  if (!isUnary && (orderValues(low, high) ?? 1) > 0) return null;
  const range = createRange({ low, lowClosed, high, highClosed, isUnary });
  return range !== null && range.kind === 'range' ? range : null;
}

/** Null: no end; undefined: no literal. */
function readEnd(text: string | undefined): FeelValue | undefined {
  if (text === undefined) return null;
  const quote = text.indexOf('"');
  if (quote < 0) return parseNumber(text) ?? undefined;
  const content = stringOf(text.slice(quote, text.lastIndexOf('"') + 1));
  if (quote === 0) return content;
  const value = parseTemporal(content);
  if (value === null) return undefined;
  const name = text
    .slice(0, quote)
    .replace(/[\s(]+/g, ' ')
    .trim();
  const isNamed =
    name === '@' || name === value.kind || (name === 'duration' && value.kind.endsWith('duration'));
  return isNamed ? value : undefined;
}
