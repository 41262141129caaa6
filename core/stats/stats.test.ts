import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { auc, brier, gini, ks, logLoss, psi, twoSidedP } from './index.ts';
import peers from './vectors/peers.json' with { type: 'json' };

const samples = fc
  .array(fc.record({ score: fc.integer({ min: 0, max: 12 }), bad: fc.constantFrom(0, 1) }), {
    minLength: 2,
    maxLength: 60,
  })
  .filter((rows) => rows.some((row) => row.bad === 1) && rows.some((row) => row.bad === 0))
  .map((rows) => ({ scores: rows.map((row) => row.score), outcomes: rows.map((row) => row.bad) }));

test('[STAT-1] AUC equals counting every pair of a good and a bad', () => {
  fc.assert(
    fc.property(samples, ({ scores, outcomes }) => {
      let halves = 0;
      let pairs = 0;
      for (const [bad, badScore] of scores.entries())
        for (const [good, goodScore] of scores.entries()) {
          if (outcomes[bad] !== 1 || outcomes[good] !== 0) continue;
          pairs += 1;
          halves += badScore > goodScore ? 2 : badScore === goodScore ? 1 : 0;
        }
      expect(auc(scores, outcomes)).toBe(halves / 2 / pairs);
    }),
  );
});

test('[STAT-2] Gini is twice the AUC less one', () => {
  expect(gini([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1])).toBe(0.5);
});

test('[STAT-3] KS equals trying every cut-off', () => {
  fc.assert(
    fc.property(samples, ({ scores, outcomes }) => {
      const share = (outcome: number, cut: number): number => {
        const group = scores.filter((_, row) => outcomes[row] === outcome);
        return group.filter((score) => score <= cut).length / group.length;
      };
      const gaps = scores.map((cut) => Math.abs(share(0, cut) - share(1, cut)));
      expect(ks(scores, outcomes)).toBeCloseTo(Math.max(...gaps), 12);
    }),
  );
});

test('[STAT-4] a strictly growing change of scores changes neither AUC nor KS', () => {
  fc.assert(
    fc.property(samples, ({ scores, outcomes }) => {
      const moved = scores.map((score) => Math.exp(score / 3) - 7);
      expect([auc(moved, outcomes), ks(moved, outcomes)]).toEqual([
        auc(scores, outcomes),
        ks(scores, outcomes),
      ]);
    }),
  );
});

test('[STAT-5] Brier and log loss are means over rows', () => {
  expect(brier([0.1, 0.9, 0.8, 0.3], [0, 1, 1, 0])).toBeCloseTo(0.0375, 12);
  expect(logLoss([0.9, 0.1, 0.2, 0.65], [1, 0, 0, 1])).toBeCloseTo(0.21616, 5);
  expect(logLoss([0], [1])).toBeCloseTo(34.539, 3);
});

test('[STAT-6] figures of scikit-learn and SciPy on a tied sample', () => {
  expect(auc(peers.scores, peers.outcomes)).toBeCloseTo(peers.auc, 12);
  expect(ks(peers.scores, peers.outcomes)).toBeCloseTo(peers.ks, 12);
  expect(brier(peers.chances, peers.outcomes)).toBeCloseTo(peers.brier, 12);
  expect(logLoss(peers.chances, peers.outcomes)).toBeCloseTo(peers.logLoss, 12);
  for (const [z, p] of peers.twoSidedP) {
    const found = twoSidedP(z ?? Number.NaN);
    expect(Math.abs(found - (p ?? Number.NaN))).toBeLessThan(1e-13);
  }
});

test('[STAT-7] PSI is zero for equal shares, never negative, and symmetric', () => {
  const counts = fc.array(fc.record({ left: fc.nat(500), right: fc.nat(500) }), {
    minLength: 1,
    maxLength: 10,
  });
  fc.assert(
    fc.property(counts, (bins) => {
      const left = [1, ...bins.map((bin) => bin.left)];
      const right = [1, ...bins.map((bin) => bin.right)];
      expect(psi(left, right)).toBeGreaterThanOrEqual(0);
      expect(psi(left, right)).toBeCloseTo(psi(right, left), 12);
      expect(
        psi(
          left,
          left.map((count) => count * 3),
        ),
      ).toBeCloseTo(0, 12);
    }),
  );
  expect(psi([60, 40], [40, 60])).toBeCloseTo(0.4 * Math.log(1.5), 12);
});

test('[STAT-8] a category that appears counts, with its share lifted from zero to 0.01 %', () => {
  const appeared = psi([500, 500, 0], [250, 250, 500]);
  expect(appeared).toBeCloseTo(0.5 * Math.log(2) + (0.5 - 1e-4) * Math.log(0.5 / 1e-4), 12);
});

test('[STAT-9] what is no sample is a bug of the caller', () => {
  expect(() => auc([1, 2], [1, 1])).toThrow('at least one good and one bad');
  expect(() => auc([1, Number.NaN], [0, 1])).toThrow('scores are finite');
  expect(() => ks([1, 2], [0, 2])).toThrow('outcomes are 0 or 1');
  expect(() => brier([1.2], [1])).toThrow('probabilities lie in [0, 1]');
});
