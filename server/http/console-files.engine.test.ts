import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestService, type TestService } from '@plimsoll/server/service';

let folder: string;
let server: TestService;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-console-'));
  await mkdir(join(folder, 'dist', 'assets'), { recursive: true });
  await writeFile(join(folder, 'dist', 'index.html'), '<title>Plimsoll</title>');
  await writeFile(join(folder, 'dist', 'assets', 'main-abc123.js'), 'export {};');
  await writeFile(join(folder, 'secret.txt'), 'hidden');
  server = await startTestService({ consoleFolder: join(folder, 'dist') });
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const get = async (path: string, method = 'GET'): Promise<Response> => fetch(server.url + path, { method });

test('[HTTP-16] pages are open to all, asked for each time, and may run our scripts only', async () => {
  for (const path of ['/', '/index.html', '/applications', '/applications/0190a3c4?tab=proof']) {
    const reply = await get(path);
    expect(reply.status, path).toBe(200);
    expect(await reply.text()).toContain('Plimsoll');
    expect(reply.headers.get('content-type')).toMatch(/^text\/html/);
    expect(reply.headers.get('cache-control')).toBe('no-cache');
    const policy = reply.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(reply.headers.get('x-content-type-options')).toBe('nosniff');
    expect(reply.headers.get('referrer-policy')).toBe('no-referrer');
  }
});

test('[HTTP-16] files with a hash in their name are kept for ever', async () => {
  const reply = await get('/assets/main-abc123.js');
  expect(reply.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  expect(reply.headers.get('content-type')).toMatch(/javascript/);
});

test('[HTTP-16] an address of the API is never a page, nor is a file that is not there', async () => {
  for (const path of ['/v1', '/v1/', '/v1/nothing', '/assets/gone.js', '/v1/applications/a/b/c']) {
    const reply = await get(path);
    expect(reply.status, path).toBe(404);
    expect(reply.headers.get('content-type'), path).toMatch(/problem\+json/);
    expect(reply.headers.get('content-security-policy')).toContain("default-src 'none'");
  }
  expect((await get('/applications', 'POST')).status).toBe(404);
});

test('[HTTP-16] nothing outside the folder is served', async () => {
  for (const path of [
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/assets/..%5c..%5csecret.txt',
  ]) {
    const reply = await get(path);
    expect(await reply.text(), path).not.toContain('hidden');
    expect(reply.status, path).toBeLessThan(500);
  }
});
