/**
 * One tree. Leaf-wise, the leaf with the largest gain is split next; depth-wise, the oldest. The smaller child's histogram is
 * filled from its rows, the larger one's is the parent's less that. Hessians vouch for the fewest rows of a leaf where
 * they can (a row has at most 65,535 units); elsewhere rows are counted by bin before a split is made.
 */
import { assert } from '@plimsoll/core/base';
import { type Judge, judgeOf, searchSplit, valueOf } from './search.ts';
import type { BoostSettings } from './settings.ts';
import type { Kernels } from './kernels.ts';
import { TASK } from './task.ts';
import { CANDIDATE_STRIDE, HESSIAN_UNITS, REAL_STRIDE, WORD, type Workspace } from './workspace.ts';

/** Runs a task in all its parts and comes back when all are done. */
export type RunTask = (task: number) => void;

export type Grower = {
  readonly work: Workspace;
  readonly kernels: Kernels;
  readonly run: RunTask;
  readonly settings: BoostSettings;
  /** Which features a node may be split on: those drawn, less those that may not meet the path's. */
  readonly allow: (path: readonly number[]) => Uint8Array;
};

type Split = {
  readonly feature: number;
  readonly gain: number;
  readonly gradient: number;
  readonly hessian: number;
  readonly bin: number;
  readonly isMissingLeft: boolean;
  readonly leftBins: Uint8Array;
};

/** A node while its tree grows; sums are in units. */
export type GrownNode = {
  readonly from: number;
  readonly to: number;
  readonly depth: number;
  readonly gradient: number;
  readonly hessian: number;
  readonly lower: number;
  readonly upper: number;
  readonly path: readonly number[];
  readonly allowed: Uint8Array;
  histogram: number;
  split: Split | null;
  /** The rows of both sides of the split are known to be enough. */
  isSettled: boolean;
  left: number;
  right: number;
};

type Growth = Grower & { readonly nodes: GrownNode[]; readonly free: number[]; readonly open: Set<number> };

/** Grows a tree over rows `order[0 … rowCount)`, whose gradients are filled. The nodes, root first; leaves have left −1. */
export function growTree(grower: Grower, rowCount: number): readonly GrownNode[] {
  const { work, settings } = grower;
  const free = Array.from({ length: work.plan.histogramCount }, (_, at) => work.plan.histogramCount - 1 - at);
  const growth: Growth = { ...grower, nodes: [], free, open: new Set() };
  const sums = sumRows(work, rowCount);
  const root = { from: 0, to: rowCount, depth: 0, ...sums, path: [] };
  addNode(growth, { ...root, lower: Number.NEGATIVE_INFINITY, upper: Number.POSITIVE_INFINITY });
  evaluateNodes(growth, [0]);
  for (let leaves = 1; leaves < settings.leavesMax; leaves++) {
    const next = nextNode(growth);
    if (next < 0) break;
    splitNode(growth, next, leaves + 1 < settings.leavesMax);
  }
  return growth.nodes;
}

function sumRows(work: Workspace, rowCount: number): { readonly gradient: number; readonly hessian: number } {
  const { order, packed } = work;
  let gradient = 0;
  let hessian = 0;
  for (let at = 0; at < rowCount; at++) {
    const word = packed[order[at] as number] as number;
    gradient += word >> 16;
    hessian += word & 0xffff;
  }
  return { gradient, hessian };
}

type NewNode = Omit<GrownNode, 'allowed' | 'histogram' | 'split' | 'isSettled' | 'left' | 'right'>;

function addNode(growth: Growth, node: NewNode): number {
  const at = growth.nodes.length;
  const allowed = growth.allow(node.path);
  growth.nodes.push({ ...node, allowed, histogram: -1, split: null, isSettled: false, left: -1, right: -1 });
  return at;
}

/** A node that could be split at all: deep, large and heavy enough. */
function isSplittable({ settings, work }: Growth, node: GrownNode): boolean {
  const { hessianUnit } = judgeOf(work.plan, node.lower, node.upper);
  return (
    node.depth < settings.depthMax &&
    node.to - node.from >= 2 * settings.rowsMin &&
    node.hessian * hessianUnit >= 2 * settings.childHessianMin
  );
}

