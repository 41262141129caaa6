/**
 * A characteristic cut into bins that never move again: half-open intervals [from, to) or groups of categories,
 * one bin for missing, one for each special code that is kept apart, and for categories one for levels never seen.
 * Every row falls into exactly one bin. A bin with too few goods or bads to be measured takes the evidence of the
 * worst measured bin: not knowing is never read as safe.
 */
import { assert } from '@plimsoll/core/base';
import type { Outcomes } from '@plimsoll/core/stats';
import type { Column } from '@plimsoll/core/table';
import {
  type AbsentTally,
  type CategoricalTally,
  type ColumnTally,
  type NumericTally,
  tallyColumn,
  totalsOf,
} from './column-tally.ts';
import { giniOf, ivOf, jsOf, woeOf } from './evidence.ts';
import { bestPartition, type BinBounds, type FixedTrend, type Trend } from './optimum.ts';
import { countBetween, prebinCategorical, prebinNumeric, type PrebinSettings } from './prebin.ts';
import { isSameTally, sumOf, type Tally } from './tally.ts';

/** The most bins of one column, special ones included: a bin's index is a byte. */
export const MAX_BINS = 255;

/** The reason of a value that is simply not there. */
export const NO_RECORD = 'no_record';

/** Spellings of missing in files: an empty cell there and a null on the wire are one thing. A named reason is another. */
const MISSING_REASONS: ReadonlySet<string> = new Set([
  NO_RECORD,
  'empty',
  'na',
  'nan',
  'null',
  'none',
  'question_mark',
]);

/** What a bin holds. `from` null is −∞, `to` null is +∞. `special` holds one declared reason for absence. */
export type BinCell =
  | { readonly kind: 'range'; readonly from: number | null; readonly to: number | null }
  | { readonly kind: 'levels'; readonly levels: readonly string[] }
  | { readonly kind: 'missing' }
  | { readonly kind: 'special'; readonly reason: string }
  | { readonly kind: 'unseen' };

/** `woe` is ln of the share of goods over the share of bads; `measured` is false where it was borrowed. */
export type Bin = Tally & {
  readonly cell: BinCell;
  readonly woe: number;
  readonly iv: number;
  readonly measured: boolean;
  /** What a person called the bin. */
  readonly label?: string;
};

export type Binning = {
  readonly name: string;
  readonly kind: 'numeric' | 'categorical';
  /** `given`: cut by a person. */
  readonly trend: FixedTrend | 'given';
  readonly bins: readonly Bin[];
  readonly iv: number;
  /** Jensen–Shannon divergence of goods and bads over all bins. */
  readonly js: number;
  readonly gini: number;
};

export type BinSettings = BinBounds &
  PrebinSettings & {
    readonly trend: Trend;
    /** Reasons for absence with a bin of their own: those named, or each that was declared (no spelling of missing is). */
    readonly specialApart?: 'each' | readonly string[];
    /** Cut here and nowhere else (a number): the bounds are not asked. */
    readonly edges?: readonly number[];
    /** These groups and no others (categories): levels in none of them are unseen. The bounds are not asked. */
    readonly groups?: readonly (readonly string[])[];
  };

/**
 * Cuts a column against outcomes (1 = bad). Null when no bin can meet the bounds: the column then says nothing
 * that could be measured. Categories ignore `trend`: they are ordered by bad rate, so they ascend.
 */
export function binColumn(column: Column, outcomes: Outcomes, settings: BinSettings): Binning | null {
  return binTally(tallyColumn(column, { outcomes }), settings);
}

/** The same from a tally that was made before, with weights perhaps, or from a bench. */
export function binTally(tally: ColumnTally, settings: BinSettings): Binning | null {
  const cut = tally.kind === 'numeric' ? cutNumeric(tally, settings) : cutCategorical(tally, settings);
  if (cut === null) return null;
  return assembled(tally, cut, {
    apart: apartReasons(tally.absent, settings.specialApart ?? []),
    isThick: (bin) =>
      bin.goods > 0 && bin.bads > 0 && bin.goods >= settings.minGoods && bin.bads >= settings.minBads,
  });
}

/** A cell, its rows, and what a person called it. */
type Part = Tally & { readonly cell: BinCell; readonly label?: string };

export type Cut = { readonly trend: FixedTrend | 'given'; readonly parts: readonly Part[] };

type Assembly = {
  readonly apart: readonly string[];
  /** Whether missing, special and unseen rows suffice to be measured. */
  readonly isThick: (bin: Tally, cell: BinCell) => boolean;
};

