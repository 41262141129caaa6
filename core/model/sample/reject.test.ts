import { createRandom } from '@plimsoll/core/base';
import { numericColumn, numericColumnOf, type Table, tableOf } from '@plimsoll/core/table';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  augment,
  fuzzy,
  outcomeBounds,
  parcel,
  rejectCurve,
  rejectReport,
  type FitSample,
  type ThroughTheDoor,
} from './index.ts';

const logistic = (margin: number): number => 1 / (1 + Math.exp(-margin));

/**
 * Applicants with a score `x` on record and a fact `z` that no column holds. The old lender looked at x, and at z with
 * the weight given. Everybody's true outcome is known here, that of the declined too.
 */
function madeApplicants(hiddenWeight: number, seed: string, rowCount = 8000) {
  const random = createRandom(seed);
  const rows = Array.from({ length: rowCount }, () => {
    const [x, z] = [random.normal(), random.normal()];
    const isAccepted = x + hiddenWeight * z + 0.5 * random.normal() < 0.3;
    return { x, isAccepted, isBad: random.next() < logistic(-1.5 + x + z) };
  });
  const truth = Uint8Array.from(rows, ({ isBad }) => (isBad ? 1 : 0));
  const isAccepted = Uint8Array.from(rows, (row) => (row.isAccepted ? 1 : 0));
  const table = tableOf([
    numericColumn(
      'x',
      rows.map(({ x }) => x),
    ),
  ]);
  // What the lender's records hold of the declined is not their outcome.
  const outcomes = truth.map((bad, row) => (isAccepted[row] === 1 ? bad : 0));
  return { all: { table, isAccepted, outcomes } satisfies ThroughTheDoor, truth };
}

/** Rates by twenty bands of x: enough of a model to see what the sample does to it. */
function fitBands({ table, outcomes, weights }: FitSample): (table: Table) => Float64Array {
  const bandOf = (value: number): number => Math.min(19, Math.max(0, Math.floor(5 * (value + 2))));
  const bads = new Float64Array(20).fill(0.1);
  const sums = new Float64Array(20).fill(1);
  for (const [row, value] of numericColumnOf(table, 'x').values.entries()) {
    const band = bandOf(value);
    sums[band] = (sums[band] ?? 0) + (weights[row] ?? 0);
    bads[band] = (bads[band] ?? 0) + (weights[row] ?? 0) * (outcomes[row] ?? 0);
  }
  return (any) =>
    Float64Array.from(
      numericColumnOf(any, 'x').values,
      (value) => (bads[bandOf(value)] ?? 0) / (sums[bandOf(value)] ?? 1),
    );
}

const mean = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, each) => sum + each, 0) / values.length;
const weightedRate = ({ outcomes, weights }: FitSample): number =>
  outcomes.reduce((sum, outcome, row) => sum + outcome * (weights[row] ?? 0), 0) /
  weights.reduce((sum, each) => sum + each, 0);

const good = <T>(
  result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly facts: object },
): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.facts));
  return result.value;
};

test('[SMP-7] nobody declined, one class among the accepted, or a band without accepted is refused', () => {
  const { all } = madeApplicants(0, 'refused', 2000);
  const cases: readonly ThroughTheDoor[] = [
    { ...all, isAccepted: new Uint8Array(2000).fill(1) },
    { ...all, outcomes: new Uint8Array(2000) },
    { ...all, outcomes: new Uint8Array(2000).fill(1) },
  ];
  const settings = { bandCount: 5, prudence: 1, seed: 's' };
  for (const each of cases)
    for (const result of [
      augment(each, fitBands, 5),
      parcel(each, fitBands, settings),
      fuzzy(each, fitBands, 1),
    ])
      expect(result).toMatchObject({ ok: false, code: 'sample_unfit', rule: 'SMP-7' });
  const strict = numericColumnOf(all.table, 'x').values.map((x) => (x < 0 ? 1 : 0));
  expect(augment({ ...all, isAccepted: Uint8Array.from(strict) }, fitBands, 10)).toMatchObject({
    ok: false,
    rule: 'SMP-7',
    facts: { accepted: 0 },
  });
});

test('[SMP-8] the weights of augmentation sum to all applicants', () => {
  const { all } = madeApplicants(0.5, 'weights');
  const inferred = good(augment(all, fitBands, 8));
  expect(inferred.weights.reduce((sum, each) => sum + each, 0)).toBeCloseTo(all.table.rowCount, 6);
  expect(inferred.rows.every((row) => all.isAccepted[row] === 1)).toBe(true);
  expect(inferred.outcomes).toEqual(Uint8Array.from(inferred.rows, (row) => all.outcomes[row] ?? 2));
});