/** Fills the histograms of the root, or of both children of a node, and finds the best split of each. */
function evaluateNodes(growth: Growth, children: readonly number[]): void {
  const { work, nodes, free } = growth;
  const { words, reals, allowed, candidates, plan } = work;
  const width = plan.features.length;
  const found = children.map((at) => nodes[at] as GrownNode);
  const flags = found.map((node) => isSplittable(growth, node));
  if (!flags.includes(true)) return;
  const sizes = found.map((node) => node.to - node.from);
  const small = sizes.length === 2 && (sizes[1] as number) < (sizes[0] as number) ? 1 : 0;
  const smallNode = found[small] as GrownNode;
  const slot = free.pop();
  assert(slot !== undefined, 'a histogram is free for every leaf');
  smallNode.histogram = slot;
  for (const [child, node] of found.entries()) {
    allowed.set(node.allowed, child * width);
    reals.set(
      [node.gradient, node.hessian, node.lower, node.upper, node.to - node.from],
      child * REAL_STRIDE,
    );
  }
  candidates.fill(0);
  words[WORD.from] = smallNode.from;
  words[WORD.to] = smallNode.to;
  words[WORD.smallHistogram] = slot;
  words[WORD.largeHistogram] = found[1 - small]?.histogram ?? -1;
  words[WORD.smallChild] = small;
  words[WORD.searchFirst] = flags[0] === true ? 1 : 0;
  words[WORD.searchSecond] = flags[1] === true ? 1 : 0;
  growth.run(TASK.evaluate);
  for (const [child, node] of found.entries()) {
    if (flags[child] === true) node.split = bestSplit(work, child);
    if (node.split !== null) growth.open.add(children[child] as number);
    else dropHistogram(growth, node);
  }
}

function dropHistogram({ free }: Growth, node: GrownNode): void {
  if (node.histogram >= 0) free.push(node.histogram);
  node.histogram = -1;
}

/** The candidate with the largest gain; of equal ones, the first feature. */
function bestSplit({ candidates, leftBins, plan }: Workspace, child: number): Split | null {
  const width = plan.features.length;
  let gain = 0;
  let feature = -1;
  for (let at = 0; at < width; at++) {
    const own = candidates[(child * width + at) * CANDIDATE_STRIDE] as number;
    if (own > gain) {
      gain = own;
      feature = at;
    }
  }
  const featurePlan = plan.features[feature];
  if (featurePlan === undefined) return null;
  const place = (child * width + feature) * CANDIDATE_STRIDE;
  const bin = candidates[place + 3] as number;
  const isMissingLeft = candidates[place + 4] === 1;
  const marks = (child * width + feature) * 256;
  return {
    feature,
    gain,
    gradient: candidates[place + 1] as number,
    hessian: candidates[place + 2] as number,
    bin,
    isMissingLeft,
    leftBins:
      featurePlan.kind === 'categorical' ? leftBins.slice(marks, marks + 256) : binsUpTo(bin, isMissingLeft),
  };
}

/** Marks of bins 1 to `bin`, and of bin 0 if missing goes with them. */
function binsUpTo(bin: number, isMissingLeft: boolean): Uint8Array {
  const marks = new Uint8Array(256).fill(1, 1, bin + 1);
  marks[0] = isMissingLeft ? 1 : 0;
  return marks;
}

/** The open leaf to split next, its split settled; −1 when none is left. */
function nextNode(growth: Growth): number {
  const { nodes, open, settings } = growth;
  while (open.size > 0) {
    let next = -1;
    let gain = Number.NEGATIVE_INFINITY;
    for (const at of open) {
      const own = settings.growth === 'leafWise' ? (nodes[at]?.split?.gain ?? 0) : -at;
      if (own > gain) {
        gain = own;
        next = at;
      }
    }
    const node = nodes[next] as GrownNode;
    if (node.isSettled || isVouched(growth, node)) return next;
    node.split = settleSplit(growth, node);
    node.isSettled = true;
    if (node.split === null) {
      open.delete(next);
      dropHistogram(growth, node);
    }
  }
  return -1;
}

