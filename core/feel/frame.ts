/** Frames and the budget of an evaluation: steps of loops, and faults with their place. */
import { MAX_STEPS } from './limits.ts';
import type { Span } from './span.ts';
import type { Facts, Frame, Host, Run } from './value.ts';

export function createRun(host: Host): Run {
  return { host, stepsLeft: MAX_STEPS, depth: 0 };
}

export function createFrame(run: Run): Frame {
  return { run, locals: [] };
}

/** Records a fault and gives the null that FEEL goes on with. */
export function faultAt(
  frame: Frame,
  at: Span,
  fault: { readonly code: string; readonly facts?: Facts },
): null {
  frame.run.host.fault(fault.code, at, fault.facts ?? {});
  return null;
}

/** Takes one step of the budget; false when none is left (a fault is recorded once). */
export function takeStep(frame: Frame, at: Span): boolean {
  const { run } = frame;
  run.stepsLeft -= 1;
  if (run.stepsLeft > 0) return true;
  if (run.stepsLeft === 0) run.host.fault('FEEL_LIMIT', at, { limit: 'steps', most: MAX_STEPS });
  return false;
}
