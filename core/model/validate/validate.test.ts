import { expect, test } from 'vitest';
import { createRandom, type Result } from '@plimsoll/core/base';
import { type CategoricalColumn, categoricalColumn, numericColumn, tableOf } from '@plimsoll/core/table';
import {
  DEFAULT_SETTINGS,
  type Finding,
  type JudgedSample,
  type ScoredSample,
  validateModel,
  type ValidationReport,
  type ValidationRequest,
} from './index.ts';

const subject: ValidationRequest['subject'] = {
  model: 'made',
  version: '1',
  modelSha256: '',
  sample: 'made rows',
  sampleSha256: '',
  when: 'held_out',
};

function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result.value;
}

type Made = { readonly pds: Float64Array; readonly outcomes: Uint8Array };

/** Rows whose probabilities are right: outcomes are drawn by them. `stated` bends what is stated, not what happens. */
function make(seed: string, rows: number, stated: (logOdds: number) => number = (x) => x): Made {
  const random = createRandom(seed);
  const logOdds = Array.from({ length: rows }, () => -1.6 + 1.3 * random.normal());
  return {
    outcomes: Uint8Array.from(logOdds, (x) => (random.next() < 1 / (1 + Math.exp(-x)) ? 1 : 0)),
    pds: Float64Array.from(logOdds, (x) => 1 / (1 + Math.exp(-stated(x)))),
  };
}

function report(sample: JudgedSample, rest: Partial<ValidationRequest> = {}): ValidationReport {
  return valueOf(validateModel({ subject, sample, ...rest }));
}

function codesOf({ findings }: ValidationReport): readonly string[] {
  return findings.map((finding: Finding) => `${finding.severity} ${finding.code}`);
}

const groupsOf = (name: string, rows: number, pick: (row: number) => string): CategoricalColumn =>
  categoricalColumn(
    name,
    Array.from({ length: rows }, (_, row) => pick(row)),
  );

test('[VAL-1] the same rows give the same bytes; any fail fails; a sound model holds', () => {
  const sound = report(make('sound', 4000));
  expect(JSON.stringify(report(make('sound', 4000)))).toBe(JSON.stringify(sound));
  expect(JSON.parse(JSON.stringify(sound))).toEqual(sound);
  expect([sound.verdict.outcome, codesOf(sound)]).toEqual(['holds', []]);
  const broken = report(
    make('level', 4000, (x) => x - 1),
    { reference: make('sound', 4000) },
  );
  expect(broken.verdict).toMatchObject({ outcome: 'fails' });
  expect(broken.findings.map(({ severity }) => severity)).toEqual(
    ['fail', 'warning', 'note'].flatMap((severity) =>
      broken.findings.filter((finding) => finding.severity === severity).map(() => severity),
    ),
  );
});

test('[VAL-18] rows the model learnt from are told before anything else is read', () => {
  const sample = make('training', 2000);
  const judged = validateModel({ subject: { ...subject, when: 'training' }, sample });
  if (!judged.ok) throw new Error(JSON.stringify(judged.facts));
  expect(judged.value.verdict.outcome).toBe('reservations');
  expect(codesOf(judged.value)).toEqual(['warning judged_on_training_rows']);
  expect(codesOf(report(sample))).toEqual([]);
});

test('[VAL-2] what no figure can be taken of is refused', () => {
  const sample = make('refused', 100);
  const refused = (changed: Partial<JudgedSample>) =>
    validateModel({ subject, sample: { ...sample, ...changed } });
  expect(refused({ pds: new Float64Array(99) })).toMatchObject({ ok: false, rule: 'VAL-2' });
  expect(refused({ pds: sample.pds.map(() => Number.NaN) })).toMatchObject({ facts: { row: 0 } });
  expect(refused({ outcomes: new Uint8Array(100) })).toMatchObject({ facts: { bads: 0, goods: 100 } });
  expect(refused({ outcomes: sample.outcomes.map(() => 3) })).toMatchObject({
    code: 'validation_not_possible',
  });
  expect(refused({ segments: [groupsOf('s', 5, () => 'a')] })).toMatchObject({ ok: false });
});