/** Do the hessians of both sides prove that each has enough rows? */
function isVouched({ settings }: Growth, node: GrownNode): boolean {
  const left = node.split?.hessian ?? 0;
  const fewest = settings.rowsMin * HESSIAN_UNITS;
  return settings.rowsMin <= 1 || (left >= fewest && node.hessian - left >= fewest);
}

/**
 * The best split whose sides have enough rows. The best feature's rows are counted and it is searched again, until the best is
 * one whose rows were counted. The node's other features keep what hessians said of them.
 */
function settleSplit(growth: Growth, node: GrownNode): Split | null {
  const { work, settings } = growth;
  const width = work.plan.features.length;
  work.allowed.set(node.allowed, 0);
  work.reals.set([node.gradient, node.hessian, node.lower, node.upper, node.to - node.from], 0);
  work.candidates.fill(0);
  const request = { histogram: node.histogram, child: 0 };
  for (let feature = 0; feature < width; feature++)
    if (node.allowed[feature] === 1) searchSplit(work, { ...request, feature, counts: null });
  const counted = new Set<number>();
  for (let round = 0; round <= width; round++) {
    const best = bestSplit(work, 0);
    if (best === null || counted.has(best.feature)) return best;
    counted.add(best.feature);
    const counts = {
      byBin: countRows(work, node, best.feature),
      rowCount: node.to - node.from,
      rowsMin: settings.rowsMin,
    };
    searchSplit(work, { ...request, feature: best.feature, counts });
  }
  return null;
}

function countRows({ columnBins, order, plan }: Workspace, node: GrownNode, feature: number): Int32Array {
  const counts = new Int32Array(256);
  const column = feature * plan.trainRows;
  for (let at = node.from; at < node.to; at++) {
    const bin = columnBins[column + (order[at] as number)] as number;
    counts[bin] = (counts[bin] as number) + 1;
  }
  return counts;
}

function splitNode(growth: Growth, at: number, isSearched: boolean): void {
  const { work, nodes, kernels } = growth;
  const node = nodes[at] as GrownNode;
  const { split } = node;
  assert(split !== null, 'an open leaf has a split');
  growth.open.delete(at);
  work.nodeFeature[at] = split.feature;
  work.nodeBins.set(split.leftBins, at * 256);
  const middle = kernels.partition(at, node);
  const path = [...new Set([...node.path, split.feature])];
  const rest = { gradient: node.gradient - split.gradient, hessian: node.hessian - split.hessian };
  const bounds = boundsOf(growth, node, split);
  const depth = node.depth + 1;
  const sums = { gradient: split.gradient, hessian: split.hessian };
  node.left = addNode(growth, { from: node.from, to: middle, depth, ...sums, ...bounds.left, path });
  node.right = addNode(growth, { from: middle, to: node.to, depth, ...rest, ...bounds.right, path });
  if (!isSearched) return;
  const left = nodes[node.left] as GrownNode;
  const right = nodes[node.right] as GrownNode;
  // The parent's histogram becomes the larger child's.
  const larger = right.to - right.from < left.to - left.from ? left : right;
  larger.histogram = node.histogram;
  node.histogram = -1;
  evaluateNodes(growth, [node.left, node.right]);
  for (const child of [left, right]) if (child.split === null) dropHistogram(growth, child);
}

type Bounds = { readonly lower: number; readonly upper: number };

/** A split on an input with a trend puts the middle of its sides' values between them. */
function boundsOf(
  { work }: Growth,
  node: GrownNode,
  split: Split,
): { readonly left: Bounds; readonly right: Bounds } {
  const own: Bounds = { lower: node.lower, upper: node.upper };
  const trend = work.plan.features[split.feature]?.trend ?? 0;
  if (trend === 0) return { left: own, right: own };
  const judge: Judge = judgeOf(work.plan, node.lower, node.upper);
  const left = valueOf(judge, split.gradient, split.hessian);
  const right = valueOf(judge, node.gradient - split.gradient, node.hessian - split.hessian);
  const middle = Math.min(Math.max(left / 2 + right / 2, node.lower), node.upper);
  const below = { ...own, upper: middle };
  const above = { ...own, lower: middle };
  return trend > 0 ? { left: below, right: above } : { left: above, right: below };
}
