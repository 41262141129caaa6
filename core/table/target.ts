/**
 * Outcomes from a column of a table: `COLUMN=BADVALUE` says which value is the bad one. Every row must be good or
 * bad: an absent outcome or a third value is refused, because a loan that was not observed is neither.
 */
import { ok, type Result } from '@plimsoll/core/base';
import { refuseSample } from './finding.ts';
import type { Column, Table } from './table.ts';

export type Target = { readonly column: string; readonly badValue: string };

/** Reads `COLUMN=BADVALUE`; where the names have several `=`, the longest column that the table has. */
export function parseTarget(text: string, columns: readonly string[]): Result<Target> {
  const cuts = [...text.matchAll(/=/g)].map(({ index }) => index).reverse();
  for (const cut of cuts) {
    const column = text.slice(0, cut);
    if (columns.includes(column)) return ok({ column, badValue: text.slice(cut + 1) });
  }
  return refuseSample('target_missing', 'TBL-12', {
    column: cuts.length === 0 ? text : text.slice(0, cuts.at(-1)),
  });
}

/** 1 where the target has its bad value, else 0. Refuses a missing target, absent cells, a third value, one class. */
export function targetOf(table: Table, target: string): Result<Uint8Array> {
  const parsed = parseTarget(
    target,
    table.columns.map((column) => column.name),
  );
  if (!parsed.ok) return parsed;
  const { column: name, badValue } = parsed.value;
  const column = table.columns.find((each) => each.name === name);
  return column === undefined
    ? refuseSample('target_missing', 'TBL-12', { column: name })
    : outcomesOf(column, badValue);
}

function outcomesOf(column: Column, badValue: string): Result<Uint8Array> {
  const { name, marks } = column;
  const absent = marks.reduce((count, mark) => count + (mark > 0 ? 1 : 0), 0);
  const row = marks.findIndex((mark) => mark > 0);
  if (absent > 0) return refuseSample('target_absent', 'TBL-12', { column: name, count: absent, row });
  const cells = column.kind === 'numeric' ? column.values : column.codes;
  const present = new Set<number>();
  for (const cell of cells) {
    present.add(cell);
    if (present.size > MAX_TOLD_VALUES) break;
  }
  const textOf = (cell: number): string =>
    column.kind === 'numeric' ? String(cell) : (column.levels[cell] ?? '');
  const other = [...present].map(textOf).sort().join(', ');
  const bad = [...present].find((cell) => isValue(textOf(cell), badValue));
  const place = { column: name, value: badValue, other };
  if (present.size > 2) return refuseSample('target_third_value', 'TBL-12', place);
  if (present.size === 1) return refuseSample('target_one_class', 'TBL-12', { column: name, value: other });
  if (bad === undefined) return refuseSample('target_value_missing', 'TBL-12', place);
  return ok(Uint8Array.from(cells, (cell) => (cell === bad ? 1 : 0)));
}

/** A few values of the target are told when they are too many. */
const MAX_TOLD_VALUES = 8;

/** The text itself, or the same number written otherwise (`1` and `1.0`). */
function isValue(text: string, wanted: string): boolean {
  if (text === wanted) return true;
  return wanted.trim() !== '' && text.trim() !== '' && Number(text) === Number(wanted);
}
