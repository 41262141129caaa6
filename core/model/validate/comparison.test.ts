import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRandom, ok, refuse } from '@plimsoll/core/base';
import { categoricalColumn } from '@plimsoll/core/table';
import { approvalShares, compareModels, searchAlternatives, swapSetOf } from './index.ts';

const samples = fc
  .array(
    fc.record({
      old: fc.integer({ min: 0, max: 8 }),
      now: fc.integer({ min: 0, max: 8 }),
      bad: fc.constantFrom(0, 1),
    }),
    { minLength: 2, maxLength: 40 },
  )
  .map((rows) => [
    { old: 1, now: 2, bad: 0 },
    { old: 3, now: 1, bad: 0 },
    { old: 4, now: 6, bad: 1 },
    { old: 8, now: 2, bad: 1 },
    ...rows,
  ]);

test('[VAL-15] the cells of a swap set hold every row and bad once, at one approval rate, whatever the order of rows', () => {
  fc.assert(
    fc.property(samples, fc.double({ min: 0.05, max: 0.95, noNaN: true }), (rows, rate) => {
      const compare = (given: typeof rows) => {
        const models = {
          champion: { pds: given.map((row) => row.old / 10) },
          challenger: { pds: given.map((row) => row.now / 10) },
        };
        const [set] = compareModels(
          models,
          given.map((row) => row.bad),
          [rate],
        ).swapSets;
        if (set === undefined) throw new Error('one rate, one set');
        return set;
      };
      const set = compare(rows);
      const cells = [set.bothApprove, set.swapIn, set.swapOut, set.bothDecline];
      expect(cells.reduce((sum, cell) => sum + cell.rows, 0)).toBeCloseTo(rows.length, 9);
      expect(cells.reduce((sum, cell) => sum + cell.bads, 0)).toBeCloseTo(
        rows.filter(({ bad }) => bad === 1).length,
        9,
      );
      expect(set.swapIn.rows).toBeCloseTo(set.swapOut.rows, 9);
      expect(set.bothApprove.rows + set.swapIn.rows).toBeCloseTo(rate * rows.length, 9);
      const turned = compare(rows.toReversed());
      expect(turned.swapIn.bads).toBeCloseTo(set.swapIn.bads, 9);
    }),
  );
  expect([...approvalShares([1, 2, 2, 3], 0.5)]).toEqual([1, 0.5, 0.5, 0]);
});

test('[VAL-15] a model swaps nobody with itself or with one that ranks alike, however many rows share a score', () => {
  fc.assert(
    fc.property(samples, fc.double({ min: 0, max: 1, noNaN: true }), (rows, rate) => {
      const champion = rows.map(({ old }) => old);
      const outcomes = rows.map(({ bad }) => bad);
      for (const challenger of [champion, champion.map((score) => score ** 3 + 1)]) {
        const set = swapSetOf({ champion, challenger }, outcomes, rate);
        const nobody = { rows: 0, bads: 0, rate: null };
        expect(set).toMatchObject({ swapIn: nobody, swapOut: nobody });
        expect(set.bothApprove.rows).toBeCloseTo(rate * rows.length, 9);
      }
    }),
  );
});

test('[VAL-15] a model beside itself swaps nobody, and a better one is told from chance', () => {
  const random = createRandom('pair');
  const truth = Float64Array.from({ length: 3000 }, () => random.normal());
  const outcomes = Uint8Array.from(truth, (x) => (random.next() < 1 / (1 + Math.exp(1.5 - 1.5 * x)) ? 1 : 0));
  const pds = (noise: number) =>
    Float64Array.from(truth, (x) => 1 / (1 + Math.exp(1.5 - x - noise * random.normal())));
  const champion = { pds: pds(1.2) };
  const same = compareModels({ champion, challenger: champion }, outcomes, [0.6]);
  expect(same.auc).toMatchObject({ difference: 0, pValue: 1 });
  expect(same.rankCorrelation).toBeCloseTo(1, 12);
  expect(same.swapSets[0]?.swapIn.rows).toBe(0);
  const better = compareModels({ champion, challenger: { pds: pds(0.2) } }, outcomes, [0.6]);
  expect(better.auc.pValue).toBeLessThan(1e-6);
  expect(better.auc.difference).toBeGreaterThan(0);
  const [set] = better.swapSets;
  expect(set?.challengerRate).toBeLessThan(set?.championRate ?? 0);
  expect(set?.swapIn.rate).toBeLessThan(set?.swapOut.rate ?? 0);
});

/** Risk is `real`; `proxy` knows the group and little else; `echo` knows what `real` knows. */
function fairTown() {
  const random = createRandom('town');
  const rows = Array.from({ length: 3000 }, (_, row) => row);
  const group = categoricalColumn(
    'group',
    rows.map((row) => (row % 3 === 0 ? 'b' : 'a')),
  );
  const real = rows.map(() => random.normal());
  const proxy = rows.map((row) => (row % 3 === 0 ? 1 : 0) + 0.5 * random.normal());
  const echo = real.map((x) => x + 0.6 * random.normal());
  const outcomes = Uint8Array.from(real, (x) => (random.next() < 1 / (1 + Math.exp(1.4 - 1.4 * x)) ? 1 : 0));
  const columns = { real, proxy, echo };
  const fit = (weights: ReadonlyMap<string, number>) =>
    ok(
      rows.map((row) =>
        Object.entries(columns).reduce(
          (sum, [name, values]) => sum + (weights.get(name) ?? 1) * (values[row] ?? 0),
          0,
        ),
      ),
    );
  return {
    inputs: Object.keys(columns),
    weights: [0, 0.5],
    approvalRates: [0.5, 0.7],
    outcomes,
    group,
    reference: 'a',
    maxAucLoss: 0.01,
    fit,
  };
}

test('[VAL-16] leaving out what stands for the group dominates the model as it is', () => {
  const result = searchAlternatives(fairTown());
  if (!result.ok) throw new Error(JSON.stringify(result));
  const { points, isComplete } = result.value;
  const base = points.find((point) => point.changes.length === 0 && point.approvalRate === 0.7);
  const without = points.find(
    (point) =>
      point.approvalRate === 0.7 && JSON.stringify(point.changes) === '[{"input":"proxy","weight":0}]',
  );
  expect(isComplete).toBe(true);
  expect(base).toMatchObject({ dominatesBaseline: false, isLessDiscriminatory: false, isOnFrontier: false });
  expect(without).toMatchObject({ dominatesBaseline: true, isLessDiscriminatory: true });
  expect(without?.adverseImpactRatio).toBeGreaterThan((base?.adverseImpactRatio ?? 1) + 0.1);
  for (const point of points.filter(({ isOnFrontier }) => isOnFrontier))
    for (const other of points.filter(({ approvalRate }) => approvalRate === point.approvalRate))
      expect(other.auc > point.auc && other.adverseImpactRatio > point.adverseImpactRatio).toBe(false);
});

test('[VAL-16] a search that is ended says so, fits that fail are counted, and no reference is refused', () => {
  const town = fairTown();
  expect(searchAlternatives({ ...town, onProgress: (done) => done < 3 })).toMatchObject({
    value: { isComplete: false, fits: 3 },
  });
  const failing = searchAlternatives({
    ...town,
    fit: (weights) => (weights.get('real') === 0 ? refuse('model_not_fitted', 'MOD-3') : town.fit(weights)),
  });
  expect(failing).toMatchObject({ ok: true });
  if (failing.ok) expect(failing.value.failedFits).toBeGreaterThan(0);
  expect(searchAlternatives({ ...town, reference: 'c' })).toMatchObject({ ok: false, rule: 'VAL-16' });
});
