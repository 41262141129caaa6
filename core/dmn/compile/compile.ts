/**
 * Policies compiled. The interpreter is the meaning, this is the speed: a compiled policy gives the value that the
 * interpreter gives, and where anything is out of the ordinary (a fault, a limit) it lets the interpreter answer, so
 * that every error is found and placed by one and the same code.
 */
import { assert } from '@plimsoll/core/base';
import type { FeelValue } from '@plimsoll/core/feel';
import type { Program } from '../boxed.ts';
import { type Clock, createEvaluation, readerOf } from '../evaluation.ts';
import type { Policy } from '../policy.ts';
import type { EvaluationError } from '../problem.ts';
import type { Trace } from '../trace.ts';
import { traceEvaluation } from '../trace-evaluation.ts';
import { type Built, buildClosures, buildGenerated, type Inputs } from './build.ts';
import { GIVE_UP } from './give-up.ts';
import type { UnitIr } from './ir.ts';
import { createMachine, type Machine, resetMachine } from './machine.ts';
import { functionMaker, orNull } from './maker.ts';
import { type Kept, traceOf } from './record.ts';
import type { Access } from './source.ts';
import { lowerProgram } from './unit.ts';

export type Decided = { readonly value: FeelValue; readonly errors: readonly EvaluationError[] };
export type Recorded = Decided & { readonly trace: () => Trace };

export type CompiledPolicy = {
  readonly policy: Policy;
  /** `closures` where the host forbids making code from text, the caller asked for it, or a policy is too much for the host. */
  readonly executor: 'generated' | 'closures';
  /** The value of a decision (or input) and what went wrong on the way: what `createEvaluation` gives. */
  readonly decide: (inputs: Inputs, decision: string) => Decided;
  /** The same, and what it takes to tell the trace later: what `traceEvaluation` gives. */
  readonly record: (inputs: Inputs, decision: string) => Recorded;
  /** Runs so far, and those that the interpreter had to answer. */
  readonly counts: { readonly runs: number; readonly interpreted: number };
};

export type CompileOptions = {
  /** `forbidden` uses closures even where the host would allow generated code. */
  readonly codeGeneration?: 'allowed' | 'forbidden';
  /** What `now()` and `today()` give; without one they are errors, as they should be in a policy that is replayed. */
  readonly clock?: Clock;
};

/**
 * Compiles a policy. Parts are made when they are first needed, so an unused one costs nothing. Not for use by several
 * runs at once: a run ends before the next begins, as everything in this folder does.
 */
export function compilePolicy(
  policy: Policy,
  { codeGeneration = 'allowed', clock = {} }: CompileOptions = {},
): CompiledPolicy {
  const makeFunction = codeGeneration === 'allowed' ? functionMaker() : null;
  const counts = { runs: 0, interpreted: 0 };
  let executor: CompiledPolicy['executor'] = makeFunction === null ? 'closures' : 'generated';
  const build = (access: Access, isRecording: boolean): Engine => {
    const machine = createMachine(policy.program, isRecording);
    machine.run.now = clock.now ?? null;
    const unit = lowerProgram(policy.program, machine);
    const generated =
      makeFunction === null ? null : orNull(() => buildGenerated(unit, machine, { access, makeFunction }));
    if (generated === null) executor = 'closures';
    const built = generated ?? buildClosures(unit, machine);
    machine.globals = built.globals;
    const { indexOf } = policy.program;
    return { unit, machine, built, indexOf, asked: null, compute: undefined };
  };
  const deciding: Engines = { field: null, reader: null };
  const recording: Engines = { field: null, reader: null };
  const engineFor = (engines: Engines, inputs: Inputs): Engine => {
    const access = typeof inputs === 'function' ? 'reader' : 'field';
    return (engines[access] ??= build(access, engines === recording));
  };
  return {
    policy,
    get executor() {
      return executor;
    },
    counts,
    decide: (inputs, decision) => {
      counts.runs += 1;
      const engine = engineFor(deciding, inputs);
      const value = runEngine(engine, decision, inputs);
      engine.built.begin(null);
      if (value !== undefined) return { value, errors: NO_ERRORS };
      counts.interpreted += 1;
      const evaluation = createEvaluation(policy, inputs, clock);
      return { value: evaluation.value(decision), errors: evaluation.errors };
    },
    record: (inputs, decision) => {
      counts.runs += 1;
      const engine = engineFor(recording, inputs);
      const value = runEngine(engine, decision, inputs);
      if (value === undefined) {
        engine.built.begin(null);
        counts.interpreted += 1;
        const evaluation = createEvaluation(policy, inputs, clock);
        const trace = (): Trace => traceEvaluation(policy, inputs, decision);
        return { value: evaluation.value(decision), errors: evaluation.errors, trace };
      }
      const kept = keep(engine, inputs);
      engine.built.begin(null);
      return { value, errors: NO_ERRORS, trace: () => traceOf(policy, kept, engine.machine) };
    },
  };
}

type Engines = { field: Engine | null; reader: Engine | null };
type Engine = {
  readonly unit: UnitIr;
  readonly machine: Machine;
  readonly built: Built;
  readonly indexOf: Program['indexOf'];
  /** The decision that was asked for last, and what computes it: mostly it is asked for again. */
  asked: string | null;
  compute: (() => FeelValue) | undefined;
};

/** What the trace of the run that has just ended will be told from. */
function keep({ machine, built, unit }: Engine, inputs: Inputs): Kept {
  const supplied = readerOf(inputs);
  return {
    values: built.values(),
    log: machine.log,
    supplied,
    readInput: (index) => {
      const input = unit.globals[index];
      assert(input?.kind === 'input', 'plain columns are inputs');
      return input.admit(supplied(input.name));
    },
  };
}

const NO_ERRORS: readonly EvaluationError[] = [];

/** Undefined: the interpreter has to answer. */
function runEngine(engine: Engine, decision: string, inputs: Inputs): FeelValue | undefined {
  const { machine, built } = engine;
  if (engine.asked !== decision) {
    engine.asked = decision;
    engine.compute = built.globals[engine.indexOf.get(decision) ?? -1];
  }
  const { compute } = engine;
  if (compute === undefined) return undefined;
  resetMachine(machine);
  built.begin(inputs);
  try {
    const value = compute();
    return machine.evaluator.errors.length === 0 ? value : undefined;
  } catch (error) {
    // A small stack may overflow within the bounds on depth; the interpreter says so in its own way.
    if (error === GIVE_UP || error instanceof RangeError) return undefined;
    throw error;
  }
}
