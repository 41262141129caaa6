import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonValue } from '@plimsoll/core/base';
import { judge, type JudgementSetting, type PolicyAnswer } from './judgement.ts';

const setting: JudgementSetting = {
  submitted: {
    product: 'personal-instalment',
    currency: 'USD',
    amountMinor: 1_000_000,
    termMonths: 36,
    purpose: 'not_recorded',
    scenario: 'general',
    facts: {},
    consents: [],
    applicantKind: 'person',
    madeUp: true,
  },
  terms: { rateCapAnnual: 0.36 },
  day: '2026-01-05',
};

const offer = { amountMinor: 1_000_000, termMonths: 36, rateAnnual: 0.0999, instalmentMinor: 32_263 };
const approval = {
  outcome: 'approve',
  stage: 'offer',
  grade: 'B',
  score: 640,
  probabilityOfDefault: 0.028,
  limitMinor: 2_000_000,
  offer,
  reasons: [],
} as const;
const refusal = { outcome: 'decline', stage: 'knock_out', reasons: ['NOW_DELINQUENT'] } as const;

const answer = (value: unknown, extra: Partial<PolicyAnswer> = {}): PolicyAnswer => ({
  value: value as JsonValue,
  errors: [],
  missing: [],
  ...extra,
});
const missing = [
  { input: 'region', why: 'source_down' },
  { input: 'inquiries6m', why: 'not_asked' },
] as const;

test('[ORG-15] an approval in want of an input is referred, with its offer taken back and the reason why kept', () => {
  expect(judge(answer(approval, { missing }), setting)).toEqual({
    ...approval,
    outcome: 'refer',
    offer: null,
    reasons: ['MISSING_REGION', 'MISSING_INQUIRIES_6M'],
    missing,
    errors: [],
    contextDay: '2026-01-05',
    terms: { rateCapAnnual: 0.36 },
  });
});

test('[ORG-15] a referral keeps its own reasons behind the missing inputs, and a decline stands', () => {
  const referral = { ...approval, outcome: 'refer', stage: 'review', offer: null, reasons: ['THIN_FILE'] };
  expect(judge(answer(referral, { missing }), setting).reasons).toEqual([
    'MISSING_REGION',
    'MISSING_INQUIRIES_6M',
    'THIN_FILE',
  ]);
  const declined = judge(answer(refusal, { missing }), setting);
  expect([declined.outcome, declined.reasons, declined.missing]).toEqual([
    'decline',
    ['NOW_DELINQUENT'],
    missing,
  ]);
});

test('[ORG-17] an error of the evaluation refers, whatever the outcome, and says where', () => {
  const errors = [{ code: 'division_by_zero', place: 'affordability.debtServiceToIncome' }];
  for (const value of [approval, refusal, null]) {
    const body = judge(answer(value, { errors }), setting);
    expect(body.outcome).toBe('refer');
    expect(body.reasons).toEqual(['POLICY_ERROR']);
    expect(body.errors[0]).toEqual(errors[0]);
    expect([body.offer, body.score, body.grade, body.limitMinor, body.stage]).toEqual([
      null,
      null,
      null,
      null,
      null,
    ]);
  }
});

const unsound: readonly (readonly [place: string, value: unknown])[] = [
  ['decision', null],
  ['decision', 'approve'],
  ['decision', [approval]],
  ['decision.outcome', { ...approval, outcome: 'approved' }],
  ['decision.outcome', { ...approval, outcome: null }],
  ['decision.outcome', { reasons: [] }],
  ['decision.reasons', { ...approval, reasons: 'THIN_FILE' }],
  ['decision.reasons', { ...approval, reasons: null }],
  ['decision.reasons', { ...approval, reasons: [null] }],
  ['decision.reasons', { ...approval, reasons: [''] }],
  ['decision.reasons', { ...refusal, reasons: [] }],
  ['decision.reasons', { ...refusal, reasons: Array.from({ length: 51 }, () => 'A') }],
  ['decision.score', { ...approval, score: Number.NaN }],
  ['decision.score', { ...approval, score: '640' }],
  ['decision.grade', { ...approval, grade: 2 }],
  ['decision.probabilityOfDefault', { ...approval, probabilityOfDefault: 1.2 }],
  ['decision.limitMinor', { ...approval, limitMinor: 10.5 }],
  ['decision.limitMinor', { ...approval, limitMinor: -1 }],
  ['decision.offer', { ...approval, offer: 'yes' }],
];

