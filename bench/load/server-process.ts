/** Starts the server under measurement (bench/serve.ts) in a process and a folder of its own, and ends both. */
import { type ChildProcess, fork } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export type MeasuredServer = {
  readonly port: number;
  readonly key: string;
  readonly databaseUrl: string;
  /** Memory of the server's process after a collection of garbage. */
  readonly readMemory: () => Promise<NodeJS.MemoryUsage>;
  readonly stop: () => Promise<void>;
};

type Ready = Pick<MeasuredServer, 'port' | 'key' | 'databaseUrl'>;

/** Starts a server on a fresh home with real, durable PostgreSQL. */
export async function startMeasuredServer(): Promise<MeasuredServer> {
  const home = await mkdtemp(join(tmpdir(), 'plimsoll-bench-'));
  await chmod(home, 0o711);
  const script = fileURLToPath(new URL('../serve.ts', import.meta.url));
  const profile = process.env['PLIMSOLL_BENCH_NODE_FLAGS']?.split(' ') ?? [];
  const child = fork(script, [home], { execArgv: ['--expose-gc', ...profile] });
  const ready = await nextMessage<Ready>(child);
  const readMemory = async (): Promise<NodeJS.MemoryUsage> => {
    const answer = nextMessage<{ readonly memory: NodeJS.MemoryUsage }>(child);
    child.send('memory');
    return (await answer).memory;
  };
  const stop = async (): Promise<void> => {
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.send('stop');
    await ended;
    await rm(home, { recursive: true, force: true });
  };
  return { ...ready, readMemory, stop };
}

async function nextMessage<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null): void => reject(new Error(`the server ended with ${code}`));
    child.once('exit', onExit);
    child.once('message', (message) => {
      child.removeListener('exit', onExit);
      resolve(message as T);
    });
  });
}
