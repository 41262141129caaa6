import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom } from '@plimsoll/core/base';
import { writeModel } from '@plimsoll/core/model/document';
import { trainModel } from '@plimsoll/core/model/fit';
import { numericColumn, tableOf } from '@plimsoll/core/table';
import { madeUpForm, startServer, startTestService, fetchTransport } from '@plimsoll/server/service';
import { createClient } from '@plimsoll/api/client';
import { expect, test } from 'vitest';

const DAY_MS = 86_400_000;

type Called<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: unknown };
function good<T>(result: Called<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.problem));
  return result.value;
}

/** A card on one fact of the application. */
function makeDocument(): string {
  const random = createRandom('asked');
  const rows = Array.from({ length: 600 }, () => ({ value: random.integer(0, 9), luck: random.next() }));
  const values = rows.map(({ value }) => value);
  const document = trainModel({
    kind: 'card',
    table: tableOf([numericColumn('inquiries6m', values)]),
    outcomes: Uint8Array.from(rows, ({ value, luck }) => (luck < 0.1 + value / 15 ? 1 : 0)),
    seed: 1,
    monotone: {},
    name: 'consumer',
    target: { column: 'Class', badValue: 'bad' },
    folds: null,
    absent: {},
    lineage: { sample: null, sampleSha256: null, foldsSha256: null, codeVersion: 'test' },
  });
  return writeModel(good(document.ok ? document : { ok: false, problem: document }));
}

/** Rows with known outcomes by which the version is judged. */
function makeCsv(): string {
  const random = createRandom('judged');
  const lines = Array.from({ length: 1000 }, () => {
    const value = random.integer(0, 9);
    return `${value},${random.next() < 0.1 + value / 15 ? 'bad' : 'good'}`;
  });
  return ['inquiries6m,Class', ...lines].join('\n');
}

/** The starter policy with one more input, which a registered version gives. */
async function makePolicyFolder(model: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'plimsoll-policy-'));
  await cp(new URL('../../../policies/starter/', import.meta.url), folder, { recursive: true });
  const path = join(folder, 'policy.dmn');
  const asked = `<inputData id="asked" name="modelledRisk" plimsoll:model="${model}" plimsoll:zh="模型风险" plimsoll:en="Modelled risk"><variable id="asked_v" name="modelledRisk" typeRef="Any"/></inputData>`;
  const xml = await readFile(path, 'utf8');
  await writeFile(path, xml.replace('<inputData ', `${asked}\n  <inputData `));
  return folder;
}

test('[MDL-12] a policy asks a version: the decision names its document and replays; expired it refers, and it is not retired', async () => {
  let nowMs = Date.now();
  const clock = (): number => nowMs;
  const first = await startTestService({ clock });
  const policyFolder = await makePolicyFolder('consumer@1');
  const day = (days: number): string => new Date(nowMs + days * DAY_MS).toISOString().slice(0, 10);
  try {
    const options = { ...first.options, policyFolder };
    await expect(startServer(options)).rejects.toMatchObject({ code: 'policy_model_unusable' });
    const bob = first.client(await first.createKey('approver', 'bob'));
    const ann = first.client();
    const params = { name: 'consumer', version: 1 };
    good(await ann('importModel', { query: { name: 'consumer' }, upload: makeDocument() }));
    const sample = good(await ann('uploadSample', { query: { name: 'judged' }, upload: makeCsv() })).sha256;
    good(await ann('validateModel', { params, body: { sample, note: 'fine' } }));
    const days = { revalidateDay: day(20), expiresDay: day(30) };
    const approved = good(await bob('approveModel', { params, body: { note: 'agreed', ...days } }));
    await first.service.stop();

    const second = await startServer({ ...options, clock });
    const client = createClient(fetchTransport(second.url), { authorization: `Bearer ${first.admin}` });
    const decided = async (seed: number) => {
      const sent = await client('submitApplication', { body: madeUpForm(seed), idempotencyKey: `m-${seed}` });
      const decision = good(sent);
      const { rows } = good(await client('listEvents', { params: { id: decision.id } }));
      return { decision, body: rows.find(({ kind }) => kind === 'application.decided')?.body ?? {} };
    };
    const replayed = async (id: string) => good(await client('replayApplication', { params: { id } }));
    try {
      const before = await decided(1);
      const used = { input: 'modelledRisk', id: 'consumer@1', documentSha256: approved.documentSha256 };
      expect(before.body).toMatchObject({ models: [{ ...used, expiresDay: days.expiresDay }] });
      expect(before.body['errors'] ?? []).toEqual([]);
      expect(await replayed(before.decision.id)).toMatchObject({ same: true, differences: [] });
      const retired = await client('retireModel', { params, body: { note: 'old' } });
      expect(retired).toMatchObject({ ok: false, status: 409, problem: { code: 'model_in_use' } });

      nowMs += 31 * DAY_MS;
      const after = await decided(2);
      expect(after.decision.outcome).toBe('refer');
      expect(after.decision.reasons).toContainEqual(expect.objectContaining({ code: 'POLICY_ERROR' }));
      expect(after.body).toMatchObject({ errors: [{ code: 'MODEL_EXPIRED', place: 'modelledRisk' }] });
      for (const { decision } of [before, after])
        expect(await replayed(decision.id)).toMatchObject({ same: true, differences: [] });
    } finally {
      await second.stop();
    }
  } finally {
    await rm(policyFolder, { recursive: true });
    await first.stop();
  }
});
