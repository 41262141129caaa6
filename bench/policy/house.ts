/**
 * The policy of the benchmark as the house decides with it: behind `decide` of loan/origination, with a product of its own.
 * The 31 fields are facts, but for amount, term and purpose, which the application says itself.
 */
import type { JsonValue } from '@plimsoll/core/base';
import { decide, prepareOrigination } from '@plimsoll/loan/origination';
import { type Fact, readCatalogue } from '@plimsoll/loan/spine';
import type { Application } from './application.ts';
import { requirementXml } from './dmn.ts';
import { readBenchPolicy } from './plimsoll.ts';

const DAY = '2026-01-05';
const CATALOGUE: JsonValue = {
  products: [
    {
      id: 'bench',
      text: { zh: '测量用贷款', en: 'A loan to measure with' },
      currency: 'USD',
      minorDigits: 2,
      country: 'US',
      amountMinMinor: 30_000,
      amountMaxMinor: 800_000,
      amountStepMinor: 1000,
      termsMonths: [12, 18, 24, 36, 48],
      incomeMinMinor: 0,
      incomeReviewMinor: 10_000_000,
      consents: ['credit_decision'],
      rateCaps: [
        {
          jurisdiction: 'US',
          metric: 'nominal_rate_annual',
          comparator: '<=',
          value: 0.36,
          from: '2000-01-01',
          to: null,
          source: 'made up for measuring',
          confidence: 'policy_default',
        },
      ],
    },
  ],
};

/** The decision that the house asks for, over the outcome of the policy. */
const DECISION = `<decision id="decision" name="decision"><variable name="decision"/>
${['outcome', 'score', 'amountMinor', 'termMonths'].map(requirementXml).join('')}
<literalExpression><text>{
  outcome: outcome, score: score, limitMinor: amountMinor,
  offer: if outcome = "approve" then { amountMinor: amountMinor, termMonths: termMonths, rateAnnual: 0.2,
    instalmentMinor: ceiling(amountMinor * 1.2 / termMonths) } else null,
  reasons: if outcome = "approve" then [] else [upper case(outcome)]
}</text></literalExpression></decision>`;

/** What the house says: the outcome, and why. */
export type HouseAnswer = { readonly outcome: string; readonly reasons: readonly string[] };

export async function openHouse(): Promise<(application: Partial<Application>) => HouseAnswer> {
  const products = readCatalogue(CATALOGUE);
  if (!products.ok)
    throw new Error(`the catalogue of the benchmark is sound: ${JSON.stringify(products.facts)}`);
  const prepared = prepareOrigination(await readBenchPolicy(DECISION), products.value);
  if (!prepared.ok) throw new Error(`the policy can be prepared: ${JSON.stringify(prepared.facts)}`);
  return (application) => {
    const { amountMinor = 0, termMonths = 0, purpose = '', ...facts } = application;
    const form = {
      product: 'bench',
      amountMinor,
      currency: 'USD',
      termMonths,
      purpose,
      scenario: 'general',
      applicant: {
        kind: 'person',
        name: 'Coral Samplewood',
        idKind: 'other',
        idNumber: 'made-up',
        phone: '+1-212-555-0123',
      },
      consents: [{ purpose: 'credit_decision', grantedDay: DAY }],
      facts: facts as { readonly [name: string]: Fact },
      madeUp: true,
    };
    const command = { kind: 'submit', applicationId: 'a', subject: 's', form } as const;
    const events = decide(null, command, { origination: prepared.value, day: DAY });
    if (!events.ok) return { outcome: 'refused', reasons: [events.code] };
    const decided = events.value.find(({ kind }) => kind === 'application.decided');
    if (decided === undefined) throw new Error('an application that is submitted is decided');
    const { outcome, reasons } = decided.body as unknown as HouseAnswer;
    return { outcome, reasons };
  };
}
