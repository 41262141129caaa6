/** Where this Plimsoll keeps its files: engine, keys, backups. */
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export type Paths = {
  readonly home: string;
  /** Mode 0700: master key, signing key. */
  readonly secrets: string;
  readonly backups: string;
};

/** The home named by PLIMSOLL_HOME, else `.plimsoll` at the root of the repository. */
export function findPaths(environment: { readonly [name: string]: string | undefined }): Paths {
  const named = environment['PLIMSOLL_HOME'];
  const home =
    named === undefined || named === ''
      ? fileURLToPath(new URL('../../.plimsoll', import.meta.url))
      : resolve(named);
  return { home, secrets: join(home, 'secrets'), backups: join(home, 'backups') };
}
