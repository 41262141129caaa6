/**
 * Rows of a CSV file as small tables, one after the other, by columns that are known beforehand (those a model was built
 * on): a file of any length is scored in the memory of one chunk. Nothing is inferred: a level that was not known is
 * absent with the mark `unseen`, a text where a number belongs has the mark `unreadable`.
 */
import { assert, concatBytes, ok, type Refusal, type Result } from '@plimsoll/core/base';
import { type AbsentReasons, INFINITE_REASON, reasonsOf } from './absence.ts';
import { dayOfText } from './day-text.ts';
import { type DecimalCell, decimalOf } from './decimal.ts';
import { codeOfCell, createDictionary, type Dictionary, textOfCode } from './dictionary.ts';
import { createTranscoder } from './encoding.ts';
import { refuseSample } from './finding.ts';
import { readHeader } from './header.ts';
import { MAX_LEVELS } from './raw-column.ts';
import type { ReadOptions } from './reader.ts';
import { cellMode, createScanner, type Scanner } from './scanner.ts';
import { byCodeUnit, type Column, type Table } from './table.ts';

export const UNSEEN_REASON = 'unseen';
export const UNREADABLE_REASON = 'unreadable';

export type StreamColumn =
  | { readonly kind: 'numeric'; readonly name: string; readonly isDays?: boolean }
  | { readonly kind: 'categorical'; readonly name: string; readonly levels: readonly string[] };

export type RowStreamOptions = Pick<ReadOptions, 'absent' | 'special' | 'encoding' | 'separator'> & {
  readonly columns: readonly StreamColumn[];
  readonly rowsPerChunk: number;
  /** Takes the next rows; false stops the reading. */
  readonly onRows: (table: Table, firstRow: number) => boolean;
};

export type RowStream = {
  readonly push: (chunk: Uint8Array) => Refusal | null;
  /** How many rows were handed on, and whether the reading was stopped. */
  readonly finish: () => Result<{ readonly rowCount: number; readonly isStopped: boolean }>;
};

/** A column of the stream: how texts become codes and marks. */
type StreamCells = {
  readonly column: StreamColumn;
  readonly reasons: AbsentReasons;
  readonly markNames: readonly string[];
  readonly levelOf: ReadonlyMap<string, number>;
  /** Texts met, and for each its mark (above 0) or its level (0 or below: −level). */
  dictionary: Dictionary;
  answers: number[];
};

type Progress = { rowCount: number; isStopped: boolean };

/** The columns of a table, for reading other files of its form. Days must be named: in the table they are numbers. */
export function streamColumnsOf(table: Table, days: readonly string[] = []): readonly StreamColumn[] {
  return table.columns.map((column) =>
    column.kind === 'numeric'
      ? { kind: 'numeric', name: column.name, isDays: days.includes(column.name) }
      : { kind: 'categorical', name: column.name, levels: column.levels },
  );
}

/** Begins a file. Refuses (`column_missing`) a file that lacks one of the columns; others of the file are passed over. */
export function createRowStream(options: RowStreamOptions): RowStream {
  assert(Number.isInteger(options.rowsPerChunk) && options.rowsPerChunk > 0, 'a chunk has rows');
  const transcoder = createTranscoder(options.encoding);
  const progress: Progress = { rowCount: 0, isStopped: false };
  let head: Uint8Array = new Uint8Array(0);
  let scanner: Scanner | null = null;
  let refusal: Refusal | null = null;
  const take = (bytes: Uint8Array | null, isLast: boolean): Refusal | null => {
    if (progress.isStopped) return null;
    if (bytes === null) return refuseSample('encoding_unknown', 'TBL-9', { line: scanner?.line() ?? 1 });
    if (scanner !== null) return scanner.push(bytes);
    head = concatBytes(head, bytes);
    const header = readHeader(head, { isLast, separator: options.separator ?? null });
    if (!header.ok) return header;
    if (header.value === null) return null;
    const { names, separator, nextLine, length } = header.value;
    const missing = options.columns.find(({ name }) => !names.includes(name));
    if (missing !== undefined) return refuseSample('column_missing', 'TBL-21', { column: missing.name });
    const target = scanTarget(names, options, progress);
    scanner = createScanner(target, { separator: separator.charCodeAt(0), line: nextLine });
    return scanner.push(head.subarray(length));
  };
  return {
    push: (chunk) => {
      refusal ??= take(transcoder.push(chunk), false);
      return refusal;
    },
    finish: () => {
      refusal ??= take(transcoder.finish(), true);
      if (!progress.isStopped) refusal ??= scanner?.finish() ?? null;
      return refusal ?? ok(progress);
    },
  };
}

