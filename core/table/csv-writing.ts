/** A table as CSV text (RFC 4180): numbers in their shortest form, absent cells as the name of their reason. */
import type { Column, Table } from './table.ts';

/** Lines of the text, the header first, each with its line break; so that a large table needs no large string. */
export function* csvLines(table: Table): Iterable<string> {
  const { columns, rowCount } = table;
  yield `${columns.map(({ name }) => cellText(name)).join(',')}\n`;
  for (let row = 0; row < rowCount; row++)
    yield `${columns.map((column) => textAt(column, row)).join(',')}\n`;
}

function textAt(column: Column, row: number): string {
  const mark = column.marks[row] as number;
  if (mark > 0) return cellText(column.markNames[mark - 1] ?? '');
  if (column.kind === 'numeric') return String(column.values[row]);
  return cellText(column.levels[column.codes[row] as number] ?? '');
}

/** Quoted where it must be, and where its ends are spaces, which readers trim. */
function cellText(text: string): string {
  return /[",\n\r]|^[ \t]|[ \t]$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
