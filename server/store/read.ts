/** Reading events back, exactly as they were written. */
import type pg from 'pg';
import type { StoredEvent } from './request.ts';

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

type Queryable = Pick<pg.Pool, 'query'> | Pick<pg.PoolClient, 'query'>;

const COLUMNS = `position, id, stream, version, kind, booked_at, effective_day, actor, subject, policy_hash, model_id,
  commitment, leaf_hash, body, sealed`;

/** Events of a page at most. */
export const MAX_PAGE_EVENTS = 10_000;

/** Number of events in the log. */
export async function readLogSize(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ size: number }>('SELECT size FROM log_head');
  return rows[0]?.size ?? 0;
}

/** The events at the positions `from` … `from + count − 1`, as far as there are any. */
export async function readEvents(
  db: Queryable,
  page: { readonly from: number; readonly count: number },
): Promise<readonly StoredEvent[]> {
  const end = page.from + Math.min(page.count, MAX_PAGE_EVENTS);
  const { rows } = await db.query<EventRow>(
    `SELECT ${COLUMNS} FROM event WHERE position >= $1 AND position < $2 ORDER BY position`,
    [page.from, end],
  );
  return rows.map(storedEvent);
}

/** The events of one stream in order, up to `MAX_PAGE_EVENTS`. */
export async function readStream(db: Queryable, stream: string): Promise<readonly StoredEvent[]> {
  const { rows } = await db.query<EventRow>({
    name: 'stream',
    text: `SELECT ${COLUMNS} FROM event WHERE stream = $1 ORDER BY version LIMIT ${MAX_PAGE_EVENTS}`,
    values: [stream],
  });
  return rows.map(storedEvent);
}

/** The latest event of a stream; null when it has none. */
export async function readLatest(db: Queryable, stream: string): Promise<StoredEvent | null> {
  const { rows } = await db.query<EventRow>({
    name: 'stream-latest',
    text: `SELECT ${COLUMNS} FROM event WHERE stream = $1 ORDER BY version DESC LIMIT 1`,
    values: [stream],
  });
  const [row] = rows;
  return row === undefined ? null : storedEvent(row);
}

/** One event by its id; null when there is none. */
export async function readEvent(db: Queryable, id: string): Promise<StoredEvent | null> {
  const { rows } = await db.query<EventRow>(`SELECT ${COLUMNS} FROM event WHERE id = $1`, [id]);
  const [row] = rows;
  return row === undefined ? null : storedEvent(row);
}

function storedEvent(row: EventRow): StoredEvent {
  return {
    position: row.position,
    id: row.id,
    stream: row.stream,
    version: row.version,
    kind: row.kind,
    bookedAt: row.booked_at.toISOString(),
    effectiveDay: row.effective_day,
    actor: row.actor,
    subject: row.subject,
    policyHash: row.policy_hash,
    modelId: row.model_id,
    commitment: row.commitment,
    leafHash: row.leaf_hash,
    body: row.body,
    sealed: row.sealed,
  };
}
