/**
 * The server is killed outright (kill -9) in the middle of a load, twenty times over; every other time its PostgreSQL
 * too. What was acknowledged must be there, nothing twice, the log whole, the projections what the log gives.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { createClient } from '@plimsoll/api/client';
import { createRandom } from '@plimsoll/core/base';
import type { FeedRow } from '@plimsoll/sim/feed';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readDemo } from './demo.ts';
import { rootFolder, runScript } from './repository.ts';
import { createHttpTransport } from './transport.ts';

const KILLS = 20;
const CLIENTS = 16;
const LOAD_MS = { least: 100, most: 500 };

type Started = { readonly child: ChildProcess; readonly url: string; readonly key: string | null };
type Answer = { readonly id: string; readonly outcome: string };

let home = '';
let rows: readonly FeedRow[] = [];
const running = new Set<ChildProcess>();

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'plimsoll-crash-'));
  await chmod(home, 0o711);
  rows = await readDemo();
});

afterAll(async () => {
  for (const child of running) child.kill('SIGKILL');
  await killPostgres();
  await rm(home, { recursive: true, force: true });
});

async function start(): Promise<Started> {
  const child = spawn(process.execPath, ['cli/main.ts', 'start', '--no-demo', '--port', '0', '--json'], {
    cwd: rootFolder,
    env: { ...process.env, PLIMSOLL_HOME: home },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  const lines = createInterface({ input: child.stdout });
  const [line] = (await Promise.race([
    once(lines, 'line'),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`start ended with ${code}`))),
  ])) as [string];
  const ready = JSON.parse(line) as { url: string; firstKeys: { integrator: string } | null };
  expect((await fetch(ready.url)).status, 'the console is there from the first start').toBe(200);
  return { child, url: ready.url, key: ready.firstKeys?.integrator ?? null };
}

async function killPostgres(): Promise<void> {
  const text = await readFile(join(home, 'postgres', 'data', 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number(text.split('\n')[0]);
  try {
    if (pid > 1) process.kill(pid, 'SIGKILL');
  } catch {
    // It is gone already.
  }
}

/** Sends rows until the connection breaks; what was answered goes to `answers`. */
async function load(
  url: string,
  key: string,
  work: { readonly take: () => number; readonly answers: Map<number, Answer> },
): Promise<void> {
  const transport = createHttpTransport(url, CLIENTS);
  const client = createClient(transport.send, { authorization: `Bearer ${key}` });
  const send = async (): Promise<void> => {
    for (let at = work.take(); at < rows.length; at = work.take()) {
      const { idempotencyKey, body } = rows[at] as FeedRow;
      const reply = await client('submitApplication', { idempotencyKey, body });
      if (!reply.ok) throw new Error(`row ${at}: ${reply.status} ${reply.problem.code}`);
      const before = work.answers.get(at);
      if (before !== undefined) expect(reply.value.id, 'the same answer to the same key').toBe(before.id);
      work.answers.set(at, { id: reply.value.id, outcome: reply.value.outcome });
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: CLIENTS }, send));
  transport.close();
  for (const end of ends) {
    // A broken connection is what a kill looks like; anything else is a fault of the server.
    if (end.status === 'rejected' && !isBroken(end.reason)) throw end.reason;
  }
}

function isBroken(cause: unknown): boolean {
  const code = (cause as { code?: string }).code ?? '';
  return ['ECONNRESET', 'ECONNREFUSED', 'EPIPE'].includes(code);
}

test('killed 20 times in the middle of a load, the server loses nothing and doubles nothing', async () => {
  const random = createRandom('crash');
  const answers = new Map<number, Answer>();
  let key = '';
  let next = 0;
  for (let kill = 0; kill < KILLS; kill += 1) {
    const server = await start();
    key = server.key ?? key;
    // What got no answer before is sent again with its key; then new rows.
    const again = Array.from({ length: next }, (_, at) => at).filter((at) => !answers.has(at));
    const take = (): number => again.shift() ?? next++;
    const loading = load(server.url, key, { take, answers });
    await wait(random.integer(LOAD_MS.least, LOAD_MS.most));
    const ended = once(server.child, 'exit');
    server.child.kill('SIGKILL');
    if (kill % 2 === 1) await killPostgres();
    await ended;
    await loading;
  }
  expect(answers.size, 'the kills came in the middle of a load').toBeGreaterThan(KILLS * CLIENTS);

  const last = await start();
  const everyRow = new Map(answers);
  let at = 0;
  await load(last.url, key, { take: () => (at < next ? at++ : rows.length), answers: everyRow });
  const ended = once(last.child, 'exit');
  last.child.kill('SIGTERM');
  expect((await ended)[0], 'a graceful end').toBe(0);

  process.env['PLIMSOLL_HOME'] = home;
  const verified = JSON.parse((await runScript('cli/main.ts', ['verify', '--json'])).output);
  expect(verified).toMatchObject({ ok: true, fault: null });
  const rebuilt = JSON.parse((await runScript('cli/main.ts', ['rebuild', '--check', '--json'])).output);
  expect(rebuilt).toMatchObject({ ok: true, differences: 0 });
  // One policy event, and for each row its submission and its decision: none missing, none twice.
  expect(new Set([...everyRow.values()].map(({ id }) => id)).size).toBe(next);
  expect(verified.counts.events).toBe(1 + 2 * next);
}, 300_000);
