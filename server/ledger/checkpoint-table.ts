/** Checkpoints as rows. */
import type { Queryable } from './tile-table.ts';

/** A checkpoint over `size` leaves; it sealed those from `fromSize` on. */
export type StoredCheckpoint = {
  readonly size: number;
  readonly fromSize: number;
  readonly root: Uint8Array;
  readonly note: string;
  readonly seals: Uint8Array | null;
  /** ISO 8601, UTC, milliseconds. */
  readonly bookedAt: string;
};

type CheckpointRow = {
  readonly size: number;
  readonly from_size: number;
  readonly root: Buffer;
  readonly note: string;
  readonly seals: Buffer | null;
  readonly booked_at: Date;
};

const COLUMNS = 'size, from_size, root, note, seals, booked_at';

/** The newest checkpoint; null before the first one. */
export async function readLatestCheckpoint(database: Queryable): Promise<StoredCheckpoint | null> {
  const { rows } = await database.query<CheckpointRow>({
    name: 'ledger-checkpoint-latest',
    text: `SELECT ${COLUMNS} FROM ledger_checkpoint ORDER BY size DESC LIMIT 1`,
  });
  return rows[0] === undefined ? null : fromRow(rows[0]);
}

/** The checkpoints beyond a size, smallest first, `limit` at most. */
export async function readCheckpointsAfter(
  database: Queryable,
  size: number,
  limit: number,
): Promise<readonly StoredCheckpoint[]> {
  const { rows } = await database.query<CheckpointRow>({
    name: 'ledger-checkpoints-after',
    text: `SELECT ${COLUMNS} FROM ledger_checkpoint WHERE size > $1 ORDER BY size LIMIT $2`,
    values: [size, limit],
  });
  return rows.map(fromRow);
}

/** Which of these notes are stored as they are, under the size each claims. */
export async function findStoredNotes(
  database: Queryable,
  notes: readonly { readonly size: number; readonly note: string }[],
): Promise<ReadonlySet<string>> {
  const { rows } = await database.query<{ note: string }>({
    name: 'ledger-notes',
    text: `SELECT stored.note FROM ledger_checkpoint AS stored
           JOIN unnest($1::bigint[], $2::text[]) AS asked(size, note) USING (size, note)`,
    values: [notes.map(({ size }) => size), notes.map(({ note }) => note)],
  });
  return new Set(rows.map(({ note }) => note));
}

/** Stores a checkpoint; the table refuses one that does not take up where the last one ended. */
export async function writeCheckpoint(database: Queryable, checkpoint: StoredCheckpoint): Promise<void> {
  const { size, fromSize, root, note, seals, bookedAt } = checkpoint;
  await database.query({
    name: 'ledger-checkpoint-write',
    text: `INSERT INTO ledger_checkpoint (${COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6)`,
    values: [size, fromSize, Buffer.from(root), note, seals === null ? null : Buffer.from(seals), bookedAt],
  });
}

function fromRow(row: CheckpointRow): StoredCheckpoint {
  const { size, root, note, seals } = row;
  return { size, fromSize: row.from_size, root, note, seals, bookedAt: row.booked_at.toISOString() };
}
