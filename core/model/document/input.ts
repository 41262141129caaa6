/**
 * The door of a model: what comes in is of the kind that was trained on, named as it was, and nothing is guessed. A number
 * as text, a name the model doesn't know, a name left out: each is refused, because each would score, and wrongly.
 */
import { ok, type Refusal, type Result, refuse } from '@plimsoll/core/base';
import {
  ABSENT_TEXTS,
  type CategoricalColumn,
  type Column,
  type ColumnSpec,
  type NumericColumn,
  type Table,
  tableOf,
} from '@plimsoll/core/table';
import type { InputValue, InputValues, ModelDocument, ModelInput } from './document.ts';

/** The longest text of a category that is looked at. */
const MAX_LEVEL_LENGTH = 1000;

/**
 * How a file's columns become the model's inputs: kinds and codes for "no value" are the model's, never inferred anew. What
 * every file uses for "no value" (an empty cell, `NA`) is that for a model from another tool, too.
 */
export function columnSpecsOf(document: Pick<ModelDocument, 'inputs'>): readonly ColumnSpec[] {
  return document.inputs.map(({ name, kind, absent }) => ({
    kind,
    name,
    from: name,
    absent: { ...ABSENT_TEXTS, ...absent },
  }));
}

/**
 * The model's inputs out of a table, in its order. Refuses a column that is not there or of another kind; other columns
 * are left aside.
 */
export function inputTable(document: Pick<ModelDocument, 'inputs'>, table: Table): Result<Table> {
  const columns: Column[] = [];
  for (const input of document.inputs) {
    const column = table.columns.find((each) => each.name === input.name);
    if (column === undefined) return refused(input, 'no such column', { columns: table.columns.length });
    if (column.kind !== input.kind)
      return refused(input, 'a column of another kind', { expected: input.kind, given: column.kind });
    columns.push(column);
  }
  return ok(tableOf(columns));
}

/** One row as a table of one row. Refuses as the header says. */
export function rowTable(
  document: Pick<ModelDocument, 'inputs'>,
  values: InputValues,
  known: ReadonlySet<string>,
): Result<Table> {
  for (const name in values)
    if (!known.has(name))
      return refuse('model_input_refused', 'MDC-4', { input: name, problem: 'the model has no such input' });
  const columns: Column[] = [];
  for (const input of document.inputs) {
    const column = cellColumn(input, values[input.name]);
    if ('code' in column) return column;
    columns.push(column);
  }
  return ok({ rowCount: 1, columns });
}

function cellColumn(input: ModelInput, value: InputValue | undefined): Column | Refusal {
  if (value === undefined)
    return refused(input, 'the input is not given; null says that there is no value', {});
  const reason = absenceOf(input, value);
  if (reason !== null) return emptyColumn(input, reason);
  if (input.kind === 'numeric') {
    if (typeof value !== 'number' || !Number.isFinite(value))
      return refused(input, 'not a finite number', { value: shown(value) });
    return numericCell(input.name, value);
  }
  if (typeof value !== 'string' || value.length > MAX_LEVEL_LENGTH)
    return refused(input, 'not a text of a category', { value: shown(value) });
  return levelCell(input.name, value);
}

/** Why there is no value, or null when there is one. */
function absenceOf(input: ModelInput, value: InputValue): string | null {
  if (value === null) return input.absent[''] ?? 'no_record';
  if (typeof value === 'object') return value.absent;
  if (typeof value === 'number' && !Number.isFinite(value)) return null;
  return Object.hasOwn(input.absent, String(value)) ? (input.absent[String(value)] ?? null) : null;
}

const PRESENT = Uint8Array.of(0);
const ABSENT = Uint8Array.of(1);
const NO_NUMBER = Float64Array.of(Number.NaN);
const NO_LEVEL = Int32Array.of(-1);
const FIRST_LEVEL = Int32Array.of(0);

function numericCell(name: string, value: number): NumericColumn {
  return { kind: 'numeric', name, values: Float64Array.of(value), marks: PRESENT, markNames: [] };
}

function levelCell(name: string, level: string): CategoricalColumn {
  return { kind: 'categorical', name, levels: [level], codes: FIRST_LEVEL, marks: PRESENT, markNames: [] };
}

function emptyColumn(input: ModelInput, reason: string): Column {
  const absence = { name: input.name, marks: ABSENT, markNames: [reason] };
  return input.kind === 'numeric'
    ? { kind: 'numeric', values: NO_NUMBER, ...absence }
    : { kind: 'categorical', levels: [], codes: NO_LEVEL, ...absence };
}

function shown(value: InputValue): string {
  return (JSON.stringify(value) ?? 'null').slice(0, 100);
}

function refused(input: ModelInput, problem: string, facts: Refusal['facts']): Refusal {
  return refuse('model_input_refused', 'MDC-4', { input: input.name, problem, ...facts });
}
