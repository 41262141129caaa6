import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Client } from '@plimsoll/api/client';
import type { LoanDetail, OpenLoan, RecordFact } from '@plimsoll/api/loan';
import { madeUpForm, startTestService, type TestService } from '@plimsoll/server/service';
import { rebuild } from '@plimsoll/server/store';
import { contractWish, good, madeUpBorrower, readStatement, signLoan } from './testing-loan.ts';

const DAY_MS = 86_400_000;
let nowMs = Date.parse('2026-03-02T09:00:00Z');
let server: TestService;
let call: Client;
let keys = 0;

beforeAll(async () => {
  server = await startTestService({ clock: () => nowMs });
  call = server.client();
});
afterAll(async () => server.stop());

const wish: OpenLoan = { product: 'travel-equal-principal', amountMinor: 600_000, currency: 'CNY' };
const open = async (seed: number, changes: Partial<OpenLoan> = {}) =>
  call('openLoan', {
    body: { ...wish, borrower: madeUpBorrower(seed), ...changes },
    idempotencyKey: `open-${seed}-${keys++}`,
  });
const record = async (id: string, body: RecordFact) =>
  call('recordLoanFact', { params: { id }, body, idempotencyKey: `fact-${keys++}` });
const answerCode = async (id: string, code: string) =>
  call('signContract', { params: { id }, body: { code }, idempotencyKey: `sign-${keys++}` });
const wait = () => {
  nowMs += 6000;
};
const today = () => new Date(nowMs).toISOString().slice(0, 10);
const money = (kind: 'disbursed' | 'repaid', amountMinor: number, day = today()): RecordFact => ({
  kind,
  effectiveDay: day,
  currency: 'CNY',
  amountMinor,
});
const read = async (id: string): Promise<LoanDetail> =>
  good(await call('readLoan', { params: { id }, query: {} }));

test('[LNS-4] [LNS-11] a plan and the loan that is opened, paid out and kept are the same to the cent, and the books balance', async () => {
  const { product, amountMinor = 0, currency = '' } = wish;
  const plan = good(await call('planLoan', { body: { product, amountMinor, currency } }));
  expect(plan.instalments).toHaveLength(6);
  expect(plan.cost.irr12).toBeCloseTo(0.12, 6);
  const opened = good(await open(1));
  expect(opened.plan).toEqual(plan);
  const { id } = opened.loan;
  expect(opened.loan).toMatchObject({ status: 'approved', version: 1, principalMinor: 0 });
  await signLoan(call, id, wait);
  const paid = good(await record(id, money('disbursed', amountMinor)));
  expect(paid.loan).toMatchObject({ status: 'active', principalMinor: amountMinor, version: 6 });
  const running = await read(id);
  const planned = running.state.instalments.map(
    ({ n, from, due, principalMinor, interestMinor, feeMinor, dueMinor, balanceAfterMinor }) => ({
      n,
      from,
      due,
      principalMinor,
      interestMinor,
      feeMinor,
      dueMinor,
      balanceAfterMinor,
    }),
  );
  expect(planned).toEqual(plan.instalments);
  for (const { due, dueMinor } of plan.instalments) {
    nowMs = Date.parse(`${due}T10:00:00Z`);
    good(await record(id, money('repaid', dueMinor)));
  }
  const ended = await read(id);
  expect(ended.state).toMatchObject({ status: 'closed', principalMinor: 0, payoffMinor: 0, dpd: 0 });
  expect(ended.state.payments.at(-1)?.parts.map(({ component }) => component)).toEqual([
    'interest',
    'principal',
  ]);
  const events = good(await call('listLoanEvents', { params: { id } })).rows;
  expect(events.map(({ kind }) => kind)).toEqual([
    'loan.opened',
    'loan.disclosure_read',
    'loan.disclosure_read',
    'loan.contract_made',
    'loan.signed',
    'loan.disbursed',
    ...Array.from({ length: 6 }, () => 'loan.repaid'),
  ]);
  expect(events[0]?.body).toMatchObject({ offer: { disclosureSha256: plan.disclosureSha256 } });
  const moved = good(await call('listLoanPostings', { params: { id } })).rows;
  expect(moved.flatMap(({ postings }) => postings).reduce((sum, each) => sum + each.amountMinor, 0)).toBe(0);
  const [books] = good(await call('listFunders', {})).rows;
  expect(books).toMatchObject({ funder: 'plimsoll', currency: 'CNY', sumMinor: 0 });
  const real = good(await call('readLoanCost', { params: { id }, query: {} }));
  expect(real).toMatchObject({
    cost: { costMinor: plan.cost.costMinor },
    caps: [{ cap: 'cn-microloan-24' }],
  });
  expect(real.cost.irr12).toBeCloseTo(plan.cost.irr12, 9);
  const custody = books?.accounts.find(({ account }) => account === 'custody');
  expect(custody?.amountMinor).toBe(plan.cost.costMinor);
});

