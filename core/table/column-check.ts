/**
 * Columns that no model should see: the same value everywhere, identifiers, the same as another column, the outcome
 * itself. Each is left out by name and told; `keep` takes one back in when the modeller knows better.
 */
import { type Finding, leaveOut } from './finding.ts';
import type { CategoricalColumn, Column, NumericColumn, Table } from './table.ts';

/** Below so many present rows no column is called an identifier: all values may well differ. */
export const MIN_IDENTIFIER_ROWS = 100;
/** Fewer rows than this for each category on average, and the column is an identifier in disguise. */
export const MIN_ROWS_PER_LEVEL = 5;
/** Fewer categories than this are never an identifier. */
export const MIN_IDENTIFIER_LEVELS = 500;
/** As many categories as this always are. */
export const MAX_CATEGORIES = 5000;
/** Numbers of at least so many digits, all of one length and all different, are numbers of accounts. */
const MIN_IDENTIFIER_DIGITS = 6;

/** The table without the columns to leave out, and why each went. `outcomes` (1 = bad) may be left out. */
export function checkColumns(
  table: Table,
  {
    keep = [],
    outcomes = null,
  }: { readonly keep?: readonly string[]; readonly outcomes?: Uint8Array | null },
): { readonly table: Table; readonly findings: readonly Finding[] } {
  const findings: Finding[] = [];
  const kept: Column[] = [];
  const seen = new Map<number, Column[]>();
  for (const column of table.columns) {
    const finding = keep.includes(column.name)
      ? null
      : (constantFinding(column) ??
        identifierFinding(column) ??
        copyFinding(column, outcomes) ??
        duplicateFinding(column, seen));
    if (finding === null) kept.push(column);
    else findings.push(finding);
  }
  return { table: { rowCount: table.rowCount, columns: kept }, findings };
}

function constantFinding(column: Column): Finding | null {
  const first = cellsOf(column)[0] as number;
  if (column.markNames.length > 0 && column.marks.some((mark) => mark !== column.marks[0])) return null;
  const cells = cellsOf(column);
  for (let row = 1; row < cells.length; row++) if (cells[row] !== first && !Number.isNaN(first)) return null;
  const value = column.kind === 'numeric' ? String(first) : (column.levels[first] ?? '');
  return leaveOut('column_constant', { column: column.name, value });
}

function identifierFinding(column: Column): Finding | null {
  return column.kind === 'numeric' ? numberIdentifier(column) : textIdentifier(column);
}

function textIdentifier({ name, levels, codes }: CategoricalColumn): Finding | null {
  const count = levels.length;
  let present = 0;
  for (const code of codes) if (code >= 0) present += 1;
  if (present >= MIN_IDENTIFIER_ROWS && count > 0.9 * present)
    return leaveOut('column_identifier', { column: name, count });
  const isMany =
    count >= MAX_CATEGORIES || (count >= MIN_IDENTIFIER_LEVELS && present < MIN_ROWS_PER_LEVEL * count);
  if (!isMany) return null;
  return leaveOut('column_too_many_levels', {
    column: name,
    count,
    limit: Math.max(MIN_ROWS_PER_LEVEL, Math.ceil(present / count) + 1),
  });
}

/** Whole numbers that count the rows up or down by one step, or long numbers of one length that never repeat. */
function numberIdentifier(column: NumericColumn): Finding | null {
  const { values, name } = column;
  const count = values.length;
  if (count < MIN_IDENTIFIER_ROWS) return null;
  const step = (values[1] as number) - (values[0] as number);
  let isCounting = step !== 0;
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < count; row++) {
    const value = values[row] as number;
    if (!Number.isInteger(value)) return null;
    if (row > 0 && value - (values[row - 1] as number) !== step) isCounting = false;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  if (isCounting) return leaveOut('column_identifier', { column: name, count });
  const isLong = least >= 10 ** (MIN_IDENTIFIER_DIGITS - 1) && String(least).length === String(most).length;
  if (!isLong || new Set(values).size < count) return null;
  return leaveOut('column_identifier', { column: name, count });
}

/** Two values, and each goes with one outcome in every row. */
function copyFinding(column: Column, outcomes: Uint8Array | null): Finding | null {
  if (outcomes === null) return null;
  const cells = cellsOf(column);
  let good = Number.NaN;
  let bad = Number.NaN;
  for (let row = 0; row < cells.length; row++) {
    // An absent cell is a value too: `charged off on` is absent for those who paid.
    const key = column.marks[row] === 0 ? (cells[row] as number) + 0.5 : -1e300;
    if (outcomes[row] === 1) {
      if (Number.isNaN(bad)) bad = key;
      else if (bad !== key) return null;
    } else if (Number.isNaN(good)) good = key;
    else if (good !== key) return null;
  }
  return good === bad ? null : leaveOut('column_copies_target', { column: column.name });
}

function duplicateFinding(column: Column, seen: Map<number, Column[]>): Finding | null {
  const key = fingerprintOf(column);
  const alike = seen.get(key) ?? [];
  const other = alike.find((each) => isSame(each, column));
  if (other !== undefined) return leaveOut('column_duplicate', { column: column.name, other: other.name });
  seen.set(key, [...alike, column]);
  return null;
}

function cellsOf(column: Column): Float64Array | Float32Array | Int32Array {
  return column.kind === 'numeric' ? column.values : column.codes;
}

/** FNV-1a over a few thousand cells spread over the column: alike columns have it alike. */
function fingerprintOf(column: Column): number {
  const cells = cellsOf(column);
  const step = Math.max(1, Math.floor(cells.length / 4096));
  let hash = 0x811c9dc5;
  for (let row = 0; row < cells.length; row += step)
    hash = Math.imul(hash ^ ((cells[row] as number) * 1000), 0x01000193);
  return hash;
}

/** The same values, absences and kind; names of reasons may differ. */
function isSame(left: Column, right: Column): boolean {
  if (left.kind !== right.kind) return false;
  if (
    left.kind === 'categorical' &&
    right.kind === 'categorical' &&
    left.levels.length !== right.levels.length
  )
    return false;
  const [lefts, rights] = [cellsOf(left), cellsOf(right)];
  for (let row = 0; row < lefts.length; row++)
    if (!Object.is(lefts[row], rights[row]) || left.marks[row] !== right.marks[row]) return false;
  return (
    left.kind === 'numeric' ||
    right.kind === 'numeric' ||
    left.levels.every((level, at) => level === right.levels[at])
  );
}
