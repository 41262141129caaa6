import { spawn } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findBinaries } from './binaries.ts';
import { openPool } from './database.ts';
import { isEnterable, prepareFolder } from './folder.ts';
import { type PostgresServer, startPostgres } from './postgres.ts';
import { openPostgres } from './join.ts';
import { readPidFile } from './postmaster.ts';

const WRITER = fileURLToPath(new URL('./testing-writer.ts', import.meta.url));
let home: string;
let cluster: string;
const running: PostgresServer[] = [];
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'plimsoll-home-'));
  await chmod(home, 0o711);
  cluster = join((await prepareFolder(home)).path, 'data');
});
afterEach(async () => {
  for (const server of running.splice(0)) await server.stop();
  await rm(home, { recursive: true, force: true });
});

async function start(): Promise<PostgresServer> {
  const server = await startPostgres({ home });
  running.push(server);
  return server;
}

async function ask(server: PostgresServer, statement: string): Promise<readonly unknown[]> {
  const pool = openPool(server.url, 1);
  try {
    return (await pool.query(statement)).rows;
  } finally {
    await pool.end();
  }
}

test('[STO-30] the first start makes an engine on loopback that commits durably; the next finds the data at the same address', async () => {
  const first = await start();
  const settings = await ask(
    first,
    `SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit,
       current_setting('full_page_writes') AS pages, current_setting('data_checksums') AS checksums,
       current_setting('listen_addresses') AS listens, current_setting('log_statement') AS statements`,
  );
  expect(settings).toEqual([
    { fsync: 'on', commit: 'on', pages: 'on', checksums: 'on', listens: '127.0.0.1', statements: 'none' },
  ]);
  await ask(first, 'CREATE TABLE public.kept AS SELECT 7 AS n');
  await first.stop();
  const second = await start();
  expect(second.url).toBe(first.url);
  expect(await ask(second, 'SELECT n FROM public.kept')).toEqual([{ n: 7 }]);
  expect((await stat(join(cluster, '..'))).mode & 0o777).toBe(0o700);
});

test('[STO-30] without the password nobody gets in', async () => {
  const server = await start();
  const address = new URL(server.url);
  address.password = 'guess';
  await expect(ask({ ...server, url: address.href }, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
});

test('[STO-30] a second server on the same home is refused while the first runs', async () => {
  await start();
  await expect(startPostgres({ home })).rejects.toMatchObject({ code: 'home_in_use' });
});

test('[STO-30] a command joins the engine of a running server without owning or stopping it', async () => {
  const server = await start();
  const joined = await openPostgres({ home });
  expect(joined.url).toBe(server.url);
  await joined.stop();
  expect(await ask(server, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
});

test('[STO-30] the engine of a killed server is taken over by the next start, with all it acknowledged', async () => {
  const child = spawn(process.execPath, [WRITER, home, '00'.repeat(32)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString('utf8');
    if (said.split('\n').length > 100) child.kill('SIGKILL');
  });
  await new Promise((done) => {
    child.once('close', done);
  });
  const orphan = await readPidFile(cluster);
  expect(orphan).not.toBeNull();
  const server = await start();
  expect((await readPidFile(cluster))?.pid).toBe(orphan?.pid);
  const [row] = await ask(server, 'SELECT count(*) AS count FROM idempotency');
  expect(row).toMatchObject({ count: expect.any(Number) });
  expect((row as { count: number }).count).toBeGreaterThanOrEqual(said.split('\n').length - 1);
});

test('[STO-30] an engine that was killed itself starts again; so does one whose process id belongs to another program', async () => {
  const first = await start();
  await ask(first, 'CREATE TABLE public.kept AS SELECT 7 AS n');
  const before = await readPidFile(cluster);
  process.kill(before?.pid ?? 0, 'SIGKILL');
  const second = await start();
  expect(await ask(second, 'SELECT n FROM public.kept')).toEqual([{ n: 7 }]);
  await second.stop();
  await writeFile(
    join(cluster, 'postmaster.pid'),
    `${process.pid}\n${cluster}\n0\n5432\n\n127.0.0.1\n0 0\nready\n`,
  );
  const third = await start();
  expect(await ask(third, 'SELECT n FROM public.kept')).toEqual([{ n: 7 }]);
});

test('[STO-30] a remembered port that another program took is left to it', async () => {
  const first = await start();
  const port = Number(new URL(first.url).port);
  await first.stop();
  const other = createServer();
  await new Promise<void>((done) => {
    other.listen(port, '127.0.0.1', done);
  });
  const second = await start();
  expect(new URL(second.url).port).not.toBe(String(port));
  await new Promise((done) => {
    other.close(done);
  });
});

test('[STO-30] an engine that ends by itself is reported', async () => {
  const reported = await new Promise((done) => {
    void startPostgres({ home, onUnexpectedExit: done }).then(async () => {
      process.kill((await readPidFile(cluster))?.pid ?? 0, 'SIGKILL');
    });
  });
  expect(reported).toMatchObject({ code: 'postgres_failed' });
});

test('[STO-30] a home in a closed place gives the engine a folder it can enter, the same one each time', async () => {
  await chmod(home, 0o700);
  const folder = await prepareFolder(home);
  if (process.getuid?.() === 0) {
    expect(folder.path.startsWith(home)).toBe(false);
    expect(await isEnterable(folder.shared)).toBe(true);
  } else {
    expect(folder.path).toBe(join(home, 'postgres'));
  }
  expect((await prepareFolder(home)).path).toBe(folder.path);
  if (folder.shared !== home) await rm(folder.shared, { recursive: true });
});

test('[STO-30] binaries are found with their links, and are what they say', async () => {
  const found = await findBinaries({ engineUid: null, copyTo: home });
  for (const file of [found.initdb, found.postgres]) expect((await stat(file)).mode & 0o111).not.toBe(0);
  expect((await readFile(found.postgres)).subarray(0, 4).toString('latin1')).toMatch(
    /ELF|\u00cf\u00fa\u00ed\u00fe/,
  );
});
