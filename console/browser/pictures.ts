/**
 * Takes the pictures of docs/pictures from a running demo: `node console/browser/pictures.ts <address> <key>`.
 * Every page in English and Chinese at 1440 × 900, the overview and one application in the dark as well. Pages of the Models
 * studio at 1280 × 900, when the server holds a sample of LendingClub and a scorecard that was trained on it and validated.
 * A third word takes only the pictures whose names begin with it.
 */
import { mkdir, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { findChromium, launchChromium } from './chromium.ts';
import { createKeyClient } from './made-up.ts';

const folder = fileURLToPath(new URL('../../docs/pictures/', import.meta.url));
const size = { width: 1440, height: 900 };
const studioSize = { width: 1280, height: 900 };
const maxBytes = 300_000;
const settleMs = 700;

type Picture = {
  readonly name: string;
  readonly path: string;
  readonly ready: string;
  readonly isDark?: boolean;
  readonly size?: { readonly width: number; readonly height: number };
  readonly prepare?: (page: Page) => Promise<void>;
};

const [address, key, prefix = ''] = process.argv.slice(2);
if (address === undefined || key === undefined) throw new Error('usage: pictures.ts <address> <key> [name]');
const executable = await findChromium();
if (executable === null) throw new Error('no Chromium on this machine');
await mkdir(folder, { recursive: true });
const studio = await chooseStudioPictures(address, key);
const all = prefix.startsWith('model') ? studio : [...(await choosePictures(address, key)), ...studio];
const pictures = all.filter(({ name }) => name.startsWith(prefix));
const browser = await launchChromium(executable);
try {
  for (const language of ['en', 'zh'] as const)
    for (const picture of pictures) await take(browser, { address, key, language, picture });
} finally {
  await browser.close();
}

async function choosePictures(url: string, secret: string): Promise<readonly Picture[]> {
  const client = createKeyClient(url, secret);
  const declined = await client('listApplications', {
    query: { outcome: 'decline', reason: 'SCORE_TOO_LOW', limit: 1 },
  });
  const policies = await client('listPolicies', {});
  const id = declined.ok ? declined.value.rows[0]?.id : undefined;
  const hash = policies.ok ? policies.value.rows[0]?.hash : undefined;
  if (id === undefined || hash === undefined)
    throw new Error('the demo has no declined application or no policy');
  const application = { path: `/applications/${id}`, ready: '.waterfall' };
  return [
    { name: 'overview', path: '/', ready: '.chart svg' },
    { name: 'overview-dark', path: '/', ready: '.chart svg', isDark: true },
    { name: 'applications', path: '/applications', ready: '.grid-row' },
    { name: 'application', ...application },
    { name: 'application-dark', ...application, isDark: true },
    { name: 'application-proof', ...application, prepare: proveDecision },
    {
      name: 'application-rules',
      path: application.path,
      ready: '[data-decision="verdict"]',
      prepare: async (page) =>
        page.locator('[data-decision="grade"]').evaluate((element) => element.scrollIntoView()),
    },
    { name: 'policy', path: `/policies/${hash}`, ready: '.graph' },
    {
      name: 'policy-table',
      path: `/policies/${hash}`,
      ready: '.graph',
      prepare: async (page) =>
        page.locator('#decision-verdict').evaluate((element) => element.scrollIntoView()),
    },
    {
      name: 'policy-checks',
      path: `/policies/${hash}`,
      ready: '.graph',
      prepare: async (page) => {
        const example = page.locator('.finding-example').first();
        await example.waitFor();
        const section = page.locator('.section', { has: example });
        await section.evaluate((element) => element.scrollIntoView());
      },
    },
    { name: 'ledger', path: '/ledger', ready: '.said-good' },
  ];
}

/** The bins of one variable and the page of one scorecard; none on a server without a trained model. */
async function chooseStudioPictures(url: string, secret: string): Promise<readonly Picture[]> {
  const client = createKeyClient(url, secret);
  const models = await client('listModels', {});
  const card = models.ok ? models.value.rows.find((row) => row.kind === 'card') : undefined;
  if (card === undefined || card.sampleSha256 === null) return [];
  const detail = await client('readModel', { params: { name: card.name, version: card.version } });
  if (!detail.ok) throw new Error(detail.problem.code);
  const { column, badValue } = detail.value.target;
  const target = `column=${column}&bad=${badValue}`;
  const variable = {
    path: `/models/samples/${card.sampleSha256}/variables/int_rate?${target}`,
    ready: '.chart svg',
    size: studioSize,
  };
  const version = {
    path: `/models/versions/${card.name}/${card.version}`,
    ready: '[data-verdict]',
    size: studioSize,
    prepare: async (page: Page) => {
      await page.locator('.chart svg').first().waitFor();
      const section = page.locator('.section', { has: page.locator('[data-verdict]') });
      await section.evaluate((element) => element.scrollIntoView());
    },
  };
  return [
    { name: 'model-bins', ...variable },
    { name: 'model-version', ...version },
  ];
}

async function proveDecision(page: Page): Promise<void> {
  const section = page.locator('.section', { has: page.locator('[data-replay-section]') });
  await section.getByRole('button').first().click();
  await page.locator('[data-replay="same"]').waitFor();
  await page.locator('.history > li:nth-child(2) button').click();
  await page.locator('[data-verdict="verified"]').waitFor();
  await section.evaluate((element) => element.scrollIntoView());
}

/** A browser that saw the log when it was half as long, so that the picture shows a proof of growth. */
async function rememberHalf(page: Page, url: string, secret: string): Promise<void> {
  const client = createKeyClient(url, secret);
  const now = await client('readCheckpoint', {});
  if (!now.ok) throw new Error('no checkpoint');
  const { size: to, verifierKey } = now.value;
  const from = Math.max(1, Math.floor(to / 2));
  const half = await client('proveConsistency', { query: { from, to } });
  if (!half.ok) throw new Error('no proof');
  const checkpoint = { size: from, root: half.value.fromRoot, at: new Date().toISOString() };
  const seen = JSON.stringify({ verifierKey, checkpoint });
  await page.addInitScript((kept) => localStorage.setItem('plimsoll.ledger.seen', kept), seen);
}

type Shot = {
  readonly address: string;
  readonly key: string;
  readonly language: 'en' | 'zh';
  readonly picture: Picture;
};

async function take(opened: Browser, { address: url, key: secret, language, picture }: Shot): Promise<void> {
  const page = await opened.newPage({
    viewport: picture.size ?? size,
    locale: language === 'zh' ? 'zh-CN' : 'en-GB',
  });
  const look = { language, theme: picture.isDark === true ? 'dark' : 'light', density: 'comfortable' };
  await page.addInitScript((kept) => localStorage.setItem('plimsoll.look', kept), JSON.stringify(look));
  await rememberHalf(page, url, secret);
  await page.goto(url);
  await page.locator('input[type="password"]').fill(secret);
  await page.keyboard.press('Enter');
  await page.locator('.shell').waitFor();
  await page.goto(url + picture.path);
  await page.locator(picture.ready).first().waitFor();
  await page.waitForLoadState('networkidle');
  await picture.prepare?.(page);
  await page.waitForTimeout(settleMs);
  const [base, dark] = picture.name.split('-dark');
  const path = `${folder}${base}-${language}${dark === undefined ? '' : '-dark'}.png`;
  await page.screenshot({ path });
  const { size: bytes } = await stat(path);
  process.stdout.write(`${path} ${bytes} bytes${bytes > maxBytes ? ' TOO LARGE' : ''}\n`);
  await page.close();
}
