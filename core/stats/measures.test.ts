import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  auc,
  aucInterval,
  averagePrecision,
  bootstrapInterval,
  brierParts,
  calibrationError,
  calibrationLine,
  chiSquareTail,
  compareAucs,
  gainsTable,
  gapCurve,
  hosmerLemeshow,
  ks,
  liftAt,
  normalCdf,
  normalQuantile,
  probabilityBins,
  rankCounts,
  recallCurve,
  rocCurve,
  separationOf,
  shareInterval,
} from './index.ts';
import peers from './vectors/validation.json' with { type: 'json' };

const { outcomes, first, second, chances } = peers;

const samples = fc
  .array(fc.record({ score: fc.integer({ min: 0, max: 9 }), bad: fc.constantFrom(0, 1) }), {
    minLength: 4,
    maxLength: 50,
  })
  .map((rows) => ({
    scores: [3, 5, ...rows.map((row) => row.score)],
    outcomes: [0, 1, ...rows.map((row) => row.bad)],
  }));

test('[STAT-11] intervals of AUC and the paired test are those of pROC', () => {
  const found = compareAucs({ first, second }, outcomes);
  for (const name of ['first', 'second'] as const)
    for (const figure of ['auc', 'low', 'high', 'standardError'] as const)
      expect(found[name][figure]).toBeCloseTo(peers.delong[name][figure], 12);
  const product = found.first.standardError * found.second.standardError;
  expect(found.correlation * product).toBeCloseTo(peers.delong.covariance, 14);
  expect(found.z).toBeCloseTo(peers.delong.z, 10);
  expect(found.pValue).toBeCloseTo(peers.delong.pValue, 10);
});

test('[STAT-11] ranks that are alike do not differ; an AUC of 1 has no width', () => {
  const moved = first.map((score) => Math.exp(score) + 4);
  expect(compareAucs({ first, second: moved }, outcomes)).toMatchObject({ difference: 0, z: 0, pValue: 1 });
  expect(aucInterval([1, 2, 3, 4], [0, 0, 1, 1])).toMatchObject({ auc: 1, isDegenerate: true });
  expect(aucInterval(first, outcomes).isDegenerate).toBe(false);
});

test('[STAT-12] weights count as rows would', () => {
  expect(auc(first, outcomes, peers.weights)).toBeCloseTo(peers.weightedAuc, 12);
  fc.assert(
    fc.property(samples, (sample) => {
      const weights = sample.scores.map((_, row) => row % 3);
      weights[0] = 1;
      const rows = sample.scores.flatMap((_, row) => Array.from({ length: weights[row] ?? 0 }, () => row));
      const scores = rows.map((row) => sample.scores[row] ?? 0);
      const repeated = rows.map((row) => sample.outcomes[row] ?? 0);
      expect(auc(sample.scores, sample.outcomes, weights)).toBeCloseTo(auc(scores, repeated), 12);
      expect(ks(sample.scores, sample.outcomes, weights)).toBeCloseTo(ks(scores, repeated), 12);
    }),
  );
});

test('[STAT-13] KS says where it lies', () => {
  fc.assert(
    fc.property(samples, (sample) => {
      const found = separationOf(sample.scores, sample.outcomes);
      const share = (outcome: number): number => {
        const group = sample.scores.filter((_, row) => sample.outcomes[row] === outcome);
        return group.filter((score) => score <= found.atScore).length / group.length;
      };
      expect(found.goodShare).toBeCloseTo(share(0), 12);
      expect(found.badShare).toBeCloseTo(share(1), 12);
      expect(Math.abs(found.goodShare - found.badShare)).toBeCloseTo(found.ks, 12);
    }),
  );
});

