/** Keys and sessions in PostgreSQL: statements only, no rules and no cache. */
import type pg from 'pg';

export type KeyRecord = {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
};
export type FoundKey = KeyRecord & { readonly secretHash: Buffer };
export type FoundSession = {
  readonly idHash: Buffer;
  readonly sessionExpiresAt: Date;
  readonly key: KeyRecord;
};

type KeyRow = {
  id: string;
  name: string;
  role: string;
  secret_hash: Buffer;
  created_at: Date;
  expires_at: Date | null;
  revoked_at: Date | null;
};
type SessionRow = KeyRow & { id_hash: Buffer; session_expires_at: Date };

/** Most keys that a list answers. */
const LIST_LIMIT = 1000;
const UNIQUE_VIOLATION = '23505';

/** The key with this hash, living or not; null when there is none. */
export async function findKey(pool: pg.Pool, secretHash: Buffer): Promise<FoundKey | null> {
  const { rows } = await pool.query<KeyRow>({
    name: 'identity_find_key',
    text: `SELECT id, name, role, secret_hash, created_at, expires_at, revoked_at
           FROM api_key WHERE secret_hash = $1`,
    values: [secretHash],
  });
  const row = rows[0];
  return row === undefined ? null : { ...keyOf(row), secretHash: row.secret_hash };
}

/** The session with this hash that hasn't ended, with its key; null when there is none. */
export async function findSession(pool: pg.Pool, idHash: Buffer): Promise<FoundSession | null> {
  const { rows } = await pool.query<SessionRow>({
    name: 'identity_find_session',
    text: `SELECT s.id_hash, s.expires_at AS session_expires_at, k.id, k.name, k.role, k.secret_hash,
                  k.created_at, k.expires_at, k.revoked_at
           FROM session s JOIN api_key k ON k.id = s.key_id
           WHERE s.id_hash = $1 AND s.ended_at IS NULL`,
    values: [idHash],
  });
  const row = rows[0];
  if (row === undefined) return null;
  return { idHash: row.id_hash, sessionExpiresAt: row.session_expires_at, key: keyOf(row) };
}

/** The keys, newest first, without secrets. */
export async function listKeys(pool: pg.Pool): Promise<readonly KeyRecord[]> {
  const { rows } = await pool.query<KeyRow>(
    `SELECT id, name, role, created_at, expires_at, revoked_at FROM api_key
     ORDER BY created_at DESC, id LIMIT ${LIST_LIMIT}`,
  );
  return rows.map(keyOf);
}

/** Writes a key; false when a living key has that name already. */
export async function insertKey(client: pg.Pool | pg.PoolClient, key: FoundKey): Promise<boolean> {
  try {
    await client.query(
      `INSERT INTO api_key (id, name, role, secret_hash, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)`,
      [key.id, key.name, key.role, key.secretHash, key.createdAt, key.expiresAt],
    );
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === UNIQUE_VIOLATION) return false;
    throw error;
  }
}

/** Ends a key; false when there is none. A key that was ended before keeps its first time. */
export async function revokeKey(pool: pg.Pool, id: string, at: Date): Promise<boolean> {
  const { rowCount } = await pool.query(
    'UPDATE api_key SET revoked_at = coalesce(revoked_at, $2) WHERE id = $1',
    [id, at],
  );
  return rowCount === 1;
}

/** Writes a session, and clears away those that ran out. */
export async function insertSession(
  pool: pg.Pool,
  session: {
    readonly idHash: Buffer;
    readonly keyId: string;
    readonly createdAt: Date;
    readonly expiresAt: Date;
  },
): Promise<void> {
  await pool.query(
    `WITH old AS (DELETE FROM session WHERE expires_at < $3)
     INSERT INTO session (id_hash, key_id, created_at, expires_at) VALUES ($1, $2, $3, $4)`,
    [session.idHash, session.keyId, session.createdAt, session.expiresAt],
  );
}

/** Ends a session. */
export async function endSession(pool: pg.Pool, idHash: Buffer, at: Date): Promise<void> {
  await pool.query('UPDATE session SET ended_at = coalesce(ended_at, $2) WHERE id_hash = $1', [idHash, at]);
}

/** Whether any key was ever made. */
export async function hasKeys(client: pg.Pool | pg.PoolClient): Promise<boolean> {
  const { rows } = await client.query<{ found: boolean }>('SELECT EXISTS (SELECT FROM api_key) AS found');
  return rows[0]?.found === true;
}

function keyOf(row: Omit<KeyRow, 'secret_hash'>): KeyRecord {
  return {
    id: row.id,
    name: row.name,
    role: row.role,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
  };
}
