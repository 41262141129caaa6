/**
 * Events as the ledger reads them: every column, as it lies in the database now. The leaf is rebuilt from the columns
 * by a path of its own, apart from the one that wrote it, so that an error in either shows.
 */
import { toHex } from '@plimsoll/core/base';
import type { Leaf } from '@plimsoll/core/ledger';
import type { Queryable } from './tile-table.ts';

/** An event of the log. `body`: the public part as stored, JSON text; `sealed`: the box of the personal part. */
export type LoggedEvent = {
  readonly position: number;
  readonly id: string;
  readonly stream: string;
  readonly version: number;
  readonly kind: string;
  readonly bookedAt: string;
  readonly effectiveDay: string;
  readonly actor: string;
  readonly subject: string | null;
  readonly policyHash: string | null;
  readonly modelId: string | null;
  readonly commitment: Uint8Array;
  readonly leafHash: Uint8Array;
  readonly body: string;
  readonly sealed: Uint8Array | null;
};

type EventRow = {
  readonly position: number;
  readonly id: string;
  readonly stream: string;
  readonly version: number;
  readonly kind: string;
  readonly booked_at: Date;
  readonly effective_day: string;
  readonly actor: string;
  readonly subject: string | null;
  readonly policy_hash: string | null;
  readonly model_id: string | null;
  readonly commitment: Buffer;
  readonly leaf_hash: Buffer;
  readonly body: string;
  readonly sealed: Buffer | null;
};

const COLUMNS =
  'position, id, stream, version, kind, booked_at, effective_day, actor, subject, policy_hash, model_id, ' +
  'commitment, leaf_hash, body, sealed';

/** The events from a position on, in order, `limit` at most. */
export async function readEventPage(
  database: Queryable,
  from: number,
  limit: number,
): Promise<readonly LoggedEvent[]> {
  const { rows } = await database.query<EventRow>({
    name: 'ledger-events',
    text: `SELECT ${COLUMNS} FROM event WHERE position >= $1 ORDER BY position LIMIT $2`,
    values: [from, limit],
  });
  return rows.map(fromRow);
}

/** One event; null when there is none of this id. */
export async function readEventById(database: Queryable, id: string): Promise<LoggedEvent | null> {
  const { rows } = await database.query<EventRow>({
    name: 'ledger-event-by-id',
    text: `SELECT ${COLUMNS} FROM event WHERE id = $1`,
    values: [id],
  });
  return rows[0] === undefined ? null : fromRow(rows[0]);
}

/** The leaf that the columns stand for. */
export function leafOfEvent(event: LoggedEvent): Leaf {
  const { id, kind, stream, version, bookedAt, effectiveDay, actor, subject, policyHash, modelId } = event;
  const named = { id, kind, stream, version, bookedAt, effectiveDay, actor, subject, policyHash, modelId };
  return { v: 1, ...named, commitment: toHex(event.commitment) };
}

function fromRow(row: EventRow): LoggedEvent {
  const { position, id, stream, version, kind, actor, subject, commitment, body, sealed } = row;
  return {
    position,
    id,
    stream,
    version,
    kind,
    bookedAt: row.booked_at.toISOString(),
    effectiveDay: row.effective_day,
    actor,
    subject,
    policyHash: row.policy_hash,
    modelId: row.model_id,
    commitment,
    leafHash: row.leaf_hash,
    body,
    sealed,
  };
}
