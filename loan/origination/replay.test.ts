import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { canonicalize, type JsonObject, type JsonValue } from '@plimsoll/core/base';
import type { DecidedBody, DomainEvent, Fact } from '@plimsoll/loan/spine';
import {
  type ApplicationForm,
  decide,
  missingCode,
  type Origination,
  readOrigination,
  replayDecision,
  traceDecision,
} from './index.ts';

const read = (name: string) =>
  readFileSync(new URL(`../../policies/starter/${name}`, import.meta.url), 'utf8');
const day = '2026-01-05';
const policyXml = read('policy.dmn');
const catalogue = JSON.parse(read('products.json')) as JsonValue;

async function originationOf(xml: string): Promise<Origination> {
  const made = await readOrigination({ policyXml: xml, catalogue, modelId: 'starter' });
  if (!made.ok) throw new Error(JSON.stringify(made));
  return made.value;
}

let origination: Origination;
beforeAll(async () => {
  origination = await originationOf(policyXml);
});

const money = (max: number) => fc.integer({ min: 0, max });
const count = fc.integer({ min: 0, max: 6 });
const percent = fc.integer({ min: 0, max: 1200 }).map((tenths) => tenths / 10);

/** What an applicant may be, good ones often enough that every stage is reached. */
const values: Record<string, fc.Arbitrary<Fact>> = {
  annualIncomeMinor: fc.oneof(money(20_000_000), fc.constantFrom(0, 1_199_999, 1_200_000, 9_000_001)),
  incomeVerification: fc.constantFrom('not_verified', 'source_verified', 'verified'),
  employmentYears: fc.integer({ min: 0, max: 10 }),
  region: fc.constantFrom('US-CA', 'US-NY', 'US-TX', 'CN-GD'),
  accountsNowDelinquent: fc.constantFrom(0, 0, 0, 0, 0, 0, 1),
  pastDueMinor: fc.constantFrom(0, 0, 0, 0, 0, 0, 12_345),
  delinquencies24m: count,
  inquiries6m: fc.integer({ min: 0, max: 5 }),
  inquiries12m: fc.integer({ min: 0, max: 13 }),
  financeInquiries: count,
  revolvingUtilisationPct: percent,
  totalUtilisationPct: percent,
  activeInstalmentAccounts: count,
  instalmentAccountsOpened12m: fc.constantFrom(0, 0, 0, 1, 2, 3, 4),
  instalmentAccountsOpened24m: count,
  instalmentBalanceMinor: money(10_000_000),
  instalmentAccounts: count,
  instalmentCreditLimitMinor: money(10_000_000),
};
const whole = fc.record(values);
const why = fc.constantFrom('not_asked', 'source_down', 'no_record', 'unsent');

/** Facts of which some are declared missing and some not sent at all. */
const gappy = fc
  .tuple(
    whole,
    fc.array(fc.tuple(fc.constantFrom(...Object.keys(values)), why), { minLength: 1, maxLength: 5 }),
  )
  .map(([facts, gaps]) => {
    const left: Record<string, Fact> = { ...facts };
    for (const [name, reason] of gaps) {
      if (reason === 'unsent') delete left[name];
      else left[name] = { missing: reason };
    }
    return left;
  });

const terms = fc.record({
  amountMinor: fc.integer({ min: 90_000, max: 4_000_000 }),
  termMonths: fc.constantFrom(36, 60),
  purpose: fc.constantFrom('home_repair', 'not_recorded', 'gambling'),
});

type Terms = Pick<ApplicationForm, 'amountMinor' | 'termMonths' | 'purpose'>;

function submit(facts: Readonly<Record<string, Fact>>, asked: Terms): readonly DomainEvent[] {
  const form: ApplicationForm = {
    ...asked,
    product: 'personal-instalment',
    currency: 'USD',
    scenario: 'general',
    applicant: {
      kind: 'person',
      name: 'Reef Testwater',
      idKind: 'us_ssn',
      idNumber: '666-01-0001',
      phone: '+1',
    },
    consents: ['credit_decision', 'bureau_query'].map((purpose) => ({ purpose, grantedDay: day })),
    facts,
  };
  const events = decide(
    null,
    { kind: 'submit', applicationId: 'a-1', subject: 'p-1', form },
    { origination, day },
  );
  if (!events.ok) throw new Error(JSON.stringify(events));
  return events.value;
}

const bodyOf = (events: readonly DomainEvent[]) => events[1]?.body as unknown as DecidedBody;

