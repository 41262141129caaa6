/**
 * A whole server for tests (`*.engine.test.ts`): the real one, over a real PostgreSQL with a database of its own, on a
 * free port of this machine, with the starter policy. Applicants are made up.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient, type Client, type Transport } from '@plimsoll/api/client';
import type { Role } from '@plimsoll/api/identity';
import type { SubmitApplication } from '@plimsoll/api/origination';
import { startTestPostgres } from '@plimsoll/server/store';
import type pg from 'pg';
import { readServiceOptions, type ServiceOptions } from './options.ts';
import { type Service, startServer } from './start.ts';

export type TestService = {
  readonly service: Service;
  readonly url: string;
  readonly pool: pg.Pool;
  /** What to start another server with on the same database and home. */
  readonly options: ServiceOptions;
  /** Lines of the server's own log. */
  readonly lines: readonly string[];
  /** Secrets of the first keys. */
  readonly admin: string;
  readonly integrator: string;
  /** A client with a key; the administrator's when left out. */
  readonly client: (secret?: string) => Client;
  /** Makes a key of a role and gives its secret. */
  readonly createKey: (role: Role, name?: string) => Promise<string>;
  readonly logSize: () => Promise<number>;
  readonly stop: () => Promise<void>;
};

/** Starts one. `changes` go over the usual options of tests. */
export async function startTestService(changes: Partial<ServiceOptions> = {}): Promise<TestService> {
  const postgres = await startTestPostgres();
  const database = await postgres.createDatabase({ isMigrated: false });
  const home = await mkdtemp(join(tmpdir(), 'plimsoll-home-'));
  const lines: string[] = [];
  const options: ServiceOptions = {
    ...readServiceOptions({}),
    home,
    databaseUrl: database.url,
    port: 0,
    consoleFolder: null,
    log: { level: 'info', stream: { write: (line) => void lines.push(line) } },
    rateLimits: { requestsPerS: 1_000_000, failuresPerMinute: 1_000_000 },
    ...changes,
  };
  const service = await startServer(options);
  const { url, firstKeys } = service;
  if (firstKeys === null) throw new Error('a fresh database makes first keys');
  const { admin, integrator } = firstKeys;
  const client = (secret: string = admin.secret): Client =>
    createClient(fetchTransport(url), { authorization: `Bearer ${secret}` });
  return {
    service,
    url,
    pool: database.pool,
    options,
    lines,
    admin: admin.secret,
    integrator: integrator.secret,
    client,
    createKey: async (role, name = `${role}-${Math.random().toString(36).slice(2)}`) => {
      const made = await client()('createKey', { body: { name, role } });
      if (!made.ok) throw new Error(`no key: ${made.problem.code}`);
      return made.value.key;
    },
    logSize: async () => readSize(database.pool),
    stop: async () => {
      await service.stop();
      await database.drop();
      await rm(home, { recursive: true, force: true });
      await postgres.stop();
    },
  };
}

/** Sends requests of the typed client over the network. */
export function fetchTransport(url: string): Transport {
  return async ({ method, path, headers, body }) => {
    const reply = await fetch(url + path, { method, headers: { ...headers }, body });
    return { status: reply.status, text: await reply.text() };
  };
}

/** A sound application of a made-up person; `changes` go over it. Each `seed` is another person. */
export function madeUpForm(seed: number, changes: Partial<SubmitApplication> = {}): SubmitApplication {
  return {
    product: 'personal-instalment',
    amountMinor: 1_500_000,
    currency: 'USD',
    termMonths: 36,
    purpose: 'debt_consolidation',
    scenario: 'general',
    applicant: {
      kind: 'person',
      name: `Made Up ${seed}`,
      idKind: 'us_ssn',
      idNumber: `900-${String(seed).padStart(8, '0')}`,
      phone: `+1555${String(seed).padStart(8, '0')}`,
      email: `made.up.${seed}@example.com`,
    },
    consents: [
      { purpose: 'credit_decision', grantedDay: '2026-01-05' },
      { purpose: 'bureau_query', grantedDay: '2026-01-05' },
    ],
    facts: madeUpFacts(seed),
    madeUp: true,
    ...changes,
  };
}

/** Facts that differ enough from seed to seed for every outcome to occur. */
function madeUpFacts(seed: number): SubmitApplication['facts'] {
  return {
    annualIncomeMinor: 3_000_000 + (seed % 17) * 700_000,
    incomeVerification: ['verified', 'source_verified', 'not_verified'][seed % 3] ?? 'verified',
    employmentYears: seed % 11,
    region: ['US-CA', 'US-NY', 'US-TX'][seed % 3] ?? 'US-CA',
    accountsNowDelinquent: seed % 13 === 0 ? 1 : 0,
    pastDueMinor: 0,
    delinquencies24m: seed % 5 === 0 ? 1 : 0,
    inquiries6m: seed % 4,
    inquiries12m: seed % 6,
    financeInquiries: seed % 3,
    revolvingUtilisationPct: (seed * 7) % 100,
    totalUtilisationPct: (seed * 5) % 100,
    activeInstalmentAccounts: seed % 4,
    instalmentAccountsOpened12m: seed % 3,
    instalmentAccountsOpened24m: seed % 5,
    instalmentBalanceMinor: (seed % 9) * 250_000,
    instalmentAccounts: seed % 12,
    instalmentCreditLimitMinor: (seed % 9) * 500_000,
  };
}

async function readSize(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ size: number }>('SELECT size FROM log_head');
  return rows[0]?.size ?? 0;
}
