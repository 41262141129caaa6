/**
 * How a compiled run says that it can't answer: something faulted, or was too rare to be compiled. The interpreter
 * then answers from the start; policies are pure, so nothing is lost but time.
 */

/** Thrown and caught within this folder; a plain object, because a stack trace would cost more than the run. */
export const GIVE_UP = { kind: 'give-up' } as const;

export function giveUp(): never {
  throw GIVE_UP;
}
