/** A book of loans that wait for their money, for tests of the desk: opened by the real room, written by the real log. */
import { fileURLToPath } from 'node:url';
import { readFile } from 'node:fs/promises';
import { assert } from '@plimsoll/core/base';
import { type Policy, readPolicy } from '@plimsoll/core/dmn';
import { type LoanTerms, presets } from '@plimsoll/core/schedule';
import { decideLoan } from '@plimsoll/loan/servicing';
import { type SimulatorHabits, openSimulator } from '@plimsoll/server/feeds';
import { loadKeys } from '@plimsoll/server/keys';
import { books, openLoanShelf } from '@plimsoll/server/loan';
import { createLog, type Log, openPool, uuidV7 } from '@plimsoll/server/store';
import { type DeskPorts, orderPayment } from './desk.ts';

export const TODAY = '2026-03-02';
const AMOUNT = 120_000;
const terms: LoanTerms = { ...presets.cn_level_payment, instalments: 6, rateAnnual: 0.12, currency: 'USD' };
const folder = (name: string): string => fileURLToPath(new URL(`../../policies/${name}`, import.meta.url));

export type TestDesk = DeskPorts & { readonly log: Log; readonly close: () => Promise<void> };

/** The desk over a database, with the simulator's books in a file. */
export async function openDesk(of: {
  readonly databaseUrl: string;
  readonly secrets: string;
  readonly file: string;
  readonly habits: SimulatorHabits;
}): Promise<TestDesk> {
  const pool = openPool(of.databaseUrl);
  const keys = await loadKeys({ secrets: of.secrets, mayCreate: true });
  const log = await createLog({ pool, keys, clock: Date.now });
  const provider = await openSimulator({ file: of.file, seed: 'desk', habits: of.habits });
  const loans = await openLoanShelf({
    products: folder('products'),
    caps: folder('caps'),
    contracts: folder('contracts'),
    classifications: folder('classification'),
  });
  return {
    pool,
    log,
    loans,
    provider,
    retries: await readRetries(),
    clock: () => Date.parse(`${TODAY}T08:00:00Z`),
    createId: uuidV7,
    close: async () => {
      await log.close();
      await pool.end();
    },
  };
}

async function readRetries(): Promise<Policy> {
  const policy = await readPolicy(await readFile(`${folder('debit')}/policy.dmn`, 'utf8'));
  assert(policy.ok, 'the policy of retries is one');
  return policy.value;
}

/** Opens loans and orders their disbursement; returns the ids of loans and payments. */
export async function orderDisbursements(
  desk: TestDesk,
  count: number,
): Promise<readonly { readonly loan: string; readonly payment: string }[]> {
  const made: { loan: string; payment: string }[] = [];
  for (let index = 0; index < count; index++) {
    const loan = uuidV7(Date.now());
    await openLoan(desk, loan);
    const payment = uuidV7(Date.now());
    const order = {
      purpose: 'disbursement',
      loan,
      amountMinor: AMOUNT,
      currency: 'USD',
      day: TODAY,
    } as const;
    assert((await orderPayment(desk, payment, order)).ok, 'a payment is ordered');
    made.push({ loan, payment });
  }
  return made;
}

async function openLoan({ log }: TestDesk, id: string): Promise<void> {
  const record = { id, subject: null, facts: [], after: null };
  const shares = [
    { funder: 'north', sharePpm: 600_000, servicerFeePpm: 0 },
    { funder: 'south', sharePpm: 400_000, servicerFeePpm: 0 },
  ];
  const deed = {
    kind: 'opened',
    terms,
    product: 'us-personal',
    application: null,
    amountMinor: AMOUNT,
    shares,
  } as const;
  const decided = decideLoan(
    record,
    { deed, effectiveDay: TODAY, currency: 'USD' },
    { today: TODAY, factId: uuidV7(Date.now()), books },
  );
  assert(decided.ok, `a loan is opened: ${JSON.stringify(decided)}`);
  const streams = [{ stream: `loan:${id}`, expectedVersion: 0, events: [decided.value] }];
  const reply = { status: 201, body: {} };
  const outcome = await log.append({ actor: 'system:test', idempotency: null, streams, persons: [], reply });
  assert(outcome.kind === 'committed', 'a loan is written');
}
