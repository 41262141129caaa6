/** Applications as CSV (RFC 4180): the API's own names and units, so that what is exported can be computed with. */
import type { ApplicationRow } from '@plimsoll/api/origination';

const columns = [
  'id',
  'subject',
  'submittedAt',
  'decidedAt',
  'product',
  'purpose',
  'scenario',
  'currency',
  'amountMinor',
  'termMonths',
  'outcome',
  'grade',
  'score',
  'probabilityOfDefault',
  'limitMinor',
  'rateAnnual',
  'reasons',
  'performance',
  'policyHash',
  'modelId',
  'madeUp',
] as const satisfies readonly (keyof ApplicationRow)[];

/** The whole file. It begins with a byte-order mark, without which spreadsheets misread Chinese. */
export function writeCsv(rows: readonly ApplicationRow[]): string {
  const lines = [
    columns.join(','),
    ...rows.map((row) => columns.map((name) => writeCell(row[name])).join(',')),
  ];
  return `\uFEFF${lines.join('\r\n')}\r\n`;
}

function writeCell(value: ApplicationRow[keyof ApplicationRow]): string {
  if (value === null) return '';
  const text = Array.isArray(value) ? value.join(' ') : String(value);
  // A text that begins like a formula would be run by a spreadsheet; a leading quote keeps it a text.
  const safe = typeof value !== 'number' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