test('[ORG-13] any decision comes out again with the same bytes, also from events that went through JSON', () => {
  const outcomes = new Set<string>();
  fc.assert(
    fc.property(fc.oneof(whole, gappy), terms, (facts, asked) => {
      const events = submit(facts, asked);
      outcomes.add(`${bodyOf(events).outcome} ${bodyOf(events).stage}`);
      const stored = events.map(
        (event) => JSON.parse(canonicalize(event as unknown as JsonObject)) as DomainEvent,
      );
      const replay = replayDecision(origination, stored);
      if (!replay.ok) throw new Error(replay.code);
      expect(replay.value.same).toBe(true);
      expect(replay.value.differences).toEqual([]);
      expect(canonicalize(replay.value.recomputed)).toBe(canonicalize(stored[1]?.body ?? {}));
    }),
    { numRuns: 400 },
  );
  expect([...outcomes].toSorted()).toEqual(
    expect.arrayContaining(['approve offer', 'decline knock_out', 'decline score', 'refer incomplete']),
  );
});

test('[ORG-13] a record that was altered is shown field by field', () => {
  const [submitted, decided] = submit(
    { ...fc.sample(whole, { seed: 7, numRuns: 1 })[0] },
    {
      amountMinor: 1_000_000,
      termMonths: 36,
      purpose: 'home_repair',
    },
  ) as readonly [DomainEvent, DomainEvent];
  const altered = { ...decided, body: { ...decided.body, outcome: 'approve', limitMinor: 12_345 } };
  const replay = replayDecision(origination, [submitted, altered]);
  if (!replay.ok) throw new Error(replay.code);
  expect(replay.value.same).toBe(false);
  const fields = replay.value.differences.map((difference) => difference.field);
  expect(fields).toContain('limitMinor');
  expect(replay.value.differences.find(({ field }) => field === 'limitMinor')?.recorded).toBe(12_345);
});

test('[ORG-13] what there is nothing to replay of, or another policy, is refused', async () => {
  const facts = fc.sample(whole, { seed: 7, numRuns: 1 })[0] ?? {};
  const events = submit(facts, { amountMinor: 1_000_000, termMonths: 36, purpose: 'home_repair' });
  const other = await originationOf(
    policyXml.replaceAll('&gt;= 660', '&gt;= 661').replaceAll('660)', '661)'),
  );
  expect(other.policy.hash).not.toBe(origination.policy.hash);
  for (const attempt of [replayDecision, traceDecision]) {
    expect(attempt(origination, [])).toMatchObject({ code: 'application_not_found' });
    expect(attempt(origination, events.slice(0, 1))).toMatchObject({ code: 'application_not_decided' });
    expect(attempt(other, events)).toMatchObject({ code: 'policy_not_found', rule: 'ORG-13' });
  }
});

test('[ORG-14] the trace comes to the answer that is on record', () => {
  fc.assert(
    fc.property(whole, terms, (facts, asked) => {
      const events = submit(facts, asked);
      const { outcome, stage, reasons, grade, score, probabilityOfDefault, limitMinor, offer } =
        bodyOf(events);
      const traced = traceDecision(origination, events);
      if (!traced.ok) throw new Error(traced.code);
      expect(traced.value.outcome).toBe(outcome);
      const decision = traced.value.trace.decisions.find((each) => each.name === 'decision');
      expect(decision?.value).toEqual({
        outcome,
        stage,
        reasons,
        grade,
        score,
        probabilityOfDefault,
        limitMinor,
        offer,
      });
    }),
    { numRuns: 200 },
  );
});

test('[ORG-19] whatever is missing, nothing with a required input missing, and nothing with an error, is approved', () => {
  fc.assert(
    fc.property(gappy, terms, (facts, asked) => {
      const { outcome, reasons, missing, errors, offer } = bodyOf(submit(facts, asked));
      const required = origination.required.filter(({ name, source }) => {
        const fact = facts[name];
        return source === 'fact' && (fact === undefined || typeof fact === 'object');
      });
      expect(missing.map((each) => each.input)).toEqual(required.map((each) => each.name));
      expect(errors).toEqual([]);
      const isWanting = required.length > 0;
      expect(isWanting && (outcome === 'approve' || offer !== null)).toBe(false);
      const codes = required.map((each) => missingCode(each.name));
      expect(outcome === 'refer' && !codes.every((code) => reasons.includes(code))).toBe(false);
    }),
    { numRuns: 1000 },
  );
});
