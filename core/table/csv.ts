/**
 * Comma-separated text (RFC 4180) into rows of strings: quoted cells, doubled quotes, line breaks inside
 * quotes, CRLF or LF. Nothing is trimmed or guessed; what a cell means is the column specification's business.
 */
import { ok, type Refusal, type Result, refuse } from '@plimsoll/core/base';

/** The most cells one text may hold: 200 columns of 500,000 rows. */
export const MAX_CSV_CELLS = 100_000_000;

export type CsvText = {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
};

/**
 * Reads CSV text whose first line is the header. Refuses a ragged line, an open quote, text after a closing
 * quote, a header that is empty or names a column twice. A final line break is optional; an empty text refuses.
 */
export function parseCsv(text: string): Result<CsvText> {
  const lines = splitCsv(text.startsWith('\uFEFF') ? text.slice(1) : text);
  if (!lines.ok) return lines;
  const [header, ...rows] = lines.value;
  if (header === undefined) return refuse('sample_unreadable', 'TBL-1', { problem: 'the text is empty' });
  if (header.includes('') || new Set(header).size !== header.length)
    return refuse('sample_unreadable', 'TBL-1', { problem: 'a column has no name, or a name is used twice' });
  const ragged = rows.findIndex((row) => row.length !== header.length);
  if (ragged >= 0)
    return refuse('sample_unreadable', 'TBL-2', {
      problem: 'a line has another number of cells than the header',
      row: ragged,
      cells: rows[ragged]?.length ?? 0,
      columns: header.length,
    });
  return ok({ header, rows });
}

/** The cells of each line, whatever the lines are for. Refuses an open quote and text beside quotes. */
export function parseCsvRows(text: string): Result<readonly (readonly string[])[]> {
  return splitCsv(text.startsWith('\uFEFF') ? text.slice(1) : text);
}

/** The cells of one line with the given separator (one character, no quote). */
export function parseCsvLine(line: string, separator: string): Result<readonly string[]> {
  const cells: string[] = [];
  for (let at = 0; ; at += 1) {
    const cell = line[at] === '"' ? quotedCell(line, at, separator) : bareCell(line, at, separator);
    if ('code' in cell) return cell;
    cells.push(cell.value);
    at = cell.end;
    if (line[at] !== separator) return ok(cells);
  }
}

function splitCsv(text: string): Result<readonly (readonly string[])[]> {
  const lines: string[][] = [];
  let line: string[] = [];
  let at = 0;
  let cells = 0;
  while (at < text.length) {
    const cell = text[at] === '"' ? quotedCell(text, at) : bareCell(text, at);
    if ('code' in cell) return cell;
    cells += 1;
    if (cells > MAX_CSV_CELLS)
      return refuse('sample_unreadable', 'TBL-2', { problem: 'too many cells', limit: MAX_CSV_CELLS });
    line.push(cell.value);
    at = cell.end;
    if (text[at] === ',') {
      at += 1;
      if (at < text.length) continue;
      line.push('');
    }
    lines.push(line);
    line = [];
    at += text[at] === '\r' && text[at + 1] === '\n' ? 2 : 1;
  }
  return ok(lines);
}

type CellRead = { readonly value: string; readonly end: number };

function bareCell(text: string, start: number, separator = ','): CellRead | Refusal {
  let end = start;
  while (end < text.length && text[end] !== separator && text[end] !== '\n' && text[end] !== '\r') {
    if (text[end] === '"')
      return refuse('sample_unreadable', 'TBL-2', { problem: 'a quote inside a bare cell', at: end });
    end += 1;
  }
  return { value: text.slice(start, end), end };
}

function quotedCell(text: string, start: number, separator = ','): CellRead | Refusal {
  let value = '';
  let from = start + 1;
  for (let close = text.indexOf('"', from); close >= 0; close = text.indexOf('"', from)) {
    value += text.slice(from, close);
    if (text[close + 1] !== '"') {
      const next = text[close + 1];
      if (next === undefined || next === separator || next === '\n' || next === '\r')
        return { value, end: close + 1 };
      return refuse('sample_unreadable', 'TBL-2', { problem: 'text after a closing quote', at: close });
    }
    value += '"';
    from = close + 2;
  }
  return refuse('sample_unreadable', 'TBL-2', { problem: 'a quote is never closed', at: start });
}
