export { assignBins, binOfValue, edgesOf, woeColumn } from './assignment.ts';
export type { FrozenBins } from './assignment.ts';
export { binColumn, binTally, MAX_BINS, NO_RECORD } from './binning.ts';
export type { Bin, BinCell, Binning, BinSettings } from './binning.ts';
export { benchOf, MAX_BENCH_CELLS, tallyColumn } from './column-tally.ts';
export type {
  AbsentTally,
  BinningBench,
  CategoricalTally,
  ColumnTally,
  NumericTally,
} from './column-tally.ts';
export { differenceP, giniOf, ivOf, jsOf, rateOf, woeOf } from './evidence.ts';
export { bestPartition } from './optimum.ts';
export type { BinBounds, FixedTrend, Partition, Trend } from './optimum.ts';
export { MAX_PREBINS, prebinCategorical, prebinNumeric, TREE_LEAF_SHARE } from './prebin.ts';
export type { CategoricalPrebins, NumericPrebins, PrebinSettings } from './prebin.ts';
export { compareRates, intervalOf, sumOf, tallyOf } from './tally.ts';
export type { BinSample, Tally } from './tally.ts';
export { editBinning, MAX_LABEL_LENGTH, snapEdge } from './edit.ts';
export type { BinningEdit } from './edit.ts';
export { faultsOf } from './fault.ts';
export type { BinFault } from './fault.ts';
export { assignPair, binPair, MAX_PAIR_BINS, MAX_PAIR_PREBINS } from './pair.ts';
export type { PairBin, PairBinning, PairCell, PairSettings } from './pair.ts';
export { chooseTrend } from './trend-choice.ts';
export type { TriedTrend } from './trend-choice.ts';
