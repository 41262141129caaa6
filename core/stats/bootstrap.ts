/**
 * An interval for any figure of a sample, by drawing rows with replacement (Efron 1979, percentiles). The same seed
 * gives the same interval. Drawn within strata when given (goods and bads), so that no draw lacks one of them.
 */
import { assert, createRandom } from '@plimsoll/core/base';
import { DEFAULT_LEVEL } from './delong.ts';

export const MAX_DRAWS = 10_000;

export type BootstrapSettings = {
  readonly rows: number;
  readonly seed: string;
  readonly draws: number;
  readonly level?: number;
  /** Rows of one number are drawn from among themselves. */
  readonly strata?: ArrayLike<number>;
};

export type BootstrapInterval = {
  readonly low: number;
  readonly high: number;
  readonly standardError: number;
  readonly draws: number;
  /** Draws whose figure was no finite number; they are left out. More than a few make the interval doubtful. */
  readonly failed: number;
};

/** `figure` gets drawn row numbers (the array is used again: keep none of it). Null when fewer than two draws gave a figure. */
export function bootstrapInterval(
  settings: BootstrapSettings,
  figure: (rows: Uint32Array) => number,
): BootstrapInterval | null {
  const { rows, draws, strata, level = DEFAULT_LEVEL } = settings;
  assert(rows > 0 && draws >= 2 && draws <= MAX_DRAWS, 'rows, and draws within bounds');
  const random = createRandom(`${settings.seed}/bootstrap`);
  const groups = groupsOf(rows, strata);
  const drawn = new Uint32Array(rows);
  const figures: number[] = [];
  for (let draw = 0; draw < draws; draw += 1) {
    let at = 0;
    for (const group of groups)
      for (let row = 0; row < group.length; row += 1)
        drawn[at++] = group[Math.floor(random.next() * group.length)] as number;
    const found = figure(drawn);
    if (Number.isFinite(found)) figures.push(found);
  }
  if (figures.length < 2) return null;
  figures.sort((left, right) => left - right);
  const mean = figures.reduce((sum, each) => sum + each, 0) / figures.length;
  const squares = figures.reduce((sum, each) => sum + (each - mean) ** 2, 0);
  return {
    low: quantileOf(figures, (1 - level) / 2),
    high: quantileOf(figures, (1 + level) / 2),
    standardError: Math.sqrt(squares / (figures.length - 1)),
    draws,
    failed: draws - figures.length,
  };
}

function groupsOf(rows: number, strata: ArrayLike<number> | undefined): readonly Uint32Array[] {
  const all = Uint32Array.from({ length: rows }, (_, row) => row);
  if (strata === undefined) return [all];
  assert(strata.length === rows, 'a stratum for each row');
  const names = [...new Set(Array.from(strata))].sort((left, right) => left - right);
  return names.map((name) => all.filter((row) => strata[row] === name));
}

/** Linear between the sorted figures (Hyndman & Fan 1996, type 7). */
function quantileOf(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below] ?? Number.NaN;
  const high = sorted[below + 1] ?? low;
  return low + (place - below) * (high - low);
}
