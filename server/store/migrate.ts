/**
 * Migrations: folders `migrations/NNNN-name/{up.sql,NOTE.md}`, run in the order of their names, all in one transaction
 * under an advisory lock (several servers may start at once). What was run is kept with its sha256: an old migration
 * that was edited, or a database newer than the code, is a fault, never a guess.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import { inTransaction } from './database.ts';
import { StoreFault } from './fault.ts';

export type Migration = { readonly id: string; readonly sql: string; readonly sha256: string };

/** The folder of this release's migrations. */
export const MIGRATIONS_FOLDER = fileURLToPath(new URL('./migrations/', import.meta.url));

const MIGRATION_LOCK = 0x706c696e;
const FOLDER_NAME = /^\d{4}-[a-z0-9-]+$/;

/** Reads the migrations of a folder in order. */
export async function readMigrations(folder: string = MIGRATIONS_FOLDER): Promise<readonly Migration[]> {
  const names = (await readdir(folder)).filter((name) => FOLDER_NAME.test(name)).toSorted();
  return Promise.all(
    names.map(async (id) => {
      const sql = await readFile(join(folder, id, 'up.sql'), 'utf8');
      return { id, sql, sha256: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

/**
 * Brings the database to the newest migration; returns the ids that were run now.
 * Faults: `migration_altered`, `migration_newer`; on any other error nothing is changed.
 */
export async function migrate(pool: pg.Pool, migrations?: readonly Migration[]): Promise<readonly string[]> {
  const known = migrations ?? (await readMigrations());
  return inTransaction(pool, async (client) => {
    await client.query('SELECT pg_advisory_xact_lock($1, 0)', [MIGRATION_LOCK]);
    await client.query(
      `CREATE TABLE IF NOT EXISTS migration (
         id text PRIMARY KEY, sha256 text NOT NULL, applied_at timestamptz(3) NOT NULL DEFAULT now())`,
    );
    const { rows } = await client.query<{ id: string; sha256: string }>(
      'SELECT id, sha256 FROM migration ORDER BY id',
    );
    const missing = pending(known, rows);
    for (const { id, sql, sha256 } of missing) {
      await client.query(sql).catch((cause: unknown) => {
        throw new StoreFault('database_unsuitable', `the migration ${id} failed; nothing was changed`, cause);
      });
      await client.query('INSERT INTO migration (id, sha256) VALUES ($1, $2)', [id, sha256]);
    }
    return missing.map(({ id }) => id);
  });
}

function pending(
  known: readonly Migration[],
  applied: readonly { readonly id: string; readonly sha256: string }[],
): readonly Migration[] {
  const byId = new Map(known.map((migration) => [migration.id, migration]));
  for (const { id, sha256 } of applied) {
    const migration = byId.get(id);
    if (migration === undefined) {
      throw new StoreFault(
        'migration_newer',
        `the database knows the migration ${id}, this release does not: use a newer release`,
      );
    }
    if (migration.sha256 !== sha256) {
      throw new StoreFault('migration_altered', `the migration ${id} was edited after it had been run`);
    }
  }
  const done = new Set(applied.map(({ id }) => id));
  return known.filter(({ id }) => !done.has(id));
}
