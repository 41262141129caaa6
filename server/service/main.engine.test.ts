import { spawn } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));
let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'plimsoll-main-'));
  await chmod(home, 0o711);
});
afterAll(async () => rm(home, { recursive: true, force: true }));

type Run = {
  readonly text: string;
  readonly url: string;
  readonly end: (signal: NodeJS.Signals) => Promise<number | null>;
};

/** Starts the server as a process of its own, with its own PostgreSQL, and waits until it listens. */
async function run(): Promise<Run> {
  const env = {
    ...process.env,
    PLIMSOLL_HOME: home,
    PLIMSOLL_PORT: '0',
    PLIMSOLL_LOG_LEVEL: 'error',
    PLIMSOLL_DATABASE_URL: '',
  };
  const child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  const exited = new Promise<number | null>((done) => child.once('exit', (code) => done(code)));
  const url = await new Promise<string>((done, fail) => {
    const read = (chunk: Buffer): void => {
      text += chunk.toString('utf8');
      const address = /listens on (\S+)\n/.exec(text)?.[1];
      if (address !== undefined) done(address);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    void exited.then((code) => fail(new Error(`ended with ${code}: ${text}`)));
  });
  return {
    get text() {
      return text;
    },
    url,
    end: async (signal) => {
      child.kill(signal);
      return exited;
    },
  };
}

test('[SVC-6] started by itself it prints its first keys once and ends with 0 on SIGTERM and SIGINT', async () => {
  const first = await run();
  await expect.poll(() => first.text).toMatch(/plim_admin_[\w-]{43}\n {2}plim_integrator_[\w-]{43}\n/);
  const key = /plim_admin_[\w-]{43}/.exec(first.text)?.[0] ?? '';
  const ask = async (url: string): Promise<number> =>
    (await fetch(`${url}/v1/session`, { headers: { authorization: `Bearer ${key}` } })).status;
  expect(await ask(first.url)).toBe(200);
  expect(await first.end('SIGTERM')).toBe(0);
  const second = await run();
  expect(second.text).not.toContain('plim_');
  expect(await ask(second.url)).toBe(200);
  expect(await second.end('SIGINT')).toBe(0);
});
