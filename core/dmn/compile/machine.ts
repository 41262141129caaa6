/**
 * The state that compiled code and the interpreter's functions share while a compiled policy runs: the budget, the
 * parts that were compiled, and what is noted for a trace. One run at a time; nothing survives into the next.
 */
import { assert } from '@plimsoll/core/base';
import {
  createClosure,
  createFrame,
  type FeelNode,
  type FeelValue,
  type Frame,
  MAX_STEPS,
  run,
  type Run,
  runFilter,
  runFor,
  runQuantified,
  runTest,
  type TestNode,
} from '@plimsoll/core/feel';
import type { BoxedNode, Program, TableNode } from '../boxed.ts';
import type { Evaluator } from '../evaluator.ts';
import { applyHitPolicy, type Hit } from '../hit-policy.ts';
import { runUnfitted } from '../run-boxed.ts';
import { runOutputs } from '../run-table.ts';
import { createNotes, type NotedCall, type Notes, type Recorder } from '../trace.ts';
import { giveUp } from './give-up.ts';
import type { TableShape } from './ir.ts';

/** A test, and the local that `?` is in it. */
export type PlacedTest = { readonly test: TestNode; readonly slot: number };

export type Part = (frame: Frame) => FeelValue;

/**
 * What a trace needs of a table: the hits in groups, and the values of the columns that aren't inputs as they are
 * (undefined: not asked for). `frame` is that in which cells that are not constants were tested.
 */
export type TableNote = {
  readonly kind: 'table';
  /** The index of the decision that was being computed. */
  readonly decision: number;
  readonly shape: TableShape;
  readonly groups: readonly (readonly Hit[])[];
  readonly inputs: readonly (FeelValue | undefined)[];
  frame: Frame;
};
/** Noted while the decision of index `decision` was computed. */
export type LogEntry =
  | TableNote
  | { readonly kind: 'shown'; readonly decision: number; readonly table: Notes['tables'][number] }
  | { readonly kind: 'entry'; readonly decision: number; readonly name: string; readonly value: FeelValue }
  | { readonly kind: 'shownEntry'; readonly decision: number; readonly entry: Notes['entries'][number] }
  | { readonly kind: 'call'; readonly decision: number; readonly called: NotedCall };

export type Machine = {
  readonly run: Run;
  readonly evaluator: Evaluator;
  readonly parts: Map<FeelNode | BoxedNode, Part>;
  /** By index; set by the backend. */
  globals: readonly (() => FeelValue)[];
  readonly isRecording: boolean;
  /** The index of the decision that is being computed. */
  open: number;
  log: LogEntry[];
  readonly test: (placed: PlacedTest, value: FeelValue, frame: Frame) => boolean | null;
  readonly runRare: (node: FeelNode, frame: Frame) => FeelValue;
  readonly runBoxedRare: (node: BoxedNode, frame: Frame) => FeelValue;
  readonly noteEntry: (name: string, value: FeelValue) => FeelValue;
  readonly noteTable: (note: TableNote) => void;
  /** A rule that a look-up found, with its outputs computed. */
  readonly hitOf: (node: TableNode, rule: number, frame: Frame) => Hit;
  readonly applyHits: (node: TableNode, hits: readonly Hit[]) => FeelValue;
};

const NO_SPAN = { from: 0, to: 0 };

/** A machine for one program; `supplied` is asked by services, which the interpreter runs. */
export function createMachine(program: Program, isRecording: boolean): Machine {
  const parts = new Map<FeelNode | BoxedNode, Part>();
  const recorder: Recorder | null = isRecording ? { notes: new Map(), open: createNotes() } : null;
  const feelRun: Run = {
    host: { global: (index) => (machine.globals[index] as () => FeelValue)(), fault: giveUp },
    stepsLeft: MAX_STEPS,
    now: null,
    depth: 0,
  };
  const evaluator: Evaluator = {
    program,
    values: [],
    supplied: () => null,
    run: feelRun,
    errors: [],
    computed: [],
    recorder,
    place: { element: null, rule: null, column: null },
    parts,
    noteCall: isRecording
      ? (called) => machine.log.push({ kind: 'call', decision: machine.open, called })
      : null,
  };
  const machine: Machine = {
    run: feelRun,
    evaluator,
    parts,
    globals: [],
    isRecording,
    open: -1,
    log: [],
    test: ({ test, slot }, value, frame) => runTest(test, value, { frame, slot, at: NO_SPAN, run: runPart }),
    runRare: (node, frame) => runRare(node, frame, runPart),
    runBoxedRare: (node, frame) =>
      recorder === null ? runUnfitted(node, frame, evaluator) : runNoted(node, frame, { machine, recorder }),
    noteEntry: (name, value) => {
      machine.log.push({ kind: 'entry', decision: machine.open, name, value });
      return value;
    },
    noteTable: (note) => {
      const { frame } = note;
      // The frame of a decision is used again; what its locals are now has to stay.
      if (frame.locals.length > 0) note.frame = { run: frame.run, locals: frame.locals.slice() };
      machine.log.push(note);
    },
    hitOf: (table, index, frame) => {
      const rule = table.rules[index];
      assert(rule !== undefined, 'a look-up finds rules of its table');
      const cell = { frame, slot: table.slot, at: NO_SPAN, run: runPart };
      return { rule, outputs: runOutputs(rule, { table, frame, evaluator, cell }) };
    },
    applyHits: (node, hits) => applyHitPolicy(node, hits, evaluator),
  };
  return machine;

  function runPart(node: FeelNode, frame: Frame): FeelValue {
    const part = parts.get(node);
    return part === undefined ? run(node, frame) : part(frame);
  }
}

function runRare(
  node: FeelNode,
  frame: Frame,
  runPart: (node: FeelNode, frame: Frame) => FeelValue,
): FeelValue {
  switch (node.kind) {
    case 'for':
      return runFor(node, frame, runPart);
    case 'quantified':
      return runQuantified(node, frame, runPart);
    case 'filter':
      return runFilter(node, frame, runPart);
    case 'function':
      return createClosure(node, frame, runPart);
    default:
      return run(node, frame);
  }
}

/** Runs a node by the interpreter; what it notes goes to the log under the decision it belongs to. */
function runNoted(
  node: BoxedNode,
  frame: Frame,
  { machine, recorder }: { readonly machine: Machine; readonly recorder: Recorder },
): FeelValue {
  const outer = recorder.open;
  const notes = createNotes();
  recorder.open = notes;
  const value = runUnfitted(node, frame, machine.evaluator);
  recorder.open = outer;
  const decision = machine.open;
  for (const table of notes.tables) machine.log.push({ kind: 'shown', decision, table });
  for (const entry of notes.entries) machine.log.push({ kind: 'shownEntry', decision, entry });
  return value;
}

/** Makes a machine ready for the next run. */
export function resetMachine(machine: Machine): void {
  machine.run.stepsLeft = MAX_STEPS;
  machine.run.depth = 0;
  machine.open = -1;
  // The log of the last run belongs to its trace.
  if (machine.log.length > 0) machine.log = [];
  if (machine.evaluator.errors.length > 0) machine.evaluator.errors.length = 0;
}

/** A frame for one decision, kept over runs: a decision is computed once in a run. */
export function frameOf(machine: Machine): Frame {
  return createFrame(machine.run);
}
