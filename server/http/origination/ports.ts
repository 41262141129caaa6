/** What the room of origination needs of the house. */
import type pg from 'pg';
import type { PolicyShelf } from '@plimsoll/server/policy';
import type { Log, Opener } from '@plimsoll/server/store';

export type OriginationPorts = {
  readonly pool: pg.Pool;
  readonly log: Log;
  readonly opener: Opener;
  readonly shelf: PolicyShelf;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** A new id, in the order of time. */
  readonly createId: (nowMs: number) => string;
  /** Told of each new decision, after its commit. */
  readonly onDecision: (outcome: string) => void;
};

/** The day of an instant, in UTC. */
export function dayAt(nowMs: number): string {
  return new Date(nowMs).toISOString().slice(0, 10);
}
