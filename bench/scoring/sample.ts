/** Rows to score, by seed: even, skewed and whole-number columns with missing values, all exactly float32; and a card over them. */
import { createRandom } from '@plimsoll/core/base';
import type { ScoredCharacteristic, Scorecard } from '@plimsoll/core/model';

export type ScoringSample = {
  readonly names: readonly string[];
  readonly columns: readonly Float32Array[];
  readonly outcomes: Uint8Array;
};

const MISSING_SHARE = 0.05;
const BINS = 6;

/** `rows` × `inputs`, outcomes drawn from a rule with steps and a product. */
export function makeScoringSample({
  rows,
  inputs,
}: {
  readonly rows: number;
  readonly inputs: number;
}): ScoringSample {
  const random = createRandom('scoring');
  const columns = Array.from({ length: inputs }, (_, at) =>
    Float32Array.from({ length: rows }, () => {
      if (random.next() < MISSING_SHARE) return Number.NaN;
      const value = random.normal();
      return at % 3 === 0 ? value : at % 3 === 1 ? Math.exp(1.2 * value + 8) : Math.round(20 * value + 60);
    }),
  );
  const outcomes = Uint8Array.from({ length: rows }, (_, row) => {
    const value = (at: number): number => columns[at]?.[row] ?? 0;
    const known = (number: number): number => (Number.isNaN(number) ? 0.4 : number);
    const margin =
      0.8 * known(value(0)) +
      0.6 * known(value(3)) * known(value(6)) -
      (value(1) > 4000 ? 0.7 : 0) +
      (value(2) > 75 ? 0.9 : 0) -
      1.5;
    return random.next() < 1 / (1 + Math.exp(-margin)) ? 1 : 0;
  });
  return { names: columns.map((_, at) => `x${at}`), columns, outcomes };
}

/** A card of the first `size` columns: six bins and one for missing each, edges at even ranks, points made up. */
export function makeCard({ names, columns }: ScoringSample, size: number): Scorecard {
  const characteristics = columns.slice(0, size).map((column, at): ScoredCharacteristic => {
    const present = column.filter((value) => !Number.isNaN(value)).sort();
    const edges = Array.from(
      { length: BINS - 1 },
      (_, edge) => present[Math.floor(((edge + 1) * present.length) / BINS)] ?? 0,
    );
    const bin = { goods: 1, bads: 1, woe: 0, iv: 0, measured: true };
    const cells = [null, ...edges].map(
      (from, index) => ({ kind: 'range', from, to: edges[index] ?? null }) as const,
    );
    const name = names[at] ?? '';
    return {
      name,
      label: { zh: name, en: name },
      source: { kind: 'fact', fact: name, type: 'number' },
      trend: 'free',
      reason: { code: name, zh: name, en: name },
      kind: 'numeric',
      fittedTrend: 'free',
      iv: 0,
      coefficient: -1,
      standardError: 0.1,
      pValue: 0,
      bins: [...cells, { kind: 'missing' } as const].map((cell, index) => ({
        ...bin,
        cell,
        points: index * 7,
        pointsLost: 0,
      })),
    };
  });
  return {
    scaling: { baseScore: 600, baseOdds: 20, pdo: 50 },
    offset: 383.9,
    factor: 72.13,
    intercept: 0,
    recalibration: { intercept: 0, slope: 1 },
    basePoints: 400,
    minScore: 400,
    maxScore: 900,
    characteristics,
  };
}
