/**
 * XLSX files to and from plain grids (`@e965/xlsx`, which is SheetJS as its makers publish it, on npm). Values are
 * taken as stored, not as shown: a share formatted `0%` that holds 0.205 is 20.5%. Formulas give their kept values.
 */
import * as xlsx from '@e965/xlsx';
import type { MergedArea, SheetCell, SheetGrid } from '@plimsoll/core/dmn';

const MAX_FILE_BYTES = 32 * 1024 * 1024;
const MAX_UNZIPPED_BYTES = 256 * 1024 * 1024;
export const MAX_SHEET_ROWS = 50_000;
export const MAX_SHEET_COLUMNS = 512;
/** What spreadsheets show and compare; more digits are noise of the binary form. */
const SHEET_DIGITS = 15;

/** Why a file can't be read as a workbook. */
export type SheetFault = {
  readonly problem: 'too_large' | 'unreadable' | 'too_many_cells';
  readonly detail: string;
};
export type ReadSheets =
  | { readonly ok: true; readonly sheets: readonly SheetGrid[] }
  | ({ readonly ok: false } & SheetFault);

/** Reads every sheet of an XLSX file. Refuses what is too large, before it is unzipped, or can't be read. */
export function readWorkbook(bytes: Uint8Array): ReadSheets {
  const declared = unzippedBytes(bytes);
  if (declared === null) return { ok: false, problem: 'unreadable', detail: 'not a ZIP archive' };
  if (bytes.length > MAX_FILE_BYTES || declared > MAX_UNZIPPED_BYTES)
    return { ok: false, problem: 'too_large', detail: `${Math.max(bytes.length, declared)} bytes` };
  try {
    // Texts are taken as stored; a date stays a serial number until its format says that it is one.
    const book = xlsx.read(bytes, {
      type: 'array',
      cellStyles: true,
      cellDates: false,
      cellNF: true,
      cellText: false,
    });
    const sheets: SheetGrid[] = [];
    for (const name of book.SheetNames) {
      const sheet = book.Sheets[name];
      if (sheet === undefined || sheet['!type'] === 'chart') continue;
      const area = areaOf(sheet);
      if (area.rows > MAX_SHEET_ROWS || area.columns > MAX_SHEET_COLUMNS)
        return { ok: false, problem: 'too_many_cells', detail: `${name}: ${area.rows} × ${area.columns}` };
      sheets.push(readSheet(name, sheet, { ...area, isFrom1904: book.Workbook?.WBProps?.date1904 === true }));
    }
    return { ok: true, sheets };
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return { ok: false, problem: 'unreadable', detail: detail.slice(0, 200) };
  }
}

/**
 * One sheet as an XLSX file. Numbers become numbers where a double holds them, all else is text. Null when the file,
 * read again, says anything else: a few texts, such as `_x000D_`, mean something to the format itself.
 */
