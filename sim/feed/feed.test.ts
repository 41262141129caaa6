import { expect, test } from 'vitest';
import type { CallResult, Client } from '@plimsoll/api/client';
import { createProblem, type ErrorCode } from '@plimsoll/api/errors';
import type { SubmitApplication } from '@plimsoll/api/origination';
import { feed, type FeedRow, type FeedSetting } from './index.ts';

const outcomes = ['approve', 'refer', 'decline'] as const;
const rows: readonly FeedRow[] = Array.from({ length: 30 }, (_, at) => ({
  idempotencyKey: `row-${at}`,
  body: { amountMinor: at } as SubmitApplication,
  performance: at === 29 ? null : at % 5 === 0 ? 'bad' : 'good',
}));

type Call = { readonly name: string; readonly key: string; readonly at: number };
type Scripted = (call: Call) => ErrorCode | 'broken' | null;

/** A server that decides by the row's number; `scripted` makes single calls fail. */
function fakeServer(scripted: Scripted) {
  const calls: Call[] = [];
  const state = { underWay: 0, mostUnderWay: 0 };
  const client = (async (name: string, input: { idempotencyKey: string; body: { amountMinor: number } }) => {
    const call = { name, key: input.idempotencyKey, at: calls.length };
    calls.push(call);
    state.underWay += 1;
    state.mostUnderWay = Math.max(state.mostUnderWay, state.underWay);
    await Promise.resolve();
    await Promise.resolve();
    state.underWay -= 1;
    const fate = scripted(call);
    if (fate === 'broken') throw new Error('connection reset');
    if (fate !== null) {
      const problem = createProblem(fate);
      return { ok: false, status: problem.status, problem };
    }
    const value =
      name === 'submitApplication'
        ? { id: input.idempotencyKey, outcome: outcomes[input.body.amountMinor % 3] }
        : { id: 'x', performance: 'good' };
    return { ok: true, status: 201, value } as CallResult<'submitApplication'>;
  }) as unknown as Client;
  return { client, calls, state };
}

const waits: number[] = [];
const setting = (client: Client, concurrency = 4): FeedSetting => ({
  client,
  rows,
  concurrency,
  observedDay: '2026-06-30',
  wait: async (ms) => void waits.push(ms),
});

test('[SIM-8] no more requests are under way than was told', async () => {
  for (const concurrency of [1, 4, 256]) {
    const server = fakeServer(() => null);
    await feed(setting(server.client, concurrency));
    expect(server.state.mostUnderWay).toBe(Math.min(concurrency, rows.length));
  }
  const server = fakeServer(() => null);
  await expect(feed(setting(server.client, 0))).rejects.toThrow('concurrency');
});

test('[SIM-9] a busy answer or a broken connection is tried again with the same key and counts once', async () => {
  const seen = new Map<string, number>();
  const server = fakeServer(({ key }) => {
    const nth = (seen.get(key) ?? 0) + 1;
    seen.set(key, nth);
    return (
      ([null, 'overloaded', 'rate_limited', 'broken'] as const)[key.length % 2 === 0 && nth < 4 ? nth : 0] ??
      null
    );
  });
  waits.length = 0;
  const report = await feed(setting(server.client));
  expect(report.outcomes).toEqual({ approve: 10, refer: 10, decline: 10 });
  expect(report.performances).toBe(29);
  expect(report.failed).toBe(0);
  expect(report.retries).toBeGreaterThan(0);
  expect(waits).toHaveLength(report.retries);
  expect(Math.min(...waits)).toBe(50);
});

test('[SIM-9] after the last try a busy answer is a failure and a broken connection a fault', async () => {
  const busy = await feed({ ...setting(fakeServer(() => 'overloaded').client), rows: rows.slice(0, 1) });
  expect(busy.failures).toEqual([{ idempotencyKey: 'row-0', status: 503, code: 'overloaded' }]);
  const broken = feed({ ...setting(fakeServer(() => 'broken').client), rows: rows.slice(0, 1) });
  await expect(broken).rejects.toThrow('connection reset');
});

test('[SIM-10] performance follows when all is decided, and only where it is known', async () => {
  const server = fakeServer(() => null);
  const progress: string[] = [];
  await feed({
    ...setting(server.client),
    onProgress: ({ round, done, total }) => progress.push(`${round} ${done}/${total}`),
  });
  const names = server.calls.map((call) => call.name);
  expect(names.lastIndexOf('submitApplication')).toBe(29);
  expect(names.indexOf('observePerformance')).toBe(30);
  expect(server.calls.filter((call) => call.name === 'observePerformance')).toHaveLength(29);
  expect(progress.at(29)).toBe('applications 30/30');
  expect(progress.at(-1)).toBe('performance 29/29');
});

test('[SIM-11] what the API refuses is counted and named, and the rest goes on', async () => {
  const server = fakeServer(({ key }) => (key === 'row-3' ? 'consent_missing' : null));
  const report = await feed(setting(server.client));
  expect(report.failed).toBe(1);
  expect(report.failures).toEqual([{ idempotencyKey: 'row-3', status: 422, code: 'consent_missing' }]);
  expect(report.outcomes).toEqual({ approve: 9, refer: 10, decline: 10 });
});