test('[STAT-14] quantiles, tails and intervals of shares are those of SciPy', () => {
  for (const [share = 0, z = 0] of peers.normalQuantile) {
    expect(Math.abs(normalQuantile(share) - z)).toBeLessThan(1e-9 * Math.max(1, Math.abs(z)));
    expect(normalCdf(normalQuantile(share))).toBeCloseTo(share, 12);
  }
  for (const [value = 0, degrees = 0, tail = 0] of peers.chiSquareTail) {
    const found = chiSquareTail(value, degrees);
    expect(Math.abs(found - tail)).toBeLessThan(1e-11 * Math.max(tail, 1e-300));
  }
  for (const [hits = 0, rows = 0, low = 0, high = 0] of peers.wilson) {
    const found = shareInterval({ hits, rows });
    expect([found.low, found.high]).toEqual([expect.closeTo(low, 12), expect.closeTo(high, 12)]);
  }
});

test('[STAT-15] bins of probability hold every row once, equal ones together', () => {
  const bins = probabilityBins(chances, outcomes, { by: 'width', count: 10 });
  expect(bins.map((bin) => bin.rows)).toEqual(peers.calibration.rows);
  expect(bins.map((bin) => bin.rate)).toEqual(
    peers.calibration.rates.map((rate) => expect.closeTo(rate, 12)),
  );
  expect(bins.map((bin) => bin.meanProbability)).toEqual(
    peers.calibration.means.map((mean) => expect.closeTo(mean, 12)),
  );
  expect(calibrationError(bins)).toBeCloseTo(peers.ece, 12);
  fc.assert(
    fc.property(
      samples,
      fc.constantFrom('width', 'count'),
      fc.integer({ min: 1, max: 12 }),
      (sample, by, count) => {
        const found = probabilityBins(
          sample.scores.map((score) => score / 9),
          sample.outcomes,
          { by, count },
        );
        expect(found.reduce((sum, bin) => sum + bin.rows, 0)).toBe(sample.scores.length);
        expect(found.reduce((sum, bin) => sum + bin.bads, 0)).toBe(
          sample.outcomes.filter((bad) => bad === 1).length,
        );
        for (const [at, bin] of found.entries())
          if (at > 0) expect(bin.from).toBeGreaterThan(found[at - 1]?.to ?? 1);
      },
    ),
  );
});

test('[STAT-16] the parts of the Brier score add up to it', () => {
  fc.assert(
    fc.property(samples, fc.integer({ min: 1, max: 12 }), (sample, count) => {
      const stated = sample.scores.map((score) => (score + 0.5) / 10);
      const parts = (bins: number) =>
        brierParts(
          stated,
          sample.outcomes,
          probabilityBins(stated, sample.outcomes, { by: 'width', count: bins }),
        );
      const some = parts(count);
      expect(some.reliability - some.resolution + some.uncertainty + some.within).toBeCloseTo(some.brier, 12);
      expect(parts(10).within).toBeCloseTo(0, 12);
    }),
  );
});

test('[STAT-17] Hosmer–Lemeshow and the line of calibration are those of R', () => {
  const bins = probabilityBins(chances, outcomes, { by: 'count', count: 10 });
  const fitted = hosmerLemeshow(bins, 'fitted');
  const heldOut = hosmerLemeshow(bins, 'held_out');
  expect(fitted?.statistic).toBeCloseTo(peers.hosmerLemeshow.statistic, 9);
  expect([fitted?.degrees, heldOut?.degrees]).toEqual([8, 10]);
  expect((fitted?.pValue ?? 0) / peers.hosmerLemeshow.pFitted).toBeCloseTo(1, 9);
  expect((heldOut?.pValue ?? 0) / peers.hosmerLemeshow.pHeldOut).toBeCloseTo(1, 9);
  expect(
    hosmerLemeshow(probabilityBins([0, 0, 0.5], [0, 0, 1], { by: 'width', count: 10 }), 'held_out'),
  ).toBeNull();
  const { line, inTheLarge } = calibrationLine(chances, outcomes);
  for (const figure of ['intercept', 'slope', 'interceptError', 'slopeError'] as const)
    expect(line?.[figure]).toBeCloseTo(peers.line[figure], 8);
  expect(inTheLarge?.intercept).toBeCloseTo(peers.inTheLarge.intercept, 8);
  expect(inTheLarge?.interceptError).toBeCloseTo(peers.inTheLarge.interceptError, 8);
});