test('[ORG-17] an answer that is not sound refers with its place', () => {
  for (const [place, value] of unsound) {
    const body = judge(answer(value), setting);
    expect([body.outcome, body.reasons, body.offer]).toEqual(['refer', ['POLICY_ERROR'], null]);
    expect(body.errors.map((error) => error.place)).toContain(place);
  }
});

const badOffers: readonly (readonly [code: string, change: object])[] = [
  ['offer_above_limit', { amountMinor: 2_000_001 }],
  ['offer_above_amount_asked', { amountMinor: 1_000_001 }],
  ['offer_of_another_term', { termMonths: 60 }],
  ['offer_above_cap', { rateAnnual: 0.3601 }],
  ['instalments_below_amount', { instalmentMinor: 20_000 }],
  ['offer_unsound', { instalmentMinor: 32_263.4 }],
  ['offer_unsound', { amountMinor: 0 }],
  ['offer_unsound', { rateAnnual: -0.01 }],
  ['offer_unsound', { rateAnnual: null }],
];

test('[ORG-18] an approval stands with a sound offer alone', () => {
  expect(judge(answer(approval), setting)).toMatchObject({
    outcome: 'approve',
    offer,
    reasons: [],
    errors: [],
  });
  for (const [code, change] of badOffers) {
    const body = judge(answer({ ...approval, offer: { ...offer, ...change } }), setting);
    expect([body.outcome, body.reasons, body.offer]).toEqual(['refer', ['POLICY_ERROR'], null]);
    expect(body.errors.map((error) => error.code)).toContain(code);
  }
  const withoutOffer = judge(answer({ ...approval, offer: null }), setting);
  expect(withoutOffer).toMatchObject({ outcome: 'refer', errors: [{ code: 'approval_without_offer' }] });
  const withoutLimit = judge(answer({ ...approval, limitMinor: null }), setting);
  expect(withoutLimit).toMatchObject({ outcome: 'refer', errors: [{ code: 'offer_above_limit' }] });
  const withoutCap = judge(answer(approval), { ...setting, terms: { rateCapAnnual: null } });
  expect(withoutCap).toMatchObject({ outcome: 'refer', errors: [{ code: 'offer_above_cap' }] });
});

test('[ORG-17] no answer whatever, however broken, comes out as an approval without all that it takes', () => {
  const anything = fc.oneof(
    fc.jsonValue(),
    fc.record(
      {
        outcome: fc.constantFrom('approve', 'refer', 'decline', 'APPROVE', null),
        reasons: fc.oneof(fc.array(fc.string(), { maxLength: 3 }), fc.jsonValue()),
        limitMinor: fc.oneof(fc.nat(3_000_000), fc.constantFrom(null, -1, 0.5)),
        offer: fc.oneof(
          fc.record({
            amountMinor: fc.nat(3_000_000),
            termMonths: fc.constantFrom(36, 60),
            rateAnnual: fc.double({ min: 0, max: 1, noNaN: true }),
            instalmentMinor: fc.nat(100_000),
          }),
          fc.constant(null),
        ),
      },
      { requiredKeys: [] },
    ),
  );
  fc.assert(
    fc.property(anything, (value) => {
      const body = judge(answer(value), setting);
      expect(['approve', 'refer', 'decline']).toContain(body.outcome);
      if (body.outcome !== 'approve') return body.reasons.length > 0;
      const { amountMinor = 0, rateAnnual = 1, termMonths = 0, instalmentMinor = 0 } = body.offer ?? {};
      return (
        amountMinor > 0 &&
        amountMinor <= Math.min(body.limitMinor ?? 0, 1_000_000) &&
        rateAnnual <= 0.36 &&
        termMonths * instalmentMinor >= amountMinor &&
        body.errors.length === 0
      );
    }),
    { numRuns: 2000 },
  );
});
