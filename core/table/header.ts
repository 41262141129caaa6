/**
 * The first line of a CSV text: finds its end in the bytes that have come, tells the separator, and gives names.
 * A column without a name is called after its place; a name used twice is refused, for nobody could say which is meant.
 */
import { fromUtf8, ok, type Result } from '@plimsoll/core/base';
import { parseCsvLine } from './csv.ts';
import { decimalOf } from './decimal.ts';
import { type Finding, noteOf, refuseSample } from './finding.ts';

export type Separator = ',' | ';' | '\t' | '|';

export const SEPARATORS: readonly Separator[] = [',', ';', '\t', '|'];
export const MAX_HEADER_BYTES = 4 * 1024 * 1024;
export const MAX_COLUMNS = 10_000;

export type Header = {
  readonly names: readonly string[];
  readonly separator: Separator;
  /** Bytes of the header, its line break included. */
  readonly length: number;
  /** The line on which the rows begin. */
  readonly nextLine: number;
  readonly findings: readonly Finding[];
};

/** Reads the header from the bytes so far; null when its end hasn't come yet. */
export function readHeader(
  bytes: Uint8Array,
  { isLast, separator }: { readonly isLast: boolean; readonly separator: Separator | null },
): Result<Header | null> {
  const end = headerEnd(bytes, isLast);
  if (end === null) {
    if (bytes.length > MAX_HEADER_BYTES)
      return refuseSample('header_too_long', 'TBL-9', { limit: MAX_HEADER_BYTES });
    return isLast ? refuseSample('quote_open', 'TBL-2', { line: 1 }) : ok(null);
  }
  const line = fromUtf8(bytes.subarray(0, end.at));
  if (line === null) return refuseSample('encoding_unknown', 'TBL-9', { line: 1 });
  if (line.trim() === '') return refuseSample('no_text', 'TBL-1', {});
  const chosen = separator ?? separatorOf(line);
  const cells = parseCsvLine(line, chosen);
  if (!cells.ok) return cells;
  const read = namesOf(cells.value.map((name) => name.trim()));
  if (!read.ok) return read;
  const other =
    chosen === ',' ? [] : [noteOf('separator_other', { value: chosen === '\t' ? 'TAB' : chosen })];
  const lines = line.split('\n').length;
  return ok({
    names: read.value.names,
    separator: chosen,
    length: end.next,
    nextLine: lines + 1,
    findings: [...other, ...read.value.findings],
  });
}

/** Where the first line ends outside quotes, and where the next one begins. */
function headerEnd(
  bytes: Uint8Array,
  isLast: boolean,
): { readonly at: number; readonly next: number } | null {
  let isQuoted = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === 34) isQuoted = !isQuoted;
    if (isQuoted || (byte !== 10 && byte !== 13)) continue;
    if (byte === 13 && at + 1 >= bytes.length && !isLast) return null;
    return { at, next: byte === 13 && bytes[at + 1] === 10 ? at + 2 : at + 1 };
  }
  return isLast && !isQuoted ? { at: bytes.length, next: bytes.length } : null;
}

/** The comma where the line has one outside quotes, else the separator that it has most. */
function separatorOf(line: string): Separator {
  const bare = line.replaceAll(/"[^"]*"/g, '');
  if (bare.includes(',')) return ',';
  const counted = SEPARATORS.map((each) => ({ each, count: bare.split(each).length }));
  return counted.reduce((most, next) => (next.count > most.count ? next : most)).each;
}

function namesOf(
  cells: readonly string[],
): Result<{ readonly names: readonly string[]; readonly findings: readonly Finding[] }> {
  if (cells.length > MAX_COLUMNS)
    return refuseSample('too_many_columns', 'TBL-9', { count: cells.length, limit: MAX_COLUMNS });
  if (cells.every((cell) => cell !== '' && !Number.isNaN(decimalOf(cell))))
    return refuseSample('header_missing', 'TBL-9', { line: 1 });
  const findings: Finding[] = [];
  const seen = new Set(cells.filter((cell) => cell !== ''));
  const names = cells.map((cell, at) => {
    if (cell !== '') return cell;
    let column = `column_${at + 1}`;
    while (seen.has(column)) column = `${column}_`;
    seen.add(column);
    findings.push(noteOf('column_unnamed', { column, count: at + 1 }));
    return column;
  });
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) return refuseSample('header_repeated', 'TBL-9', { column: twice, line: 1 });
  return ok({ names, findings });
}
