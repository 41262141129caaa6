/**
 * The trace of a compiled run, from what the run itself kept: the value of every global, the column values and hits of
 * every table, the entries of contexts. Which condition of a rule failed is told from the kept column values by the
 * test that the rule has; that the kept hits and these tests agree is asserted.
 */
import { assert } from '@plimsoll/core/base';
import { type FeelValue, MAX_STEPS, toJson } from '@plimsoll/core/feel';
import type { TableRule } from '../boxed.ts';
import type { InputReader } from '../evaluator.ts';
import type { Policy } from '../policy.ts';
import { createNotes, noteCall, type Notes, type Trace, type TraceRule, type TraceTable } from '../trace.ts';
import { showTrace } from '../trace-evaluation.ts';
import type { LogEntry, Machine, TableNote } from './machine.ts';

/** What one run kept. It stays as it is while the machine goes on. */
export type Kept = {
  readonly values: readonly (FeelValue | undefined)[];
  readonly log: readonly LogEntry[];
  readonly supplied: InputReader;
  /** By index: the value of an input as the policy takes it. */
  readonly readInput: (index: number) => FeelValue;
};

/** The trace as `traceEvaluation` writes it. */
export function traceOf(policy: Policy, kept: Kept, machine: Machine): Trace {
  const values = kept.values.slice();
  const byDecision = new Map<number, Notes>();
  for (const index of policy.program.order)
    if (values[index] !== undefined) byDecision.set(index, createNotes());
  withKept(kept, machine, () => {
    for (const entry of kept.log) {
      const notes = byDecision.get(entry.decision);
      if (notes !== undefined) show(entry, notes, { kept, machine, values });
    }
  });
  return showTrace(policy, {
    values,
    supplied: kept.supplied,
    errors: [],
    notesOf: (index) => byDecision.get(index) ?? null,
  });
}

type Telling = {
  readonly kept: Kept;
  readonly machine: Machine;
  /** By index; inputs that are found to have been used are put in. */
  readonly values: (FeelValue | undefined)[];
};

/** Cells that name decisions or inputs find what they were in that run. */
function withKept({ values }: Kept, machine: Machine, work: () => void): void {
  const { globals } = machine;
  machine.run.stepsLeft = MAX_STEPS;
  machine.globals = values.map((value) => () => value ?? null);
  try {
    work();
  } finally {
    machine.globals = globals;
  }
}

function show(entry: LogEntry, notes: Notes, telling: Telling): void {
  switch (entry.kind) {
    case 'table':
      notes.tables.push(showTable(entry, telling));
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

/** Goes through the rules as the run did, so that the columns asked for are found again. */
function showTable(note: TableNote, telling: Telling): TraceTable {
  const { node } = note.shape;
  const outputsOf = new Map(note.groups.flat().map(({ rule, outputs }) => [rule.index, outputs]));
  const asked: (FeelValue | undefined)[] = note.inputs.slice();
  const rules: TraceRule[] = [];
  for (const rule of node.rules) {
    const failed = failureOf(rule, note, { ...telling, asked });
    const outputs = outputsOf.get(rule.index);
    assert((failed === null) === (outputs !== undefined), 'the hits that a run kept are the rules that hold');
    const base = { index: rule.index, id: rule.id, matched: failed === null, failedInput: failed };
    rules.push(outputs === undefined ? base : { ...base, outputs: outputs.map(toJson) });
    if (outputs !== undefined && node.hitPolicy === 'FIRST') break;
  }
  return {
    hitPolicy: node.hitPolicy,
    inputs: node.inputs.map(({ label }, column) => {
      const value = asked[column];
      return { label, value: value === undefined ? null : toJson(value), computed: value !== undefined };
    }),
    rules,
  };
}

type Asking = Telling & { readonly asked: (FeelValue | undefined)[] };

/** The first column that does not hold; null when all do. */
function failureOf(rule: TableRule, { shape, frame }: TableNote, asking: Asking): number | null {
  const { asked, kept, values, machine } = asking;
  for (const [place, column] of rule.columns.entries()) {
    const input = shape.plain[column] ?? null;
    if (input !== null) {
      asked[column] ??= kept.readInput(input);
      values[input] ??= asked[column];
    }
    const value = asked[column];
    const test = rule.tests[place];
    assert(value !== undefined && test !== undefined, 'a column that a rule asks for was computed');
    if (machine.test({ test, slot: shape.node.slot }, value, frame) !== true) return column;
  }
  return null;
}
