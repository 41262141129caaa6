/**
 * Performance by vintage: what the model promised for the loans of a month, and what came of those that are old enough.
 * A row is ripe by its age, never because its outcome is known: bads show early, so a vintage judged by what is known looks
 * worse than it is, then better. Outcomes of rows that are not ripe are not looked at.
 */
import { assert } from '@plimsoll/core/base';
import {
  type AucInterval,
  aucInterval,
  type Outcomes,
  shareInterval,
  type ShareInterval,
  twoSidedP,
} from '@plimsoll/core/stats';
import type { CategoricalColumn } from '@plimsoll/core/table';
import { type EstimatedPerformance, estimatePerformance } from './estimate.ts';

/** `vintages` has a level a vintage; levels such as `2026-03` sort by time. `isRipe` is 1 where the window has passed. */
export type VintageSample = {
  readonly vintages: CategoricalColumn;
  readonly pds: ArrayLike<number>;
  readonly outcomes: Outcomes;
  readonly isRipe: ArrayLike<number>;
};

/** Against what the PDs of the same rows promised: `z` and `pValue` ask whether chance suffices. */
export type Realised = {
  readonly rows: number;
  readonly bads: number;
  readonly badRate: ShareInterval;
  /** Bads over the sum of PDs, with its test. */
  readonly badRatio: number;
  readonly z: number;
  readonly pValue: number;
  /** Null where the ripe rows hold goods or bads alone. */
  readonly auc: AucInterval | null;
  /** What the PDs of the ripe rows promised. */
  readonly promised: EstimatedPerformance;
  /** Realised AUC less the promised one in its standard errors, two-sided. Null where one of them is not there. */
  readonly aucPValue: number | null;
};

export type VintagePerformance = {
  readonly vintage: string;
  readonly rows: number;
  readonly ripeShare: number;
  readonly estimated: EstimatedPerformance;
  /** Null until a row is ripe. */
  readonly realised: Realised | null;
};

/** Vintages in the order of their names; those without rows, and rows without a vintage, are left out. */
export function performanceByVintage(sample: VintageSample): readonly VintagePerformance[] {
  const { vintages, pds, outcomes, isRipe } = sample;
  const rows = vintages.codes.length;
  assert(
    pds.length === rows && outcomes.length === rows && isRipe.length === rows,
    'a PD, an outcome and a ripeness for each row',
  );
  const rowsOf: number[][] = vintages.levels.map(() => []);
  for (let row = 0; row < rows; row += 1) rowsOf[vintages.codes[row] as number]?.push(row);
  return vintages.levels.flatMap((vintage, at) => {
    const all = rowsOf[at] as number[];
    if (all.length === 0) return [];
    const ripe = all.filter((row) => isRipe[row] === 1);
    return [
      {
        vintage,
        rows: all.length,
        ripeShare: ripe.length / all.length,
        estimated: estimatePerformance(all.map((row) => pds[row] as number)),
        realised:
          ripe.length === 0
            ? null
            : realisedOf(
                ripe.map((row) => pds[row] as number),
                ripe.map((row) => outcomes[row] as number),
              ),
      },
    ];
  });
}

/** What came of rows with these PDs. Asserts outcomes of 0 and 1. */
export function realisedOf(pds: readonly number[], outcomes: readonly number[]): Realised {
  assert(
    outcomes.every((outcome) => outcome === 0 || outcome === 1),
    'ripe outcomes are 0 or 1',
  );
  const rows = pds.length;
  const bads = outcomes.filter((outcome) => outcome === 1).length;
  const promised = estimatePerformance(pds);
  const promisedBads = promised.badRate.value * rows;
  const z = standardised(bads / rows, promised.badRate);
  const measured = bads > 0 && bads < rows ? aucInterval(pds, outcomes) : null;
  return {
    rows,
    bads,
    badRate: shareInterval({ hits: bads, rows }),
    badRatio: bads / promisedBads,
    z,
    pValue: twoSidedP(z),
    auc: measured,
    promised,
    aucPValue:
      measured === null || promised.auc === null ? null : twoSidedP(standardised(measured.auc, promised.auc)),
  };
}

/** How many standard errors a value lies from its estimate; 0 where both agree without any. */
function standardised(
  value: number,
  estimate: { readonly value: number; readonly standardError: number },
): number {
  const gap = value - estimate.value;
  return gap === 0 ? 0 : gap / estimate.standardError;
}
