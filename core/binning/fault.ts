/** What a binning, cut by hand perhaps, breaks of the bounds it should obey: said beside it, never mended unasked. */
import { differenceP, rateOf } from './evidence.ts';
import type { Bin, Binning } from './binning.ts';
import type { BinBounds, FixedTrend } from './optimum.ts';
import { areApart } from './span.ts';
import { compareRates, sumOf } from './tally.ts';

/** `bin` is an index of `binning.bins`; `alike` and `against_trend` are between it and the one before. */
export type BinFault =
  | { readonly kind: 'thin'; readonly bin: number; readonly goods: number; readonly bads: number }
  | { readonly kind: 'alike'; readonly bin: number; readonly rateDifference: number; readonly pValue: number }
  | { readonly kind: 'against_trend'; readonly bin: number }
  | { readonly kind: 'too_many' | 'too_few'; readonly bins: number };

/** Faults in the order of the bins. `trend` is asked of ascending and descending only; others allow turns. */
export function faultsOf(
  binning: Binning,
  bounds: BinBounds & { readonly trend?: FixedTrend },
): readonly BinFault[] {
  const cut = binning.bins.filter((bin) => bin.cell.kind === 'range' || bin.cell.kind === 'levels');
  const rows = sumOf(cut);
  const minRows = bounds.minShare * (rows.goods + rows.bads);
  const faults: BinFault[] = cut.flatMap((bin, at) => {
    const { goods, bads } = bin;
    const isThin =
      goods < bounds.minGoods || bads < bounds.minBads || goods + bads < minRows || !bin.measured;
    const own: BinFault[] = isThin ? [{ kind: 'thin', bin: at, goods, bads }] : [];
    const before = cut[at - 1];
    return before === undefined ? own : [...own, ...neighbourFaults(before, bin, { ...bounds, at })];
  });
  if (cut.length > bounds.maxBins) faults.push({ kind: 'too_many', bins: cut.length });
  if (cut.length < (bounds.minBins ?? 1)) faults.push({ kind: 'too_few', bins: cut.length });
  return faults;
}

function neighbourFaults(
  before: Bin,
  bin: Bin,
  { at, ...bounds }: BinBounds & { readonly trend?: FixedTrend; readonly at: number },
): readonly BinFault[] {
  const faults: BinFault[] = [];
  if (!areApart(before, bin, bounds))
    faults.push({
      kind: 'alike',
      bin: at,
      rateDifference: Math.abs(rateOf(bin) - rateOf(before)),
      pValue: differenceP(before, bin),
    });
  const rise = Math.sign(compareRates(bin, before));
  const wanted = bounds.trend === 'ascending' ? 1 : bounds.trend === 'descending' ? -1 : rise;
  if (rise !== wanted) faults.push({ kind: 'against_trend', bin: at });
  return faults;
}
