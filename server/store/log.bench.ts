/**
 * Appends a second beside bare inserts a second, on one durable PostgreSQL, in turns so that a busy neighbour slows
 * both. Each append is what a decision costs the store: resolve a person, seal, commit to and hash two events, write
 * them with the answer to an idempotency key, the projection row and the rollups. A bare insert is one row of 400
 * bytes in a transaction of its own.
 * Run: node server/store/log.bench.ts [seconds a turn] [clients]
 */
import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { createTestKeys } from '@plimsoll/server/keys';
import { checkDatabase, openPool } from './database.ts';
import { createLog, type Log } from './log.ts';
import { migrate } from './migrate.ts';
import { startPostgres } from './postgres.ts';
import { applicationRequest, testIdentity } from './testing-events.ts';

const TURNS = 3;
const MAX_OPERATIONS = 1_000_000;

type Turn = { readonly perSecond: number; readonly p50Ms: number; readonly p99Ms: number };

async function runClients(
  clients: number,
  seconds: number,
  act: (n: number) => Promise<void>,
): Promise<Turn> {
  const end = performance.now() + seconds * 1000;
  const latencies: number[] = [];
  let next = 0;
  const client = async (): Promise<void> => {
    while (performance.now() < end && next < MAX_OPERATIONS) {
      const start = performance.now();
      await act(next++);
      latencies.push(performance.now() - start);
    }
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: clients }, client));
  const elapsedS = (performance.now() - start) / 1000;
  const sorted = latencies.toSorted((left, right) => left - right);
  const at = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
  return { perSecond: latencies.length / elapsedS, p50Ms: at(0.5), p99Ms: at(0.99) };
}

let person = 0;
async function appendOne(log: Log): Promise<void> {
  const n = person++;
  const keys = await log.resolvePerson(testIdentity(n));
  const idempotency = { key: `key-${n}`, requestHash: randomBytes(32) };
  const outcome = await log.append({ ...applicationRequest(keys, n), bookedAtMs: Date.now(), idempotency });
  if (outcome.kind !== 'committed') throw new Error(outcome.kind);
}

async function insertOne(pool: pg.Pool, text: string): Promise<void> {
  await pool.query({ name: 'bare', text: 'INSERT INTO bare (body) VALUES ($1)', values: [text] });
}

/** The turn in the middle by rate. */
function middle(turns: readonly Turn[]): Turn {
  const sorted = turns.toSorted((left, right) => left.perSecond - right.perSecond);
  return sorted[Math.floor(sorted.length / 2)] ?? { perSecond: 0, p50Ms: 0, p99Ms: 0 };
}

async function main(seconds: number, clients: number): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'plimsoll-bench-'));
  await chmod(home, 0o711);
  const engine = await startPostgres({ home });
  const pool = openPool(engine.url, 16);
  const bare = openPool(engine.url, clients);
  try {
    await checkDatabase(pool);
    await migrate(pool);
    await pool.query('CREATE TABLE bare (id bigserial PRIMARY KEY, body text)');
    const log = await createLog({ pool, keys: createTestKeys(), clock: () => Date.now() });
    const text = 'x'.repeat(400);
    await runClients(clients, 1, async () => insertOne(bare, text));
    await runClients(clients, 1, async () => appendOne(log));
    const appends: Turn[] = [];
    const inserts: Turn[] = [];
    for (let turn = 0; turn < TURNS; turn++) {
      inserts.push(await runClients(clients, seconds, async () => insertOne(bare, text)));
      appends.push(await runClients(clients, seconds, async () => appendOne(log)));
    }
    const { statements, committed } = log.statistics();
    await log.close();
    const [append, insert] = [middle(appends), middle(inserts)];
    console.log(
      JSON.stringify({
        clients,
        appendsPerS: Math.round(append.perSecond),
        insertsPerS: Math.round(insert.perSecond),
        ratio: Number((append.perSecond / insert.perSecond).toFixed(2)),
        p50Ms: Number(append.p50Ms.toFixed(1)),
        p99Ms: Number(append.p99Ms.toFixed(1)),
        insertP99Ms: Number(insert.p99Ms.toFixed(1)),
        requestsPerStatement: Number((committed / statements).toFixed(1)),
      }),
    );
  } finally {
    await Promise.all([pool.end(), bare.end()]);
    await engine.stop();
    await rm(home, { recursive: true });
  }
}

await main(Number(process.argv[2] ?? 3), Number(process.argv[3] ?? 64));
