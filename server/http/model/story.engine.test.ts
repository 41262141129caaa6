import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Client } from '@plimsoll/api/client';
import type { StartTraining, Training } from '@plimsoll/api/model';
import { rebuild } from '@plimsoll/server/store';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestService, type TestService } from '@plimsoll/server/service';

let service: TestService;
let ann: Client;
let bob: Client;
beforeAll(async () => {
  service = await startTestService();
  ann = service.client(await service.createKey('modeller', 'ann'));
  bob = service.client(await service.createKey('approver', 'bob'));
});
afterAll(async () => service.stop());

const bundled = gunzipSync(
  readFileSync(new URL('../../../data/lendingclub/applications.csv.gz', import.meta.url)),
).toString('utf8');
const target = { column: 'Class', badValue: 'bad' };

type Called<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: unknown };
function good<T>(result: Called<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.problem));
  return result.value;
}

/** The first rows of the bundled sample, without the old lender's verdict. */
function smallSample(rows: number): string {
  const lines = bundled.trimEnd().split('\n');
  const keep = [0, 6, 10, 11, 15, 16, 22];
  return lines
    .slice(0, rows + 1)
    .map((line) => keep.map((at) => line.split(',')[at]).join(','))
    .join('\n');
}

async function trained(client: Client, wish: StartTraining): Promise<Training> {
  const { id } = good(await client('startTraining', { body: wish }));
  for (;;) {
    const training = good(await client('readTraining', { params: { id } }));
    if (training.state !== 'waiting' && training.state !== 'running') return training;
    await new Promise((done) => setTimeout(done, 50));
  }
}

test('[MDL-1] a sample is kept under the hash of its bytes; the one that ships is there; too large or broken is refused', async () => {
  const rows = good(await ann('listSamples', {})).rows;
  expect(rows).toMatchObject([{ name: 'lendingclub', rows: 9857, actor: 'system:start' }]);
  const upload = smallSample(3000);
  const added = good(await ann('uploadSample', { query: { name: 'small' }, upload }));
  expect(added).toMatchObject({ rows: 3000, columnCount: 7, actor: 'key:ann' });
  expect(added.columns.find(({ name }) => name === 'revol_util')).toMatchObject({ kind: 'numeric' });
  expect(good(await ann('readSample', { params: { sha256: added.sha256 } }))).toEqual(added);
  const again = good(await ann('uploadSample', { query: { name: 'other name' }, upload }));
  expect(again).toEqual(added);
  const broken = await ann('uploadSample', { query: { name: 'broken' }, upload: 'a,b\n1,"2\n' });
  expect(broken).toMatchObject({ ok: false, status: 422, problem: { code: 'sample_unreadable' } });
  const unknown = await ann('readSample', { params: { sha256: '0'.repeat(64) } });
  expect(unknown).toMatchObject({ status: 404, problem: { code: 'sample_not_found' } });
});

test('[MDL-2] identities are refused at the door, and a name like one is told', async () => {
  const rows = Array.from({ length: 60 }, (_, n) => `p${n}@example.com,${n % 2 === 0 ? 'good' : 'bad'},${n}`);
  const upload = ['contact,Class,first_name', ...rows].join('\n');
  const refused = await ann('uploadSample', { query: { name: 'people' }, upload });
  expect(refused).toMatchObject({
    status: 422,
    problem: { code: 'sample_holds_identities', facts: { columns: ['contact'] } },
  });
  const told = good(
    await ann('uploadSample', {
      query: { name: 'named' },
      upload: upload.replaceAll(/p(\d+)@example.com/g, '$1').replace('contact', 'income'),
    }),
  );
  expect(told.findings).toContainEqual(
    expect.objectContaining({ code: 'column_named_like_identity', column: 'first_name' }),
  );
});