export function writeWorkbook(grid: SheetGrid): Uint8Array | null {
  const rows = grid.rows.map((row) =>
    row.map((cell) => (cell === null ? null : cell.kind === 'number' ? Number(cell.text) : cell.text)),
  );
  const sheet = xlsx.utils.aoa_to_sheet(rows);
  sheet['!merges'] = grid.merged.map(({ top, left, bottom, right }) => ({
    s: { r: top, c: left },
    e: { r: bottom, c: right },
  }));
  sheet['!cols'] = columnWidths(grid);
  const book = xlsx.utils.book_new();
  xlsx.utils.book_append_sheet(book, sheet, grid.name.replace(/[\\/*?:[\]]/g, '_').slice(0, 31) || 'table');
  const bytes = new Uint8Array(
    xlsx.write(book, { type: 'array', bookType: 'xlsx', compression: true }) as ArrayBuffer,
  );
  const back = readWorkbook(bytes);
  return back.ok && back.sheets[0] !== undefined && hasSameTexts(back.sheets[0], grid) ? bytes : null;
}

function hasSameTexts(one: SheetGrid, two: SheetGrid): boolean {
  const textAt = (grid: SheetGrid, row: number, column: number): string => {
    const text = grid.rows[row]?.[column]?.text ?? '';
    return text.trim() === '' ? '' : text;
  };
  const rows = Math.max(one.rows.length, two.rows.length);
  const columns = Math.max(...[...one.rows, ...two.rows].map((row) => row.length));
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1)
      if (textAt(one, row, column) !== textAt(two, row, column)) return false;
  return true;
}

type Area = { readonly rows: number; readonly columns: number };

/** The used area: what the sheet declares may be larger by millions of empty rows, so the cells are asked. */
function areaOf(sheet: xlsx.WorkSheet): Area {
  let rows = 0;
  let columns = 0;
  for (const address of Object.keys(sheet)) {
    if (address.startsWith('!') || isBlank(sheet[address] as xlsx.CellObject)) continue;
    const { r, c } = xlsx.utils.decode_cell(address);
    rows = Math.max(rows, r + 1);
    columns = Math.max(columns, c + 1);
  }
  return { rows, columns };
}

/** A cell that has a format only. */
function isBlank({ t, f }: xlsx.CellObject): boolean {
  return t === 'z' && f === undefined;
}

function readSheet(
  name: string,
  sheet: xlsx.WorkSheet,
  { rows, columns, isFrom1904 }: Area & { readonly isFrom1904: boolean },
): SheetGrid {
  const merged = (sheet['!merges'] ?? []).map(
    ({ s, e }): MergedArea => ({ top: s.r, left: s.c, bottom: e.r, right: e.c }),
  );
  const hiddenOf = (
    list: readonly ({ readonly hidden?: boolean } | undefined)[] | undefined,
  ): readonly number[] =>
    [...(list ?? []).entries()].flatMap(([index, each]) => (each?.hidden === true ? [index] : []));
  const hidden = { rows: hiddenOf(sheet['!rows']), columns: hiddenOf(sheet['!cols']) };
  return {
    name,
    merged,
    ...(hidden.rows.length + hidden.columns.length === 0 ? {} : { hidden }),
    rows: Array.from({ length: rows }, (_, row) =>
      Array.from({ length: columns }, (__, column) => {
        const cell = sheet[xlsx.utils.encode_cell({ r: row, c: column })] as xlsx.CellObject | undefined;
        return cell === undefined ? null : readCell(cell, isFrom1904);
      }),
    ),
  };
}

/** Error values by their code in the file (ECMA-376, 18.18.11). */
const FAULTS: { readonly [code: number]: string } = {
  0: '#NULL!',
  7: '#DIV/0!',
  15: '#VALUE!',
  23: '#REF!',
  29: '#NAME?',
  36: '#NUM!',
  42: '#N/A',
};

function readCell(cell: xlsx.CellObject, isFrom1904: boolean): SheetCell | null {
  // A formula without a value, or with an empty one, must not pass for an empty cell, which would hold for anything.
  const isEmpty = cell.v === undefined || cell.t === 'z' || String(cell.v).trim() === '';
  if (cell.f !== undefined && isEmpty) return { kind: 'fault', text: `=${cell.f}` };
  switch (cell.t) {
    case 's':
      return String(cell.v ?? '').trim() === '' ? null : { kind: 'text', text: String(cell.v) };
    case 'b':
      return { kind: 'boolean', text: cell.v === true ? 'true' : 'false' };
    case 'n':
      return readNumber(Number(cell.v), typeof cell.z === 'string' ? cell.z : '', isFrom1904);
    case 'e':
      return { kind: 'fault', text: FAULTS[Number(cell.v)] ?? '#ERROR' };
    case 'd':
      return { kind: 'fault', text: String(cell.v) };
    case 'z':
      return null;
    default:
      return cell.t satisfies never;
  }
}

/** What the library makes of a serial number. */
type CalendarParts = {
  readonly y: number;
  readonly m: number;
  readonly d: number;
  readonly H: number;
  readonly M: number;
  readonly S: number;
};

function readNumber(value: number, format: string, isFrom1904: boolean): SheetCell {
  if (xlsx.SSF.is_date(format)) {
    const date = xlsx.SSF.parse_date_code(value, { date1904: isFrom1904 }) as CalendarParts | null;
    if (date === null) return { kind: 'fault', text: String(value) };
    const pad = (part: number, width = 2): string => String(Math.trunc(part)).padStart(width, '0');
    const day = `${pad(date.y, 4)}-${pad(date.m)}-${pad(date.d)}`;
    const hasTime = date.H !== 0 || date.M !== 0 || Math.round(date.S) !== 0;
    return { kind: 'date', text: hasTime ? `${day}T${pad(date.H)}:${pad(date.M)}:${pad(date.S)}` : day };
  }
  const isShare = format.replace(/"[^"]*"|\\./g, '').includes('%');
  return { kind: 'number', text: isShare ? `${plainDecimal(value * 100)}%` : plainDecimal(value) };
}

/** A double as decimal digits without an exponent. */
function plainDecimal(value: number): string {
  const text = String(Number(value.toPrecision(SHEET_DIGITS)));
  return text.includes('e') ? value.toFixed(20).replace(/\.?0+$/, '') : text;
}

function columnWidths(grid: SheetGrid): xlsx.ColInfo[] {
  const widths: number[] = [];
  for (const row of grid.rows)
    for (const [column, cell] of row.entries())
      widths[column] = Math.min(40, Math.max(widths[column] ?? 8, (cell?.text.length ?? 0) + 2));
  return widths.map((width) => ({ wch: width }));
}

/** The sum of the sizes that a ZIP archive declares in its directory; null when it has none. */
function unzippedBytes(bytes: Uint8Array): number | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const at = findDirectoryEnd(view);
  if (at < 0) return null;
  const entries = view.getUint16(at + 10, true);
  let offset = view.getUint32(at + 16, true);
  let sum = 0;
  for (let entry = 0; entry < entries; entry += 1) {
    if (offset + 46 > bytes.length || view.getUint32(offset, true) !== 0x02014b50) return null;
    sum += view.getUint32(offset + 24, true);
    offset +=
      46 +
      view.getUint16(offset + 28, true) +
      view.getUint16(offset + 30, true) +
      view.getUint16(offset + 32, true);
  }
  return sum;
}

/** Where the end-of-directory record begins: within the last 64 KiB, because of the comment that may follow it. */
function findDirectoryEnd(view: DataView): number {
  const lowest = Math.max(0, view.byteLength - 65_557);
  for (let at = view.byteLength - 22; at >= lowest; at -= 1)
    if (view.getUint32(at, true) === 0x06054b50) return at;
  return -1;
}
