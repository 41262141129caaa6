/**
 * Rows of CSV bytes (RFC 4180) pushed in chunks of any length, after the header. Plain numbers go straight into the
 * page; every other cell is handed on as bytes. A cell that a chunk cuts is kept and read again with the next one.
 * Bare cells are trimmed of spaces and tabs; blank lines are passed over where a table has more than one column.
 */
import type { Refusal } from '@plimsoll/core/base';
import { type DecimalCell, readPlainDecimal } from './decimal.ts';
import { refuseSample } from './finding.ts';

/** The longest cell: beyond it a quote was certainly never closed. */
export const MAX_CELL_BYTES = 1 << 20;

/** How the cells of a column are taken; days are handed on as texts are. */
export const cellMode = { skip: 0, number: 1, text: 2, day: 3 } as const;

export type ScanTarget = {
  readonly columnCount: number;
  /** By column: one of `cellMode`; may change between rows. */
  readonly modes: Uint8Array;
  /** Row-major page of numbers; a plain number of a number column is written here and nothing else is called. */
  readonly page: Float64Array;
  readonly pageRows: number;
  /** Takes any other cell of a column that is not skipped; returns what to write into the page. */
  readonly take: (cell: DecimalCell, column: number, rowOfPage: number) => number;
  /** The page is full, or the text is over: so many rows of it are good. */
  readonly flush: (rows: number) => Refusal | null;
};

export type Scanner = {
  readonly push: (chunk: Uint8Array) => Refusal | null;
  readonly finish: () => Refusal | null;
  readonly blankLines: () => { readonly count: number; readonly firstLine: number };
  /** The line being read, from 1. */
  readonly line: () => number;
};

type Scan = {
  readonly target: ScanTarget;
  readonly separator: number;
  readonly cell: DecimalCell;
  bytes: Uint8Array;
  limit: number;
  /** Bytes up to here are done with. */
  at: number;
  isLast: boolean;
  column: number;
  rowOfPage: number;
  line: number;
  blankCount: number;
  firstBlankLine: number;
};

const LF = 10;
const CR = 13;
const QUOTE = 34;
const INCOMPLETE = -1;
const REFUSED = -2;

/** Begins after the header. `separator` is one byte; `line` is the first line of the rows. */
export function createScanner(
  target: ScanTarget,
  start: { readonly separator: number; readonly line: number },
): Scanner {
  const scan: Scan = {
    target,
    separator: start.separator,
    cell: { bytes: new Uint8Array(1), start: 0, end: 0, value: 0 },
    bytes: new Uint8Array(1),
    limit: 0,
    at: 0,
    isLast: false,
    column: 0,
    rowOfPage: 0,
    line: start.line,
    blankCount: 0,
    firstBlankLine: 0,
  };
  return {
    push: (chunk) => {
      gather(scan, chunk);
      const refusal = scanCells(scan);
      if (refusal !== null) return refusal;
      return scan.limit - scan.at > MAX_CELL_BYTES
        ? refuseSample('quote_open', 'TBL-2', { line: scan.line })
        : null;
    },
    finish: () => {
      scan.isLast = true;
      const refusal = scanCells(scan) ?? (scan.column > 0 ? endOpenRow(scan) : null);
      return refusal ?? target.flush(scan.rowOfPage);
    },
    blankLines: () => ({ count: scan.blankCount, firstLine: scan.firstBlankLine }),
    line: () => scan.line,
  };
}

/** Puts what is left of the chunk before in front of the new one, and a zero behind it. */
function gather(scan: Scan, chunk: Uint8Array): void {
  const kept = scan.limit - scan.at;
  const needed = kept + chunk.length + 1;
  if (needed > scan.bytes.length) {
    const wider = new Uint8Array(Math.max(needed, 2 * scan.bytes.length));
    wider.set(scan.bytes.subarray(scan.at, scan.limit));
    scan.bytes = wider;
  } else scan.bytes.copyWithin(0, scan.at, scan.limit);
  scan.bytes.set(chunk, kept);
  scan.limit = kept + chunk.length;
  scan.bytes[scan.limit] = 0;
  scan.at = 0;
  scan.cell.bytes = scan.bytes;
}

