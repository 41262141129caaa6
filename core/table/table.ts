/**
 * A sample held by columns. A numeric column is a Float64Array in which NaN stands for "no value", and a mark
 * beside each NaN says why: missing is declared, never guessed, and never a number such as 0 or 98.
 * Invariant: `marks[row] === 0` exactly where a value is present; else `markNames[marks[row] - 1]` is the reason.
 */
import { assert, ok, type Refusal, type Result, refuse } from '@plimsoll/core/base';
import type { CsvText } from './csv.ts';

/** The most reasons one column may declare for a value that is not there (marks are bytes). */
export const MAX_MARKS = 255;

type Absence = { readonly marks: Uint8Array; readonly markNames: readonly string[] };

export type NumericColumn = Absence & {
  readonly kind: 'numeric';
  readonly name: string;
  /** Float32 only where every value is exactly one, and only when asked for. Don't `map` it: what you compute needs doubles. */
  readonly values: Float64Array | Float32Array;
};

/** `codes[row]` is an index of `levels` (sorted by code unit), or −1 where the value is absent. */
export type CategoricalColumn = Absence & {
  readonly kind: 'categorical';
  readonly name: string;
  readonly levels: readonly string[];
  readonly codes: Int32Array;
};

export type Column = NumericColumn | CategoricalColumn;

export type Table = { readonly rowCount: number; readonly columns: readonly Column[] };

/** Texts that mean "no value", each with its reason: `{ '': 'no_record', '98': 'not_asked' }`. */
export type AbsentTexts = { readonly [text: string]: string };

/**
 * How one column of text becomes one column of values. `from` is the column of the text. A numeric cell is
 * looked up in `absent`, then in `numberOf`, then read as a decimal number and multiplied by `scale`.
 */
export type ColumnSpec =
  | {
      readonly kind: 'numeric';
      readonly name: string;
      readonly from: string;
      readonly scale?: number;
      readonly numberOf?: { readonly [text: string]: number };
      readonly absent?: AbsentTexts;
    }
  | {
      readonly kind: 'categorical';
      readonly name: string;
      readonly from: string;
      readonly levelOf?: { readonly [text: string]: string };
      readonly absent?: AbsentTexts;
    };

const DECIMAL = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;

/** Builds the table of the given columns. Refuses an unknown column, and the first cell that is not a value. */
export function tableFromCsv(csv: CsvText, specs: readonly ColumnSpec[]): Result<Table> {
  const columns: Column[] = [];
  for (const spec of specs) {
    const at = csv.header.indexOf(spec.from);
    if (at < 0) return refuse('sample_unreadable', 'TBL-3', { problem: 'no such column', column: spec.from });
    const texts = csv.rows.map((row) => row[at] ?? '');
    const column = spec.kind === 'numeric' ? numericFrom(spec, texts) : categoricalFrom(spec, texts);
    if ('code' in column) return column;
    columns.push(column);
  }
  return ok(tableOf(columns));
}

/** A table of columns of one length and distinct names; asserts both. */
export function tableOf(columns: readonly Column[]): Table {
  const rowCount = columns[0]?.marks.length ?? 0;
  assert(
    columns.every((column) => column.marks.length === rowCount),
    'the columns of a table have one length',
  );
  assert(new Set(columns.map((column) => column.name)).size === columns.length, 'column names are distinct');
  return { rowCount, columns };
}

/** The column of that name; asserts that it is there. */
export function columnOf(table: Table, name: string): Column {
  const column = table.columns.find((each) => each.name === name);
  assert(column !== undefined, `the table has a column ${name}`);
  return column;
}

/** The numeric column of that name; asserts its kind. */
export function numericColumnOf(table: Table, name: string): NumericColumn {
  const column = columnOf(table, name);
  assert(column.kind === 'numeric', `column ${name} is numeric`);
  return column;
}

/** A numeric column of values where NaN is absent, for the one reason given. */
export function numericColumn(name: string, values: ArrayLike<number>, reason = 'no_record'): NumericColumn {
  const copy = Float64Array.from(values);
  const marks = Uint8Array.from(copy, (value) => (Number.isNaN(value) ? 1 : 0));
  assert(
    copy.every((value) => Number.isFinite(value) || Number.isNaN(value)),
    `values of ${name} are finite or NaN`,
  );
  return { kind: 'numeric', name, values: copy, marks, markNames: [reason] };
}

