/** What the room of loans needs of the house. */
import type pg from 'pg';
import type { LenderKey, LoanShelf, Turns } from '@plimsoll/server/loan';
import type { Log, Opener } from '@plimsoll/server/store';

export type LoanPorts = {
  readonly pool: pg.Pool;
  readonly log: Log;
  readonly opener: Opener;
  readonly loans: LoanShelf;
  /** Signs contracts for the lender. */
  readonly lenderKey: LenderKey;
  /** One at a time for one person, group or loan. */
  readonly turns: Turns;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** A new id, in the order of time. */
  readonly createId: (nowMs: number) => string;
};

/** The day of an instant, in UTC. */
export function dayAt(nowMs: number): string {
  return new Date(nowMs).toISOString().slice(0, 10);
}
