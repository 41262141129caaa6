/**
 * What a thread does: one task at a time over the shared workspace, its own part of it. Parts never write the same place,
 * and sums are of whole numbers, so the answer doesn't depend on how many parts there are.
 */
import type { Kernels, Stretch } from './kernels.ts';
import { searchSplit } from './search.ts';
import { HISTOGRAM_STRIDE, WORD, type Workspace, type WorkPlan } from './workspace.ts';

export const TASK = {
  /** Gradients of all rows of training. */
  gradients: 1,
  /** Histogram of the smaller child, that of the larger by subtraction, and the best split of each feature in both. */
  evaluate: 2,
  /** Adds the tree's values to the margins of the rows it was grown on. */
  advance: 3,
  /** The same for the rows it was not grown on: left out of the draw, or of validation. */
  route: 4,
} as const;

/** Does one part of a task, of `plan.parts`. */
export function performTask(work: Workspace, kernels: Kernels, part: number): void {
  switch (work.words[WORD.task]) {
    case TASK.gradients:
      return kernels.fillGradients(stretchOf(work.plan, part, work.plan.trainRows));
    case TASK.evaluate:
      return evaluate(work, kernels, stretchOf(work.plan, part, work.plan.features.length));
    case TASK.advance:
      return advance(work, stretchOf(work.plan, part, work.words[WORD.drawnCount] as number));
    case TASK.route:
      return route(work, stretchOf(work.plan, part, work.plan.allRows));
    default:
      throw new Error('assertion failed: the task is one that threads know');
  }
}

/** The stretch of `count` rows or features that is a part's. */
export function stretchOf({ parts }: WorkPlan, part: number, count: number): Stretch {
  return { from: Math.floor((count * part) / parts), to: Math.floor((count * (part + 1)) / parts) };
}

function evaluate(work: Workspace, kernels: Kernels, features: Stretch): void {
  if (features.from === features.to) return;
  const { words } = work;
  const small = words[WORD.smallHistogram] as number;
  const large = words[WORD.largeHistogram] as number;
  kernels.fillHistogram(small, { from: words[WORD.from] as number, to: words[WORD.to] as number }, features);
  if (large >= 0) subtract(work, { from: large, less: small }, features);
  const smallChild = words[WORD.smallChild] as number;
  searchChild(work, { child: smallChild, histogram: small }, features);
  if (large >= 0) searchChild(work, { child: 1 - smallChild, histogram: large }, features);
}

/** The parent's histogram less one child's is the other's. */
function subtract(
  work: Workspace,
  histograms: { readonly from: number; readonly less: number },
  features: Stretch,
): void {
  const { sums, plan } = work;
  const width = plan.features.length * HISTOGRAM_STRIDE;
  for (let feature = features.from; feature < features.to; feature++) {
    const count = 2 * (plan.features[feature]?.binCount ?? 0);
    const from = histograms.from * width + feature * HISTOGRAM_STRIDE;
    const less = histograms.less * width + feature * HISTOGRAM_STRIDE;
    for (let at = 0; at < count; at++)
      sums[from + at] = (sums[from + at] as number) - (sums[less + at] as number);
  }
}

function searchChild(
  work: Workspace,
  node: { readonly child: number; readonly histogram: number },
  features: Stretch,
): void {
  if (work.words[node.child === 0 ? WORD.searchFirst : WORD.searchSecond] === 0) return;
  const own = node.child * work.plan.features.length;
  for (let feature = features.from; feature < features.to; feature++)
    if (work.allowed[own + feature] === 1) searchSplit(work, { ...node, feature, counts: null });
}

function advance(work: Workspace, places: Stretch): void {
  const { order, margins, nodeFeature, nodeFrom, nodeTo, nodeValue } = work;
  const nodeCount = work.words[WORD.nodeCount] as number;
  for (let node = 0; node < nodeCount; node++) {
    if ((nodeFeature[node] as number) >= 0) continue;
    const from = Math.max(places.from, nodeFrom[node] as number);
    const to = Math.min(places.to, nodeTo[node] as number);
    const value = nodeValue[node] as number;
    for (let at = from; at < to; at++) {
      const row = order[at] as number;
      margins[row] = (margins[row] as number) + value;
    }
  }
}

function route(work: Workspace, rows: Stretch): void {
  const { bins, margins, drawn, nodeFeature, nodeLeft, nodeRight, nodeBins, nodeValue, plan } = work;
  const width = plan.features.length;
  for (let row = rows.from; row < rows.to; row++) {
    if (row < plan.trainRows && drawn[row] === 1) continue;
    let node = 0;
    let feature = nodeFeature[0] as number;
    while (feature >= 0) {
      const goesLeft = nodeBins[node * 256 + (bins[row * width + feature] as number)];
      node = (goesLeft === 1 ? nodeLeft[node] : nodeRight[node]) as number;
      feature = nodeFeature[node] as number;
    }
    margins[row] = (margins[row] as number) + (nodeValue[node] as number);
  }
}
