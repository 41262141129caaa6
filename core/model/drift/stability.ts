/**
 * How far a population has moved over frozen bins, and how far chance alone would have moved it. The bins are those of
 * the sample the model was made of, never of the two samples joined, and rows that are missing, special or unseen have
 * bins as any other. Two samples of one population have a PSI above zero: times 1 / (1/n + 1/m) it follows a chi-square of
 * bins − 1 degrees of freedom (Yurdakul 2018, *Statistical Properties of Population Stability Index*), so a small month
 * may pass .10 by chance and a large one may not reach it with a true shift.
 */
import { assert } from '@plimsoll/core/base';
import { assignBins, type Bin, type BinCell, type Binning } from '@plimsoll/core/binning';
import { chiSquareTail, PSI_FLOOR_SHARE, psi } from '@plimsoll/core/stats';
import type { Column } from '@plimsoll/core/table';

/** Of a hundred periods without drift, five have a PSI above the band. */
export const BAND_LEVEL = 0.95;

/** Cells that hold fewer rows by expectation make the chi-square an approximation not to lean on (Cochran 1954). */
const FEW_ROWS = 5;
const BISECTIONS = 200;

export type ShiftedBin = {
  readonly cell: BinCell;
  readonly expectedShare: number;
  readonly actualShare: number;
  /** Its part of the PSI. */
  readonly part: number;
};

/** What PSI would be if nothing had moved: its mean, the limit that `BAND_LEVEL` of periods stay below. */
export type ChanceBand = {
  readonly mean: number;
  readonly limit: number;
  /** The chance of a PSI at least as large as the one seen. */
  readonly pValue: number;
  /** True where a bin is too thin for the approximation. */
  readonly isRough: boolean;
};

export type Stability = {
  readonly name: string;
  readonly psi: number;
  readonly expectedRows: number;
  readonly actualRows: number;
  readonly band: ChanceBand;
  readonly bins: readonly ShiftedBin[];
};

/** The parts of a binning that tell where rows should be: any model document holds them. */
export type ExpectedBins = Pick<Binning, 'name' | 'kind'> & {
  readonly bins: readonly Pick<Bin, 'cell' | 'goods' | 'bads'>[];
};

/** A column of now against the rows that its bins held when they were frozen. */
export function stabilityOfColumn(expected: ExpectedBins, column: Column): Stability {
  const actual = expected.bins.map(() => 0);
  for (const bin of assignBins(expected, column)) actual[bin] = (actual[bin] as number) + 1;
  return stabilityOf(
    expected.name,
    expected.bins.map((bin, at) => ({
      cell: bin.cell,
      expected: bin.goods + bin.bads,
      actual: actual[at] as number,
    })),
  );
}

/** Counts a bin on both sides. Asserts a row on each side. */
export function stabilityOf(
  name: string,
  counts: readonly { readonly cell: BinCell; readonly expected: number; readonly actual: number }[],
): Stability {
  const expected = counts.map((count) => count.expected);
  const actual = counts.map((count) => count.actual);
  const value = psi(expected, actual);
  const expectedRows = sum(expected);
  const actualRows = sum(actual);
  const bins = counts.map((count) => {
    const expectedShare = count.expected / expectedRows;
    const actualShare = count.actual / actualRows;
    const [before, now] = [Math.max(PSI_FLOOR_SHARE, expectedShare), Math.max(PSI_FLOOR_SHARE, actualShare)];
    return { cell: count.cell, expectedShare, actualShare, part: (now - before) * Math.log(now / before) };
  });
  return { name, psi: value, expectedRows, actualRows, band: chanceBand(value, expected, actual), bins };
}

/** The band of a PSI over these counts. Bins that are empty on both sides say nothing and take no degree. */
function chanceBand(value: number, expected: readonly number[], actual: readonly number[]): ChanceBand {
  const [expectedRows, actualRows] = [sum(expected), sum(actual)];
  const pooled = expected.map((count, at) => count + (actual[at] as number)).filter((count) => count > 0);
  const degrees = Math.max(1, pooled.length - 1);
  const scale = 1 / expectedRows + 1 / actualRows;
  const smaller = Math.min(expectedRows, actualRows) / (expectedRows + actualRows);
  return {
    mean: degrees * scale,
    limit: chiSquareQuantile(BAND_LEVEL, degrees) * scale,
    pValue: chiSquareTail(Math.max(0, value) / scale, degrees),
    isRough: pooled.some((count) => count * smaller < FEW_ROWS),
  };
}

/** The value that a chi-square stays below with the given chance, by bisection of its tail. */
function chiSquareQuantile(share: number, degrees: number): number {
  assert(share > 0 && share < 1, 'a share inside (0, 1)');
  let low = 0;
  let high = degrees + 10 * Math.sqrt(2 * degrees) + 10;
  while (chiSquareTail(high, degrees) > 1 - share) high *= 2;
  for (let step = 0; step < BISECTIONS && high - low > 1e-12 * high; step += 1) {
    const middle = (low + high) / 2;
    if (chiSquareTail(middle, degrees) > 1 - share) low = middle;
    else high = middle;
  }
  return high;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
