import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestService, type TestService } from '@plimsoll/server/service';
import { filePaths, readText } from '../tidy/index.ts';
import { expectedStatusOf, readExamples, runHttpExamples } from './index.ts';

const pages = filePaths
  .filter((path) => /^(README(\.zh-CN)?|docs\/.*)\.md$/.test(path))
  .map((path) => ({ path, examples: readExamples(path, readText(path)) }))
  .filter(({ examples }) => examples.some((example) => expectedStatusOf(example) !== null));

let running: TestService;
beforeAll(async () => {
  running = await startTestService();
});
afterAll(async () => {
  await running.stop();
});

test('some pages show requests', () => {
  expect(pages.map(({ path }) => path)).toContain('docs/guides/integrate.md');
});

test.each(pages)('$path: every request is answered as the page says', async ({ examples }) => {
  const mismatches = await runHttpExamples(examples, async ({ method, path, headers, body }) => {
    const reply = await fetch(running.url + path, {
      method,
      headers: { authorization: `Bearer ${running.admin}`, ...headers },
      body,
    });
    const text = await reply.text();
    return { status: reply.status, body: text.startsWith('{') ? (JSON.parse(text) as unknown) : text };
  });
  expect(mismatches).toEqual([]);
});

test('the application that the tutorial sends is decided', async () => {
  const reply = await fetch(`${running.url}/v1/applications`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${running.integrator}`,
      'content-type': 'application/json',
      'idempotency-key': 'tutorial',
    },
    body: readText('docs/guides/application.json'),
  });
  expect(await reply.json()).toMatchObject({ outcome: 'approve' });
  expect(reply.status).toBe(201);
});
