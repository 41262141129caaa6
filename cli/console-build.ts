/** Builds the console when it was never built or its sources are newer than the build. Takes about two seconds. */
import { readdir, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rootFolder, runScript } from './repository.ts';

const SOURCES = ['console', 'api', 'core', 'loan/spine', 'package-lock.json'];
const STAMP = join(rootFolder, 'console', 'dist', '.built');
const LEFT_OUT = new Set(['node_modules', 'dist']);

/** Whether anything had to be built. Throws with the bundler's words when the build fails. */
export async function buildConsole(): Promise<boolean> {
  const startedAt = new Date();
  const builtMs = await timeOf(STAMP);
  const newest = await Promise.all(SOURCES.map((source) => newestMs(join(rootFolder, source))));
  if (builtMs >= Math.max(...newest)) return false;
  const run = await runScript('node_modules/vite/bin/vite.js', ['build', 'console', '--logLevel', 'warn']);
  if (run.exitCode !== 0) throw new Error(`the console could not be built:\n${run.output}`);
  await writeFile(STAMP, '');
  // A source that changed while the bundler ran must look newer than this build.
  await utimes(STAMP, startedAt, startedAt);
  return true;
}

async function newestMs(path: string): Promise<number> {
  const found = await stat(path).catch(() => null);
  if (found === null) return 0;
  if (!found.isDirectory()) return found.mtimeMs;
  const names = (await readdir(path)).filter((name) => !LEFT_OUT.has(name));
  const times = await Promise.all(names.map(async (name) => newestMs(join(path, name))));
  return Math.max(found.mtimeMs, ...times);
}

async function timeOf(path: string): Promise<number> {
  return stat(path).then(
    (found) => found.mtimeMs,
    () => 0,
  );
}
