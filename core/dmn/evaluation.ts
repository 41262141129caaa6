/**
 * Evaluates a policy, lazily: a decision is computed when someone asks for its value, once, and only what it needs is
 * computed with it. DMN has no side effects, so this means the same as computing everything.
 */
import {
  callPositional,
  createFrame,
  createRun,
  type FeelDateTime,
  type FeelValue,
  isFunction,
  kindOf,
} from '@plimsoll/core/feel';
import { admitInput } from './admission.ts';
import type { Program, ProgramGlobal } from './boxed.ts';
import { type Evaluator, type InputReader, recordError, settleFault } from './evaluator.ts';
import { fit } from './item.ts';
import { MAX_DECISION_DEPTH } from './limits.ts';
import type { Policy } from './policy.ts';
import type { EvaluationError } from './problem.ts';
import { createBoxedFunction, runBoxed } from './run-boxed.ts';
import { createService } from './run-service.ts';
import { createNotes, noteCall, type Recorder } from './trace.ts';

export type PolicyValues = { readonly [name: string]: FeelValue };

/** The moment that `now()` and `today()` give; without one they are errors, since a clock can't be replayed. */
export type Clock = { readonly now?: FeelDateTime };

/** One set of inputs under one policy. `errors` and `computed` grow as values are asked for. */
export type Evaluation = {
  /** Computes a decision (or gives an input). An unknown name is null with an error. */
  readonly value: (name: string) => FeelValue;
  /** Calls a knowledge model or a decision service; what is left out of the arguments is null. */
  readonly invoke: (name: string, args: PolicyValues) => FeelValue;
  readonly errors: readonly EvaluationError[];
  /** Names of the decisions computed so far, in order. */
  readonly computed: readonly string[];
};

/**
 * Opens an evaluation; nothing is computed yet. Inputs by name, or how to read one; what is left out is null; names that the policy
 * doesn't have are not looked at. A value that doesn't belong to its input's type is null with an error.
 */
export function createEvaluation(
  policy: Policy,
  inputs: PolicyValues | InputReader,
  clock: Clock = {},
): Evaluation {
  const evaluator = createEvaluator(policy.program, readerOf(inputs), null);
  evaluator.run.now = clock.now ?? null;
  return {
    value: (name) => valueOf(evaluator, name),
    invoke: (name, args) => invoke(evaluator, name, args),
    errors: evaluator.errors,
    computed: evaluator.computed,
  };
}

/** Values by name as a reader: what is left out is null. */
export function readerOf(inputs: PolicyValues | InputReader): InputReader {
  return typeof inputs === 'function'
    ? inputs
    : (name) => (Object.hasOwn(inputs, name) ? (inputs[name] ?? null) : null);
}

/** Calls what a name gives, as if each argument were written by its name. */
function invoke(evaluator: Evaluator, name: string, args: PolicyValues): FeelValue {
  return guard(evaluator, () => {
    const callee = valueOf(evaluator, name);
    if (!isFunction(callee))
      return recordError(evaluator, 'FEEL_NOT_A_FUNCTION', { facts: { kind: kindOf(callee) } });
    const parameters = callee.signatures[0] ?? [];
    const unknown = Object.keys(args).filter((each) => !parameters.includes(each));
    if (unknown.length > 0) {
      const facts = { function: name, parameters: unknown.join(', ') };
      return recordError(evaluator, 'FEEL_UNKNOWN_PARAMETER', { facts });
    }
    const read = readerOf(args);
    const value = callPositional(callee, parameters.map(read), createFrame(evaluator.run));
    return settleFault(value, evaluator, name);
  });
}

export function createEvaluator(
  program: Program,
  supplied: InputReader,
  recorder: Recorder | null,
): Evaluator {
  const evaluator: Evaluator = {
    program,
    values: program.blank.slice(),
    supplied,
    run: createRun({
      global: (index) => {
        const known = evaluator.values[index];
        return known === undefined ? compute(evaluator, index) : known;
      },
      fault: (code, at, facts) => recordError(evaluator, code, { at, facts }),
    }),
    errors: [],
    computed: [],
    recorder,
    place: { element: null, rule: null, column: null },
    parts: null,
    noteCall: recorder === null ? null : (call) => noteCall(recorder.open, call),
  };
  return evaluator;
}

