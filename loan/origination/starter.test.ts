import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import type { JsonValue } from '@plimsoll/core/base';
import { createEvaluation, type Trace } from '@plimsoll/core/dmn';
import { factsOf, readArtefact, spliceScorecard } from '@plimsoll/core/model';
import type { DecidedBody, Fact } from '@plimsoll/loan/spine';
import { decideBody, interpretBody, traceBody } from './evaluate.ts';
import {
  DECISION,
  missingCode,
  type Origination,
  POLICY_ERROR,
  readOrigination,
  reasonText,
} from './index.ts';
import { policyInputs, policyTerms } from './input.ts';
import type { JudgementSetting } from './judgement.ts';

type Given = { readonly [name: string]: Fact | null };
type Judged = Pick<DecidedBody, 'outcome' | 'stage' | 'reasons' | 'grade' | 'score' | 'limitMinor' | 'offer'>;
type Case = Judged & {
  readonly name: string;
  readonly given: Given;
  readonly rows: { readonly [table: string]: readonly number[] };
};
type CaseFile = {
  readonly day: string;
  readonly product: string;
  readonly given: Given;
  readonly cases: readonly Case[];
};
/** The document as `./plimsoll policy test` reads it; what the mechanism makes of a case stands beside. */
type CaseDocument = {
  readonly beside: { readonly day: string; readonly product: string };
  readonly given: Given;
  readonly cases: readonly {
    readonly name: string;
    readonly given?: Given;
    readonly expect: { readonly decision: Judged };
    readonly rows: Case['rows'];
    readonly beside?: { readonly judged: Partial<Judged> };
  }[];
};

const read = (name: string) =>
  readFileSync(new URL(`../../policies/starter/${name}`, import.meta.url), 'utf8');
const document = JSON.parse(read('cases.json')) as CaseDocument;
const file: CaseFile = {
  ...document.beside,
  given: factsOfCase(document.given),
  cases: document.cases.map(({ name, given = {}, expect: { decision }, rows, beside }) => ({
    name,
    given,
    ...decision,
    ...beside?.judged,
    rows,
  })),
};
const policyXml = read('policy.dmn');
/** Tables that a training run writes; their rows are proved by the model's own tests. */
const trained = ['scorecardPoints', 'scoreReasons'];

/** What an application brings: the terms of the product come from the catalogue. */
function factsOfCase(given: Given): Given {
  return Object.fromEntries(Object.entries(given).filter(([name]) => !name.startsWith('product')));
}

let origination: Origination;
beforeAll(async () => {
  const catalogue = JSON.parse(read('products.json')) as JsonValue;
  const made = await readOrigination({ policyXml, catalogue, modelId: 'starter' });
  if (!made.ok) throw new Error(JSON.stringify(made));
  origination = made.value;
});

function settingOf(each: Case): JudgementSetting {
  const { amountMinor, termMonths, purpose, rateCapAnnual, ...facts } = { ...file.given, ...each.given };
  const product = origination.products.get(file.product);
  if (product === undefined) throw new Error('the product of the cases is in the catalogue');
  return {
    submitted: {
      product: product.id,
      currency: product.currency,
      amountMinor: Number(amountMinor),
      termMonths: Number(termMonths),
      purpose: JSON.stringify(purpose).slice(1, -1),
      scenario: 'general',
      facts: facts as { readonly [name: string]: Fact },
      consents: [],
      applicantKind: 'person',
      madeUp: true,
    },
    terms: { ...policyTerms(product, file.day), rateCapAnnual: rateCapAnnual as number | null },
    day: file.day,
  };
}

/** The rows that fired, from 1, of each computed table that a person wrote. */
function rowsOf(trace: Trace): Case['rows'] {
  return Object.fromEntries(
    trace.decisions.flatMap(({ name, table }) => {
      if (table === undefined || trained.includes(name)) return [];
      return [[name, table.rules.filter((rule) => rule.matched).map((rule) => rule.index + 1)]];
    }),
  );
}

test('[ORG-20] every golden case comes to its outcome, reasons, terms and rows', () => {
  expect(file.cases.length).toBeGreaterThanOrEqual(30);
  for (const each of file.cases) {
    const setting = settingOf(each);
    const { name, given, rows, ...expected } = each;
    expect({ name, given, ...decideBody(origination, setting) }).toMatchObject({
      name,
      given,
      errors: [],
      ...expected,
    });
    expect(interpretBody(origination, setting)).toEqual(decideBody(origination, setting));
    expect({ name, rows: rowsOf(traceBody(origination, setting)) }).toEqual({ name, rows });
  }
});

test('[ORG-21] no row of a table that a person wrote goes without a case', () => {
  const hits = new Map<string, Set<number>>();
  for (const each of file.cases)
    for (const [table, rows] of Object.entries(each.rows))
      hits.set(table, new Set([...(hits.get(table) ?? []), ...rows]));
  const tables = traceBody(origination, settingOf(file.cases[0] as Case)).decisions.flatMap(
    ({ name, kind }) => (kind === 'table' && !trained.includes(name) ? [name] : []),
  );
  expect(tables).toEqual(
    expect.arrayContaining([
      'eligibility',
      'knockOuts',
      'grade',
      'gradeTerms',
      'listRateAnnual',
      'reviewReasons',
      'verdict',
    ]),
  );
  for (const table of tables) {
    const count = policyXml.split(`<rule id="${table}_table_rule_`).length - 1;
    expect({ table, rows: [...(hits.get(table) ?? [])].toSorted((a, b) => a - b) }).toEqual({
      table,
      rows: Array.from({ length: count }, (_, index) => index + 1),
    });
  }
});

