/** On how many threads a training runs where nobody said: those of the machine, as far as they help. */
import { availableParallelism } from 'node:os';

/** Parts of a node's work are small: more threads wait for each other longer than they work. */
const USUAL_LIMIT = 8;

export function machineThreads(): number {
  return Math.min(USUAL_LIMIT, availableParallelism());
}
