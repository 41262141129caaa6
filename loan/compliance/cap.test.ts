import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { JsonValue } from '@plimsoll/core/base';
import { dayOf, parseDay } from '@plimsoll/core/calendar';
import type { LoanFlow } from '@plimsoll/core/cost';
import { type FeeTerms, type LoanTerms, presets } from '@plimsoll/core/schedule';
import { type CapRow, type CapTable, combineCapTables, readCapTable, rowsFor } from './cap.ts';
import { type CapRules, checkFigures } from './check.ts';
import { checkFlows, checkOffer, checkProduct } from './offer.ts';
import { readReferenceRates, referenceOn } from './reference-rate.ts';

const readShipped = (name: string): JsonValue =>
  JSON.parse(readFileSync(new URL(`../../policies/caps/${name}.json`, import.meta.url), 'utf8')) as JsonValue;

const row: CapRow = {
  id: 'own-30',
  jurisdiction: 'XX',
  lenderTypes: ['lender'],
  productScope: [],
  from: '2024-01-01',
  to: '2026-01-01',
  metric: 'all_in_irr12',
  comparator: '<=',
  value: { kind: 'number', value: 0.3 },
  currency: null,
  source: 'a rule made for tests',
  confidence: 'A',
  replaces: null,
};
const table = (...rows: readonly CapRow[]): CapTable => ({
  jurisdictions: [{ code: 'XX', lenderTypes: ['lender', 'free'] }],
  rows,
});
const scope = { jurisdiction: 'XX', lenderType: 'lender', tags: [] };
const on = (day: string) => ({ scope, day });
const rulesOf = (...rows: readonly CapRow[]): CapRules => ({ table: table(...rows), references: [] });

const terms: LoanTerms = { ...presets.cn_level_payment, rateAnnual: 0.18 };
const fee: FeeTerms = {
  code: 'guarantee',
  text: { zh: '担保费', en: 'Guarantee fee' },
  payee: 'guarantor',
  component: 'fee',
  on: 'disbursement',
  base: 'fixed',
  rate: 0,
  fixedMinor: 5000,
  minMinor: 0,
  maxMinor: null,
  paid: 'deducted',
};

test('[CMP-1] a field that does not hold is named by its place', () => {
  const read = (change: object) => readCapTable({ ...table(), rows: [{ ...row, ...change }] });
  expect(read({}).ok).toBe(true);
  for (const [field, value] of [
    ['from', '2024-02-30'],
    ['to', '2023-01-01'],
    ['metric', 'feeling'],
    ['comparator', '<'],
    ['value', 0.3],
    ['lenderTypes', []],
    ['currency', 'CNY'],
    ['surprise', 1],
  ] as const)
    expect(read({ [field]: value })).toMatchObject({
      code: 'caps_unreadable',
      facts: { place: `$.rows[0].${field}` },
    });
  expect(readCapTable([])).toMatchObject({ code: 'caps_unreadable' });
  expect(readReferenceRates({ rates: [{ name: 'R' }] })).toMatchObject({ code: 'caps_unreadable' });
});

test('[CMP-1] a tenant adds rows and replaces those that exist', () => {
  const stricter: CapRow = {
    ...row,
    id: 'own-20',
    replaces: 'own-30',
    value: { kind: 'number', value: 0.2 },
  };
  const combined = combineCapTables([table(row), table(stricter)]);
  expect(combined.ok && combined.value.rows.map(({ id }) => id)).toEqual(['own-20']);
  expect(combineCapTables([table(stricter)])).toMatchObject({ code: 'caps_unreadable' });
  expect(combineCapTables([table(row), table(row)])).toMatchObject({ code: 'caps_unreadable' });
});

test('[CMP-2] rows bind by day, lender and tags; whoever is unknown is refused', () => {
  const online: CapRow = { ...row, id: 'online', productScope: ['online', 'consumer'] };
  const rules = table(row, online);
  const ids = (tags: readonly string[], day: string) => {
    const rows = rowsFor(rules, { ...scope, tags }, day);
    return rows.ok ? rows.value.map(({ id }) => id) : rows.code;
  };
  expect(ids([], '2023-12-31')).toEqual([]);
  expect(ids(['online'], '2024-01-01')).toEqual(['own-30']);
  expect(ids(['consumer', 'joint', 'online'], '2025-12-31')).toEqual(['own-30', 'online']);
  expect(ids([], '2026-01-01')).toEqual([]);
  expect(rowsFor(rules, { ...scope, lenderType: 'free' }, '2024-01-01')).toEqual({ ok: true, value: [] });
  for (const unknown of [{ jurisdiction: 'YY' }, { lenderType: 'stranger' }])
    expect(rowsFor(rules, { ...scope, ...unknown }, '2024-01-01')).toMatchObject({
      code: 'cap_scope_unknown',
    });
});

