import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { createRandom, type JsonValue } from '@plimsoll/core/base';
import { type ModelDocument, prepareModel, type Scorer } from '@plimsoll/core/model/document';
import { trainModel } from '@plimsoll/core/model/fit';
import { categoricalColumn, numericColumn, tableOf } from '@plimsoll/core/table';
import type { DecidedBody, DomainEvent } from '@plimsoll/loan/spine';
import {
  type ApplicationForm,
  decide,
  type Origination,
  type PolicyModel,
  readOrigination,
  replayDecision,
} from './index.ts';

const day = '2026-01-05';
const catalogue = JSON.parse(
  readFileSync(new URL('../../policies/starter/products.json', import.meta.url), 'utf8'),
) as JsonValue;

/** A small model of two facts and an amount, trained on made-up rows. */
function trainedModel(): ModelDocument {
  const random = createRandom('model of a policy');
  const rows = Array.from({ length: 600 }, () => {
    const debt = random.next() < 0.1 ? Number.NaN : Math.round(random.next() * 100);
    const chance = Number.isNaN(debt) ? 0.5 : 0.1 + 0.006 * debt;
    return {
      debt,
      job: random.pick(['steady', 'seasonal', null]),
      amount: random.integer(1, 9) * 100_000,
      bad: random.next() < chance,
    };
  });
  const document = trainModel({
    kind: 'card',
    table: tableOf([
      numericColumn(
        'debt',
        rows.map(({ debt }) => debt),
      ),
      categoricalColumn(
        'job',
        rows.map(({ job }) => job),
      ),
      numericColumn(
        'amountMinor',
        rows.map(({ amount }) => amount),
      ),
    ]),
    outcomes: Uint8Array.from(rows, ({ bad }) => (bad ? 1 : 0)),
    seed: 1,
    monotone: {},
    name: 'consumer',
    target: { column: 'end', badValue: 'bad' },
    folds: null,
    absent: {},
    lineage: { sample: null, sampleSha256: null, foldsSha256: null, codeVersion: 'test' },
  });
  if (!document.ok) throw new Error(JSON.stringify(document));
  return document.value;
}

let scorer: Scorer;
let model: PolicyModel;
beforeAll(() => {
  const prepared = prepareModel(trainedModel());
  if (!prepared.ok) throw new Error(JSON.stringify(prepared));
  scorer = prepared.value;
  model = {
    id: 'consumer@3',
    documentSha256: scorer.hash,
    expiresDay: '2026-12-31',
    inputs: scorer.document.inputs,
    scoreRow: scorer.scoreRow,
  };
});

const input = (name: string, type: string, attributes = '') =>
  `<inputData id="${name}" name="${name}" ${attributes}><variable name="${name}" typeRef="${type}"/></inputData>`;
const requires = ['debt', 'job', 'amountMinor', 'risk']
  .map((name) => `<informationRequirement><requiredInput href="#${name}"/></informationRequirement>`)
  .join('');

/** Declines above a chance of one half, else refers; the score of the decision is what the model said. */
const policyOf = (inputs: string) => `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:plimsoll="https://plimsoll.dev/dmn" name="asks a model" namespace="urn:asks">
  ${inputs}
  <decision id="d" name="decision"><variable name="decision"/>${requires}
    <literalExpression><text>{ outcome: if risk.probability > 0.5 then "decline" else "refer", reasons: ["BY_MODEL"], probabilityOfDefault: risk.probability, score: risk.points }</text></literalExpression>
  </decision>
</definitions>`;
const usual = (debtRule = 'allowed') =>
  policyOf(
    input('debt', 'number', `plimsoll:whenMissing="${debtRule}"`) +
      input('job', 'string', 'plimsoll:whenMissing="allowed"') +
      input('amountMinor', 'number') +
      input('risk', 'Any', 'plimsoll:model="consumer@3"'),
  );

const read = async (policyXml: string, models: readonly PolicyModel[] = [model]) =>
  readOrigination({ policyXml, catalogue, modelId: null, models });
async function ready(policyXml = usual(), models = [model]): Promise<Origination> {
  const made = await read(policyXml, models);
  if (!made.ok) throw new Error(JSON.stringify(made));
  return made.value;
}

const formOf = (facts: ApplicationForm['facts']): ApplicationForm => ({
  product: 'personal-instalment',
  amountMinor: 1_000_000,
  currency: 'USD',
  termMonths: 36,
  purpose: 'home_repair',
  scenario: 'general',
  applicant: {
    kind: 'person',
    name: 'Coral',
    idKind: 'us_ssn',
    idNumber: '666-12-3456',
    phone: '+1-212-555-0123',
  },
  consents: ['credit_decision', 'bureau_query'].map((purpose) => ({ purpose, grantedDay: day })),
  facts,
});

