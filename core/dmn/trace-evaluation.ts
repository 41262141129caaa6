/** Evaluates one decision with a recorder: the same code path, every value kept. */
import type { JsonValue } from '@plimsoll/core/base';
import { type FeelValue, toJson } from '@plimsoll/core/feel';
import type { ProgramGlobal } from './boxed.ts';
import { createEvaluator, type PolicyValues, readerOf, valueOf } from './evaluation.ts';
import type { InputReader } from './evaluator.ts';
import type { Policy } from './policy.ts';
import type { EvaluationError } from './problem.ts';
import { createRecorder, type Notes, type Trace, type TraceDecision } from './trace.ts';

/**
 * Computes `decision` and shows how: every decision of the policy in requirement order, computed or not.
 * Values are JSON (`toJson`). The value of `decision` is that of `createEvaluation`, by construction.
 */
export function traceEvaluation(policy: Policy, inputs: PolicyValues | InputReader, decision: string): Trace {
  const recorder = createRecorder();
  const evaluator = createEvaluator(policy.program, readerOf(inputs), recorder);
  valueOf(evaluator, decision);
  return showTrace(policy, {
    values: evaluator.values,
    supplied: evaluator.supplied,
    errors: evaluator.errors,
    notesOf: (index) => recorder.notes.get(index) ?? null,
  });
}

/** What a run leaves behind for its trace. */
export type Shown = {
  /** By index of globals; undefined: not computed. */
  readonly values: readonly (FeelValue | undefined)[];
  readonly supplied: InputReader;
  readonly errors: readonly EvaluationError[];
  readonly notesOf: (index: number) => Notes | null;
};

/** The trace of a run. */
export function showTrace(policy: Policy, shown: Shown): Trace {
  const { globals, order } = policy.program;
  const labels = new Map(policy.decisions.map(({ name, label }) => [name, label]));
  return {
    inputs: globals.flatMap((global, index) =>
      global.kind === 'input' ? [traceInput(global.name, index, shown)] : [],
    ),
    decisions: order.map((index) => {
      const global = globals[index] as ProgramGlobal;
      const label = labels.get(global.name) ?? { zh: global.name, en: global.name };
      return traceDecision({ ...global, label, index }, shown.notesOf(index), shown);
    }),
  };
}

function traceInput(name: string, index: number, shown: Shown): Trace['inputs'][number] {
  const value = shown.values[index];
  return {
    name,
    value: toJson(value === undefined ? shown.supplied(name) : value),
    used: value !== undefined,
  };
}

type ShownGlobal = ProgramGlobal & { readonly label: TraceDecision['label']; readonly index: number };

function traceDecision(global: ShownGlobal, notes: Notes | null, shown: Shown): TraceDecision {
  const value = shown.values[global.index];
  const kind = global.kind === 'decision' ? global.logic.kind : 'broken';
  const base = {
    name: global.name,
    label: global.label,
    kind,
    status: value === undefined ? ('not_computed' as const) : ('computed' as const),
    value: (value === undefined ? null : toJson(value)) satisfies JsonValue,
    errors: shown.errors.filter((error) => error.place.element === global.name),
  };
  if (notes === null) return base;
  // A table inside the table's own cells is noted before it, so the decision's own table is the last.
  const own = kind === 'table' ? notes.tables.at(-1) : undefined;
  const inner = own === undefined ? notes.tables : notes.tables.slice(0, -1);
  return {
    ...base,
    ...(own === undefined ? {} : { table: own }),
    ...(kind === 'context' ? { entries: notes.entries } : {}),
    ...(inner.length === 0 ? {} : { inner }),
  };
}
