/** Leaks of a split: one person on both sides, and rows that are copies of rows of another fold. */
import { type Column, columnOf, type Table } from '@plimsoll/core/table';
import type { Finding } from './finding.ts';
import { found } from './words.ts';

/** Fewer copies than this share of the rows are a note: a table of few values has copies by chance. */
const COPIES_WARNING_SHARE = 0.01;

/** `folds` names the side or fold of each row. */
export type SplitRows = {
  readonly table: Table;
  readonly outcomes: ArrayLike<number>;
  readonly person?: string;
  readonly folds?: ArrayLike<number>;
};

/** Looks only where folds are given. */
export function splitFindings(split: SplitRows, inputs: readonly Column[]): readonly Finding[] {
  const { folds } = split;
  if (folds === undefined) return [];
  const findings: Finding[] = [];
  if (split.person !== undefined) {
    const column = columnOf(split.table, split.person);
    const across = acrossFolds(folds, (row) => (isAbsent(column, row) ? null : cellText(column, row)));
    const share = across.rows / split.table.rowCount;
    if (across.keys > 0)
      findings.push(
        found('person_on_both_sides', 'fail', {
          subject: column.name,
          numbers: { persons: across.keys, rows: across.rows, share },
        }),
      );
  }
  const copies = acrossFolds(folds, (row) =>
    inputs.length === 0
      ? null
      : `${split.outcomes[row] ?? ''}|${inputs.map((column) => cellText(column, row)).join('|')}`,
  );
  const share = copies.rows / Math.max(1, split.table.rowCount);
  if (copies.keys > 0)
    findings.push(
      found('duplicates_across_folds', share > COPIES_WARNING_SHARE ? 'warning' : 'note', {
        numbers: { rows: copies.rows, groups: copies.keys, share },
      }),
    );
  return findings;
}

/** Keys met in more than one fold, and the rows that have them. */
function acrossFolds(
  folds: ArrayLike<number>,
  keyOf: (row: number) => string | null,
): { readonly keys: number; readonly rows: number } {
  const seen = new Map<string, { readonly fold: number; rows: number; isAcross: boolean }>();
  for (let row = 0; row < folds.length; row += 1) {
    const key = keyOf(row);
    if (key === null) continue;
    const fold = folds[row] ?? 0;
    const before = seen.get(key);
    if (before === undefined) seen.set(key, { fold, rows: 1, isAcross: false });
    else {
      before.rows += 1;
      before.isAcross ||= before.fold !== fold;
    }
  }
  const across = [...seen.values()].filter((each) => each.isAcross);
  return { keys: across.length, rows: across.reduce((sum, each) => sum + each.rows, 0) };
}

function isAbsent(column: Column, row: number): boolean {
  return (column.marks[row] ?? 0) > 0;
}

function cellText(column: Column, row: number): string {
  if (isAbsent(column, row)) return `?${column.marks[row] ?? 0}`;
  return String(column.kind === 'numeric' ? column.values[row] : column.codes[row]);
}
