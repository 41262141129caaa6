import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRandom } from '@plimsoll/core/base';
import { writeModel } from '@plimsoll/core/model/document';
import { trainModel } from '@plimsoll/core/model/fit';
import { numericColumn, tableOf } from '@plimsoll/core/table';
import { readCatalogue } from '@plimsoll/loan/spine';
import { createTestKeys } from '@plimsoll/server/keys';
import { openModelRegistry } from '@plimsoll/server/model';
import { createLog, startTestPostgres, type TestDatabase, type TestPostgres } from '@plimsoll/server/store';
import { openPolicyShelf, readPolicyVersion } from './shelf.ts';

let postgres: TestPostgres;
let database: TestDatabase;
beforeAll(async () => {
  postgres = await startTestPostgres();
  database = await postgres.createDatabase({ isMigrated: true });
});
afterAll(async () => {
  await database.drop();
  await postgres.stop();
});

test('[PSH-1] a version keeps the hash it was published under, whatever its meaning hashes to today', async () => {
  const xml = readFileSync(new URL('../../policies/starter/policy.dmn', import.meta.url), 'utf8');
  const hash = 'f'.repeat(64);
  await database.pool.query(
    'INSERT INTO policy (hash, name, xml, published_at, actor, active) VALUES ($1, $2, $3, now(), $4, true)',
    [hash, 'Starter policy', xml, 'system:start'],
  );
  const version = await readPolicyVersion(database.pool, hash, []);
  expect(version).toMatchObject({ hash, name: 'Starter policy' });
  expect(version?.origination.policy.hash).toBe(hash);
  expect(version?.origination.compiled.policy.hash).toBe(hash);
  expect(await readPolicyVersion(database.pool, '0'.repeat(64), [])).toBeNull();
});

const starter = new URL('../../policies/starter/', import.meta.url);
/** The starter policy with one more input, which a registered model gives. */
function policyAsking(model: string): string {
  return readFileSync(new URL('policy.dmn', starter), 'utf8').replace(
    '<inputData ',
    `<inputData id="asked" name="modelledRisk" plimsoll:model="${model}" plimsoll:zh="模型风险" plimsoll:en="Modelled risk"><variable id="asked_v" name="modelledRisk" typeRef="Any"/></inputData>\n  <inputData `,
  );
}

/** A card on one fact of the starter policy. */
function smallModel(): string {
  const random = createRandom('shelf');
  const rows = Array.from({ length: 400 }, () => ({ value: random.integer(0, 9), luck: random.next() }));
  const document = trainModel({
    kind: 'card',
    table: tableOf([
      numericColumn(
        'delinquencies24m',
        rows.map(({ value }) => value),
      ),
    ]),
    outcomes: Uint8Array.from(rows, ({ value, luck }) => (luck < 0.1 + value / 15 ? 1 : 0)),
    seed: 1,
    monotone: {},
    name: 'consumer',
    target: { column: 'end', badValue: 'bad' },
    folds: null,
    absent: {},
    lineage: { sample: null, sampleSha256: null, foldsSha256: null, codeVersion: 'test' },
  });
  if (!document.ok) throw new Error(JSON.stringify(document));
  return writeModel(document.value);
}

test('[PSH-2] a policy is published only with models that are approved and not expired', async () => {
  const { pool } = database;
  let nowMs = Date.UTC(2026, 0, 5);
  const log = await createLog({ pool, keys: createTestKeys(), clock: () => nowMs });
  const products = readCatalogue(JSON.parse(readFileSync(new URL('products.json', starter), 'utf8')));
  if (!products.ok) throw new Error(products.code);
  const open = async (xml: string) =>
    openPolicyShelf({
      pool,
      log,
      source: { xml, products: products.value, modelId: null },
      day: new Date(nowMs).toISOString().slice(0, 10),
    });
  const unusable = { code: 'policy_model_unusable' };
  await expect(open(policyAsking('consumer@1'))).rejects.toMatchObject(unusable);
  const registry = openModelRegistry({
    pool,
    log,
    clock: () => nowMs,
    usesOf: () => [],
    onMoved: async () => undefined,
  });
  const figures = { auc: null, ks: null, brier: null, logLoss: null };
  const drafted = await registry.draft({
    name: 'consumer',
    text: smallModel(),
    kind: 'card',
    origin: 'trained',
    sampleSha256: null,
    figures,
    actor: 'key:ann',
  });
  expect(drafted).toEqual({ ok: true, value: { name: 'consumer', version: 1 } });
  await expect(open(policyAsking('consumer@1'))).rejects.toMatchObject(unusable);
  const hash = 'a'.repeat(64);
  const judged = { reportSha256: hash, sampleSha256: hash, verdict: 'pass', figures, note: 'fine' } as const;
  await registry.move('consumer', { kind: 'validate', version: 1, ...judged }, 'key:ann');
  const days = { expiresDay: '2026-06-30', revalidateDay: '2026-03-31', note: 'agreed' };
  await registry.move('consumer', { kind: 'approve', version: 1, ...days }, 'key:bob');
  nowMs = Date.UTC(2026, 6, 1);
  await expect(open(policyAsking('consumer@1'))).rejects.toMatchObject(unusable);
  nowMs = Date.UTC(2026, 0, 6);
  const shelf = await open(policyAsking('consumer@1'));
  const { origination, hash: active } = shelf.active();
  expect(origination.modelled.map(({ name, model }) => [name, model.id])).toEqual([
    ['modelledRisk', 'consumer@1'],
  ]);
  expect(shelf.usesOf('consumer', 1)).toEqual([active]);
  expect(shelf.usesOf('consumer', 2)).toEqual([]);
  // Started again after the last day: what decides goes on, and refers.
  nowMs = Date.UTC(2026, 6, 1);
  expect((await open(policyAsking('consumer@1'))).active().hash).toBe(active);
  await registry.move('consumer', { kind: 'validate', version: 1, ...judged }, 'key:ann');
  const renewed = { expiresDay: '2027-06-30', revalidateDay: '2026-12-31', note: 'again' };
  expect(
    await registry.move('consumer', { kind: 'approve', version: 1, ...renewed }, 'key:bob'),
  ).toMatchObject({ ok: true });
  await shelf.refresh();
  expect(shelf.active().origination.modelled[0]?.model.expiresDay).toBe('2027-06-30');
  await registry.move('consumer', { kind: 'retire', version: 1, note: 'old' }, 'key:bob');
  expect((await readPolicyVersion(pool, active, products.value))?.origination.modelled).toHaveLength(1);
  await log.close();
});
