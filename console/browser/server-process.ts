/**
 * A server as people start one: a process of its own with a home of its own, an embedded PostgreSQL and a free port.
 * Its address and first keys are read from what it prints.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export type ServerProcess = {
  readonly url: string;
  readonly adminKey: string;
  readonly stop: () => Promise<void>;
};

const root = fileURLToPath(new URL('../../', import.meta.url));
const startLimitMs = 90_000;

export async function startServerProcess(
  settings: { readonly [name: string]: string } = {},
): Promise<ServerProcess> {
  const home = await mkdtemp(join(tmpdir(), 'plimsoll-console-'));
  // PostgreSQL refuses to run as root, so its own user must be able to enter.
  await chmod(home, 0o755);
  const environment = {
    ...process.env,
    PLIMSOLL_HOME: home,
    PLIMSOLL_PORT: '0',
    PLIMSOLL_LOG_LEVEL: 'warn',
    ...settings,
  };
  const child = spawn(process.execPath, ['server/main.ts'], { cwd: root, env: environment });
  const stop = async () => {
    if (child.exitCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    await rm(home, { recursive: true, force: true });
  };
  try {
    return { ...(await readStart(child)), stop };
  } catch (fault) {
    await stop();
    throw fault;
  }
}

async function readStart(child: ChildProcess): Promise<{ readonly url: string; readonly adminKey: string }> {
  let printed = '';
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`the server did not start:\n${printed}`)), startLimitMs);
    const read = (chunk: Buffer) => {
      printed += chunk.toString('utf8');
      const url = /listens on (http:\S+)/.exec(printed)?.[1];
      const adminKey = /(plim_admin_\S+)/.exec(printed)?.[1];
      if (url === undefined || adminKey === undefined) return;
      clearTimeout(timer);
      resolve({ url, adminKey });
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`the server ended with ${code}:\n${printed}`));
    });
  });
}
