import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PaymentOrder } from '@plimsoll/loan/spine';
import { badDay, goodDay, openSimulator, type PaymentProvider, type SimulatorHabits } from '../index.ts';

const TODAY = '2026-03-02';
const order: PaymentOrder = {
  purpose: 'disbursement',
  loan: 'l',
  amountMinor: 500,
  currency: 'CNY',
  day: TODAY,
};
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-pay-'));
});
afterEach(async () => rm(folder, { recursive: true, force: true }));

const adapters: readonly (readonly [name: string, open: () => Promise<PaymentProvider>])[] = [
  ['simulator on a good day', async () => simulator(goodDay)],
  ['simulator on a bad day', async () => simulator(badDay)],
];

async function simulator(habits: SimulatorHabits): Promise<PaymentProvider> {
  return openSimulator({ file: join(folder, 'books.jsonl'), seed: 'contract', habits });
}

/** Asks until there is an answer. */
async function ask(provider: PaymentProvider, key: string, what: PaymentOrder = order) {
  for (let attempt = 0; attempt < 50; attempt++) {
    const answer = await provider.instruct(key, what, TODAY);
    if (answer.kind !== 'unknown') return answer;
  }
  throw new Error(`${key} is never answered`);
}

describe.each(adapters)('%s', (_, open) => {
  test('[FED-1] an order is done at most once under its key, however often it is sent', async () => {
    const provider = await open();
    const first = await ask(provider, 'p1/1');
    for (let again = 0; again < 20; again++) expect(await ask(provider, 'p1/1')).toEqual(first);
    const lines = await provider.statement(TODAY, TODAY);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ amountMinor: -500, currency: 'CNY', day: TODAY });
  });

  test('[FED-2] a key that never arrived is unheard of, and one that was done is known', async () => {
    const provider = await open();
    expect(await provider.query('nobody/1')).toBeNull();
    const answer = await ask(provider, 'p2/1');
    expect(await provider.query('p2/1')).toEqual(answer);
  });

  test('[FED-3] what it did outlives it', async () => {
    const answer = await ask(await open(), 'p3/1');
    const again = await open();
    expect(await again.query('p3/1')).toEqual(answer);
    expect(await ask(again, 'p3/1')).toEqual(answer);
    expect(await again.statement(TODAY, TODAY)).toHaveLength(1);
  });

  test('[FED-4] a statement holds what was settled from one day to another', async () => {
    const provider = await open();
    await ask(provider, 'p4/1');
    await ask(provider, 'p5/1', { ...order, purpose: 'disbursement', amountMinor: 700 });
    expect(
      (await provider.statement(TODAY, TODAY)).map((line) => line.amountMinor).toSorted((a, b) => a - b),
    ).toEqual([-700, -500]);
    expect(await provider.statement('2026-03-03', '2026-03-04')).toEqual([]);
  });
});
