/**
 * For commands that look at a home which a server may be using right now (verify, replay, back up): the engine is
 * started if it stands still, and joined if it runs. Joining takes no ownership and stops nothing.
 */
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { StoreFault } from './fault.ts';
import { prepareFolder } from './folder.ts';
import { engineAddress, type PostgresOptions, type PostgresServer, startPostgres } from './postgres.ts';
import { readPidFile } from './postmaster.ts';

/** Starts or joins the embedded PostgreSQL of a home. Faults: those of `startPostgres`, apart from `home_in_use`. */
export async function openPostgres(options: PostgresOptions): Promise<PostgresServer> {
  try {
    return await startPostgres({ ...options, graceMs: 0 });
  } catch (fault) {
    if (!(fault instanceof StoreFault) || fault.code !== 'home_in_use') throw fault;
    return joinEngine(options.home);
  }
}

async function joinEngine(home: string): Promise<PostgresServer> {
  const folder = await prepareFolder(resolve(home));
  const pidFile = await readPidFile(join(folder.path, 'data'));
  if (pidFile === null)
    throw new StoreFault('postgres_failed', `the engine of ${home} ended while we came; try again`);
  const password = (await readFile(join(folder.path, 'password'), 'utf8')).trim();
  return { url: engineAddress(password, pidFile.port), stop: async () => undefined };
}
