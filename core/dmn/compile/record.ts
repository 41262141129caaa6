/**
 * The trace of a compiled run, from what the run itself kept: the value of every global, the column values and hits of
 * every table, the entries of contexts. Which condition of a rule failed is told from the kept column values by the
 * test that the rule has; that the kept hits and these tests agree is asserted.
 */
import { assert } from '@plimsoll/core/base';
import { type FeelValue, toJson } from '@plimsoll/core/feel';
import type { TableRule } from '../boxed.ts';
import type { Policy } from '../policy.ts';
import { createNotes, noteCall, type Notes, type Trace, type TraceRule, type TraceTable } from '../trace.ts';
import { showTrace } from '../trace-evaluation.ts';
import type { LogEntry, Machine, TableNote } from './machine.ts';
import type { Inputs } from './build.ts';

/** What one run kept. It stays as it is while the machine goes on. */
export type Kept = {
  readonly values: readonly (FeelValue | undefined)[];
  readonly log: readonly LogEntry[];
  readonly supplied: Inputs;
};

/** The trace as `traceEvaluation` writes it. */
export function traceOf(policy: Policy, kept: Kept, machine: Machine): Trace {
  const byDecision = new Map<number, Notes>();
  for (const index of policy.program.order)
    if (kept.values[index] !== undefined) byDecision.set(index, createNotes());
  withKept(kept, machine, () => {
    for (const entry of kept.log) {
      const notes = byDecision.get(entry.decision);
      if (notes !== undefined) show(entry, notes, machine);
    }
  });
  const { supplied } = kept;
  return showTrace(policy, {
    values: kept.values,
    supplied:
      typeof supplied === 'function'
        ? supplied
        : (name) => (Object.hasOwn(supplied, name) ? (supplied[name] ?? null) : null),
    errors: [],
    notesOf: (index) => byDecision.get(index) ?? null,
  });
}

/** Cells that name decisions or inputs find what they were in that run. */
function withKept({ values }: Kept, machine: Machine, work: () => void): void {
  const { globals } = machine;
  machine.globals = values.map((value) => () => value ?? null);
  try {
    work();
  } finally {
    machine.globals = globals;
  }
}

function show(entry: LogEntry, notes: Notes, machine: Machine): void {
  switch (entry.kind) {
    case 'table':
      notes.tables.push(showTable(entry.table, machine));
      break;
    case 'shown':
      notes.tables.push(entry.table);
      break;
    case 'entry':
      notes.entries.push({ name: entry.name, value: toJson(entry.value) });
      break;
    case 'shownEntry':
      notes.entries.push(entry.entry);
      break;
    case 'call':
      noteCall(notes, entry.called);
      break;
    default:
      entry satisfies never;
  }
}

function showTable(note: TableNote, machine: Machine): TraceTable {
  const { node, inputs, hits } = note;
  const outputsOf = new Map(hits.map(({ rule, outputs }) => [rule.index, outputs]));
  const rules: TraceRule[] = [];
  for (const rule of node.rules) {
    const outputs = outputsOf.get(rule.index);
    const failed = outputs === undefined ? failureOf(rule, note, machine) : null;
    assert(failed !== -1, 'a rule that is no hit fails in a column that was asked for');
    const base = { index: rule.index, id: rule.id, matched: outputs !== undefined, failedInput: failed };
    rules.push(outputs === undefined ? base : { ...base, outputs: outputs.map(toJson) });
    if (outputs !== undefined && node.hitPolicy === 'FIRST') break;
  }
  return {
    hitPolicy: node.hitPolicy,
    inputs: node.inputs.map(({ label }, column) => {
      const value = inputs[column];
      return { label, value: value === undefined ? null : toJson(value), computed: value !== undefined };
    }),
    rules,
  };
}

/** The first column that did not hold; −1: none was found. */
function failureOf(rule: TableRule, { node, inputs, frame }: TableNote, machine: Machine): number {
  for (const [place, column] of rule.columns.entries()) {
    const value = inputs[column];
    const test = rule.tests[place];
    if (value === undefined || test === undefined) return -1;
    if (machine.test({ test, slot: node.slot }, value, frame) !== true) return column;
  }
  return -1;
}
