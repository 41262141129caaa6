/** Samples for the benchmark of boosting: made from a seed, or the 150,000 borrowers of "Give Me Some Credit" where that set is. */
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { createRandom } from '@plimsoll/core/base';

export type BenchSample = {
  readonly name: string;
  readonly columns: readonly Float64Array[];
  readonly outcomes: Uint8Array;
  /** Rows that are trained on; the rest judges. */
  readonly trainRows: number;
};

/**
 * Numbers of several kinds (normal, skewed, counts, shares), a tenth of the columns with missing values; bads by a law with bends,
 * thresholds and meetings of two inputs over the first third of the columns. Some 9 % are bad.
 */
export function makeBenchSample(trainRows: number, testRows: number, width: number): BenchSample {
  const random = createRandom(`boosting/${trainRows}/${width}`);
  const rows = trainRows + testRows;
  const margins = new Float64Array(rows).fill(-3.4);
  const telling = Math.ceil(width / 3);
  const columns = Array.from({ length: width }, (_, at) => {
    const column = new Float64Array(rows);
    for (let row = 0; row < rows; row++) {
      const z = random.normal();
      column[row] = at % 10 === 7 && random.next() < 0.12 ? Number.NaN : shaped(z, at % 4);
      if (at < telling) margins[row] = (margins[row] as number) + effect(z, at) / Math.sqrt(telling / 3);
    }
    return column;
  });
  for (let at = 0; at + 1 < telling; at += 2) {
    const [first, second] = [columns[at] as Float64Array, columns[at + 1] as Float64Array];
    for (let row = 0; row < rows; row++)
      if ((first[row] as number) > 1 && (second[row] as number) < 0.5)
        margins[row] = (margins[row] as number) + 0.5;
  }
  const outcomes = Uint8Array.from(margins, (margin) =>
    random.next() < 1 / (1 + Math.exp(-margin)) ? 1 : 0,
  );
  return { name: `made, ${rows.toLocaleString('en')} × ${width}`, columns, outcomes, trainRows };
}

function shaped(z: number, kind: number): number {
  if (kind === 0) return z;
  if (kind === 1) return Math.exp(z);
  return kind === 2 ? Math.floor(Math.exp(0.8 * z + 0.5)) : 1 / (1 + Math.exp(-z));
}

function effect(z: number, at: number): number {
  const strength = 0.4 + 0.3 * (at % 3);
  if (at % 3 === 0) return strength * z;
  return at % 3 === 1 ? strength * (z > 0.7 ? 1 : z < -1 ? -0.6 : 0) : strength * (z * z - 1) * 0.6;
}

const SAMPLES = process.env['PLIMSOLL_SETS'] ?? `${import.meta.dirname}/../../../shared/data`;

/** The borrowers, all rows trained on (`fold` null) or without a fold that judges; null where the set isn't. */
export function readBorrowers(fold: number | null): BenchSample | null {
  const folder = `${SAMPLES}/givemesomecredit`;
  if (!existsSync(`${folder}/cs-training.csv.gz`)) return null;
  const lines = (name: string): readonly string[] =>
    gunzipSync(readFileSync(`${folder}/${name}`))
      .toString('utf8')
      .trim()
      .split(/\r?\n/)
      .slice(1);
  const folds = lines('folds.csv.gz').map((line) => Number(line.split(',')[1]));
  const cells = lines('cs-training.csv.gz').map((line) => line.split(',').slice(1));
  const rows = [...cells.keys()];
  const ordered =
    fold === null
      ? rows
      : [...rows].sort((a, b) => Number(folds[a] === fold) - Number(folds[b] === fold) || a - b);
  const numberOf = (text: string | undefined): number =>
    text === undefined || text === '' || text === 'NA' ? Number.NaN : Number(text);
  return {
    name: 'Give Me Some Credit, 150,000 × 10',
    columns: Array.from({ length: 10 }, (_, at) =>
      Float64Array.from(ordered, (row) => numberOf(cells[row]?.[at + 1])),
    ),
    outcomes: Uint8Array.from(ordered, (row) => numberOf(cells[row]?.[0])),
    trainRows: fold === null ? rows.length : rows.filter((row) => folds[row] !== fold).length,
  };
}
