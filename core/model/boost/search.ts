/**
 * The best split of one feature in one node, from its histogram. Missing rows are tried on both sides; where there are none
 * they go with the heavier side. Sums are whole units, exact in any order; a gain is G²/(H + l2) of both sides less the whole's.
 *
 * Bounds (the "basic" method of XGBoost and LightGBM, held to the letter): a node has bounds of its value; a split on an input
 * with a trend puts the middle of its sides' values between them, and every leaf below is held within its bounds. So two
 * rows that differ in that input alone part at a split on it, and their leaves lie on its two sides.
 */
import {
  CANDIDATE_STRIDE,
  GRADIENT_UNITS,
  HESSIAN_UNITS,
  HISTOGRAM_STRIDE,
  REAL,
  REAL_STRIDE,
  type Workspace,
  type WorkPlan,
} from './workspace.ts';

/** A gain below this is rounding. */
const GAIN_FLOOR = 1e-9;

/** What a side of a split is judged by: units to log-odds, penalties, bounds of its value. */
export type Judge = {
  readonly gradientUnit: number;
  readonly hessianUnit: number;
  readonly l1: number;
  readonly l2: number;
  readonly lower: number;
  readonly upper: number;
};

/** The value of a leaf with these sums in units, before the learning rate. */
export function valueOf(judge: Judge, gradient: number, hessian: number): number {
  const g = soften(gradient * judge.gradientUnit, judge.l1);
  const h = hessian * judge.hessianUnit + judge.l2;
  // A node without rows (a draw may leave none) says nothing.
  const value = h > 0 ? -g / h : 0;
  return Math.min(judge.upper, Math.max(judge.lower, value));
}

/** How a node's sums are judged under a plan. */
export function judgeOf(plan: WorkPlan, lower: number, upper: number): Judge {
  return {
    gradientUnit: plan.weightMax / GRADIENT_UNITS,
    hessianUnit: plan.weightMax / (4 * HESSIAN_UNITS),
    l1: plan.l1,
    l2: plan.l2,
    lower,
    upper,
  };
}

function soften(gradient: number, l1: number): number {
  if (l1 === 0) return gradient;
  return gradient > l1 ? gradient - l1 : gradient < -l1 ? gradient + l1 : 0;
}

/** What one part of a node is worth: the fall of the objective, twice, at its best value within the bounds. */
function worthOf(judge: Judge, gradient: number, hessian: number): number {
  const g = soften(gradient * judge.gradientUnit, judge.l1);
  const h = hessian * judge.hessianUnit + judge.l2;
  const value = -g / h;
  if (value >= judge.lower && value <= judge.upper) return (g * g) / h;
  const held = value < judge.lower ? judge.lower : judge.upper;
  return -(2 * g * held + h * held * held);
}

/** A node to search: which child it is, where its histogram lies, its sums, and what judges it. */
type Search = {
  readonly work: Workspace;
  readonly base: number;
  readonly feature: number;
  readonly child: number;
  readonly gradient: number;
  readonly hessian: number;
  readonly hessianMin: number;
  readonly judge: Judge;
  readonly trend: number;
  readonly floor: number;
  /** Rows by bin and the fewest of a side, when hessians can't vouch for it. */
  readonly counts: RowCounts | null;
};

export type RowCounts = { readonly byBin: Int32Array; readonly rowCount: number; readonly rowsMin: number };

/** The sums of one side while a search goes along the bins. */
type Side = { gradient: number; hessian: number; rows: number };

export type SearchRequest = {
  readonly histogram: number;
  readonly child: number;
  readonly feature: number;
  readonly counts: RowCounts | null;
};

/** Writes the best split of the feature into `candidates`; a gain of 0 when there is none. */
export function searchSplit(work: Workspace, request: SearchRequest): void {
  const { plan, reals, candidates } = work;
  const { feature, child } = request;
  const own = child * REAL_STRIDE;
  const gradient = reals[own + REAL.gradient] as number;
  const hessian = reals[own + REAL.hessian] as number;
  const judge = judgeOf(plan, reals[own + REAL.lower] as number, reals[own + REAL.upper] as number);
  const featurePlan = plan.features[feature];
  if (featurePlan === undefined) throw new Error('assertion failed: the plan has the feature');
  const search: Search = {
    work,
    base: (request.histogram * plan.features.length + feature) * HISTOGRAM_STRIDE,
    feature,
    child,
    gradient,
    hessian,
    hessianMin: Math.max(1, plan.childHessianMin / judge.hessianUnit),
    judge,
    trend: featurePlan.trend,
    floor: Math.max(GAIN_FLOOR, plan.gainMin) + worthOf(judge, gradient, hessian),
    counts: request.counts,
  };
  candidates[placeOf(search)] = 0;
  if (featurePlan.kind === 'categorical') searchLevels(search, featurePlan.binCount);
  else if (plan.isBounded || plan.l1 > 0 || request.counts !== null)
    searchBounded(search, featurePlan.binCount);
  else searchFree(search, featurePlan.binCount);
}

