import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import { createEvaluation, type FeelValue, readPolicy, toJson } from '@plimsoll/core/dmn';
import { factsOf, probabilityOf, scoreRows } from '@plimsoll/core/model';
import { columnOf } from '@plimsoll/core/table';
import { rootFolder } from './repository.ts';
import { readStarterSample } from './starter-sample.ts';
import { train, type TrainReport } from './train.ts';

const TRAIN_TIMEOUT_MS = 120_000;
const folder = join(rootFolder, 'data/lendingclub');
const unzipped = async (name: string): Promise<string> =>
  gunzipSync(await readFile(join(folder, name))).toString('utf8');

let report: TrainReport;
beforeAll(async () => {
  report = await train({ isWriting: false });
}, TRAIN_TIMEOUT_MS);

const starter = async () => {
  const sample = readStarterSample({
    applications: await unzipped('applications.csv.gz'),
    folds: await unzipped('folds.csv.gz'),
  });
  if (!sample.ok) throw new Error(JSON.stringify(sample.facts));
  return sample.value;
};

test('[MOD-15] the artefact and the tables that ship are those a retrain gives, byte for byte', async () => {
  expect(report.artefactText).toBe(await readFile(report.artefactPath, 'utf8'));
  expect(report.policyPath).not.toBe(null);
  expect(report.policyText).toBe(await readFile(report.policyPath ?? '', 'utf8'));
  expect([report.isArtefactChanged, report.isPolicyChanged]).toEqual([false, false]);
});

test(
  '[MOD-15] a tree without a card or a policy gets the same bytes',
  async () => {
    const root = await mkdtemp(join(tmpdir(), 'plimsoll train '));
    await mkdir(join(root, 'policies/starter'), { recursive: true });
    await cp(folder, join(root, 'data/lendingclub'), { recursive: true });
    await cp(join(rootFolder, 'package.json'), join(root, 'package.json'));
    const steps: string[] = [];
    const first = await train({ rootFolder: root, onStep: (_done, _total, label) => steps.push(label) });
    expect(await readFile(first.artefactPath, 'utf8')).toBe(report.artefactText);
    expect([first.isArtefactChanged, first.policyPath]).toEqual([true, null]);
    expect(steps).toEqual(['starter', 'int_rate, sub_grade', 'incomeVerification', 'region', 'all rows']);
    await rm(root, { recursive: true });
  },
  TRAIN_TIMEOUT_MS,
);

test("[MOD-16] mean AUC over the folds is at least .665 without the old lender's verdict, and higher with it", () => {
  expect(report.mean.auc).toBeGreaterThanOrEqual(0.665);
  expect(report.scorecard.characteristics.flatMap((each) => factsOf(each.source))).not.toEqual(
    expect.arrayContaining(['interestRatePct']),
  );
  const verdict = report.leftOut.find((each) => each.names.includes('int_rate'));
  expect(verdict?.meanWith.auc).toBeGreaterThan(0.72);
  expect(verdict?.aucCost).toBeCloseTo((verdict?.meanWith.auc ?? 0) - report.mean.auc, 8);
});

test('[MOD-16] the probabilities come true in total, and the bad rate falls from band to band of the score', async () => {
  const sample = await starter();
  const scores = scoreRows(report.scorecard, sample.table);
  const expected = scores.reduce((sum, score) => sum + probabilityOf(report.scorecard, score), 0);
  expect(Math.abs(expected / 517 - 1)).toBeLessThan(0.02);
  const cuts = [0, 540, 570, 600, 630, 660, 1000];
  const rates = cuts.slice(1).map((to, at) => {
    const rows = [...scores.keys()].filter(
      (row) => (scores[row] ?? 0) < to && (scores[row] ?? 0) >= (cuts[at] ?? 0),
    );
    return rows.filter((row) => sample.outcomes[row] === 1).length / rows.length;
  });
  expect(rates).toEqual([...rates].sort((left, right) => right - left));
});

test('[MOD-11] the starter policy gives every bundled application the points of the card', async () => {
  const sample = await starter();
  const policy = await readPolicy(report.policyText ?? '');
  if (!policy.ok) throw new Error(JSON.stringify(policy.problems.slice(0, 3)));
  const scores = scoreRows(report.scorecard, sample.table);
  const facts = [...new Set(report.scorecard.characteristics.flatMap((each) => factsOf(each.source)))];
  const columns = facts.map((fact) => columnOf(sample.table, fact));
  const differing: number[] = [];
  for (let row = 0; row < sample.table.rowCount; row += 1) {
    const inputs: { [fact: string]: FeelValue } = {};
    for (const column of columns) {
      const value = column.kind === 'numeric' ? column.values[row] : column.levels[column.codes[row] ?? -1];
      inputs[column.name] = (column.marks[row] ?? 0) > 0 ? null : (value ?? null);
    }
    const points = createEvaluation(policy.value, inputs).value('scorecardPoints');
    if (Number(toJson(points)) !== scores[row]) differing.push(row);
  }
  expect(differing).toEqual([]);
});

test('[MOD-9] folds of other rows are refused', async () => {
  const applications = await unzipped('applications.csv.gz');
  const folds = await unzipped('folds.csv.gz');
  for (const other of [folds.replace(/\n\d+,\d,\d\n$/, '\n'), folds.replace('\n0,2,0\n', '\n0,2,1\n')]) {
    expect(other).not.toBe(folds);
    expect(readStarterSample({ applications, folds: other })).toMatchObject({ ok: false, rule: 'MOD-9' });
  }
});

test('[MOD-17] the bundled sample has the checksums beside it', async () => {
  const lines = (await readFile(join(folder, 'SHA256SUMS'), 'utf8')).trim().split('\n');
  expect(lines.length).toBe(2);
  for (const line of lines) {
    const [sum, name] = line.split('  ');
    const bytes = await readFile(join(folder, name ?? ''));
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(sum);
  }
  const sample = await starter();
  expect(sample.table.rowCount).toBe(9857);
  expect(sample.outcomes.reduce((sum, outcome) => sum + outcome, 0)).toBe(517);
});