/** Reads cells until the bytes run out. */
function scanCells(scan: Scan): Refusal | null {
  const { target, cell, separator, bytes, limit } = scan;
  const { modes, page, columnCount } = target;
  while (scan.at < limit) {
    scanPlain(scan);
    if (scan.at >= limit) return null;
    const column = scan.column;
    cell.start = scan.at;
    let end = INCOMPLETE;
    if (modes[column] === cellMode.number && readPlainDecimal(cell)) {
      const next = bytes[cell.end] as number;
      if (next === separator || next === LF || next === CR) {
        end = cell.end;
        page[scan.rowOfPage * columnCount + column] = cell.value;
      }
    }
    if (end === INCOMPLETE) {
      if (column === 0 && columnCount > 1 && isBlankLine(scan)) {
        if (passBlankLine(scan)) continue;
        return null;
      }
      end = takeCell(scan);
      if (end === INCOMPLETE) return null;
      if (end === REFUSED) return refuseCell(scan);
    }
    const isRowEnd = bytes[end] !== separator || end >= limit;
    if (isRowEnd && !scan.isLast && needsMore(scan, end)) return null;
    scan.column = column + 1;
    if (!isRowEnd) {
      scan.at = end + 1;
      if (column + 1 >= columnCount) return refuseRagged(scan);
      continue;
    }
    scan.at = Math.min(limit, bytes[end] === CR && bytes[end + 1] === LF ? end + 2 : end + 1);
    const refusal = endRow(scan);
    if (refusal !== null) return refusal;
  }
  return null;
}

/** Plain numbers, one after the other within a row: most cells of most files. Stops before any other cell. */
function scanPlain(scan: Scan): void {
  const { target, cell, separator, bytes } = scan;
  const { modes, page, columnCount } = target;
  const first = scan.rowOfPage * columnCount;
  let column = scan.column;
  let at = scan.at;
  while (column < columnCount - 1 && modes[column] === cellMode.number) {
    cell.start = at;
    if (!readPlainDecimal(cell) || bytes[cell.end] !== separator) break;
    page[first + column] = cell.value;
    at = cell.end + 1;
    column += 1;
  }
  scan.column = column;
  scan.at = at;
}

/** A carriage return at the very end of the bytes may have its line feed in the next chunk. */
function needsMore(scan: Scan, end: number): boolean {
  return end >= scan.limit || (scan.bytes[end] === CR && end + 1 >= scan.limit);
}

function isBlankLine(scan: Scan): boolean {
  const byte = scan.bytes[scan.at];
  return byte === LF || byte === CR;
}

/** Goes behind the line break; false when the rest of it may still come. */
function passBlankLine(scan: Scan): boolean {
  const { bytes, limit, at } = scan;
  if (!scan.isLast && bytes[at] === CR && at + 1 >= limit) return false;
  if (scan.blankCount === 0) scan.firstBlankLine = scan.line;
  scan.blankCount += 1;
  scan.line += 1;
  scan.at = Math.min(limit, bytes[at] === CR && bytes[at + 1] === LF ? at + 2 : at + 1);
  return true;
}

function endRow(scan: Scan): Refusal | null {
  const { target } = scan;
  if (scan.column !== target.columnCount) return refuseRagged(scan);
  scan.column = 0;
  scan.line += 1;
  scan.rowOfPage += 1;
  if (scan.rowOfPage < target.pageRows) return null;
  const refusal = target.flush(scan.rowOfPage);
  scan.rowOfPage = 0;
  return refusal;
}

/** The text ended with a separator: an empty cell stands behind it. */
function endOpenRow(scan: Scan): Refusal | null {
  scan.cell.start = scan.limit;
  scan.cell.end = scan.limit;
  handOn(scan);
  scan.column += 1;
  return endRow(scan);
}