test('[LNS-20] the statement of a funder closes where the books stand, and each period opens where the last one closed', async () => {
  const statement = async (from: string, to: string) =>
    good(await call('readFunderStatement', { params: { funder: 'plimsoll' }, query: { from, to } }));
  const whole = await statement('2026-01-01', '2027-12-31');
  const [books] = good(await call('listFunders', {})).rows;
  expect(whole.sumMinor).toBe(0);
  expect(Object.fromEntries(whole.rows.map(({ account, closingMinor }) => [account, closingMinor]))).toEqual(
    Object.fromEntries(books?.accounts.map(({ account, amountMinor }) => [account, amountMinor]) ?? []),
  );
  const first = await statement('2026-01-01', '2026-04-30');
  const second = await statement('2026-05-01', '2027-12-31');
  const closing = new Map(first.rows.map(({ account, closingMinor }) => [account, closingMinor]));
  for (const row of second.rows) {
    expect(row.openingMinor).toBe(closing.get(row.account) ?? 0);
    expect(row.openingMinor + row.debitMinor - row.creditMinor).toBe(row.closingMinor);
  }
  expect(second.rows.some(({ debitMinor }) => debitMinor > 0)).toBe(true);
});

test('[LNS-4] a payoff quote ends the loan on its day, a payment booked late is the same loan, and a reversal undoes it', async () => {
  const { loan } = good(await open(2));
  const { id } = loan;
  const start = today();
  await signLoan(call, id, wait);
  good(await record(id, money('disbursed', 600_000)));
  nowMs += 45 * DAY_MS;
  const quote = good(await call('quotePayoff', { params: { id }, query: {} }));
  const { totalMinor, principalMinor, interestMinor, feeMinor, penaltyMinor } = quote;
  expect(totalMinor).toBe(principalMinor + interestMinor + feeMinor + penaltyMinor);
  const late = await read(id);
  expect(late.state).toMatchObject({ bucket: 'M1', status: 'active' });
  expect(late.classification).toEqual({ policy: 'microloan', class: 'special_mention', stage: 1 });
  const fact = money('repaid', totalMinor);
  const tried = good(await call('previewLoanFact', { params: { id }, body: fact }));
  expect(tried.before).toEqual(late.state);
  expect(tried.after).toMatchObject({ status: 'closed' });
  const booked = good(await record(id, fact));
  expect(booked.loan.status).toBe('closed');
  expect(booked.postings).toEqual(tried.postings);
  const undo: RecordFact = {
    kind: 'reversed',
    effectiveDay: today(),
    factId: booked.factId,
    reason: 'bounced',
  };
  expect(good(await record(id, undo)).loan.status).toBe('active');
  const { payments: _payments, ...again } = (await read(id)).state;
  const { payments: _none, ...before } = late.state;
  expect(again).toEqual(before);
  expect(await record(id, undo)).toMatchObject({ status: 409, problem: { code: 'fact_already_reversed' } });
  const same = good(await open(2)).loan;
  expect(same.subject).toBe(loan.subject);
  const twice = { params: { id }, body: money('repaid', 100), idempotencyKey: 'once' };
  const once = good(await call('recordLoanFact', twice));
  expect(good(await call('recordLoanFact', twice))).toEqual(once);
  good(await record(id, { kind: 'reversed', effectiveDay: today(), factId: once.factId, reason: 'a trial' }));
  const terms = { currency: 'CNY', instalments: 3, rateAnnual: 0.1, method: 'flat' };
  const changed = { kind: 'restructured', effectiveDay: today(), reason: 'agreed', terms } as const;
  const restructured = good(await call('previewLoanFact', { params: { id }, body: changed }));
  expect(restructured.after.terms).toMatchObject({ ...terms, monthEnd: 'clamp' });
  const back = good(await record(id, money('repaid', 50_000, start)));
  expect(back.loan.version).toBe(11);
});

