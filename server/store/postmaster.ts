/**
 * Reads PostgreSQL's postmaster.pid and asks whether that process is really the engine of a given folder. A process
 * id alone proves nothing: after a crash or in a restarted container the number may belong to another program, and
 * PostgreSQL would then refuse to start for ever.
 */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

export type PidFile = {
  readonly pid: number;
  readonly port: number;
  /** Some process has this id now, the engine or another. */
  readonly isPidTaken: boolean;
};

/** The content of postmaster.pid (line 1: process id, line 4: port); null when there is none or it is half written. */
export async function readPidFile(dataFolder: string): Promise<PidFile | null> {
  const text = await readFile(join(dataFolder, 'postmaster.pid'), 'utf8').catch(() => '');
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  if (!Number.isInteger(pid) || pid <= 0) return null;
  return { pid, port: Number.isInteger(port) ? port : 0, isPidTaken: isTaken(pid) };
}

/** Whether process `pid` is a postgres whose command line names a data folder inside `folder`. */
export async function isPostgresOf(pid: number, folder: string): Promise<boolean> {
  const command = await commandLine(pid);
  return command.includes('postgres') && command.includes(join(folder, 'data'));
}

function isTaken(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function commandLine(pid: number): Promise<string> {
  if (process.platform === 'linux') {
    return readFile(`/proc/${pid}/cmdline`, 'utf8').then(
      (text) => text.replaceAll('\0', ' '),
      () => '',
    );
  }
  return promisify(execFile)('ps', ['-o', 'command=', '-p', String(pid)]).then(
    ({ stdout }) => stdout,
    () => '',
  );
}
