import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { canonicalize, type JsonObject, type JsonValue } from '@plimsoll/core/base';
import { readPolicy } from '@plimsoll/core/dmn';
import { type ApplicationState, type DomainEvent, foldApplication, type Product } from '@plimsoll/loan/spine';
import {
  type ApplicationForm,
  decide,
  type Origination,
  prepareOrigination,
  readOrigination,
  type SubmitCommand,
} from './index.ts';

const read = (name: string) =>
  readFileSync(new URL(`../../policies/starter/${name}`, import.meta.url), 'utf8');
const day = '2026-01-05';
const consents = [
  { purpose: 'credit_decision', grantedDay: day },
  { purpose: 'bureau_query', grantedDay: '2026-01-04' },
];
/** What the applicant brings: terms of the product and what is asked for come otherwise. */
const facts = Object.fromEntries(
  Object.entries((JSON.parse(read('cases.json')) as { given: Record<string, string | number> }).given).filter(
    ([name]) => !/^(rateCapAnnual|amountMinor|termMonths|purpose|product.*)$/.test(name),
  ),
);

const form: ApplicationForm = {
  product: 'personal-instalment',
  amountMinor: 1_000_000,
  currency: 'USD',
  termMonths: 36,
  purpose: 'home_repair',
  scenario: 'general',
  applicant: {
    kind: 'person',
    name: 'Coral Samplewood',
    idKind: 'us_ssn',
    idNumber: '666-12-3456',
    phone: '+1-212-555-0123',
    email: 'coral@example.com',
  },
  consents,
  facts,
  madeUp: true,
};

let origination: Origination;
beforeAll(async () => {
  const catalogue = JSON.parse(read('products.json')) as JsonValue;
  const made = await readOrigination({ policyXml: read('policy.dmn'), catalogue, modelId: 'starter' });
  if (!made.ok) throw new Error(JSON.stringify(made));
  origination = made.value;
});

const submission = (change: Partial<ApplicationForm> = {}): SubmitCommand => ({
  kind: 'submit',
  applicationId: 'a-1',
  subject: 'p-1',
  form: { ...form, ...change },
});
const submit = (change: Partial<ApplicationForm> = {}) =>
  decide(null, submission(change), { origination, day });

function eventsOf(change: Partial<ApplicationForm> = {}): readonly [DomainEvent, DomainEvent] {
  const events = submit(change);
  if (!events.ok || events.value.length !== 2) throw new Error(JSON.stringify(events));
  return events.value as unknown as readonly [DomainEvent, DomainEvent];
}

/** A tiny policy around one FEEL expression for `decision`. */
const policyOf = (name: string, expression: string) => `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="tiny" namespace="urn:tiny">
  <inputData id="i" name="mood"><variable id="iv" name="mood" typeRef="string"/></inputData>
  <decision id="e" name="${name}"><variable id="ev" name="${name}"/>
    <informationRequirement id="r"><requiredInput href="#i"/></informationRequirement>
    <literalExpression id="l"><text>${expression}</text></literalExpression></decision>
</definitions>`;

async function tiny(expression: string, name = 'decision') {
  const policy = await readPolicy(policyOf(name, expression));
  if (!policy.ok) throw new Error(JSON.stringify(policy));
  return prepareOrigination(policy.value, [...origination.products.values()]);
}

async function decideTiny(expression: string): Promise<JsonObject> {
  const made = await tiny(expression);
  if (!made.ok) throw new Error(JSON.stringify(made));
  const events = decide(null, submission({ facts: { mood: 'calm' } }), { origination: made.value, day });
  if (!events.ok) throw new Error(JSON.stringify(events));
  return events.value[1]?.body ?? {};
}

test('[ORG-1] a policy without a decision, or with broken words, is refused before it is used', async () => {
  expect(await tiny('mood', 'verdict')).toMatchObject({ ok: false, code: 'policy_unusable', rule: 'ORG-1' });
  expect(await tiny('[{code: "A"}]', 'reasonTexts')).toMatchObject({ ok: false, code: 'policy_unusable' });
  const catalogue = { products: [] };
  const broken = await readOrigination({ policyXml: '<x/>', catalogue, modelId: null });
  expect(broken).toMatchObject({ ok: false, code: 'catalogue_unreadable' });
});