test('[LNS-2] what makes no sense is refused with a code and figures, and nothing is booked', async () => {
  const { loan } = good(await open(3));
  const { id } = loan;
  const before = await server.logSize();
  const day = today();
  const tomorrow = new Date(nowMs + DAY_MS).toISOString().slice(0, 10);
  expect(await record(id, money('disbursed', 1000, tomorrow))).toMatchObject({
    status: 422,
    problem: { code: 'loan_day_in_future', facts: { today: day } },
  });
  expect(await record(id, { ...money('disbursed', 1000), currency: 'USD' })).toMatchObject({
    status: 422,
    problem: { code: 'currency_mismatch', facts: { expected: 'CNY' } },
  });
  expect(await record(id, money('disbursed', 2 ** 53))).toMatchObject({
    status: 400,
    problem: { fields: [{ path: '/amountMinor' }] },
  });
  expect(await record(id, money('disbursed', 600_001))).toMatchObject({
    status: 422,
    problem: { code: 'loan_amount_exceeded', facts: { mostMinor: 600_000 } },
  });
  expect(await record(id, money('repaid', 1000))).toMatchObject({
    status: 409,
    problem: { code: 'loan_not_paid_out' },
  });
  for (const [body, field] of [
    [{ kind: 'repaid', effectiveDay: day, currency: 'CNY' }, 'amountMinor'],
    [{ kind: 'repaid', effectiveDay: day, amountMinor: 100 }, 'currency'],
    [{ kind: 're_amortised', effectiveDay: day, amountMinor: 100 }, 'amountMinor'],
    [{ kind: 'paused', effectiveDay: day, fromDay: day }, 'toDay'],
  ] as const)
    expect(await record(id, body)).toMatchObject({
      status: 422,
      problem: { code: 'loan_fact_incomplete', facts: { field } },
    });
  const nobody = { id: '00000000-0000-7000-8000-000000000000' };
  expect(await record(nobody.id, money('repaid', 1))).toMatchObject({ status: 404 });
  expect(await call('readLoan', { params: nobody, query: {} })).toMatchObject({ status: 404 });
  expect(await server.logSize()).toBe(before);
});

test('[LNS-7] the statement that was agreed must be open for the least time, and be this very one', async () => {
  const { id } = good(await open(5)).loan;
  const fresh = good(await call('readAgreement', { params: { id } }));
  expect(fresh).toMatchObject({
    isSigningRequired: true,
    leastReadingSeconds: 5,
    shownAt: null,
    signedAt: null,
  });
  expect(await readStatement(call, id, { step: 'confirmed' })).toMatchObject({
    problem: { code: 'disclosure_not_read' },
  });
  expect(await readStatement(call, id, { step: 'shown', sha256: '0'.repeat(64) })).toMatchObject({
    status: 409,
    problem: { code: 'disclosure_not_read' },
  });
  const shown = good(await readStatement(call, id, { step: 'shown' }));
  expect(shown.page).toContain('年化综合融资成本');
  nowMs += 3000;
  expect(await readStatement(call, id, { step: 'confirmed' })).toMatchObject({
    problem: { code: 'disclosure_not_read', facts: { seconds: 3, leastSeconds: 5 } },
  });
  expect(await call('makeContract', { params: { id }, body: contractWish })).toMatchObject({ status: 409 });
  nowMs += 3000;
  expect(good(await readStatement(call, id, { step: 'confirmed' })).confirmedAt).toBe(
    new Date(nowMs).toISOString(),
  );
});

