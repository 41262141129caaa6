/**
 * A column while it is being read: blocks of numbers that are single precision until a value needs more, marks only
 * where a cell is no number, and a dictionary of its texts. A column begins as texts (its numbers are codes of the
 * dictionary) and turns to numbers once enough rows have shown that it holds them; texts are then marks.
 */
import { dayOfText } from './day-text.ts';
import { decimalOf } from './decimal.ts';
import { type Cell, codeOfCell, createDictionary, type Dictionary, textOfCode } from './dictionary.ts';
import { cellMode } from './scanner.ts';

/** Rows of one block of a column. */
export const BLOCK_ROWS = 16_384;
/** The most different texts that a column may hold; a category of so many levels is an identifier. */
export const MAX_LEVELS = 65_536;
/** The most different texts beside the numbers of a column (marks are bytes, and reasons need some). */
export const MAX_ODD_TEXTS = 200;
/** A column is of numbers when at least this share of its present cells are. */
export const NUMERIC_SHARE = 0.9;

export type RawColumn = {
  readonly name: string;
  /** One of `cellMode`. */
  mode: number;
  dictionary: Dictionary;
  readonly blocks: (Float32Array | Float64Array)[];
  /** By block: code of the text + 1, where a number column has none; null where a block has only numbers. */
  readonly marks: (Uint8Array | null)[];
  /** Read again as texts: too many texts among what had looked like numbers. */
  isMisread: boolean;
  /** So many texts that reading stopped. */
  isCrowded: boolean;
  /** A number was written with a leading zero, as codes are. */
  zeroLed: string | null;
  /** Its numbers are days, and a time of day stood beside one. */
  hasTimes: boolean;
};

export function createRawColumn(name: string, mode: number): RawColumn {
  return {
    name,
    mode,
    dictionary: createDictionary(),
    blocks: [],
    marks: [],
    isMisread: false,
    isCrowded: false,
    zeroLed: null,
    hasTimes: false,
  };
}

/** Where the page that is stored lies. */
export type PageSlice = {
  readonly page: Float64Array;
  readonly pageMarks: Uint8Array;
  readonly columnCount: number;
  readonly column: number;
  readonly rows: number;
  /** Rows stored before. */
  readonly rowCount: number;
};

/** Copies a column of the page behind the rows that are stored. A page never crosses a block. */
export function storePage(raw: RawColumn, slice: PageSlice): void {
  const { columnCount, column, rows, rowCount } = slice;
  const index = Math.floor(rowCount / BLOCK_ROWS);
  const offset = rowCount % BLOCK_ROWS;
  let block = raw.blocks[index] ?? new Float32Array(BLOCK_ROWS);
  if (block instanceof Float32Array) {
    const stored = storeSingles(block, slice, offset);
    if (stored < rows) block = Float64Array.from(block);
  }
  if (block instanceof Float64Array) storeDoubles(block, slice, offset);
  raw.blocks[index] = block;
  const { pageMarks } = slice;
  let marks = raw.marks[index] ?? null;
  for (let row = 0, at = column; row < rows; row++, at += columnCount) {
    const mark = pageMarks[at] as number;
    if (mark === 0) continue;
    marks ??= new Uint8Array(BLOCK_ROWS);
    marks[offset + row] = mark;
    pageMarks[at] = 0;
  }
  raw.marks[index] = marks;
}

/** Stores values until one isn't the same in single precision; returns how many it stored. */
function storeSingles(block: Float32Array, slice: PageSlice, offset: number): number {
  const { page, columnCount, column, rows } = slice;
  for (let row = 0, at = column; row < rows; row++, at += columnCount) {
    const value = page[at] as number;
    if (Math.fround(value) !== value && !Number.isNaN(value)) return row;
    block[offset + row] = value;
  }
  return rows;
}

function storeDoubles(block: Float64Array, slice: PageSlice, offset: number): void {
  const { page, columnCount, column, rows } = slice;
  for (let row = 0, at = column; row < rows; row++, at += columnCount)
    block[offset + row] = page[at] as number;
}

/** The code of a text cell; −1, and reading of the column stops, when it has too many. */
export function takeText(raw: RawColumn, cell: Cell): number {
  const code = codeOfCell(raw.dictionary, cell);
  if (code < MAX_LEVELS) return code;
  raw.isCrowded = true;
  raw.mode = cellMode.skip;
  return -1;
}