/** The whole binning around a cut: evidence, and the bins of rows without a value. Null when nothing is measured. */
export function assembled(tally: ColumnTally, cut: Cut, { apart, isThick }: Assembly): Binning | null {
  const totals = totalsOf(tally);
  assert(cut.parts.length + apart.length + 2 <= MAX_BINS, 'bins are bounded');
  const isSound = (part: Tally): boolean => part.goods > 0 && part.bads > 0;
  const worst = Math.min(...cut.parts.filter(isSound).map((part) => woeOf(part, totals)));
  if (worst === Number.POSITIVE_INFINITY) return null;
  const bin = ({ cell, goods, bads, label }: Part, isMeasured: boolean): Bin => ({
    cell,
    goods,
    bads,
    woe: isMeasured ? woeOf({ goods, bads }, totals) : worst,
    iv: isMeasured ? ivOf({ goods, bads }, totals) : 0,
    measured: isMeasured,
    ...(label === undefined ? {} : { label }),
  });
  const others: Part[] = [
    { cell: { kind: 'missing' }, ...sumOf(tally.absent.filter((each) => !apart.includes(each.reason))) },
    ...apart.map(
      (reason): Part => ({
        cell: { kind: 'special', reason },
        ...sumOf(tally.absent.filter((each) => each.reason === reason)),
      }),
    ),
  ];
  if (tally.kind === 'categorical')
    others.push({ cell: { kind: 'unseen' }, ...unseenTally(tally, cut.parts) });
  const bins = [
    ...cut.parts.map((part) => bin(part, isSound(part))),
    ...others.map((part) => bin(part, isSound(part) && isThick(part, part.cell))),
  ];
  assert(isSameTally(totals, sumOf(bins)), 'the bins hold every row once');
  return {
    name: tally.name,
    kind: tally.kind,
    trend: cut.trend,
    bins,
    iv: bins.reduce((sum, each) => sum + each.iv, 0),
    js: jsOf(bins, totals),
    gini: giniOf(bins, totals),
  };
}

/** The interval parts of given edges. */
export function rangesBetween(tally: NumericTally, edges: readonly number[]): readonly Part[] {
  assert(
    edges.every((edge, at) => Number.isFinite(edge) && (at === 0 || edge > (edges[at - 1] as number))),
    'edges are finite and ascend',
  );
  return countBetween(tally, edges).map((each, at) => ({
    cell: { kind: 'range', from: edges[at - 1] ?? null, to: edges[at] ?? null },
    ...each,
  }));
}

/** The parts of given groups of levels. Asserts that no level stands in two. */
export function groupsOf(tally: CategoricalTally, groups: readonly (readonly string[])[]): readonly Part[] {
  const all = groups.flat();
  assert(new Set(all).size === all.length, 'a level stands in one group');
  const at = new Map(tally.levels.map((level, index) => [level, index]));
  return groups.map((levels) => ({
    cell: { kind: 'levels', levels },
    ...sumOf(
      levels.flatMap((level) => {
        const index = at.get(level);
        return index === undefined
          ? []
          : [{ goods: tally.goods[index] as number, bads: tally.bads[index] as number }];
      }),
    ),
  }));
}

function cutNumeric(tally: NumericTally, settings: BinSettings): Cut | null {
  if (settings.edges !== undefined) return { trend: 'given', parts: rangesBetween(tally, settings.edges) };
  const { edges, tallies } = prebinNumeric(tally, settings);
  const kept = (settings.keepEdges ?? []).map((edge) => edges.indexOf(edge) + 1);
  const best = bestPartition(tallies, totalsOf(tally), { ...settings, kept });
  if (best === null) return null;
  const parts = best.starts.map((start, bin): Part => {
    const end = best.starts[bin + 1] ?? tallies.length;
    const cell = { kind: 'range', from: edges[start - 1] ?? null, to: edges[end - 1] ?? null } as const;
    return { cell, ...sumOf(tallies.slice(start, end)) };
  });
  return { trend: best.trend, parts };
}

function cutCategorical(tally: CategoricalTally, settings: BinSettings): Cut | null {
  if (settings.groups !== undefined) return { trend: 'given', parts: groupsOf(tally, settings.groups) };
  const { groups, tallies } = prebinCategorical(tally, settings);
  const best = bestPartition(tallies, totalsOf(tally), { ...settings, trend: 'ascending' });
  if (best === null) return null;
  const parts = best.starts.map((start, bin): Part => {
    const end = best.starts[bin + 1] ?? tallies.length;
    return {
      cell: { kind: 'levels', levels: groups.slice(start, end).flat() },
      ...sumOf(tallies.slice(start, end)),
    };
  });
  return { trend: best.trend, parts };
}

function apartReasons(absent: readonly AbsentTally[], apart: 'each' | readonly string[]): readonly string[] {
  const declared = absent.map((each) => each.reason);
  if (apart === 'each') return declared.filter((reason) => !MISSING_REASONS.has(reason));
  return declared.filter((reason) => apart.includes(reason));
}

/** Rows of levels that no group names. */
function unseenTally(tally: CategoricalTally, parts: readonly Part[]): Tally {
  const named = new Set(parts.flatMap(({ cell }) => (cell.kind === 'levels' ? cell.levels : [])));
  return sumOf(
    tally.levels.flatMap((level, at) =>
      named.has(level) ? [] : [{ goods: tally.goods[at] as number, bads: tally.bads[at] as number }],
    ),
  );
}