test('[MDL-3] each variable is measured against the target, with what looks like a leak', async () => {
  const sha256 = good(await ann('listSamples', {})).rows.find(({ name }) => name === 'small')?.sha256 ?? '';
  const found = good(await ann('measureVariables', { params: { sha256 }, query: target }));
  expect(found.rows).toBe(3000);
  expect(found.variables.map(({ name }) => name)).toContain('annual_inc');
  for (const { bins, auc, iv } of found.variables) {
    expect(bins.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
    expect(auc).toBeGreaterThanOrEqual(0.5);
    expect(iv).toBeGreaterThanOrEqual(0);
  }
  const wrong = await ann('measureVariables', { params: { sha256 }, query: { ...target, badValue: 'ugly' } });
  expect(wrong).toMatchObject({ status: 422, problem: { code: 'sample_unreadable' } });
});

test('[MDL-4] a variable is cut by bounds or by hand, with a bench to move bins on; nonsense is refused', async () => {
  const sha256 = good(await ann('listSamples', {})).rows.find(({ name }) => name === 'small')?.sha256 ?? '';
  const cut = async (wish: object) =>
    ann('binVariable', { params: { sha256 }, body: { target, variable: 'revol_util', ...wish } });
  const byBounds = good(await cut({ trend: 'ascending', maxBins: 4 }));
  const rates = byBounds.bins.filter(({ kind }) => kind === 'range').map(({ badRate }) => badRate ?? 0);
  expect(rates).toEqual(rates.toSorted((a, b) => a - b));
  expect(byBounds.bins.reduce((sum, { goods, bads }) => sum + goods + bads, 0)).toBe(3000);
  expect(byBounds.bench).toMatchObject({ kind: 'numeric', name: 'revol_util' });
  const byHand = good(await cut({ cuts: [20, 60] }));
  expect(byHand.bins.filter(({ kind }) => kind === 'range').map(({ from }) => from)).toEqual([null, 20, 60]);
  expect(await cut({ cuts: [60, 20] })).toMatchObject({
    status: 422,
    problem: { code: 'variable_unusable' },
  });
  expect(await cut({ variable: 'shoe' })).toMatchObject({ status: 422, problem: { code: 'column_unknown' } });
});

test('[MDL-5] a training ends in a draft whose document names its sample; what can not be trained fails and says why', async () => {
  const sample = good(await ann('listSamples', {})).rows.find(({ name }) => name === 'small')?.sha256 ?? '';
  const wish: StartTraining = { name: 'consumer', kind: 'card', sample, target, testShare: 0.25, seed: 7 };
  const done = await trained(ann, wish);
  expect(done).toMatchObject({ state: 'done', progress: 1, result: { name: 'consumer', version: 1 } });
  const params = { name: 'consumer', version: 1 };
  const model = good(await ann('readModel', { params }));
  expect(model).toMatchObject({ state: 'draft', kind: 'card', author: 'key:ann', sampleSha256: sample });
  expect(model.figures.auc).toBeGreaterThan(0.5);
  expect(good(await ann('readModelDocument', { params }))).toMatchObject({
    schema: 'plimsoll.model/1',
    lineage: { sampleSha256: sample, seed: 7 },
  });
  const glass = await trained(ann, { ...wish, name: 'curves', kind: 'glass' });
  expect(glass).toMatchObject({ state: 'done', result: { name: 'curves', version: 1 } });
  expect(good(await ann('readModel', { params: { name: 'curves', version: 1 } }))).toMatchObject({
    kind: 'glass',
  });
  const unknown = await ann('startTraining', { body: { ...wish, drop: ['shoe'] } });
  expect(unknown).toMatchObject({ status: 422, problem: { code: 'column_unknown' } });
  const failed = await trained(ann, { ...wish, target: { ...target, badValue: 'ugly' } });
  expect(failed).toMatchObject({ state: 'failed', failure: { code: 'sample_unreadable' } });
});

test('[MDL-6] a training can be cancelled, once, and the disk knows', async () => {
  const rows = good(await ann('listSamples', {})).rows;
  const sample = rows.find(({ name }) => name === 'lendingclub')?.sha256 ?? '';
  const wish: StartTraining = { name: 'slow', kind: 'boost', sample, target };
  const { id } = good(await ann('startTraining', { body: wish }));
  expect(good(await ann('cancelTraining', { params: { id } }))).toMatchObject({ state: 'cancelled' });
  expect(await ann('cancelTraining', { params: { id } })).toMatchObject({
    status: 409,
    problem: { code: 'training_over' },
  });
  const file = join(service.options.home, 'trainings', `${id}.json`);
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ id, state: 'cancelled' });
});

