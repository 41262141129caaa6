import { createRandom } from '@plimsoll/core/base';
import { BOOST_DEFAULTS, type BoostSample, type BoostSettings, trainTrees } from '@plimsoll/core/model/boost';
import { categoricalColumn, numericColumn, tableOf } from '@plimsoll/core/table';
import { afterAll, expect, test } from 'vitest';
import { openThreads, TrainFault } from './index.ts';

const host = openThreads(3);
afterAll(() => host.close());

function makeSample(rowCount: number, seed: string): BoostSample {
  const random = createRandom(seed);
  const rows = Array.from({ length: rowCount }, () => ({
    use: random.next() < 0.1 ? Number.NaN : random.normal(),
    age: random.integer(18, 70),
    job: random.pick(['clerk', 'cook', 'farmer', 'nurse', 'smith', 'other']),
    chance: random.next(),
  }));
  return {
    table: tableOf([
      numericColumn(
        'use',
        rows.map(({ use }) => use),
      ),
      numericColumn(
        'age',
        rows.map(({ age }) => age),
      ),
      categoricalColumn(
        'job',
        rows.map(({ job }) => job),
      ),
    ]),
    outcomes: Uint8Array.from(rows, ({ use, age, job, chance }) =>
      chance < 0.1 + (use > 0.5 ? 0.3 : 0) + (age < 30 ? 0.2 : 0) + (job === 'cook' ? 0.2 : 0) ? 1 : 0,
    ),
  };
}

const settings: BoostSettings = {
  ...BOOST_DEFAULTS,
  rounds: 12,
  leavesMax: 12,
  rowShare: 0.8,
  columnShareNode: 0.7,
};

test('[TRN-1] three threads give the bits of one, in one training after another', () => {
  for (const seed of ['a', 'b']) {
    const sample = { ...makeSample(3000, seed), validation: makeSample(500, `${seed}/later`) };
    const alone = trainTrees(sample, settings);
    expect(alone.ok).toBe(true);
    expect(trainTrees(sample, settings, { host })).toEqual(alone);
  }
});

test('[TRN-3] a training told to end leaves the host ready', () => {
  const sample = makeSample(800, 'c');
  expect(trainTrees(sample, settings, { host, onProgress: (done) => done < 2 })).toMatchObject({
    rule: 'BST-13',
  });
  expect(trainTrees(sample, { ...settings, leavesMax: 1 }, { host })).toMatchObject({ rule: 'BST-2' });
  expect(trainTrees(sample, settings, { host })).toEqual(trainTrees(sample, settings));
});

test('[TRN-2] a thread that fails ends the training with a fault, and the next has others', async () => {
  const other = openThreads(2);
  const session = other.open({
    trainRows: 4,
    allRows: 4,
    features: [
      { kind: 'numeric', binCount: 3, trend: 0 },
      { kind: 'numeric', binCount: 3, trend: 0 },
    ],
    histogramCount: 1,
    nodeCountMax: 1,
    parts: 2,
    weightMax: 1,
    isBounded: false,
    l1: 0,
    l2: 1,
    childHessianMin: 0,
    gainMin: 0,
    levels: BOOST_DEFAULTS.levels,
  });
  // A task that no thread knows.
  expect(() => session.run(77)).toThrow(TrainFault);
  session.close();
  const sample = makeSample(800, 'd');
  expect(trainTrees(sample, settings, { host: other })).toEqual(trainTrees(sample, settings));
  await other.close();
});
