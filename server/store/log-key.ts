/** The log's own salt key: random, wrapped by the master key, made with the first start on a database. */
import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { KEY_BYTES, KeyFault, type Keys } from '@plimsoll/server/keys';

/** What salts the commitments to public bodies. */
export type LogKeys = { readonly saltKey: Uint8Array };

const NAME = 'salt';

/** Loads it, or makes it. Faults: `key_wrong` when the master key is not the one of this database. */
export async function loadLogKeys(pool: Pick<pg.ClientBase, 'query'>, keys: Keys): Promise<LogKeys> {
  await pool.query(
    'INSERT INTO log_key (name, wrapped_key, key_version) VALUES ($1, $2, $3) ON CONFLICT (name) DO NOTHING',
    [NAME, keys.wrap(randomBytes(KEY_BYTES), NAME), keys.keyVersion],
  );
  const { rows } = await pool.query<{ wrapped_key: Buffer }>(
    'SELECT wrapped_key FROM log_key WHERE name = $1',
    [NAME],
  );
  const [row] = rows;
  const saltKey = row === undefined ? null : keys.unwrap(row.wrapped_key, NAME);
  if (saltKey === null) {
    throw new KeyFault('key_wrong', 'this master key is not the one with which the database was made');
  }
  return { saltKey };
}