/** Finds the end of the cell at `at` and hands it on. Returns where its separator or line break stands. */
function takeCell(scan: Scan): number {
  const { bytes, limit, cell, separator, at } = scan;
  if (bytes[at] === QUOTE) return takeQuoted(scan);
  let end = at;
  let byte = bytes[end] as number;
  while (byte !== separator && byte !== LF && byte !== CR) {
    if (byte === QUOTE) return REFUSED;
    if (end >= limit) break;
    end += 1;
    byte = bytes[end] as number;
  }
  if (!scan.isLast && needsMore(scan, end)) return INCOMPLETE;
  let from = at;
  let to = end;
  while (from < to && isSpace(bytes[from] as number)) from += 1;
  while (to > from && isSpace(bytes[to - 1] as number)) to -= 1;
  cell.start = from;
  cell.end = to;
  handOn(scan);
  return end;
}

function isSpace(byte: number): boolean {
  return byte === 32 || byte === 9;
}

function takeQuoted(scan: Scan): number {
  const { bytes, limit, cell, separator, at } = scan;
  let isDoubled = false;
  let lines = 0;
  let close = at + 1;
  for (; ; close++) {
    if (close >= limit) return scan.isLast ? REFUSED : INCOMPLETE;
    const byte = bytes[close];
    if (byte === LF) lines += 1;
    if (byte !== QUOTE) continue;
    if (close + 1 >= limit && !scan.isLast) return INCOMPLETE;
    if (bytes[close + 1] !== QUOTE || close + 1 >= limit) break;
    isDoubled = true;
    close += 1;
  }
  const next = bytes[close + 1];
  if (close + 1 < limit && next !== separator && next !== LF && next !== CR) return REFUSED;
  if (!scan.isLast && needsMore(scan, close + 1)) return INCOMPLETE;
  cell.start = at + 1;
  cell.end = close;
  if (isDoubled) handOnUndoubled(scan);
  else handOn(scan);
  scan.line += lines;
  return close + 1;
}

function handOn(scan: Scan): void {
  const { target, column, rowOfPage, cell } = scan;
  if (target.modes[column] === cellMode.skip || column >= target.columnCount) return;
  target.page[rowOfPage * target.columnCount + column] = target.take(cell, column, rowOfPage);
}

function handOnUndoubled(scan: Scan): void {
  const { bytes, cell } = scan;
  const single = new Uint8Array(cell.end - cell.start + 1);
  let length = 0;
  for (let at = cell.start; at < cell.end; at++) {
    single[length] = bytes[at] as number;
    length += 1;
    if (bytes[at] === QUOTE) at += 1;
  }
  cell.bytes = single;
  cell.start = 0;
  cell.end = length;
  handOn(scan);
  cell.bytes = bytes;
}

function refuseRagged(scan: Scan): Refusal {
  const { bytes, limit, separator } = scan;
  let count = scan.column;
  // A line that is too long is counted to its end, quotes apart: the figure helps to find what is spare.
  if (count >= scan.target.columnCount) {
    count += 1;
    for (let at = scan.at; at < limit && bytes[at] !== LF && bytes[at] !== CR; at++)
      if (bytes[at] === separator) count += 1;
  }
  return refuseSample('ragged_line', 'TBL-2', { line: scan.line, count, limit: scan.target.columnCount });
}

function refuseCell(scan: Scan): Refusal {
  const { bytes, limit, at } = scan;
  const place = { line: scan.line };
  if (bytes[at] !== QUOTE) return refuseSample('quote_inside', 'TBL-2', place);
  for (let close = at + 1; close < limit; close++) {
    if (bytes[close] !== QUOTE) continue;
    if (bytes[close + 1] !== QUOTE) return refuseSample('quote_followed', 'TBL-2', place);
    close += 1;
  }
  return refuseSample('quote_open', 'TBL-2', place);
}