test('[STAT-18] ROC points are those of scikit-learn, and thinned ones are among them', () => {
  const ranked = rankCounts(first, outcomes);
  const whole = rocCurve(ranked, 2000);
  const [falls = [], hits = []] = peers.roc;
  expect(whole.map((point) => point.falsePositiveRate)).toEqual(
    falls.map((rate) => expect.closeTo(rate, 12)),
  );
  expect(whole.map((point) => point.truePositiveRate)).toEqual(hits.map((rate) => expect.closeTo(rate, 12)));
  const thin = rocCurve(ranked, 20);
  expect(thin.length).toBeLessThanOrEqual(20);
  expect(whole).toEqual(expect.arrayContaining([...thin]));
  expect([thin[0], thin.at(-1)]).toEqual([whole[0], whole.at(-1)]);
  const widest = Math.max(...gapCurve(ranked, 2000).map((point) => point.badShare - point.goodShare));
  expect(widest).toBeCloseTo(ks(first, outcomes), 12);
});

test('[STAT-19] average precision is that of scikit-learn', () => {
  const ranked = rankCounts(first, outcomes);
  expect(averagePrecision(ranked)).toBeCloseTo(peers.averagePrecision, 12);
  expect(recallCurve(ranked, 50).at(-1)).toEqual({ recall: 1, precision: expect.closeTo(0.228, 1) });
});

test('[STAT-20] bands hold equal rows and all bads, whatever the order of rows with one score', () => {
  fc.assert(
    fc.property(samples, fc.integer({ min: 1, max: 10 }), (sample, bands) => {
      const table = gainsTable(rankCounts(sample.scores, sample.outcomes), bands);
      const turned = rankCounts(sample.scores.toReversed(), sample.outcomes.toReversed());
      expect(gainsTable(turned, bands)).toEqual(table);
      expect(table.reduce((sum, band) => sum + band.bads, 0)).toBeCloseTo(
        sample.outcomes.filter((bad) => bad === 1).length,
        9,
      );
      expect(table.at(-1)?.cumulativeLift).toBeCloseTo(1, 12);
    }),
  );
  expect(liftAt(rankCounts([4, 3, 2, 1], [1, 0, 0, 0]), 0.25)).toBe(4);
  expect(liftAt(rankCounts([1, 1, 1, 1], [1, 0, 0, 0]), 0.25)).toBe(1);
});

test('[STAT-21] a bootstrap interval repeats by its seed and draws within strata', () => {
  const settings = { rows: outcomes.length, seed: 'one', draws: 200, strata: outcomes };
  const figure = (rows: Uint32Array): number =>
    auc(
      Array.from(rows, (row) => first[row] ?? 0),
      Array.from(rows, (row) => outcomes[row] ?? 0),
    );
  const found = bootstrapInterval(settings, figure);
  expect(bootstrapInterval(settings, figure)).toEqual(found);
  expect(bootstrapInterval({ ...settings, seed: 'two' }, figure)).not.toEqual(found);
  expect(found?.low).toBeCloseTo(peers.delong.first.low, 1);
  expect(found?.standardError).toBeCloseTo(peers.delong.first.standardError, 2);
  const bads = outcomes.filter((bad) => bad === 1).length;
  const counted = bootstrapInterval(settings, (rows) =>
    rows.reduce((sum, row) => sum + (outcomes[row] ?? 0), 0),
  );
  expect([counted?.low, counted?.high, counted?.failed]).toEqual([bads, bads, 0]);
  expect(bootstrapInterval(settings, () => Number.NaN)).toBeNull();
});
