/** Evaluates one decision with a recorder: the same code path, every value kept. */
import type { JsonValue } from '@plimsoll/core/base';
import { type FeelValue, toJson } from '@plimsoll/core/feel';
import type { Program, ProgramGlobal } from './boxed.ts';
import { createEvaluator, type PolicyValues, readerOf, valueOf } from './evaluation.ts';
import type { InputReader } from './evaluator.ts';
import type { Policy } from './policy.ts';
import type { EvaluationError } from './problem.ts';
import type { LocalText } from './source.ts';
import {
  createRecorder,
  type NotedCall,
  type Notes,
  type Trace,
  type TraceCall,
  type TraceDecision,
} from './trace.ts';

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
  const { program } = policy;
  const { globals, order, reached } = program;
  const labels = new Map(policy.decisions.map(({ name, label }) => [name, label]));
  return {
    inputs: globals.flatMap((global, index) =>
      global.kind === 'input' && reached.has(index) ? [traceInput(global.name, index, shown)] : [],
    ),
    decisions: order.map((index) => traceDecision(index, { ...shown, program, labels })),
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

/** One evaluation as it was left: the policy's, or that of a call of a decision service. */
type Traced = Pick<Shown, 'values' | 'errors' | 'notesOf'> & {
  readonly program: Program;
  readonly labels: ReadonlyMap<string, LocalText>;
};

function traceDecision(index: number, traced: Traced): TraceDecision {
  const { program, labels } = traced;
  const global = program.globals[index] as ProgramGlobal;
  const { name } = global;
  const notes = traced.notesOf(index);
  const value = traced.values[index];
  const kind = global.kind === 'decision' ? global.logic.kind : 'broken';
  const base = {
    name,
    label: labels.get(name) ?? { zh: name, en: name },
    kind,
    status: value === undefined ? ('not_computed' as const) : ('computed' as const),
    value: (value === undefined ? null : toJson(value)) satisfies JsonValue,
    errors: traced.errors.filter((error) => error.place.element === name),
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
    ...(notes.calls.length === 0 ? {} : { calls: notes.calls.map((call) => traceCall(call, traced)) }),
  };
}

function traceCall(call: NotedCall, { program, labels }: Traced): TraceCall {
  const notesOf = (index: number): Notes | null => call.notes.get(index) ?? null;
  const traced: Traced = { values: call.values, errors: call.errors, notesOf, program, labels };
  const present = [...call.values.keys()].filter((index) => call.values[index] !== undefined);
  return {
    name: call.name,
    value: call.value,
    arguments: present.flatMap((index) => {
      const global = program.globals[index] as ProgramGlobal;
      const isGiven = global.kind === 'input' || (global.kind === 'decision' && !call.notes.has(index));
      return isGiven ? [{ name: global.name, value: toJson(call.values[index] ?? null) }] : [];
    }),
    decisions: program.order
      .filter((index) => call.notes.has(index))
      .map((index) => traceDecision(index, traced)),
  };
}
