import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { filePaths, houseFolder, readText } from '../tidy/index.ts';
import { commands } from '../../cli/commands.ts';
import {
  type Example,
  expectedStatusOf,
  parseHttpExample,
  readExamples,
  renderPages,
  runHttpExamples,
} from './index.ts';

const pages = filePaths.filter((path) => /^(README(\.zh-CN)?|CONTRIBUTING)\.md$|^docs\/.*\.md$/.test(path));
const examples: readonly Example[] = pages.flatMap((path) => readExamples(path, readText(path)));
const place = ({ path, line }: Example) => `${path}:${line}`;

test('there are pages, and blocks on them', () => {
  expect(pages.length).toBeGreaterThan(5);
  expect(examples.length).toBeGreaterThan(5);
});

test.each(renderPages())(
  '$path is what the code says (node tools/docs/write.ts writes it again)',
  ({ path, text }) => {
    expect(readText(path)).toBe(text);
  },
);

test('every marked TypeScript example runs', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-docs-'));
  symlinkSync(join(houseFolder, 'node_modules'), join(folder, 'node_modules'));
  const failures = examples
    .filter(({ mark }) => mark === 'ts run')
    .flatMap((example, index) => {
      const file = join(folder, `example-${index}.ts`);
      writeFileSync(file, example.text);
      const run = spawnSync(process.execPath, [file], { encoding: 'utf8', cwd: folder });
      return run.status === 0 ? [] : [`${place(example)}\n${run.stderr}`];
    });
  rmSync(folder, { recursive: true, force: true });
  expect(failures).toEqual([]);
}, 60_000);

test('every shell example parses', () => {
  const failures = examples
    .filter(({ mark }) => /^(sh|bash|shell)\b/.test(mark))
    .flatMap((example) => {
      const run = spawnSync('sh', ['-n'], { input: example.text, encoding: 'utf8' });
      return run.status === 0 ? [] : [`${place(example)} ${run.stderr}`];
    });
  expect(failures).toEqual([]);
});

test('no page names a command that does not exist', () => {
  const known = new Set(['help', ...commands.map(({ name }) => name)]);
  const unknown = pages.flatMap((path) =>
    [...readText(path).matchAll(/\.\/plimsoll ([a-z]+(?:-[a-z]+)*)/g)].flatMap(([, name]) =>
      name !== undefined && !known.has(name) ? [`${path}: ./plimsoll ${name}`] : [],
    ),
  );
  expect(unknown).toEqual([]);
});

test('an http example is read as a request, and its status as a promise', async () => {
  const markdown =
    '# Page\n\n```http 201\nPOST /v1/things\nIdempotency-Key: a\n\n{"a":1}\n```\n\n```http 200\nGET /v1/things/{{id}}\n```\n';
  const [first, second] = readExamples('page.md', markdown);
  expect(first).toMatchObject({ path: 'page.md', line: 4, mark: 'http 201' });
  expect(first && expectedStatusOf(first)).toBe(201);
  expect(second && parseHttpExample(second.text, { id: '7' })).toEqual({
    method: 'GET',
    path: '/v1/things/7',
    headers: {},
    body: null,
  });
  const sent: string[] = [];
  const mismatches = await runHttpExamples(readExamples('page.md', markdown), async (request) => {
    sent.push(
      `${request.method} ${request.path} ${request.headers['idempotency-key'] ?? ''} ${request.body ?? ''}`,
    );
    return { status: 201, body: { id: '7' } };
  });
  expect(sent).toEqual(['POST /v1/things a {"a":1}', 'GET /v1/things/7  ']);
  expect(mismatches.map((mismatch) => mismatch.place)).toEqual(['page.md:11']);
});