test('[MDL-7] from draft to live takes a validation and a second person; the log tells all of it and rebuilds', async () => {
  const params = { name: 'consumer', version: 1 };
  const sample =
    good(await ann('listSamples', {})).rows.find(({ name }) => name === 'lendingclub')?.sha256 ?? '';
  const names = good(await ann('readModel', { params })).inputs.map(({ name }) => name);
  const row = Object.fromEntries(names.map((name) => [name, null]));
  const scored = await ann('scoreModel', { params, body: { rows: [row] } });
  expect(scored).toMatchObject({ status: 409, problem: { code: 'model_not_approved' } });
  const days = { expiresDay: '2099-01-01', revalidateDay: '2098-01-01' };
  const early = await bob('approveModel', {
    params,
    body: { note: 'early', expiresDay: nextYear(1), revalidateDay: nextYear(0) },
  });
  expect(early).toMatchObject({ status: 409, problem: { code: 'model_move_not_allowed' } });
  const validated = good(await ann('validateModel', { params, body: { sample, note: 'all rows' } }));
  expect(validated.state).toBe('validated');
  const report = good(await bob('readModelReport', { params }));
  expect(report).toMatchObject({ sampleSha256: sample, report: { schema: 'plimsoll.validation-report/1' } });
  const far = await bob('approveModel', { params, body: { note: 'far', ...days } });
  expect(far).toMatchObject({ status: 422, problem: { code: 'model_day_unusable' } });
  const body = { note: 'agreed', expiresDay: nextYear(1), revalidateDay: nextYear(0) };
  expect(await ann('approveModel', { params, body })).toMatchObject({ status: 403 });
  const own = await service.client()('approveModel', { params, body });
  expect(own).toMatchObject({ ok: true });
  const live = good(await bob('makeModelLive', { params, body: { note: 'go' } }));
  expect(live.state).toBe('live');
  expect(live.events.map(({ kind }) => kind)).toEqual([
    'model.drafted',
    'model.validated',
    'model.approved',
    'model.made_live',
  ]);
  const answered = good(
    await ann('scoreLiveModel', { params: { name: 'consumer' }, body: { rows: [row], reasons: true } }),
  );
  expect(answered).toMatchObject({ version: 1, documentSha256: live.documentSha256 });
  expect(answered.rows[0]?.probability).toBeGreaterThan(0);
  expect(await rebuild(service.pool, { isCheck: true })).toMatchObject({ differences: 0 });
});

function nextYear(years: number): string {
  const day = new Date(Date.now() + (years + 1) * 360 * 86_400_000);
  return day.toISOString().slice(0, 10);
}

test('[MDL-8] the author does not approve what they brought, whatever their scopes; a refused row is named', async () => {
  const admin = service.client();
  const document = JSON.stringify(
    good(await ann('readModelDocument', { params: { name: 'consumer', version: 1 } })),
  );
  const query = { name: 'brought' } as const;
  const brought = good(await admin('importModel', { query, upload: document }));
  expect(brought).toMatchObject({ state: 'draft', version: 1, author: 'key:admin' });
  expect(await admin('importModel', { query, upload: document })).toMatchObject({
    status: 409,
    problem: { code: 'model_exists' },
  });
  const params = { name: 'brought', version: 1 };
  const sample =
    good(await ann('listSamples', {})).rows.find(({ name }) => name === 'lendingclub')?.sha256 ?? '';
  good(await admin('validateModel', { params, body: { sample, note: 'again' } }));
  const body = { note: 'mine', expiresDay: nextYear(1), revalidateDay: nextYear(0) };
  expect(await admin('approveModel', { params, body })).toMatchObject({
    status: 409,
    problem: { code: 'model_needs_second_person' },
  });
  const wrong = await ann('scoreLiveModel', { params: { name: 'consumer' }, body: { rows: [{ shoe: 43 }] } });
  expect(wrong).toMatchObject({ status: 422, problem: { code: 'model_input_refused', facts: { row: 0 } } });
  expect(await ann('scoreLiveModel', { params: { name: 'brought' }, body: { rows: [{}] } })).toMatchObject({
    status: 409,
    problem: { code: 'model_not_live' },
  });
});