test('[CMP-3] the limit itself is inside, and every breach is named with its figures', () => {
  const share: CapRow = { ...row, id: 'share', metric: 'own_share', comparator: '>=' };
  const rules = rulesOf(row, share);
  const figures = { currency: 'CNY', all_in_irr12: 0.3, own_share: 0.3 };
  expect(checkFigures(figures, on('2025-01-01'), rules)).toMatchObject({ ok: true });
  const breached = checkFigures(
    { ...figures, all_in_irr12: 0.301, own_share: 0.29 },
    on('2025-01-01'),
    rules,
  );
  expect(breached).toMatchObject({
    code: 'cap_breached',
    facts: {
      breaches: [
        { cap: 'own-30', limit: 0.3, figure: 0.301, source: row.source },
        { cap: 'share', limit: 0.3, figure: 0.29 },
      ],
    },
  });
});

test('[CMP-4] a multiple takes the rate of the day, and a day that nobody looked up is refused', () => {
  const references = [
    {
      name: 'R',
      source: 'a test',
      confidence: 'A',
      knownThrough: '2025-06-30',
      points: [
        { from: '2024-06-01', rate: 0.05 },
        { from: '2025-01-01', rate: 0.04 },
      ],
    },
  ];
  const fourfold: CapRow = { ...row, value: { kind: 'multiple', reference: 'R', times: 4 } };
  const limitOn = (day: string) => {
    const checks = checkFigures({ currency: 'CNY', all_in_irr12: 0 }, on(day), {
      table: table(fourfold),
      references,
    });
    return checks.ok ? checks.value[0]?.limit : checks.code;
  };
  expect(['2024-05-31', '2024-12-31', '2025-01-01', '2025-06-30', '2025-07-01'].map(limitOn)).toEqual([
    'cap_reference_unknown',
    0.2,
    0.16,
    0.16,
    'cap_reference_unknown',
  ]);
  expect(referenceOn(references, 'S', '2025-01-01')).toMatchObject({ code: 'cap_reference_unknown' });
});

test('[CMP-5] a figure that is missing, or in other money, has not passed', () => {
  const exposure: CapRow = {
    ...row,
    metric: 'exposure',
    currency: 'CNY',
    value: { kind: 'number', value: 20_000_000 },
  };
  const check = (figures: Parameters<typeof checkFigures>[0]) =>
    checkFigures(figures, on('2025-01-01'), rulesOf(exposure));
  expect(check({ currency: 'CNY', exposure: 20_000_000 })).toMatchObject({ ok: true });
  expect(check({ currency: 'CNY' })).toMatchObject({ code: 'cap_figure_missing' });
  expect(check({ currency: 'USD', exposure: 1 })).toMatchObject({ code: 'cap_figure_missing' });
  expect(check({ currency: 'CNY', exposure: Number.NaN })).toMatchObject({ code: 'cap_figure_missing' });
});

test('[CMP-6] an offer below the cap by its rate is refused when another payee lifts it above', () => {
  const day = dayOf(2025, 3, 1);
  const offer = { terms, amountMinor: 1_000_000, disbursedOn: day, scope };
  const rules = rulesOf({ ...row, value: { kind: 'number', value: 0.24 } });
  const plain = checkOffer(offer, rules, day);
  expect(plain.ok && plain.value.checks[0]?.figure).toBeCloseTo(0.18, 5);
  const guaranteed = { ...terms, fees: [{ ...fee, fixedMinor: 50_000 }] };
  expect(checkOffer({ ...offer, terms: guaranteed }, rules, day)).toMatchObject({
    code: 'cap_breached',
    facts: { breaches: [{ cap: 'own-30', limit: 0.24 }] },
  });
});

test('[CMP-6] a product is refused for the corner where a fixed fee weighs most', () => {
  const day = dayOf(2025, 3, 1);
  const rules = rulesOf({ ...row, value: { kind: 'number', value: 0.24 } });
  const product = { terms: { ...terms, fees: [fee] }, scope, day };
  const large = { amountsMinor: [1_000_000, 20_000_000], instalments: [6, 36] };
  const passed = checkProduct(product, large, rules);
  expect(passed.ok && passed.value.length).toBe(4);
  const small = { ...large, amountsMinor: [100_000, 20_000_000] };
  expect(checkProduct(product, small, rules)).toMatchObject({
    code: 'cap_breached',
    facts: { amountMinor: 100_000, instalments: 6 },
  });
});

