/**
 * A decision service as a function (OMG DMN 1.5, 6.3.11 and 10.4): its arguments stand for the inputs and decisions
 * that it names, what it holds is computed afresh from them, and nothing of it is seen outside.
 */
import {
  type CallFault,
  callFault,
  createFrame,
  type FeelFunction,
  type FeelValue,
  isCallFault,
  takeSteps,
  toJson,
} from '@plimsoll/core/feel';
import type { Program, ProgramGlobal } from './boxed.ts';
import type { Evaluator, InputReader } from './evaluator.ts';
import { fit } from './item.ts';
import { MAX_ERRORS } from './limits.ts';
import { createRecorder, type Recorder } from './trace.ts';

const NO_SPAN = { from: 0, to: 0 };

type Service = Extract<ProgramGlobal, { readonly kind: 'service' }>;
type Open = (program: Program, supplied: InputReader, recorder: Recorder | null) => Evaluator;

export function createService(service: Service, evaluator: Evaluator, open: Open): FeelFunction {
  const { origins } = evaluator.program;
  const { name, parameters } = service;
  return {
    kind: 'function',
    name,
    signatures: [parameters.map((index) => origins[index]?.name ?? '')],
    call: (args) => {
      if (args.length !== parameters.length) {
        return callFault('FEEL_ARGUMENTS', { function: name, given: args.length, wanted: parameters.length });
      }
      const inner = open(
        evaluator.program,
        () => null,
        evaluator.noteCall === null ? null : createRecorder(),
      );
      // Whatever the service holds is computed afresh: a call costs what the policy is large.
      if (!takeSteps(createFrame(evaluator.run), NO_SPAN, evaluator.program.globals.length)) return null;
      inner.run.depth = evaluator.run.depth;
      inner.run.stepsLeft = evaluator.run.stepsLeft;
      inner.run.now = evaluator.run.now;
      const fault = takeArguments(service, args, inner);
      if (fault !== null) return fault;
      const value = giveResult(service, inner);
      evaluator.run.stepsLeft = inner.run.stepsLeft;
      evaluator.errors.push(...inner.errors.slice(0, Math.max(0, MAX_ERRORS - evaluator.errors.length)));
      note(name, value, { inner, outer: evaluator });
      return value;
    },
  };
}

/** Puts each argument in the place of the input or decision that it stands for; one that doesn't fit ends the call. */
function takeArguments(
  { parameters }: Service,
  args: readonly FeelValue[],
  inner: Evaluator,
): CallFault | null {
  for (const [position, index] of parameters.entries()) {
    const wanted = inner.program.globals[index];
    const value = args[position] ?? null;
    const isTyped = wanted?.kind === 'input' || wanted?.kind === 'decision';
    const fitted = isTyped && wanted.fit !== null ? fit(value, wanted.fit, createFrame(inner.run)) : value;
    if (isCallFault(fitted)) return callFault(fitted.code, { name: wanted?.name ?? '', ...fitted.facts });
    inner.values[index] = fitted;
  }
  return null;
}

/** The value of the output decision, or a context of several. */
function giveResult({ outputs, fit: wanted }: Service, inner: Evaluator): FeelValue | CallFault {
  const { origins } = inner.program;
  const results = outputs.map((index): [string, FeelValue] => [
    origins[index]?.name ?? '',
    inner.run.host.global(index),
  ]);
  const value = results.length === 1 ? (results[0]?.[1] ?? null) : new Map(results);
  return wanted === null ? value : fit(value, wanted, createFrame(inner.run));
}

function note(
  name: string,
  value: FeelValue | CallFault,
  { inner, outer }: { readonly inner: Evaluator; readonly outer: Evaluator },
): void {
  if (outer.noteCall === null || inner.recorder === null) return;
  outer.noteCall({
    name,
    value: isCallFault(value) ? null : toJson(value),
    values: inner.values,
    errors: inner.errors,
    notes: inner.recorder.notes,
  });
}