test('[MDL-9] a document comes out as it went in, and a text that is none is refused', async () => {
  const params = { name: 'consumer', version: 1 };
  const exported = good(await ann('exportModel', { params, query: { format: 'plimsoll' } }));
  expect(JSON.parse(exported.text)).toEqual(good(await ann('readModelDocument', { params })));
  expect(good(await ann('exportModel', { params, query: { format: 'dmn' } })).text).toContain(
    '<decisionTable',
  );
  for (const format of ['pmml', 'sql', 'javascript'] as const) {
    const other = good(await ann('exportModel', { params, query: { format } }));
    expect(other.text.length).toBeGreaterThan(100);
  }
  const altered = exported.text.replace(/"margin":-?[\d.]+/, '"margin":-0.5');
  for (const [upload, code] of [
    ['{}', 'model_unreadable'],
    ['not JSON', 'model_unreadable'],
    [altered, 'model_differs'],
  ] as const)
    expect(await ann('importModel', { query: { name: 'broken' }, upload })).toMatchObject({
      status: 422,
      problem: { code },
    });
});

test('[MDL-9] a file of LightGBM becomes a draft when it is said what was bad', async () => {
  const vectors = new URL('../../../core/model/exchange/vectors/lightgbm.json', import.meta.url);
  const { cases } = JSON.parse(readFileSync(vectors, 'utf8')) as { cases: readonly { model: string }[] };
  const upload = cases[0]?.model ?? '';
  const query = { name: 'light', column: 'status', badValue: 'bad' } as const;
  expect(good(await ann('importModel', { query, upload }))).toMatchObject({ kind: 'trees', state: 'draft' });
  for (const refused of [
    { name: 'light', format: 'lightgbm' },
    { ...query, format: 'onnx' },
  ] as const)
    expect(await ann('importModel', { query: refused, upload })).toMatchObject({
      status: 422,
      problem: { code: 'model_import_refused' },
    });
});

test('[MDL-10] two versions are compared on the same rows: the same twice swaps nobody', async () => {
  const left = { name: 'consumer', version: 1 };
  const sample = good(await ann('listSamples', {})).rows.find(({ name }) => name === 'small')?.sha256 ?? '';
  const wish: StartTraining = { name: 'consumer', kind: 'card', sample, target, drop: ['revol_util'] };
  expect(await trained(ann, wish)).toMatchObject({ state: 'done', result: { version: 2 } });
  const same = good(await ann('compareModels', { body: { left, right: left, sample, target } }));
  expect(same.swap).toMatchObject({ leftOnly: { rows: 0 }, rightOnly: { rows: 0 } });
  expect(same.aucDifference).toEqual({ value: 0, pValue: 1 });
  const right = { name: 'consumer', version: 2 };
  const two = good(await ann('compareModels', { body: { left, right, sample, target } }));
  expect(two.rows).toBe(3000);
  const { both, leftOnly, rightOnly, neither } = two.swap;
  expect(both.rows + leftOnly.rows + rightOnly.rows + neither.rows).toBeCloseTo(3000, -1);
  expect(two.left.roc.at(-1)).toEqual({ falseAlarms: 1, hits: 1 });
  expect(two.reasons.find(({ input }) => input === 'revol_util')?.right ?? 0).toBe(0);
});