/** The value of a global by name. */
export function valueOf(evaluator: Evaluator, name: string): FeelValue {
  const index = evaluator.program.indexOf.get(name);
  if (index === undefined) return recordError(evaluator, 'DMN_UNKNOWN_DECISION', { facts: { name } });
  return guard(evaluator, () => evaluator.run.host.global(index));
}

function guard(evaluator: Evaluator, work: () => FeelValue): FeelValue {
  const depth = evaluator.run.depth;
  try {
    return work();
  } catch (error) {
    // Bounds on depth keep well inside any usual stack; a small one may still overflow, and that is a limit too.
    if (!(error instanceof RangeError)) throw error;
    evaluator.run.depth = depth;
    return recordError(evaluator, 'FEEL_LIMIT', { facts: { limit: 'stack', most: MAX_DECISION_DEPTH } });
  }
}

function compute(evaluator: Evaluator, index: number): FeelValue {
  const global = evaluator.program.globals[index] as ProgramGlobal;
  const { place } = evaluator;
  const { element, rule, column } = place;
  place.element = global.name;
  place.rule = null;
  place.column = null;
  const value = computeGlobal(global, index, evaluator);
  evaluator.values[index] = value;
  place.element = element;
  place.rule = rule;
  place.column = column;
  return value;
}

function computeGlobal(global: ProgramGlobal, index: number, evaluator: Evaluator): FeelValue {
  switch (global.kind) {
    case 'input':
      return readInput(global, evaluator);
    case 'decision':
      return runDecision(global, index, evaluator);
    case 'knowledge': {
      const { logic } = global;
      const frame = createFrame(evaluator.run);
      return logic.kind === 'function'
        ? createBoxedFunction(logic, frame, evaluator)
        : runBoxed(logic, frame, evaluator);
    }
    case 'service':
      return createService(global, evaluator, createEvaluator);
    default:
      return global satisfies never;
  }
}

function readInput(
  global: Extract<ProgramGlobal, { readonly kind: 'input' }>,
  evaluator: Evaluator,
): FeelValue {
  const given = evaluator.supplied(global.name);
  if (given === null || global.fit === null) return given;
  return settleFault(admitInput(given, global.fit, createFrame(evaluator.run)), evaluator, global.name);
}

function runDecision(global: Decision, index: number, evaluator: Evaluator): FeelValue {
  const { run, recorder } = evaluator;
  if (run.depth >= MAX_DECISION_DEPTH) return recordError(evaluator, 'DMN_DEPTH');
  if (isOpen(global)) return readOpen(global, evaluator);
  const outer = recorder?.open ?? null;
  if (recorder !== null) {
    recorder.open = createNotes();
    recorder.notes.set(index, recorder.open);
  }
  run.depth += 1;
  const frame = createFrame(run);
  const value = runBoxed(global.logic, frame, evaluator);
  run.depth -= 1;
  const fitted =
    global.fit === null || global.isFitted || value === null
      ? value
      : settleFault(fit(value, global.fit, frame), evaluator, global.name);
  if (recorder !== null && outer !== null) recorder.open = outer;
  evaluator.computed.push(global.name);
  return fitted;
}

type Decision = Extract<ProgramGlobal, { readonly kind: 'decision' }>;

/** A decision that the model leaves open: whoever evaluates it may say what was decided. */
function isOpen({ logic }: Decision): boolean {
  return logic.kind === 'broken' && logic.code === 'DMN_NO_LOGIC';
}

function readOpen({ name, logic, fit: wanted }: Decision, evaluator: Evaluator): FeelValue {
  const frame = createFrame(evaluator.run);
  const given = evaluator.supplied(name);
  if (given === null) return runBoxed(logic, frame, evaluator);
  return settleFault(admitInput(given, wanted, frame), evaluator, name);
}
