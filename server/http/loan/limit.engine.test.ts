import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Client } from '@plimsoll/api/client';
import type { Limit, SetLimit } from '@plimsoll/api/loan';
import { madeUpForm, startTestService, type TestService } from '@plimsoll/server/service';
import { rebuild } from '@plimsoll/server/store';
import { good, madeUpBorrower, signLoan } from './testing-loan.ts';

const AT_ONCE = 1000;
let nowMs = Date.parse('2026-03-02T09:00:00Z');
let server: TestService;
let call: Client;
let keys = 0;

beforeAll(async () => {
  server = await startTestService({ clock: () => nowMs });
  call = server.client();
});
afterAll(async () => server.stop());

const key = () => `limit-${keys++}`;
const open = async (seed: number, product: string, amountMinor: number) =>
  call('openLoan', {
    body: {
      product,
      amountMinor,
      currency: product.startsWith('us') ? 'USD' : 'CNY',
      borrower: madeUpBorrower(seed),
    },
    idempotencyKey: key(),
  });
type Moved = readonly [amountMinor: number, currency: string];
const move = async (id: string, kind: 'disbursed' | 'repaid', [amountMinor, currency]: Moved) =>
  call('recordLoanFact', {
    params: { id },
    body: { kind, effectiveDay: '2026-03-02', currency, amountMinor },
    idempotencyKey: key(),
  });
const set = async (owner: string, body: SetLimit) =>
  call('setLimit', { params: { owner }, body, idempotencyKey: key() });
const read = async (owner: string): Promise<Limit> => good(await call('readLimit', { params: { owner } }));
const codesOf = (
  results: readonly { readonly ok: boolean; readonly problem?: { readonly code: string } }[],
) =>
  Object.fromEntries(
    [...Map.groupBy(results, (each) => each.problem?.code ?? 'done')].map(([code, all]) => [
      code,
      all.length,
    ]),
  );

test('[LNS-9] a thousand openings at once under one limit: as many as fit, each answered, the limit never exceeded', async () => {
  const first = good(await open(1, 'us-personal', 90_000)).loan;
  const owner = first.subject ?? '';
  good(await set(owner, { currency: 'USD', limitMinor: 90_000 * 37 }));
  const all = await Promise.all(Array.from({ length: AT_ONCE }, async () => open(1, 'us-personal', 90_000)));
  expect(codesOf(all)).toEqual({ done: 36, limit_exceeded: AT_ONCE - 36 });
  expect((await read(owner)).limits).toEqual([
    { currency: 'USD', limitMinor: 90_000 * 37, reservedMinor: 90_000 * 37, usedMinor: 0, freeMinor: 0 },
  ]);
  expect(await open(1, 'us-personal', 90_000)).toMatchObject({
    status: 409,
    problem: { code: 'limit_exceeded', facts: { freeMinor: 0, askedMinor: 90_000 } },
  });
});

test('[LNS-9] a thousand draws at once on one line: as many as fit, and what is repaid can be drawn again', async () => {
  const { id, subject } = good(await open(2, 'revolving-line', 300_000)).loan;
  const owner = subject ?? '';
  await signLoan(call, id, () => {
    nowMs += 6000;
  });
  good(await set(owner, { currency: 'CNY', limitMinor: 300_000 }));
  const all = await Promise.all(
    Array.from({ length: AT_ONCE }, async () => move(id, 'disbursed', [1000, 'CNY'])),
  );
  expect(codesOf(all)).toEqual({ done: 300, loan_amount_exceeded: AT_ONCE - 300 });
  const { state } = good(await call('readLoan', { params: { id }, query: {} }));
  expect(state.principalMinor).toBe(300_000);
  expect((await read(owner)).limits).toMatchObject([{ usedMinor: 300_000, reservedMinor: 0, freeMinor: 0 }]);
  good(await move(id, 'repaid', [120_000, 'CNY']));
  expect((await read(owner)).limits).toMatchObject([{ usedMinor: 180_000, reservedMinor: 120_000 }]);
  good(await move(id, 'disbursed', [120_000, 'CNY']));
  // A limit that was lowered lets nothing more be drawn, and what is repaid be repaid.
  good(await set(owner, { currency: 'CNY', limitMinor: 100_000 }));
  good(await move(id, 'repaid', [300_000, 'CNY']));
  expect((await read(owner)).limits).toMatchObject([{ usedMinor: 0, reservedMinor: 0, freeMinor: 100_000 }]);
  expect(await move(id, 'disbursed', [1000, 'CNY'])).toMatchObject({ problem: { code: 'limit_exceeded' } });
  expect(await rebuild(server.pool, { isCheck: true })).toMatchObject({ differences: 0 });
}, 120_000);

