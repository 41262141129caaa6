/**
 * The folder in which the embedded PostgreSQL lives. PostgreSQL refuses to run as root, so under root it runs as
 * `nobody`, who must be able to enter every folder above its own. Under a home that lies in a closed place (/root)
 * it gets a folder of its own elsewhere, named by a hash of the home, so that the next start finds it again.
 */
import { createHash } from 'node:crypto';
import { chmod, chown, mkdir, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** The user and group `nobody` of Linux distributions and macOS alike (as an unsigned 16-bit number). */
const NOBODY = 65_534;

export type EngineFolder = {
  /** Owned by the engine's user, mode 0700: holds data/, password, port, postgres.log. */
  readonly path: string;
  /** A place that the engine's user can enter, for copies of what it can't reach. */
  readonly shared: string;
  /** The user to run as; null: as the caller. */
  readonly engineUid: number | null;
};

/** Makes the engine's folder for a home (absolute path), or finds the one of an earlier start. */
export async function prepareFolder(home: string): Promise<EngineFolder> {
  const engineUid = process.getuid?.() === 0 ? NOBODY : null;
  await mkdir(home, { recursive: true, mode: engineUid === null ? 0o700 : 0o711 });
  if (engineUid === null) {
    const path = join(home, 'postgres');
    await mkdir(path, { recursive: true, mode: 0o700 });
    return { path, shared: home, engineUid };
  }
  const shared = (await isEnterable(home)) ? home : await fallback(home);
  const path = join(shared, 'postgres');
  await mkdir(path, { recursive: true, mode: 0o700 });
  await chown(path, NOBODY, NOBODY);
  await chmod(path, 0o700);
  return { path, shared, engineUid };
}

/** Whether any user may enter this folder: it and everything above it carries the search bit for others. */
export async function isEnterable(folder: string): Promise<boolean> {
  for (let at = resolve(folder); ; at = dirname(at)) {
    const mode = await stat(at).then(
      (found) => found.mode,
      () => 0,
    );
    if ((mode & 0o001) === 0) return false;
    if (dirname(at) === at) return true;
  }
}

async function fallback(home: string): Promise<string> {
  const name = createHash('sha256').update(resolve(home)).digest('hex').slice(0, 16);
  for (const base of ['/var/lib/plimsoll', join(tmpdir(), 'plimsoll')]) {
    const made = await mkdir(join(base, name), { recursive: true, mode: 0o711 }).then(
      () => true,
      () => false,
    );
    if (made && (await isEnterable(join(base, name)))) return join(base, name);
  }
  return home;
}