function decideOn(origination: Origination, facts: ApplicationForm['facts'], today = day) {
  const command = { kind: 'submit', applicationId: 'a-1', subject: 'p-1', form: formOf(facts) } as const;
  return decide(null, command, { origination, day: today });
}
function decidedOn(...of: Parameters<typeof decideOn>): {
  readonly events: readonly DomainEvent[];
  readonly body: DecidedBody;
} {
  const events = decideOn(...of);
  if (!events.ok) throw new Error(JSON.stringify(events));
  return { events: events.value, body: events.value[1]?.body as unknown as DecidedBody };
}

test('[ORG-27] a policy is ready only with the models it names, and only if it asks what they ask', async () => {
  expect(await read(usual(), [])).toMatchObject({
    code: 'policy_model_unusable',
    facts: { input: 'risk', model: 'consumer@3' },
  });
  const withoutJob = usual()
    .replace(/<inputData id="job".*?<\/inputData>/, '')
    .replace(/<informationRequirement><requiredInput href="#job"\/><\/informationRequirement>/, '');
  expect(await read(withoutJob)).toMatchObject({ facts: { asks: 'job', type: 'string' } });
  const otherType = usual().replace('name="debt" typeRef="number"', 'name="debt" typeRef="string"');
  expect(await read(otherType)).toMatchObject({ code: 'policy_model_unusable', facts: { asks: 'debt' } });
  expect((await ready()).modelId).toBe('consumer@3');
});

test('[ORG-28] the model gives what the one scoring function gives, and callers can not', async () => {
  const origination = await ready();
  for (const facts of [
    { debt: 5, job: 'steady' },
    { debt: 95, job: 'seasonal' },
    { debt: 40, job: 'unheard of' },
  ]) {
    const scored = scorer.scoreRow({ ...facts, amountMinor: 1_000_000 });
    if (!scored.ok) throw new Error(scored.code);
    const { body } = decidedOn(origination, facts);
    expect(body.probabilityOfDefault).toBe(scored.value.probability);
    expect(body.score).toBe(scored.value.points);
    expect(body.outcome).toBe(scored.value.probability > 0.5 ? 'decline' : 'refer');
  }
  expect(decideOn(origination, { debt: 5, risk: 1 })).toMatchObject({
    code: 'fact_unknown',
    facts: { fact: 'risk' },
  });
});

test('[ORG-29] a missing fact refers with its reason where the policy requires it, else the model is told', async () => {
  const strict = decidedOn(await ready(usual('refer')), { job: 'steady' }).body;
  expect(strict).toMatchObject({ outcome: 'refer', missing: [{ input: 'debt', why: 'not_asked' }] });
  expect(strict.reasons).toContain('MISSING_DEBT');
  expect(strict.probabilityOfDefault).toBeNull();
  const lenient = decidedOn(await ready(), { debt: { missing: 'source_down' }, job: 'steady' }).body;
  const scored = scorer.scoreRow({ debt: { absent: 'source_down' }, job: 'steady', amountMinor: 1_000_000 });
  expect(scored.ok && scored.value.probability).toBe(lenient.probabilityOfDefault);
  expect(lenient.missing).toEqual([]);
});

test('[ORG-30] a model past its last day, or one that refuses the values, refers', async () => {
  const origination = await ready();
  expect(decidedOn(origination, { debt: 5 }, '2026-12-31').body.errors).toEqual([]);
  const late = decidedOn(origination, { debt: 5 }, '2027-01-01').body;
  expect(late).toMatchObject({ outcome: 'refer', offer: null, reasons: ['POLICY_ERROR'] });
  expect(late.errors[0]).toEqual({ code: 'MODEL_EXPIRED', place: 'risk' });
  const deaf: PolicyModel = { ...model, scoreRow: (values) => scorer.scoreRow({ ...values, shoe: 43 }) };
  const refused = decidedOn(await ready(usual(), [deaf]), { debt: 5 }).body;
  expect(refused.errors[0]).toEqual({ code: 'MODEL_INPUT_REFUSED', place: 'risk' });
  expect(refused.outcome).toBe('refer');
});

test('[ORG-31] a decision records its models, and made again it is the same after the last day was put off', async () => {
  for (const today of [day, '2027-01-01']) {
    const { events, body } = decidedOn(await ready(), { debt: 60, job: 'steady' }, today);
    expect(events[1]?.modelId).toBe('consumer@3');
    expect(body.models).toEqual([
      { input: 'risk', id: 'consumer@3', documentSha256: scorer.hash, expiresDay: '2026-12-31' },
    ]);
    const later = await ready(usual(), [{ ...model, expiresDay: '2030-01-01' }]);
    const replay = replayDecision(later, events);
    expect(replay.ok && replay.value.same).toBe(true);
  }
});
