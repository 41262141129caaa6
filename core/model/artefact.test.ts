import { expect, test } from 'vitest';
import { createEvaluation, type FeelValue, readPolicy, toJson } from '@plimsoll/core/dmn';
import type { Column } from '@plimsoll/core/table';
import {
  columnFor,
  crossValidate,
  factsOf,
  probabilityFeel,
  probabilityOf,
  readArtefact,
  type Scorecard,
  scaleScorecard,
  scorecardDecisionsXml,
  scoreRows,
  selectCharacteristics,
  spliceScorecard,
  writeArtefact,
} from './index.ts';
import { MADE_CANDIDATES, MADE_SETTINGS, makeSample } from './made-sample.ts';

const sample = makeSample();
const selection = selectCharacteristics(sample, MADE_CANDIDATES, MADE_SETTINGS);
const validation = crossValidate(sample, MADE_CANDIDATES, MADE_SETTINGS);
if (!selection.ok || !validation.ok) throw new Error('the made sample is fitted');
const text = writeArtefact({
  name: 'made',
  scorecard: scaleScorecard(selection.value, MADE_SETTINGS.scaling),
  dropped: selection.value.dropped,
  validation: validation.value,
  leftOut: [],
  lineage: {
    sample: 'made',
    sampleSha256: '',
    foldsSha256: '',
    foldsSeed: 0,
    codeVersion: '0',
    rows: sample.table.rowCount,
    bads: 0,
    candidates: [],
    settings: MADE_SETTINGS,
  },
});
const read = readArtefact(text);
if (!read.ok) throw new Error(JSON.stringify(read.facts));
const card: Scorecard = read.value.scorecard;
const facts = [...new Set(card.characteristics.flatMap((each) => factsOf(each.source)))];

const policyOf = (prefix: string): string => {
  const colon = prefix === '' ? '' : `:${prefix.slice(0, -1)}`;
  const inputs = facts.map((fact) => {
    const type = fact === 'job' ? 'string' : 'number';
    return `<${prefix}inputData id="input_${fact}" name="${fact}" plimsoll:whenMissing="allowed"><${prefix}variable id="v_${fact}" name="${fact}" typeRef="${type}"/></${prefix}inputData>`;
  });
  return `<${prefix}definitions xmlns${colon}="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:plimsoll="https://plimsoll.dev/dmn" id="made" name="made" namespace="made">
  ${inputs.join('\n  ')}
  <!-- generated: scorecard -->
  <!-- /generated: scorecard -->
</${prefix}definitions>`;
};

async function policyWith(xml: string) {
  const spliced = spliceScorecard(xml, card);
  if (!spliced.ok) throw new Error(JSON.stringify(spliced.facts));
  const policy = await readPolicy(spliced.value);
  if (!policy.ok) throw new Error(JSON.stringify(policy.problems));
  return policy.value;
}

const valueAt = (column: Column, row: number): FeelValue => {
  if ((column.marks[row] ?? 0) > 0) return null;
  const value = column.kind === 'numeric' ? column.values[row] : column.levels[column.codes[row] ?? -1];
  return value ?? null;
};

test('[MOD-8] a document reads back as it was written, and writes the same bytes again', () => {
  expect(writeArtefact(read.value)).toBe(text);
  expect(read.value.schema).toBe('plimsoll.scorecard/1');
});

test('[MOD-8] documents that contradict themselves are refused', () => {
  const broken: readonly (readonly [string | RegExp, string])[] = [
    ['plimsoll.scorecard/1', 'plimsoll.scorecard/9'],
    ['"baseOdds": 20', '"baseOdds": 30'],
    [/"basePoints": \d+/, '"basePoints": 3.5'],
    [/"from": null/, '"from": 1'],
    [/"to": (\d+)/, '"to": 7$1'],
    [/"points": (\d+)/, '"points": 9$1'],
    ['"kind": "missing"', '"kind": "unseen"'],
    ['"clerk"', '"farmer"'],
  ];
  for (const [found, instead] of broken) {
    const changed = text.replace(found, instead);
    expect(changed).not.toBe(text);
    expect(readArtefact(changed)).toMatchObject({ ok: false, code: 'artefact_unreadable', rule: 'MOD-8' });
  }
  for (const other of ['', '{', 'null', '[]', '{"schema":"plimsoll.scorecard/1"}'])
    expect(readArtefact(other)).toMatchObject({ ok: false, rule: 'MOD-8' });
});

