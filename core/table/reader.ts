/**
 * A CSV file pushed in chunks of bytes, into columns. Holds one page of rows, one dictionary a column and blocks of
 * numbers: about four bytes a cell (eight where single precision doesn't hold a value), whatever the file's size.
 */
import { concatBytes, ok, type Refusal, type Result } from '@plimsoll/core/base';
import { type AbsentReasons, reasonsOf } from './absence.ts';
import { dayOfText } from './day-text.ts';
import { type DecimalCell, decimalOf } from './decimal.ts';
import { createTranscoder, type Encoding } from './encoding.ts';
import { type Finding, noteOf, refuseSample } from './finding.ts';
import { type Header, readHeader, type Separator } from './header.ts';
import { finishColumn, settleMode } from './inference.ts';
import {
  createRawColumn,
  type RawColumn,
  releaseBlocks,
  storePage,
  takeOddText,
  takeText,
} from './raw-column.ts';
import { cellMode, createScanner, type Scanner } from './scanner.ts';
import { type AbsentTexts, type Column, type Table, tableOf } from './table.ts';

export const MAX_ROWS = 200_000_000;
/** Rows that are gathered before they are put into the columns; divides `BLOCK_ROWS`. */
const PAGE_ROWS = 256;
/** After so many rows, twice as many, and so on, columns of texts are asked whether they hold numbers. */
const SETTLE_ROWS = 2048;
/** A number or a date is not longer than this. */
const MAX_NUMBER_LENGTH = 400;

export type ReadOptions = {
  /** Texts that mean "no value" in every column, with their reasons; `ABSENT_TEXTS` when left out. */
  readonly absent?: AbsentTexts;
  /** By column: codes that are no amounts, `{ times90Days: { '98': 'not_asked' } }`. */
  readonly special?: { readonly [column: string]: AbsentTexts };
  /** Columns to leave out. */
  readonly drop?: readonly string[];
  /** Columns whose numbers are names (post codes, product codes). */
  readonly categories?: readonly string[];
  readonly encoding?: Encoding;
  readonly separator?: Separator;
  /** Single precision where it holds every value: half the memory of a large table. */
  readonly isCompact?: boolean;
};

export type ReadTable = { readonly table: Table; readonly findings: readonly Finding[] };

export type TableReader = {
  readonly push: (chunk: Uint8Array) => Refusal | null;
  /**
   * The table, or the columns that were taken for numbers and aren't: then the file is to be read again with these
   * among `categories`.
   */
  readonly finish: () => Result<ReadTable | { readonly readAgain: readonly string[] }>;
  /** Rows so far. */
  readonly rowCount: () => number;
  /** The names of the header, once it has come. */
  readonly columnNames: () => readonly string[] | null;
};

type Reading = {
  readonly options: ReadOptions;
  readonly header: Header;
  readonly columns: readonly RawColumn[];
  readonly reasons: readonly AbsentReasons[];
  /** Columns of declared categories: never taken for numbers. */
  readonly isFixed: readonly boolean[];
  /** By column, as the scanner sees it. */
  readonly modes: Uint8Array;
  rowCount: number;
  /** Rows at which columns of texts are asked next. */
  settleAt: number;
};

/** Begins a file. */
export function createTableReader(options: ReadOptions = {}): TableReader {
  const transcoder = createTranscoder(options.encoding);
  let head: Uint8Array = new Uint8Array(0);
  let reading: (Reading & { readonly scanner: Scanner }) | null = null;
  let refusal: Refusal | null = null;
  const take = (bytes: Uint8Array | null, isLast: boolean): Refusal | null => {
    if (bytes === null)
      return refuseSample('encoding_unknown', 'TBL-9', { line: reading?.scanner.line() ?? 1 });
    if (reading !== null) return reading.scanner.push(bytes);
    head = concatBytes(head, bytes);
    const header = readHeader(head, { isLast, separator: options.separator ?? null });
    if (!header.ok) return header;
    if (header.value === null) return null;
    const begun = beginRows(header.value, options);
    if (!begun.ok) return begun;
    reading = begun.value;
    return reading.scanner.push(head.subarray(header.value.length));
  };
  return {
    push: (chunk) => {
      refusal ??= take(transcoder.push(chunk), false);
      return refusal;
    },
    finish: () => {
      refusal ??= take(transcoder.finish(), true);
      refusal ??= reading?.scanner.finish() ?? null;
      if (refusal !== null) return refusal;
      if (reading === null) return refuseSample('no_text', 'TBL-1', {});
      return finishRows(reading, transcoder.encoding());
    },
    rowCount: () => reading?.rowCount ?? 0,
    columnNames: () => reading?.header.names ?? null,
  };
}

