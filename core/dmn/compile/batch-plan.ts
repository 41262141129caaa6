/** How the columns of a sample give the inputs of a policy, and how its decisions become columns again. */
import { ok, refuse, type Result } from '@plimsoll/core/base';
import type { FeelValue } from '@plimsoll/core/feel';
import type { Column, Table } from '@plimsoll/core/table';
import type { Program, ProgramGlobal } from '../boxed.ts';

/** The values of one decision for all rows. */
export type BatchColumn =
  /** NaN: null. */
  | { readonly kind: 'number'; readonly values: Float64Array }
  /** `levels[codes[row]]`; −1: null. Levels are in the order in which they were met. */
  | { readonly kind: 'level'; readonly codes: Int32Array; readonly levels: readonly FeelValue[] }
  | { readonly kind: 'any'; readonly values: readonly FeelValue[] };

export type BoundInput = {
  /** The index of the global. */
  readonly index: number;
  readonly name: string;
  /** Null: the sample has no such column, and every row is without it. */
  readonly column: Column | null;
  readonly reading: 'number' | 'truth' | 'text' | 'absent';
};

export type BatchTarget = {
  readonly index: number;
  readonly name: string;
  readonly kind: BatchColumn['kind'];
};

/** Decisions asked for at once, at most. */
export const MAX_BATCH_DECISIONS = 100;

/**
 * Binds the columns of a sample to the inputs of their names; columns that the policy doesn't have are left aside.
 * Numeric columns give numbers, and truth values as 1 and 0; categorical ones give texts. Refuses
 * (`sample_unreadable`, CPL-10) a column of the wrong kind for its input, and other truth values.
 */
export function bindInputs(program: Program, table: Table): Result<readonly BoundInput[]> {
  const byName = new Map(table.columns.map((column) => [column.name, column]));
  const bound: BoundInput[] = [];
  for (const [index, global] of program.globals.entries()) {
    if (global.kind !== 'input') continue;
    const column = byName.get(global.name) ?? null;
    const reading = column === null ? 'absent' : readingOf(global, column);
    if (reading === null)
      return refuse('sample_unreadable', 'CPL-10', {
        problem: 'a column of the wrong kind for its input',
        column: global.name,
        wanted: global.fit?.feel.kind ?? 'any',
        given: column?.kind ?? '',
      });
    const row = reading === 'truth' && column?.kind === 'numeric' ? firstUntrue(column.values) : -1;
    if (row >= 0)
      return refuse('sample_unreadable', 'CPL-10', {
        problem: 'a truth value is neither 1 nor 0',
        column: global.name,
        row,
        value: column?.kind === 'numeric' ? (column.values[row] ?? 0) : 0,
      });
    bound.push({ index, name: global.name, column, reading });
  }
  return ok(bound);
}

/** The first row with a value that is no truth value; −1: none. */
function firstUntrue(values: Float64Array | Float32Array): number {
  return values.findIndex((value) => value !== 0 && value !== 1 && !Number.isNaN(value));
}

function readingOf(
  global: Extract<ProgramGlobal, { readonly kind: 'input' }>,
  column: Column,
): 'number' | 'truth' | 'text' | null {
  const wanted = global.fit?.feel.kind ?? 'any';
  if (column.kind === 'categorical') return wanted === 'number' || wanted === 'boolean' ? null : 'text';
  if (wanted === 'boolean') return 'truth';
  return wanted === 'number' || wanted === 'any' ? 'number' : null;
}

/** Finds the decisions to compute. Refuses (`policy_unusable`, CPL-10) a name that the policy doesn't have. */
export function findTargets(program: Program, decisions: readonly string[]): Result<readonly BatchTarget[]> {
  const unknown = decisions.find((name) => !program.indexOf.has(name));
  if (unknown !== undefined || decisions.length === 0 || decisions.length > MAX_BATCH_DECISIONS)
    return refuse('policy_unusable', 'CPL-10', {
      missingDecision: unknown ?? '',
      most: MAX_BATCH_DECISIONS,
      given: decisions.length,
    });
  return ok(
    decisions.map((name) => {
      const index = program.indexOf.get(name) ?? -1;
      return { index, name, kind: kindOf(program.globals[index]) };
    }),
  );
}

/** Numbers where the declared type makes sure of it; texts and truth values by level. */
function kindOf(global: ProgramGlobal | undefined): BatchColumn['kind'] {
  const fit = global?.kind === 'decision' || global?.kind === 'input' ? global.fit : null;
  const type = fit?.feel.kind ?? (global?.kind === 'decision' ? global.logic.type.kind : 'any');
  if (fit !== null && type === 'number') return 'number';
  return type === 'string' || type === 'boolean' ? 'level' : 'any';
}

/** The value of an input in a row, for the interpreter. */
export function valueAt({ column, reading }: BoundInput, row: number): FeelValue {
  if (column === null) return null;
  if (column.kind === 'categorical') return column.levels[column.codes[row] ?? -1] ?? null;
  const value = column.values[row] ?? Number.NaN;
  if (Number.isNaN(value)) return null;
  return reading === 'truth' ? value !== 0 : value;
}