test('[LNS-10] related persons share a limit, who joins brings what they hold, and a guarantee holds until it is released', async () => {
  const ann = good(await open(3, 'us-personal', 200_000)).loan;
  const bob = good(await open(4, 'us-personal', 300_000)).loan;
  const group = 'group:family-one';
  good(await set(group, { currency: 'USD', limitMinor: 600_000 }));
  for (const { subject } of [ann, bob])
    good(await set(subject ?? '', { currency: 'USD', limitMinor: 2_000_000, groups: ['family-one'] }));
  expect((await read(group)).limits).toMatchObject([{ reservedMinor: 500_000, freeMinor: 100_000 }]);
  expect(await open(3, 'us-personal', 150_000)).toMatchObject({
    problem: { code: 'limit_exceeded', facts: { owner: group, freeMinor: 100_000 } },
  });
  good(await move(ann.id, 'disbursed', [200_000, 'USD']));
  good(await move(ann.id, 'repaid', [60_000, 'USD']));
  expect((await read(group)).limits[0]?.freeMinor).toBeGreaterThan(100_000);
  const guarantees = [{ id: 'for-a-friend', amountMinor: 150_000 }];
  good(await set(bob.subject ?? '', { currency: 'USD', limitMinor: 2_000_000, guarantees }));
  expect(await open(4, 'us-personal', 90_000)).toMatchObject({ problem: { code: 'limit_exceeded' } });
  good(await set(bob.subject ?? '', { currency: 'USD', limitMinor: 2_000_000, guarantees: [] }));
  good(await open(4, 'us-personal', 90_000));
  good(await set(ann.subject ?? '', { currency: 'USD', limitMinor: null, groups: [] }));
  const left = await read(group);
  expect(left.holdings.some(({ id }) => id === ann.id)).toBe(false);
  expect(left.limits).toMatchObject([{ usedMinor: 0, reservedMinor: 390_000 }]);
  expect(await set('nobody', { currency: 'USD', limitMinor: 1 })).toMatchObject({ status: 404 });
  expect(await set(group, { currency: 'USD', limitMinor: 1, groups: ['other'] })).toMatchObject({
    status: 422,
    problem: { code: 'limit_too_wide' },
  });
});

test('[LNS-10] the limit that an application decided comes with its loan', async () => {
  for (let seed = 0; seed < 60; seed++) {
    const body = madeUpForm(seed);
    const decision = good(await call('submitApplication', { body, idempotencyKey: key() }));
    if (decision.outcome !== 'approve') continue;
    const opened = await call('openLoan', {
      body: { product: 'us-personal', application: decision.id },
      idempotencyKey: key(),
    });
    const { loan, plan } = good(opened);
    expect((await read(loan.subject ?? '')).limits).toMatchObject([
      { currency: 'USD', limitMinor: decision.limitMinor, reservedMinor: plan.amountMinor },
    ]);
    return;
  }
  throw new Error('one of them is approved');
});

test('[LNS-12] a guaranteed loan is paid out when it is covered, and its guarantor is free again as it is repaid', async () => {
  const loan = good(await open(10, 'guaranteed-loan', 500_000)).loan;
  const guarantor = good(await open(11, 'us-personal', 90_000)).loan.subject ?? '';
  await signLoan(call, loan.id, () => {
    nowMs += 6000;
  });
  const secure = async (amountMinor: number, who = guarantor) =>
    call('setSecurity', {
      params: { id: loan.id },
      body: { collateral: [], guarantees: [{ guarantor: who, amountMinor }] },
      idempotencyKey: key(),
    });
  expect(await move(loan.id, 'disbursed', [500_000, 'CNY'])).toMatchObject({
    status: 409,
    problem: { code: 'security_short', facts: { asked: 'guarantee', given: 0, shortfallMinor: 500_000 } },
  });
  expect(await secure(1, loan.subject ?? '')).toMatchObject({ problem: { code: 'guarantor_unsuitable' } });
  expect(await secure(1, 'nobody')).toMatchObject({ problem: { code: 'guarantor_unsuitable' } });
  good(await set(guarantor, { currency: 'CNY', limitMinor: 400_000 }));
  expect(await secure(500_000)).toMatchObject({ status: 409, problem: { code: 'limit_exceeded' } });
  good(await set(guarantor, { currency: 'CNY', limitMinor: 600_000 }));
  expect(good(await secure(500_000))).toMatchObject({ coveredMinor: 500_000, shortfallMinor: 0 });
  const held = async () => (await read(guarantor)).limits.find(({ currency }) => currency === 'CNY');
  expect(await held()).toMatchObject({ reservedMinor: 500_000, freeMinor: 100_000 });
  good(await move(loan.id, 'disbursed', [500_000, 'CNY']));
  const { totalMinor } = good(await call('quotePayoff', { params: { id: loan.id }, query: {} }));
  good(await move(loan.id, 'repaid', [totalMinor, 'CNY']));
  expect(good(await call('readSecurity', { params: { id: loan.id } }))).toMatchObject({ neededMinor: 0 });
  expect(await held()).toMatchObject({ reservedMinor: 0, freeMinor: 600_000 });
});
