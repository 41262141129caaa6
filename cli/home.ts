/** What most commands need: the database and the keys of this Plimsoll, whether or not its server is running. */
import { type Keys, loadKeys } from '@plimsoll/server/keys';
import { readServiceOptions, type ServiceOptions } from '@plimsoll/server/service';
import { checkDatabase, migrate, openPool, openPostgres } from '@plimsoll/server/store';
import type pg from 'pg';

export type Home = {
  readonly options: ServiceOptions;
  readonly pool: pg.Pool;
  readonly keys: Keys;
  readonly close: () => Promise<void>;
};

/**
 * Opens the home that the environment names (PLIMSOLL_HOME, PLIMSOLL_DATABASE_URL). Brings an older database up to
 * date. Close it when done; a server that runs on the same home goes on undisturbed.
 */
export async function openHome(): Promise<Home> {
  const options = readServiceOptions(process.env);
  const { home, databaseUrl, masterKey } = options;
  const engine = databaseUrl === null ? await openPostgres({ home }) : null;
  const pool = openPool(engine?.url ?? databaseUrl ?? '');
  const close = async (): Promise<void> => {
    await pool.end();
    await engine?.stop();
  };
  try {
    await checkDatabase(pool);
    await migrate(pool);
    const { rowCount } = await pool.query('SELECT FROM log_key LIMIT 1');
    const keys = await loadKeys({
      secrets: `${home}/secrets`,
      mayCreate: rowCount === 0,
      ...(masterKey === null ? {} : { masterKey }),
    });
    return { options, pool, keys, close };
  } catch (fault) {
    await close();
    throw fault;
  }
}

/** Runs `work` on the opened home and closes it whatever happens. */
export async function withHome<T>(work: (home: Home) => Promise<T>): Promise<T> {
  const home = await openHome();
  try {
    return await work(home);
  } finally {
    await home.close();
  }
}
