/**
 * A real PostgreSQL of our own on loopback: made at the first start, found as it was at each later one.
 *
 * It runs in a process group of its own, so that Ctrl-C reaches our server first and accepted requests can finish.
 * A server that is killed outright leaves it running; the next start finds it and takes it over. Who owns a home is
 * decided by an advisory lock inside PostgreSQL, held by a connection and so released however its holder dies.
 * Settings are for durability first (fsync, synchronous commit, page checksums), then for a laptop.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { closeSync, openSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { findBinaries, type PostgresBinaries } from './binaries.ts';
import { StoreFault } from './fault.ts';
import { type EngineFolder, prepareFolder } from './folder.ts';
import { isPostgresOf, readPidFile } from './postmaster.ts';

export type PostgresServer = {
  /** postgres://… of the database `plimsoll`, password included: never to be logged. */
  readonly url: string;
  /** Shuts the engine down (open transactions are rolled back) and waits until it is gone. */
  readonly stop: () => Promise<void>;
};

export type PostgresOptions = {
  /** The folder of this Plimsoll, created if missing. */
  readonly home: string;
  /** false only in tests: no fsync. */
  readonly isDurable?: boolean;
  /** How long to wait for a home that seems taken: a killed server's claim takes a moment to go. 3 s unless told. */
  readonly graceMs?: number;
  /** Called when the engine ends though nobody asked it to. */
  readonly onUnexpectedExit?: (fault: StoreFault) => void;
};

const USER = 'plimsoll';
const DATABASE = 'plimsoll';
/** First key of the advisory lock that marks the owner of a home. */
const OWNER_LOCK = 0x706c696d;
/** Time for a start, crash recovery included. */
const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 30_000;
/** How long a home may seem taken before it is. */
const OWNER_GRACE_MS = 3000;
const POLL_MS = 20;
/** What ends by itself: helpers of a killed engine that haven't left yet, a port taken a moment ago. */
const PASSING_TROUBLE = /is still in use|already exists|Address already in use/;

/**
 * Starts the embedded PostgreSQL of a home, or takes over the one that a killed server left behind.
 * Faults: `home_in_use` (another server runs on this home), `postgres_missing`, `postgres_failed` (with its last words).
 */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const folder = await prepareFolder(resolve(options.home));
  const binaries = await findBinaries({ engineUid: folder.engineUid, copyTo: folder.shared });
  const password = await makeCluster(folder, binaries, options.isDurable ?? true);
  const deadline = Date.now() + START_LIMIT_MS;
  for (;;) {
    const pidFile = await readPidFile(join(folder.path, 'data'));
    if (pidFile !== null && (await isPostgresOf(pidFile.pid, folder.path))) {
      const url = engineAddress(password, pidFile.port);
      const owner = await takeOwnership(url, options);
      if (owner !== null)
        return running({ url, owner, pid: pidFile.pid, child: null, folder: folder.path, options });
    } else {
      if (pidFile !== null && pidFile.isPidTaken) await rm(join(folder.path, 'data', 'postmaster.pid'));
      const started = await launch({ folder, binaries, password, options, deadline });
      if (started !== null) return started;
    }
    if (Date.now() > deadline) throw await failed(folder, 'PostgreSQL did not become ready in time');
    await wait(POLL_MS);
  }
}

/** Creates the cluster beside its final place and moves it there whole, so a killed start leaves no half of one. */
async function makeCluster(
  folder: EngineFolder,
  binaries: PostgresBinaries,
  isDurable: boolean,
): Promise<string> {
  const passwordFile = join(folder.path, 'password');
  if ((await readFile(join(folder.path, 'data', 'PG_VERSION'), 'utf8').catch(() => null)) !== null) {
    return (await readFile(passwordFile, 'utf8')).trim();
  }
  const password = randomBytes(24).toString('base64url');
  const fresh = join(folder.path, `new-${process.pid}`);
  const freshPassword = join(folder.path, `password-${process.pid}`);
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { mode: 0o700 });
  await writeFile(freshPassword, password, { mode: 0o600 });
  if (folder.engineUid !== null) {
    for (const path of [fresh, freshPassword]) await chown(path, folder.engineUid, folder.engineUid);
  }
  const flags = ['-D', fresh, '-U', USER, '-A', 'scram-sha-256', `--pwfile=${freshPassword}`, '-E', 'UTF8'];
  const locale = ['--no-locale', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const speed = isDurable ? [] : ['--no-sync'];
  await initialise({ command: binaries.initdb, args: [...flags, ...locale, ...speed], folder });
  // The password first: a cluster without its password would be locked for ever.
  await rename(freshPassword, passwordFile);
  await rename(fresh, join(folder.path, 'data'));
  return password;
}