function scanTarget(names: readonly string[], options: RowStreamOptions, progress: Progress) {
  const { columns, rowsPerChunk, onRows } = options;
  const columnCount = names.length;
  const cells = columns.map((column) => streamCells(column, options));
  const cellsAt = names.map((name) => cells.find(({ column }) => column.name === name) ?? null);
  const page = new Float64Array(rowsPerChunk * columnCount);
  const pageMarks = new Uint8Array(rowsPerChunk * columnCount);
  return {
    columnCount,
    modes: Uint8Array.from(cellsAt, modeOf),
    page,
    pageRows: rowsPerChunk,
    take: (cell: DecimalCell, column: number, rowOfPage: number): number => {
      const taker = cellsAt[column] as StreamCells;
      const value = taker.column.kind === 'numeric' ? numberOfCell(taker, cell) : Number.NaN;
      if (Number.isFinite(value)) return value;
      const answer = answerOf(taker, cell);
      if (answer <= 0) return -answer;
      pageMarks[rowOfPage * columnCount + column] = answer;
      return taker.column.kind === 'numeric' ? Number.NaN : -1;
    },
    flush: (rows: number): null => {
      if (rows === 0 || progress.isStopped) return null;
      const taken = cells.map((taker) => {
        const column = names.indexOf(taker.column.name);
        return columnOfPage(taker, { page, pageMarks, columnCount, column, rows });
      });
      pageMarks.fill(0);
      progress.isStopped = !onRows({ rowCount: rows, columns: taken }, progress.rowCount);
      progress.rowCount += rows;
      return null;
    },
  };
}

function modeOf(taker: StreamCells | null): number {
  if (taker === null) return cellMode.skip;
  if (taker.column.kind === 'categorical') return cellMode.text;
  return taker.column.isDays === true || taker.reasons.ofNumber.size > 0 ? cellMode.day : cellMode.number;
}

function streamCells(column: StreamColumn, options: RowStreamOptions): StreamCells {
  const reasons = reasonsOf(options.absent, options.special?.[column.name]);
  const own = column.kind === 'numeric' ? [INFINITE_REASON, UNREADABLE_REASON] : [UNSEEN_REASON];
  const levels = column.kind === 'categorical' ? column.levels : [];
  return {
    column,
    reasons,
    markNames: [...new Set([...reasons.ofText.values(), ...own])].sort(byCodeUnit),
    levelOf: new Map(levels.map((level, at) => [level, at])),
    dictionary: createDictionary(),
    answers: [],
  };
}

/** The value of a cell that was not plain; not finite where it is none or a declared code. */
function numberOfCell({ column, reasons }: StreamCells, { bytes, start, end }: DecimalCell): number {
  if (end - start > MAX_NUMBER_LENGTH) return Number.NaN;
  const text = String.fromCharCode(...bytes.subarray(start, end));
  const value = column.kind === 'numeric' && column.isDays === true ? dayOfText(text) : decimalOf(text);
  return reasons.ofNumber.has(value) ? Number.NaN : value;
}

const MAX_NUMBER_LENGTH = 400;

/** The mark of a text, or −level. Texts that were met before are looked up by their bytes. */
function answerOf(taker: StreamCells, cell: DecimalCell): number {
  if (taker.dictionary.size >= MAX_LEVELS) {
    taker.dictionary = createDictionary();
    taker.answers = [];
  }
  const code = codeOfCell(taker.dictionary, cell);
  const known = taker.answers[code];
  if (known !== undefined) return known;
  const text = textOfCode(taker.dictionary, code) ?? '';
  const level = taker.levelOf.get(text);
  const reason = taker.reasons.ofText.get(text) ?? (level === undefined ? oddReason(taker, text) : null);
  const answer = reason === null ? -(level ?? 0) : taker.markNames.indexOf(reason) + 1;
  taker.answers[code] = answer;
  return answer;
}

function oddReason({ column, reasons }: StreamCells, text: string): string {
  if (column.kind === 'categorical') return UNSEEN_REASON;
  const value = decimalOf(text);
  if (Number.isNaN(value)) return UNREADABLE_REASON;
  return reasons.ofNumber.get(value) ?? (column.isDays === true ? UNREADABLE_REASON : INFINITE_REASON);
}

type PageColumn = {
  readonly page: Float64Array;
  readonly pageMarks: Uint8Array;
  readonly columnCount: number;
  readonly column: number;
  readonly rows: number;
};

function columnOfPage({ column, markNames }: StreamCells, place: PageColumn): Column {
  const { page, pageMarks, columnCount, rows } = place;
  const marks = new Uint8Array(rows);
  const values = column.kind === 'numeric' ? new Float64Array(rows) : new Int32Array(rows);
  for (let row = 0, at = place.column; row < rows; row++, at += columnCount) {
    marks[row] = pageMarks[at] as number;
    values[row] = page[at] as number;
  }
  const { name } = column;
  return column.kind === 'numeric'
    ? { kind: 'numeric', name, values: values as Float64Array, marks, markNames }
    : { kind: 'categorical', name, levels: column.levels, codes: values as Int32Array, marks, markNames };
}