test('[LNS-8] nothing is paid out before both have signed; the text is kept, nothing personal is in it', async () => {
  const { id } = good(await open(6)).loan;
  const disburse = async () => record(id, money('disbursed', 600_000));
  expect(await disburse()).toMatchObject({ status: 409, problem: { code: 'contract_not_signed' } });
  expect(await answerCode(id, '000000')).toMatchObject({ status: 409 });
  good(await readStatement(call, id, { step: 'shown' }));
  nowMs += 6000;
  good(await readStatement(call, id, { step: 'confirmed' }));
  const made = good(await call('makeContract', { params: { id }, body: contractWish }));
  expect(made.text).toContain('个人借款合同');
  expect(made.text).not.toContain('Made Up');
  const wrong = made.confirmationCode === '111111' ? '222222' : '111111';
  for (let attempt = 0; attempt < 5; attempt++)
    expect(await answerCode(id, wrong)).toMatchObject({
      status: 422,
      problem: { code: 'contract_code_wrong' },
    });
  expect(await answerCode(id, made.confirmationCode)).toMatchObject({
    problem: { code: 'contract_code_wrong', facts: { problem: 'no attempt is left' } },
  });
  expect(await disburse()).toMatchObject({ status: 409 });
  const again = good(await call('makeContract', { params: { id }, body: contractWish }));
  nowMs += 11 * 60_000;
  expect(await answerCode(id, again.confirmationCode)).toMatchObject({ status: 422 });
  const third = good(await call('makeContract', { params: { id }, body: contractWish }));
  const signed = good(await answerCode(id, third.confirmationCode));
  const agreed = good(await call('readAgreement', { params: { id } }));
  expect(agreed).toMatchObject({ contractSha256: third.contractSha256, contractText: third.text });
  expect(agreed.signatures.map(({ party, method }) => [party, method])).toEqual([
    ['borrower', 'confirmation_code'],
    ['lender', 'ed25519'],
  ]);
  expect(signed.contractSha256).toBe(third.contractSha256);
  expect(await answerCode(id, third.confirmationCode)).toMatchObject({ status: 409 });
  expect(good(await disburse()).loan.status).toBe('active');
  const events = JSON.stringify(good(await call('listLoanEvents', { params: { id } })));
  for (const secret of ['Made Up', third.confirmationCode, '6222 0000']) expect(events).not.toContain(secret);
});