async function initialise(run: {
  readonly command: string;
  readonly args: readonly string[];
  readonly folder: EngineFolder;
}): Promise<void> {
  const child = spawn(run.command, run.args, {
    ...asEngine(run.folder),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString('utf8')).slice(-4000);
  });
  const code = await new Promise<number | null>((done, fail) => {
    child.once('error', fail);
    child.once('close', done);
  });
  if (code !== 0) throw new StoreFault('postgres_failed', `initdb ended with ${code}: ${said.trim()}`);
}

function asEngine(folder: EngineFolder): object {
  const identity = folder.engineUid === null ? {} : { uid: folder.engineUid, gid: folder.engineUid };
  const env = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC', TMPDIR: folder.path };
  return { cwd: folder.path, env, ...identity };
}

type Launch = {
  readonly folder: EngineFolder;
  readonly binaries: PostgresBinaries;
  readonly password: string;
  readonly options: PostgresOptions;
  readonly deadline: number;
};

/** Starts the engine and waits for it; null when the caller should look again: another start was
 * faster, or the trouble will pass. */
async function launch(run: Launch): Promise<PostgresServer | null> {
  const { folder, binaries, password, options } = run;
  const port = await choosePort(folder.path);
  const log = openSync(join(folder.path, 'postgres.log'), 'a', 0o600);
  const child = spawn(
    binaries.postgres,
    ['-D', join(folder.path, 'data'), '-p', String(port), ...settings(options.isDurable ?? true)],
    { ...asEngine(folder), stdio: ['ignore', log, log], detached: true },
  );
  closeSync(log);
  let hasEnded = false;
  child.once('error', () => {
    hasEnded = true;
  });
  child.once('exit', () => {
    hasEnded = true;
  });
  const url = engineAddress(password, port);
  while (Date.now() < run.deadline) {
    if (hasEnded) {
      const pidFile = await readPidFile(join(folder.path, 'data'));
      if (pidFile !== null && (await isPostgresOf(pidFile.pid, folder.path))) return null;
      if (PASSING_TROUBLE.test(await lastWords(folder))) return null;
      throw await failed(folder, 'PostgreSQL ended while starting');
    }
    const owner = await takeOwnership(url, options);
    if (owner !== null && child.pid !== undefined) {
      child.unref();
      return running({ url, owner, pid: child.pid, child, folder: folder.path, options });
    }
    await wait(POLL_MS);
  }
  child.kill('SIGQUIT');
  throw await failed(folder, 'PostgreSQL did not become ready in time');
}

function settings(isDurable: boolean): readonly string[] {
  const chosen: { readonly [name: string]: string } = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    fsync: isDurable ? 'on' : 'off',
    synchronous_commit: 'on',
    full_page_writes: isDurable ? 'on' : 'off',
    max_connections: '100',
    shared_buffers: '128MB',
    effective_cache_size: '1GB',
    work_mem: '16MB',
    maintenance_work_mem: '128MB',
    max_wal_size: '2GB',
    checkpoint_timeout: '10min',
    random_page_cost: '1.1',
    jit: 'off',
    wal_level: 'minimal',
    max_wal_senders: '0',
    autovacuum_vacuum_insert_scale_factor: '0.2',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // Statements and their values never reach the log: they may hold sealed personal data and look-up keys.
    log_min_error_statement: 'panic',
    log_parameter_max_length_on_error: '0',
    log_parameter_max_length: '0',
    log_error_verbosity: 'terse',
  };
  return Object.entries(chosen).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** The address of an engine of ours on loopback. */
export function engineAddress(password: string, port: number): string {
  return `postgres://${USER}:${password}@127.0.0.1:${port}/${DATABASE}`;
}

/** The port of the last start if it is still free, else a free one, remembered. */
async function choosePort(folder: string): Promise<number> {
  const file = join(folder, 'port');
  const remembered = Number(await readFile(file, 'utf8').catch(() => '0'));
  const port = (await isFree(remembered)) ? remembered : await freePort();
  await writeFile(file, `${port}\n`);
  return port;
}

async function isFree(port: number): Promise<boolean> {
  if (!Number.isInteger(port) || port < 1024 || port > 65_535) return false;
  return listenOnce(port).then(
    () => true,
    () => false,
  );
}

