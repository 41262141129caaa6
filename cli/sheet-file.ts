/** CSV and XLSX files as grids. CSV comes in UTF-8, UTF-16 or GB18030, as spreadsheets save it, and goes out in UTF-8 with its mark. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { SheetCell, SheetGrid } from '@plimsoll/core/dmn';
import { parseCsvRows } from '@plimsoll/core/table';
import type { Failure } from './outcome.ts';
import { notFound } from './policy-file.ts';
import { MAX_SHEET_COLUMNS, MAX_SHEET_ROWS, readWorkbook, writeWorkbook } from './spreadsheet.ts';

export type ReadGrid =
  | { readonly ok: true; readonly grid: SheetGrid; readonly encoding: string | null }
  | { readonly ok: false; readonly failure: Failure };

const MAX_CSV_BYTES = 32 * 1024 * 1024;

/** Reads one sheet. `sheet` names it, or numbers it from 1; without it the workbook must have one that is not empty. */
export async function readGrid(path: string, sheet: string | null): Promise<ReadGrid> {
  if (!existsSync(path)) return { ok: false, failure: notFound(path) };
  const bytes = await readFile(path);
  if (/\.xlsx$/i.test(path)) return chooseSheet(path, bytes, sheet);
  if (/\.csv$/i.test(path)) return readCsv(path, bytes);
  return { ok: false, failure: unknownKind(path) };
}

/** The bytes of a grid for a file of this name; null where XLSX can't keep a text. */
export function writeGrid(path: string, grid: SheetGrid): Uint8Array | null {
  if (/\.xlsx$/i.test(path)) return writeWorkbook(grid);
  return new TextEncoder().encode(writeCsv(grid));
}

export function isSheetPath(path: string): boolean {
  return /\.(xlsx|csv)$/i.test(path);
}

/** XLSX gives some texts a meaning of its own. */
export function cantHold(path: string): Failure {
  return {
    code: 'sheet_cannot_hold',
    sentence: { en: `A text of the table can’t be kept in ${path}.`, zh: `表中有文字无法保存到 ${path}。` },
    remedy: { en: 'Export it as CSV.', zh: '请导出为 CSV。' },
  };
}

export function unknownKind(path: string): Failure {
  return {
    code: 'sheet_kind_unknown',
    sentence: { en: `${path} is neither .csv nor .xlsx.`, zh: `${path} 既不是 .csv 也不是 .xlsx。` },
    remedy: {
      en: 'Save the sheet as XLSX or CSV; .xls and .ods are not read.',
      zh: '请另存为 XLSX 或 CSV；不支持 .xls 与 .ods。',
    },
  };
}

function unreadable(path: string, detail: string): Failure {
  return {
    code: 'sheet_unreadable',
    sentence: { en: `${path} can’t be read: ${detail}.`, zh: `无法读取 ${path}：${detail}。` },
    remedy: {
      en: 'Open it in a spreadsheet and save it again as XLSX.',
      zh: '请用表格软件打开并重新另存为 XLSX。',
    },
  };
}

function chooseSheet(path: string, bytes: Uint8Array, wanted: string | null): ReadGrid {
  const read = readWorkbook(bytes);
  if (!read.ok) return { ok: false, failure: unreadable(path, `${read.problem} ${read.detail}`) };
  const filled = read.sheets.filter(({ rows }) => rows.some((row) => row.some((cell) => cell !== null)));
  const found =
    wanted === null
      ? filled.length === 1
        ? filled[0]
        : undefined
      : (read.sheets.find(({ name }) => name === wanted) ?? read.sheets[Number(wanted) - 1]);
  if (found !== undefined) return { ok: true, grid: found, encoding: null };
  const names = read.sheets.map(({ name }) => name).join(', ');
  return {
    ok: false,
    failure: {
      code: 'sheet_not_found',
      sentence: {
        en:
          wanted === null
            ? `${path} has ${filled.length} sheets: ${names}.`
            : `${path} has no sheet ${wanted}; there are: ${names}.`,
        zh:
          wanted === null
            ? `${path} 有 ${filled.length} 个工作表：${names}。`
            : `${path} 没有工作表 ${wanted}；现有：${names}。`,
      },
      remedy: { en: 'Name one: --sheet NAME.', zh: '请用 --sheet 名称 指定。' },
    },
  };
}

function readCsv(path: string, bytes: Uint8Array): ReadGrid {
  if (bytes.length > MAX_CSV_BYTES) return { ok: false, failure: unreadable(path, `${bytes.length} bytes`) };
  const decoded = decode(bytes);
  if (decoded === null)
    return {
      ok: false,
      failure: unreadable(path, 'neither UTF-8, UTF-16 nor GB18030 / 既非 UTF-8、UTF-16 也非 GB18030'),
    };
  const { text, encoding } = decoded;
  const rows = parseCsvRows(text);
  if (!rows.ok) return { ok: false, failure: unreadable(path, csvPlace(text, rows.facts)) };
  const width = Math.max(0, ...rows.value.map((row) => row.length));
  if (rows.value.length > MAX_SHEET_ROWS || width > MAX_SHEET_COLUMNS)
    return { ok: false, failure: unreadable(path, `${rows.value.length} × ${width}`) };
  if (width <= 1 && /[;\t]/.test(text.split('\n')[0] ?? ''))
    return {
      ok: false,
      failure: unreadable(path, 'cells are not separated by commas / 单元格不是用逗号分隔的'),
    };
  const cell = (value: string | undefined): SheetCell | null =>
    value === undefined || value.trim() === '' ? null : { kind: 'text', text: value };
  const grid = {
    name: path,
    merged: [],
    rows: rows.value.map((row) => Array.from({ length: width }, (_, column) => cell(row[column]))),
  };
  return { ok: true, grid, encoding };
}

function csvPlace(text: string, facts: { readonly [name: string]: unknown } | undefined): string {
  const at = typeof facts?.['at'] === 'number' ? facts['at'] : null;
  const problem = typeof facts?.['problem'] === 'string' ? facts['problem'] : 'CSV';
  return at === null ? problem : `${problem}, line ${text.slice(0, at).split('\n').length}`;
}

/** By its mark; else UTF-8 where every byte fits; else GB18030, in which Chinese spreadsheets save CSV. */
function decode(bytes: Uint8Array): { readonly text: string; readonly encoding: string } | null {
  const [first, second] = bytes;
  const marked =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : null;
  for (const encoding of marked === null ? ['utf-8', 'gb18030'] : [marked]) {
    try {
      return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes), encoding };
    } catch {
      // Not this one.
    }
  }
  return null;
}

function writeCsv(grid: SheetGrid): string {
  const width = Math.max(...grid.rows.map((row) => row.length));
  const quote = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const lines = grid.rows.map((row) =>
    Array.from({ length: width }, (_, at) => quote(row[at]?.text ?? '')).join(','),
  );
  return `\uFEFF${lines.join('\r\n')}\r\n`;
}
