/** A person's walk through the console, in a real browser against a real server. Needs a build: `npm run build -w console`. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readFile } from 'node:fs/promises';
import { findFaults } from './accessibility.ts';
import { buildConsole } from './build.ts';
import { findChromium, launchChromium } from './chromium.ts';
import { createKeyClient, knownPhone, sendMadeUp } from './made-up.ts';
import { type ServerProcess, startServerProcess } from './server-process.ts';

const applicationCount = 130;
const executable = await findChromium();
if (executable === null)
  process.stdout.write('no Chromium on this machine: the walk through the console is skipped\n');

describe.skipIf(executable === null)('the console in a browser', () => {
  let server: ServerProcess;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];
  const outside: string[] = [];

  beforeAll(async () => {
    await buildConsole();
    server = await startServerProcess();
    await sendMadeUp(createKeyClient(server.url, server.adminKey), applicationCount);
    browser = await launchChromium(executable ?? '');
    page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      // The first question, "who am I", is answered 401 to a stranger; browsers print that by themselves.
      const isSignedOut = message.text().includes('401');
      if ((message.type() === 'error' || message.type() === 'warning') && !isSignedOut)
        complaints.push(message.text());
    });
    page.on('request', (request) => {
      const { protocol, hostname } = new URL(request.url());
      if (protocol !== 'data:' && protocol !== 'blob:' && hostname !== '127.0.0.1')
        outside.push(request.url());
    });
  });

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  test('[CON-15] a wrong key is refused in words, the right one opens the overview', async () => {
    await page.goto(server.url);
    await page.getByLabel('Access key').fill('plim_admin_wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('This key is not known').waitFor();
    await page.getByLabel('Access key').fill(server.adminKey);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    await page
      .locator('.figure', { hasText: 'Applications decided' })
      .getByText(String(applicationCount))
      .waitFor();
    await page.locator('.chart svg').first().waitFor();
    expect(await findFaults(page)).toEqual([]);
  });

  test('[CON-15] a chart turns into a table, and a number leads to the applications behind it', async () => {
    await page.getByRole('button', { name: 'Table' }).first().click();
    await page.getByRole('table', { name: 'Score by outcome' }).waitFor();
    await page.locator('.figure', { hasText: 'Declined' }).getByRole('link').click();
    await page.waitForURL(/applications\?outcome=decline/);
    await page.getByRole('row').nth(1).getByText('Declined').waitFor();
    expect(await findFaults(page)).toEqual([]);
  });

  test('[CON-16] filters stand in the address; keys walk the list; back finds the same place', async () => {
    await page.keyboard.press('g');
    await page.keyboard.press('a');
    await page.waitForURL((url) => url.pathname === '/applications' && url.search === '');
    const frame = page.locator('.grid-frame');
    await page.getByText('100 rows loaded, more below').waitFor();
    expect(await page.getByRole('row').count()).toBeLessThan(60);
    await page.keyboard.press('End');
    await page.getByText(`${applicationCount} rows`, { exact: true }).waitFor();
    await page.keyboard.press('End');
    await page.keyboard.press('k');
    const scrollTop = await frame.evaluate((element) => element.scrollTop);
    expect(scrollTop).toBeGreaterThan(1_000);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Why' }).waitFor();
    await page.goBack();
    await page.locator('.grid-row[aria-selected="true"]').waitFor();
    expect(await frame.evaluate((element) => element.scrollTop)).toBe(scrollTop);
  });

  test('[CON-17] a search by phone goes by POST and never enters an address', async () => {
    await page.keyboard.press('/');
    await page.keyboard.type(knownPhone);
    const asked = page.waitForRequest((request) => request.url().endsWith('/v1/applications/search'));
    await page.keyboard.press('Enter');
    expect((await asked).method()).toBe('POST');
    await page.locator('.search-row').first().click();
    await page.getByRole('heading', { name: 'Why' }).waitFor();
    expect(page.url()).not.toContain(knownPhone.slice(1));
  });

  test('[CON-18] one application explains itself, verifies each receipt and replays to the same bytes', async () => {
    await page.goto(`${server.url}/applications?outcome=approve`);
    await page.getByRole('row').nth(1).click();
    await page.locator('.waterfall tbody tr').nth(3).waitFor();
    const score = await page.locator('.figure', { hasText: 'Score' }).locator('.figure-value').innerText();
    expect(await page.locator('.waterfall tfoot [data-total]').getAttribute('data-total')).toBe(score);
    expect(
      await page.locator('[data-decision="scorecardPoints"] [data-state="matched"]').count(),
    ).toBeGreaterThan(3);
    expect(await page.locator('td.failed').count()).toBeGreaterThan(0);
    await page.locator('.history button').first().click();
    await page.locator('.history button', { hasText: 'Fetch and verify' }).first().click();
    await page.locator('[data-verdict="verified"]').nth(1).waitFor();
    expect(await page.locator('[data-verdict="failed"]').count()).toBe(0);
    await page.getByRole('button', { name: 'Replay' }).click();
    await page.locator('[data-replay="same"]').waitFor();
    expect(await findFaults(page)).toEqual([]);
  });

  test('[CON-19] personal data stays masked until a reason is given, and the look is in the history', async () => {
    expect(await page.getByText('made.up.').count()).toBe(0);
    await page.getByRole('button', { name: 'Reveal…' }).click();
    const confirm = page.getByRole('button', { name: 'Record and reveal' });
    expect(await confirm.isDisabled()).toBe(true);
    await page.getByLabel('Why do you need to see it?').fill('Checking a complaint');
    await confirm.click();
    await page.getByText(/made\.up\.\d+@example\.com/).waitFor();
    await page.getByRole('heading', { name: 'Personal data viewed' }).waitFor();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  test('[CON-10] an export has every row of the filter, without personal data', async () => {
    await page.goto(`${server.url}/applications`);
    await page.getByText('100 rows loaded, more below').waitFor();
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export CSV' }).click();
    const text = await readFile(await (await saved).path(), 'utf8');
    expect(text.trim().split('\r\n')).toHaveLength(applicationCount + 1);
    expect(text).not.toContain('Made Up');
  });

  test('[CON-15] an integrator, who may not see the overview, lands on the applications', async () => {
    const made = await createKeyClient(server.url, server.adminKey)('createKey', {
      body: { name: 'walk-integrator', role: 'integrator' },
    });
    const context = await browser.newContext({ locale: 'en-GB' });
    const other = await context.newPage();
    await other.goto(server.url);
    await other.getByLabel('Access key').fill(made.ok ? made.value.key : '');
    await other.keyboard.press('Enter');
    await other.waitForURL(/\/applications/);
    expect(await other.getByRole('link', { name: 'Overview' }).count()).toBe(0);
    await context.close();
  });

  test('[CON-20] a policy shows its graph and its tables, and says that it is read only', async () => {
    await page.keyboard.press('g');
    await page.keyboard.press('p');
    await page.getByRole('link', { name: 'Starter policy' }).click();
    await page.getByText('Read only').waitFor();
    await page.locator('.graph-node').first().waitFor();
    expect(await page.locator('.graph-node').count()).toBe(
      await page.locator('section[id^="decision-"]').count(),
    );
    expect(await page.locator('.decision-table').count()).toBeGreaterThan(5);
    await page.getByText('tables were checked completely').waitFor();
    await page
      .getByRole('table', { name: 'Checks' })
      .getByText('CHECK_GAP', { exact: true })
      .first()
      .waitFor();
    await page.locator('.finding-example summary').first().click();
    await page.locator('.finding-example pre').first().waitFor();
    expect(await findFaults(page)).toEqual([]);
  });

  test('[CON-21] the ledger is checked in the browser, and what it grew is proven against what was seen before', async () => {
    await page.keyboard.press('g');
    await page.keyboard.press('l');
    await page.getByText('Signature holds').waitFor();
    await page.getByText('First visit').waitFor();
    const client = createKeyClient(server.url, server.adminKey);
    const sizeOf = async () => {
      const checkpoint = await client('readCheckpoint', {});
      return checkpoint.ok ? checkpoint.value.size : 0;
    };
    const sizeBefore = await sizeOf();
    await sendMadeUp(client, applicationCount + 3);
    await expect.poll(sizeOf, { timeout: 20_000 }).toBeGreaterThan(sizeBefore);
    await page.getByRole('button', { name: 'Check again' }).click();
    await page.getByText(/The first [\d,]+ events are unchanged within/).waitFor();
    expect(await findFaults(page)).toEqual([]);
  });

  test('[CON-22] the console speaks Chinese, darkens, and says its keys; nothing complained and nothing left this machine', async () => {
    await page.getByText('中文', { exact: true }).click();
    await page.getByRole('heading', { name: '日志账本' }).waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('zh-CN');
    await page.getByRole('button', { name: '外观' }).click();
    await page.getByText('深色').click();
    const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(ground).toBe('rgb(13, 15, 19)');
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { name: '日志账本' }).click();
    await page.keyboard.press('?');
    await page.getByRole('dialog').getByText('前往申请').waitFor();
    await page.keyboard.press('Escape');
    await page.setViewportSize({ width: 1024, height: 768 });
    for (const path of ['/', '/applications', '/policies', '/ledger']) {
      await page.goto(server.url + path);
      await page.locator('h1').waitFor();
      await page.waitForLoadState('networkidle');
      expect(await findFaults(page)).toEqual([]);
    }
    expect(complaints).toEqual([]);
    expect(outside).toEqual([]);
  });
});
