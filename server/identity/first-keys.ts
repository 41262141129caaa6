/** The keys of the first start: one for the administrator at the console, one for the first integrator. */
import type pg from 'pg';
import { inTransaction } from '@plimsoll/server/store';
import { type CreatedKey, createKey } from './identity.ts';
import { hasKeys } from './key-table.ts';

const FIRST_KEYS_LOCK = 0x6b657973;

export type FirstKeys = { readonly admin: CreatedKey; readonly integrator: CreatedKey };

/** Makes the first two keys when there was never one; null otherwise. Two servers that start at once make one pair. */
export async function ensureFirstKeys(pool: pg.Pool, at: Date = new Date()): Promise<FirstKeys | null> {
  return inTransaction(pool, async (client) => {
    await client.query('SELECT pg_advisory_xact_lock($1, 0)', [FIRST_KEYS_LOCK]);
    if (await hasKeys(client)) return null;
    const when = { createdAt: at, expiresAt: null };
    const admin = await createKey(client, { name: 'admin', role: 'admin', ...when });
    const integrator = await createKey(client, { name: 'integrator', role: 'integrator', ...when });
    return admin === null || integrator === null ? null : { admin, integrator };
  });
}
