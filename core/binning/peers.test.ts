/** Binnings beside optbinning's, from columns to splits: its own test, and every trend and bound on the bundled loans. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { numericColumn, parseCsv } from '@plimsoll/core/table';
import { type Binning, type BinSettings, binTally, edgesOf, tallyColumn, type Trend } from './index.ts';
import peers from './vectors/optbinning.json' with { type: 'json' };

/** optbinning's defaults: a tree of 20 leaves of 5 % of the rows, pure ones merged away, no bound on a bin but that. */
const DEFAULTS: BinSettings = {
  minGoods: 1,
  minBads: 1,
  minShare: 0,
  maxBins: 20,
  maxPrebins: 20,
  edgeDigits: null,
  prebinning: 'tree',
  minPrebinShare: 0.05,
  dropsPurePrebins: true,
  trend: 'free',
};

const cancer = tallyColumn(numericColumn('mean radius', peers.cancer.values), {
  outcomes: Uint8Array.from(peers.cancer.outcomes),
});

test("[BIN-9] optbinning's own test from the column itself: six splits, IV 5.04392547; 5.119 with pure bins kept", () => {
  const binning = binTally(cancer, { ...DEFAULTS, trend: 'auto' });
  if (binning === null) throw new Error('binned');
  expect(binning.iv).toBeCloseTo(5.04392547, 8);
  expect(binning.iv).toBeCloseTo(peers.cancer.iv, 8);
  expect(binning.js).toBeCloseTo(peers.cancer.js, 8);
  expect(binning.gini).toBeCloseTo(peers.cancer.gini, 8);
  const edges = edgesOf(binning);
  expect(edges.length).toBe(6);
  // Its splits are halfway between values rounded to single precision.
  for (const [at, edge] of edges.entries()) expect(edge).toBeCloseTo(peers.cancer.splits[at] ?? 0, 5);
  const raw = binTally(cancer, { ...DEFAULTS, trend: 'auto', dropsPurePrebins: false });
  expect(raw?.iv).toBeGreaterThanOrEqual(5.119);
});

test('[BIN-18] with pre-bins of a tree, every trend and bound gives the IV and splits that optbinning gives, or more IV', () => {
  const csv = parseCsv(
    gunzipSync(
      readFileSync(new URL('../../data/lendingclub/applications.csv.gz', import.meta.url)),
    ).toString(),
  );
  if (!csv.ok) throw new Error('the bundled sample is sound');
  const { header, rows } = csv.value;
  const at = (name: string): number => header.indexOf(name);
  const outcomes = Uint8Array.from(rows, (row) => (row[at('Class')] === 'bad' ? 1 : 0));
  const tallies = new Map(
    [...new Set(peers.loans.map((loan) => loan.column))].map((name) => [
      name,
      tallyColumn(
        numericColumn(
          name,
          rows.map((row) => Number(row[at(name)])),
        ),
        { outcomes },
      ),
    ]),
  );
  let equal = 0;
  for (const loan of peers.loans) {
    const tally = tallies.get(loan.column);
    if (tally === undefined) throw new Error('counted');
    const { iv, splits } = figuresOf(binTally(tally, { ...DEFAULTS, ...settingsOf(loan.case) }));
    expect(iv).toBeGreaterThan(loan.iv - 1e-9);
    // It asks a bend of every three bins, near or far; here it is asked of neighbours, which leaves more to choose from.
    if (loan.case.monotonic_trend === 'convex' || loan.case.monotonic_trend === 'concave') continue;
    // Its solver compares evidence as whole millionths, so the best of its choices may not be the very best.
    expect(iv).toBeLessThan(loan.iv + 1e-6);
    if (iv > loan.iv + 1e-9) continue;
    equal += 1;
    expect(splits).toEqual(loan.splits.map((split) => expect.closeTo(split, 1) as number));
  }
  expect(equal).toBe(41);
});

type Case = (typeof peers.loans)[number]['case'];

function settingsOf(each: Case): Partial<BinSettings> {
  return {
    trend: (each.monotonic_trend ?? 'free') as Trend,
    ...('max_pvalue' in each ? { maxPValue: each.max_pvalue } : {}),
    ...('min_event_rate_diff' in each ? { minRateDifference: each.min_event_rate_diff } : {}),
    ...('max_n_bins' in each ? { maxBins: each.max_n_bins } : {}),
    ...('min_bin_n_event' in each ? { minBads: each.min_bin_n_event } : {}),
  };
}

function figuresOf(binning: Binning | null): { readonly iv: number; readonly splits: readonly number[] } {
  return { iv: binning?.iv ?? 0, splits: binning === null ? [] : edgesOf(binning) };
}
