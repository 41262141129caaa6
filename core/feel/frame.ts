/** Frames and the budget of an evaluation: steps of loops, and faults with their place. */
import { MAX_STEPS, MAX_VALUE_WEIGHT } from './limits.ts';
import type { Span } from './span.ts';
import { type Facts, type FeelValue, type Frame, type Host, type Run } from './value.ts';
import { weightOf } from './weight.ts';

export function createRun(host: Host): Run {
  return { host, stepsLeft: MAX_STEPS, depth: 0, now: null };
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
  return takeSteps(frame, at, 1);
}

/** Takes several; the fault is recorded when the budget runs out. */
export function takeSteps(frame: Frame, at: Span, count: number): boolean {
  const { run } = frame;
  const before = run.stepsLeft;
  run.stepsLeft = before - count;
  if (run.stepsLeft > 0) return true;
  if (before > 0) run.host.fault('FEEL_LIMIT', at, { limit: 'steps', most: MAX_STEPS });
  return false;
}

/** Items of a list, or characters of a string, that a built-in passes over for the price of one step. */
const ITEMS_PER_STEP = 8;
const CHARACTERS_PER_STEP = 1024;

/** What going through a value costs: nothing for a short one, the whole budget for one that weighs too much. */
export function costOf(value: FeelValue): number {
  if (typeof value === 'string') return Math.floor(value.length / CHARACTERS_PER_STEP);
  if (typeof value !== 'object' || value === null) return 0;
  const weight = weightOf(value);
  return weight > MAX_VALUE_WEIGHT ? MAX_STEPS : Math.floor(weight / ITEMS_PER_STEP);
}