test('[VAL-4] weak, too few, too good, and worse than where it was built', () => {
  const random = createRandom('noise');
  const noise = { ...make('noise', 3000), pds: Float64Array.from({ length: 3000 }, () => random.next() / 2) };
  expect(codesOf(report(noise))).toContain('fail weak_discrimination');
  expect(codesOf(report(make('few', 60)))).toContain('fail too_few_events');
  const told = make('told', 500);
  const perfect = {
    ...told,
    pds: Float64Array.from(told.outcomes, (bad, row) => (bad === 1 ? 0.9 : 0.1) + row * 1e-6),
  };
  expect(codesOf(report(perfect))).toContain('fail too_good_to_be_true');
  const later = make('later', 4000);
  const blurred = { ...later, pds: later.pds.map((pd) => Math.min(0.99, pd * 0.3 + random.next() * 0.25)) };
  expect(codesOf(report(blurred, { reference: make('built', 4000) }))).toContain('fail discrimination_lost');
});

test('[VAL-5] a level and a slope that are off are found, chance is not', () => {
  expect(codesOf(report(make('a', 5000, (x) => x - 0.6)))).toContain('fail level_off');
  expect(codesOf(report(make('b', 5000, (x) => 1.6 * x + 0.7)))).toContain('warning slope_off');
  for (let seed = 0; seed < 12; seed += 1) expect(codesOf(report(make(`chance ${seed}`, 1500)))).toEqual([]);
});

test('[VAL-6] segments and periods are judged where they are large enough', () => {
  const sample = make('parts', 6000);
  const pds = sample.pds.map((pd, row) => (row % 3 === 0 ? pd * 0.45 : pd));
  const judged = report({
    ...sample,
    pds,
    segments: [groupsOf('channel', 6000, (row) => (row < 8 ? 'tiny' : row % 3 === 0 ? 'app' : 'shop'))],
    periods: groupsOf('month', 6000, (row) => (row % 3 === 0 ? '2024-02' : '2024-01')),
  });
  expect(
    judged.findings.filter(({ code }) => code === 'segment_level_off').map((each) => each.subject),
  ).toEqual(['channel = app']);
  expect(
    judged.findings.filter(({ code }) => code === 'period_level_off').map((each) => each.subject),
  ).toEqual(['2024-02']);
  expect(judged.segments.find(({ level }) => level === 'tiny')).toMatchObject({
    rows: 8,
    auc: null,
    ks: null,
  });
  expect(judged.segments.reduce((sum, part) => sum + part.rows, 0)).toBe(6000);
});

const stable = (rows: number, column: (row: number) => number | string): ScoredSample => {
  const values = Array.from({ length: rows }, (_, row) => column(row));
  const made =
    typeof values[0] === 'string'
      ? categoricalColumn('x', values as string[])
      : numericColumn('x', values as number[]);
  return { ...make(`stable ${rows}`, rows), table: tableOf([made]) };
};

test('[VAL-7] toad drops levels that are new: here half of the rows under a new level is a shift of 4.6, not 0.3', () => {
  const judged = report(
    stable(2000, (row) => ['a', 'b', 'new', 'new'][row % 4] ?? ''),
    {
      reference: stable(2000, (row) => ['a', 'b'][row % 2] ?? ''),
    },
  );
  const shift = judged.stability?.inputs[0];
  expect(shift?.index).toBeCloseTo(0.5 * Math.log(2) + 0.4999 * Math.log(0.5 / 1e-4), 6);
  expect(shift?.bins).toContainEqual({ kind: 'unseen', label: 'unseen', expected: 0, actual: 1000 });
  expect(codesOf(judged)).toContain('warning input_shifted');
});

