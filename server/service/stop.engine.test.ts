import { request as httpRequest } from 'node:http';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { createClient } from '@plimsoll/api/client';
import { fetchTransport, madeUpForm, startServer, startTestService, type TestService } from './index.ts';

let server: TestService | null = null;
afterEach(async () => {
  await server?.stop();
  server = null;
});

type Sent = { readonly status: number; readonly id: string; readonly code: string };

/** Submits one; status 0 when the connection was refused or cut. */
async function submit(of: TestService, seed: number): Promise<Sent> {
  const body = JSON.stringify(madeUpForm(seed));
  const headers = {
    authorization: `Bearer ${of.integrator}`,
    'content-type': 'application/json',
    'idempotency-key': `stop-${seed}`,
  };
  return new Promise((done) => {
    const request = httpRequest(`${of.url}/v1/applications`, { method: 'POST', headers }, (reply) => {
      let text = '';
      reply.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
      reply.on('error', () => done({ status: 0, id: '', code: '' }));
      reply.on('end', () => {
        const { id = '', code = '' } = JSON.parse(text) as { id?: string; code?: string };
        done({ status: reply.statusCode ?? 0, id, code });
      });
    });
    request.on('error', () => done({ status: 0, id: '', code: '' }));
    request.end(body);
  });
}

test('[SVC-2] a stop under load loses nothing that was acknowledged and refuses the rest clearly', async () => {
  const of = await startTestService();
  server = of;
  const sent: Sent[] = [];
  let isStopped = false;
  let seed = 0;
  const client = async (): Promise<void> => {
    while (!isStopped) {
      const reply = await submit(of, seed++);
      sent.push(reply);
      if (reply.status === 0) return;
    }
  };
  const clients = Array.from({ length: 32 }, client);
  await expect
    .poll(() => sent.filter(({ status }) => status === 201).length, { timeout: 60_000 })
    .toBeGreaterThan(200);
  await of.service.stop();
  isStopped = true;
  await Promise.all(clients);
  const acknowledged = sent.filter(({ status }) => status === 201).map(({ id }) => id);
  const refused = sent.filter(({ status }) => status !== 201 && status !== 0);
  expect(refused.every(({ status, code }) => status === 503 && code === 'stopping')).toBe(true);
  const { rows } = await of.pool.query<{ id: string }>('SELECT id FROM application');
  const kept = new Set(rows.map(({ id }) => id));
  expect(acknowledged.filter((id) => !kept.has(id))).toEqual([]);
  expect(acknowledged.length).toBeGreaterThan(200);
  // The tree has taken in all that the log holds.
  const covered = await of.pool.query<{ size: number }>('SELECT max(size) AS size FROM ledger_checkpoint');
  expect(covered.rows[0]?.size).toBe(await of.logSize());
});

test('[SVC-1] a second start finds everything as it was', async () => {
  const of = await startTestService();
  server = of;
  const first = await submit(of, 1);
  await of.service.stop();
  const size = await of.logSize();
  const again = await startServer(of.options);
  expect(again.firstKeys).toBeNull();
  expect(again.migrated).toEqual([]);
  expect(await of.logSize()).toBe(size);
  const headers = { authorization: `Bearer ${of.integrator}` };
  const reply = await fetch(`${again.url}/v1/applications/${first.id}`, { headers });
  expect(reply.status).toBe(200);
  // The answer to an idempotency key outlives the process.
  const replayed = await submit({ ...of, url: again.url }, 1);
  expect(replayed).toEqual(first);
  await again.stop();
});

test('[SVC-3] a start that fails says why and leaves nothing running', async () => {
  const of = await startTestService();
  server = of;
  await of.service.stop();
  await writeFile(join(of.options.home, 'products.json'), '{}');
  await writeFile(join(of.options.home, 'policy.dmn'), '<hello/>');
  const before = await connections(of);
  await expect(startServer({ ...of.options, policyFolder: of.options.home })).rejects.toMatchObject({
    code: 'catalogue_unreadable',
  });
  await expect.poll(async () => connections(of), { timeout: 10_000 }).toBe(before);
});

test('[SVC-4] a policy is published when it doesn’t decide yet, the one published last does, and older decisions replay under theirs', async () => {
  const of = await startTestService();
  server = of;
  const before = await submit(of, 2);
  await of.service.stop();
  const folder = of.options.home;
  for (const name of ['policy.dmn', 'products.json', 'scorecard.json'])
    await copyFile(join(of.options.policyFolder, name), join(folder, name));
  const xml = await readFile(join(folder, 'policy.dmn'), 'utf8');
  await writeFile(join(folder, 'policy.dmn'), xml.replace('name="Starter policy"', 'name="Later policy"'));
  for (let start = 0; start < 2; start++) {
    const later = await startServer({ ...of.options, policyFolder: folder });
    const call = createClient(fetchTransport(later.url), { authorization: `Bearer ${of.admin}` });
    const list = await call('listPolicies', {});
    const rows = list.ok ? list.value.rows : [];
    expect(rows.map(({ name, active }) => [name, active])).toEqual([
      ['Later policy', true],
      ['Starter policy', false],
    ]);
    const replay = await call('replayApplication', { params: { id: before.id } });
    expect(replay.ok && replay.value).toMatchObject({ same: true, policyHash: rows[1]?.hash });
    const body = madeUpForm(3);
    const decided = await call('submitApplication', { body, idempotencyKey: `later-${start}` });
    expect(decided.ok && decided.value.policyHash).toBe(rows[0]?.hash);
    await later.stop();
  }
  const back = await startServer(of.options);
  const call = createClient(fetchTransport(back.url), { authorization: `Bearer ${of.admin}` });
  const list = await call('listPolicies', {});
  const rows = list.ok ? list.value.rows : [];
  expect(rows.map(({ name, active }) => [name, active])).toEqual([
    ['Starter policy', true],
    ['Later policy', false],
  ]);
  await back.stop();
});

test('[SVC-7] a policy with an error is not published; one that the log knows decides again', async () => {
  const of = await startTestService();
  server = of;
  await of.service.stop();
  const folder = of.options.home;
  for (const name of ['policy.dmn', 'products.json', 'scorecard.json'])
    await copyFile(join(of.options.policyFolder, name), join(folder, name));
  const xml = await readFile(join(folder, 'policy.dmn'), 'utf8');
  await writeFile(join(folder, 'policy.dmn'), xml.replace('[630..660)', '[630..670)'));
  const size = await of.logSize();
  await expect(startServer({ ...of.options, policyFolder: folder })).rejects.toMatchObject({
    code: 'policy_has_errors',
    message: expect.stringContaining('CHECK_SEVERAL_HITS grade › rule 2') as unknown,
  });
  expect(await of.logSize()).toBe(size);
  const again = await startServer(of.options);
  await again.stop();
});

async function connections(of: TestService): Promise<number> {
  const { rows } = await of.pool.query<{ count: number }>(
    'SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()',
  );
  return rows[0]?.count ?? 0;
}
