/**
 * A whole Plimsoll server, in the order in which its parts need each other: engine, tables, keys, log, policy, callers,
 * tree, HTTP. It stops in the reverse order, so nothing that was accepted loses the ground it stands on.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readPolicy } from '@plimsoll/core/dmn';
import { reasonText } from '@plimsoll/loan/origination';
import {
  createHandlers,
  createLatencyHistogram,
  createMetrics,
  createServer,
  describeApi,
  type HttpServer,
} from '@plimsoll/server/http';
import { badDay, openSimulator } from '@plimsoll/server/feeds';
import { ensureFirstKeys, type FirstKeys, type Identity, openIdentity } from '@plimsoll/server/identity';
import { type Keys, loadKeys } from '@plimsoll/server/keys';
import { createLedgerReader } from '@plimsoll/server/ledger';
import { createTurns, openLoanShelf } from '@plimsoll/server/loan';
import { type DeskPorts, startPaymentBeat } from '@plimsoll/server/payment';
import { openPolicyShelf, readPolicyFolder } from '@plimsoll/server/policy';
import { openModels } from './models.ts';
import {
  checkDatabase,
  createLog,
  createOpener,
  migrate,
  openPool,
  openWriterPool,
  readLogSize,
  startPostgres,
  uuidV7,
} from '@plimsoll/server/store';
import type pg from 'pg';
import { createLedgerParts, startIntegrator } from './integrator.ts';
import type { ServiceOptions } from './options.ts';

export type Service = {
  /** The address of API and console, such as http://127.0.0.1:4600. */
  readonly url: string;
  /** The keys of the first start with their secrets, shown this once; null at later starts. */
  readonly firstKeys: FirstKeys | null;
  /** The database and the callers, for the command that started this server. */
  readonly pool: pg.Pool;
  readonly identity: Identity;
  /** Migrations that were run by this start. */
  readonly migrated: readonly string[];
  /** Refuses new work, finishes the accepted, stops all parts. A second call waits for the first. */
  readonly stop: () => Promise<void>;
};

type Undo = () => Promise<unknown>;

/** Starts a server. Faults of its parts pass through, and what had started by then is stopped. */
export async function startServer(options: ServiceOptions): Promise<Service> {
  const undo: Undo[] = [];
  try {
    return await assemble(options, undo);
  } catch (fault) {
    await unwind(undo).catch(() => undefined);
    throw fault;
  }
}

async function assemble(options: ServiceOptions, undo: Undo[]): Promise<Service> {
  const clock = options.clock ?? Date.now;
  const { pool, writer } = await openDatabase(options, undo);
  const migrated = await migrate(pool);
  const keys = await openKeys(options, pool);
  const log = await createLog({ pool, writer, keys, clock });
  undo.push(log.close);
  const source = await readPolicyFolder(options.policyFolder);
  const shelf = await openPolicyShelf({
    pool,
    log,
    source,
    day: new Date(clock()).toISOString().slice(0, 10),
  });
  const firstKeys = await ensureFirstKeys(pool);
  const parts = createLedgerParts(keys, options.home);
  let server: HttpServer | null = null;
  const integrator = startIntegrator(pool, parts, (fault) =>
    server?.app.log.error({ err: fault }, 'the tree stands still'),
  );
  undo.push(integrator.stop);
  const version = await readVersion();
  const decisionLatency = createLatencyHistogram(new Date(clock()));
  const metrics = createMetrics({ size: async () => readLogSize(pool), statistics: log.statistics });
  const identity = openIdentity(pool, clock);
  const models = openModels({ pool, log, clock, shelf, home: options.home, codeVersion: version });
  undo.push(models.runner.close);
  const loans = await openLoanShelf({
    products: options.productFolder,
    caps: options.capFolder,
    contracts: options.contractFolder,
    classifications: options.classificationFolder,
  });
  const payments = startPaymentBeat(await openDesk(options, { pool, log, loans, clock }), (fault) =>
    server?.app.log.error({ err: fault }, 'payments stand still'),
  );
  undo.push(payments.stop);
  const handlers = createHandlers({
    ...models,
    pool,
    log,
    shelf,
    clock,
    loans,
    payments,
    lenderKey: keys,
    turns: createTurns(),
    identity,
    decisionLatency,
    version,
    opener: await createOpener(pool, keys),
    reader: createLedgerReader(pool),
    verifierKey: parts.verifierKey,
    integrateNow: integrator.integrateNow,
    createId: uuidV7,
    onDecision: metrics.observeDecision,
    isBehindHttps: options.isBehindHttps,
    isReady: async () => isAnswering(pool),
    reasonText: (code) => reasonText(shelf.active().origination, code),
  });
  const describe = () => describeApi(version, [...shelf.active().origination.factInputs.values()]);
  const { consoleFolder, rateLimits, log: lines } = options;
  server = await createServer(
    { handlers, identity, metrics, decisionLatency, describe },
    { consoleFolder, log: lines, ...(rateLimits === undefined ? {} : { rateLimits }) },
  );
  undo.push(server.stop);
  const url = await server.listen({ host: options.host, port: options.port });
  let stopping: Promise<void> | null = null;
  return { url, firstKeys, pool, identity, migrated, stop: async () => (stopping ??= unwind(undo)) };
}