test('[LNS-1] an offer outside the product or above a cap is not made, and the refusal has the figures', async () => {
  expect(await open(4, { amountMinor: 6_000_000 })).toMatchObject({
    status: 422,
    problem: { code: 'offer_outside_product', facts: { field: 'amountMinor', expected: { to: 5_000_000 } } },
  });
  expect(await open(4, { currency: 'USD' })).toMatchObject({ problem: { code: 'currency_mismatch' } });
  expect(await open(4, { product: 'nothing' })).toMatchObject({ status: 404 });
  expect(await open(4, { terms: { currency: 'CNY', instalments: 0 } })).toMatchObject({
    problem: { code: 'terms_impossible' },
  });
  const fee = { code: 'service', text: { zh: '服务费', en: 'Service' }, payee: 'lender', component: 'fee' };
  const upfront = {
    on: 'disbursement',
    base: 'disbursed',
    rate: 0.08,
    fixedMinor: 0,
    minMinor: 0,
    maxMinor: null,
  };
  const terms = {
    currency: 'CNY',
    method: 'level_payment',
    instalments: 6,
    rateAnnual: 0.12,
    fees: [{ ...fee, ...upfront, paid: 'deducted' }],
  };
  expect(await open(4, { terms })).toMatchObject({
    status: 422,
    problem: { code: 'cap_breached', facts: { breaches: [{ cap: 'cn-microloan-24', limit: 0.24 }] } },
  });
  const most = { product: 'revolving-line', amountMinor: 15_000_000 };
  good(await open(7, most));
  expect(await open(7, most), 'both together would be above the cap of 200,000.00').toMatchObject({
    status: 422,
    problem: { code: 'cap_breached', facts: { breaches: [{ metric: 'exposure', figure: 30_000_000 }] } },
  });
  expect(await open(4, { shares: [{ funder: 'half', sharePpm: 500_000, servicerFeePpm: 0 }] })).toMatchObject(
    {
      problem: { code: 'shares_incomplete', facts: { sharePpm: 500_000 } },
    },
  );
});

test('[LNS-3] a loan from an approved application has what was offered, once; another application has none', async () => {
  const found: { approve?: string; decline?: string } = {};
  for (let seed = 0; seed < 60; seed++) {
    const body = madeUpForm(seed);
    const { id, outcome } = good(await call('submitApplication', { body, idempotencyKey: `loan-${seed}` }));
    if (outcome === 'approve') found.approve ??= id;
    if (outcome === 'decline') found.decline ??= id;
  }
  const from = async (application: string | undefined, changes: Partial<OpenLoan> = {}) =>
    call('openLoan', {
      body: { product: 'us-personal', application: application ?? '', ...changes },
      idempotencyKey: `from-${keys++}`,
    });
  expect(await from(found.decline)).toMatchObject({
    status: 409,
    problem: { code: 'application_not_approved' },
  });
  expect(await from(found.approve, { rateAnnual: 0.01 })).toMatchObject({
    problem: { code: 'offer_differs_from_application' },
  });
  const { loan, plan } = good(await from(found.approve));
  const { offer, subject } = good(await call('readApplication', { params: { id: loan.id } }));
  expect(loan).toMatchObject({ id: found.approve, subject });
  expect(plan).toMatchObject({ amountMinor: offer?.amountMinor, terms: { rateAnnual: offer?.rateAnnual } });
  expect(await from(found.approve)).toMatchObject({ status: 409, problem: { code: 'loan_already_opened' } });
  expect(await call('openLoan', { body: wish, idempotencyKey: 'neither' })).toMatchObject({ status: 422 });
});

test('[LNS-5] the list shows each loan once by any filter and page size, and a rebuild gives the same rows', async () => {
  const walk = async (query: object) => {
    const ids: string[] = [];
    let cursor: string | null = null;
    do {
      const more: object = cursor === null ? {} : { cursor };
      const page: { rows: { id: string }[]; nextCursor: string | null } = good(
        await call('listLoans', { query: { ...query, limit: 2, ...more } }),
      );
      ids.push(...page.rows.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== null);
    return ids;
  };
  const all = await walk({});
  expect(new Set(all).size).toBe(all.length);
  expect(all.length).toBeGreaterThanOrEqual(6);
  const closed = await walk({ status: 'closed' });
  expect(all).toEqual(expect.arrayContaining(closed));
  expect(closed).toHaveLength(1);
  expect(await walk({ product: 'us-personal' })).toHaveLength(1);
  expect(await walk({ funder: 'plimsoll' })).toEqual(all);
  expect(await walk({ funder: 'nobody' })).toEqual([]);
  expect(await walk({ isOverdue: true, bucket: 'M1' })).toHaveLength(1);
  expect(await call('listLoans', { query: { cursor: 'bm90' } })).toMatchObject({ status: 400 });
  expect(await rebuild(server.pool, { isCheck: true })).toMatchObject({ differences: 0 });
});