test('[SMP-9] parcelling gives each band its bad rate times the prudence, and the same seed the same rows', () => {
  const { all } = madeApplicants(0, 'parcels');
  const settings = { bandCount: 6, prudence: 1.5, seed: 'a' };
  const inferred = good(parcel(all, fitBands, settings));
  expect(inferred).toEqual(good(parcel(all, fitBands, settings)));
  expect(inferred.outcomes).not.toEqual(good(parcel(all, fitBands, { ...settings, seed: 'b' })).outcomes);
  const bads = inferred.rows.reduce(
    (sum, row, at) => sum + (all.isAccepted[row] === 1 ? 0 : (inferred.outcomes[at] ?? 0)),
    0,
  );
  const wanted = inferred.bands.reduce(
    (sum, { rejected, assumed }) => sum + Math.round(rejected * assumed),
    0,
  );
  expect(bads).toBe(wanted);
  expect(inferred.rows.length).toBe(all.table.rowCount);
});

test('[SMP-10] the two rows of a declined applicant weigh one together', () => {
  const { all } = madeApplicants(0, 'fuzzy', 3000);
  const inferred = good(fuzzy(all, fitBands, 1.3));
  const weightOf = new Float64Array(all.table.rowCount);
  for (const [at, row] of inferred.rows.entries())
    weightOf[row] = (weightOf[row] ?? 0) + (inferred.weights[at] ?? 0);
  expect(Math.max(...weightOf)).toBeCloseTo(1, 12);
  expect(Math.min(...weightOf)).toBeCloseTo(1, 12);
  expect(inferred.table.rowCount).toBe(inferred.rows.length);
});

test('[SMP-11] the bounds hold the truth, and each end is the truth of some world', () => {
  const applicants = fc.array(fc.tuple(fc.boolean(), fc.boolean()), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(applicants, (rows) => {
      const isAccepted = Uint8Array.from(rows, ([accepted]) => (accepted ? 1 : 0));
      const truth = Uint8Array.from(rows, ([, bad]) => (bad ? 1 : 0));
      const { lowest, highest, accepted } = outcomeBounds(isAccepted, truth);
      const rate = mean(truth);
      expect(lowest).toBeLessThanOrEqual(rate + 1e-12);
      expect(highest).toBeGreaterThanOrEqual(rate - 1e-12);
      const worst = truth.map((bad, row) => (isAccepted[row] === 1 ? bad : 1));
      expect(highest).toBeCloseTo(mean(worst), 12);
      expect(highest - lowest).toBeCloseTo((rows.length - accepted) / rows.length, 12);
    }),
  );
});

test('[SMP-12] the curve gives the assumed rate back, its AUC between the ends', () => {
  const { all } = madeApplicants(0, 'curve', 2000);
  const pds = fitBands({ ...all, weights: Float64Array.from(all.isAccepted) })(all.table);
  const rejected = all.isAccepted.filter((each) => each === 0).length;
  const bads = all.outcomes.reduce((sum, each) => sum + each, 0);
  const curve = rejectCurve({ ...all, pds }, [0, 0.1, 0.4, 0.9, 1]);
  for (const point of curve.points) {
    expect(point.populationBadRate).toBeCloseTo((bads + point.rejectBadRate * rejected) / 2000, 9);
    expect(point.aucLowest).toBeLessThanOrEqual(point.auc + 2e-3);
    expect(point.aucHighest).toBeGreaterThanOrEqual(point.auc - 2e-3);
  }
  expect(curve.swappedIn).toBe(curve.swappedOut);
});

test('[SMP-14] chosen by what is on record, augmentation finds the truth of all; chosen by what is not, it does not', () => {
  const atRandom = madeApplicants(0, 'at random', 20_000);
  const truth = mean(atRandom.truth);
  const accepted = outcomeBounds(atRandom.all.isAccepted, atRandom.all.outcomes);
  const augmented = weightedRate(good(augment(atRandom.all, fitBands, 12)));
  expect(Math.abs(augmented - truth)).toBeLessThan(0.3 * Math.abs(accepted.acceptedBadRate - truth));

  const hidden = madeApplicants(1.2, 'hidden', 20_000);
  const hiddenTruth = mean(hidden.truth);
  const guesses = [
    weightedRate(good(augment(hidden.all, fitBands, 8))),
    weightedRate(good(parcel(hidden.all, fitBands, { bandCount: 8, prudence: 1, seed: 's' }))),
    weightedRate(good(fuzzy(hidden.all, fitBands, 1))),
  ];
  for (const guess of guesses) expect(guess).toBeLessThan(0.9 * hiddenTruth);
  const pds = fitBands({ ...hidden.all, weights: Float64Array.from(hidden.all.isAccepted) })(
    hidden.all.table,
  );
  const report = rejectReport({ ...hidden.all, pds });
  expect(report.bounds.lowest).toBeLessThan(hiddenTruth);
  expect(report.bounds.highest).toBeGreaterThan(hiddenTruth);
  expect(report.sentences.at(-1)?.en).toContain('nothing here can test it');
  for (const { zh, en } of report.sentences) expect(`${zh}${en}`).not.toContain('NaN');
});