test('[CMP-6] a cap on the overdue rate takes the penalty, and refuses fees that have no yearly rate', () => {
  const day = dayOf(2025, 3, 1);
  const rules = rulesOf({ ...row, metric: 'overdue_annual', value: { kind: 'number', value: 0.24 } });
  const penalty = { rateAnnual: null, timesRate: 1.3, base: 'principal', maxMinor: null } as const;
  const of = (change: Partial<LoanTerms>) =>
    checkOffer(
      { terms: { ...terms, penalty, ...change }, amountMinor: 1_000_000, disbursedOn: day, scope },
      rules,
      day,
    );
  const within = of({});
  expect(within.ok && within.value.checks[0]?.figure).toBeCloseTo(0.234, 10);
  expect(of({ penalty: { ...penalty, timesRate: 1.5 } })).toMatchObject({ code: 'cap_breached' });
  expect(of({ fees: [{ ...fee, on: 'late' }] })).toMatchObject({ code: 'cap_figure_missing' });
  expect(of({ compounding: 'monthly' })).toMatchObject({ code: 'cap_figure_missing' });
});

test('[CMP-7] a loan is judged by what was really paid and the day it was agreed', () => {
  const start = dayOf(2025, 3, 1);
  const flows: readonly LoanFlow[] = [
    { day: start, kind: 'advance', payee: 'borrower', code: 'principal', amountMinor: 100_000 },
    { day: dayOf(2025, 4, 1), kind: 'principal', payee: 'lender', code: 'principal', amountMinor: 100_000 },
    { day: dayOf(2025, 4, 1), kind: 'charge', payee: 'lender', code: 'interest', amountMinor: 2400 },
  ];
  const loan = { scope, agreedOn: start, currency: 'CNY', unitPeriod: { every: 1, unit: 'month' } } as const;
  const exposure: CapRow = { ...row, id: 'size', metric: 'exposure', currency: 'CNY' };
  const real = checkFlows(flows, loan, rulesOf(row, exposure));
  expect(real.ok && real.value.checks.map(({ cap, figure }) => [cap, Number(figure.toFixed(6))])).toEqual([
    ['own-30', 0.288],
  ]);
  const membership: LoanFlow = { ...flows[2]!, payee: 'membership', code: 'card', amountMinor: 600 };
  expect(checkFlows([...flows, membership], loan, rulesOf(row))).toMatchObject({ code: 'cap_breached' });
  const before = { ...loan, agreedOn: dayOf(2023, 3, 1) };
  expect(checkFlows([...flows, membership], before, rulesOf(row))).toMatchObject({
    ok: true,
    value: { checks: [] },
  });
});

test('[CMP-6] every preset can be costed, and a down payment counts as repaid at once', () => {
  const day = dayOf(2025, 3, 1);
  for (const [name, preset] of Object.entries(presets)) {
    const priced = { ...preset, rateAnnual: 0.12 };
    const checked = checkOffer(
      { terms: priced, amountMinor: 1_000_000, disbursedOn: day, scope },
      rulesOf(row),
      day,
    );
    expect([name, checked.ok]).toEqual([name, true]);
  }
  const down = { ...terms, downPaymentShare: 0.25 };
  const checked = checkOffer(
    { terms: down, amountMinor: 1_000_000, disbursedOn: day, scope },
    rulesOf(row),
    day,
  );
  expect(checked.ok && checked.value.cost.measures.irr12).toBeCloseTo(0.18, 4);
  expect(checkOffer({ terms, amountMinor: 0, disbursedOn: day, scope }, rulesOf(row), day)).toMatchObject({
    code: 'cost_input_refused',
  });
});

test('[CMP-11] shipped rows and rates are readable and bind as they say', () => {
  expect(readCapTable(readShipped('us-demo'))).toMatchObject({ ok: true });
  const shipped = readCapTable(readShipped('cn'));
  const references = readReferenceRates(readShipped('lpr'));
  if (!shipped.ok || !references.ok) throw new Error('the shipped tables are readable');
  const rules = { table: shipped.value, references: references.value };
  const limits = (lenderType: string, day: string) => {
    const figures = { currency: 'CNY', all_in_irr12: 0, overdue_annual: 0 };
    const checks = checkFigures(figures, { scope: { jurisdiction: 'CN', lenderType, tags: [] }, day }, rules);
    return checks.ok ? checks.value.map(({ limit }) => Number(limit.toFixed(6))) : checks.code;
  };
  expect(limits('bank', '2026-12-01')).toEqual([0.24]);
  expect(limits('microloan', '2026-12-01')).toEqual([0.24]);
  // Published on 20 August 2020: 3.85 %, so 15.4 %, the figure widely quoted of that ruling.
  expect(limits('private', '2020-08-20')).toEqual([0.154, 0.154]);
  expect(limits('private', '2025-06-01')).toEqual([0.12, 0.12]);
  expect(limits('private', '2026-12-01')).toBe('cap_reference_unknown');
  expect(limits('microloan', '2028-01-01')).toBe('cap_reference_unknown');
  for (const { from, to } of shipped.value.rows) expect(parseDay(from) !== null && to === null).toBe(true);
});