async function freePort(): Promise<number> {
  return listenOnce(0);
}

async function listenOnce(port: number): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once('error', fail);
    probe.listen(port, '127.0.0.1', () => {
      const at = probe.address();
      probe.close(() => done(typeof at === 'object' && at !== null ? at.port : port));
    });
  });
}

/**
 * Connects, makes the database if missing, and takes the lock of the home; null while the engine isn't ready.
 * The returned connection must stay open: it is the lock.
 */
async function takeOwnership(url: string, options: PostgresOptions): Promise<pg.Client | null> {
  const owner = new pg.Client({
    connectionString: url.replace(/\/plimsoll$/, '/postgres'),
    application_name: 'plimsoll-owner',
    keepAlive: true,
    connectionTimeoutMillis: 5000,
  });
  owner.on('error', () => undefined);
  try {
    await owner.connect();
  } catch (error) {
    await owner.end().catch(() => undefined);
    if (isNotReadyYet(error)) return null;
    throw new StoreFault('postgres_failed', 'the embedded PostgreSQL refuses its own password', error);
  }
  if (!(await lockHome(owner, options.graceMs ?? OWNER_GRACE_MS))) {
    await owner.end();
    throw new StoreFault(
      'home_in_use',
      `another Plimsoll server is running on ${options.home}. Stop it first.`,
    );
  }
  const known = await owner.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
  if (known.rowCount === 0) await owner.query(`CREATE DATABASE ${DATABASE}`);
  return owner;
}

/** PostgreSQL needs a moment to see that a killed server's connection is gone. */
async function lockHome(owner: pg.Client, graceMs: number): Promise<boolean> {
  const deadline = Date.now() + graceMs;
  for (;;) {
    const { rows } = await owner.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1, 0) AS taken', [
      OWNER_LOCK,
    ]);
    if (rows[0]?.taken === true) return true;
    if (Date.now() >= deadline) return false;
    await wait(POLL_MS);
  }
}

function isNotReadyYet(error: unknown): boolean {
  const code = (error as { code?: string }).code ?? '';
  if (code === '28P01' || code === '28000') return false;
  return true;
}

type Running = {
  readonly url: string;
  readonly owner: pg.Client;
  readonly pid: number;
  readonly child: ChildProcess | null;
  readonly folder: string;
  readonly options: PostgresOptions;
};

function running({ url, owner, pid, child, folder, options }: Running): PostgresServer {
  let isStopping = false;
  const stopAtExit = (): void => signal(pid, 'SIGINT');
  process.once('exit', stopAtExit);
  const onGone = (): void => {
    if (isStopping) return;
    process.removeListener('exit', stopAtExit);
    options.onUnexpectedExit?.(
      new StoreFault('postgres_failed', 'the embedded PostgreSQL ended unexpectedly'),
    );
  };
  if (child !== null) child.once('exit', onGone);
  else owner.once('end', onGone);
  const stop = async (): Promise<void> => {
    if (isStopping) return;
    isStopping = true;
    process.removeListener('exit', stopAtExit);
    await owner.end().catch(() => undefined);
    // SIGINT is PostgreSQL's fast shutdown: roll back what is open, write a checkpoint, leave.
    signal(pid, 'SIGINT');
    const deadline = Date.now() + STOP_LIMIT_MS;
    while (!(await isGone({ pid, child, folder }))) {
      if (Date.now() > deadline) throw new StoreFault('postgres_failed', `PostgreSQL (${pid}) does not stop`);
      await wait(POLL_MS);
    }
  };
  return { url, stop };
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It is gone already: what we wanted.
  }
}

/** Our own child tells us; of an engine taken over, its command line (empty once it is gone or only a zombie). */
async function isGone(engine: Pick<Running, 'pid' | 'child' | 'folder'>): Promise<boolean> {
  const { child } = engine;
  if (child !== null) return child.exitCode !== null || child.signalCode !== null;
  return !(await isPostgresOf(engine.pid, engine.folder));
}

async function failed(folder: EngineFolder, sentence: string): Promise<StoreFault> {
  return new StoreFault('postgres_failed', `${sentence}. Its last words:\n${await lastWords(folder)}`);
}

async function lastWords(folder: EngineFolder): Promise<string> {
  const log = await readFile(join(folder.path, 'postgres.log'), 'utf8').catch(() => '');
  return log.trim().split('\n').slice(-8).join('\n');
}
