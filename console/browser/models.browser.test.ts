/** The way of a model through the studio, in a real browser against a real server: from a table to a live version. */
import { readFile } from 'node:fs/promises';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findFaults } from './accessibility.ts';
import { buildConsole } from './build.ts';
import { findChromium, launchChromium } from './chromium.ts';
import { createKeyClient } from './made-up.ts';
import { writePastLoans } from './past-loans.ts';
import { type ServerProcess, startServerProcess } from './server-process.ts';

const rowCount = 4_000;
const stepLimitMs = 15_000;
const trainLimitMs = 90_000;
const executable = await findChromium();
if (executable === null)
  process.stdout.write('no Chromium on this machine: the way of a model through the studio is skipped\n');

describe.skipIf(executable === null)('the Models studio in a browser', () => {
  let server: ServerProcess;
  let browser: Browser;
  let page: Page;
  let samplePath = '';
  const complaints: string[] = [];

  beforeAll(async () => {
    await buildConsole();
    server = await startServerProcess();
    browser = await launchChromium(executable ?? '');
    page = await signIn(await browser.newContext({ acceptDownloads: true }), 'modeller');
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
  });

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  async function signIn(context: BrowserContext, role: 'modeller' | 'approver'): Promise<Page> {
    const client = createKeyClient(server.url, server.adminKey);
    const made = await client('createKey', { body: { name: `studio-${role}`, role } });
    if (!made.ok) throw new Error(made.problem.code);
    const opened = await context.newPage();
    opened.setDefaultTimeout(stepLimitMs);
    await opened.setViewportSize({ width: 1280, height: 800 });
    const look = JSON.stringify({ language: 'en', theme: 'light', density: 'comfortable' });
    await opened.addInitScript((kept) => {
      if (localStorage.getItem('plimsoll.look') === null) localStorage.setItem('plimsoll.look', kept);
    }, look);
    await opened.goto(server.url);
    await opened.getByLabel('Access key').fill(made.value.key);
    await opened.keyboard.press('Enter');
    await opened.locator('.shell').waitFor();
    return opened;
  }

  /** Waits for the end of the training on the page; says why when no model came of it. */
  const waitForModel = async () => {
    const end = page.locator('.end, .fault-note');
    await end.waitFor({ timeout: trainLimitMs });
    expect(await end.innerText()).toContain('was drafted');
  };
  const choose = async (label: string, option: string | RegExp) => {
    await page.getByRole('combobox', { name: label }).click();
    await page.locator('.ant-select-item-option').filter({ hasText: option }).first().click();
  };

  test('[CON-30] a table is uploaded and described, and the target that is chosen stands in the address', async () => {
    await page.keyboard.press('g');
    await page.keyboard.press('m');
    await page.getByRole('heading', { name: 'Models', exact: true }).waitFor();
    await page.getByText('No model yet').waitFor();
    expect(await findFaults(page)).toEqual([]);
    await page.locator('input[type="file"]').setInputFiles({
      name: 'past loans.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(writePastLoans(rowCount)),
    });
    await page.getByRole('button', { name: 'Upload' }).click();
    await page.getByRole('heading', { name: 'past loans' }).waitFor();
    await page.locator('.figure', { hasText: 'Rows' }).getByText('4,000').waitFor();
    await choose('Column that says how the loan ended', /^outcome$/);
    await choose('Value that means bad', /^bad/);
    await page.waitForURL(/column=outcome&bad=bad/);
    samplePath = new URL(page.url()).pathname;
    await page.locator('.grid-row').first().waitFor();
    expect(await findFaults(page)).toEqual([]);
  });

  test('[CON-30] the strongest variable comes first; keys open it and back finds the list again', async () => {
    await page.locator('.grid-row').first().getByRole('link', { name: 'utilisation' }).waitFor();
    await page.getByLabel('Find a variable').fill('util');
    await page.waitForURL(/find=util/);
    await expect.poll(() => page.locator('.grid-row').count()).toBe(1);
    await page.getByLabel('Find a variable').fill('');
    await page.locator('.grid-frame').focus();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'utilisation', exact: true }).waitFor();
    await page.locator('.chart svg').first().waitFor();
    expect(await findFaults(page)).toEqual([]);
  });

  test('[CON-24] in the browser the information value follows each edit, and undo brings it back', async () => {
    const figure = page.locator('[data-figure="iv"]');
    const before = await figure.innerText();
    await page
      .getByRole('button', { name: /^Merge .* with the next bin$/ })
      .first()
      .click();
    await expect.poll(() => figure.innerText()).not.toBe(before);
    const merged = await figure.innerText();
    expect(Number(merged)).toBeLessThan(Number(before));
    await page.keyboard.press('z');
    await expect.poll(() => figure.innerText()).toBe(before);
    await page.keyboard.press('y');
    await expect.poll(() => figure.innerText()).toBe(merged);
    await page
      .getByRole('button', { name: /^Split / })
      .first()
      .click();
    await page.getByRole('button', { name: 'Split here' }).click();
    await page.keyboard.press('z');
    await page.getByRole('button', { name: 'Keep these bins' }).click();
    await page.locator('[data-saved="true"]').waitFor();
    await page.reload();
    await page.getByText('Kept in this browser').waitFor();
    await expect.poll(() => figure.innerText()).toBe(merged);
  });

  test('[CON-30] a scorecard is trained in the background and found again after a reload', async () => {
    await page.goto(`${server.url}${samplePath}/training?column=outcome&bad=bad`);
    await page.getByText('Bins edited by hand go along: utilisation.').waitFor();
    expect(await findFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await page.waitForURL(/\/models\/trainings\//);
    await page.locator('[data-training]').waitFor();
    await page.reload();
    await waitForModel();
    expect(await findFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Open the model' }).click();
    await page.locator('h1', { hasText: 'past-loans' }).waitFor();
    await page.locator('[data-state="draft"]').waitFor();
    await page.locator('[data-document="same"]').waitFor();
    await page.getByRole('heading', { name: 'Points' }).waitFor();
    expect(await findFaults(page)).toEqual([]);
  });

  test('[CON-29] validating says what it finds; who drafted the model can not approve it', async () => {
    await page.getByRole('button', { name: 'Validate…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Validate past-loans version 1?').waitFor();
    const confirm = dialog.getByRole('button', { name: 'Validate', exact: true });
    expect(await confirm.isDisabled()).toBe(true);
    await dialog.getByLabel('Why').fill('First look at the rows kept aside');
    await confirm.click();
    await page.locator('[data-verdict]').waitFor({ timeout: trainLimitMs });
    await page.locator('.page-head [data-state="validated"]').waitFor();
    await page.getByRole('img', { name: /^ROC curve/ }).waitFor();
    expect(await page.getByRole('button', { name: 'Approve…' }).count()).toBe(0);
    expect(await findFaults(page)).toEqual([]);
  });

  test('[CON-29] another person approves the document until a day and sets it live', async () => {
    const address = page.url();
    const context = await browser.newContext();
    const other = await signIn(context, 'approver');
    await other.goto(address);
    await other.getByRole('button', { name: 'Approve…' }).click();
    const dialog = other.getByRole('dialog');
    await dialog.getByLabel('Why').fill('Read the report; the level holds');
    expect(await findFaults(other)).toEqual([]);
    await dialog.getByRole('button', { name: 'Approve this document' }).click();
    await other.locator('.page-head [data-state="approved"]').waitFor();
    await other.getByRole('button', { name: 'Set live…' }).click();
    await other.getByRole('dialog').getByLabel('Why').fill('Takes over from today');
    await other.getByRole('dialog').getByRole('button', { name: 'Set it live' }).click();
    await other.locator('.page-head [data-state="live"]').waitFor();
    await other.locator('[data-event="model.made_live"]').waitFor();
    expect(await other.locator('.model-history > li').count()).toBe(4);
    await context.close();
  });

  test('[CON-30] a second version stands beside the first on the same rows; the choice is in the address', async () => {
    await page.goto(`${server.url}${samplePath}/training?column=outcome&bad=bad`);
    await page.getByRole('radio', { name: /^Boosted trees/ }).check();
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await waitForModel();
    await page.keyboard.press('g');
    await page.keyboard.press('m');
    for (const version of [1, 2])
      await page.getByLabel(`Choose past-loans ${version} for comparison`).check();
    await page.getByRole('button', { name: 'Compare two' }).click();
    await page.waitForURL(/left=past-loans%401&right=past-loans%402/);
    await page.getByRole('table', { name: 'Swap set' }).waitFor({ timeout: trainLimitMs });
    await page.getByRole('button', { name: 'Table' }).first().click();
    await page.getByRole('table', { name: 'ROC curve' }).waitFor();
    expect(await findFaults(page)).toEqual([]);
  });

  test('[CON-30] the document can be taken along as a file, the same bytes by hash', async () => {
    await page.goto(`${server.url}/models/versions/past-loans/1`);
    const button = page.getByRole('button', { name: 'Document (JSON)' });
    await button.waitFor();
    const [saved] = await Promise.all([page.waitForEvent('download'), button.click()]);
    const text = await readFile(await saved.path(), 'utf8');
    expect(text).toContain('"plimsoll.model/1"');
    const webPage = page.getByRole('button', { name: 'Web page in Chinese' });
    const [report] = await Promise.all([page.waitForEvent('download'), webPage.click()]);
    expect(report.suggestedFilename()).toBe('past-loans-1.zh.html');
    const written = await readFile(await report.path(), 'utf8');
    for (const said of ['模型验证报告', '模型卡', 'Read the report; the level holds'])
      expect(written).toContain(said);
  });

  test('[CON-22] the studio speaks Chinese and darkens without a complaint of the browser', async () => {
    await page.getByText('中文', { exact: true }).click();
    await page.getByRole('heading', { name: '历史' }).waitFor();
    await page.getByRole('button', { name: '外观' }).click();
    await page.getByText('深色').click();
    const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(ground).toBe('rgb(13, 15, 19)');
    await page.keyboard.press('Escape');
    await page.setViewportSize({ width: 1024, height: 768 });
    const target = '?column=outcome&bad=bad';
    const paths = ['/models', `${samplePath}${target}`, `${samplePath}/variables/region${target}`];
    for (const path of [...paths, '/models/comparison?left=past-loans@1&right=past-loans@2']) {
      await page.goto(server.url + path);
      await page.locator('h1').waitFor();
      await page.waitForLoadState('networkidle');
      expect(await findFaults(page)).toEqual([]);
    }
    expect(complaints).toEqual([]);
  });
});