/** The mark of a text among numbers; 0, and the column is read again as texts, when there are too many. */
export function takeOddText(raw: RawColumn, cell: Cell): number {
  const code = codeOfCell(raw.dictionary, cell);
  if (code < MAX_ODD_TEXTS) return code + 1;
  raw.isMisread = true;
  raw.mode = cellMode.skip;
  return 0;
}

/** How many cells have each code, over the rows stored. */
export function countCodes(raw: RawColumn, rowCount: number): Float64Array {
  const counts = new Float64Array(raw.dictionary.size);
  eachBlock(raw, rowCount, (block, rows) => {
    for (let row = 0; row < rows; row++) {
      const code = block[row] as number;
      counts[code] = (counts[code] ?? 0) + 1;
    }
  });
  return counts;
}

/** How many cells have each mark (index = mark − 1). */
export function countMarks(raw: RawColumn, rowCount: number): Float64Array {
  const counts = new Float64Array(raw.dictionary.size);
  for (const [index, marks] of raw.marks.entries()) {
    if (marks === null) continue;
    const rows = Math.min(BLOCK_ROWS, rowCount - index * BLOCK_ROWS);
    for (let row = 0; row < rows; row++) {
      const mark = marks[row] as number;
      if (mark > 0) counts[mark - 1] = (counts[mark - 1] ?? 0) + 1;
    }
  }
  return counts;
}

export function eachBlock(
  raw: RawColumn,
  rowCount: number,
  visit: (block: Float32Array | Float64Array, rows: number, index: number) => void,
): void {
  for (const [index, block] of raw.blocks.entries())
    visit(block, Math.min(BLOCK_ROWS, rowCount - index * BLOCK_ROWS), index);
}

/** Turns a column of texts into one of numbers or days: codes become values, texts that are none become marks. */
export function turnToNumbers(raw: RawColumn, rowCount: number, mode: 'number' | 'day'): void {
  const { dictionary } = raw;
  const odd = createDictionary();
  const values = new Float64Array(dictionary.size);
  const marks = new Uint8Array(dictionary.size);
  for (let code = 0; code < dictionary.size; code++) {
    const text = textOfCode(dictionary, code) ?? '';
    const value = mode === 'day' ? dayOfText(text) : decimalOf(text);
    if (isZeroLed(text)) raw.zeroLed ??= text;
    if (mode === 'day' && text.includes(':')) raw.hasTimes = true;
    values[code] = Number.isFinite(value) ? value : Number.NaN;
    if (!Number.isFinite(value)) {
      const [start = 0, end = 0] = [dictionary.starts[code], dictionary.starts[code + 1]];
      marks[code] = codeOfCell(odd, { bytes: dictionary.bytes, start, end }) + 1;
    }
  }
  const isSingle = values.every((value) => Number.isNaN(value) || Math.fround(value) === value);
  eachBlock(raw, rowCount, (block, rows, index) => {
    const numbers = isSingle ? new Float32Array(BLOCK_ROWS) : new Float64Array(BLOCK_ROWS);
    let marked: Uint8Array | null = null;
    for (let row = 0; row < rows; row++) {
      const code = block[row] as number;
      numbers[row] = values[code] as number;
      if (marks[code] === 0) continue;
      marked ??= new Uint8Array(BLOCK_ROWS);
      marked[row] = marks[code] as number;
    }
    raw.blocks[index] = numbers;
    raw.marks[index] = marked;
  });
  raw.dictionary = odd;
  raw.mode = cellMode[mode];
}

/** `007` and `-01`, but not `0` and `0.5`. */
export function isZeroLed(text: string): boolean {
  return /^[+-]?0\d/.test(text);
}

/** Gives the memory of a block back at once: collection comes late for bytes outside the heap. */
export function releaseBlock({ buffer }: Float32Array | Float64Array | Uint8Array): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength > 0) buffer.transfer(0);
}

/** Lets go of all that was stored. */
export function releaseBlocks(raw: RawColumn): void {
  for (const block of raw.blocks) releaseBlock(block);
  for (const marks of raw.marks) if (marks !== null) releaseBlock(marks);
  raw.blocks.length = 0;
  raw.marks.length = 0;
}