test('[ORG-20] each input that must not be missing has a case in which it is', () => {
  const missed = new Set(
    file.cases.flatMap((each) => each.reasons.filter((code) => code.startsWith('MISSING_'))),
  );
  const facts = origination.required.filter((input) => input.source === 'fact');
  expect(facts.map((input) => missingCode(input.name)).filter((code) => !missed.has(code))).toEqual([]);
});

test('[ORG-15] a score is null without a fact that the card needs, unless the card was fitted on its absence', () => {
  const artefact = readArtefact(read('scorecard.json'));
  if (!artefact.ok) throw new Error(JSON.stringify(artefact));
  const ofDecision = (name: string) =>
    origination.policy.decisions.find((decision) => decision.name === name)?.requires ?? [];
  const needed = artefact.value.scorecard.characteristics.flatMap(({ source, bins }) => {
    const isFitted = bins.some((bin) => bin.cell.kind === 'missing' && bin.measured);
    return isFitted ? [] : factsOf(source).filter((fact) => origination.factInputs.has(fact));
  });
  expect(needed.length).toBeGreaterThan(0);
  expect(ofDecision('score')).toEqual(expect.arrayContaining(needed));
  expect(origination.required.map((input) => input.name)).toEqual(expect.arrayContaining(needed));
});

test('[ORG-22] what an early stage ends computes nothing of the later ones', () => {
  const computedBy = (each: Case) => {
    const { submitted, terms } = settingOf(each);
    const evaluation = createEvaluation(
      origination.policy,
      policyInputs(origination.inputs, submitted, terms).values,
    );
    evaluation.value(DECISION);
    return evaluation.computed;
  };
  const later = {
    eligibility: [
      'knockOuts',
      'scorecardPoints',
      'score',
      'grade',
      'limit',
      'price',
      'offer',
      'reviewReasons',
    ],
    knock_out: ['scorecardPoints', 'score', 'grade', 'limit', 'price', 'offer', 'reviewReasons'],
    score: ['limit', 'price', 'affordability', 'offer', 'reviewReasons'],
    limit: ['offer', 'reviewReasons', 'scoreReasons'],
    counter_offer: ['reviewReasons', 'scoreReasons'],
    review: ['offer', 'scoreReasons'],
    incomplete: ['offer', 'scoreReasons'],
    offer: ['scoreReasons', 'topScoreReasons'],
  };
  expect(new Set(file.cases.map((each) => each.stage))).toEqual(new Set(Object.keys(later)));
  for (const each of file.cases) {
    const forbidden = later[each.stage as keyof typeof later];
    expect({ name: each.name, tooMuch: computedBy(each).filter((name) => forbidden.includes(name)) }).toEqual(
      {
        name: each.name,
        tooMuch: [],
      },
    );
  }
});

test('[ORG-23] every reason code in the policy, and those of the mechanism, have words in both languages', () => {
  const written = [...policyXml.matchAll(/"([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)"/g)].map(
    (match) => match[1] ?? '',
  );
  const codes = new Set([
    ...written,
    POLICY_ERROR,
    ...origination.required.map((input) => missingCode(input.name)),
  ]);
  codes.delete('ELIGIBLE');
  expect(codes.size).toBeGreaterThan(40);
  for (const code of codes) {
    const text = reasonText(origination, code);
    expect(text.en, code).not.toBe(code);
    expect(text.zh, code).toMatch(/[\u4e00-\u9fff]/);
  }
  expect(reasonText(origination, 'NEVER_HEARD_OF')).toEqual({ zh: 'NEVER_HEARD_OF', en: 'NEVER_HEARD_OF' });
});

test('[ORG-24] every offer pays its loan off at its rate, and no more than a cent of each instalment is rounding', () => {
  const offers = file.cases.flatMap(({ offer, limitMinor }) =>
    offer === null ? [] : [{ offer, limitMinor }],
  );
  expect(offers.length).toBeGreaterThan(10);
  for (const { offer, limitMinor } of offers) {
    expect(offer.amountMinor).toBeLessThanOrEqual(limitMinor ?? 0);
    const monthly = offer.rateAnnual / 12;
    const exact = (offer.amountMinor * monthly) / (1 - (1 + monthly) ** -offer.termMonths);
    expect(offer.instalmentMinor).toBeGreaterThanOrEqual(exact - 0.1);
    expect(offer.instalmentMinor).toBeLessThan(exact + 1.1);
  }
});

test('[ORG-25] the card inside the policy is the artefact’s', () => {
  const artefact = readArtefact(read('scorecard.json'));
  if (!artefact.ok) throw new Error(JSON.stringify(artefact));
  expect(spliceScorecard(policyXml, artefact.value.scorecard)).toEqual({ ok: true, value: policyXml });
});