/** A categorical column of texts where null is absent, for the one reason given. */
export function categoricalColumn(
  name: string,
  texts: readonly (string | null)[],
  reason = 'no_record',
): CategoricalColumn {
  const levels = [...new Set(texts.filter((text) => text !== null))].sort(byCodeUnit);
  const codeOf = new Map(levels.map((level, code) => [level, code]));
  const codes = Int32Array.from(texts, (text) => (text === null ? -1 : (codeOf.get(text) ?? -1)));
  const marks = Uint8Array.from(texts, (text) => (text === null ? 1 : 0));
  return { kind: 'categorical', name, levels, codes, marks, markNames: [reason] };
}

/** The rows of the given indices, in that order; marks and levels are kept as they are. */
export function takeRows(table: Table, rows: Int32Array): Table {
  assert(
    rows.every((row) => row >= 0 && row < table.rowCount),
    'row indices lie in the table',
  );
  return {
    rowCount: rows.length,
    columns: table.columns.map((column) => {
      const marks = Uint8Array.from(rows, (row) => column.marks[row] ?? 0);
      return column.kind === 'numeric'
        ? { ...column, marks, values: takeValues(column.values, rows) }
        : { ...column, marks, codes: Int32Array.from(rows, (row) => column.codes[row] ?? -1) };
    }),
  };
}

function takeValues(values: Float64Array | Float32Array, rows: Int32Array): Float64Array | Float32Array {
  const taken =
    values instanceof Float32Array ? new Float32Array(rows.length) : new Float64Array(rows.length);
  for (let at = 0; at < rows.length; at++) taken[at] = values[rows[at] ?? 0] ?? Number.NaN;
  return taken;
}

/** Order by UTF-16 code unit: the same on every machine and in every locale. */
export function byCodeUnit(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function numericFrom(
  spec: ColumnSpec & { kind: 'numeric' },
  texts: readonly string[],
): NumericColumn | Refusal {
  const { markNames, markOf } = absenceOf(spec.absent ?? {});
  const values = new Float64Array(texts.length).fill(Number.NaN);
  const marks = new Uint8Array(texts.length);
  for (const [row, text] of texts.entries()) {
    const mark = markOf.get(text);
    if (mark !== undefined) {
      marks[row] = mark;
      continue;
    }
    const named = spec.numberOf?.[text];
    const value = named ?? (DECIMAL.test(text) ? Number(text) * (spec.scale ?? 1) : Number.NaN);
    if (!Number.isFinite(value))
      return refuse('sample_unreadable', 'TBL-4', { problem: 'not a number', column: spec.from, row, text });
    values[row] = value;
  }
  return { kind: 'numeric', name: spec.name, values, marks, markNames };
}

function categoricalFrom(
  spec: ColumnSpec & { kind: 'categorical' },
  texts: readonly string[],
): CategoricalColumn | Refusal {
  const { markNames, markOf } = absenceOf(spec.absent ?? {});
  const marks = Uint8Array.from(texts, (text) => markOf.get(text) ?? 0);
  const names = texts.map((text) => (spec.levelOf === undefined ? text : spec.levelOf[text]));
  const unknown = names.findIndex((name, row) => marks[row] === 0 && (name === undefined || name === ''));
  if (unknown >= 0)
    return refuse('sample_unreadable', 'TBL-4', {
      problem: 'not a declared level',
      column: spec.from,
      row: unknown,
      text: texts[unknown] ?? '',
    });
  const present = names.map((name, row) => (marks[row] === 0 ? (name ?? null) : null));
  return { ...categoricalColumn(spec.name, present), marks, markNames };
}

function absenceOf(absent: AbsentTexts): {
  readonly markNames: readonly string[];
  readonly markOf: ReadonlyMap<string, number>;
} {
  const markNames = [...new Set(Object.values(absent))].sort(byCodeUnit);
  assert(markNames.length <= MAX_MARKS, 'a column declares few reasons for absence');
  const markOf = new Map(
    Object.entries(absent).map(([text, reason]) => [text, markNames.indexOf(reason) + 1]),
  );
  return { markNames, markOf };
}