function placeOf({ work, child, feature }: Search): number {
  return (child * work.plan.features.length + feature) * CANDIDATE_STRIDE;
}

type Found = {
  readonly gain: number;
  readonly gradient: number;
  readonly hessian: number;
  readonly bin: number;
  readonly isMissingLeft: boolean;
};

function write(search: Search, found: Found): void {
  const { candidates } = search.work;
  const place = placeOf(search);
  candidates[place] = found.gain - search.floor;
  candidates[place + 1] = found.gradient;
  candidates[place + 2] = found.hessian;
  candidates[place + 3] = found.bin;
  candidates[place + 4] = found.isMissingLeft ? 1 : 0;
}

/** No bounds, no l1, no counts: the common case, without a call per bin. */
function searchFree(search: Search, binCount: number): void {
  const { base, gradient, hessian, hessianMin, judge } = search;
  const { sums } = search.work;
  const { l2, hessianUnit } = judge;
  const scale = judge.gradientUnit * judge.gradientUnit;
  const missingGradient = sums[base] as number;
  const missingHessian = sums[base + 1] as number;
  const hasMissing = missingHessian > 0;
  const last = hasMissing ? binCount : binCount - 1;
  const hessianMax = hessian - hessianMin;
  let leftGradient = 0;
  let leftHessian = 0;
  let best = search.floor / scale;
  let bestBin = 0;
  let isMissingLeft = false;
  for (let bin = 1; bin < last; bin++) {
    leftGradient += sums[base + 2 * bin] as number;
    leftHessian += sums[base + 2 * bin + 1] as number;
    if (leftHessian >= hessianMin && leftHessian <= hessianMax) {
      const rest = gradient - leftGradient;
      const gain =
        (leftGradient * leftGradient) / (leftHessian * hessianUnit + l2) +
        (rest * rest) / ((hessian - leftHessian) * hessianUnit + l2);
      if (gain > best) {
        best = gain;
        bestBin = bin;
        isMissingLeft = false;
      }
    }
    if (!hasMissing) continue;
    const withHessian = leftHessian + missingHessian;
    if (withHessian < hessianMin || withHessian > hessianMax) continue;
    const withGradient = leftGradient + missingGradient;
    const rest = gradient - withGradient;
    const gain =
      (withGradient * withGradient) / (withHessian * hessianUnit + l2) +
      (rest * rest) / ((hessian - withHessian) * hessianUnit + l2);
    if (gain > best) {
      best = gain;
      bestBin = bin;
      isMissingLeft = true;
    }
  }
  if (bestBin > 0) writeNumeric(search, bestBin, { gain: best * scale, isMissingLeft });
}

/** The sums of the left side are added up again: the loop above keeps only the best place. */
function writeNumeric(
  search: Search,
  bin: number,
  found: { readonly gain: number; readonly isMissingLeft: boolean },
): void {
  const { base, work } = search;
  let gradient = 0;
  let hessian = 0;
  for (let at = 1; at <= bin; at++) {
    gradient += work.sums[base + 2 * at] as number;
    hessian += work.sums[base + 2 * at + 1] as number;
  }
  const hasMissing = (work.sums[base + 1] as number) > 0;
  if (found.isMissingLeft) {
    gradient += work.sums[base] as number;
    hessian += work.sums[base + 1] as number;
  }
  const isMissingLeft = hasMissing ? found.isMissingLeft : 2 * hessian >= search.hessian;
  write(search, { gain: found.gain, gradient, hessian, bin, isMissingLeft });
}

/** Bounds, trends, l1 and counts of rows. */
function searchBounded(search: Search, binCount: number): void {
  const { base, counts } = search;
  const { sums } = search.work;
  const missingGradient = sums[base] as number;
  const missingHessian = sums[base + 1] as number;
  const missingRows = counts?.byBin[0] ?? 0;
  const hasMissing = missingHessian > 0;
  const last = hasMissing ? binCount : binCount - 1;
  const left: Side = { gradient: 0, hessian: 0, rows: 0 };
  const withMissing: Side = { gradient: 0, hessian: 0, rows: 0 };
  let best = search.floor;
  let bestBin = 0;
  let isMissingLeft = false;
  for (let bin = 1; bin < last; bin++) {
    left.gradient += sums[base + 2 * bin] as number;
    left.hessian += sums[base + 2 * bin + 1] as number;
    left.rows += counts?.byBin[bin] ?? 0;
    const gain = gainOf(search, left);
    if (gain > best) {
      best = gain;
      bestBin = bin;
      isMissingLeft = false;
    }
    if (!hasMissing) continue;
    withMissing.gradient = left.gradient + missingGradient;
    withMissing.hessian = left.hessian + missingHessian;
    withMissing.rows = left.rows + missingRows;
    const gainWith = gainOf(search, withMissing);
    if (gainWith > best) {
      best = gainWith;
      bestBin = bin;
      isMissingLeft = true;
    }
  }
  if (bestBin > 0) writeNumeric(search, bestBin, { gain: best, isMissingLeft });
}