function beginRows(header: Header, options: ReadOptions): Result<Reading & { readonly scanner: Scanner }> {
  const { names } = header;
  const unknown = unknownName(names, options);
  if (unknown !== null) return unknown;
  const dropped = new Set(options.drop);
  const columns = names.map((name) =>
    createRawColumn(name, dropped.has(name) ? cellMode.skip : cellMode.text),
  );
  const columnCount = names.length;
  const modes = Uint8Array.from(columns, (raw) => raw.mode);
  const page = new Float64Array(PAGE_ROWS * columnCount);
  const pageMarks = new Uint8Array(PAGE_ROWS * columnCount);
  const reading: Reading = {
    options,
    header,
    columns,
    reasons: names.map((name) => reasonsOf(options.absent, options.special?.[name])),
    isFixed: names.map((name) => options.categories?.includes(name) ?? false),
    modes,
    rowCount: 0,
    settleAt: SETTLE_ROWS,
  };
  const scanner = createScanner(
    {
      columnCount,
      modes,
      page,
      pageRows: PAGE_ROWS,
      take: (cell, column, rowOfPage) => {
        const raw = columns[column] as RawColumn;
        if (raw.mode === cellMode.text) return takeText(raw, cell);
        if (raw.mode === cellMode.skip) return Number.NaN;
        const value = raw.mode === cellMode.day ? dayOfCell(raw, cell) : decimalOfCell(cell);
        if (Number.isFinite(value)) return value;
        pageMarks[rowOfPage * columnCount + column] = takeOddText(raw, cell);
        return Number.NaN;
      },
      flush: (rows) => storeRows(reading, { page, pageMarks, rows }),
    },
    { separator: header.separator.charCodeAt(0), line: header.nextLine },
  );
  return ok(Object.assign(reading, { scanner }));
}

/** A name in the options that the header doesn't have: misspelt, it would be passed over in silence. */
function unknownName(names: readonly string[], options: ReadOptions): Refusal | null {
  const lacks = (name: string): boolean => !names.includes(name);
  const drop = options.drop?.find(lacks);
  if (drop !== undefined) return refuseSample('drop_unknown', 'TBL-10', { column: drop });
  const special = Object.keys(options.special ?? {}).find(lacks);
  if (special !== undefined) return refuseSample('special_unknown', 'TBL-10', { column: special });
  const category = options.categories?.find(lacks);
  if (category !== undefined) return refuseSample('category_unknown', 'TBL-10', { column: category });
  return null;
}

/** The number of a cell that wasn't plain: quoted, with an exponent, of many digits; not finite where it is none. */
function decimalOfCell(cell: DecimalCell): number {
  const { bytes, start, end } = cell;
  const first = bytes[start] as number;
  if (end === start || (first > 57 && first !== 73 && first !== 105) || first === 63) return Number.NaN;
  if (end - start > MAX_NUMBER_LENGTH) return Number.NaN;
  return decimalOf(String.fromCharCode(...bytes.subarray(start, end)));
}

function dayOfCell(raw: RawColumn, { bytes, start, end }: DecimalCell): number {
  if (end - start > MAX_NUMBER_LENGTH) return Number.NaN;
  const text = String.fromCharCode(...bytes.subarray(start, end));
  if (text.includes(':')) raw.hasTimes = true;
  return dayOfText(text);
}

function storeRows(
  reading: Reading,
  {
    page,
    pageMarks,
    rows,
  }: { readonly page: Float64Array; readonly pageMarks: Uint8Array; readonly rows: number },
): Refusal | null {
  const { columns, modes, isFixed, reasons, rowCount } = reading;
  if (rowCount + rows > MAX_ROWS) return refuseSample('too_many_rows', 'TBL-9', { limit: MAX_ROWS });
  reading.rowCount = rowCount + rows;
  const isSettling = reading.rowCount >= reading.settleAt;
  if (isSettling) reading.settleAt = 2 * reading.rowCount;
  for (const [column, raw] of columns.entries()) {
    if (raw.mode === cellMode.skip) {
      releaseBlocks(raw);
      modes[column] = cellMode.skip;
      continue;
    }
    storePage(raw, { page, pageMarks, columnCount: columns.length, column, rows, rowCount });
    if (isSettling && raw.mode === cellMode.text && isFixed[column] === false)
      settleMode(raw, { rowCount: reading.rowCount, reasons: reasons[column] as AbsentReasons });
    modes[column] = raw.mode;
  }
  return null;
}

function finishRows(
  reading: Reading & { readonly scanner: Scanner },
  encoding: string,
): Result<ReadTable | { readonly readAgain: readonly string[] }> {
  const { columns, header, reasons, isFixed, rowCount, options } = reading;
  if (rowCount === 0) return refuseSample('no_rows', 'TBL-9', {});
  const findings: Finding[] = [...header.findings];
  if (encoding !== 'utf-8') findings.push(noteOf('encoding_read', { value: encoding }));
  const blank = reading.scanner.blankLines();
  if (blank.count > 0) findings.push(noteOf('blank_lines', { count: blank.count, line: blank.firstLine }));
  const finished: Column[] = [];
  const readAgain: string[] = [];
  const unmarked = new Uint8Array(rowCount);
  for (const [at, raw] of columns.entries()) {
    if (options.drop?.includes(raw.name) === true) continue;
    const result = finishColumn(raw, {
      rowCount,
      reasons: reasons[at] as AbsentReasons,
      isFixed: isFixed[at] === true,
      isCompact: options.isCompact ?? false,
      unmarked,
    });
    if (!result.ok) return result;
    findings.push(...result.value.findings);
    if (result.value.isMisread) readAgain.push(raw.name);
    else if (result.value.column !== null) finished.push(result.value.column);
    releaseBlocks(raw);
  }
  return readAgain.length > 0 ? ok({ readAgain }) : ok({ table: tableOf(finished), findings });
}
