/** Evaluates one decision with a recorder: the same code path, every value kept. */
import type { JsonValue } from '@plimsoll/core/base';
import { toJson } from '@plimsoll/core/feel';
import type { ProgramGlobal } from './boxed.ts';
import { createEvaluator, type PolicyValues, readerOf, valueOf } from './evaluation.ts';
import type { Evaluator, InputReader } from './evaluator.ts';
import type { Policy } from './policy.ts';
import { createRecorder, type Notes, type Trace, type TraceDecision } from './trace.ts';

/**
 * Computes `decision` and shows how: every decision of the policy in requirement order, computed or not.
 * Values are JSON (`toJson`). The value of `decision` is that of `createEvaluation`, by construction.
 */
export function traceEvaluation(policy: Policy, inputs: PolicyValues | InputReader, decision: string): Trace {
  const recorder = createRecorder();
  const evaluator = createEvaluator(policy.program, readerOf(inputs), recorder);
  valueOf(evaluator, decision);
  const { globals, order } = policy.program;
  const labels = new Map(policy.decisions.map(({ name, label }) => [name, label]));
  return {
    inputs: globals.flatMap((global, index) =>
      global.kind === 'input' ? [traceInput(global.name, index, evaluator)] : [],
    ),
    decisions: order.map((index) => {
      const global = globals[index] as ProgramGlobal;
      const label = labels.get(global.name) ?? { zh: global.name, en: global.name };
      return traceDecision({ ...global, label, index }, recorder.notes.get(index) ?? null, evaluator);
    }),
  };
}

function traceInput(name: string, index: number, evaluator: Evaluator): Trace['inputs'][number] {
  const value = evaluator.values[index];
  const shown = value === undefined ? evaluator.supplied(name) : value;
  return { name, value: toJson(shown), used: value !== undefined };
}

type Shown = ProgramGlobal & { readonly label: TraceDecision['label']; readonly index: number };

function traceDecision(shown: Shown, notes: Notes | null, evaluator: Evaluator): TraceDecision {
  const value = evaluator.values[shown.index];
  const kind = shown.kind === 'decision' ? shown.logic.kind : 'broken';
  const base = {
    name: shown.name,
    label: shown.label,
    kind,
    status: value === undefined ? ('not_computed' as const) : ('computed' as const),
    value: (value === undefined ? null : toJson(value)) satisfies JsonValue,
    errors: evaluator.errors.filter((error) => error.place.element === shown.name),
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
