import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startTestService, type TestService } from '@plimsoll/server/service';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { runModel } from './model.ts';
import type { CommandRequest } from './outcome.ts';
import { runScore } from './score.ts';
import { runTrain } from './train-sample.ts';

const sample = fileURLToPath(new URL('../data/lendingclub/applications.csv.gz', import.meta.url));
let service: TestService;
let folder: string;
let ann: string;
let bob: string;
beforeAll(async () => {
  service = await startTestService();
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-model-'));
  ann = await service.createKey('modeller', 'ann');
  bob = await service.createKey('approver', 'bob');
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await service.stop();
  await rm(folder, { recursive: true });
});

/** Runs a command as a caller; its exit code and the JSON it printed. */
async function call(
  run: (request: CommandRequest) => Promise<number>,
  words: readonly string[],
  given: { readonly key?: string; readonly options?: CommandRequest['options'] } = {},
): Promise<{ readonly code: number; readonly printed: { readonly [field: string]: unknown } }> {
  vi.stubEnv('PLIMSOLL_URL', service.url);
  vi.stubEnv('PLIMSOLL_KEY', given.key ?? ann);
  let text = '';
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  try {
    const code = await run({ words, options: given.options ?? {}, isJson: true });
    return { code, printed: JSON.parse(text) as { readonly [field: string]: unknown } };
  } finally {
    write.mockRestore();
  }
}

test('a model goes from a file to live by the command line, and scores the same on both sides', async () => {
  const file = join(folder, 'model.json');
  const drop = 'int_rate,sub_grade,addr_state,verification_status';
  const trained = await call(runTrain, [], {
    options: { data: sample, target: 'Class=bad', drop, to: file },
  });
  expect(trained.code).toBe(0);
  expect(trained.printed['auc']).toBeGreaterThan(0.6);
  expect((await call(runModel, ['import', 'consumer', file])).printed).toMatchObject({
    state: 'draft',
    version: 1,
  });
  const added = (await call(runModel, ['sample', sample], { options: { name: 'all' } })).printed;
  const options = { sample: String(added['sha256']), note: 'by the book' };
  expect((await call(runModel, ['validate', 'consumer@1'], { options })).printed).toMatchObject({
    state: 'validated',
  });
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  const approval = { note: 'agreed', revalidate: day(180), expires: day(365) };
  const own = await call(runModel, ['approve', 'consumer@1'], { options: approval });
  expect(own).toMatchObject({ code: 1, printed: { code: 'forbidden' } });
  const approved = await call(runModel, ['approve', 'consumer@1'], { key: bob, options: approval });
  expect(approved.printed).toMatchObject({ state: 'approved' });
  const live = await call(runModel, ['live', 'consumer@1'], { key: bob, options: { note: 'go' } });
  expect(live.printed).toMatchObject({ state: 'live' });
  expect((await call(runModel, ['list'])).printed['rows']).toMatchObject([
    { name: 'consumer', state: 'live' },
  ]);
  const copy = join(folder, 'copy.json');
  expect((await call(runModel, ['export', 'consumer@1'], { options: { to: copy } })).code).toBe(0);
  expect(await readFile(copy, 'utf8')).toBe(await readFile(file, 'utf8'));
  const scores = join(folder, 'scores.csv');
  const scored = await call(runScore, [copy], { options: { data: sample, to: scores } });
  expect(scored.printed).toMatchObject({ rows: 9857, documentSha256: live.printed['documentSha256'] });
  expect((await readFile(scores, 'utf8')).split('\n')).toHaveLength(9859);
  const compared = await call(runModel, ['compare', 'consumer@1', 'consumer@1'], {
    options: { sample: options.sample, target: 'Class=bad' },
  });
  expect(compared.printed).toMatchObject({ swap: { leftOnly: { rows: 0 } } });
});

test('[MEX-10] an ONNX file becomes a draft, and comes out as JavaScript, SQL and a document', async () => {
  const vectors = new URL('../core/model/exchange/vectors/onnx.json', import.meta.url);
  const { cases } = JSON.parse(await readFile(vectors, 'utf8')) as {
    readonly cases: readonly { readonly name: string; readonly model: string }[];
  };
  const file = join(folder, 'model.onnx');
  const bytes = Buffer.from(cases.find(({ name }) => name === 'named columns')?.model ?? '', 'base64');
  await writeFile(file, bytes);
  const options = { target: 'status=bad' };
  const brought = await call(runModel, ['import', 'foreign', file], { options });
  expect(brought.printed).toMatchObject({ name: 'foreign', version: 1, state: 'draft', kind: 'trees' });
  for (const [format, part] of [
    ['javascript', 'export'],
    ['sql', 'SELECT'],
    ['plimsoll', '"badValue":"bad"'],
  ] as const) {
    const to = join(folder, `foreign.${format}`);
    expect((await call(runModel, ['export', 'foreign@1'], { options: { to, format } })).code).toBe(0);
    expect(await readFile(to, 'utf8')).toContain(part);
  }
  await writeFile(file, bytes.subarray(0, 300));
  expect(await call(runModel, ['import', 'foreign', file], { options })).toMatchObject({
    code: 1,
    printed: { code: 'model_import_refused' },
  });
  const said = { ...options, format: 'xgboost' };
  await writeFile(file, bytes);
  expect((await call(runModel, ['import', 'foreign', file], { options: said })).code).toBe(1);
});

test('what is called wrongly is told with what to do', async () => {
  expect(await call(runModel, ['fly', 'consumer@1'])).toMatchObject({
    code: 2,
    printed: { code: 'wrong_call' },
  });
  expect(await call(runModel, ['show', 'consumer'])).toMatchObject({
    code: 1,
    printed: { code: 'wrong_call' },
  });
  expect(await call(runModel, ['show', 'consumer@9'])).toMatchObject({
    code: 1,
    printed: { code: 'model_not_found' },
  });
  expect(await call(runModel, ['live', 'consumer@1'])).toMatchObject({
    code: 1,
    printed: { code: 'option_missing' },
  });
});
