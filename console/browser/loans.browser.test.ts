/** A loan in the console, in a real browser against a real server: paid out by the provider, repaid, reversed. */
import { mkdir } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from '@plimsoll/api/client';
import { findFaults } from './accessibility.ts';
import { buildConsole } from './build.ts';
import { findChromium, launchChromium } from './chromium.ts';
import { createKeyClient } from './made-up.ts';
import { type ServerProcess, startServerProcess } from './server-process.ts';

const amountMinor = 500_000;
const stepLimitMs = 15_000;
const shots = process.env['PLIMSOLL_SHOTS'];
const executable = await findChromium();
if (executable === null)
  process.stdout.write('no Chromium on this machine: the pages of loans are skipped\n');

describe.skipIf(executable === null)('the pages of loans in a browser', () => {
  let server: ServerProcess;
  let browser: Browser;
  let page: Page;
  let loan = '';
  const complaints: string[] = [];

  beforeAll(async () => {
    await buildConsole();
    server = await startServerProcess({ PLIMSOLL_PAYMENT_PROVIDER: 'simulator' });
    const client = createKeyClient(server.url, server.adminKey);
    loan = await payOut(client, 1);
    await payOut(client, 2);
    const made = await client('createKey', { body: { name: 'servicer', role: 'servicer' } });
    if (!made.ok) throw new Error(made.problem.code);
    browser = await launchChromium(executable ?? '');
    page = await browser.newPage();
    page.setDefaultTimeout(stepLimitMs);
    await page.setViewportSize({ width: 1280, height: 900 });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    await page.addInitScript(
      (kept) => {
        if (localStorage.getItem('plimsoll.look') === null) localStorage.setItem('plimsoll.look', kept);
      },
      look('en', 'light'),
    );
    await page.goto(server.url);
    await page.getByLabel('Access key').fill(made.value.key);
    await page.keyboard.press('Enter');
    await page.locator('.shell').waitFor();
    complaints.length = 0;
  });

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  function look(language: 'en' | 'zh', theme: 'light' | 'dark'): string {
    return JSON.stringify({ language, theme, density: 'comfortable' });
  }

  /** Opens a loan, orders its money and waits until the provider has moved it. */
  async function payOut(client: Client, seed: number): Promise<string> {
    const borrower = {
      idKind: 'cn_resident_id',
      idNumber: `11010119900101${String(seed).padStart(4, '0')}`,
      phone: `+86138${String(seed).padStart(8, '0')}`,
    };
    const body = { product: 'us-personal', amountMinor, currency: 'USD', borrower };
    const opened = await client('openLoan', { body, idempotencyKey: `open-${seed}` });
    if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
    const { id } = opened.value.loan;
    const order = { purpose: 'disbursement', amountMinor, currency: 'USD' } as const;
    await client('orderPayment', { params: { id }, body: order, idempotencyKey: `pay-${seed}` });
    for (let round = 0; round < 30; round += 1) {
      await client('workPayments', {});
      const { value } = (await client('listPayments', { query: { loan: id } })) as {
        value: { rows: readonly { status: string }[] };
      };
      if (value.rows.every(({ status }) => status === 'settled')) return id;
    }
    throw new Error('the money never moved');
  }

  async function shoot(name: string): Promise<void> {
    if (shots === undefined) return;
    await mkdir(shots, { recursive: true });
    await page.waitForTimeout(600);
    await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
  }

  test('[CON-31] the list leads to a loan with its instalments, balance, payments and history', async () => {
    await page.getByRole('link', { name: 'Loans' }).click();
    await page.getByRole('table', { name: 'Loans' }).waitFor();
    await shoot('loans-en');
    expect(await findFaults(page)).toEqual([]);
    await page.getByRole('link', { name: loan.slice(-12) }).click();
    await page.getByRole('table', { name: 'Instalments' }).waitFor();
    await page.locator('.chart svg').first().waitFor();
    expect(await page.getByRole('table', { name: 'Instalments' }).getByRole('row').count()).toBe(37);
    await page.getByRole('table', { name: 'What happened' }).getByText('Paid out').waitFor();
    await shoot('loan-en');
    expect(await findFaults(page)).toEqual([]);
  });

  test('[CON-31] a repayment is tried on, booked once, and undone by a reversal', async () => {
    await page.getByRole('button', { name: 'Record a repayment' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Amount, USD').fill('250.00');
    await dialog.getByRole('button', { name: 'Try it' }).click();
    await dialog.getByRole('table').waitFor();
    await shoot('repay-en');
    await dialog.getByRole('button', { name: 'Book it' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('table', { name: 'What happened' }).getByText('Repaid').waitFor();
    await page
      .getByRole('table', { name: 'Payments, and where each went' })
      .getByText('250.00')
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Reverse a fact' }).click();
    await dialog.getByLabel('Why (nothing personal)').fill('bounced');
    await dialog.getByRole('button', { name: 'Try it' }).click();
    await dialog.getByRole('button', { name: 'Book it' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('table', { name: 'What happened' }).getByText('Reversed').waitFor();
    expect(await findFaults(page)).toEqual([]);
  });

  test('[CON-31] a product is tried on: plan, cost, caps; one above a cap is refused with its figures', async () => {
    await page.getByRole('link', { name: 'Products' }).click();
    await page.getByRole('table', { name: 'Instalments' }).waitFor();
    await page.locator('.figure', { hasText: 'IRR × 12' }).waitFor();
    await page.getByRole('table', { name: 'Caps' }).getByText('≤ CN¥200,000.00').waitFor();
    await shoot('plan-en');
    expect(await findFaults(page)).toEqual([]);
    await page.getByLabel('Rate a year, %').fill('99');
    await page.keyboard.press('Tab');
    await page.getByRole('alert').getByText('expected', { exact: true }).waitFor();
    await shoot('plan-refused-en');
    complaints.length = 0;
  });

  test('[CON-31] payments and the books of funders, in Chinese and in the dark', async () => {
    await page.evaluate((kept) => localStorage.setItem('plimsoll.look', kept), look('zh', 'dark'));
    await page.goto(`${server.url}/payments`);
    await page.getByRole('table', { name: '支付' }).getByText('已到账').first().waitFor();
    await shoot('payments-zh-dark');
    expect(await findFaults(page)).toEqual([]);
    await page.getByRole('link', { name: '资金方' }).click();
    await page.getByText('账平').first().waitFor();
    await shoot('funders-zh-dark');
    await page.goto(`${server.url}/loans/${loan}`);
    await page.getByRole('table', { name: '还款计划' }).waitFor();
    await shoot('loan-zh-dark');
    expect(await findFaults(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
