export { assignBins, binColumn, tallyOf, woeColumn } from './binning.ts';
export type { Bin, BinCell, Binning, BinSettings } from './binning.ts';
export { bestPartition, ivOf, woeOf } from './optimum.ts';
export type { BinBounds, FixedTrend, Partition, Trend } from './optimum.ts';
export { compareRates, intervalOf, MAX_PREBINS, prebinCategorical, prebinNumeric, sumOf } from './prebin.ts';
export type { CategoricalPrebins, NumericPrebins, Tally } from './prebin.ts';