test('[MOD-11] as DMN the card gives each row its points, one reason a characteristic', async () => {
  const scores = scoreRows(card, sample.table);
  for (const policy of [await policyWith(policyOf('')), await policyWith(policyOf('dmn:'))])
    for (let row = 0; row < 300; row += 1) {
      const inputs = Object.fromEntries(
        sample.table.columns
          .filter((each) => facts.includes(each.name))
          .map((each) => [each.name, valueAt(each, row)]),
      );
      const evaluation = createEvaluation(policy, inputs);
      expect(Number(toJson(evaluation.value('scorecardPoints')))).toBe(scores[row]);
      const reasons = toJson(evaluation.value('scoreReasons'));
      const names = (Array.isArray(reasons) ? reasons : []).map((reason) => JSON.stringify(reason));
      expect(names.length).toBe(card.characteristics.length);
      for (const [at, each] of card.characteristics.entries()) expect(names[at]).toContain(each.reason.code);
      const chance = Number(toJson(evaluation.value('scorecardProbability')));
      expect(chance).toBeCloseTo(probabilityOf(card, scores[row] ?? 0), 6);
      expect(evaluation.errors).toEqual([]);
    }
});

test('[MOD-11] null, unseen levels and far-off numbers hit one row each, the worst where nothing was measured', async () => {
  const policy = await policyWith(policyOf(''));
  const points = (inputs: { readonly [fact: string]: FeelValue }): FeelValue => {
    const evaluation = createEvaluation(policy, { use: 5, job: 'clerk', income: 1000, debt: 10, ...inputs });
    const reasons = toJson(evaluation.value('scoreReasons'));
    expect(reasons).toHaveLength(card.characteristics.length);
    return Number(toJson(evaluation.value('scorecardPoints')));
  };
  const job = card.characteristics.find((each) => each.name === 'job');
  const bin = (kind: string) => job?.bins.find((each) => each.cell.kind === kind)?.points ?? Number.NaN;
  const clerk =
    job?.bins.find((each) => each.cell.kind === 'levels' && each.cell.levels.includes('clerk'))?.points ?? 0;
  const whole = Number(points({}));
  expect(points({ job: 'astronaut' })).toBe(whole - clerk + bin('unseen'));
  expect(points({ job: null })).toBe(whole - clerk + bin('missing'));
  expect(bin('unseen')).toBe(0);
  for (const use of [-1e12, 1e12, null]) expect(points({ use })).toBeTypeOf('number');
});

test('[MOD-13] a ratio of a missing part, or over nothing, is missing in the column and in FEEL', async () => {
  const ratio = card.characteristics.find((each) => each.name === 'debtToIncome');
  if (ratio === undefined) throw new Error('chosen');
  const column = columnFor(sample.table, ratio.source);
  expect([column.marks[0], column.marks[41], column.marks[1]]).toEqual([1, 1, 0]);
  const policy = await policyWith(policyOf(''));
  const points = (income: FeelValue, debt: FeelValue) =>
    toJson(createEvaluation(policy, { use: 5, job: 'clerk', income, debt }).value('scorecardPoints'));
  const missing = points(null, 10);
  expect([points(0, 10), points(-5, 10), points(1000, null)]).toEqual([missing, missing, missing]);
});

test('[MOD-12] a splice replaces what stands between the markers and nothing else', () => {
  const once = spliceScorecard(policyOf(''), card);
  if (!once.ok) throw new Error('spliced');
  expect(spliceScorecard(once.value, card)).toEqual(once);
  expect(once.value.replace(/(<!-- generated: scorecard -->)[\s\S]*(\n {2}<!-- \/gen)/, '$1$2')).toBe(
    policyOf(''),
  );
  const marker = '<!-- generated: scorecard -->';
  for (const xml of [
    policyOf('').replace(marker, ''),
    policyOf('').replace(marker, marker + marker),
    '<definitions/>',
  ])
    expect(spliceScorecard(xml, card)).toMatchObject({
      ok: false,
      code: 'policy_not_spliceable',
      rule: 'MOD-12',
    });
  expect(scorecardDecisionsXml(card)).toContain('label="use · use &lt;&amp;&gt;"');
});

test('[MOD-14] the FEEL text of the probability holds offset and factor', () => {
  expect(probabilityFeel(card, 'score')).toBe(
    `if score = null then null else decimal(1 / (1 + exp((score - ${card.offset}) / ${card.factor})), 6)`,
  );
});
