/** The graph of requirements: an order in which everything comes after what it requires, and the cycles. */

import { MAX_CYCLES } from './limits.ts';

/** For each element, by index, the indexes of what it requires. */
export type Wiring = readonly (readonly number[])[];

/**
 * Depth-first order (Tarjan 1976). Self-requirement is a cycle of one.
 * @returns every index once, requirements first where no cycle forbids, and the cycles that were met first
 */
export function findOrder(wiring: Wiring): {
  readonly order: readonly number[];
  readonly cycles: readonly (readonly number[])[];
  /** Every index that is part of a circle, also of one that isn't named. */
  readonly inCycle: ReadonlySet<number>;
} {
  const state: ('new' | 'open' | 'done')[] = wiring.map(() => 'new');
  const order: number[] = [];
  const cycles: number[][] = [];
  const marked = new Uint8Array(wiring.length);
  for (const start of wiring.keys()) visitFrom(start);
  const inCycle = new Set(wiring.keys().filter((index) => marked[index] === 1));
  return { order, cycles, inCycle };

  /** Iterative, so that a long chain of requirements can't overflow the stack. */
  function visitFrom(start: number): void {
    if (state[start] !== 'new') return;
    const path: { readonly index: number; next: number }[] = [{ index: start, next: 0 }];
    state[start] = 'open';
    while (path.length > 0) {
      const top = path.at(-1) as { readonly index: number; next: number };
      const required = wiring[top.index]?.[top.next];
      top.next += 1;
      if (required === undefined) {
        state[top.index] = 'done';
        order.push(top.index);
        path.pop();
      } else if (state[required] === 'open') {
        const from = path.findIndex(({ index }) => index === required);
        for (let place = from; place < path.length; place += 1)
          marked[(path[place] as (typeof path)[number]).index] = 1;
        if (cycles.length < MAX_CYCLES) cycles.push(path.slice(from).map(({ index }) => index));
      } else if (state[required] === 'new') {
        state[required] = 'open';
        path.push({ index: required, next: 0 });
      }
    }
  }
}
