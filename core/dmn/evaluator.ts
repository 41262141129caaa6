/**
 * The state of one evaluation: values so far, errors, what was computed, where it is. It is the host of the FEEL
 * interpreter and is passed along by every runner of this folder.
 */
import {
  type CallFault,
  type Facts,
  type FeelValue,
  type Frame,
  isCallFault,
  type Run,
  type Span,
} from '@plimsoll/core/feel';
import type { Program } from './boxed.ts';
import { MAX_ERRORS } from './limits.ts';
import { createProblem, type EvaluationError } from './problem.ts';
import type { NotedCall, Recorder } from './trace.ts';

/** The value that is supplied for an input; null when there is none. It is asked when the input is first needed. */
export type InputReader = (name: string) => FeelValue;

export type Evaluator = {
  readonly program: Program;
  /** By index; undefined: not computed. */
  readonly values: (FeelValue | undefined)[];
  readonly supplied: InputReader;
  readonly run: Run;
  readonly errors: EvaluationError[];
  /** Names of decisions in the order in which they were computed. */
  readonly computed: string[];
  readonly recorder: Recorder | null;
  readonly place: { element: string | null; rule: number | null; column: string | null };
  /** Boxed expressions that were compiled, for a run that mixes both; null: none. */
  readonly parts: ReadonlyMap<object, (frame: Frame) => FeelValue> | null;
  /** Where a call of a decision service is noted for a trace; null: it isn't. */
  readonly noteCall: ((call: NotedCall) => void) | null;
};

/** Records an error at the present place. */
export function recordError(
  evaluator: Evaluator,
  code: string,
  { at = null, facts = {} }: { readonly at?: Span | null; readonly facts?: Facts } = {},
): null {
  const { errors, place } = evaluator;
  if (errors.length < MAX_ERRORS) {
    const hasText = at !== null && at.to > at.from;
    errors.push(
      createProblem(code, { ...place, from: hasText ? at.from : null, to: hasText ? at.to : null }, facts),
    );
  }
  return null;
}

/** Turns a fault into null and an error. */
export function settleFault(value: FeelValue | CallFault, evaluator: Evaluator, name: string): FeelValue {
  return isCallFault(value) ? recordError(evaluator, value.code, { facts: { name, ...value.facts } }) : value;
}

/** A runner of this folder. */
export type RunWith<Node> = (node: Node, frame: Frame, evaluator: Evaluator) => FeelValue;