/** What both sides are worth; less than anything where one is too small or the trend would be broken. */
function gainOf(search: Search, left: Side): number {
  const { judge, counts, trend } = search;
  const restHessian = search.hessian - left.hessian;
  if (left.hessian < search.hessianMin || restHessian < search.hessianMin) return Number.NEGATIVE_INFINITY;
  if (counts !== null && (left.rows < counts.rowsMin || counts.rowCount - left.rows < counts.rowsMin))
    return Number.NEGATIVE_INFINITY;
  const restGradient = search.gradient - left.gradient;
  if (trend !== 0) {
    const rise = valueOf(judge, restGradient, restHessian) - valueOf(judge, left.gradient, left.hessian);
    if (rise * trend < 0) return Number.NEGATIVE_INFINITY;
  }
  return worthOf(judge, left.gradient, left.hessian) + worthOf(judge, restGradient, restHessian);
}

/**
 * Levels: few are tried one against the rest; many are sorted by gradient over smoothed hessian, and the sets that are
 * tried are the first and the last few of that order. Missing is a level like another. Only levels with enough rows
 * (by their share of the node's hessian) are moved; those that aren't listed go right.
 */
function searchLevels(search: Search, binCount: number): void {
  const { base, work, judge } = search;
  const { sums, plan } = work;
  const { levels } = plan;
  const present: number[] = [];
  for (let bin = 0; bin < binCount; bin++) if ((sums[base + 2 * bin + 1] as number) > 0) present.push(bin);
  if (present.length < 2) return;
  const isOneHot = present.length <= levels.oneHotMax;
  const own: Search = isOneHot ? search : { ...search, judge: { ...judge, l2: judge.l2 + levels.l2 } };
  const hessianOf = (bin: number): number => sums[base + 2 * bin + 1] as number;
  const gradientOf = (bin: number): number => sums[base + 2 * bin] as number;
  const moved = isOneHot ? present : present.filter((bin) => isHeavy(own, bin));
  const smoothing = levels.smoothing / judge.hessianUnit;
  const rank = (bin: number): number => gradientOf(bin) / (hessianOf(bin) + smoothing);
  const sorted = isOneHot ? moved : [...moved].sort((a, b) => rank(a) - rank(b) || a - b);
  const runs = isOneHot ? sorted.map((bin) => [bin]) : [sorted, [...sorted].reverse()];
  let best = search.floor;
  let bestSet: readonly number[] = [];
  for (const run of runs) {
    const left: Side = { gradient: 0, hessian: 0, rows: 0 };
    const listed = Math.min(run.length, levels.setMax);
    for (let at = 0; at < listed; at++) {
      const bin = run[at] as number;
      left.gradient += gradientOf(bin);
      left.hessian += hessianOf(bin);
      left.rows += search.counts?.byBin[bin] ?? 0;
      const gain = gainOf(own, left);
      if (gain > best) {
        best = gain;
        bestSet = run.slice(0, at + 1);
      }
    }
  }
  if (bestSet.length > 0) writeLevels(search, bestSet, best);
}

/** Enough rows to be moved by itself? Where rows aren't counted by bin they are read off the node's mean hessian. */
function isHeavy(search: Search, bin: number): boolean {
  const { work, base, counts } = search;
  const hessian = work.sums[base + 2 * bin + 1] as number;
  const nodeRows = work.reals[search.child * REAL_STRIDE + REAL.rows] as number;
  const rows = counts?.byBin[bin] ?? (hessian / search.hessian) * nodeRows;
  return rows >= work.plan.levels.rowsMin;
}

function writeLevels(search: Search, set: readonly number[], gain: number): void {
  const { work, base } = search;
  const marks = (search.child * work.plan.features.length + search.feature) * 256;
  work.leftBins.fill(0, marks, marks + 256);
  let gradient = 0;
  let hessian = 0;
  for (const bin of set) {
    work.leftBins[marks + bin] = 1;
    gradient += work.sums[base + 2 * bin] as number;
    hessian += work.sums[base + 2 * bin + 1] as number;
  }
  write(search, { gain, gradient, hessian, bin: set.length, isMissingLeft: set.includes(0) });
}
