/** One run of the interpreter for a check: with inputs, or of one table with the values of its columns. */
import type { JsonObject, JsonValue } from '@plimsoll/core/base';
import { createFrame, type FeelValue, toJson } from '@plimsoll/core/feel';
import type { Program, TableNode } from '../boxed.ts';
import { createEvaluator, type PolicyValues, readerOf, valueOf } from '../evaluation.ts';
import type { EvaluationError } from '../problem.ts';
import { runBoxed } from '../run-boxed.ts';
import { createRecorder, type TraceTable } from '../trace.ts';

export type Attempt = {
  readonly values: PolicyValues;
  readonly value: FeelValue;
  readonly errors: readonly EvaluationError[];
  /** The table of each decision that is one and was computed, by index. */
  readonly tables: ReadonlyMap<number, TraceTable>;
};

/** Computes one decision from inputs. */
export function attempt(program: Program, values: PolicyValues, decision: string): Attempt {
  const recorder = createRecorder();
  const evaluator = createEvaluator(program, readerOf(values), recorder);
  const value = valueOf(evaluator, decision);
  const tables = new Map<number, TraceTable>();
  for (const [index, notes] of recorder.notes) {
    const global = program.globals[index];
    const own = notes.tables.at(-1);
    if (own !== undefined && global?.kind === 'decision' && global.logic.kind === 'table')
      tables.set(index, own);
  }
  return { values, value, errors: evaluator.errors, tables };
}

export type TableAttempt = {
  readonly value: FeelValue;
  readonly errors: readonly EvaluationError[];
  readonly table: TraceTable;
};

const NO_SPAN = { from: 0, to: 0 };

/** Runs one table as if its columns had these values. */
export function attemptTable(
  program: Program,
  table: TableNode,
  columns: readonly FeelValue[],
): TableAttempt {
  const recorder = createRecorder();
  const evaluator = createEvaluator(program, () => null, recorder);
  const inputs = table.inputs.map((input, column) => ({
    ...input,
    node: { kind: 'literal', at: NO_SPAN, type: input.node.type, value: columns[column] ?? null } as const,
  }));
  const value = runBoxed({ ...table, inputs }, createFrame(evaluator.run), evaluator);
  const noted = recorder.open.tables.at(-1) as TraceTable;
  return { value, errors: evaluator.errors, table: noted };
}

/** The rules that matched, from 1. */
export function matchesOf(table: TraceTable): readonly number[] {
  return table.rules.filter(({ matched }) => matched).map(({ index }) => index + 1);
}

/** Values by name as JSON; what is missing is left out. */
export function showValues(values: PolicyValues, names: readonly string[] = Object.keys(values)): JsonObject {
  const shown: [string, JsonValue][] = names
    .map((name): [string, FeelValue] => [name, values[name] ?? null])
    .filter(([, value]) => value !== null)
    .map(([name, value]) => [name, toJson(value)]);
  return Object.fromEntries(shown);
}
