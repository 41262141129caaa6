import { expect, test } from 'vitest';
import { dayOf } from '@plimsoll/core/calendar';
import { allInCost, plannedFlows, unitPeriodOf } from '@plimsoll/core/cost';
import { type FeeTerms, type LoanTerms, planLoan, prepareTerms, presets } from '@plimsoll/core/schedule';
import { discloseCost, type Disclosure, type DisclosureRequest, hashDisclosure } from './disclosure.ts';
import { renderDisclosure } from './disclosure-page.ts';
import { checkReading, type DisclosureReading } from './reading.ts';

const fee = (code: string, change: Partial<FeeTerms>): FeeTerms => ({
  code,
  text: { zh: `费用${code}`, en: `Fee ${code}` },
  payee: 'service',
  component: 'fee',
  on: 'disbursement',
  base: 'disbursed',
  rate: 0.01,
  fixedMinor: 0,
  minMinor: 0,
  maxMinor: null,
  paid: 'deducted',
  ...change,
});

const terms: LoanTerms = {
  ...presets.cn_level_payment,
  rateAnnual: 0.12,
  fees: [
    fee('service', {}),
    fee('guarantee', { payee: 'guarantor', on: 'period', base: 'balance', rate: 0.001, minMinor: 100 }),
    fee('late', { payee: 'lender', on: 'late', base: 'fixed', rate: 0, fixedMinor: 2000 }),
    fee('early', {
      payee: 'lender',
      on: 'prepayment',
      base: 'prepaid_principal',
      rate: 0.01,
      maxMinor: 50_000,
    }),
  ],
  penalty: { rateAnnual: null, timesRate: 1.5, base: 'principal', maxMinor: null },
};
const parties = { lender: 'Lender & Co', guarantor: 'Guarantor <Ltd>', service: 'Service Ltd' };

function requestOf(change: Partial<DisclosureRequest> = {}): DisclosureRequest {
  const disbursedOn = dayOf(2026, 8, 1);
  const planned = planLoan(prepareTerms(terms), { disbursedOn, amountMinor: 1_200_000 });
  if (!planned.ok) throw new Error(planned.code);
  const plan = { terms, disbursedOn, amountMinor: 1_200_000, instalments: planned.value.instalments };
  const flows = plannedFlows(plan);
  const cost = flows.ok ? allInCost(flows.value, unitPeriodOf(plan)) : flows;
  if (!cost.ok) throw new Error(cost.code);
  const product = { zh: '个人分期', en: 'Personal instalment' };
  return { product, day: '2026-08-01', plan, cost: cost.value, parties, ...change };
}

function disclose(change: Partial<DisclosureRequest> = {}): Disclosure {
  const disclosure = discloseCost(requestOf(change));
  if (!disclosure.ok) throw new Error(JSON.stringify(disclosure));
  return disclosure.value;
}

test('[CMP-8] every certain item has its amount, every contingent one its standard', () => {
  const disclosure = disclose();
  expect(disclosure).toMatchObject({
    principalMinor: 1_200_000,
    receivedMinor: 1_188_000,
    firstDue: '2026-09-01',
  });
  expect(disclosure.items.map(({ code, payee }) => [code, payee.name])).toEqual([
    ['interest', 'Lender & Co'],
    ['service', 'Service Ltd'],
    ['guarantee', 'Guarantor <Ltd>'],
  ]);
  expect(disclosure.items.reduce((sum, { amountMinor }) => sum + (amountMinor ?? 0), 0)).toBe(
    disclosure.costMinor,
  );
  expect(disclosure.totalMinor).toBe(1_200_000 + disclosure.costMinor);
  expect(disclosure.contingent.map(({ code, standard }) => [code, standard.en])).toEqual([
    ['penalty', '18% a year on the principal overdue, by the days overdue'],
    ['late', 'CNY 20.00'],
    ['early', '1% of the principal repaid early, at most CNY 500.00'],
  ]);
  expect(disclosure.items[2]?.standard).toEqual({
    zh: '剩余本金的 0.1%，不低于 CNY 1.00',
    en: '0.1% of the principal outstanding, at least CNY 1.00',
  });
  expect(disclosure.annualised.irr12).toBeGreaterThan(0.12);
  expect(disclosure.nothingElse.zh).toContain('不再');
});

test('[CMP-8] a payee without a name, and items that miss the cost, are refused', () => {
  expect(discloseCost(requestOf({ parties: { lender: 'L', service: 'S' } }))).toMatchObject({
    code: 'disclosure_incomplete',
    facts: { what: 'guarantor' },
  });
  const request = requestOf();
  const dearer = {
    ...request.cost,
    costMinor: (request.cost.costMinor + 1) as typeof request.cost.costMinor,
  };
  expect(discloseCost({ ...request, cost: dearer })).toMatchObject({ code: 'disclosure_incomplete' });
});

test('[CMP-9] any figure and any word changes the hash', () => {
  const disclosure = disclose();
  const hash = hashDisclosure(disclosure);
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
  expect(hashDisclosure(disclose())).toBe(hash);
  for (const change of [
    { costMinor: disclosure.costMinor + 1 },
    { product: { zh: '个人分期', en: 'Personal instalments' } },
    { items: disclosure.items.slice(1) },
  ])
    expect(hashDisclosure({ ...disclosure, ...change })).not.toBe(hash);
});

test('[CMP-9] the page shows every item in its language and escapes what came from outside', () => {
  const disclosure = disclose();
  for (const language of ['zh', 'en'] as const) {
    const page = renderDisclosure(disclosure, language);
    expect(page).toContain(language === 'zh' ? '<html lang="zh-CN">' : '<html lang="en">');
    for (const { text, way } of [...disclosure.items, ...disclosure.contingent]) {
      expect(page).toContain(text[language]);
      expect(page).toContain(way[language]);
    }
    expect(page).toContain('Lender &amp; Co');
    expect(page).toContain('Guarantor &lt;Ltd&gt;');
    expect(page).toContain(`${(disclosure.annualised.irr12 * 100).toFixed(2)}%`);
    expect(page).not.toMatch(/<script|undefined|NaN/);
  }
});

const reading: DisclosureReading = {
  disclosureSha256: 'aa',
  subject: 'subject-1',
  language: 'zh',
  shownAtMs: 1_000_000,
  confirmedAtMs: 1_010_000,
};
const rule = { disclosureSha256: 'aa', subject: 'subject-1', leastSeconds: 10, signedAtMs: 1_020_000 };

test('[CMP-10] a reading of the same text, long enough and before the signature, is good', () => {
  expect(checkReading(reading, rule)).toEqual({ ok: true, value: reading });
});

test.each([
  ['none', null],
  ['another text', { ...reading, disclosureSha256: 'bb' }],
  ['another reader', { ...reading, subject: 'subject-2' }],
  ['not confirmed', { ...reading, confirmedAtMs: null }],
  ['a millisecond too short', { ...reading, confirmedAtMs: 1_009_999 }],
  ['after the signature', { ...reading, confirmedAtMs: 1_020_001 }],
  ['no time at all', { ...reading, shownAtMs: Number.NaN }],
])('[CMP-10] %s is refused', (_, wrong) => {
  expect(checkReading(wrong, rule)).toMatchObject({ code: 'disclosure_not_read', rule: 'CMP-10' });
});
