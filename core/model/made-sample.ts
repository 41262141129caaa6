/** A sample whose law is known, for the tests of this folder: made by arithmetic, no chance drawn. */
import { categoricalColumn, numericColumn, tableOf } from '@plimsoll/core/table';
import type { CardSettings } from './validation.ts';
import type { Characteristic, CharacteristicSource } from './characteristic.ts';
import type { ModelSample } from './selection.ts';

export const MADE_SETTINGS: CardSettings = {
  bins: { minGoods: 5, minBads: 5, minShare: 0, maxBins: 4, maxPrebins: 10, edgeDigits: 2 },
  minIv: 0.01,
  maxP: 0.05,
  ridge: 0,
  scaling: { baseScore: 600, baseOdds: 20, pdo: 50 },
};

/** 1,200 rows: use and job drive the outcome, noise does not, income is sometimes zero or missing. */
export function makeSample(): ModelSample & { readonly outcomes: Uint8Array; readonly folds: Uint8Array } {
  const rows = Array.from({ length: 1200 }, (_, at) => at);
  const mix = (row: number, salt: number): number =>
    (((row + 1) * 2654435761 * salt) % 4294967296) / 4294967296;
  const use = rows.map((row) => (row % 11 === 0 ? Number.NaN : Math.floor(mix(row, 3) * 100)));
  const jobs = rows.map((row) =>
    row % 23 === 0 ? null : (['clerk', 'farmer', 'other "x"'][row % 3] ?? null),
  );
  const income = rows.map((row) => (row % 40 === 0 ? 0 : row % 41 === 0 ? Number.NaN : 1000 + (row % 90)));
  const debt = rows.map((row) => Math.floor(mix(row, 7) * 900));
  const outcomes = Uint8Array.from(rows, (row) => {
    const risk =
      0.1 + (use[row] ?? 0) / 250 + (jobs[row] === 'farmer' ? 0.15 : 0) + ((debt[row] ?? 0) > 500 ? 0.12 : 0);
    return mix(row, 13) < (Number.isNaN(risk) ? 0.35 : risk) ? 1 : 0;
  });
  return {
    table: tableOf([
      numericColumn('use', use),
      categoricalColumn('job', jobs),
      numericColumn('income', income),
      numericColumn('debt', debt),
      numericColumn(
        'noise',
        rows.map((row) => Math.floor(mix(row, 17) * 50)),
      ),
      numericColumn(
        'constant',
        rows.map(() => 1),
      ),
    ]),
    outcomes,
    folds: Uint8Array.from(rows, (row) => row % 5),
  };
}

const asked = (name: string, source: CharacteristicSource): Characteristic => ({
  name,
  label: { zh: name, en: `${name} <&>` },
  source,
  trend: 'auto',
  reason: { code: `SCORE_${name.toUpperCase()}`, zh: `“${name}”`, en: `"${name}" \\ said` },
});

export const MADE_CANDIDATES: readonly Characteristic[] = [
  asked('use', { kind: 'fact', fact: 'use', type: 'number' }),
  asked('job', { kind: 'fact', fact: 'job', type: 'string' }),
  asked('debtToIncome', { kind: 'ratio', numerator: 'debt', denominator: 'income' }),
  asked('noise', { kind: 'fact', fact: 'noise', type: 'number' }),
  asked('constant', { kind: 'fact', fact: 'constant', type: 'number' }),
];