test('[VAL-7] Evidently cuts bins on both samples together and leaves missing out: here bins are those of the building sample and missing is one', () => {
  const before = stable(2000, (row) => row % 100);
  const after = stable(2000, (row) => (row % 2 === 0 ? Number.NaN : row % 100));
  const shift = report(after, { reference: before }).stability?.inputs[0];
  expect(shift?.bins.filter(({ kind }) => kind === 'range').map(({ expected }) => expected)).toEqual(
    Array.from({ length: 10 }, () => 200),
  );
  expect(shift?.bins.at(-1)).toMatchObject({ kind: 'missing', expected: 0, actual: 1000 });
  const moved = report(
    stable(2000, (row) => (row % 100) + 1000),
    { reference: before },
  );
  expect(moved.stability?.inputs[0]?.bins.map(({ expected }) => expected)).toEqual(
    Array.from({ length: 10 }, () => 200),
  );
  expect(moved.stability?.inputs[0]?.bins.at(-1)?.actual).toBe(2000);
});

test('[VAL-8] twenty-five rows may well show a PSI above .25 by chance, and that is no finding', () => {
  const [before, after] = [make('before', 3000), make('by chance', 25)];
  const judged = report(after, { reference: before });
  const score = judged.stability?.score;
  expect(score?.noise).toBeGreaterThan(DEFAULT_SETTINGS.psiFail);
  expect(score?.index).toBeGreaterThan(DEFAULT_SETTINGS.psiWarning);
  expect(codesOf(judged).filter((code) => code.includes('score_shifted'))).toEqual([]);
});

test('[VAL-9] adverse impact is the ratio of approval rates, and unsure is said', () => {
  const sample = make('fair', 5000);
  const group = groupsOf('sex', 5000, (row) => (row % 2 === 0 ? 'f' : 'm'));
  const pds = sample.pds.map((pd, row) => (row % 2 === 0 ? Math.min(0.99, pd * 2.2) : pd));
  const use = { cutOffPd: 0.2 };
  const judged = report({ ...sample, pds, protectedGroups: [{ column: group, reference: 'm' }] }, use);
  const of = (level: string) => judged.fairness[0]?.groups.find((each) => each.level === level);
  const rate = (parity: number): number =>
    pds.filter((pd, row) => row % 2 === parity && pd < 0.2).length / 2500;
  expect(of('f')?.adverseImpact?.ratio).toBeCloseTo(rate(0) / rate(1), 8);
  expect(of('f')?.standardizedDifference).toBeGreaterThan(0.3);
  expect(of('m')).toMatchObject({ isReference: true, adverseImpact: null });
  expect(codesOf(judged)).toEqual(expect.arrayContaining(['fail adverse_impact', 'warning group_level_off']));
  const fair = report(
    {
      ...make('even', 260),
      protectedGroups: [{ column: groupsOf('sex', 260, (row) => (row % 2 === 0 ? 'f' : 'm')) }],
    },
    use,
  );
  const unsure = fair.fairness[0]?.groups.find(({ isReference }) => !isReference)?.adverseImpact;
  expect(unsure?.low).toBeLessThan(0.8);
  expect(
    codesOf(fair).some((code) => code.endsWith('adverse_impact_unsure') || code === 'warning adverse_impact'),
  ).toBe(true);
});

test('[VAL-10] a group of forty people is said to be too small, not to be well', () => {
  const judged = report(
    {
      ...make('small', 3000),
      protectedGroups: [{ column: groupsOf('age', 3000, (row) => (row < 40 ? '60+' : 'to 59')) }],
    },
    { cutOffPd: 0.3 },
  );
  expect(judged.findings).toContainEqual(
    expect.objectContaining({ code: 'group_too_small', severity: 'note', subject: 'age = 60+' }),
  );
});

test('[VAL-17] what could not be looked at is listed', () => {
  const sample = make('bare', 1000);
  expect(report(sample).notChecked).toEqual([
    'segments',
    'periods',
    'stability',
    'input_stability',
    'fairness',
    'leaks',
  ]);
  const whole = stable(1000, (row) => row % 7);
  const judged = report(
    {
      ...whole,
      segments: [groupsOf('a', 1000, () => 'x')],
      periods: groupsOf('b', 1000, () => '2024'),
      protectedGroups: [{ column: groupsOf('c', 1000, (row) => `${row % 2}`) }],
    },
    { reference: whole, cutOffPd: 0.2 },
  );
  expect(judged.notChecked).toEqual([]);
});
