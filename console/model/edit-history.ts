/** Steps that can be taken back: what stands, what stood before, what was taken back. Pure. */
export type EditHistory<T> = {
  readonly before: readonly T[];
  readonly now: T;
  readonly after: readonly T[];
};

/** How many steps are remembered. */
const maxSteps = 200;

export function startHistory<T>(now: T): EditHistory<T> {
  return { before: [], now, after: [] };
}

/** A step: what was taken back before it is gone. */
export function takeStep<T>({ before, now }: EditHistory<T>, next: T): EditHistory<T> {
  return { before: [...before, now].slice(-maxSteps), now: next, after: [] };
}

/** One step back; the same history when there is none. */
export function undo<T>(history: EditHistory<T>): EditHistory<T> {
  const last = history.before.at(-1);
  if (last === undefined) return history;
  return { before: history.before.slice(0, -1), now: last, after: [history.now, ...history.after] };
}

/** One step forward again; the same history when nothing was taken back. */
export function redo<T>(history: EditHistory<T>): EditHistory<T> {
  const [next, ...after] = history.after;
  if (next === undefined) return history;
  return { before: [...history.before, history.now], now: next, after };
}