test('[ORG-2] a product that is not in the catalogue', () => {
  expect(submit({ product: 'gold-loan' })).toEqual({
    ok: false,
    code: 'product_unknown',
    rule: 'ORG-2',
    facts: { product: 'gold-loan', offered: ['personal-instalment'] },
  });
});

test('[ORG-3] a currency that the product does not have', () => {
  expect(submit({ currency: 'CNY' })).toMatchObject({
    code: 'currency_not_offered',
    rule: 'ORG-3',
    facts: { asked: 'CNY', offered: ['USD'] },
  });
});

test('[ORG-4] amounts: the bounds are inside, what lies beyond is refused in words', () => {
  for (const amountMinor of [90_000, 4_000_000]) expect(submit({ amountMinor }).ok).toBe(true);
  for (const amountMinor of [89_999, 4_000_001, 0, -1, 1e6 + 0.5, Number.NaN])
    expect(submit({ amountMinor })).toMatchObject({ code: 'amount_out_of_range', rule: 'ORG-4' });
  expect(submit({ amountMinor: 89_999 })).toMatchObject({
    facts: { asked: 'USD 899.99', min: 'USD 900.00', max: 'USD 40,000.00' },
  });
});

test('[ORG-5] a term that the product does not have', () => {
  expect(submit({ termMonths: 48 })).toMatchObject({
    code: 'term_not_offered',
    rule: 'ORG-5',
    facts: { asked: '48 months', offered: ['36 months', '60 months'] },
  });
});

test('[ORG-6] a consent that is absent or not yet given', () => {
  const [decision, bureau] = consents;
  if (decision === undefined || bureau === undefined) throw new Error('two consents');
  expect(submit({ consents: [decision] })).toMatchObject({
    code: 'consent_missing',
    rule: 'ORG-6',
    facts: { missing: ['bureau_query'] },
  });
  const tomorrow = { ...bureau, grantedDay: '2026-01-06' };
  expect(submit({ consents: [decision, tomorrow] })).toMatchObject({ code: 'consent_missing' });
  expect(submit({ consents: [] })).toMatchObject({ facts: { missing: ['credit_decision', 'bureau_query'] } });
});

test('[ORG-7] facts that the policy does not take, or that are not the caller’s to give', () => {
  for (const name of [
    'shoeSize',
    'rateCapAnnual',
    'amountMinor',
    'productIncomeMinMinor',
    'score',
    'toString',
  ])
    expect(submit({ facts: { ...facts, [name]: 1 } })).toMatchObject({
      code: 'fact_unknown',
      rule: 'ORG-7',
      facts: { fact: name },
    });
});

test('[ORG-8] facts of the wrong type', () => {
  for (const [name, value] of [
    ['annualIncomeMinor', '7200000'],
    ['region', 7],
    ['inquiries6m', true],
    ['incomeVerification', false],
  ] as const)
    expect(submit({ facts: { ...facts, [name]: value } })).toMatchObject({
      code: 'fact_wrong_type',
      rule: 'ORG-8',
      facts: { fact: name, got: typeof value },
    });
});

test('[ORG-9] facts outside the allowed values or outside what their unit can be', () => {
  for (const [name, value] of [
    ['incomeVerification', 'somehow'],
    ['region', 'California'],
    ['annualIncomeMinor', -1],
    ['annualIncomeMinor', 0.5],
    ['annualIncomeMinor', 2 ** 53],
    ['inquiries6m', 1.5],
    ['inquiries6m', -1],
    ['employmentYears', 101],
    ['totalUtilisationPct', -0.1],
    ['totalUtilisationPct', Number.POSITIVE_INFINITY],
  ] as const)
    expect(submit({ facts: { ...facts, [name]: value } })).toMatchObject({
      code: 'fact_not_allowed',
      rule: 'ORG-9',
      facts: { fact: name },
    });
});

test('[ORG-10] an application is submitted once', () => {
  const state = foldApplication(eventsOf());
  const again = decide(state, submission(), { origination, day });
  expect(again).toMatchObject({ ok: false, code: 'application_exists', rule: 'ORG-10' });
});