/** The desk for payments, where there is somebody to send them to. */
async function openDesk(
  { paymentProvider, debitFolder, home }: ServiceOptions,
  ports: Omit<DeskPorts, 'provider' | 'retries' | 'createId'>,
): Promise<DeskPorts | null> {
  if (paymentProvider === null) return null;
  const provider = await openSimulator({
    file: join(home, 'simulated-payments.jsonl'),
    seed: 'trial',
    habits: badDay,
  });
  const retries = await readPolicy(await readFile(join(debitFolder, 'policy.dmn'), 'utf8'));
  if (!retries.ok) throw new Error(`the policy of debits can't be read: ${JSON.stringify(retries.facts)}`);
  return { ...ports, provider, retries: retries.value, createId: uuidV7 };
}

async function openDatabase(
  options: ServiceOptions,
  undo: Undo[],
): Promise<{ readonly pool: pg.Pool; readonly writer: pg.Pool }> {
  const url = options.databaseUrl ?? (await startEngine(options, undo));
  const pool = openPool(url);
  undo.push(async () => pool.end());
  const writer = openWriterPool(url);
  undo.push(async () => writer.end());
  await checkDatabase(pool);
  return { pool, writer };
}

async function startEngine({ home, isDurable, onFatal }: ServiceOptions, undo: Undo[]): Promise<string> {
  const engine = await startPostgres({
    home,
    ...(isDurable === undefined ? {} : { isDurable }),
    ...(onFatal === undefined ? {} : { onUnexpectedExit: onFatal }),
  });
  undo.push(engine.stop);
  return engine.url;
}

/** A database that has the log's key was made under a master key, and another one would be of no use to it. */
async function openKeys({ home, masterKey }: ServiceOptions, pool: pg.Pool): Promise<Keys> {
  const { rowCount } = await pool.query('SELECT FROM log_key LIMIT 1');
  return loadKeys({
    secrets: join(home, 'secrets'),
    mayCreate: rowCount === 0,
    ...(masterKey === null ? {} : { masterKey }),
  });
}

async function isAnswering(pool: pg.Pool): Promise<boolean> {
  return pool.query('SELECT 1').then(
    () => true,
    () => false,
  );
}

async function readVersion(): Promise<string> {
  const text = await readFile(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { readonly version: string }).version;
}

/** Stops in reverse order; all are stopped even when one fails, and the first failure is told. */
async function unwind(undo: readonly Undo[]): Promise<void> {
  const faults: unknown[] = [];
  for (const step of undo.toReversed()) await step().catch((fault: unknown) => faults.push(fault));
  if (faults.length > 0) throw faults[0];
}
