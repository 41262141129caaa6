/**
 * How threads take turns over shared words: the turn goes up by one when there is a task, and each thread but the first
 * counts itself done. Short waits are spun, since a task of a small node takes less time than being woken; longer ones sleep.
 */
import { WORD } from '@plimsoll/core/model/boost';

/** The task that ends a thread's work. */
export const LEAVE = 0;
/** Looks before sleeping: some ten microseconds. */
const SPINS = 2000;

/** Waits until the word is no longer `old`; gives what it is then, or `old` when the time is over. */
export function waitWhile(
  words: Int32Array,
  place: number,
  { old, limitMs = Number.POSITIVE_INFINITY }: { readonly old: number; readonly limitMs?: number },
): number {
  for (let spin = 0; spin < SPINS; spin++) {
    const now = Atomics.load(words, place);
    if (now !== old) return now;
  }
  // A late notice of an earlier turn wakes a thread whose word is still the old one: only the time ends the wait.
  for (;;) {
    const isOver = Atomics.wait(words, place, old, limitMs) === 'timed-out';
    const now = Atomics.load(words, place);
    if (now !== old || isOver) return now;
  }
}

/** Gives all threads a task. */
export function startTurn(words: Int32Array, task: number): void {
  words[WORD.task] = task;
  Atomics.store(words, WORD.done, 0);
  Atomics.add(words, WORD.turn, 1);
  Atomics.notify(words, WORD.turn);
}

/** Counts a thread done. */
export function endTurn(words: Int32Array): void {
  Atomics.add(words, WORD.done, 1);
  Atomics.notify(words, WORD.done);
}