test('[ORG-11] performance is recorded once, after a decision', () => {
  const observe = (state: ApplicationState | null) =>
    decide(
      state,
      { kind: 'observe_performance', applicationId: 'a-1', performance: 'bad', observedDay: '2026-12-31' },
      { origination, day },
    );
  const [submitted, decided] = eventsOf();
  expect(observe(null)).toMatchObject({ code: 'application_not_found' });
  expect(observe(foldApplication([submitted]))).toMatchObject({ code: 'application_not_decided' });
  const observed = observe(foldApplication([submitted, decided]));
  if (!observed.ok) throw new Error(observed.code);
  expect(observed.value).toEqual([
    {
      stream: 'application:a-1',
      kind: 'application.performance_observed',
      effectiveDay: '2026-12-31',
      subject: 'p-1',
      body: { performance: 'bad', observedDay: '2026-12-31' },
      personal: null,
      policyHash: null,
      modelId: null,
    },
  ]);
  const state = foldApplication([submitted, decided, ...observed.value]);
  expect(observe(state)).toMatchObject({
    code: 'performance_already_observed',
    facts: { performance: 'bad' },
  });
});

test('[ORG-12] personal data stands in the sealed part of the submission and nowhere else', () => {
  const [submitted, decided] = eventsOf();
  const { kind, ...personal } = form.applicant;
  expect(submitted).toMatchObject({
    kind: 'application.submitted',
    subject: 'p-1',
    personal,
    policyHash: null,
  });
  expect(submitted.body).toMatchObject({ applicantKind: kind, facts, consents, madeUp: true });
  expect(decided).toMatchObject({
    kind: 'application.decided',
    effectiveDay: day,
    personal: null,
    policyHash: origination.policy.hash,
    modelId: 'starter',
    body: { outcome: 'approve', contextDay: day, terms: { rateCapAnnual: 0.36 } },
  });
  const open = canonicalize([submitted.body, decided]);
  for (const secret of Object.values(personal)) expect(open).not.toContain(secret);
});

test('[ORG-16] what was not sent was not asked, and is null to the policy rather than zero', () => {
  const { inquiries6m, ...rest } = facts;
  expect(inquiries6m).toBe(0);
  expect(eventsOf({ facts: rest })[1].body).toMatchObject({
    outcome: 'refer',
    score: null,
    missing: [{ input: 'inquiries6m', why: 'not_asked' }],
  });
  expect(eventsOf({ facts: {} })[1].body).toMatchObject({ outcome: 'refer', errors: [], offer: null });
});

test('[ORG-17] an error inside a policy refers, with its place', async () => {
  const body = await decideTiny('{outcome: "approve", reasons: [], x: 1 / 0}');
  expect(body).toMatchObject({ outcome: 'refer', reasons: ['POLICY_ERROR'], offer: null });
  expect(JSON.stringify(body['errors'])).toContain('decision');
});

test('[ORG-18] a policy that approves without an offer is not believed', async () => {
  const body = await decideTiny('{outcome: "approve", reasons: [], limitMinor: 4000000}');
  expect(body).toMatchObject({ outcome: 'refer', reasons: ['POLICY_ERROR'] });
  const sound = await decideTiny(
    '{outcome: "approve", reasons: [], limitMinor: 4000000, offer: {amountMinor: 1000000, termMonths: 36, rateAnnual: 0.1, instalmentMinor: 32300}}',
  );
  expect(sound).toMatchObject({ outcome: 'approve', errors: [] });
});

test('[ORG-4] a catalogue of another currency is checked in that currency', () => {
  const [first] = origination.products.values();
  const yen: Product = {
    ...(first as Product),
    id: 'yen',
    currency: 'JPY',
    minorDigits: 0,
    amountMinMinor: 10_000,
  };
  const both = prepareOrigination(origination.policy, [first as Product, yen]);
  if (!both.ok) throw new Error(both.code);
  const asked = submission({ product: 'yen', currency: 'JPY', amountMinor: 9_999 });
  expect(decide(null, asked, { origination: both.value, day })).toMatchObject({
    code: 'amount_out_of_range',
    facts: { asked: 'JPY 9,999', min: 'JPY 10,000' },
  });
});
